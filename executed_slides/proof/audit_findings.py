"""What an audit says of a number, a picture or a code block of a deck."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

# Given by something known · nearly · by several of which words decide none · by nothing known.
BOUND, NEAR, AMBIGUOUS, UNKNOWN = "bound", "near", "ambiguous", "unknown"
VERDICTS = (BOUND, NEAR, AMBIGUOUS, UNKNOWN)
CERTAIN, LIKELY = "certain", "likely"
KINDS = ("number", "picture", "code")


@dataclass(frozen=True)
class Finding:
    """A thing on a slide, and what gives it: `key`, as a template would ask for it.

    `sure` says how sure a bound one is, `why` what else is to be known, `others` have the keys
    of what it might be. `start` and `end` are its place in the Markdown, `at` that in `sentence`.
    """

    kind: str
    slide: int
    title: str
    line: int
    text: str
    sentence: str
    verdict: str
    start: int
    end: int
    key: str = ""
    sure: str = ""
    why: str = ""
    others: tuple[str, ...] = ()
    at: int = 0

    def as_json(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "slide": self.slide,
            "title": self.title,
            "line": self.line,
            "text": self.text,
            "sentence": self.sentence,
            "verdict": self.verdict,
            "key": self.key,
            "sure": self.sure,
            "why": self.why,
            "others": list(self.others),
        }


def counts_of(findings: Iterable[Finding]) -> dict[str, dict[str, int]]:
    """How many of each kind have which verdict."""
    counts = {kind: dict.fromkeys(VERDICTS, 0) for kind in KINDS}
    for finding in findings:
        counts[finding.kind][finding.verdict] += 1
    return counts
