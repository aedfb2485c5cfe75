"""Layout rules: what in a measured slide is a fault, and how it is said."""

import re
from collections.abc import Iterator
from typing import Any

from executed_slides.output.faults import Fault, Found
from executed_slides.output.glyphs import is_embedded, judge_boxes, judge_letters

# The limits, in pixels of a page that is 1280 wide.
_EDGE = 1  # Rounding: what ends exactly at an edge is on the page.
_TEXT = 16  # Two below the smallest that the theme sets on purpose.
# Figures are drawn with labels of 20 px at two pixels each: at this scale they are at TEXT.
_LABEL = 40
_FIGURE = _TEXT / _LABEL
# Larger than this no page can show at FIGURE: a photo, which has no labels.
_PAGE = (1280 / _FIGURE, 720 / _FIGURE)
_PHOTO = 240

_MACHINE_FONTS = (
    "the theme embeds no font: this machine's own draw its letters, and on another one it may "
    "look otherwise"
)
_SIDES = {"top": "top", "right": "right edge", "bottom": "bottom", "left": "left edge"}
_FRAMES = {
    "pre": "code block",
    "marp-pre": "code block",
    "td": "table cell",
    "th": "table cell",
    "li": "list item",
}
_FRAMES |= {"p": "paragraph", "h1": "heading", "h2": "heading", "h3": "heading", "h4": "heading"}


def find_faults(measured: dict[str, Any]) -> list[Fault]:
    """The faults in what was measured, by slide."""
    faults = []
    letters: dict[int, list[Found]] = {}
    if any(is_embedded(face) for face in measured["faces"]):
        letters = judge_letters(measured)
    elif measured["slides"]:
        faults.append(Fault(0, "", "machine fonts", _MACHINE_FONTS))
        letters = judge_boxes(measured)
    faults += _judge_arrivals(measured["slides"])
    for number, slide in enumerate(measured["slides"], 1):
        found = [*judge_slide(slide), *_judge_hidden(slide), *letters.get(number, [])]
        faults += [Fault(number, slide["title"][:60], *fault) for fault in found]
    for address in measured["remote"]:
        number, title = _find_address(measured["slides"], address)
        detail = f"{_shorten_name(address)} is loaded from the network"
        faults.append(Fault(number, title, "remote", detail))
    return sorted(faults, key=lambda fault: fault.slide)


def _judge_arrivals(slides: list[dict[str, Any]]) -> Iterator[Fault]:
    """One note on all slides of which a viewer sees a heading at most, until keys are pressed."""
    bare = [(n, slide["steps"]) for n, slide in enumerate(slides, 1) if not slide["arrives"]]
    steps = {number: count for number, count in bare if count}
    if steps:
        numbers, presses = ", ".join(map(str, steps)), sum(steps.values())
        more = len(steps) > 1
        detail = (
            f"slide{'s' * more} {numbers} arrive{'s' * (not more)} with no more than a heading, "
            f"and build{'s' * (not more)} up in {presses} step{'s' * (presses != 1)}"
        )
        yield Fault(0, "", "builds up", detail)


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


def _judge_hidden(slide: dict[str, Any]) -> Iterator[Found]:
    """What nobody sees, by how it is hidden, and what no Markdown says."""
    ways: dict[str, list[str]] = {}
    for hidden in slide["hidden"]:
        name = f"the {hidden['what']} " if hidden["what"] != "text" else ""
        text = f"'{_shorten_name(hidden['text'])}'" if hidden["text"] else ""
        ways.setdefault(hidden["how"], []).append(f"{name}{text}".strip())
    for how, names in ways.items():
        more = f" and {len(names) - 1} more of this slide" if len(names) > 1 else ""
        yield "hidden", f"{names[0]} {how}{more}"
    for text in slide["written"]:
        yield "style number", f"'{text.strip()}' stands in the style alone"


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
    elif (label := _find_label(picture, is_photo)) is not None and label * scale < _TEXT - 0.04:
        detail = f"{name} is shown {shown} px wide: labels of {round(label * scale, 1):g} px"
        yield "too small", f"{detail}, under {_TEXT}"


def _find_label(picture: dict[str, Any], is_photo: bool) -> float | None:
    """The size of a picture's labels, in its pixels: a figure of lines says it, of pixels it is 40.

    None for photos, and for an author's own drawings.
    """
    if picture["vector"]:
        return picture["smallest"]
    return None if is_photo else _LABEL


def _shorten_name(text: str) -> str:
    """A picture's name for a message: never kilobytes of a `data:` address."""
    text = re.sub(r"^(data:[^;,]*).*", r"\1", text, flags=re.DOTALL)
    return text if len(text) <= 40 else f"{text[:39].rstrip()}…"
