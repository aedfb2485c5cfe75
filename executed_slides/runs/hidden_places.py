"""Places of the machine that ran, taken out of what cells print: pages are for others to read.

/home/me/talk/experiments/a.py  ──▶ experiments/a.py        /home/me/.keras  ──▶ ~/.keras
…/site-packages/keras/fit.py    ──▶ keras/fit.py
<Line2D object at 0x7f3a52c1>   ──▶ <Line2D object at 0x…>
"""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from executed_slides.base.user_cache import user_home

# /home/me/deck/.venv/lib/python3.11/site-packages/, in front of a package's file in a warning.
# A path is found first, and looked through once: what is embedded in HTML has slashes by thousands.
_PATH = re.compile(r"(?:[A-Za-z]:)?[\\/][^\s:'\"]*")
_PACKAGES = re.compile(r"\A.*[\\/]site-packages[\\/]", re.DOTALL)

_ADDRESS = re.compile(r"\bat 0x[0-9a-fA-F]{6,16}\b")


def hide_places(cells: Iterable[Any], root: Path, folder: Path, data: Path | None) -> None:
    """Names files in prints, texts and tracebacks as from the project at `root`.

    `folder` is the run's own, and `data` that of the data sets.
    """
    hide = _hiding(
        {folder: "", root: "", user_home(): "~", **({data: "DECK_DATA"} if data else {})}
    )
    for cell in cells:
        for output in cell.get("outputs", []):
            if output.output_type == "stream":
                output.text = hide(output.text)
            elif output.output_type == "error":
                output.evalue = hide(output.evalue)
                output.traceback = [hide(line) for line in output.traceback]
            for kind, value in output.get("data", {}).items():
                if kind.startswith("text/") and isinstance(value, str):
                    output.data[kind] = hide(value)


def _hiding(places: dict[Path, str]) -> Callable[[str], str]:
    names = {
        str(spelling): name
        for place, name in places.items()
        for spelling in (place, place.resolve())
        if len(place.parts) > 1
    }
    # The innermost first: a project lies in a home.
    longest = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<![\w.~-])({'|'.join(map(re.escape, longest))})(?![\w.-])[\\/]?")

    def say(found: re.Match[str]) -> str:
        name, end = names[found[1]], found[0][len(found[1]) :]
        return name + end if name else ("" if end else ".")

    def hide(text: str) -> str:
        text = _PATH.sub(lambda path: _PACKAGES.sub("", path[0]), text)
        text = _ADDRESS.sub("at 0x…", text)
        return pattern.sub(say, text) if names else text

    return hide
