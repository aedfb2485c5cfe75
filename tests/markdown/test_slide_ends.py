"""A slide ends where Marp ends it: the number of a slide is the same everywhere."""

import pytest
from real_decks import ROOT
from tiny_deck import SOURCES

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.slides import Slides, refuse_other_count
from executed_slides.output.fit import numbered_slide_lines
from executed_slides.output.marp_core import MarpCore
from executed_slides.output.styles import Style

STYLE = Style("plain", SOURCES["themes/plain.css"])

# By what stands around it: whether it begins a slide.
RULES = {
    "# One\n\n---\n\n# Two": True,
    "# One\n---\n# Two": True,
    "* an item\n---\n# Two": True,
    "# One\n\n***\n\n# Two": True,
    "# One\r\r---\r\r# Two": True,
    "# One\r\n\r\n---\r\n\r\n# Two": True,
    "# One\n\nthe text\rof a record\n\n***\n\n# Two": True,
    "# One\n\n___\n\n# Two": True,
    "# One\n\n- - -\n\n# Two": True,
    "# One\n\n  -----  \n\n# Two": True,
    "<!-- a note -->\n---\n# Two": True,
    "* an item\n* \n---\n# Two": True,
    "words\n---\n# Two": False,
    "words\n* \n---\n# Two": False,
    "> words\n> ---\n\n# Two": False,
    "<!--\na note\n\n---\n-->\n\n# Two": False,
    "* an item <!-- a note\n\n  ---\n\n  -->\n\n# Two": False,
    " <!-- a note\n\n---\n-->\n\n# Two": False,
    "```yaml\n---\n```\n\n# Two": False,
    "````\n```\n---\n````\n\n# Two": False,
    "````\n<!-- a note -->\n---\n````\n\n# Two": False,
    "~~~\n---\n~~~\n\n# Two": False,
    "1. ```\n   ---\n   ```\n\n# Two": False,
    "<style>\n\n---\n\n</style>\n\n# Two": False,
    "<div>\n<style>\n\n---\n\n</style>\n\n# Two": True,
    "<div>\n---\n</div>\n\n# Two": False,
    "<div>\n```\n\n---\n\n```\n</div>\n\n# Two": True,
    "    code\n    ---\n\n# Two": False,
}


@pytest.fixture(scope="module")
def marp():
    core = MarpCore(Folders(ROOT))
    yield core
    core.close()


@pytest.mark.parametrize(("markdown", "parts"), RULES.items())
def test_slides_are_parted_by_what_parts_them_in_marp(marp, markdown, parts):
    front = "---\ntheme: plain\n---\n"

    made = marp.render(front + markdown, STYLE, "plain.css")

    assert len(made.html) == len(Slides(front + markdown).all) == 1 + parts


@pytest.mark.parametrize(
    ("front", "slides"),
    [
        ("---\n---\n", 1),
        ("---\n\n---\n", 1),
        ("--- \nlang: ko\n--- \n", 1),
        ("-----\nlang: ko\n---\nlang: ko\n------\n", 1),
        ("---\nlang: ko\n  ---\n", 1),
        ("\n---\nlang: ko\n\n---\n", 3),
    ],
)
def test_the_front_matter_is_what_marp_takes_for_it(marp, front, slides):
    assert len(marp.render(f"{front}# One", STYLE, "plain.css").html) == slides
    assert len(Slides(f"{front}# One").all) == slides


def test_the_lines_of_a_slide_are_counted_in_the_whole_deck():
    markdown = "---\ntheme: x\n---\n# One\n\n***\n# Two\n* words"

    assert list(numbered_slide_lines(markdown, 1)) == [(4, "# One"), (5, ""), (6, "")]
    assert list(numbered_slide_lines(markdown, 2)) == [(7, "# Two"), (8, "* words")]
    assert list(numbered_slide_lines(markdown, 3)) == []


# What `headingDivider` says, what stands in the deck, and where slides begin besides the first.
DIVIDED = [
    ("1", "# One\n# Two\n## Three", ["# Two"]),
    ("2", "# One\n# Two\n## Three", ["# Two", "## Three"]),
    ("[2]", "# One\n# Two\n## Three", ["## Three"]),
    ("[1, 3]", "# One\n# Two\n## Three\n### Four", ["# Two", "### Four"]),
    ("false", "# One\n# Two", []),
    ("7", "# One\n# Two", []),
    ("1", "<!-- a note -->\n# One", []),
    ("1", "words\n# One", ["# One"]),
    ("1", "One\n===\n\nTwo\n===\nwords", ["Two\n==="]),
    ("1", "# One\n\n---\n# Two", ["# Two", "# Two"]),
    ("1", "# One\n```\n# no\n```\n<!-- headingDivider: 2 -->\n## Two", ["## Two"]),
]


@pytest.mark.parametrize(("divider", "markdown", "begin"), DIVIDED)
def test_headings_part_slides_where_the_deck_says_so(marp, divider, markdown, begin):
    text = f"---\ntheme: plain\nheadingDivider: {divider}\n---\n{markdown}"

    slides = Slides(text).all

    made = marp.render(text, STYLE, "plain.css")
    assert len(made.html) == len(slides) == 1 + len(begin)
    for slide, first in zip(slides[1:], begin, strict=True):
        there = text[slide.start :]
        assert there.startswith(first) or (slide.start == slide.end and first in there)


def test_slides_that_marp_parts_in_another_way_are_refused():
    slides = Slides("# One\n\n---\n\n# Two")

    with pytest.raises(DeckError) as error:
        refuse_other_count(slides, 3, "slides/talk.md")

    assert error.value.message == (
        "slides/talk.md: Marp makes 3 slides of it, where its rules make 2"
    )
