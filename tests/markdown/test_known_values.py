"""What Marp would pass over in silence is refused by name, with what there is."""

from itertools import pairwise

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.front_matter import read_front_matter
from executed_slides.markdown.known_values import refuse_unknown_values

OWN = "/* @theme own\n@size 16:9 1280px 720px\n@size wall 3000px 700px */\n"


@pytest.fixture
def refused(tmp_path):
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes/own.css").write_text(OWN, "utf-8")

    def refuse(markdown):
        with pytest.raises(DeckError) as refusal:
            refuse_unknown_values(Folders(tmp_path), markdown, "slides/talk.md")
        return refusal.value

    return refuse


@pytest.mark.parametrize("value", ["false", "katx", "MathJax"])
def test_a_way_to_draw_formulas_that_marp_has_not(refused, value):
    error = refused(f"---\nmath: {value}\n---\n$x$")

    assert error.message == f"slides/talk.md:2: Marp has no `math: {value}`"
    assert error.hint == "it has mathjax and katex; a dollar that begins no formula is written \\$"


def test_a_size_that_the_theme_does_not_name(refused):
    error = refused("---\ntheme: own\nsize: 4:3\n---\n")

    assert error.message == "slides/talk.md:3: themes/own.css has no `size: 4:3`"
    assert error.hint == (
        "it has 16:9, wall; a theme names one by a comment such as /* @size 4:3 960px 720px */"
    )


def test_a_size_that_no_theme_of_marp_s_own_names(refused):
    error = refused("# Talk\n\n<!-- size: A4 -->\n")

    assert error.message == "slides/talk.md:3: Marp's theme default has no `size: A4`"


@pytest.mark.parametrize(
    "markdown",
    [
        "---\nmath: katex\nsize: 4:3\n---\n",
        "---\nmath: 'mathjax'\ntheme: own\nsize: wall\n---\n",
        "---\nmath:\nsize:\n---\n",
        "`<!-- math: none -->`\n\n<!-- Note: the size: A4 -->\n",
    ],
)
def test_what_marp_knows_is_let_through(tmp_path, refused, markdown):
    refuse_unknown_values(Folders(tmp_path), markdown, "slides/talk.md")


def test_aliases_of_aliases_in_a_front_matter_are_read_at_once():
    """Each was read again wherever it was named: nine times nine times nine."""
    names = "abcdefghijkl"
    lists = [f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    front = read_front_matter("---\na: &a [x]\n" + "\n".join(lists) + "\n---\n")

    assert [entry.key for entry in front.directives] == list(names)


@pytest.mark.parametrize(
    ("deck", "name", "end"),
    [
        ("# A\n\n<!-- said\n\n---\n\n# B\n", "comment", "-->"),
        ("# A\n\n<!--\n---\n\n# B\n", "comment", "-->"),
        ("# A\n\n<style>\np { color: red }\n\n---\n\n# B\n", "style", "</style>"),
        ("# A\n\n<style scoped>", "style", "</style>"),
    ],
)
def test_what_takes_all_slides_after_it_for_it_never_ends(refused, deck, name, end):
    error = refused(deck)

    assert error.message == (
        f"slides/talk.md:3: the {name} that begins here never ends: it takes all slides after it"
    )
    assert error.hint == f"end it with {end}"


@pytest.mark.parametrize(
    "deck",
    [
        "`<!--` begins a comment",
        "```html\n<!-- a\n<style>\n```\n",
        "    <style>\n",
        "words <!-- that are shown",
        "a\n<styled>b",
        "<!-- a -->\n<style>p { color: red }</style>\n",
    ],
)
def test_what_only_looks_as_if_it_never_ended(tmp_path, deck):
    refuse_unknown_values(Folders(tmp_path), deck, "slides/talk.md")


@pytest.mark.parametrize("opens", ["[", "{a: "])
def test_yaml_that_is_nested_too_deep_is_none(opens):
    assert not read_front_matter(f"---\na: {opens * 3000}\n---\n").is_yaml
    closes = {"[": "]", "{a: ": "}"}[opens]
    assert not read_front_matter(f"---\na: {opens * 3000}{closes * 3000}\n---\n").is_yaml
