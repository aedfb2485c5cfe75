"""Changes: a recorded value before and after, measured against the spread between seeds.

seeds    1  2  3  4  5
before   ·  ·  ·  ·  ·     spread: greatest less least, of the side that has more of it
after    ·  ·  ·  ·  ·     the slides show the median, or what the block declares
"""

from dataclasses import dataclass
from statistics import mean
from typing import Any

from msgspec import structs

from executed_slides.records.schema import Record, Values, is_number, leaves
from executed_slides.records.summaries import Way, summarise

# Float32 carries seven digits: what agrees to six is the same number, rounded otherwise.
_ROUNDING = 1e-6


@dataclass(frozen=True)
class Change:
    """One recorded number, by seed, before and after; a side is empty where there was none.

    `ways` say how slides showed several runs as one, and how they do now.
    """

    key: str
    old: Values
    new: Values
    ways: tuple[Way, Way] = ("median", "median")

    @property
    def shown(self) -> tuple[Any, Any]:
        """The values that slides show, of all runs as one; None where there is none."""
        before, now = self.ways
        return summarise(self.old.values(), before), summarise(self.new.values(), now)

    @property
    def spread(self) -> float | None:
        """Greatest less least over the seeds; None for a single seed, or what is no number."""
        sides = [list(side.values()) for side in (self.old, self.new)]
        return max(
            (max(s) - min(s) for s in sides if len(s) > 1 and all(map(is_number, s))), default=None
        )

    @property
    def step(self) -> float | None:
        """By how much what slides show moved; None where that is no number."""
        old, new = self.shown
        return new - old if is_number(old) and is_number(new) else None

    @property
    def shift(self) -> float | None:
        """By how much the mean moved, over the seeds that both sides have."""
        seeds = self.old.keys() & self.new.keys()
        pairs = [(self.old[seed], self.new[seed]) for seed in seeds]
        if not pairs or not all(is_number(value) for pair in pairs for value in pair):
            return None
        return mean(new for _, new in pairs) - mean(old for old, _ in pairs)

    @property
    def verdict(self) -> str:
        """What the step means, in the words of the spread."""
        old, new = self.shown
        if not self.old:
            return "new"
        if not self.new:
            return "gone"
        if _same(old, new):
            return "what slides show did not move"
        return "changed" if self.step is None else against_spread(self.step, self.spread)


def against_spread(step: float, spread: float | None) -> str:
    """A step in units of the spread: `3.1 × the spread of 0.0040`."""
    if spread is None:
        return "one seed: no spread is known"
    if spread == 0:
        return "all seeds agree on it"
    ratio = abs(step) / spread
    words = "within the spread" if ratio <= 1 else f"{ratio:.1f} × the spread"
    return f"{words} of {show(spread, 2)}"


def find_changes(old: Record, new: Record) -> list[Change]:
    """Every number, text and cell of two records of one experiment that some seed has otherwise."""
    before, after, ways = old.values, new.values, (old.summary, new.summary)
    changes = [
        Change(key, before.get(key, {}), after.get(key, {}), ways)
        for key in dict.fromkeys([*before, *after])
    ]
    return [change for change in changes if _moved(change)]


def _moved(change: Change) -> bool:
    if list(change.old) != list(change.new):
        # Other seeds than before: what both have must agree, and the slides' value with it.
        shared = change.old.keys() & change.new.keys()
        return not (
            change.old
            and change.new
            and _same(*change.shown)
            and all(_same(change.old[seed], change.new[seed]) for seed in shared)
        )
    moved = any(not _same(change.old[seed], change.new[seed]) for seed in change.old)
    return moved or not _same(*change.shown)


def changed_parts(old: Record, new: Record, kind: str) -> list[str]:
    """The names of the `series` or `pictures` that differ for any seed."""
    sides = [
        {
            (run.seed, key): part
            for run in record.runs
            for key, part in leaves(getattr(run, kind), run.prefix)
        }
        for record in (old, new)
    ]
    keys = dict.fromkeys([*sides[0], *sides[1]])
    return list(dict.fromkeys(key[1] for key in keys if sides[0].get(key) != sides[1].get(key)))


def circumstances(old: Record, new: Record) -> dict[str, str]:
    """Versions, and facts of the machine, that differ between two records, each in words."""
    found = {}
    machines = structs.asdict(old.machine), structs.asdict(new.machine)
    for word, before, after in (("", old.versions, new.versions), ("machine ", *machines)):
        for fact in sorted(before.keys() | after.keys()):
            was, now = before.get(fact), after.get(fact)
            if was != now:
                found[fact] = f"{word}{fact} {was} → {now}"
    return found


def _same(old: Any, new: Any) -> bool:
    """Equal, and of one kind: 1 is not True."""
    return old == new and isinstance(old, bool) == isinstance(new, bool)


def rounded_alike(old: Any, new: Any) -> bool:
    """The same but for the last digits of a float32."""
    if not (is_number(old) and is_number(new)):
        return _same(old, new)
    return abs(new - old) <= _ROUNDING * max(abs(old), abs(new))


def show_pair(old: Any, new: Any) -> tuple[str, str]:
    """Two values in as few digits as tell them apart, four at least."""
    for digits in (4, 6, 9):
        shown = show(old, digits), show(new, digits)
        if shown[0] != shown[1] or _same(old, new):
            return shown
    return repr(old), repr(new)


def show(value: Any, digits: int = 4) -> str:
    """0.88130001 → 0.8813; whole numbers keep all their digits, texts stand in quotes."""
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:#.{digits}g}" if abs(value) < 10**digits else f"{value:,.0f}"
    return f"{value:,}" if is_number(value) else repr(value)


def show_share(part: float) -> str:
    """0.0064 → 0.64%; what is more than nothing never reads as nothing."""
    if part < 0.0001:
        return "under 0.01%" if part else "none"
    return f"{100 * part:.0f}%" if part >= 0.1 else f"{100 * part:.2g}%"
