"""Where a run comes to something else in Python, its key changes; ordinary code costs no run."""

import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st
from scripts.drawn_programs import CONSTANT, programs
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


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_drawn_program_s_key_has_all_that_decides_its_outcome(data):
    program = data.draw(programs())
    ran = outcome(program)
    helpers = {path: source for path, source in program.items() if path != "one"}
    places = [(p, m.start()) for p, source in helpers.items() for m in CONSTANT.finditer(source)]
    assume(places)
    with TemporaryDirectory() as folder:
        key = read(Path(folder), program)
        for path, start in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=5)):
            source = program[path]
            changed = {**program, path: f"{source[:start]}2{source[start + 1 :]}"}
            if outcome(changed) != ran:
                assert read(Path(folder), changed) != key, changed
                read(Path(folder), program)
            else:
                needless = read(Path(folder), changed) != key
                event("a change costs a run needlessly" if needless else "a change costs no run")
