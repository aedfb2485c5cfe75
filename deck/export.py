"""Slides out of Markdown: HTML and PDF by Marp, seen before they are put in place.

    slides/NAME.md + pictures + themes/ ──Marp──▶ slides/NAME.html · NAME.pdf
                                                  slides/NAME.export.json, what they are made from

`find_stale_exports` reads that record; it is on the fast path of every command.
"""

import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from deck.errors import DeckError
from deck.files import sha256, whole, write_json
from deck.folders import Folders
from deck.fonts import embed_fonts, find_fonts
from deck.pictures import check_pictures, find_pictures

FORMATS = ("html", "pdf")
SECONDS = 300

# Raised when the same inputs would make other slides.
RECIPE = "3"


def exports(folders: Folders, name: str) -> list[Path]:
    return [folders.slides / f"{name}.{form}" for form in FORMATS]


def was_exported(folders: Folders, name: str) -> bool:
    """False in a fresh clone: the exports are not committed, and their absence is no fault."""
    return sidecar(folders, name).exists() or any(file.exists() for file in exports(folders, name))


def find_stale_exports(folders: Folders, name: str) -> list[tuple[Path, str]]:
    """Each export that is not made from exactly today's slides and theme, and why.

    Reads and hashes only. Every export is listed where none was made yet; `was_exported`
    tells the two apart.
    """
    files = exports(folders, name)
    if not was_exported(folders, name):
        return [(file, "not exported yet") for file in files]
    record = read_sidecar(folders, name)
    if record is None:
        return [
            (file, f"{sidecar(folders, name).name} does not say what it is made from")
            for file in files
        ]
    change = find_change(record["inputs"], hash_inputs(folders, name))
    reasons = {file: find_reason(file, record["outputs"], change) for file in files}
    return [(file, reason) for file, reason in reasons.items() if reason]


def find_reason(file: Path, outputs: dict[str, str], change: str | None) -> str | None:
    if not file.exists():
        return "not there"
    if change:
        return change
    if file.name not in outputs:
        return f"not made from today's {file.stem}.md"
    if sha256(file) != outputs[file.name]:
        return "edited after its export"
    return None


def find_change(recorded: dict[str, str], today: dict[str, str]) -> str | None:
    """The first input that differs, in the order in which they matter."""
    for name in dict.fromkeys([*today, *recorded]):
        if today.get(name) == "":
            return f"{name} is not there"
        if name not in recorded or name not in today:
            return f"{name} is {'no longer' if name in recorded else 'newly'} shown"
        if recorded[name] != today[name]:
            return f"{name} changed"
    return None


def hash_inputs(folders: Folders, name: str) -> dict[str, str]:
    """SHA-256 of everything that decides an export, by path from the root; "" if not there."""
    markdown = folders.slides / f"{name}.md"
    files = [markdown]
    if markdown.is_file():
        text = markdown.read_text("utf-8")
        pictures = [p for p in find_pictures(text) if not (p.is_inline or p.is_remote)]
        files += [picture.file(folders.slides) for picture in pictures]
        theme = folders.themes / f"{named_theme(text)}.css"
        files.append(theme)
        if theme.is_file():
            files += [font.file for font in find_fonts(theme.read_text("utf-8"), theme)]
    files.append(folders.root / "package-lock.json")
    hashes = {folders.shown(file): sha256(file) if file.is_file() else "" for file in files}
    return {**hashes, "deck/marp.py": RECIPE}


def sidecar(folders: Folders, name: str) -> Path:
    return folders.slides / f"{name}.export.json"


def read_sidecar(folders: Folders, name: str) -> dict[str, dict[str, str]] | None:
    try:
        record = json.loads(sidecar(folders, name).read_text("utf-8"))
        return {"inputs": dict(record["inputs"]), "outputs": dict(record["outputs"])}
    except (OSError, ValueError, KeyError, TypeError):
        return None


def named_theme(markdown: str) -> str | None:
    """The theme that the front matter names."""
    front_matter = re.match(r"---[ \t]*\n(.*?)^---[ \t]*$", markdown, re.DOTALL | re.MULTILINE)
    theme = front_matter and re.search(
        r"^theme:[ \t]*[\"']?([\w-]+)[\"']?[ \t]*$", front_matter[1], re.MULTILINE
    )
    return theme[1] if theme else None


def export_deck(
    folders: Folders,
    name: str,
    files: Iterable[Path] | None = None,
    seconds: float = SECONDS,
) -> list[Path]:
    """Makes `files` (both exports by default) of slides/NAME.md, and returns them.

    Each is put in place whole, once it has been looked at. HTML needs no browser: where only
    the PDF fails, the HTML is made, the former PDF stays and is stale, then comes the error.
    Needs what `install_marp` installs.
    """
    markdown = folders.slides / f"{name}.md"
    shown = folders.shown(markdown)
    if not markdown.is_file():
        raise DeckError(f"{shown} is not there", "`python build.py` renders it")
    wanted = exports(folders, name) if files is None else list(files)
    text = markdown.read_text("utf-8")
    theme = find_theme(folders, text, shown)
    check_pictures(text, markdown, shown)
    # Hashed before Marp reads: an edit during the export makes it stale, never unnoticed.
    inputs = hash_inputs(folders, name)
    css = embed_fonts(theme.read_text("utf-8"), theme.parent, text, folders.state / "fonts")
    with tempfile.TemporaryDirectory(prefix="deck-", ignore_cleanup_errors=True) as desk:
        drafts, fault = draw_slides(folders, markdown, css, wanted, Path(desk), seconds)
        for file, draft in drafts.items():
            with whole(file) as place:
                shutil.copyfile(draft, place)
    write_sidecar(folders, name, list(drafts), inputs)
    if fault:
        raise fault
    return list(drafts)


def draw_slides(
    folders: Folders, markdown: Path, css: str, wanted: list[Path], desk: Path, seconds: float
) -> tuple[dict[Path, Path], DeckError | None]:
    """Drafts of the wanted files, drawn side by side on `desk`, and why the PDF is none.

    The HTML is drawn always: it tells how many pages the PDF must have.
    """
    from deck import marp
    from deck.browser import find_browser
    from deck.children import run_together

    html, pdf = exports(folders, markdown.stem)
    html_draft, pdf_draft, theme = desk / "deck.html", desk / "deck.pdf", desk / "theme.css"
    theme.write_text(css, "utf-8")
    commands = [marp.html_command(folders, markdown, theme, html_draft)]
    browser, fault = None, None
    if pdf in wanted:
        try:
            browser = find_browser(folders)
            commands.append(marp.pdf_command(folders, markdown, theme, pdf_draft, browser))
        except DeckError as error:
            fault = DeckError(f"{folders.shown(pdf)}: {error.message}", error.hint)

    endings = run_together(
        commands, folders.root, marp.environment(folders, desk, browser), seconds
    )
    slides = marp.look_at_html(html_draft, endings[0], folders.shown(html))
    drafts = {html: html_draft} if html in wanted else {}
    if browser:
        try:
            marp.look_at_pdf(pdf_draft, endings[1], folders.shown(pdf), slides)
            drafts[pdf] = pdf_draft
        except DeckError as error:
            fault = error
    return drafts, fault


def write_sidecar(folders: Folders, name: str, made: list[Path], inputs: dict[str, str]) -> None:
    """Says what the exports are made from; one made earlier from the same inputs counts on."""
    record = read_sidecar(folders, name)
    kept = record["outputs"] if record and record["inputs"] == inputs else {}
    outputs = {**kept, **{file.name: sha256(file) for file in made}}
    write_json(sidecar(folders, name), {"inputs": inputs, "outputs": outputs})


def find_theme(folders: Folders, markdown: str, shown: str) -> Path:
    """The theme's CSS. Marp would say nothing of a theme that is not there."""
    themes = sorted(file.stem for file in folders.themes.glob("*.css"))
    there = f"{folders.shown(folders.themes)}/ has {', '.join(themes) or 'none'}"
    theme = named_theme(markdown)
    if theme is None:
        raise DeckError(f"{shown}:1: the front matter names no theme", f"`theme: NAME`; {there}")
    if theme not in themes:
        line = markdown[: markdown.index("theme:")].count("\n") + 1
        raise DeckError(f"{shown}:{line}: there is no theme '{theme}'", there)
    return folders.themes / f"{theme}.css"
