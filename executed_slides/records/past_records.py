"""Past records: what the revisions of a record measured, as far as they can still be read.

    results/NAME.json at a commit ──▶ Measurement: its values by key and seed
                                      None where it is no record that one can read

Nothing is proven of them: a past record is looked at, and not believed.
"""

from collections.abc import Callable
from typing import Any

from msgspec import DecodeError, Struct, json

from executed_slides.records.schema import Record, Tree, Values, by_seed, cells_by_seed, leaves
from executed_slides.records.summaries import Way
from executed_slides.records.tables import Table
from executed_slides.records.variants import Point, Seed, label_of


class PastRun(Struct):
    """One run of a past record; what it had beside numbers, texts and tables is not read."""

    seed: Seed = None
    point: Point = {}
    numbers: Tree = {}
    texts: Tree = {}
    tables: dict[str, Table] = {}

    @property
    def prefix(self) -> str:
        return f"at({label_of(self.point)})." if self.point else ""


class _PastRecord(Struct):
    runs: list[PastRun]
    parameters: dict[str, Any] = {}
    summary: Way = "median"


class Measurement(Struct):
    """What a record says by key, each value by its run's seed, and how it is shown as one."""

    values: dict[str, Values]
    summary: Way = "median"


def measurement_in(content: bytes) -> Measurement | None:
    """What a record holds that was written at any time; None where it cannot be read."""
    try:
        past = json.decode(content, type=_PastRecord)
    except (DecodeError, ValueError, TypeError, RecursionError):
        return None
    return Measurement(_values_of(past), past.summary)


def measurement_of(record: Record) -> Measurement:
    """What a record of today holds, by the same keys."""
    return Measurement(_values_of(record), record.summary)


def _values_of(record: Any) -> dict[str, Values]:
    """Numbers, texts, cells of tables, and parameters, of which all runs have the same."""
    points = dict.fromkeys((run.prefix, *run.point.items()) for run in record.runs)
    parameters: dict[str, Values] = {
        f"{prefix}parameters.{key}": {None: value}
        for prefix, *point in [("",), *points]
        for key, value in leaves({**record.parameters, **dict(point)})
    }
    runs = record.runs
    return {
        **by_seed(runs, "numbers"),
        **by_seed(runs, "texts"),
        **cells_by_seed(runs),
    } | parameters


class PastRecords:
    """Reads each content once, however many commits and keys ask for it."""

    def __init__(self, read: Callable[[str], bytes | None]):
        self._read = read
        self._known: dict[str, Measurement | None] = {}

    def at(self, blob: str) -> Measurement | None:
        """What a content says by its name in git; None where it cannot be read."""
        if blob not in self._known:
            content = self._read(blob)
            self._known[blob] = None if content is None else measurement_in(content)
        return self._known[blob]


def is_same_values(old: Values | None, new: Values | None) -> bool:
    """Equal seed by seed, and of one kind: 1 is not True."""
    if old is None or new is None:
        return old is new
    kinds = ({seed: isinstance(v, bool) for seed, v in side.items()} for side in (old, new))
    return old == new and next(kinds) == next(kinds)
