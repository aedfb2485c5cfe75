"""A text that would keep its readers busy for minutes is refused by its line at once."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.markdown.crowded_blocks import refuse_crowded_blocks
from executed_slides.markdown.emoji import find_shortcodes
from executed_slides.markdown.parser import COMMENT, parse_inside

OPENINGS = ["[", "![", "<", "<a ", "&#5", "<!-- ", "*a ", "_a ", "`a`` ", "$a", "~~a ", "[\n"]


@pytest.mark.parametrize("opening", OPENINGS)
def test_too_many_openings_in_one_block_are_refused_by_line(opening):
    with pytest.raises(DeckError) as refused:
        refuse_crowded_blocks(f"# Talk\n\n{opening * 100_000}\n", "slides/talk.md")

    assert refused.value.message.startswith("slides/talk.md:3: ")
    assert "signs such as" in refused.value.message


def test_as_many_in_many_blocks_are_none_too_many():
    refuse_crowded_blocks("[a](b) *c* `d`\n\n" * 10_000, "slides/talk.md")
    refuse_crowded_blocks("[" * 2000, "slides/talk.md")


def test_a_build_names_the_line_of_a_template_or_of_what_it_made(deck):
    deck.edit("templates/talk.md.j2", "# Talk", "# Talk\n\n" + "[" * 100_000 + "\n")
    typed = deck.run("build").err
    deck.edit("templates/talk.md.j2", "[" * 100_000, "{{ '[' * 100000 }}")
    made = deck.run("build").err

    assert typed.startswith("error: templates/talk.md.j2:6: 100,000 signs such as [ ")
    assert made.startswith("error: slides/talk.md:6: 100,000 signs such as [ ")


@pytest.mark.parametrize("signs", ["- ", "---", ":q=", "a@b.", "1:1", "one-", "<!"])
def test_what_opens_nothing_is_read_in_one_go(signs):
    """Each looked at all before it: of so many, it took minutes."""
    many = signs * 50_000 if signs != "<!" else signs * 1000

    assert list(find_shortcodes(many)) == []
    assert "".join(token.content for token in parse_inside(many, {})) == many


@pytest.mark.parametrize(
    ("typed", "inside"),
    [
        ("<!-- a -->", "a"),
        ("<!--a-->", "a"),
        ("<!---- a ---->", "a"),
        ("<!---->", ""),
        ("<!-- a - -->", "a -"),
        ("<!--> b -->", "> b"),
        ("<!-- a" + " " * 100_000 + "b -->", "a" + " " * 100_000 + "b"),
    ],
)
def test_a_comment_is_what_marp_takes_for_one(typed, inside):
    [comment] = parse_inside(typed, {})

    assert (comment.type, comment.content) == (COMMENT, inside)
