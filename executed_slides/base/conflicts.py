"""Conflicts: what git leaves in a file where two branches changed the same lines."""

import re

from executed_slides.base.errors import Unreadable

# Each mark begins a line, in this order.
_MARKS = re.compile(r"^<<<<<<< [^\n]*$.*?^=======$.*?^>>>>>>> [^\n]*$", re.MULTILINE | re.DOTALL)


def refuse_conflict(text: str, shown: str) -> None:
    """Raises Unreadable, with the line, for a file that still holds both sides of a merge."""
    found = _MARKS.search(text) if "<<<<<<< " in text else None
    if not found:
        return
    line = text.count("\n", 0, found.start()) + 1
    raise Unreadable(
        f"{shown}:{line}: git left both sides of a merge here, between <<<<<<< and >>>>>>>",
        f"keep the lines of one side, without the three marks; or take a whole file: "
        f"`git checkout --ours {shown}`, or --theirs",
    )
