"""Slides out of Markdown: HTML and PDF by Marp, seen before they are put in place.

    slides/NAME.md + pictures + themes/ ──Marp──▶ slides/NAME.html, one file with all in it
                                                  slides/NAME.pdf
                              on request: slides/NAME.pptx · slides/NAME.handout.pdf
                                                  slides/NAME.export.json, what they are made from

`find_stale_exports` reads that record; it is on the fast path of every command.
"""

import shutil
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.events import Warn
from executed_slides.base.files import (
    Hash,
    is_file,
    is_there,
    read_utf8,
    sha256,
    text_of,
    whole,
    write_json,
)
from executed_slides.base.folders import Folders
from executed_slides.base.scratch import scratch_folder
from executed_slides.base.typed import Stored, find_stored_fault, read_stored
from executed_slides.markdown.crowded_blocks import refuse_crowded_blocks
from executed_slides.markdown.known_values import refuse_unknown_values
from executed_slides.markdown.pictures import check_pictures, find_pictures
from executed_slides.markdown.themes import Theme, find_theme, theme_of
from executed_slides.output.fonts import ThemeFile, find_theme_files, kept_subsets
from executed_slides.output.layout import Measuring
from executed_slides.output.show import SCRIPT_FILE, words_beside
from executed_slides.output.styles import Style, style_of
from executed_slides.toolchain import installation

# Why a file is stale that is not what was exported.
EDITED = "edited after its export"
_EXPORT_FORMATS = ("html", "pdf")
# Made when asked for; from then on kept up to date, until the file is deleted.
ON_REQUEST = ("pptx", "handout.pdf")
_SECONDS = 300

# Larger HTML is slow to open from a stick and too large for much mail.
_HEAVY = 6_000_000

# Raised when the same inputs would make other slides.
_RECIPE = "5"


def exports(folders: Folders, name: str) -> list[Path]:
    """The HTML and the PDF, which every build makes."""
    return [folders.slides / f"{name}.{form}" for form in _EXPORT_FORMATS]


def tracked_exports(folders: Folders, name: str, asked: Iterable[str] = ()) -> list[Path]:
    """All that must be up to date: the exports, and of those on request what is asked or there."""
    extra = {form: folders.slides / f"{name}.{form}" for form in ON_REQUEST}
    wanted = [file for form, file in extra.items() if form in asked or file.exists()]
    return [*exports(folders, name), *wanted]


def was_exported(folders: Folders, name: str) -> bool:
    """False in a fresh clone: the exports are not committed, and their absence is no fault."""
    return sidecar_file(folders, name).exists() or any(
        file.exists() for file in exports(folders, name)
    )


def find_stale_exports(
    folders: Folders, name: str, asked: Iterable[str] = (), hash_of: Hash = sha256
) -> list[tuple[Path, str]]:
    """Each export that is not made from exactly today's slides and theme, and why.

    Reads and hashes only. Every export is listed where none was made yet; `was_exported`
    tells the two apart.
    """
    files = tracked_exports(folders, name, asked)
    if not was_exported(folders, name):
        return [(file, "not exported yet") for file in files]
    record = _read_sidecar(folders, name)
    if record is None:
        reason = f"{sidecar_file(folders, name).name} {_find_sidecar_fault(folders, name)}"
        return [(file, reason) for file in files]
    change = _find_change(record.inputs, _hash_inputs(folders, name))
    reasons = {file: _find_reason(file, name, record.outputs, change, hash_of) for file in files}
    return [(file, reason) for file, reason in reasons.items() if reason]


def browsers_of(folders: Folders, name: str) -> dict[Path, str]:
    """The browser that drew each of a deck's exports that are there, where it is known."""
    record = _read_sidecar(folders, name)
    drawn = record.browsers if record else {}
    files = {folders.slides / file: browser for file, browser in drawn.items()}
    return {file: browser for file, browser in files.items() if file.is_file()}


def _find_reason(
    file: Path, name: str, outputs: dict[str, str], change: str | None, hash_of: Hash
) -> str | None:
    if not file.exists():
        return "not there"
    if change:
        return change
    if file.name not in outputs:
        return f"not made from today's {name}.md"
    if hash_of(file) != outputs[file.name]:
        return EDITED
    return None


def _find_change(recorded: dict[str, str], today: dict[str, str]) -> str | None:
    """The first input that differs, in the order in which they matter."""
    for name in dict.fromkeys([*today, *recorded]):
        if today.get(name) == "":
            return f"{name} is not there"
        if name not in recorded or name not in today:
            return f"{name} is {'no longer' if name in recorded else 'newly'} shown"
        if recorded[name] != today[name]:
            return f"{name} changed"
    return None


def _hash_inputs(folders: Folders, name: str) -> dict[str, str]:
    """SHA-256 of everything that decides an export, by path from the root; "" if not there."""
    files = find_inputs(folders, name)
    hashes = {folders.shown(file): sha256(file) if is_file(file) else "" for file in files}
    ours = {"output/marp.py": _RECIPE, "output/show.page.js": sha256(SCRIPT_FILE)}
    engine = {f"executed_slides/{file}": version for file, version in ours.items()}
    return {**hashes, "Marp": installation.version(), **engine}


def find_inputs(folders: Folders, name: str) -> list[Path]:
    """The files that a deck is drawn from: its Markdown, pictures, theme, and what that loads."""
    markdown = folders.slides / f"{name}.md"
    files = [markdown]
    if markdown.is_file():
        text = text_of(markdown) or ""  # In another encoding it changed, and so says its hash.
        pictures = [p for p in find_pictures(text) if not (p.is_inline or p.is_remote)]
        files += [picture.file(folders.slides) for picture in pictures]
        files += _theme_files(folders, text)
    return files


def _theme_files(folders: Folders, text: str) -> list[Path]:
    """What a deck's theme is made of; those of Marp's own follow from its version."""
    theme = theme_of(folders, text)
    return theme.files(folders) + [named.file for named in _named_by(folders, theme)]


def _named_by(folders: Folders, theme: Theme) -> list[ThemeFile]:
    """The fonts and pictures that a theme names, in each of its files that is there."""
    there = [file for file in theme.files(folders) if is_there(file)]
    return [
        named
        for file in there
        for named in find_theme_files(read_utf8(file, folders.shown(file)), file)
    ]


class _ExportRecord(Stored, frozen=True):
    """SHA-256 of everything that exports were made from, by path, and of the exports, by name.

    `marp` is the release of Marp, `browsers` are those that drew, by the exports' names.
    """

    inputs: dict[str, str]
    outputs: dict[str, str]
    marp: str = ""
    browsers: dict[str, str] = {}


def read_slides(folders: Folders, name: str) -> str:
    """The text of slides/NAME.md. Raises Unreadable for one that somebody saved otherwise."""
    markdown = folders.slides / f"{name}.md"
    text = read_utf8(markdown, folders.shown(markdown), f"`{command()}` renders it anew")
    refuse_crowded_blocks(text, folders.shown(markdown))
    return text


def sidecar_file(folders: Folders, name: str) -> Path:
    return folders.slides / f"{name}.export.json"


def _read_sidecar(folders: Folders, name: str) -> _ExportRecord | None:
    return read_stored(sidecar_file(folders, name), _ExportRecord)


def _find_sidecar_fault(folders: Folders, name: str) -> str:
    content = text_of(sidecar_file(folders, name))
    fault = find_stored_fault(content, _ExportRecord) if content else None
    return "does not say what it is made from" + (f": {fault}" if fault else "")


def export_deck(
    folders: Folders,
    name: str,
    files: Iterable[Path] | None = None,
    seconds: float = _SECONDS,
    warn: Warn = lambda text: None,
    measuring: Measuring | None = None,
) -> list[Path]:
    """Makes `files` (HTML and PDF by default) of slides/NAME.md, and returns them.

    Each is put in place whole, once it has been looked at. HTML needs no browser: where only
    another file fails, the HTML is made, the former file stays and is stale, then comes the
    error. `warn` hears of what is no error, and `measuring` looks at the HTML while others are
    drawn. Needs what `install_marp` installs.
    """
    markdown = folders.slides / f"{name}.md"
    shown = folders.shown(markdown)
    if not markdown.is_file():
        raise DeckError(f"{shown} is not there", f"`{command()}` renders it")
    wanted = exports(folders, name) if files is None else list(files)
    text = read_slides(folders, name)
    theme = find_theme(folders, text, shown)
    refuse_unknown_values(folders, text, shown)
    folders.lend_media()
    check_pictures(text, folders, name)
    # Hashed before Marp reads: an edit during the export makes it stale, never unnoticed.
    inputs = _hash_inputs(folders, name)
    style = style_of(folders, theme, text + words_beside(text), kept_subsets(folders))
    with scratch_folder() as desk:
        drafts, fault = draw_slides(
            folders, markdown, style, wanted, Path(desk), seconds, measuring
        )
        for file, draft in drafts.items():
            with whole(file) as place:
                shutil.copyfile(draft, place)
    browser = find_browser(folders) if any(file.suffix != ".html" for file in drafts) else None
    _write_sidecar(folders, name, list(drafts), inputs, browser)
    for file in drafts:
        if file.suffix == ".html" and file.stat().st_size > _HEAVY:
            warn(_describe_weight(folders, file, text, theme))
    if fault:
        raise fault
    return list(drafts)


def _describe_weight(folders: Folders, html: Path, markdown: str, theme: Theme) -> str:
    """Why one file is heavy: its largest pictures and films, as often as they are shown."""
    shown = [p.file(folders.slides) for p in find_pictures(markdown) if not p.is_inline]
    shown += [named.file for named in _named_by(folders, theme) if not named.is_font]
    weights = Counter({file: shown.count(file) * file.stat().st_size for file in shown})
    names = [f"{folders.shown(file)} {size / 1e6:.1f} MB" for file, size in weights.most_common(3)]
    return (
        f"warning: {folders.shown(html)} is {html.stat().st_size / 1e6:.1f} MB, "
        f"over {_HEAVY / 1e6:.0f} MB; the largest pictures and films: {', '.join(names)}"
    )


def find_browser(folders: Folders) -> str | None:
    from executed_slides.toolchain.browser_version import find_browser_version

    return find_browser_version(folders)


def draw_slides(
    folders: Folders,
    markdown: Path,
    style: Style,
    wanted: list[Path],
    desk: Path,
    seconds: float,
    measuring: Measuring | None = None,
) -> tuple[dict[Path, Path], DeckError | None]:
    """Drafts of the wanted files, drawn on `desk`, and why others are none."""
    # Marp and browsers are not on the fast path.
    from executed_slides.output.drafts import draw_drafts

    return draw_drafts(folders, markdown, style, wanted, desk, seconds, measuring)


def _write_sidecar(
    folders: Folders, name: str, made: list[Path], inputs: dict[str, str], browser: str | None
) -> None:
    """Says what the exports are made from; one made earlier from the same inputs counts on."""
    kept = _read_sidecar(folders, name)
    if kept is None or kept.inputs != inputs:
        kept = _ExportRecord(inputs, {})
    drawn = {file.name: browser for file in made if browser and file.suffix != ".html"}
    record = _ExportRecord(
        inputs,
        {**kept.outputs, **{file.name: sha256(file) for file in made}},
        installation.marp_version(folders),
        {**kept.browsers, **drawn},
    )
    write_json(sidecar_file(folders, name), msgspec.to_builtins(record))
