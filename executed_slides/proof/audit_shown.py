"""Which record drew a picture, and which script has the code that a slide shows.

![…](image/loss.png)  ──▶  figure("binary_graph"), by its bytes or its pixels
```python … ```       ──▶  code("imdb", "model"), line by line
"""

import hashlib
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError, Unreadable
from executed_slides.base.files import files_in, read_content, read_utf8, text_of
from executed_slides.base.folders import Folders
from executed_slides.markdown.addresses import find_shown_files
from executed_slides.markdown.pictures import Picture
from executed_slides.markdown.reader import Deck, SlideContents
from executed_slides.proof.audit_findings import BOUND, CERTAIN, NEAR, UNKNOWN, Finding
from executed_slides.records.schema import Record
from executed_slides.scripts.shown_code import named_code

_ALIKE = 0.6


class KnownFigure(NamedTuple):
    """A figure that a record knows: by which experiment, and what its file holds."""

    name: str
    experiment: str
    file: Path
    sha256: str
    alt: str


class KnownCode(NamedTuple):
    """Lines of a script that have a name."""

    script: str
    name: str
    lines: Sequence[str]

    @property
    def key(self) -> str:
        return f'code("{self.script}", "{self.name}")'


def find_known_figures(records: Iterable[Record], folders: Folders) -> list[KnownFigure]:
    return [
        KnownFigure(name, record.experiment, folders.outputs / about.file, about.sha256, about.alt)
        for record in records
        for name, about in record.figures.items()
    ]


def find_known_code(folders: Folders) -> list[KnownCode]:
    """All named lines of all scripts; what cannot be read as one has none."""
    found: list[KnownCode] = []
    for path in files_in(folders.experiments, ".py", below=True):
        source = text_of(path)
        if source is None:
            continue
        script = path.relative_to(folders.experiments).with_suffix("").as_posix()
        try:
            named = named_code(source, folders.shown(path))
        except DeckError:
            continue
        found += [KnownCode(script, name, _lines(code)) for name, code in named.items()]
    return [code for code in found if code.lines]


# ---- Pictures ----


def judge_pictures(
    deck: Deck, folder: Path, figures: Sequence[KnownFigure]
) -> Iterator[tuple[Finding, KnownFigure | None]]:
    """What each picture of a deck is that lies in `folder`, and the figure that it is or was."""
    alts = {image.at: image.alt.text for slide in deck.slides for image in slide.images}
    for named in find_shown_files(deck):
        picture = Picture(deck.line_of(named.at), named.target, named.film)
        if picture.is_colour or picture.is_inline:
            continue
        verdict, key, why, figure = _judge_picture(picture, folder, figures)
        slide = deck.slides[named.slide - 1]
        yield (
            Finding(
                kind="picture",
                slide=slide.number,
                title=_title_at(slide, named.at),
                line=picture.line,
                text=picture.name,
                sentence=alts.get(named.at, ""),
                verdict=verdict,
                start=named.at,
                end=named.at,
                key=key,
                sure=CERTAIN if verdict == BOUND else "",
                why=why,
            ),
            figure,
        )


def _judge_picture(
    picture: Picture, folder: Path, figures: Sequence[KnownFigure]
) -> tuple[str, str, str, KnownFigure | None]:
    if picture.is_remote:
        return UNKNOWN, "", "it lies elsewhere", None
    # A script that kept a PNG before may be drawn as SVG now.
    name = Path(picture.name).stem
    namesake = next((figure for figure in figures if figure.file.stem == name), None)
    near = f"{namesake.experiment} draws another one of this name" if namesake else ""
    key = f'figure("{namesake.name}")' if namesake else ""
    try:
        content = read_content(picture.file(folder), picture.name)
    except Unreadable:
        missing = "the file is not there"
        return NEAR if near else UNKNOWN, key, f"{missing}; {near}" if near else missing, namesake
    digest = hashlib.sha256(content).hexdigest()
    for figure in figures:
        if figure.sha256 == digest:
            return BOUND, f'figure("{figure.name}")', "", figure
    for figure in figures:
        if _same_pixels(content, figure.file):
            return BOUND, f'figure("{figure.name}")', "pixel by pixel", figure
    return NEAR if near else UNKNOWN, key, near, namesake


def _same_pixels(content: bytes, file: Path) -> bool:
    """Whether both are PNGs, or the like, that show the same."""
    import io

    from PIL import Image, ImageChops

    try:
        with Image.open(io.BytesIO(content)) as shown, Image.open(file) as drawn:
            if shown.size != drawn.size:
                return False
            difference = ImageChops.difference(shown.convert("RGBA"), drawn.convert("RGBA"))
            # The box of RGBA is that of its transparency alone.
            return all(band.getbbox() is None for band in difference.split())
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return False


# ---- Code ----


def judge_code(deck: Deck, known: Sequence[KnownCode], folders: Folders) -> Iterator[Finding]:
    """What each code block of a deck is."""
    scripts = {
        path: read_utf8(path, folders.shown(path)).splitlines()
        for path in files_in(folders.experiments, ".py", below=True)
        if text_of(path) is not None
    }
    shown_scripts = {folders.shown(path): lines for path, lines in scripts.items()}
    for slide in deck.slides:
        for code in slide.codes:
            lines = _lines(code.content.text)
            if not code.is_block or not lines:
                continue
            verdict, key, why = _judge_lines(lines, known, shown_scripts)
            yield Finding(
                kind="code",
                slide=slide.number,
                title=_title_at(slide, code.start),
                line=deck.line_of(code.start),
                text=lines[0].strip(),
                sentence="",
                verdict=verdict,
                start=code.start,
                end=code.end,
                key=key,
                sure=CERTAIN if verdict == BOUND else "",
                why=why,
            )


def _judge_lines(
    lines: Sequence[str], known: Sequence[KnownCode], scripts: dict[str, list[str]]
) -> tuple[str, str, str]:
    for code in known:
        if code.lines == lines:
            return BOUND, code.key, ""
    if place := _find_unnamed(lines, scripts):
        return NEAR, "", f"it is {place}, which have no name: put # region around them"
    best, ratio = None, _ALIKE
    for code in known:
        matcher = SequenceMatcher(None, "\n".join(code.lines), "\n".join(lines), autojunk=False)
        bounds = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
        if all(alike() > ratio for alike in bounds):
            best, ratio = code, matcher.ratio()
    if best is None:
        return UNKNOWN, "", ""
    return NEAR, best.key, _first_difference(lines, best.lines)


def _find_unnamed(lines: Sequence[str], scripts: dict[str, list[str]]) -> str:
    """Where a script has these lines one after the other, at any depth."""
    for shown, all_lines in scripts.items():
        first = lines[0].strip()
        for at, line in enumerate(all_lines):
            if (
                line.strip() == first
                and _lines("\n".join(all_lines[at : at + len(lines)])) == lines
            ):
                return f"lines {at + 1} to {at + len(lines)} of {shown}"
    return ""


def _first_difference(lines: Sequence[str], known: Sequence[str]) -> str:
    for number, (here, there) in enumerate(zip(lines, known, strict=False), 1):
        if here != there:
            return f"line {number} is {there.strip()!r} there, and {here.strip()!r} here"
    return f"it has {len(known)} lines there, and {len(lines)} here"


def _lines(code: str) -> list[str]:
    """Lines as they are compared: without what indents all, and without space behind them."""
    lines = [line.rstrip() for line in textwrap.dedent(code.expandtabs(4)).splitlines()]
    while lines and not lines[0]:
        lines.pop(0)
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _title_at(slide: SlideContents, place: int) -> str:
    titles = [title for start, title in slide.headings if start <= place]
    return titles[-1] if titles else slide.title
