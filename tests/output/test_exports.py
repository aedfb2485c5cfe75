"""Slides are exported whole, looked at, and known to be stale when they are."""

import base64
import hashlib
import json
import re
import shutil
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from real_decks import FONTS, ROOT, furnish, grey_png

from executed_slides.base.errors import DeckError
from executed_slides.base.files import sha256
from executed_slides.base.folders import Folders
from executed_slides.base.processes import Ended, run_together
from executed_slides.output import exports, marp
from executed_slides.output.exports import (
    ON_REQUEST,
    export_deck,
    find_inputs,
    find_stale_exports,
    tracked_exports,
    was_exported,
)
from executed_slides.output.fonts import kept_subsets
from executed_slides.output.marp import look_at_html
from executed_slides.toolchain import browser, installation
from executed_slides.toolchain.node import find_node

PNG = grey_png()

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
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
const config = JSON.parse(readFileSync(process.argv[process.argv.indexOf("--config-file") + 1]));
const markdown = readFileSync(process.argv.at(-1), "utf-8");
const slide = '<svg data-marpit-svg=""></svg>';
let html = "<html>" + slide + slide + markdown + "</html>";
let pdf = readFileSync("two.pdf");
/* here */
if (config.pptx) copyFileSync("two.pptx", config.output);
else writeFileSync(config.output, config.pdf ? pdf : html);
"""

FAKE_PUPPETEER = """
const { copyFileSync } = require("node:fs");
const tab = { goto: () => {}, evaluate: () => {} };
tab.pdf = ({ path }) => copyFileSync("two.pdf", path);
exports.launch = () => ({ newPage: () => tab, close: () => {} });
"""


class Room:
    """A deck of two slides whose Marp is a script of a few lines."""

    def __init__(self, root: Path, fonts: Path):
        self.folders = Folders(root)
        self.html = root / "slides" / "talk.html"
        self.pdf = root / "slides" / "talk.pdf"
        self.marp = installation.modules(self.folders) / "@marp-team" / "marp-cli" / "marp-cli.js"
        self.write("slides/talk.md", MARKDOWN)
        self.write("slides/image/loss.png", PNG)
        self.write("themes/plain.css", "/* @theme plain */ @font-face { src: url(fonts/D2.ttf) }")
        self.write("themes/fonts/D2.ttf", (FONTS / "TestedMono.ttf").read_bytes())
        self.write_module("package.json", '{"type": "module"}')
        self.write_module("puppeteer-core/index.js", FAKE_PUPPETEER)
        self.write_module("puppeteer-core/package.json", "{}")
        self.write_pptx(pages=2)
        self.write_pdf("two.pdf", pages=2)
        self.let_marp("")
        # One cache of subsets for all tests: making them is the subject of others.
        kept_subsets(self.folders).parent.mkdir(parents=True, exist_ok=True)
        kept_subsets(self.folders).symlink_to(fonts)

    def write(self, name: str, content: str | bytes) -> None:
        path = self.folders.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def write_module(self, name: str, content: str) -> None:
        self.write(str(installation.modules(self.folders) / name), content)

    def let_marp(self, script: str) -> None:
        self.write(str(self.marp), FAKE_MARP.replace("/* here */", script))

    def write_pptx(self, pages: int) -> None:
        with zipfile.ZipFile(self.folders.root / "two.pptx", "w") as archive:
            for page in range(1, pages + 1):
                archive.writestr(f"ppt/slides/slide{page}.xml", "<p:sld/>")

    def write_pdf(self, name: str, pages: int, letters: bool = True) -> None:
        with pikepdf.new() as pdf:
            for _ in range(pages):
                pdf.add_blank_page()
            if letters:
                font = pikepdf.Dictionary(Type=pikepdf.Name.Font)
                pdf.pages[-1].resources.Font = pikepdf.Dictionary(F1=font)
            pdf.save(self.folders.root / name)

    def ask(self, *forms: str) -> list[str]:
        return self.export(tracked_exports(self.folders, "talk", forms))

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
    monkeypatch.setattr(installation, "home", lambda folders: folders.root / "cache")
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
    ],
)
def test_an_export_is_stale_when_what_it_is_made_from_changed(room, name, reason):
    room.export()
    room.write(name, (room.folders.root / name).read_bytes() + b"\n")

    assert room.stale() == [("talk.html", reason), ("talk.pdf", reason)]


def test_an_export_is_stale_when_the_engine_pins_another_marp(room, monkeypatch):
    room.export()
    monkeypatch.setattr(installation, "version", lambda: "another")

    assert room.stale()[0] == ("talk.html", "Marp changed")


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


@pytest.mark.parametrize(
    ("record", "fault"),
    [
        ("{", ": not whole: Input data was truncated"),
        ("[]", ": expected object, got array"),
        ('{"inputs": {}}', ": missing required field outputs"),
        ('{"inputs": {"a": 5}}', ": inputs[...]: expected str, got int"),
        ("", ""),
    ],
)
def test_exports_with_a_damaged_record_are_stale(room, record, fault):
    room.export()
    room.write("slides/talk.export.json", record)

    reason = f"talk.export.json does not say what it is made from{fault}"
    assert room.stale() == [("talk.html", reason), ("talk.pdf", reason)]


def test_looking_for_stale_exports_writes_nothing(room):
    room.export()
    before = room.files()

    room.stale()

    assert room.files() == before


def test_without_a_browser_there_is_html_and_an_error_with_its_cure(room, monkeypatch):
    monkeypatch.delenv("CHROME_PATH")
    monkeypatch.setattr(browser, "find_machine_browsers", list)

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == ("slides/talk.pdf: there is no browser, which draws the PDF")
    assert "CHROME_PATH" in error.value.hint
    assert room.html.exists()
    assert room.stale() == [("talk.pdf", "not there")]


def test_pptx_and_handout_are_made_only_on_request(room):
    assert room.export() == ["talk.html", "talk.pdf"]

    assert room.ask("pptx", "handout.pdf") == [
        "talk.html",
        "talk.pdf",
        "talk.pptx",
        "talk.handout.pdf",
    ]
    assert room.stale() == []


def test_an_export_once_asked_for_is_kept_up_to_date_until_it_is_deleted(room):
    room.ask("pptx")
    room.write("slides/talk.md", MARKDOWN + "새 줄\n")
    assert room.stale()[2] == ("talk.pptx", "slides/talk.md changed")

    (room.folders.slides / "talk.pptx").unlink()
    room.ask()

    assert room.stale() == []


def test_an_edited_handout_is_stale(room):
    room.ask("handout.pdf")
    room.write("slides/talk.handout.pdf", b"%PDF-")

    assert room.stale() == [("talk.handout.pdf", "edited after its export")]


def test_a_handout_left_behind_is_not_made_from_todays_slides(room):
    room.ask("handout.pdf")
    room.write("slides/talk.md", MARKDOWN + "새 줄\n")
    room.export()

    assert room.stale() == [("talk.handout.pdf", "not made from today's talk.md")]


@pytest.mark.parametrize(
    ("pages", "content", "message"),
    [
        (1, None, "slides/talk.pptx: 1 pages for 2 slides"),
        (2, b"PK", "slides/talk.pptx: the PPTX was cut short"),
    ],
)
def test_a_faulty_pptx_leaves_the_other_exports(room, pages, content, message):
    room.write_pptx(pages)
    if content:
        room.write("two.pptx", content)

    with pytest.raises(DeckError) as error:
        room.ask("pptx")

    assert error.value.message == message
    assert room.stale() == []
    assert not (room.folders.slides / "talk.pptx").exists()


def test_a_handout_that_cannot_be_printed_leaves_the_other_exports(room):
    room.write_module("puppeteer-core/index.js", "throw Error('no such browser')")

    with pytest.raises(DeckError) as error:
        room.ask("handout.pdf")

    assert error.value.message == ("slides/talk.handout.pdf: the browser failed:\nno such browser")
    assert "uv run build.py --no-run" in error.value.hint
    assert room.stale() == []


def test_without_a_browser_all_that_needs_one_is_named(room, monkeypatch):
    monkeypatch.delenv("CHROME_PATH")
    monkeypatch.setattr(browser, "find_machine_browsers", list)

    with pytest.raises(DeckError) as error:
        room.ask("pptx")

    assert error.value.message == (
        "slides/talk.pdf: there is no browser, which draws the PDF\n"
        "slides/talk.pptx: there is no browser, which draws the PDF"
    )
    assert room.html.exists()


def test_the_pictures_are_in_the_html(room):
    room.let_marp("html = html.replace('</svg>', '<img src=\"image/loss.png\"></svg>')")

    room.export()

    inlined = base64.b64encode(PNG).decode()
    assert f'<img src="data:image/png;base64,{inlined}">' in room.html.read_text("utf-8")


def test_html_over_six_megabytes_is_made_with_a_warning_that_names_its_pictures(room):
    room.write("slides/image/large.png", PNG[:-12] + b"\0" * 4_700_000 + PNG[-12:])
    room.write("slides/talk.md", MARKDOWN + "![](image/large.png)\n")
    room.let_marp("html = html.replace('</svg>', '<img src=\"image/large.png\"></svg>')")
    warnings = []

    room.export(warn=warnings.append)

    assert warnings == [
        "warning: slides/talk.html is 6.3 MB, over 6 MB; the largest pictures and films: "
        "slides/image/large.png 4.7 MB, slides/image/loss.png 0.0 MB"
    ]
    assert room.stale() == []


@pytest.mark.skipif(sys.platform == "win32", reason="limits are set in POSIX's way")
def test_a_disk_that_is_full_leaves_the_former_html(room):
    import resource

    room.write("slides/image/large.png", PNG[:-12] + b"\0" * 2_000_000 + PNG[-12:])
    room.export()
    former = room.files()
    room.let_marp("html = html.replace('</svg>', '<img src=\"image/large.png\"></svg>')")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, hard))

    try:
        with pytest.raises(DeckError) as error:
            room.export()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert error.value.message == f"{room.html}: cannot be written: File too large"
    assert room.files() == former


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "pdf = pdf.subarray(0, -50)",
            "slides/talk.pdf: cannot be read as a PDF: can't find startxref",
        ),
        ("pdf = readFileSync('one.pdf')", "slides/talk.pdf: 1 pages for 2 slides"),
        (
            "pdf = readFileSync('blank.pdf')",
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
    room.write_pdf("one.pdf", pages=1)
    room.write_pdf("blank.pdf", pages=2, letters=False)
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

    monkeypatch.setattr("executed_slides.base.processes.wait", interrupt)
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
    assert error.value.hint == "themes/ has plain; Marp has default, gaia, uncover"


def test_a_theme_by_another_name_than_its_file_s_is_named(room):
    room.write("themes/plain.css", "/* @theme other */")

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == "themes/plain.css: says no `@theme plain`"
    assert error.value.hint == "Marp knows a theme by a comment such as /* @theme plain */"


@pytest.mark.parametrize("named", ["", "theme: gaia\n"])
def test_a_theme_of_marp_s_own_is_decided_by_the_lock_file_and_gives_way_to_a_file(room, named):
    room.write("slides/talk.md", MARKDOWN.replace("theme: plain\n", named))
    room.export()
    assert find_stale_exports(room.folders, "talk") == []

    own = f"themes/{'gaia' if named else 'default'}.css"
    room.write(own, "/* @theme x */")

    reasons = [reason for _, reason in find_stale_exports(room.folders, "talk")]
    assert reasons == [f"{own} is newly shown"] * 2


def test_a_missing_font_stops_the_export(room):
    (room.folders.themes / "fonts" / "D2.ttf").unlink()

    with pytest.raises(DeckError, match=r"themes/plain\.css: the font fonts/D2\.ttf is not there"):
        room.export()


def test_without_marp_the_cure_is_a_build(room):
    room.marp.unlink()

    with pytest.raises(DeckError) as error:
        room.export()

    assert error.value.message == "there is no Marp, which draws the slides"
    assert error.value.hint == "`uv run build.py` installs it"


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
        look_at_html(Folders(tmp_path), draft, Ended(0, ""), "talk.html")


def test_html_may_link_to_the_network(tmp_path):
    draft = tmp_path / "draft.html"
    draft.write_text('<svg data-marpit-svg></svg><a href="https://example.org/">book</a></html>')

    assert look_at_html(Folders(tmp_path), draft, Ended(0, ""), "talk.html") == 1


REAL = """---
marp: true
theme: tested
lang: ko
title: 신경망
author: 홍길동
style: "h6 { background: url(image/loss.png) }"
---
# 과대적합

![손실](image/loss.png) ![](<image/검증 손실.svg>)

[증거](lab/loss.html#cell-1) [끝](#3) [책](https://example.org/) <small>작게</small>

<!-- 첫 노트 & <b>굵게</b> -->

---
## 배경
![bg right](image/%EA%B2%80%EC%A6%9D%20%EC%86%90%EC%8B%A4.svg)

<!-- 둘째 노트 -->

---
## 끝

```python
x = 1  # 하나
```
"""


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Folders:
    """Three slides in a theme of three fonts, exported by the real Marp and a real browser."""
    folders = furnish(tmp_path_factory.mktemp("real"))
    (folders.slides / "talk.md").write_text(REAL, "utf-8")
    (folders.image / "검증 손실.svg").write_bytes(
        b'<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"></svg>'
    )
    export_deck(folders, "talk", tracked_exports(folders, "talk", ON_REQUEST))
    return folders


@pytest.fixture(scope="module")
def seen(real, tmp_path_factory) -> dict:
    """What a browser shows of the HTML alone, in an empty folder and without a network."""
    alone, desk = tmp_path_factory.mktemp("stick"), tmp_path_factory.mktemp("desk")
    shutil.copyfile(real.slides / "talk.html", alone / "발표 1.html")
    found = browser.bring_browser(real)
    command = [find_node().node, ROOT / "tests" / "output" / "show.mjs", installation.modules(real)]
    command += [found.executable, alone / "발표 1.html"]
    environment = marp.environment(real, desk, found)
    [ended] = run_together([command], alone, environment, 300)
    assert ended.code == 0, ended.output
    return json.loads(ended.lines()[-1])


def test_the_real_html_shows_its_slides_in_korean_with_its_fonts(real):
    html = (real.slides / "talk.html").read_text("utf-8")

    assert html.count("<svg data-marpit-svg") == 3
    assert '<html lang="ko"' in html
    assert '<meta name="author" content="홍길동">' in html
    assert "<small>작게</small>" in html
    assert html.count("url(data:font/woff2;base64,") == 3


def test_the_real_html_holds_the_very_bytes_of_its_pictures(real):
    html = (real.slides / "talk.html").read_text("utf-8")

    inlined = re.findall(r"data:(image/[a-z+]+);base64,([\w+/=]+)", html)
    held = [(kind, hashlib.sha256(base64.b64decode(data)).hexdigest()) for kind, data in inlined]
    png = ("image/png", sha256(real.image / "loss.png"))
    svg = ("image/svg+xml", sha256(real.image / "검증 손실.svg"))
    assert {png, svg} <= set(held)


def test_one_file_shows_with_every_request_refused(seen):
    assert seen["refused"] == []
    assert seen["widths"] == [1, 7]
    assert seen["backgrounds"] == ['url("data:image/svg+xml']
    assert seen["fonts"] == ["Tested Sans 400", "Tested Sans 700", "Tested Mono normal"]


def test_one_file_keeps_its_links(seen):
    assert seen["links"] == ["lab/loss.html#cell-1", "#3", "https://example.org/"]


def test_one_file_opens_the_presenter_view_which_follows_and_leads(seen):
    assert seen["presenter"] == [
        {"page": "1 / 3", "notes": ["첫 노트 & <b>굵게</b>"]},
        {"page": "2 / 3", "notes": ["둘째 노트"]},
        {"page": "3 / 3", "notes": []},
    ]


@pytest.fixture(scope="module")
def real_pdf(real) -> pikepdf.Pdf:
    with pikepdf.open(real.slides / "talk.pdf", attempt_recovery=False) as pdf:
        yield pdf


def find_all(pdf: pikepdf.Pdf, key: str) -> list:
    """What the objects of a PDF have under a key."""
    return [o[key] for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and key in o]


def find_headings(tag: pikepdf.Object) -> Iterator[str]:
    """The headings below a tag, as a screen reader comes to them."""
    if isinstance(tag, pikepdf.Array):
        for child in tag:
            yield from find_headings(child)
    elif isinstance(tag, pikepdf.Dictionary):
        if re.fullmatch(r"/H\d", kind := str(tag.get("/S"))):
            yield kind
        yield from find_headings(tag.get("/K"))


def test_the_real_pdf_is_whole_with_its_fonts_and_bookmarks(real, real_pdf):
    with real_pdf.open_outline() as outline:
        [chapter] = outline.root

    assert chapter.title == "과대적합"
    assert [section.title for section in chapter.children] == ["배경", "끝"]
    assert len(find_all(real_pdf, "/FontFile2")) == 3
    assert find_stale_exports(real, "talk") == []


def test_the_real_pdf_is_tagged_and_says_its_title_author_and_language(real_pdf):
    assert real_pdf.Root.StructTreeRoot.K
    assert real_pdf.Root.MarkInfo.Marked
    assert real_pdf.Root.Lang == "ko"
    assert real_pdf.Root.ViewerPreferences.DisplayDocTitle
    assert "손실" in map(str, find_all(real_pdf, "/Alt"))
    assert real_pdf.docinfo["/Title"] == "신경망"
    assert real_pdf.docinfo["/Author"] == "홍길동"
    xmp = real_pdf.open_metadata()
    assert xmp["dc:title"] == "신경망"
    assert xmp["dc:creator"] == ["홍길동"]
    assert xmp["dc:language"] == {"ko"}


def test_the_tags_of_the_real_pdf_have_its_headings_in_order(real_pdf):
    assert [*find_headings(real_pdf.Root.StructTreeRoot)] == ["/H1", "/H2", "/H2"]


def test_the_real_pdf_holds_the_notes_and_links_that_work_anywhere(real_pdf):
    first, second, _ = ([*page.obj.get_list("/Annots", [])] for page in real_pdf.pages)
    links = [note for note in first if note.Subtype == "/Link"]

    assert [str(link.A.URI) for link in links if "/A" in link] == [
        "lab/loss.html#cell-1",
        "https://example.org/",
    ]
    assert [link.Dest for link in links if "/Dest" in link] == ["/3"]
    assert "/3" in real_pdf.Root.Dests
    notes = [note.Contents for note in [*first, *second] if note.Subtype == "/Text"]
    assert notes == ["첫 노트 & <b>굵게</b>", "둘째 노트"]


def test_the_real_pptx_has_a_picture_and_the_notes_of_every_slide(real):
    with zipfile.ZipFile(real.slides / "talk.pptx") as pptx:
        names = pptx.namelist()
        notes = [pptx.read(f"ppt/notesSlides/notesSlide{n}.xml").decode() for n in (1, 2)]

    assert sum(name.startswith("ppt/media/") and name.endswith(".png") for name in names) == 3
    assert "첫 노트 &amp; &lt;b&gt;굵게&lt;/b&gt;" in notes[0]
    assert "둘째 노트" in notes[1]


def test_the_real_handout_has_its_slides_on_one_page_of_paper(real):
    with pikepdf.open(real.slides / "talk.handout.pdf", attempt_recovery=False) as pdf:
        [page] = pdf.pages

        assert [round(float(edge)) for edge in page.mediabox] == [0, 0, 595, 842]
        assert pdf.Root.StructTreeRoot.K
        assert pdf.Root.Lang == "ko"
        assert pdf.open_metadata()["dc:title"] == "신경망"


def test_the_real_export_leaves_no_browser_profile_behind(real, tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    export_deck(real, "talk", [real.slides / "talk.pdf"])

    assert list(tmp_path.iterdir()) == []


def test_real_html_is_the_same_every_time(real):
    first = (real.slides / "talk.html").read_bytes()

    export_deck(real, "talk", [real.slides / "talk.html"])

    assert (real.slides / "talk.html").read_bytes() == first


def test_a_build_makes_what_is_asked_for_once_and_then_keeps_it_current(deck):
    asked = deck.run("build", "--pptx", "--handout")
    assert "export  slides/talk.md   => slides/talk.pptx" in asked.lines
    assert "export  slides/talk.md   => slides/talk.handout.pdf" in asked.lines
    assert deck.run("build", "--pptx").lines == ["--      slides           up to date"]

    deck.edit("templates/talk.md.j2", "# Result", "# Results")
    again = deck.run("build", "--no-run")

    assert "export  slides/talk.md   => slides/talk.pptx" in again.lines
    assert "export  slides/talk.md   => slides/talk.handout.pdf" in again.lines
    assert deck.run("check").code == 0


def test_check_finds_a_stale_pptx(deck):
    deck.run("build", "--pptx")
    deck.write("slides/talk.pptx", "edited")

    outcome = deck.run("check")

    assert outcome.code == 3
    assert outcome.lines[0] == "stale   slides/talk.pptx   edited after its export"


def test_a_theme_that_marp_cannot_read_is_told_with_its_line(room):
    room.let_marp(
        'console.error("[ WARN ] Cannot register theme CSS: theme.css "'
        ' + "(<css input>:60:24: Unexpected\\n })");'
    )

    with pytest.raises(DeckError, match="the theme cannot be read, line 60, column 24: Unexpected"):
        room.export()


def test_an_export_says_who_drew_it(room, monkeypatch):
    def sidecar():
        return json.loads((room.folders.slides / "talk.export.json").read_text())

    room.write_module("@marp-team/marp-cli/package.json", '{"version": "4.5.1", "type": "module"}')
    monkeypatch.setattr(exports, "find_browser", lambda folders: "Chromium 1.2")
    room.export([room.html])
    assert (sidecar()["marp"], "browsers" in sidecar()) == ("4.5.1", False)

    room.export()
    monkeypatch.setattr(exports, "find_browser", lambda folders: "Chromium 3.4")
    room.export([room.folders.slides / "talk.pptx"])

    assert sidecar()["browsers"] == {"talk.pdf": "Chromium 1.2", "talk.pptx": "Chromium 3.4"}
    assert room.stale() == []


def test_slides_are_drawn_from_all_files_on_which_their_theme_builds(tmp_path):
    files = {
        "slides/talk.md": "---\ntheme: talk\n---\n",
        "themes/talk.css": '/* @theme talk */ @import "base";',
        "themes/base.css": "/* @theme base */ section { background: url(ground.png) }",
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")

    inputs = [
        file.relative_to(tmp_path).as_posix() for file in find_inputs(Folders(tmp_path), "talk")
    ]

    assert inputs == [*files, "themes/ground.png"]
