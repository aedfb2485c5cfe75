"""What is known: every number that a deck may show, by its key, with all that names it.

results/imdb.json ──▶ imdb.test_accuracy 0.88 (0.87–0.88), named by "test accuracy", of imdb
                      imdb.parameters.units 16 · imdb.seeds | length 5
"""

import re
from collections.abc import Container, Hashable, Iterable, Iterator
from typing import NamedTuple

from executed_slides.proof.audit_words import named_in
from executed_slides.records.schema import Record, Values, is_number, leaves
from executed_slides.records.summaries import summarise
from executed_slides.records.variants import Point, Seed

_PRECISE = 6  # Digits that two measurements do not share by chance.


class Known(NamedTuple):
    """A number that something known gives: how a template asks for it, and what names it.

    `by_run` has what each run measured, with these `seeds`. `named` are the words of its own name,
    `group` those between it and `source`, which is an experiment or a file. Two whose `identity`
    is one are the same number. `single` says which run it is of, where it is no summary.
    """

    key: str
    source: str
    value: float
    by_run: tuple[float, ...]
    seeds: tuple[Seed, ...]
    named: frozenset[str]
    group: frozenset[str]
    identity: Hashable
    single: str = ""
    is_in_file: bool = False


def known_in_records(records: Iterable[Record]) -> list[Known]:
    """All numbers of records that slides may show: medians, parameters, how many seeds."""
    return [known for record in records for known in _known_in(record)]


def known_by_run(records: Iterable[Record]) -> Iterator[Known]:
    """What single runs measured, where their record shows a summary of several."""
    for record in records:
        if record.has_choice and not record.points:
            for key, by_seed in record.numbers.items():
                for seed, value in by_seed.items():
                    if is_number(value):
                        made = _Of(record).known(key, {seed: value})
                        yield made._replace(single=f"seed {seed}")


def _known_in(record: Record) -> Iterator[Known]:
    points = record.points
    for part, point in zip(record.split() or [record], points or [{}], strict=True):
        of = _Of(part, record.experiment, point)
        for key, by_seed in part.numbers.items():
            values = {seed: value for seed, value in by_seed.items() if is_number(value)}
            if values:
                yield of.known(key, values)
        yield from of.parameters(point if points else part.parameters)
    of = _Of(record)
    if points:
        yield from of.parameters(record.parameters.keys() - points[0])
    if record.seeds != [None]:
        seeds = of.known("seeds", {None: len(record.seeds)})
        yield seeds._replace(key=f"{seeds.key} | length")


class _Of:
    """The numbers of a record, or of a point of its sweep."""

    def __init__(self, record: Record, source: str = "", point: Point | None = None):
        self.record, self.source = record, source or record.experiment
        self.at = frozenset[str]().union(*(named_in(f"{k} {v}") for k, v in (point or {}).items()))

    def known(self, name: str, by_seed: Values) -> Known:
        group, _, own = name.rpartition(".")
        values = tuple(by_seed.values())
        return Known(
            key=f"{self.record.experiment}.{name}",
            source=self.source,
            value=summarise(values, self.record.summary),
            by_run=values,
            seeds=tuple(by_seed),
            named=_named(own),
            group=_named(group) | self.at,
            identity=identity_of(name, values),
        )

    def parameters(self, names: Container[str]) -> Iterator[Known]:
        for name, value in leaves(self.record.parameters):
            if is_number(value) and name != "seed" and name.partition(".")[0] in names:
                made = self.known(name, {None: value})
                key = f"{self.record.experiment}.parameters.{name}"
                # That a point of a sweep is called by it names it no better.
                yield made._replace(key=key, group=made.group - self.at)


def _named(name: str) -> frozenset[str]:
    return named_in(re.sub(r"[_.]", " ", name))


def identity_of(name: str, values: Iterable[float]) -> Hashable:
    """What two keys share that are one number: all digits of a measurement, or name and value."""
    values = tuple(values)
    precise = all(len(re.sub(r"\D", "", repr(value)).strip("0")) >= _PRECISE for value in values)
    return values if precise else (name, values)
