"""Every page says what slides are that must not be taken for good ones, whatever the theme does."""

import pypdfium2
import pytest
from PIL import Image
from real_decks import THEME, furnish
from tiny_deck import Deck

from executed_slides.commands.main import main
from executed_slides.markdown.languages import LANGUAGES
from executed_slides.template.bound_text import Span, Text
from executed_slides.template.marks import mark_slides, words_of_mark

MARK = "DRAFT · 2 problems"
RED = (0xB0, 0x00, 0x20)
# A theme with a use of its own for `::before`, and one that hides whatever is there.
HOSTILE = """
section::before { content: none !important; opacity: 0 !important; transform: scale(0) !important; }
section.lead::before, section:first-of-type::before { display: none !important; }
section:not(.a):not(.b):not(.c)::before { font-size: 0 !important; color: red !important; }
section > * { position: relative; z-index: 99999; }
@media print { section[lang]::before { visibility: hidden !important; } }
"""
SLIDES = """---
theme: tested
title: Results
constants: pictures to put a mark on
paginate: true
---
# One
- 40 steps

---
![bg left](image/loss.png)
# Two
- {{ constant(46) }} things

---
![bg](image/loss.png)
<!-- _class: lead -->
# Three
"""


@pytest.fixture(scope="module", params=["", HOSTILE], ids=["plain", "hostile"])
def draft(request, tmp_path_factory):
    """A draft as real Marp and a real browser show it."""
    root = tmp_path_factory.mktemp("draft")
    folders = furnish(root, THEME + request.param)
    folders.experiments.mkdir()
    Deck(root).write("templates/talk.md.j2", SLIDES)
    assert main(root, ["build"]) == 3
    assert main(root, ["check", "--png", str(root / "png")]) == 3
    return root


def test_every_page_says_that_it_is_a_draft(draft):
    with pypdfium2.PdfDocument(draft / "slides/talk.pdf") as pdf:
        for page in pdf:
            assert page.get_textpage().get_text_range().count(MARK) == 1
            assert is_marked(page.render().to_pil())
    for number in ("001", "002", "003"):
        assert is_marked(Image.open(draft / f"png/{number}.png"))


def is_marked(page: Image.Image) -> bool:
    """Whether there is a red tab in the middle of the upper edge, with something white in it."""
    page = page.convert("RGB").resize((1280, 720), Image.Resampling.NEAREST)
    tab = [page.getpixel((x, y)) for x in range(560, 720) for y in range(2, 22)]
    return tab.count(RED) > len(tab) / 3 and tab.count((255, 255, 255)) > len(tab) / 100


def test_a_mark_is_in_no_outline_and_no_title(draft):
    with pypdfium2.PdfDocument(draft / "slides/talk.pdf") as pdf:
        assert [entry.get_title() for entry in pdf.get_toc()] == ["One", "Two", "Three"]
        assert pdf.get_metadata_dict()["Title"] == "Results"


def test_a_mark_is_no_fault_of_the_slides(draft, capsys):
    outcome = Deck(draft, capsys).run("check", "--read-back", "--layout")

    assert outcome.lines[0] == "measure slides/talk.html every slide shows all it has"
    assert outcome.lines[1] == "length  slides/talk.html 3 slides, 2 presses to the end"
    assert [line.split("   ")[0] for line in outcome.lines[2:] if line[0] != " "] == ["draft"] * 2


def test_a_mark_whose_letters_no_font_of_the_theme_has_is_no_fault(tmp_path, capsys, monkeypatch):
    # Its letters are on the pages of the PDF, in a font of the machine.
    word = "".join(map(chr, (0x434, 0x444)))
    monkeypatch.setitem(LANGUAGES, "en", LANGUAGES["en"]._replace(draft=word))
    furnish(tmp_path).experiments.mkdir()
    deck = Deck(tmp_path, capsys)
    deck.write("templates/talk.md.j2", "---\ntheme: tested\n---\n# One\n* 40 steps\n")

    outcome = deck.run("build")

    assert f'content: "{word} · 1 problem"' in deck.read("slides/talk.md")
    assert "measure slides/talk.html every slide shows all it has" in outcome.lines


def test_a_page_without_its_mark_is_named(draft, capsys):
    # Nobody makes a draft a good deck by another PDF.
    deck = Deck(draft, capsys)
    pdf = (draft / "slides/talk.pdf").read_bytes()
    deck.edit("templates/talk.md.j2", "40 steps", "steps")
    deck.edit("templates/talk.md.j2", "{{ constant(46) }} things", "things")
    assert deck.run("build").code == 0
    good = (draft / "slides/talk.pdf").read_bytes()
    deck.write("templates/talk.md.j2", SLIDES)
    deck.run("build")
    (draft / "slides/talk.pdf").write_bytes(good)

    lines = deck.run("check", "--read-back").lines

    (draft / "slides/talk.pdf").write_bytes(pdf)
    assert "stale   slides/talk.pdf   slide 3 lacks 'DRAFT · 2 problems'" in lines


@pytest.mark.parametrize(
    ("markdown", "smoke", "problems", "words"),
    [
        ("# A", False, 0, ""),
        ("# A", False, 1, "DRAFT · 1 problem"),
        ("# A", True, 0, "SMOKE RUN · NOT A RESULT"),
        ("# A", True, 2, "SMOKE RUN · NOT A RESULT · DRAFT · 2 problems"),
        ("---\nlang: ko\n---\n# A", False, 3, "초안 · 문제 3개"),
    ],
)
def test_a_mark_speaks_the_language_of_its_deck(markdown, smoke, problems, words):
    assert words_of_mark(markdown, smoke, problems) == words


def test_what_stands_behind_a_marked_text_moves_with_it():
    marked = mark_slides(Text("---\ntheme: x\n---\n# A 7", [Span(21, 22, "seven")]), "DRAFT")

    [(start, end, source)] = marked.spans
    assert (str(marked)[start:end], source) == ("7", "seven")
    assert marked.startswith("---\ntheme: x\n---\n\n<style>\nsection")
