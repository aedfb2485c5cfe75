"""What a history consists of, whatever the values were: each change once, the newest first."""

from itertools import groupby

from hypothesis import given
from hypothesis import strategies as st

from executed_slides.base.git_history import Commit
from executed_slides.diff.history import _steps_of
from executed_slides.records.past_records import Measurement

_RUNS = st.none() | st.lists(st.sampled_from([0.1, 0.2, None]), min_size=1, max_size=2)


def told_of(values):
    """What each commit left, the newest first."""
    return [
        (
            Commit(str(number), "2026-01-02", ""),
            Measurement({"x": dict(enumerate(runs))} if runs else {}),
        )
        for number, runs in enumerate(values)
    ][::-1]


@given(values=st.lists(_RUNS))
def test_a_history_has_each_change_of_the_runs_once(values):
    steps = _steps_of("x", told_of(values))

    alike = groupby(enumerate(values), lambda numbered: numbered[1])
    firsts = [(runs, next(group)[0]) for runs, group in alike]
    if firsts and firsts[0][0] is None:  # Before it was there, it was no value.
        firsts = firsts[1:]
    assert [(step.commit.hash, [*step.runs.values()] or None) for step in reversed(steps)] == [
        (str(number), runs) for runs, number in firsts
    ]


@given(runs=st.lists(st.floats(0, 1) | st.integers(0, 9), min_size=2, max_size=5))
def test_what_slides_show_lies_between_the_ends(runs):
    [step] = _steps_of("x", told_of([runs]))

    least, greatest = step.ends
    assert least <= step.value <= greatest
