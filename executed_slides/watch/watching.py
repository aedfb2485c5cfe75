"""Watch: a preview in the browser that follows every save.

    templates, themes, pictures ──▶ Jinja ──▶ Marp-core ──▶ the slides that changed
    scripts, records ──▶ which slides are stale, and new figures; training waits for the key r

Nothing is written but what is drawn or trained, and that by the build's own functions.
"""

import contextlib
import os
import sys
import time
import webbrowser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from executed_slides.base.events import Tell, Warn
from executed_slides.base.files import text_of
from executed_slides.base.folders import Folders
from executed_slides.base.settings import FILE
from executed_slides.output.marp_core import MarpCore
from executed_slides.template.rendering import choose_deck
from executed_slides.watch.inputs import Inputs, is_input
from executed_slides.watch.preview import Preview, serve_preview
from executed_slides.watch.rest import Rest
from executed_slides.watch.session import Session
from executed_slides.watch.terminal_keys import hear_keys

# Changes are handed on when there was no other for this long.
_STEP_MS = 2
# After so long without one is a pause, in which one looks for them this often.
_PAUSE_SECONDS = 0.25
_TICK_MS = 10


def watch_deck(
    folders: Folders,
    name: str | None,
    port: int | None,
    open_page: bool,
    run: bool,
    tell: Tell,
    warn: Warn,
) -> None:
    """Serves the preview of a deck until it is interrupted, then leaves nothing behind.

    With `run`, stale experiments run by themselves. Raises UsageError for a deck that there
    is not, DeckError for a port that is taken.
    """
    from executed_slides.toolchain.installation import install_marp

    name = choose_deck(folders, name)
    install_marp(folders, warn)
    preview = Preview()
    with contextlib.ExitStack() as cleanup:
        address = cleanup.enter_context(serve_preview(folders, preview, port))
        marp = MarpCore(folders)
        cleanup.callback(marp.close)
        marp.start()
        session = Session(folders, name, preview, marp, run, tell, warn)
        cleanup.callback(session.close)
        changes = _follow(folders)
        # Watching has begun when the first set comes: nothing that is saved later is missed.
        session.update(next(changes))
        keys = cleanup.enter_context(hear_keys(session.hear))
        hint = "r runs what is stale, Ctrl-C ends" if keys else ""
        tell("watch", f"templates/{name}.md.j2", f"=> {address}   {hint}")
        if open_page and _has_screen():
            webbrowser.open(address)
        rested = time.monotonic()
        for changed in changes:
            if changed:
                session.update(changed)
                rested = time.monotonic()
            elif time.monotonic() - rested >= _PAUSE_SECONDS and not session.step():
                session.tick()
                rested = time.monotonic()


def _has_screen() -> bool:
    """Without one, Python would open a browser of text in this very terminal."""
    return sys.platform != "linux" or bool({"DISPLAY", "WAYLAND_DISPLAY"} & os.environ.keys())


def _follow(folders: Folders) -> Iterator[set[Path]]:
    """The inputs that changed, whenever some did; an empty set now and then.

    The first set, which comes once watching has begun, is the rooms themselves; so is one
    after a room was replaced, as by git. What changes while one set is dealt with is in the
    next, once however often.
    """
    for made in (folders.results, folders.slides):
        made.mkdir(parents=True, exist_ok=True)
    folders.lend_media()
    settings = folders.root / FILE
    content = text_of(settings)
    while True:
        rooms = _find_rooms(folders)
        anew = {folders.templates, *rooms}  # Also where none is left, for a project was moved.
        for changed in _watch_rooms(folders, list(rooms)):
            # The root is no room: all that is made and installed lies in it too.
            before, content = content, text_of(settings)
            if content != before:
                anew.add(settings)
            yield changed | anew
            anew = set()
            if _find_rooms(folders) != rooms:
                break


def _find_rooms(folders: Folders) -> dict[Path, int]:
    """The folders with inputs that there are, each with what tells it from one of its name."""
    rooms = {}
    for name in ("templates", "themes", "experiments", "results", "slides"):
        with contextlib.suppress(OSError):
            rooms[getattr(folders, name)] = getattr(folders, name).stat().st_ino
    with contextlib.suppress(OSError):
        if folders.smoke:  # Elsewhere it lies in slides/.
            rooms[folders.media] = folders.media.stat().st_ino
    return rooms


def _watch_rooms(folders: Folders, rooms: list[Path]) -> Iterator[set[Path]]:
    from watchfiles import watch

    inputs = Inputs(folders, rooms)
    with contextlib.closing(Rest(rooms)) as rest:
        options: dict[str, Any] = {
            "watch_filter": lambda _, path: is_input(folders, Path(path)),
            "step": _STEP_MS,
            "debounce": 25 * _STEP_MS,
            "rust_timeout": _TICK_MS,
            "yield_on_timeout": True,
        }
        try:
            for changes in watch(*rooms, **options, stop_event=rest):
                if changes:
                    rest.wake()
                    yield inputs.take({Path(path) for _, path in changes})
                else:
                    yield inputs.find_untold() if rest.begins() else set()
        except (FileNotFoundError, RuntimeError):
            yield set()  # A room went this very moment; or of a file's name not all is text.
        except OSError:
            # The system tells of no more files, or not on this kind of disk: look at them all.
            for changes in watch(*rooms, **options, force_polling=True):
                yield {Path(path) for _, path in changes}
