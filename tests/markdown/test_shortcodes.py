"""Shortcodes are read in words as Marp reads them."""

import pytest
from emoji_words import draw_shortcodes


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
