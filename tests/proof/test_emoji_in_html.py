"""An emoji on a finished slide is the letter that the Markdown has, drawn by its own picture."""

import base64
import re

import pytest
from real_decks import furnish

from executed_slides.output.exports import export_deck
from executed_slides.output.marp import emoji_pictures
from executed_slides.proof.html_comparison import compare_html
from executed_slides.proof.html_contents import read_finished_html
from executed_slides.proof.ordered import read_order

MARKDOWN = "---\ntheme: tested\n---\n# Done :tada: and ❤️ 🏳️‍🌈\n\n`🇰🇷` 1️⃣\n"
OTHER = base64.b64encode(b'<svg xmlns="http://www.w3.org/2000/svg"></svg>').decode()


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    folders = furnish(tmp_path_factory.mktemp("deck"))
    (folders.slides / "talk.md").write_text(MARKDOWN, "utf-8")
    export_deck(folders, "talk", [folders.slides / "talk.html"])
    return folders


def found_in(folders, change=lambda html: html, emoji=None, markdown=MARKDOWN):
    html = change((folders.slides / "talk.html").read_text("utf-8"))
    (folders.slides / "copy.html").write_text(html, "utf-8")
    shown = read_finished_html(folders.slides / "copy.html", emoji or emoji_pictures(folders))
    ordered = read_order(markdown, folders.slides, {})
    return [str(mismatch) for mismatch in compare_html(ordered, shown, lambda place: None)]


def draw_otherwise(html):
    return re.sub(r'(alt="🎉" src="data:image/svg\+xml;base64,)[^"]*', rf"\1{OTHER}", html)


def test_emoji_are_read_as_the_letters_that_they_are(folders):
    assert found_in(folders) == []


def test_another_picture_in_its_place_is_found(folders):
    assert found_in(folders, draw_otherwise) != []


def test_another_emoji_is_found(folders):
    assert found_in(folders, lambda html: html.replace('alt="🎉"', 'alt="🎊"')) != []
    assert found_in(folders, markdown=MARKDOWN.replace(":tada:", ":confetti_ball:")) != []


def test_a_lost_emoji_is_found(folders):
    assert found_in(folders, lambda html: re.sub(r'<img[^>]*alt="❤️"[^>]*>', "", html)) != []


def test_where_its_pictures_are_not_installed_an_emoji_is_known_by_its_letter(folders):
    nowhere = folders.root / "nowhere"

    assert found_in(folders, draw_otherwise, emoji=nowhere) == []
