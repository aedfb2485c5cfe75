"""An author's own pictures and films are in every finished file, by the real Marp and a browser."""

import base64
import re
from pathlib import Path

import pytest
from own_files import FORMS, own_file
from PIL import Image
from pypdfium2 import PdfDocument
from real_decks import THEME, furnish

from executed_slides.base.folders import Folders
from executed_slides.output.exports import export_deck, tracked_exports
from executed_slides.output.layout import measure_layout
from executed_slides.proof.html_comparison import compare_html
from executed_slides.proof.html_contents import read_finished_html
from executed_slides.proof.ordered import read_order
from executed_slides.proof.pdf_contents import compare_pdf

MARKDOWN = """---
marp: true
theme: tested
---
# Pictures

![Our logo](media/logo.svg) ![A cat](media/cat.WEBP) <img alt="A dog" src="media/dog.avif">

---
![bg right:40%](<media/손실 (1).gif>)

# Ground

---
# Films

<video controls src="media/demo.mp4" poster="media/cat.WEBP" width="320" height="180"></video>
<video controls width="320" height="180"><source src="media/데모 2.webm" type="video/webm"></video>
"""
OWN = ("logo.svg", "cat.WEBP", "dog.avif", "손실 (1).gif", "demo.mp4", "데모 2.webm")


def furnish_own(root: Path) -> Folders:
    folders = furnish(root, THEME + 'section { background: white url("ground.PNG") no-repeat; }')
    (folders.themes / "ground.PNG").write_bytes(own_file("png"))
    folders.media.mkdir()
    for name in OWN:
        form = name.rpartition(".")[2].lower()
        (folders.media / name).write_bytes(own_file(form))
    (folders.slides / "talk.md").write_text(MARKDOWN, "utf-8")
    return folders


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    folders = furnish_own(tmp_path_factory.mktemp("deck") / "own files")
    asked = tracked_exports(folders, "talk", ["pptx", "handout.pdf"])
    assert export_deck(folders, "talk", asked) == asked
    return folders


def carried(folders: Folders) -> set[bytes]:
    """All files that the HTML carries in itself."""
    html = (folders.slides / "talk.html").read_text("utf-8")
    return {base64.b64decode(found) for found in re.findall(r";base64,([^\"')&]*)", html)}


def test_the_html_carries_each_of_them(finished):
    assert {own_file(form) for form in FORMS if form != "jpeg"} <= carried(finished)


def test_every_page_and_slide_is_there_and_shows_all_it_has(finished):
    assert [fault.message for fault in measure_layout(finished, "talk")] == []
    with PdfDocument(finished.slides / "talk.pdf") as pdf:
        assert len(pdf) == 3


def test_what_is_read_back_is_what_the_markdown_says(finished):
    ordered = read_order(MARKDOWN, finished.slides, {})
    shown = read_finished_html(finished.slides / "talk.html")

    assert [str(found) for found in compare_html(ordered, shown, lambda place: None)] == []
    assert [str(found) for found in compare_pdf(ordered, finished.slides / "talk.pdf")] == []


def test_another_background_in_its_place_is_found(finished):
    ground = finished.media / "손실 (1).gif"
    kept = ground.read_bytes()
    with Image.open(ground) as picture:
        picture.rotate(180).save(ground)
    ordered = read_order(MARKDOWN, finished.slides, {})

    found = [str(mismatch) for mismatch in compare_pdf(ordered, finished.slides / "talk.pdf")]

    ground.write_bytes(kept)
    assert found == ["slide 2 does not show media/손실 (1).gif"]
