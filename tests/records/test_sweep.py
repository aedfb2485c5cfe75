"""A sweep runs a grid of parameters with every seed into one record, for figures and claims."""

import json

import pytest
from made_records import make_record, make_run
from tiny_deck import SOURCES, build

from executed_slides.base.errors import DeckError
from executed_slides.diff.number_changes import changed_parts, find_changes
from executed_slides.records.variants import Variant
from executed_slides.scripts.script import grid, read_script

SWEEP = '''"""More units, less loss."""

# /// experiment
# figures = ["c"]
# seeds = 2
# typical = "loss"
#
# [sweep]
# units = [4, 16]
# dropout = [0.2, 0.5]
# ///

# %% Parameters tags=["parameters"]
seed = 1
units = 8
dropout = 0.0
scale = 10

# %% Measure
from executed_slides import record

print(f"units {units}, dropout {dropout}")
record.numbers(loss=scale * seed / units + dropout, large={"weights": units * 2})

# %% Figure tags=["figure"]
from helper import Picture

text = " ".join(
    f"{run.parameters.units}:{run.parameters.dropout}:{run.numbers.loss}" for run in record.runs()
)
record.figure("c", Picture(text), alt="Loss by units")
'''

TEMPLATE = """---
theme: plain
---
# Talk
* {{ c.at(units=4, dropout=0.5).loss }} at {{ c.at(units=4, dropout=0.5).parameters.units }} units
* {% claim c.at(units=16, dropout=0.2).loss < c.at(units=4, dropout=0.2).loss %}larger is better
{% endclaim %}
* {% for point in c.points %}{{ point.loss | spread("fixed", 3) }}; {% endfor %}
* best {{ (c.points | min(attribute="loss")).parameters.units }} of seeds {{ c.seeds }}
"""

NEEDING = '''"""D needs a point of C."""

# /// experiment
# needs = ["c"]
# ///

# %% Measure
from executed_slides import record

record.numbers(weights=record.needed("c", units=16, dropout=0.5).numbers.large.weights)
'''


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The tiny deck with a sweep in it, and no other experiment."""
    sources = {**SOURCES, "experiments/c.py": SWEEP, "templates/talk.md.j2": TEMPLATE}
    del sources["experiments/a.py"], sources["experiments/b.py"]
    return build(tmp_path_factory.mktemp("sweep"), sources)


def runs_of(deck) -> list[tuple]:
    runs = json.loads(deck.read("results/c.json"))["runs"]
    return [(run["seed"], run["point"]["units"], run["point"]["dropout"]) for run in runs]


def begun(outcome) -> list[str]:
    lines = [line for line in outcome.err.splitlines() if line.endswith(": begins")]
    return [line.removesuffix(": begins") for line in lines]


def test_every_point_runs_with_every_seed_into_one_record(deck):
    assert runs_of(deck) == [
        (1, 4, 0.2),
        (1, 4, 0.5),
        (1, 16, 0.2),
        (1, 16, 0.5),
        (2, 4, 0.2),
        (2, 4, 0.5),
        (2, 16, 0.2),
        (2, 16, 0.5),
    ]


def test_a_template_reads_points_by_their_parameters_and_loops_over_them(deck):
    slides = deck.read("slides/talk.md").splitlines()

    assert slides[4] == "* 4.25 at 4 units"
    assert slides[5] == "* larger is better"
    assert "* 2.700–5.200; 3.000–5.500; 0.825–1.450; 1.125–1.750; " in slides
    assert slides[-1] == r"* best 16 of seeds \[1, 2\]"


def test_a_figure_cell_reads_the_parameters_of_each_run(deck):
    picture = (deck.root / "slides/image/c.png").read_bytes()

    assert b"4:0.2:2.7 4:0.5:3.0 16:0.2:0.825 16:0.5:1.125 4:0.2:5.2" in picture


def test_the_page_is_of_the_first_point(deck):
    page = deck.read("slides/lab/c.html")

    assert "units 4, dropout 0.2" in page
    assert "dropout=0.2, units=4; dropout=0.5, units=4;" in page
    assert "this page is of the first, of which alone the outputs of cells are kept" in page


def test_a_new_value_runs_its_points_alone(deck):
    deck.edit("experiments/c.py", "[4, 16]", "[8, 4, 16]")
    reasons = [line for line in deck.run("status").lines if line.startswith("stale")]

    outcome = deck.run("build", "--jobs", "1")

    assert reasons == [
        "stale   c   sweep dropout=0.2, units=8 is new",
        "stale   c   sweep dropout=0.5, units=8 is new",
    ]
    assert begun(outcome) == [
        "c dropout=0.2, units=8 seed 1",
        "c dropout=0.5, units=8 seed 1",
        "c dropout=0.2, units=8 seed 2",
        "c dropout=0.5, units=8 seed 2",
        "c figures",
    ]
    assert len(runs_of(deck)) == 12


def test_a_value_taken_out_leaves_the_record_and_nothing_runs(deck):
    deck.edit("experiments/c.py", "[0.2, 0.5]", "[0.2]")
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ c.at(units=4).loss }}\n")
    reasons = [line for line in deck.run("status").lines if line.startswith("stale")]

    outcome = deck.run("build")

    assert reasons == [
        "stale   c   sweep dropout=0.5, units=4 is gone",
        "stale   c   sweep dropout=0.5, units=16 is gone",
    ]

    assert begun(outcome) == ["c figures"]
    assert outcome.lines[0].split()[:2] == ["draw", "c"]
    assert runs_of(deck) == [(1, 4, 0.2), (1, 16, 0.2), (2, 4, 0.2), (2, 16, 0.2)]


def test_more_seeds_run_at_every_point(deck):
    outcome = deck.run("build", "--seeds", "3", "--jobs", "1")

    assert len(begun(outcome)) == 5
    assert deck.run("check").code == 0
    assert runs_of(deck)[8:] == [(3, 4, 0.2), (3, 4, 0.5), (3, 16, 0.2), (3, 16, 0.5)]


def test_the_default_of_a_swept_parameter_decides_nothing(deck):
    deck.edit("experiments/c.py", "units = 8", "units = 9")

    assert deck.run("check").code == 0


def test_another_parameter_makes_all_points_stale(deck):
    deck.edit("experiments/c.py", "scale = 10", "scale = 11")

    outcome = deck.run("build")

    assert len(begun(outcome)) == 9


def test_another_experiment_reads_a_point(deck):
    deck.write("experiments/d.py", NEEDING)

    assert deck.run("build").code == 0

    assert json.loads(deck.read("results/d.json"))["runs"][0]["numbers"] == {"weights": 32}


def test_a_need_that_does_not_say_which_point_is_told_the_points(deck):
    deck.write("experiments/d.py", NEEDING.replace(", dropout=0.5", ""))

    outcome = deck.run("build")

    assert outcome.code == 1
    assert (
        "2 runs of 'c' are at {'units': 16}, it has {'dropout': 0.2, 'units': 4}; " in outcome.err
    )


def test_evidence_names_each_point_with_its_own_value(deck):
    deck.edit("templates/talk.md.j2", "theme: plain", "theme: plain\nevidence: Evidence")

    assert deck.run("build", "--no-run").code == 0

    rows = [line for line in deck.read("slides/talk.md").splitlines() if line.startswith("|")]
    assert any("c.at(dropout=0.5, units=4).loss`|4.25|3 – 5.5|" in row for row in rows)
    assert "seeds 1, 2 ·" in deck.read("slides/talk.md")


def test_a_number_that_a_slide_shows_of_one_point_is_used(deck):
    outcome = deck.run("check", "--unused")

    assert "{{ c.at(dropout=0.2, units=4).large.weights }}" in outcome.out
    assert [line for line in outcome.lines if line.startswith("note")] == [
        "note    c   no slide shows large.weights"
    ]


def test_a_rerun_repeats_every_point(deck):
    outcome = deck.run("rerun", "c", "--json")

    [repetition] = json.loads(outcome.out)["rerun"]
    assert repetition["verdict"] == "equal"
    assert repetition["seeds"] == [1, 2]
    assert "8 runs bit-equal" in repetition["summary"]


def test_a_difference_names_the_point_that_moved():
    small, large = {"seed": 1, "point": {"units": 4}}, {"seed": 1, "point": {"units": 16}}
    old = make_record(
        runs=[
            {**small, "numbers": {"loss": 3.0}, "series": {"v": [1.0]}},
            {**large, "numbers": {"loss": 2.0}, "series": {"v": [2.0]}},
        ]
    )
    new = make_record(
        runs=[
            {**small, "numbers": {"loss": 3.0}, "series": {"v": [1.5]}},
            {**large, "numbers": {"loss": 1.5}, "series": {"v": [2.0]}},
        ]
    )

    [change] = find_changes(old, new)

    assert (change.key, change.old, change.new) == ("at(units=16).loss", {1: 2.0}, {1: 1.5})
    assert changed_parts(old, new, "series") == ["at(units=4).v"]


@pytest.mark.parametrize(
    ("read", "error"),
    [
        (
            "c.at(units=5).loss",
            "error: templates/talk.md.j2:5: c.at(units=5): no points of its sweep are so\n"
            "hint: its points are dropout=0.2, units=4; dropout=0.5, units=4; ",
        ),
        (
            "c.at(units=4).loss",
            "error: templates/talk.md.j2:5: c.at(units=4): 2 points of its sweep are so\n"
            "hint: its points are dropout=0.2, units=4; dropout=0.5, units=4\n",
        ),
        (
            "c.loss",
            "error: templates/talk.md.j2:5: no number 'c.loss'\nhint: c has points, at, parameters",
        ),
        (
            "c.at(units=4, dropout=0.5).los",
            "error: templates/talk.md.j2:5: no number 'c.at(dropout=0.5, units=4).los'\n"
            "hint: c.at(dropout=0.5, units=4) has loss, large",
        ),
    ],
)
def test_a_point_that_there_is_not_is_told_with_those_there_are(deck, read, error):
    deck.edit("templates/talk.md.j2", "c.at(units=4, dropout=0.5).loss", read)

    outcome = deck.run("build")

    assert outcome.code == 1
    assert error in outcome.err


def test_a_smoke_build_runs_two_points_or_its_own(tmp_path):
    own = SWEEP.replace(
        "# ///\n\n", "#\n# [smoke]\n# sweep = {units = [1], dropout = [0.0]}\n# ///\n\n", 1
    )
    scripts = []
    for source in (SWEEP, own):
        (tmp_path / "c.py").write_text(source)
        scripts.append(read_script(tmp_path / "c.py", "experiments/c.py"))

    assert scripts[0].points(smoke=True) == [
        {"units": 4, "dropout": 0.2},
        {"units": 4, "dropout": 0.5},
    ]
    assert scripts[1].points(smoke=True) == [{"units": 1, "dropout": 0.0}]
    assert scripts[1].effective_parameters(smoke=True)["units"] == 1


def test_a_smoke_build_renders_points_that_it_did_not_run(deck):
    outcome = deck.run("build", "--smoke")

    assert outcome.code == 0
    assert "* 2.7 at 4 units" not in deck.read("slides/talk.md")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("# units = [4", "# unit = [4", "[sweep] runs over 'unit', which is no parameter"),
        (
            "# units = [4, 16]",
            "# seed = [1, 2]",
            "[sweep] runs over 'seed', which is set otherwise",
        ),
        ("[4, 16]", "[4, 4]", "[sweep] units = [4, 4] has a value twice"),
        ("[4, 16]", "4", "[sweep] units: expected array, got int"),
        ("[4, 16]", "[]", "[sweep] units: expected array of length >= 1"),
    ],
)
def test_a_mistake_in_a_sweep_is_named(tmp_path, old, new, message):
    (tmp_path / "c.py").write_text(SWEEP.replace(old, new, 1))

    with pytest.raises(DeckError) as error:
        read_script(tmp_path / "c.py", "experiments/c.py")

    assert error.value.message == f"experiments/c.py: {message}"


def test_the_grid_changes_its_last_parameter_fastest():
    assert grid({"a": [1, 2], "b": [3, 4]}) == [
        {"a": 1, "b": 3},
        {"a": 1, "b": 4},
        {"a": 2, "b": 3},
        {"a": 2, "b": 4},
    ]
    assert grid({}) == [{}]


def test_variants_are_named_for_people_and_for_files():
    variant = Variant(2, (("dropout", 0.5), ("units", 4)))

    assert variant.label == "dropout=0.5, units=4 seed 2"
    assert variant.stem.startswith("2-")
    assert (Variant(2).label, Variant(2).stem) == ("seed 2", "2")
    assert (Variant(None).label, Variant(None).stem) == ("", "None")


def test_a_record_splits_into_one_for_each_point():
    runs = [{"seed": seed, "point": {"units": units}} for seed in (1, 2) for units in (4, 16)]
    record = make_record("c", runs, parameters={"units": 4, "scale": 1})

    parts = record.split()

    assert [part.experiment for part in parts] == ["c.at(units=4)", "c.at(units=16)"]
    assert parts[1].parameters == {"units": 16, "scale": 1}
    assert parts[1].runs == [make_run(seed=1), make_run(seed=2)]
    assert record.find_point({"units": 16}) == 1
