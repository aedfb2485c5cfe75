"""No text runs off a page, and no picture or letter is missing, without being told."""

import base64
import contextlib
import json
import re
import threading
import unicodedata
from pathlib import Path

import psutil
import pytest
from real_decks import FONTS, furnish, grey_png

from executed_slides.base.errors import DeckError, NoBrowser
from executed_slides.base.folders import Folders
from executed_slides.output.exports import export_deck
from executed_slides.output.faults import Fault
from executed_slides.output.layout import layout_file, measure_layout, read_layout
from executed_slides.output.layout_rules import find_faults
from executed_slides.output.pdf import read_pdf_fonts

THEME_FONTS = {"TestedSans-Regular", "TestedSans-Bold", "TestedMono"}
THEME = """
/* @theme tested */
/* @size 16:9 1280px 720px */
@font-face { font-family: "Tested Sans"; font-weight: 400; src: url(fonts/TestedSans-Regular.ttf); }
@font-face { font-family: "Tested Sans"; font-weight: 700; src: url(fonts/TestedSans-Bold.ttf); }
@font-face { font-family: "Tested Mono"; src: url(fonts/TestedMono.ttf); }
section {
  width: 1280px; height: 720px; box-sizing: border-box; padding: 40px 60px; position: relative;
  font: 24px/30px "Tested Sans", sans-serif; background: white;
}
h1 { font-size: 40px; line-height: 50px; margin: 0; }
p, pre, ul { margin: 10px 0; }
pre { font: 20px/28px "Tested Mono", monospace; padding: 10px; border: 1px solid grey; }
code { font-family: "Tested Mono", monospace; }
pre code { font: inherit; }
section::after { position: absolute; right: 20px; bottom: 20px; font-size: 14px; }
footer, header { position: absolute; left: 60px; top: 8px; font-size: 12px; }
footer { top: auto; bottom: 8px; }
"""

FAULTS = {
    "down": "한 줄\n\n" * 20,
    "200 lines": "한 줄\n" * 200,
    "right": "<style scoped>p { white-space: nowrap }</style>\n\n" + "긴 줄 " * 40,
    "up": "<style scoped>p { position: absolute; top: -30px }</style>\n\n위",
    "left": "<style scoped>p { margin-left: -90px }</style>\n\n왼쪽으로",
    "into the number": "<style scoped>p { position: absolute; bottom: 20px }</style>\n\n낮은 줄",
    "picture": "<style scoped>img { margin-left: 820px }</style>\n\n"
    "![width:460px 그림](image/600.png)",
    "hidden": "<style scoped>p { overflow: hidden; height: 40px }</style>\n\n"
    + "한 줄\n" * 29
    + "끝줄",
    "cell": "<style scoped>table { table-layout: fixed; width: 200px }</style>\n\n"
    "| a | b |\n|---|---|\n| x | binary_crossentropy |",
    "long code": "```python\n" + "x = 1 + 1 " * 20 + "\n```",
    "narrow code": "<style scoped>pre { width: 300px }</style>\n\n"
    "```python\nx = 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1\n```",
    "wrapped code": "<style scoped>pre { width: 300px; white-space: pre-wrap }</style>\n\n"
    "```python\nx = 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1\n```",
    "broken picture": "![width:300px 깨진 그림](image/600.png)",
    "network": "![width:300px 먼 그림](image/600.png)",
    "broken background": "![bg](image/600.png)\n\n글",
    "blown up": "![width:700px 확대한 그림](image/600.png)",
    "too small": "![width:200px 작은 그림](image/600.png)",
    "small labels": "![width:380px 작은 글자](image/labels.svg)",
    "tiny photo": "![width:200px 작은 사진](image/4000.png)",
    "no alt": "![width:300px](image/600.png)",
    "small text": "<style scoped>p { font-size: 14px }</style>\n\n작은 글",
    "small cell": "<style scoped>table { font-size: 15px }</style>\n\n| a |\n|---|\n| 칸 |",
    "emoji": "<div>좋아요 👍🏽</div>",
    "arabic": "مرحبا",
    "hanja": "한자 漢字",
    "code": "`가 𓀀`",
    "formula": "$$ \\text{漢字} = x $$",
    "foreign": "<style scoped>p { font-family: serif }</style>\n\n다른 글꼴 abc",
    "faded": "<style scoped>p { font-family: serif; opacity: 0.5 }</style>\n\na",
    "theme": '<style scoped>p::before { content: "\\1F4A1" }</style>\n\n앞에 그림글자',
    "unseen": "<style scoped>p { display: none; font-size: 9px }</style>\n\n안 보임 漢",
}

GOOD = {
    "plain": "한 줄\n\n- 하나\n- 둘\n\n**굵게** `code`",
    "at the lower edge": "<style scoped>p { position: absolute; bottom: 40px; margin: 0 }</style>"
    "\n\n아래 끝",
    "at the page's edge": "<!-- _paginate: false -->\n<style scoped>"
    "p { position: absolute; bottom: 0; right: 0; margin: 0 }</style>\n\n끝",
    "band": "<style scoped>h1 { margin: -40px -60px 0; padding: 10px 60px; background: #eee }"
    "</style>",
    "natural size": "![꼭 맞는 그림](image/600.png)",
    "half its pixels": "![width:300px 절반 그림](image/600.png)",
    "photo": "![width:600px 큰 사진](image/4000.png)",
    "large labels": "![width:400px 큰 글자](image/labels.svg)",
    "drawing": "![width:900px 도형](image/shape.svg)",
    "background": "![bg](image/loss.png)\n\n배경 위의 글",
    "split background": "![bg right](image/600.png)\n\n배경 옆의 글",
    "header and footer": "<!-- _header: 머리글 -->\n<!-- _footer: 바닥글 -->\n\n글",
    "notes": "글\n\n<!-- 발표자만 읽는 글 漢字 👍 -->",
    "emoji": "좋아요 👍🏽 :tada: `🎉`",
    "letters in a formula": "$$ \\text{손실} = x $$",
    "formula": "$$ \\sum_{i=0}^{n} x_i^2 $$\n\n작은 것은 $a^{b^c}$",
    "index": "<style scoped>sup { font-size: 12px }</style>\n\nH<sub>2</sub>O x<sup>2</sup>",
    "signs": "&rarr; &#9654; — · × “따옴표” … e\u0301 é\u00a0\u2003\u200b끝",
    "parts of syllables": unicodedata.normalize("NFD", "한글 조합"),
    "theme": '<style scoped>p::before { content: "\\25B6 " } ul { list-style: "–  " }</style>'
    "\n\n글\n\n- 하나",
    "code": "```python\nx = 1  # 주석\n\n\ny = '漢 → ✓'\n```",
    "wrapping code": "<style scoped>pre { white-space: pre-wrap }</style>\n\n```python\nx = 1\n```",
    "bold `code`": "# `굵은 코드`",
    "table": "| 이름 | 값 |\n|---|---|\n| 하나 | 1 |",
}


SHAPE = """<svg xmlns="http://www.w3.org/2000/svg" width="90" height="45">
<rect width="50" height="40"/>
</svg>
"""

LABELS = """<?xml version="1.0"?>
<svg data-smallest-text="40" xmlns="http://www.w3.org/2000/svg" width="1000" height="400">
<rect width="50" height="40"/>
</svg>
"""

# The title of each slide above, the kind of its fault, and how it is said.
FOUND = [
    ("down", "overflow", "text runs 206 px past the bottom"),
    ("200 lines", "overflow", "text runs 5416 px past the bottom"),
    ("right", "overflow", "text runs 934 px past the right edge"),
    ("up", "overflow", "text runs 18 px past the top"),
    ("left", "overflow", "text runs 30 px past the left edge"),
    ("into the number", "overflow", "text runs 6 px past the bottom"),
    ("picture", "overflow", "picture runs 60 px past the right edge"),
    ("hidden", "cut", "text is cut by its paragraph, 856 px: '끝줄'"),
    ("cell", "cut", "text runs past its table cell, 125 px: 'binary_crossentropy'"),
    ("long code", "overflow", "text runs 781 px past the right edge"),
    ("long code", "cut code", "code runs 841 px past its block: 'x = 1 + 1 x"),
    ("narrow code", "cut code", "code runs 59 px past its block: 'x = 1 + 1 +"),
    ("wrapped code", "cut code", "1 code line wraps in the block of 'x = 1 + 1 +"),
    ("broken picture", "broken picture", "the picture '깨진 그림' cannot be shown"),
    ("network", "remote", "https://example.org/a.png is loaded from the network"),
    ("network", "broken picture", "the picture '먼 그림' cannot be shown"),
    ("broken background", "broken picture", "the background 'data:image/png' cannot be"),
    ("blown up", "blown up", "the picture '확대한 그림' is shown 700 px wide and has 600"),
    ("too small", "too small", "the picture '작은 그림' is shown 200 px wide: labels of 13.3"),
    (
        "small labels",
        "too small",
        "the picture '작은 글자' is shown 380 px wide: labels of 15.2 px, under 16",
    ),
    ("tiny photo", "too small", "the picture '작은 사진' is shown 200 px wide, under 240"),
    ("no alt", "no alt", ""),
    ("small text", "small text", "text of 14 px, under 16 px: '작은 글'"),
    ("small cell", "small text", "text of 15 px, under 16 px: 'a'"),
    ("emoji", "missing glyph", "no font of the theme has '👍🏽' (U+1F44D U+1F3FD): drawn"),
    ("arabic", "missing glyph", "no font of the theme has 'م' (U+0645), 'ر' (U+0631), "),
    ("hanja", "missing glyph", "no font of the theme has '漢' (U+6F22), '字' (U+5B57): "),
    ("code", "missing glyph", "no font of the theme has '𓀀' (U+13000): drawn"),
    ("formula", "missing glyph", "no font of the theme has '漢' (U+6F22), '字' (U+5B57): "),
    ("foreign", "missing glyph", "no font of the theme has '다' (U+B2E4), '른' (U+B978), "),
    ("faded", "missing glyph", "no font of the theme has 'a' (U+0061): drawn in "),
    ("theme", "missing glyph", "no font of the theme has '💡' (U+1F4A1): drawn"),
    ("unseen", "hidden", "'안 보임 漢' is not displayed"),
]


def slide(title: str, content: str) -> str:
    return f"# {title}\n\n{content}\n"


def write_deck(folders: Folders, name: str, slides: list[str]) -> None:
    front = "---\nmarp: true\ntheme: tested\npaginate: true\nlang: ko\n---\n"
    (folders.slides / f"{name}.md").write_text(front + "\n---\n\n".join(slides), "utf-8")


NOTHING = "data:image/png;base64,"


def break_pictures(html: Path) -> None:
    """Other addresses in a finished page: of pictures that are empty, or far away."""
    text = html.read_text("utf-8")
    for place, address in (
        (r'<img\b[^>]*alt="깨진 그림"[^>]*>', NOTHING),
        (r'<img\b[^>]*alt="먼 그림"[^>]*>', "https://example.org/a.png"),
        (r"<figure\b[^>]*background-image:[^>]*>", NOTHING),
    ):
        picture = re.search(place, text)[0]
        broken = re.sub(r'(src="|url\((?:&quot;)?)[^")&]*', rf"\1{address}", picture)
        assert broken != picture
        text = text.replace(picture, broken, 1)
    html.write_text(text, "utf-8")


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Folders:
    folders = furnish(tmp_path_factory.mktemp("layout"), THEME)
    (folders.image / "600.png").write_bytes(grey_png(600, 300))
    (folders.image / "4000.png").write_bytes(grey_png(4000, 3000))
    (folders.image / "shape.svg").write_text(SHAPE, "utf-8")
    (folders.image / "labels.svg").write_text(LABELS, "utf-8")
    return folders


@pytest.fixture(scope="module")
def faults(folders) -> list[Fault]:
    """What the gate finds in a deck that has every fault once, and then every near miss."""
    slides = [slide(title, content) for title, content in FAULTS.items()]
    slides += [slide(f"good {title}", content) for title, content in GOOD.items()]
    write_deck(folders, "talk", [*slides, "제목 없는 쪽\n"])
    export_deck(folders, "talk")
    break_pictures(folders.slides / "talk.html")
    return measure_layout(folders, "talk", folders.root / "png")


@pytest.mark.parametrize(("title", "kind", "detail"), FOUND)
def test_a_fault_is_named_with_its_slide(faults, title, kind, detail):
    slide = [*FAULTS].index(title) + 1

    found = [fault for fault in faults if fault.slide == slide]

    [fault] = [fault for fault in found if fault.kind == kind]
    assert fault.message.startswith(f"slide {slide} ({title}): {detail}")
    assert {fault.kind for fault in found} == {k for name, k, *_ in FOUND if name == title}


def test_every_fault_is_looked_for():
    assert {title for title, *_ in FOUND} == {*FAULTS}


@pytest.mark.parametrize("title", GOOD)
def test_a_near_miss_is_no_fault(faults, title):
    slide = len(FAULTS) + [*GOOD].index(title) + 1

    assert [fault.message for fault in faults if fault.slide == slide] == []


def test_a_slide_without_a_title_is_named_by_its_number():
    assert Fault(3, "", "no alt", "no text").message == "slide 3: no text"


def test_each_slide_has_its_picture_taken(folders, faults):
    pictures = sorted(file.name for file in (folders.root / "png").iterdir())

    assert pictures == [f"{number:03}.png" for number in range(1, len(FAULTS) + len(GOOD) + 2)]


def test_a_letter_in_the_pdf_that_no_font_of_the_theme_has_is_found_by_its_font(folders, faults):
    pages = read_pdf_fonts(folders.slides / "talk.pdf", "slides/talk.pdf")

    foreign = [page for page, fonts in enumerate(pages, 1) if set(fonts) - THEME_FONTS]
    drawn = {"foreign", "faded"}
    assert drawn <= {[*FAULTS][page - 1] for page in foreign if page <= len(FAULTS)}
    assert max(foreign) <= len(FAULTS)


def test_a_pdf_with_another_font_than_its_html_is_a_fault(measured):
    measured["pdf"] = [["TestedSans-Regular"], ["NotoColorEmoji", "TestedSans-Regular"]]

    assert [fault.message for fault in find_faults(measured)] == [
        "slide 2 (둘): the PDF draws letters in NotoColorEmoji, no font of the theme"
    ]


def test_a_font_that_the_browser_refused_is_a_fault(measured):
    measured["foreign"] = [{"slide": 1, "text": "본문", "font": "DejaVu Sans"}]

    assert [fault.message for fault in find_faults(measured)] == [
        "slide 1 (하나): '본문' is drawn in DejaVu Sans, not in a font of the theme"
    ]


OTHERWISE = (
    "the theme embeds no font: this machine's own draw its letters, and on another one it may "
    "look otherwise"
)


@pytest.mark.parametrize(
    "faces",
    [
        [],
        [{"family": "A", "source": 'local("Arial"), url("a.ttf")'}],
        [{"family": "KaTeX_Main", "source": 'url("data:font/woff2;base64,AAAA")'}],
    ],
)
def test_a_theme_without_embedded_fonts_is_noted_once_and_no_letter_is_judged(measured, faces):
    measured["faces"] = faces
    measured["foreign"] = [{"slide": 1, "text": "본문", "font": "DejaVu Sans"}]
    measured["pdf"] = [["DejaVuSans"], ["DejaVuSans"]]

    [note] = find_faults(measured)

    assert note.is_note
    assert note.message == OTHERWISE


def test_without_embedded_fonts_every_other_rule_goes_on(measured):
    measured["faces"] = []
    measured["slides"][1]["overflow"] = {"bottom": {"px": 30, "what": "text"}}

    assert [fault.message for fault in find_faults(measured)] == [
        OTHERWISE,
        "slide 2 (둘): text runs 30 px past the bottom",
    ]


def test_a_page_that_asks_the_network_is_a_fault(measured):
    measured["remote"] = ["https://example.org/a.png"]

    assert [fault.message for fault in find_faults(measured)] == [
        "slide 1: https://example.org/a.png is loaded from the network"
    ]


def test_a_picture_that_was_put_into_the_page_is_named_by_its_place(measured):
    picture = {"alt": "", "source": "", "bare": False, "vector": False}
    measured["slides"][1]["pictures"] = [{**picture, "width": 600, "height": 300, "scale": 1}]

    assert find_faults(measured)[0].message == "slide 2 (둘): picture 1 has no alternative text"


def test_slides_that_arrive_with_a_heading_alone_are_noted_once(measured):
    one, other = measured["slides"]
    one.update(steps=3, arrives=False)
    other.update(steps=1, arrives=True)  # A picture is there from the first.

    [fault] = find_faults(measured)

    assert fault.message == "slide 1 arrives with no more than a heading, and builds up in 3 steps"
    assert fault.is_note


def test_a_heading_that_has_a_slide_of_its_own_builds_nothing_up(measured):
    measured["slides"][0].update(steps=0, arrives=False)

    assert find_faults(measured) == []


@pytest.fixture
def measured() -> dict:
    """What the browser says of two slides on which all is well."""
    font = base64.b64encode((FONTS / "TestedSans-Regular.ttf").read_bytes())
    source = f'url("data:font/ttf;base64,{font.decode()}")'
    letters = {"fonts": "Tested Sans, sans-serif", "bold": False, "italic": False}
    good = {"overflow": {}, "cuts": [], "wrapped": [], "smallest": None, "grounds": []}
    good |= {"pictures": [], "hidden": [], "written": [], "steps": 0, "arrives": True}
    return {
        "slides": [
            {**good, "title": title, "letters": [{**letters, "signs": ["본", "문"], "boxes": []}]}
            for title in ("하나", "둘")
        ],
        "faces": [{"family": "Tested Sans", "weight": "400", "slant": "", "source": source}],
        "foreign": [],
        "mark": [],
        "remote": [],
        "pdf": [],
    }


def test_what_was_measured_is_kept_with_what_it_was_measured_on(folders, faults):
    html = folders.slides / "talk.html"
    assert read_layout(folders, "talk") == faults

    content = html.read_bytes()
    html.write_bytes(content + b"\n")

    assert read_layout(folders, "talk") is None
    html.write_bytes(content)


@pytest.mark.parametrize("kept", ["{", "[]", "{}", '{"html": "", "pdf": null, "gate": "1"}'])
def test_a_damaged_record_of_the_layout_is_none(tmp_path, kept):
    folders = Folders(tmp_path)
    (tmp_path / "slides").mkdir()
    (tmp_path / "slides" / "talk.html").write_text("")
    layout_file(folders, "talk").write_text(kept)

    assert read_layout(folders, "talk") is None


def test_slides_that_are_not_exported_cannot_be_measured(tmp_path):
    with pytest.raises(DeckError) as error:
        measure_layout(Folders(tmp_path), "talk")

    assert error.value.message == "slides/talk.html is not there"
    assert error.value.hint == "`uv run build.py --no-run` makes it"


@pytest.mark.parametrize(
    ("part", "told"), [("browser", "the browser closed"), ("page", "Page crashed!")]
)
def test_a_browser_that_crashes_is_told_and_leaves_nothing(
    folders, faults, tmp_path, monkeypatch, part, told
):
    desk, png = tmp_path / "desk", tmp_path / "png"
    desk.mkdir()
    monkeypatch.setenv("TMPDIR", str(desk))
    monkeypatch.setattr("tempfile.tempdir", str(desk))
    given_up = threading.Event()
    killing = threading.Thread(target=kill_browser, args=[part, png, given_up])
    killing.start()

    with pytest.raises(DeckError) as error:
        measure_layout(folders, "talk", png)

    given_up.set()
    killing.join()
    failed = "slides/talk.html: the browser that measures the layout failed:"
    assert error.value.message == f"{failed}\n{told}"
    assert "`uv run build.py check --layout` measures again" in error.value.hint
    assert read_layout(folders, "talk") == faults
    assert list(desk.iterdir()) == []
    assert find_browser_processes() == []


def kill_browser(part: str, png: Path, given_up: threading.Event) -> None:
    """Ends the browser, or what shows its page, once it has left its first picture."""
    while not given_up.is_set():
        if any(png.glob("*.png")):
            for process, words in find_browser_processes():
                if "--type=renderer" in words if part == "page" else "--type=" not in words:
                    with contextlib.suppress(psutil.Error):
                        process.kill()
            return


def find_browser_processes() -> list[tuple[psutil.Process, str]]:
    found = []
    for process in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.Error):
            words = " ".join(process.cmdline())
            if "--headless" in words or "--type=" in words:
                found.append((process, words))
    return found


@pytest.fixture
def faulty(deck, monkeypatch, measured):
    """A tiny deck, built without a browser, on whose second slide a letter is missing."""
    measured["slides"][1]["letters"][0]["signs"].append("漢")
    monkeypatch.setattr("executed_slides.output.layout.measure_slides", lambda *_: measured)
    layout_file(Folders(deck.root), "talk").unlink()
    return deck


SAID = "layout  slides/talk.html   slide 2 (둘): no font of the theme has '漢' (U+6F22): drawn as"


def test_a_build_says_what_its_slides_do_not_show_and_ends_with_3(faulty):
    faulty.edit("templates/talk.md.j2", "# Talk", "# Speech")

    outcome = faulty.run("build")

    assert outcome.code == 3
    assert "measure slides/talk.html faults on slide 2" in outcome.lines
    assert outcome.lines[-2] == f"{SAID} empty boxes"
    assert outcome.lines[-1].startswith("        mend: add a font that has them to the theme")


def test_a_build_with_nothing_to_do_still_says_it(faulty):
    faulty.run("build")
    before = faulty.files()

    outcome = faulty.run("build")

    assert outcome.code == 3
    assert outcome.lines[:2] == ["--      slides           up to date", f"{SAID} empty boxes"]
    assert faulty.files() == before


def test_check_says_it_from_what_was_kept(faulty, monkeypatch):
    faulty.run("build")
    monkeypatch.setattr(
        "executed_slides.output.layout.measure_slides", lambda *_: pytest.fail("measured again")
    )
    before = faulty.files()

    outcome = faulty.run("check")

    assert outcome.code == 3
    assert outcome.lines[0] == f"{SAID} empty boxes"
    assert faulty.files() == before


@pytest.fixture
def fontless(deck, monkeypatch, measured):
    """A tiny deck, not measured yet, in a theme that embeds no font."""
    measured["faces"] = []
    monkeypatch.setattr("executed_slides.output.layout.measure_slides", lambda *_: measured)
    layout_file(Folders(deck.root), "talk").unlink()
    return deck


def test_a_build_says_once_that_the_machine_s_fonts_are_drawn_with_and_is_good(fontless):
    measured = fontless.run("build")
    again = fontless.run("build")

    assert (measured.code, again.code) == (0, 0)
    assert "measure slides/talk.html every slide shows all it has" in measured.lines
    assert measured.err == (
        f"note: slides/talk.html: {OTHERWISE}\n"
        "hint: @font-face { … src: url(fonts/NAME.ttf) } in a theme of themes/ embeds one\n"
    )
    assert again.lines == ["--      slides           up to date"]
    assert again.err == ""


def test_check_notes_it_and_is_good(fontless):
    fontless.run("build")

    outcome = fontless.run("check")
    told = json.loads(fontless.run("check", "--json").out)

    assert outcome.code == 0
    assert outcome.lines[0] == f"note    slides/talk.html   {OTHERWISE}"
    assert outcome.lines[-1].startswith("good    slides/talk.md")
    assert (told["code"], [problem["kind"] for problem in told["problems"]]) == (0, ["note"])


def test_check_speaks_of_the_layout_in_json(faulty):
    faulty.run("build")

    answer = json.loads(faulty.run("check", "--json").out)

    assert answer["code"] == 3
    assert [problem["kind"] for problem in answer["problems"]] == ["layout"]


def test_check_finds_slides_that_were_not_measured(deck):
    layout_file(Folders(deck.root), "talk").unlink()

    outcome = deck.run("check")

    assert outcome.code == 3
    assert outcome.lines == [
        "stale   slides/talk.html   its layout is not measured yet",
        "        mend: uv run build.py check --layout",
    ]


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("{", "not whole: Input data was truncated"),
        ('{"html": 5, "pdf": null, "gate": "", "faults": []}', "html: expected str, got int"),
    ],
)
def test_a_layout_that_somebody_else_wrote_is_told_with_its_field(deck, written, fault):
    layout_file(Folders(deck.root), "talk").write_text(written)

    outcome = deck.run("check")

    assert outcome.lines[0] == (
        f"stale   slides/talk.html   slides/talk.layout.json says nothing of its layout: {fault}"
    )


def test_check_measures_on_request(deck):
    layout_file(Folders(deck.root), "talk").unlink()

    outcome = deck.run("check", "--layout")

    assert outcome.code == 0
    assert outcome.lines[0] == "measure slides/talk.html every slide shows all it has"
    assert deck.run("check").code == 0


def test_without_a_browser_a_build_is_good_and_says_what_is_not_known(deck, monkeypatch):
    def find_none(*_):
        raise NoBrowser("there is no browser", "install Chrome")

    monkeypatch.setattr("executed_slides.output.layout.measure_slides", find_none)
    layout_file(Folders(deck.root), "talk").unlink()

    outcome = deck.run("build")

    assert outcome.code == 0
    assert outcome.err == (
        "note: whether slides/talk.html shows all it has is not known: there is no browser\n"
        "hint: install Chrome\n"
    )


def test_a_smoke_build_only_notes_what_its_slides_do_not_show(faulty):
    outcome = faulty.run("build", "--smoke")

    assert outcome.code == 0
    assert any(
        line.startswith("note    smoke/slides/talk.html   slide 2") for line in outcome.lines
    )
