"""Curves, sweeps and single runs in templates: point by point of all runs, and each as it ran."""

import pytest
from judged_slides import faults, fill
from made_records import make_record

from executed_slides.base.errors import DeckError

CURVES = make_record(
    "a",
    [
        {
            "numbers": {"x": 1},
            "series": {"loss": [0.9, 0.5, 0.4, 0.6], "gaps": [1.0, None, 3.0], "same": [5, 1]},
        },
        {
            "numbers": {"x": 2},
            "series": {"loss": [0.8, 0.6], "gaps": [2.0, None, None], "same": [6, 2]},
        },
        {
            "numbers": {"x": 3},
            "series": {"loss": [0.7, 0.4, 0.5], "gaps": [3.0, None, 5.0], "same": [7, 3]},
        },
    ],
)
SWEEP = make_record(
    "w",
    [
        {"seed": seed, "point": {"n": n}, "numbers": {"acc": acc}}
        for n, accs in ((1, [0.5, 0.6, 0.7]), (2, [0.55, 0.65, 0.9]))
        for seed, acc in enumerate(accs, 1)
    ],
)


def shown(tmp_path, template: str) -> tuple[str, list[str]]:
    deck = fill(tmp_path, template, CURVES, SWEEP)
    return str.__str__(deck.markdown), faults(deck)


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        ("a.series.same", r"\[6, 2\]"),
        ("a.series.same | last", "2"),
        ("a.series.same | max", "6"),
        ("a.series.same | length", "2"),
        ("a.series.loss[0]", "0.8"),
        ("a.series.loss[1] | spread('fixed')", "0.40–0.60"),
        ("a.series.gaps[0]", "2.0"),
        ("a.series.loss | length", "3"),  # The runs stopped after 4, 2 and 3.
        ("a.series.loss | length | spread", "2–4"),
        ("a.series.loss[1] - a.series.loss[0]", "-0.29999999999999993"),
        ("w.at(n=2).acc", "0.65"),
        ("w.at(n=2).acc | spread('fixed')", "0.55–0.90"),
        ("(a.series.loss[1] - a.series.loss[0]) | spread('fixed')", "-0.40 – -0.20"),
        ("(a.series.loss[1] - 0.5) | spread('percent')", "-10.0 – 10.0%"),
        ("w.at(n=2).run(seed=3, because='the one that is drawn').acc", "0.9"),
        ("a.run(seed=2, because='the one that is drawn').x", "2"),
        ("a.run(seed=2, because='it stopped first').series.loss | last", "0.6"),
        ("a.run(seed=2, because='it stopped first').series.loss | length", "2"),
    ],
)
def test_a_point_is_the_median_of_all_runs(tmp_path, expression, text):
    assert shown(tmp_path, f"{{{{ {expression} }}}}") == (text, [])


@pytest.mark.parametrize(
    ("expression", "which"),
    [
        ("a.series.loss[3]", "1 of 3 runs of a.series.loss[3] is"),
        ("a.series.loss | last", "1 of 3 runs of a.series.loss[3] is"),
        ("a.series.loss | min", "2 of 3 runs of a.series.loss[2] are"),
        ("(100 * (a.series.loss | last)) | fixed", "1 of 3 runs of a.series.loss[3] is"),
        ("a.series.loss[3] - a.series.loss[0]", "1 of 3 runs of a.series.loss[3] is"),
        ("a.series.loss[2].values", "2 of 3 runs of a.series.loss[2] are"),
        ("a.series.gaps[2]", "2 of 3 runs of a.series.gaps[2] are"),
    ],
)
def test_a_point_that_some_runs_did_not_reach_is_not_of_all(tmp_path, expression, which):
    _, told = shown(tmp_path, f"{{{{ {expression} }}}}")

    assert told == [f"{which} shown: the others did not measure it"]


@pytest.mark.parametrize(
    ("condition", "runs"),
    [
        ("(a.series.loss | last) < (a.series.loss | first)", {1: True, 2: True, 3: True}),
        ("(a.series.loss | last) > (a.series.loss | min)", {1: True, 2: False, 3: True}),
        ("a.series.loss | min < 0.45", {1: True, 2: False, 3: True}),
        ("a.series.loss | length > 2", {1: True, 2: False, 3: True}),
        ("a.series.loss[3] < 0.7", {1: True, 2: None, 3: None}),
        ("a.series.gaps[2] > 2", {1: True, 2: None, 3: True}),
        ("a.series.same | last < 3", {1: True, 2: True, 3: False}),
        ("w.at(n=2).acc > w.at(n=1).acc", {1: True, 2: True, 3: True}),
        ("w.at(n=2).acc > 0.6", {1: False, 2: True, 3: True}),
        ("a.run(seed=2, because='so').x > 1", {None: True}),
        ("a.x >= a.run(seed=2, because='so').x", {1: False, 2: True, 3: True}),
    ],
)
def test_a_claim_reads_the_curve_of_each_run_as_far_as_that_goes(tmp_path, condition, runs):
    [claim] = fill(tmp_path, f"{{% claim {condition} %}}so{{% endclaim %}}", CURVES, SWEEP).claims

    assert claim.runs == runs


@pytest.mark.parametrize(
    ("expression", "message", "hint"),
    [
        (
            "a.run(seed=2).x",
            "a.run(seed=2) is one of 3 runs, and shown without a reason",
            'show a itself, the median of all; or say why: a.run(seed=2, because="REASON")',
        ),
        (
            "a.run(seed=2, because=' . ').x",
            "a.run(seed=2) is one of 3 runs, and shown without a reason",
            'show a itself, the median of all; or say why: a.run(seed=2, because="REASON")',
        ),
        (
            "a.run(seed=9, because='x').x",
            "a.run(seed=9): no run has this seed",
            "its seeds are 1, 2, 3",
        ),
        (
            "a.run(seed='2', because='x').x",
            "a.run(seed='2'): no run has this seed",
            "its seeds are 1, 2, 3",
        ),
        (
            "a.run().x",
            "run() is not how run is called",
            '{{ RECORD.run(seed=SEED, because="REASON").KEY }}',
        ),
        (
            "w.run(seed=3, because='x').acc",
            "no number 'w.run'",
            "w has points, at, parameters, seeds, finding, date",
        ),
        (
            "a.x.run(seed=3, because='x')",
            "a.x is a number and has no 'run'",
            "show it without .run",
        ),
        (
            "a.run(seed=2, because='x')",
            "a.run(seed=2) is put out as a whole",
            "name a value: a.run(seed=2).KEY, it has x, parameters, series, seeds, finding, date",
        ),
        (
            "a.series.gaps",
            "a row with a gap is put out, which no slide can show",
            "name a value in it, call it, or write it by a filter: {{ … | join(', ') }}",
        ),
        (
            "a.series.gaps[1]",
            "none is put out, which no slide can show",
            "name a value in it, call it, or write it by a filter: {{ … | join(', ') }}",
        ),
    ],
)
def test_what_is_asked_wrongly_is_told_with_what_to_write(tmp_path, expression, message, hint):
    with pytest.raises(DeckError) as error:
        shown(tmp_path, f"{{{{ {expression} }}}}")

    assert error.value.message.removeprefix("templates/talk.md.j2:1: ") == message
    assert error.value.hint == hint


def test_a_run_shown_by_its_seed_has_its_reason(tmp_path):
    deck = fill(tmp_path, "{{ a.run(seed=2, because='the one that is drawn').x }}", CURVES)

    [number] = deck.numbers
    assert (number.binding.reason, number.binding.names) == ("the one that is drawn", ("a.x",))


def test_a_number_that_some_runs_did_not_measure_is_not_of_all(tmp_path):
    made = make_record("b", [{"numbers": {"x": 1.5}}, {"numbers": {"x": 2.5, "late": 0.5}}])

    deck = fill(tmp_path, "{{ b.x }} {{ b.late }}", made)

    assert faults(deck) == ["1 of 2 runs of b.late is shown: the others did not measure it"]


@pytest.mark.parametrize("reading", ["float", "int", "float(88)"])
def test_what_stands_for_no_number_was_not_measured(tmp_path, reading):
    """`0.5–0.9` is no number, and the 0.0 in its place was bound to what was measured."""
    deck = fill(tmp_path, f"{{{{ a.series.loss[0] | spread('fixed') | {reading} }}}}", CURVES)

    assert deck.numbers == []


def test_a_number_called_run_is_a_projects_own(tmp_path):
    made = make_record("b", [{"numbers": {"run": 7}}])

    assert str.__str__(fill(tmp_path, "{{ b.run }}", made).markdown) == "7"
