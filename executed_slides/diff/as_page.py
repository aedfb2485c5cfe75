"""A difference as one page: a file that carries its pictures and needs no network."""

import base64
import json
import re
from collections.abc import Iterator
from html import escape

from executed_slides.base.errors import DeckError
from executed_slides.base.events import Warn
from executed_slides.base.folders import Folders
from executed_slides.base.picture_files import media_type
from executed_slides.diff.as_text import (
    about,
    as_plain_text,
    describe_figure,
    slide_change_place,
    summary_of,
    title_of,
    values_of,
)
from executed_slides.diff.difference import ClaimChange, Difference, FigureChange
from executed_slides.diff.number_changes import Change
from executed_slides.diff.sentences import Marks, SaidSlide, SlideChange
from executed_slides.diff.slide_drawings import Drawn, draw_sides
from executed_slides.markdown.themes import find_theme
from executed_slides.output.exports import read_slides
from executed_slides.output.fonts import embed_fonts, kept_subsets
from executed_slides.toolchain import installation

_TAGS = {"-": "<del>{}</del>", "+": "<ins>{}</ins>"}
_Sides = dict[str, tuple[Drawn, Drawn]]

_FACE = re.compile(r"@font-face\s*\{[^}]*\}")
_FAMILY = re.compile(r"font-family:\s*([^;}]+)")


def difference_page(difference: Difference, folders: Folders, warn: Warn) -> str:
    """The page as HTML. Where Marp cannot draw the slides it says why, and shows their words."""
    sides = _draw_decks(difference, folders, warn)
    sections = [
        ("Numbers", list(_experiment_parts(difference))),
        ("Claims", [_claim_part(claim) for claim in difference.claims]),
        ("Slides", list(_slide_parts(difference, sides))),
        ("Figures", [_figure_part(figure) for figure in difference.figures]),
        ("Notes", [f"<p>{escape(note)}</p>" for note in difference.notes]),
    ]
    sections = [(title, parts) for title, parts in sections if parts]
    links = "".join(f'<a href="#{title}">{title}</a>' for title, _ in sections)
    body = "".join(
        f'<section id="{title}"><h2>{title}</h2>{"".join(parts)}</section>'
        for title, parts in sections
    )
    body = f"""<header>
<h1>What changed on the slides</h1>
<p>{escape(title_of(difference))}</p>
<p class="summary">{escape(summary_of(difference))}</p>
<nav>{links}</nav>
</header>
{body}"""
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{escape(difference.revision.name)} → working tree</title>
<style>
{_letters(difference, folders, body)}
{_STYLE}
</style>
</head>
<body>
{body}
<script>
const decks = {embedded(_frames(difference, sides))};
{_SCRIPT}
</script>
</body>
</html>
"""


def _letters(difference: Difference, folders: Folders, body: str) -> str:
    """The deck's own fonts for the page's words: a machine may have none for their letters."""
    for name in difference.slides:
        try:
            markdown = folders.slides / f"{name}.md"
            theme = find_theme(folders, read_slides(folders, name), folders.shown(markdown))
            faces = _FACE.findall(theme.read(folders))
            style = embed_fonts("\n".join(faces), folders.themes, body, kept_subsets(folders))
        except DeckError:
            continue
        named = (_FAMILY.search(face) for face in faces)
        families = dict.fromkeys(family[1].strip() for family in named if family)
        return f"{style}\n:root {{ --deck: {', '.join([*families, 'system-ui'])}; }}"
    return ":root { --deck: system-ui; }"


def _draw_decks(difference: Difference, folders: Folders, warn: Warn) -> _Sides:
    old = difference.revision.folders
    sides = {}
    for name, changes in difference.slides.items():
        there = [(side.slides / f"{name}.md").is_file() for side in (old, folders)]
        if not (changes and all(there)):
            continue
        try:
            installation.install_marp(folders, warn)
            sides[name] = draw_sides(name, old, folders)
        except DeckError as error:
            warn(f"slides are shown as text: {error.message}")
    return sides


def _frames(difference: Difference, sides: _Sides) -> dict[str, list[dict]]:
    """What the page's script makes frames of: each side's head and tail once, and its slides."""
    return {
        name: [
            {
                "head": drawn.head,
                "tail": drawn.tail,
                "slides": {
                    slide.number: drawn.slide(slide.number)
                    for change in difference.slides[name]
                    if (slide := (change.old, change.new)[number])
                },
            }
            for number, drawn in enumerate(pair)
        ]
        for name, pair in sides.items()
    }


def embedded(value: object) -> str:
    """JSON that a script may carry: nothing in it ends the script or begins a comment."""
    return json.dumps(value, ensure_ascii=False).replace("<", "\\u003c")


def _experiment_parts(difference: Difference) -> Iterator[str]:
    for experiment in difference.experiments:
        if not experiment.moved:
            continue
        yield f"<h3>{escape(experiment.name)}</h3><p>{escape(as_plain_text(about(experiment)))}</p>"
        if experiment.state == "changed" and experiment.numbers:
            rows = "".join(_number_row(change) for change in experiment.numbers)
            yield (
                "<table><tr><th>number<th>before<th>now<th>change<th>against the seeds</tr>"
                f"{rows}</table>"
            )
    if anew := [e.name for e in difference.experiments if not e.moved]:
        yield f"<p>Written anew, nothing moved: {escape(', '.join(anew))}</p>"


def _number_row(change: Change) -> str:
    loud = ' class="loud"' if "×" in change.verdict else ""
    cells = [
        f"<code>{escape(change.key)}</code>",
        *map(escape, (*values_of(change), change.verdict)),
    ]
    return f"<tr{loud}>{''.join(f'<td>{cell}' for cell in cells)}</tr>"


def _claim_part(change: ClaimChange) -> str:
    claim = change.claim
    sign, words = "+" if change.rises else "-", change.became
    place = f", slide {escape(change.slide)}" if change.slide else ""
    values = "".join(
        f"<dt><code>{escape(name)}</code><dd>{escape(str(old))} → {escape(str(new))}"
        for name, (old, new) in change.values.items()
    )
    return (
        f"<article><p>{_html_marks([(sign, claim.sentence)])}</p>"
        f"<p>{words}{place}, templates/{escape(claim.template)}:{claim.line}</p>"
        f"<dl><dt>condition<dd><code>{escape(claim.condition)}</code>{values}</dl></article>"
    )


def _slide_parts(difference: Difference, sides: _Sides) -> Iterator[str]:
    if sides:
        yield '<div class="pair"><span>before</span><span>now</span></div>'
    for name, changes in difference.slides.items():
        for change in changes:
            pictures = _slide_pair(name, change) if name in sides else ""
            sentences = "".join(f"<li>{_html_marks(marks)}</li>" for marks in change.sentences)
            words = f"<ul>{sentences}</ul>" if sentences else ""
            if not pictures and not words:
                words = f"<pre>{escape(change.slide.text)}</pre>"
            place = escape(slide_change_place(change))
            yield f"<article><h3>{place}</h3>{pictures}{words}</article>"


def _slide_pair(name: str, change: SlideChange) -> str:
    def frame(side: int, slide: SaidSlide | None) -> str:
        if slide is None:
            return '<div class="none">no slide</div>'
        return (
            f'<iframe loading="lazy" data-deck="{escape(name)}" data-side="{side}" '
            f'data-slide="{slide.number}" title="slide {slide.number}"></iframe>'
        )

    return f'<div class="pair">{frame(0, change.old)}{frame(1, change.new)}</div>'


def _figure_part(figure: FigureChange) -> str:
    pictures = [("before", figure.old), ("now", figure.new)]
    shown = "".join(_picture(word, content) for word, content in pictures if content)
    marked = ""
    if figure.state == "changed" and figure.shapes and figure.old and figure.new:
        marked = (
            f'<figure><div class="over">{_image(figure.old)}{_image(figure.new)}</div>'
            "<figcaption>difference: white where both are alike</figcaption></figure>"
        )
    elif figure.state == "changed" and figure.pixels:
        legend = 'difference: <b class="gone">gone</b>, <b class="came">new</b>'
        marked = _picture(legend, figure.pixels.marked)
    return (
        f"<article><h3>{escape(figure.name)}</h3><p>{escape(describe_figure(figure))}</p>"
        f'<div class="pair">{shown}</div>{marked}</article>'
    )


def _picture(caption: str, content: bytes) -> str:
    return f"<figure>{_image(content)}<figcaption>{caption}</figcaption></figure>"


def _image(content: bytes) -> str:
    data = base64.b64encode(content).decode("ascii")
    return f'<img alt="" src="data:{media_type(content)};base64,{data}">'


def _html_marks(marks: Marks) -> str:
    return "".join(_TAGS.get(sign, "{}").format(escape(text)) for sign, text in marks)


# A frame for each slide: a theme's styles end at its edge.
_SCRIPT = """\
for (const frame of document.querySelectorAll("iframe")) {
  const side = decks[frame.dataset.deck][frame.dataset.side];
  frame.srcdoc = side.head + side.slides[frame.dataset.slide] + side.tail;
}"""

_STYLE = """\
body { max-width: 80rem; margin: 2rem auto; padding: 0 1.5rem; color: #1b1f24;
  font: 1rem/1.6 var(--deck), sans-serif; }
h1 { margin: 0; font-size: 1.6rem; }
h2 { margin: 3rem 0 1rem; padding-top: .6rem; border-top: 2px solid #1b1f24; font-size: 1.3rem; }
h3 { margin: 1.6rem 0 .4rem; font-size: 1rem; }
header p { margin: .3rem 0; color: #424a53; }
.summary { color: #1b1f24 !important; font-size: 1.15rem; font-weight: 600; }
nav a { margin-right: 1.2rem; color: #0b5394; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .15rem 1.2rem .15rem 0; border-bottom: 1px solid #d8dee4; text-align: left; }
th { color: #424a53; font-weight: 500; }
.loud td { font-weight: 600; }
code, pre { font: .875rem/1.5 ui-monospace, Consolas, var(--deck), monospace;
  white-space: pre-wrap; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .1rem 1rem; color: #424a53; }
dd { margin: 0; overflow-wrap: anywhere; }
del { background: #ffebe9; color: #82071e; }
ins { background: #dafbe1; color: #0a5427; text-decoration-thickness: 1px; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; align-items: start; }
iframe, .none { width: 100%; aspect-ratio: 16 / 9; border: 0; outline: 1px solid #b9c4d0; }
.none { display: grid; place-items: center; color: #6e7781; background: #f6f8fa; }
figure { margin: 0 0 1rem; }
img { max-width: 100%; border: 1px solid #d8dee4; }
.over { display: grid; filter: invert(1); background: #000; isolation: isolate; }
.over img { grid-area: 1 / 1; mix-blend-mode: difference; border: none; }
figcaption { color: #424a53; font-size: .9rem; }
.gone { color: #d62728; }
.came { color: #1f5fbf; }
@media (max-width: 50rem) { .pair { grid-template-columns: 1fr; } }"""
