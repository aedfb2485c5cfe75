"""Exports and layouts brought up to date: what is not of today's slides is made and measured."""

from collections.abc import Iterable

from executed_slides.base.errors import NoBrowser
from executed_slides.base.events import Ready, Tell, Warn
from executed_slides.base.folders import Folders
from executed_slides.output.exports import export_deck, find_stale_exports, tracked_exports
from executed_slides.output.faults import Fault
from executed_slides.output.layout import Measuring, measure_layout, read_layout


def write_exports(
    folders: Folders, name: str, ready: Ready, tell: Tell, warn: Warn, asked: Iterable[str] = ()
) -> Measuring:
    """Makes every export of a deck that is not of today's slides, and those `asked`.

    Returns what a browser found in the new HTML meanwhile, for `write_layout`.
    """
    measuring = Measuring(folders)
    stale = [file for file, _ in find_stale_exports(folders, name, asked)]
    if not stale:
        forms = [
            file.name.removeprefix(f"{name}.") for file in tracked_exports(folders, name, asked)
        ]
        tell("--", f"{folders.shown(folders.slides)}/{name}.{' · .'.join(forms)}", "up to date")
        return measuring
    ready()
    try:
        export_deck(folders, name, stale, warn=warn, measuring=measuring)
    finally:
        # Of two files one may be made, and be good, although the other failed.
        left = [file for file, _ in find_stale_exports(folders, name, asked)]
        markdown = f"{folders.shown(folders.slides)}/{name}.md"
        for file in stale:
            if file not in left:
                tell("export", markdown, f"=> {folders.shown(file)}")
    return measuring


def write_layout(
    folders: Folders,
    name: str,
    ready: Ready,
    tell: Tell,
    warn: Warn,
    measuring: Measuring | None = None,
) -> None:
    """Measures a deck that was not measured since its export; needs a browser, or says so."""
    if find_stale_exports(folders, name) or read_layout(folders, name) is not None:
        return
    ready()
    html = folders.shown(folders.slides / f"{name}.html")
    try:
        faults = measure_layout(folders, name, measuring=measuring)
        tell("measure", html, describe_faults(faults))
        for note in (fault for fault in faults if fault.is_note and not folders.smoke):
            warn(f"note: {html}: {note.message}\nhint: {note.mend}")
    except NoBrowser as error:
        about = str(error).removeprefix("error: ")
        warn(f"note: whether {html} shows all it has is not known: {about}")


def describe_faults(faults: list[Fault]) -> str:
    slides = sorted({fault.slide for fault in faults if not fault.is_note})
    if not slides:
        return "every slide shows all it has"
    return f"faults on slide{'s' * (len(slides) > 1)} {', '.join(map(str, slides))}"
