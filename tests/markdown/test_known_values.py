"""What Marp would pass over in silence is refused by name, with what there is."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
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
