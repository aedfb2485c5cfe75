"""Where a run comes to something else in Python, its key changes; ordinary code costs no run."""

import re
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts.drawn_programs import CONSTANT, Writer, programs
from scripts.python_programs import Program, outcome, read
from scripts.reach_rows import ROWS

FOUND, KEPT = "101", "103"


def program_of(row: str) -> Program:
    script, *parts = re.split(r"^== ", row.lstrip("\n"), flags=re.MULTILINE)
    modules = (part.partition("\n") for part in parts)
    return {"one": script, **{path: source for path, _, source in modules}}


def with_another(number: str, program: Program) -> Iterator[Program]:
    """The program with another number, once for each place where the number stands."""
    for path, source in program.items():
        for place in re.finditer(number, source):
            other = f"{source[: place.start()]}2{source[place.start() + 1 :]}"
            yield {**program, path: other}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_decides_an_outcome_is_in_the_key_and_the_rest_is_not(tmp_path, row):
    program = program_of(row)
    ran, key = outcome(program), read(tmp_path, program)

    for changed in with_another(FOUND, program):
        assert outcome(changed) != ran, "the row itself is wrong"
        assert read(tmp_path, changed) != key
    for changed in with_another(KEPT, program):
        assert outcome(changed) == ran, "the row itself is wrong"
        assert read(tmp_path, changed) == key


@settings(deadline=None, max_examples=60, derandomize=True)
@given(programs(), st.randoms(use_true_random=False))
def test_a_drawn_program_s_key_has_all_that_decides_its_outcome(program, random):
    places = places_of(program)
    hold_to_python(program, random.sample(places, min(5, len(places))))


@pytest.mark.exhaustive
def test_thousands_of_drawn_programs_have_keys_of_all_that_decides_their_outcomes():
    for seed in range(2000):
        program = Writer(Random(seed).choice).program()
        hold_to_python(program, places_of(program))


def places_of(program: Program) -> list[tuple[str, int]]:
    """Where the helpers' constants are: the path of a module, and where in its text."""
    helpers = [(path, source) for path, source in program.items() if path != "one"]
    return [
        (path, found.start()) for path, source in helpers for found in CONSTANT.finditer(source)
    ]


def hold_to_python(program: Program, places: list[tuple[str, int]]) -> None:
    """Another number in any of the places is another key where it is another outcome."""
    ran = outcome(program)
    with TemporaryDirectory() as name:
        folder = Path(name)
        key = read(folder, program)
        for path, start in places:
            source = program[path]
            changed = {**program, path: f"{source[:start]}2{source[start + 1 :]}"}
            if outcome(changed) != ran:
                assert read(folder, changed) != key, changed
