"""Slides are exported whole, looked at, and known to be stale when they are."""

import json
import sys
from pathlib import Path

import pytest
from rooms import ROOT, furnish

from deck import browser
from deck.children import Ended
from deck.errors import DeckError
from deck.export import export_deck, find_stale_exports, was_exported
from deck.folders import Folders
from deck.marp import look_at_html, unpack

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8 + b"IEND\xaeB`\x82"

MARKDOWN = """---
marp: true
theme: plain
lang: ko
---
# 과대적합

![손실](image/loss.png)

---
## 끝
"""

FAKE_MARP = """
import { readFileSync, writeFileSync } from "node:fs";
const config = JSON.parse(readFileSync(process.argv[process.argv.indexOf("--config-file") + 1]));
const markdown = readFileSync(process.argv.at(-1), "utf-8");
const slide = '<svg data-marpit-svg=""></svg>';
const html = "<html>" + slide + slide + markdown + "</html>";
let pdf = "%PDF-1.4 /Type /Page /Type /Page /Type /Font " + markdown + " %%EOF";
/* here */
writeFileSync(config.output, config.pdf ? pdf : html);
"""


class Room:
    """A deck of two slides whose Marp is a script of a few lines."""

    def __init__(self, root: Path, fonts: Path):
        self.folders = Folders(root)
        self.html = root / "slides" / "talk.html"
        self.pdf = root / "slides" / "talk.pdf"
        self.marp = root / "node_modules" / "@marp-team" / "marp-cli" / "marp-cli.js"
        self.write("slides/talk.md", MARKDOWN)
        self.write("slides/image/loss.png", PNG)
        self.write("themes/plain.css", "/* @theme plain */ @font-face { src: url(fonts/D2.ttf) }")
        self.write("themes/fonts/D2.ttf", (ROOT / "themes/fonts/D2Coding.ttf").read_bytes())
        self.write("package-lock.json", "{}")
        self.write("node_modules/package.json", '{"type": "module"}')
        self.let_marp("")
        # One cache of subsets for all tests: making them is the subject of others.
        self.folders.state.mkdir()
        (self.folders.state / "fonts").symlink_to(fonts)

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folders.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def let_marp(self, script: str) -> None:
        self.write(
            self.marp.relative_to(self.folders.root), FAKE_MARP.replace("/* here */", script)
        )

    def export(self, *arguments, **options) -> list[str]:
        return [file.name for file in export_deck(self.folders, "talk", *arguments, **options)]

    def stale(self) -> list[tuple[str, str]]:
        return [(file.name, why) for file, why in find_stale_exports(self.folders, "talk")]

    def files(self) -> dict[str, bytes]:
        slides = self.folders.slides
        return {file.name: file.read_bytes() for file in slides.iterdir() if file.is_file()}


@pytest.fixture(scope="module")
def fonts(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("fonts")


@pytest.fixture
def room(tmp_path, fonts, monkeypatch) -> Room:
    monkeypatch.setenv("CHROME_PATH", sys.executable)
    return Room(tmp_path, fonts)


def test_html_and_pdf_are_exported_and_then_current(room):
    assert room.export() == ["talk.html", "talk.pdf"]

    assert sorted(room.files()) == ["talk.export.json", "talk.html", "talk.md", "talk.pdf"]
    assert room.stale() == []


def test_a_fresh_clone_is_not_exported_yet(room):
    assert was_exported(room.folders, "talk") is False
    assert room.stale() == [("talk.html", "not exported yet"), ("talk.pdf", "not exported yet")]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("slides/talk.md", "slides/talk.md changed"),
        ("slides/image/loss.png", "slides/image/loss.png changed"),
        ("themes/plain.css", "themes/plain.css changed"),
        ("themes/fonts/D2.ttf", "themes/fonts/D2.ttf changed"),
        ("package-lock.json", "package-lock.json changed"),
    ],
)
def test_an_export_is_stale_when_what_it_is_made_from_changed(room, name, reason):
    room.export()
    room.write(name, (room.folders.root / name).read_bytes() + b"\n")

    assert room.stale() == [("talk.html", reason), ("talk.pdf", reason)]


def test_an_export_is_stale_when_a_picture_is_gone(room):
    room.export()
    (room.folders.image / "loss.png").unlink()

    assert room.stale()[0] == ("talk.html", "slides/image/loss.png is not there")


def test_edited_html_is_stale(room):
    room.export()
    room.html.write_text(room.html.read_text() + "<!-- 99% -->")

    assert room.stale() == [("talk.html", "edited after its export")]


def test_a_deleted_pdf_is_stale_and_made_alone(room):
    room.export()
    html = room.html.stat()
    room.pdf.unlink()
    assert room.stale() == [("talk.pdf", "not there")]

    assert room.export([room.pdf]) == ["talk.pdf"]
    assert room.stale() == []
    assert room.html.stat() == html


def test_one_export_does_not_vouch_for_the_other(room):
    room.export()
    room.write("slides/talk.md", MARKDOWN + "새 줄\n")

    room.export([room.html])

    assert room.stale() == [("talk.pdf", "not made from today's talk.md")]


@pytest.mark.parametrize("record", ["{", "[]", '{"inputs": {}}', ""])
def test_exports_with_a_damaged_record_are_stale(room, record):
    room.export()
    room.write("slides/talk.export.json", record)

    reason = "talk.export.json does not say what it is made from"
    assert room.stale() == [("talk.html", reason), ("talk.pdf", reason)]


def test_looking_for_stale_exports_writes_nothing(room):
    room.export()
    before = room.files()

    room.stale()

    assert room.files() == before


def test_without_a_browser_there_is_html_and_an_error_with_its_cure(room, monkeypatch):
    monkeypatch.delenv("CHROME_PATH")
    monkeypatch.setattr(browser, "find_machine_browser", lambda: None)

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == ("slides/talk.pdf: there is no browser, which draws the PDF")
    assert "CHROME_PATH" in error.value.hint
    assert room.html.exists()
    assert room.stale() == [("talk.pdf", "not there")]


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("pdf = pdf.slice(0, -5)", "slides/talk.pdf: the PDF was cut short"),
        ("pdf = pdf.replace('/Page', '')", "slides/talk.pdf: 1 pages for 2 slides"),
        (
            "pdf = pdf.replace('/Font', '')",
            "slides/talk.pdf: the browser drew no letter, for it found no font on this machine",
        ),
        (
            "if (config.pdf) { console.error('no room'); process.exit(1) }",
            "slides/talk.pdf: Marp failed:\nno room",
        ),
        ("if (config.pdf) process.exit(0)", "slides/talk.pdf: Marp failed:\n"),
    ],
)
def test_a_faulty_pdf_leaves_new_html_and_the_former_pdf(room, script, message):
    room.export()
    former = room.pdf.read_bytes()
    room.write("slides/talk.md", MARKDOWN + "새 줄\n")
    room.let_marp(script)

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == message
    assert "새 줄" in room.html.read_text("utf-8")
    assert room.pdf.read_bytes() == former
    assert room.stale() == [("talk.pdf", "not made from today's talk.md")]


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("process.exit(1)", "slides/talk.html: Marp failed:\n"),
        (
            "writeFileSync(config.output, ''); process.exit()",
            "slides/talk.html: Marp wrote no whole page",
        ),
    ],
)
def test_a_marp_that_crashes_leaves_everything_as_it_was(room, script, message):
    room.export()
    former = room.files()
    room.let_marp(script)

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == message
    assert room.files() == former


def test_a_marp_that_hangs_is_stopped(room):
    room.let_marp("if (config.pdf) await new Promise((done) => setInterval(done, 1e9))")

    with pytest.raises(DeckError) as error:
        room.export(seconds=4)

    assert error.value.message == "slides/talk.pdf: Marp did not end in time and was stopped"
    assert room.html.exists()


def test_an_interrupted_export_leaves_everything_as_it_was(room, monkeypatch):
    room.export()
    room.write("slides/talk.md", MARKDOWN + "새 줄\n")
    former = room.files()

    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("deck.children.wait", interrupt)
    with pytest.raises(KeyboardInterrupt):
        room.export()

    assert room.files() == former


def test_an_edit_during_the_export_makes_it_stale(room):
    markdown = json.dumps(str(room.folders.slides / "talk.md"))
    room.let_marp(f"if (!config.pdf) writeFileSync({markdown}, markdown + '새 줄')")

    room.export()

    assert room.stale()[0] == ("talk.html", "slides/talk.md changed")


def test_a_missing_picture_stops_the_export_at_its_line(room):
    (room.folders.image / "loss.png").unlink()

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == "slides/talk.md:8: the picture image/loss.png is not there"
    assert not room.html.exists()


def test_a_remote_picture_stops_the_export_at_its_line(room):
    room.write("slides/talk.md", MARKDOWN.replace("image/", "https://example.org/"))

    with pytest.raises(DeckError) as error:
        room.export()

    assert (
        error.value.message
        == "slides/talk.md:8: https://example.org/loss.png lies outside the deck"
    )


def test_a_missing_theme_names_those_there_are(room):
    room.write("slides/talk.md", MARKDOWN.replace("plain", "fancy"))

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == "slides/talk.md:3: there is no theme 'fancy'"
    assert error.value.hint == "themes/ has plain"


def test_slides_without_a_theme_are_refused(room):
    room.write("slides/talk.md", MARKDOWN.replace("theme: plain\n", ""))

    with pytest.raises(DeckError, match="names no theme"):
        room.export()


def test_a_missing_font_stops_the_export(room):
    (room.folders.themes / "fonts" / "D2.ttf").unlink()

    with pytest.raises(DeckError, match=r"themes/plain\.css: the font fonts/D2\.ttf is not there"):
        room.export()


def test_without_marp_the_cure_is_a_build(room):
    room.marp.unlink()

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == "node_modules/ has no Marp, which draws the slides"
    assert error.value.hint == "`python build.py` installs it"


@pytest.mark.parametrize(
    "remote",
    [
        '<img src="https://example.org/a.png">',
        "<script src='//example.org/a.js'></script>",
        "<style>@import url(https://example.org/a.css)</style>",
        '<section style="background-image:url(&quot;https://example.org/a.png&quot;)">',
    ],
)
def test_html_that_loads_from_the_network_is_refused(tmp_path, remote):
    draft = tmp_path / "draft.html"
    draft.write_text(f"<html><svg data-marpit-svg></svg>{remote}</html>")

    with pytest.raises(DeckError, match=r"talk\.html: .*example\.org.* from the network"):
        look_at_html(draft, Ended(0, ""), "talk.html")


def test_html_may_link_to_the_network(tmp_path):
    draft = tmp_path / "draft.html"
    draft.write_text('<svg data-marpit-svg></svg><a href="https://example.org/">book</a></html>')

    assert look_at_html(draft, Ended(0, ""), "talk.html") == 1


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Folders:
    """Two slides in the deck's own theme, exported by the real Marp and a real browser."""
    folders = furnish(tmp_path_factory.mktemp("real"))
    (folders.slides / "talk.md").write_text(MARKDOWN.replace("plain", "my-theme"), "utf-8")
    export_deck(folders, "talk")
    return folders


def test_the_real_html_shows_both_slides_in_korean_with_its_fonts(real):
    html = (real.slides / "talk.html").read_text("utf-8")

    assert html.count("<svg data-marpit-svg") == 2
    assert '<html lang="ko"' in html
    assert 'src="image/loss.png"' in html
    assert html.count("url(data:font/woff2;base64,") == 3


def test_the_real_pdf_is_whole_with_its_fonts_and_bookmarks(real):
    content = b"".join(unpack((real.slides / "talk.pdf").read_bytes()))

    assert content.count(b"/FontFile2") == 1
    assert f"/Title <FEFF{'끝'.encode('utf-16-be').hex().upper()}>".encode() in content
    assert find_stale_exports(real, "talk") == []


def test_the_real_export_leaves_no_browser_profile_behind(real, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    export_deck(real, "talk", [real.slides / "talk.pdf"])

    assert list(tmp_path.iterdir()) == []


def test_real_html_is_the_same_every_time(real):
    first = (real.slides / "talk.html").read_bytes()

    export_deck(real, "talk", [real.slides / "talk.html"])

    assert (real.slides / "talk.html").read_bytes() == first
