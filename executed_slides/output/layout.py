"""Layout: whether each finished slide shows all that it holds, and large enough to read.

    slides/NAME.html ──browser──▶ edges, pictures, letters ──limits──▶ faults
    slides/NAME.pdf ──its fonts───────────────────────────────┘

What is measured is what is shipped: the HTML as it is printed, and the PDF. Faults are kept in
slides/NAME.layout.json with the SHA-256 of both, so that `read_layout` costs nothing.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.files import Hash, naming, scratch_folder, sha256, write_json
from executed_slides.base.folders import Folders
from executed_slides.base.typed import Stored
from executed_slides.output.faults import Fault, Found

_SECONDS = 300

# Raised when the same slides would be judged otherwise.
_GATE = "2"

# The limits, in pixels of a page that is 1280 wide.
_EDGE = 1  # Rounding: what ends exactly at an edge is on the page.
_TEXT = 16  # Two below the smallest that the theme sets on purpose.
# Figures are drawn with labels of 20 px at two pixels each: at this scale they are at TEXT.
_FIGURE = _TEXT / 40
# Larger than this no page can show at FIGURE: a photo, which has no labels.
_PAGE = (1280 / _FIGURE, 720 / _FIGURE)
_PHOTO = 240

_SIDES = {"top": "top", "right": "right edge", "bottom": "bottom", "left": "left edge"}
_FRAMES = {
    "pre": "code block",
    "marp-pre": "code block",
    "td": "table cell",
    "th": "table cell",
    "li": "list item",
}
_FRAMES |= {"p": "paragraph", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading"}


def layout_file(folders: Folders, name: str) -> Path:
    return folders.slides / f"{name}.layout.json"


class _Layout(Stored, frozen=True):
    """The faults of a deck's slides, the files on which they were found, and by which rules."""

    html: str
    pdf: str | None
    gate: str
    faults: list[Fault]


def read_layout(folders: Folders, name: str, hash_of: Hash = sha256) -> list[Fault] | None:
    """The faults found when today's HTML and PDF were measured; None if they never were."""
    try:
        kept = msgspec.json.decode(layout_file(folders, name).read_bytes(), type=_Layout)
        today = _layout_of_today(folders, name, kept.faults, hash_of)
    except (Unreadable, OSError, ValueError):
        return None
    return kept.faults if kept == today else None


def _layout_of_today(
    folders: Folders, name: str, faults: list[Fault], hash_of: Hash = sha256
) -> _Layout:
    html, pdf = folders.slides / f"{name}.html", folders.slides / f"{name}.pdf"
    return _Layout(hash_of(html), hash_of(pdf) if pdf.is_file() else None, _GATE, faults)


def measure_layout(folders: Folders, name: str, pictures: Path | None = None) -> list[Fault]:
    """Measures slides/NAME.html in a browser, and the fonts of slides/NAME.pdf if it is there.

    Keeps and returns the faults, by slide. With `pictures`, leaves there a PNG of each slide,
    001.png and so on. Needs what `install_marp` installs; raises NoBrowser where there is none.
    """
    html = folders.slides / f"{name}.html"
    if not html.is_file():
        raise DeckError(f"{folders.shown(html)} is not there", f"`{command('--no-run')}` makes it")
    # Hashed before the browser reads: an export during the measurement is measured anew.
    measured = _layout_of_today(folders, name, [])
    faults = find_faults(measure_slides(folders, name, pictures))
    layout = structs.replace(measured, faults=faults)
    write_json(layout_file(folders, name), msgspec.to_builtins(layout))
    return faults


def measure_slides(folders: Folders, name: str, pictures: Path | None) -> dict[str, Any]:
    """All that is measured, before any judgement.

    `slides`: for each one what output/layout.page.js measures; `faces`: the fonts in the HTML;
    `foreign`: text drawn in other fonts; `remote`: addresses outside the machine that the page
    asks for; `pdf`: for each page the names of its fonts.
    """
    from executed_slides.output.pdf import read_pdf_fonts

    html, pdf = folders.slides / f"{name}.html", folders.slides / f"{name}.pdf"
    arguments = []
    if pictures:
        with naming(pictures):
            pictures.mkdir(parents=True, exist_ok=True)
        arguments = ["--png", str(pictures.resolve())]
    return {
        **browse(folders, html, *arguments),
        "pdf": read_pdf_fonts(pdf, folders.shown(pdf)) if pdf.is_file() else [],
    }


def browse(folders: Folders, html: Path, *arguments: str) -> dict[str, Any]:
    """What output/layout.mjs finds in a page, in a browser that leaves nothing behind."""
    from executed_slides.base.processes import run_together
    from executed_slides.output import marp
    from executed_slides.output.browser import bring_browser
    from executed_slides.output.node import find_node

    browser = bring_browser(folders)
    script, modules = Path(__file__).with_suffix(".mjs"), folders.root / "node_modules"
    with scratch_folder() as folder:
        desk = Path(folder)
        result = desk / "layout.json"
        browsing: list[str | Path] = [find_node().node, script, modules]
        browsing += [browser.executable, html, result, *arguments]
        environment = marp.environment(folders, desk, browser)
        [ended] = run_together([browsing], folders.root, environment, _SECONDS)
        if ended.code == 0:
            return json.loads(result.read_text("utf-8"))
    how = "did not end in time" if ended.code is None else "failed"
    raise DeckError(
        f"{folders.shown(html)}: the browser that measures the layout {how}:\n"
        f"{ended.last_lines(3)}",
        f"`{command('check', '--layout')}` measures again; CHROME_PATH can name another browser",
    )


def find_faults(measured: dict[str, Any]) -> list[Fault]:
    """The faults in what was measured, by slide."""
    from executed_slides.output.glyphs import judge_letters

    faults = []
    if measured["slides"] and not measured["faces"]:
        detail = "the page has no font of its own, so that each machine shows other letters"
        return [Fault(1, "", "no theme", detail)]
    letters = judge_letters(measured)
    for number, slide in enumerate(measured["slides"], 1):
        found = [*judge_slide(slide), *letters.get(number, [])]
        faults += [Fault(number, slide["title"][:60], *fault) for fault in found]
    for address in measured["remote"]:
        number, title = _find_address(measured["slides"], address)
        detail = f"{_shorten_name(address)} is loaded from the network"
        faults.append(Fault(number, title, "remote", detail))
    return sorted(faults, key=lambda fault: fault.slide)


def _find_address(slides: list[dict[str, Any]], address: str) -> tuple[int, str]:
    """The slide that shows a picture of this address; the first where none does."""
    for number, slide in enumerate(slides, 1):
        if address in [*slide["grounds"], *(picture["source"] for picture in slide["pictures"])]:
            return number, slide["title"][:60]
    return 1, ""


def judge_slide(slide: dict[str, Any]) -> Iterator[Found]:
    yield from _judge_edges(slide)
    yield from _judge_pictures(slide)
    smallest = slide["smallest"]
    if smallest and smallest["px"] < _TEXT - 0.05:
        px = round(smallest["px"], 1)
        yield "small text", f"text of {px:g} px, under {_TEXT} px: '{smallest['text']}'"


def _judge_edges(slide: dict[str, Any]) -> Iterator[Found]:
    """What lies beyond the page, its frame, or its column."""
    over = {side: past for side, past in slide["overflow"].items() if past["px"] > _EDGE}
    for side, past in over.items():
        px = round(past["px"])
        yield "overflow", f"{past['what']} runs {px} px past the {_SIDES[side]}"
    cuts = sorted(slide["cuts"], key=lambda cut: -cut["px"])
    cuts = [cut for cut in cuts if cut["px"] > 2 * _EDGE]
    code = next((cut for cut in cuts if cut["code"]), None)
    if code:
        px = round(code["px"])
        yield "cut code", f"code runs {px} px past its block: '{code['text']}'"
    plain = [cut for cut in cuts if not cut["code"] and (cut["hides"] or cut["side"] not in over)]
    for cut in plain[:1]:
        px, frame = round(cut["px"]), _FRAMES.get(cut["frame"], f"<{cut['frame']}>")
        does = "is cut by" if cut["hides"] else "runs past"
        yield "cut", f"{cut['what']} {does} its {frame}, {px} px: '{cut['text']}'"
    for wrap in slide["wrapped"]:
        lines = "1 code line wraps" if wrap["lines"] == 1 else f"{wrap['lines']} code lines wrap"
        yield "cut code", f"{lines} in the block of '{wrap['text']}'"


def _judge_pictures(slide: dict[str, Any]) -> Iterator[Found]:
    for number, picture in enumerate(slide["pictures"], 1):
        alt, source = picture["alt"], picture["source"]
        name = (
            f"the picture '{_shorten_name(alt or source)}'"
            if alt or source
            else f"picture {number}"
        )
        if not picture["width"]:
            yield "broken picture", f"{name} cannot be shown"
        else:
            yield from _judge_scale(picture, name)
        if not alt and not picture["bare"]:
            yield "no alt", f"{name} has no alternative text"
    for ground in slide["grounds"]:
        yield "broken picture", f"the background '{_shorten_name(ground)}' cannot be shown"


def _judge_scale(picture: dict[str, Any], name: str) -> Iterator[Found]:
    """A picture is shown with no more pixels than it has, and not so few that labels fade."""
    width, height, scale = picture["width"], picture["height"], picture["scale"]
    shown = round(width * scale)
    if not picture["vector"] and width * (scale - 1) > _EDGE and height * (scale - 1) > _EDGE:
        detail = f"{name} is shown {shown} px wide and has {width}"
        yield "blown up", detail
    is_photo = width > _PAGE[0] or height > _PAGE[1]
    if is_photo and shown < _PHOTO:
        detail = f"{name} is shown {shown} px wide, under {_PHOTO}"
        yield "too small", detail
    elif not is_photo and not picture["vector"] and scale < _FIGURE - 0.001:
        label = round(40 * scale, 1)
        detail = f"{name} is shown {shown} px wide: labels of {label:g} px"
        yield "too small", f"{detail}, under {_TEXT}"


def _shorten_name(text: str) -> str:
    """A picture's name for a message: never kilobytes of a `data:` address."""
    text = re.sub(r"^(data:[^;,]*).*", r"\1", text, flags=re.DOTALL)
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"
