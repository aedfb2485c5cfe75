"""Finished PDF, PPTX and handout are read back, and what they show otherwise is named."""

import io
import random
import shutil
import zipfile
from pathlib import Path

import pikepdf
import pytest
from matplotlib.figure import Figure
from PIL import Image
from real_decks import THEME, furnish

from executed_slides.base.errors import DeckError
from executed_slides.output.exports import export_deck
from executed_slides.proof.inventory import Inventory
from executed_slides.proof.ordered import read_order
from executed_slides.proof.pdf_contents import compare_handout, compare_pdf
from executed_slides.proof.pptx_contents import compare_pptx
from executed_slides.runs.figure_files import save_figure

MARKDOWN = """---
marp: true
theme: tested
lang: en
title: Read again
paginate: true
footer: Given on 3 March 2026
---
<!-- _class: title -->
<!-- _paginate: skip -->
# Overfitting

![bg right:40% ground](image/other.png)

<!-- From the *fourth* epoch on, says the speaker. -->

<!-- And 2 more. -->

---
<!-- header: "1. Example › **1.1.** Results" -->
## 1. Example › 1.1. Results

* Accuracy **88.2%** <small>(5 seeds: 86.9–88.2%)</small>
* Loss is `0.31`, 2,546$, H<sub>2</sub>O and x<sup>2</sup>

![width:300px Loss. Least at 4](image/loss.png)

---
## <!-- fit --> Table and code

|model|accuracy|
|---|---|
|small convnet|72.0%|

```python
model.fit(x, epochs=4)  # 4 times
```

5. first
6. second

---
<!-- _class: shout -->
# Loud words stay 4

1️⃣ seed, 2️⃣3️⃣ and #️⃣ are pictures

$$ x^2 = 88.2\\% $$

ﬁnal ef\u00adfi\u00adcient oﬃce

![w:80px blur:2px grayscale filtered](image/other.png) ![w:150px curves](image/curves.svg)
"""
STYLES = "\nsection.shout { text-transform: uppercase }\nsection.title header { display: none }\n"


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The slides as real Marp and a real browser make them, and the folder they lie in."""
    folders = furnish(tmp_path_factory.mktemp("deck"), THEME + STYLES)
    paint(folders.image / "loss.png", 1)
    paint(folders.image / "other.png", 2)
    draw(folders.image / "curves.svg", [1, 3, 2])
    draw(folders.image / "others.svg", [1, 3.1, 2])
    (folders.slides / "talk.md").write_text(MARKDOWN, "utf-8")
    forms = ("html", "pdf", "pptx", "handout.pdf")
    export_deck(folders, "talk", [folders.slides / f"talk.{form}" for form in forms])
    return folders.slides


def paint(path: Path, seed: int) -> None:
    pixels = random.Random(seed).randbytes(40 * 30 * 3)
    Image.frombytes("RGB", (40, 30), pixels).save(path)


def draw(path: Path, curve: list[float]) -> None:
    """A figure as runs draw it, with a band, a line that leaves its frame, and a dashed one."""
    figure = Figure(figsize=(4, 3))
    axes = figure.subplots()
    axes.plot([1, 2, 3], curve, marker="o")
    axes.plot([1, 3], [2, 2], linestyle="--")
    axes.fill_between([1, 2, 3], [0, 0, 0], [1, 2, 3], alpha=0.2)
    axes.plot([4, 5], [9, 9])
    axes.set(xlim=(0, 4), ylim=(0, 4), xlabel="epoch")
    assert save_figure(figure, path.parent, path.stem, None) == "svg"


def order(slides: Path, old: str = "", new: str = "") -> Inventory:
    """What a deck orders in which `old` was replaced."""
    assert old in MARKDOWN
    return read_order(MARKDOWN.replace(old, new) if old else MARKDOWN, slides, {})


def in_pdf(slides: Path, old: str = "", new: str = "") -> list[str]:
    return [str(found) for found in compare_pdf(order(slides, old, new), slides / "talk.pdf")]


def in_handout(slides: Path, old: str = "", new: str = "") -> list[str]:
    ordered = order(slides, old, new)
    return [str(found) for found in compare_handout(ordered, slides / "talk.handout.pdf", 99)]


def in_pptx(slides: Path, old: str = "", new: str = "", pptx: str = "talk.pptx") -> list[str]:
    ordered = order(slides, old, new)
    return [str(found) for found in compare_pptx(ordered, slides / pptx, slides / "talk.pdf")]


def test_files_just_made_show_what_was_ordered(finished):
    assert in_pdf(finished) == []
    assert in_pptx(finished) == []
    assert in_handout(finished) == []


PDF_DRIFTS = {
    "a number": (
        "72.0%",
        "73.1%",
        ["slide 3 lacks '73.1%'", "slide 3 shows 72.0%, which the Markdown does not"],
    ),
    "a number more": (
        " <small>(5 seeds: 86.9–88.2%)</small>",
        "",
        ["slide 2 shows 5, 86.9, 88.2%, which the Markdown does not"],
    ),
    "a word": ("small convnet", "large convnet", ["slide 3 lacks 'largeconvnet'"]),
    "code": (
        "# 4 times",
        "# 5 times",
        [
            "slide 3 lacks 'model.fit(x,epochs=4)#5times'",
            "slide 3 shows 4, 4, which the Markdown does not",
        ],
    ),
    "a sign lowered": (
        "H<sub>2</sub>O",
        "H<sub>7</sub>O",
        ["slide 2 lacks '7'", "slide 2 shows 2, which the Markdown does not"],
    ),
    "a picture": ("loss.png", "other.png", ["slide 2 does not show image/other.png"]),
    "a figure of lines": (
        "curves.svg",
        "others.svg",
        ["slide 4 does not show image/others.svg"],
    ),
    "a background": (
        "![bg right:40% ground](image/other.png)",
        "![bg](image/loss.png)",
        ["slide 1 does not show image/loss.png"],
    ),
    "a slide": (
        "---\n## <!--",
        "---\n# New\n\n---\n## <!--",
        ["4 pages, the Markdown has 5 slides"],
    ),
    "the title": ("title: Read again", "title: Read", ["is titled 'Read again', not 'Read'"]),
    "capitals of the style": (
        "Loud words",
        "Other words",
        ["slide 4 lacks 'Otherwordsstay4'", "slide 4 shows 4, which the Markdown does not"],
    ),
    "the date in a footer": (
        "3 March 2026",
        "3 March 2025",
        [
            "slide 1 shows 2026, which the Markdown does not",
            *(f"slide {n} shows 2026{n - 1}, which the Markdown does not" for n in (2, 3, 4)),
        ],
    ),
}


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("dc:title", "Read otherwise", ["is titled 'Read otherwise', not 'Read again'"]),
        ("dc:language", {"fr"}, ["is in the language 'fr', not 'en'"]),
    ],
)
def test_what_the_xmp_of_a_pdf_says_otherwise_is_told(finished, name, value, found):
    with pikepdf.open(finished / "talk.pdf") as pdf:
        with pdf.open_metadata(update_docinfo=False) as xmp:
            xmp[name] = value
        pdf.save(finished / "copy.pdf")

    said = [str(each) for each in compare_pdf(order(finished), finished / "copy.pdf")]

    assert said == found


@pytest.mark.parametrize("name", PDF_DRIFTS)
def test_a_pdf_of_another_order_is_told(finished, name):
    old, new, found = PDF_DRIFTS[name]

    assert in_pdf(finished, old, new) == found


def test_a_page_without_the_mark_of_a_draft_is_told(finished):
    found = list(compare_pdf(order(finished), finished / "talk.pdf", ["DRAFT · 2 problems"]))

    assert [str(one) for one in found[:1]] == ["slide 1 lacks 'DRAFT · 2 problems'"]


def test_words_that_a_filter_draws_as_a_picture_are_none_that_lack(tmp_path):
    folders = furnish(tmp_path, THEME + "\npre { filter: drop-shadow(0 4px 4px black) }\n")
    markdown = "---\ntheme: tested\n---\n# One\n\n```\nx = 1\n```\n\n---\n# Two\n"
    (folders.slides / "talk.md").write_text(markdown, "utf-8")
    export_deck(folders, "talk")
    ordered = read_order(markdown, folders.slides, {})
    other = read_order(markdown.replace("# Two", "# Too"), folders.slides, {})

    assert list(compare_pdf(ordered, folders.slides / "talk.pdf")) == []
    assert [str(one) for one in compare_pdf(other, folders.slides / "talk.pdf")] == [
        "slide 2 lacks 'Too'"
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("72.0%", "73.1%", ["slide 3 lacks '73.1%'"]),
        (
            "the *fourth* epoch",
            "the *fifth* epoch",
            ["slide 1 lacks 'Fromthe*fifth*epochon,saysthespeaker.'"],
        ),
        (
            "![width:300px Loss",
            "![width:300px Loss](image/third.png) ![x",
            ["slide 2 does not show image/third.png"],
        ),
        ("curves.svg", "others.svg", ["slide 4 does not show image/others.svg"]),
    ],
)
def test_a_handout_of_another_order_is_told(finished, old, new, found):
    paint(finished / "image" / "third.png", 3)

    assert in_handout(finished, old, new) == found


def test_notes_of_a_pptx_are_those_of_the_deck(finished):
    assert in_pptx(finished, "the *fourth* epoch", "the *fifth* epoch") == [
        "slide 1 has notes that say 'Fromthe*fourth*epochon,saysthespe', not "
        "'Fromthe*fifth*epochon,saysthespea'"
    ]


def rewrite(slides: Path, part: str, change) -> str:
    """The name of a copy of the PPTX with one of its parts changed."""
    with (
        zipfile.ZipFile(slides / "talk.pptx") as old,
        zipfile.ZipFile(slides / "copy.pptx", "w") as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            changed = change(content) if name == part else content
            assert name != part or changed != content
            new.writestr(name, changed)
    return "copy.pptx"


def patched(content: bytes) -> bytes:
    """The picture of a page on which a number is painted over."""
    with Image.open(io.BytesIO(content)) as picture:
        page = picture.convert("RGB")
    page.paste((0, 0, 0), (200, 400, 230, 440))
    file = io.BytesIO()
    page.save(file, "png")
    return file.getvalue()


PPTX_DRIFTS = {
    "another page's picture": (
        "ppt/slides/_rels/slide3.xml.rels",
        lambda content: content.replace(b"Slide-3-image-1", b"Slide-2-image-1"),
        "slide 3 looks otherwise than the PDF's page",
    ),
    "a picture that was painted over": (
        "ppt/media/Slide-3-image-1.png",
        patched,
        "slide 3 looks otherwise than the PDF's page",
    ),
    "a shape more": (
        "ppt/slides/slide2.xml",
        lambda content: content.replace(b"</p:spTree>", b"<p:sp><p:txBody/></p:sp></p:spTree>"),
        "slide 2 shows more than its one picture",
    ),
    "no picture": (
        "ppt/slides/slide2.xml",
        lambda content: content.replace(b"<a:blip ", b"<a:blop ").replace(
            b"</a:blip>", b"</a:blop>"
        ),
        "slide 2 shows more than its one picture",
    ),
    "other notes": (
        "ppt/notesSlides/notesSlide1.xml",
        lambda content: content.replace(b"fourth", b"fifth"),
        "slide 1 has notes that say 'Fromthe*fifth*epochon,saysthespea', not "
        "'Fromthe*fourth*epochon,saysthespe'",
    ),
    "a page less": (
        "ppt/presentation.xml",
        lambda content: content.replace(b'<p:sldId id="257" r:id="rId3"/>', b""),
        "3 pages, the Markdown has 4 slides",
    ),
}


@pytest.mark.parametrize("name", PPTX_DRIFTS)
def test_an_altered_pptx_is_told(finished, name):
    part, change, found = PPTX_DRIFTS[name]

    assert in_pptx(finished, pptx=rewrite(finished, part, change)) == [found]


def test_pages_in_another_order_are_told(finished):
    def swap(content: bytes) -> bytes:
        return (
            content.replace(b'"rId3"', b'"x"')
            .replace(b'"rId4"', b'"rId3"')
            .replace(b'"x"', b'"rId4"')
        )

    found = in_pptx(finished, pptx=rewrite(finished, "ppt/presentation.xml", swap))

    assert found == [f"slide {slide} looks otherwise than the PDF's page" for slide in (2, 3)]


def test_a_pdf_with_pages_swapped_is_told(finished):
    with pikepdf.open(finished / "talk.pdf") as pdf:
        pdf.pages.insert(0, pdf.pages.p(2))
        del pdf.pages[2]
        pdf.save(finished / "swapped.pdf")

    found = [str(one) for one in compare_pdf(order(finished), finished / "swapped.pdf")]

    assert found[0] == "slide 1 lacks 'Overfitting'"


ENCRYPTED = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
3 0 obj <</Filter /Standard /V 1 /R 2 /P -4 /O (01234567890123456789012345678901)
 /U (01234567890123456789012345678901)>> endobj
trailer <</Root 1 0 R /Size 4 /Encrypt 3 0 R /ID [(1) (1)]>>
%%EOF"""


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7\n", b"no PDF at all", ENCRYPTED])
def test_a_damaged_pdf_says_what_makes_it_anew(finished, damage):
    (finished / "broken.pdf").write_bytes(damage)

    with pytest.raises(DeckError, match="cannot be read as a PDF") as caught:
        list(compare_pdf(Inventory(), finished / "broken.pdf"))

    assert caught.value.hint == "`uv run build.py` makes it anew"


@pytest.mark.parametrize("part", ["", "ppt/presentation.xml", "ppt/slides/slide1.xml"])
def test_a_damaged_pptx_says_what_makes_it_anew(finished, part):
    broken = finished / "broken.pptx"
    if part:
        shutil.copy(finished / rewrite(finished, part, lambda content: content[:50]), broken)
    else:
        broken.write_bytes(b"no ZIP")

    with pytest.raises(DeckError, match="cannot be read as a PPTX") as caught:
        list(compare_pptx(order(finished), broken, finished / "talk.pdf"))

    assert caught.value.hint == "`uv run build.py` makes it anew"
