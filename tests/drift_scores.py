"""Prints how many drifts of each kind were judged rightly, where all or each is asked for."""

from collections import Counter
from collections.abc import Iterable

import pytest


class Scores:
    """How many of each kind were judged rightly, as far as tests have asked."""

    def __init__(self) -> None:
        self.right: dict[bool, Counter] = {True: Counter(), False: Counter()}
        self.all: dict[bool, Counter] = {True: Counter(), False: Counter()}

    def count(self, harmful: bool, kind: str, is_right: bool) -> None:
        self.all[harmful][kind] += 1
        self.right[harmful][kind] += is_right

    def counts(self) -> list[tuple[bool, str, int, int]]:
        """All of it, to be added up in another process."""
        return [
            (harmful, kind, self.right[harmful][kind], count)
            for harmful, every in self.all.items()
            for kind, count in every.items()
        ]

    def add(self, counts: Iterable[tuple[bool, str, int, int]]) -> None:
        for harmful, kind, right, count in counts:
            self.right[harmful][kind] += right
            self.all[harmful][kind] += count

    def table(self) -> list[str]:
        """Recall of what is harmful and precision beside what is harmless, kind by kind."""
        lines = []
        for harmful, title in ((True, "harmful, told as they are"), (False, "harmless, let pass")):
            right, every = self.right[harmful], self.all[harmful]
            rows = [(title, sum(right.values()), sum(every.values()))]
            rows += [(f"  {kind}", right[kind], count) for kind, count in every.items()]
            lines += [f"{name:<48} {good:>4} of {count:>4}" for name, good, count in rows if count]
        found, asked = sum(self.right[True].values()), sum(self.all[True].values())
        blamed = sum((self.all[False] - self.right[False]).values())
        if asked:
            lines.append(f"recall {found / asked:.3f}, precision {found / (found + blamed):.3f}")
        return lines


SCORES = Scores()


def pytest_sessionfinish(session):
    """One of several processes tells the first one what it has counted."""
    if hasattr(session.config, "workeroutput"):
        session.config.workeroutput["drifts"] = SCORES.counts()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node, error):
    SCORES.add(getattr(node, "workeroutput", {}).get("drifts", ()))


def pytest_terminal_summary(terminalreporter, config):
    if SCORES.table() and (config.option.verbose > 0 or config.option.markexpr == "exhaustive"):
        terminalreporter.section("drifts")
        for line in SCORES.table():
            terminalreporter.line(line)
