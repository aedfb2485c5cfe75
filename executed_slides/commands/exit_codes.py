"""Exit codes of the command line."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from executed_slides.state.problems import Problem

GOOD, FAILED, USAGE, STALE, INTERRUPTED = 0, 1, 2, 3, 130


def code_of(problems: "Iterable[Problem]") -> int:
    """What a command that found these ends with; a note is no fault."""
    kinds = {problem.kind for problem in problems}
    return FAILED if "failed" in kinds else STALE if kinds & {"stale", "draft", "layout"} else GOOD


def worst(codes: Iterable[int]) -> int:
    """What several decks end with together: failed is worse than stale."""
    return max(codes, key=(GOOD, STALE, USAGE, FAILED, INTERRUPTED).index, default=GOOD)
