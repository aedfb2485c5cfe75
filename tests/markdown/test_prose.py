"""Prose is what is said: all else in the Markdown is blank, and nothing moves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides.markdown.prose import blank_structure
from executed_slides.markdown.stated_numbers import find_numbers


@pytest.mark.parametrize(
    "structure",
    [
        "---\nmarp: true\nsize: 16:9\n---\n",
        "# 2.1. 제목",
        "#### 1.1.2.1 제목",
        "# 3. 제목",
        "1. 하나\n2) 둘\n    3. 셋",
        "> 4. 인용",
        "* 1.1. 층\n* 1.2.3. 모델",
        "```python\nepochs = 20\n```",
        "    ```python\n    epochs = 20\n    ```",
        "* ~~~\n  20\n  ~~~",
        "`epochs=20`와 ```units = 16```",
        "<!-- _class: columns-2 -->",
        "<!--\n_footer: 2026\nsize: 4K\n-->",
        "<style>section { width: 750px }</style>",
        '<div style="width:50%">글</div>',
        "![width:750px](image/plot_3.png)",
        "![bg left:40% 80%](a.png)",
        "[글](https://example.org/2026/11#52)",
        "https://example.org/2026/11?x=52",
        "mail.52@example.org",
        "[1]: https://example.org/52",
        "각주[^3]",
        "&#8212; &frac12;",
        "$x_1 + 2 y$와 $$\\frac{1}{2} x^2$$",
    ],
)
def test_structure_is_no_number(structure):
    assert find_numbers(structure) == []


def test_a_code_span_ends_with_its_paragraph():
    markdown = "* `stray\n* 88%\n* `stray"

    assert blank_structure(markdown, front_matter=True) == markdown


MARKUP = """# ;2.1. ;```;`;$;$$;<!--;-->;<b>;](;);![;[;3개;두 개의 층;78%;1.;* ;> ;가;{;é;|;---"""
PIECES = st.lists(
    st.sampled_from([*MARKUP.split(";"), "\n", "\n```", "\n---\n", "\\"]) | st.text(max_size=4),
    max_size=30,
).map("".join)


@given(PIECES)
def test_numbers_are_where_they_say_in_any_text(markdown):
    for number in find_numbers(markdown):
        assert markdown[number.start :].startswith(number.text)


@given(PIECES)
def test_words_keep_their_places_in_any_text(markdown):
    words = blank_structure(markdown, front_matter=True)

    assert len(words) == len(markdown)
    lines = [at for at, letter in enumerate(markdown) if letter == "\n"]
    assert [at for at, letter in enumerate(words) if letter == "\n"] == lines
