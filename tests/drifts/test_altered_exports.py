"""Finished files that somebody altered, checksums and all, are named, but not by other bytes."""

import hashlib
import random
import shutil

import pytest
from altered_exports import (
    Altered,
    altered_html,
    altered_pages,
    altered_pptx,
    decks_files,
    same_html,
)
from drift_cases import SCORES, problems_of
from PIL import Image
from real_decks import FONTS, THEME, lend_marp
from tiny_deck import Deck

from executed_slides.base.folders import Folders
from executed_slides.commands.main import main

pytestmark = pytest.mark.exhaustive


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """A project whose slides real Marp and a real browser drew, in all forms."""
    root = tmp_path_factory.mktemp("altered")
    for name, text in decks_files(THEME).items():
        Deck(root).write(name, text)
    shutil.copytree(FONTS, root / "themes" / "fonts")
    (root / "slides/media").mkdir(parents=True)
    for seed, name in enumerate(("ground", "loss")):
        pixels = random.Random(seed).randbytes(400 * 300 * 3)
        Image.frombytes("RGB", (400, 300), pixels).save(root / f"slides/media/{name}.png")
    lend_marp(Folders(root))
    assert main(root, ["build", "--pptx", "--handout"]) == 0
    return root


@pytest.fixture
def deck(finished, capsys):
    return Deck(finished, capsys)


def said_of(deck: Deck, file: str, content: bytes, *options: str) -> list[str]:
    """What is said of an altered file after its checksums were mended too."""
    path = deck.root / file
    records = [deck.root / f"slides/talk.{form}.json" for form in ("export", "layout")]
    before = {each: each.read_bytes() for each in (path, *records)}
    old, new = (hashlib.sha256(c).hexdigest() for c in (before[path], content))
    try:
        path.write_bytes(content)
        for record in records:
            record.write_text(before[record].decode().replace(old, new), "utf-8")
        return [f"{s}   {r}" for s, r in problems_of(deck, *options) if s == file]
    finally:
        for each, text in before.items():
            each.write_bytes(text)


def find_missed(deck: Deck, altered: list[Altered], *options: str) -> list[tuple[str, str, list]]:
    missed = []
    for each in altered:
        said = said_of(deck, each.file, each.content, *options)
        is_right = any(each.told in one for one in said)
        SCORES.count(True, each.kind, is_right)
        if not is_right:
            missed.append((each.kind, each.name, said))
    return missed


def test_the_files_as_they_were_made_are_good(deck):
    assert deck.run("check", "--read-back").code == 0


def test_whatever_the_html_shows_otherwise_is_named(deck):
    altered = list(altered_html(deck.read("slides/talk.html")))

    assert find_missed(deck, altered) == []
    assert len(altered) >= 200


def test_an_html_that_shows_the_same_is_let_pass(deck):
    blamed = []
    for name, html in same_html(deck.read("slides/talk.html")):
        said = said_of(deck, "slides/talk.html", html.encode())
        SCORES.count(False, "HTML that shows the same", not said)
        if said:
            blamed.append((name, said))

    assert blamed == []


@pytest.mark.parametrize("form", ["pdf", "handout.pdf"])
def test_whatever_a_pdf_shows_otherwise_is_named(deck, form):
    altered = list(altered_pages(deck.root / "slides", form))

    assert find_missed(deck, altered, "--read-back") == []


def test_whatever_a_pptx_shows_otherwise_is_named(deck):
    assert find_missed(deck, list(altered_pptx(deck.root / "slides")), "--read-back") == []
