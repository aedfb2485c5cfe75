"""Shortcodes are read in words as Marp reads them."""

import pytest
from emoji_words import draw_shortcodes

from executed_slides.markdown.escaping import _write_signs


@pytest.mark.parametrize(
    ("words", "drawn"),
    [
        (":tada: done :+1:", "🎉 done 👍"),
        (":no_such: at 10:30:45", ":no_such: at 10:30:45"),
        (":a::b:", "🅰️🅱️"),
        ("::tada::", ":🎉:"),
        (":TADA:", ":TADA:"),
        (":x:tada:", "❌tada:"),
        (":no:tada:", ":no🎉"),
    ],
)
def test_known_names_become_their_emoji(words, drawn):
    assert draw_shortcodes(words) == drawn


def test_where_one_is_kept_as_words_no_other_begins():
    written = _write_signs(":tada:a:").replace("\\", "")

    assert draw_shortcodes(written).replace("\u2060", "") == ":tada:a:"
