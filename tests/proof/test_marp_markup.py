"""What Marp makes of a deck's Markdown by itself is known, and nothing else is."""

import pytest

from executed_slides.proof.marp_markup import find_slide_markup


@pytest.mark.parametrize("name", ["hljs-title function_", "language-bash", "language-c++"])
def test_code_is_coloured_also_where_it_holds_another_language(name):
    assert [*find_slide_markup("span", {"class": name}, "code", False)] == []


def test_a_span_of_another_class_is_none_of_marp_s():
    found = find_slide_markup("span", {"class": "secret"}, "code", False)

    assert [*found] == ["<span>", 'span class="secret"']
