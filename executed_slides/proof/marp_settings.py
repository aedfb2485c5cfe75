"""Settings that decide nothing here, Marp's own above all: what of them a deck would lack is said.

.marprc.yml · marp.config.mjs · "marp" in package.json ──▶ a note, where it may be written
"""

import json
import re
from collections.abc import Iterator
from typing import Any

from executed_slides.base.files import text_of
from executed_slides.base.folders import Folders
from executed_slides.base.settings import FILE, Settings, read_pyproject
from executed_slides.state.problems import Problem

_CODE = tuple(
    f"{stem}.{kind}{form}"
    for stem in (".marprc", "marp.config")
    for kind in ("", "m", "c")
    for form in ("js", "ts")
)
_DATA = (".marprc", ".marprc.json", ".marprc.yaml", ".marprc.yml")
_KEY = re.compile(r"^[\"']?(\w+)[\"']?[ \t]*:", re.MULTILINE)
# What a deck says for itself, by Marp's word in its front matter.
_OF_DECKS = "theme lang title author description keywords url"
_FRONT_MATTER = {**{name: name for name in _OF_DECKS.split()}, "ogImage": "image"}
# Where files lie, how many are made and by which browser: slides look the same with any of it.
_NEVER_SEEN = """
    allowLocalFiles browser browserPath browserProtocol browserTimeout image images imageScale
    inputDir jpegQuality notes output parallel pdf pdfNotes pptx preview server themeSet watch
"""


def find_unfollowed_settings(folders: Folders) -> list[Problem]:
    """A note for each file of the project in which Marp alone would find how slides look."""
    problems = [*_find_former_table(folders)]
    for name in (*_DATA, *_CODE, "package.json"):
        file = folders.root / name
        text = text_of(file) if file.is_file() else None
        if text is None:
            continue
        if name in _CODE:
            problems.append(Problem("note", name, "is not followed, for it is code", _mend([])))
        elif keys := [key for key in _read_keys(name, text) if key not in _NEVER_SEEN.split()]:
            reason = f"is not followed: it sets {', '.join(keys)}"
            problems.append(Problem("note", name, reason, _mend(keys)))
    return problems


def _find_former_table(folders: Folders) -> Iterator[Problem]:
    """A note on settings under the name that this package had; another project has it now."""
    if "tool.deck" not in (text_of(folders.root / FILE) or ""):
        return
    tools = read_pyproject(folders.root)["tool"]
    former = tools.get("deck")
    ours = {*Settings.__struct_fields__} & {*former} if isinstance(former, dict) else set()
    if ours and "executed-slides" not in tools:
        reason = f"sets {', '.join(sorted(ours))} under [tool.deck], which is another project's"
        yield Problem("note", FILE, reason, "call the table [tool.executed-slides]")


def _read_keys(name: str, text: str) -> list[str]:
    """The settings in a file, of JSON or YAML."""
    try:
        settings: Any = json.loads(text)
    except (ValueError, RecursionError):
        return [] if name == "package.json" else _KEY.findall(text)
    if name == "package.json":
        settings = settings.get("marp") if isinstance(settings, dict) else None
    return [*settings] if isinstance(settings, dict) else []


def _mend(keys: list[str]) -> str:
    said = [_FRONT_MATTER[key] for key in keys if key in _FRONT_MATTER]
    own = [key for key in keys if key not in _FRONT_MATTER]
    parts = [f"say {', '.join(said)} in the front matter of each deck"] if said else []
    if own or not keys:
        what = ", ".join(own) or "what else it sets"
        parts.append(
            f"take {what} out, or the file: here every deck is drawn by Marp's own defaults, "
            "`math` in the front matter apart"
        )
    return "; ".join(parts)
