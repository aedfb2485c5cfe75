"""A rerun compares fresh runs with the records, and touches nothing of the deck."""

import json
import os
import re
import signal
import subprocess
import sys

import psutil
import pytest
from artifact_scripts import MAKER, NEEDING
from made_records import MEASURE, make_record
from msgspec import structs

from executed_slides.base.folders import Folders
from executed_slides.diff.number_changes import Change
from executed_slides.diff.rerun import EQUAL, OUTSIDE, WITHIN, compare_rerun, judge_change
from executed_slides.records.keys import with_key
from executed_slides.records.record_files import read_record, write_record

# A chance that no seed fixes: what a variable of the machine says, which runs see, is in no key.
CHANCE = '\nimport os\nchance = float(os.environ.get("NUMBER_OF_PROCESSORS", "0"))\n# region sum'

PIXELS = """
    def savefig(self, path, metadata):
        import os
        from PIL import Image, PngImagePlugin

        about = PngImagePlugin.PngInfo()
        about.add_text("chance", os.environ.get("NUMBER_OF_PROCESSORS", "0"))
        shade = int(os.environ.get("PROCESSOR_ARCHITECTURE", "0"))
        picture = Image.new("L", (10, 10), shade)
        picture.putpixel((0, 0), 255 - shade)
        picture.save(path, "PNG", pnginfo=about)
"""


@pytest.fixture(autouse=True)
def scratch(tmp_path, monkeypatch):
    """Where reruns make their folders: it must be empty again after each test."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.delenv("NUMBER_OF_PROCESSORS", raising=False)
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def rerun(deck):
    """Reruns, and sees that no file of the deck is another one afterwards."""

    def run(*arguments):
        before = deck.files()
        outcome = deck.run("rerun", *arguments)
        assert deck.files() == before
        return outcome

    return run


@pytest.fixture
def chancy(deck):
    """A deck whose experiment a adds chance to what its seed gives."""
    deck.edit("experiments/a.py", "# region sum", CHANCE)
    deck.edit("experiments/a.py", "share=seed / 10", "share=seed / 10 + chance")
    assert deck.run("build").code == 0
    return deck


def verdicts(outcome):
    kinds = ("equal", "within", "outside", "stale", "failed", "skipped", "again")
    return [tuple(line.split()[:2]) for line in outcome.lines if line.startswith(kinds)]


def edit_record(deck, name, edit):
    path = deck.root / f"results/{name}.json"
    write_record(path, edit(read_record(path, path.name, smoke=False)))


def test_a_script_that_repeats_is_bit_equal(rerun):
    outcome = rerun()

    assert outcome.code == 0
    assert outcome.lines[-2:] == [
        "equal   a                2 runs bit-equal, 1 figure bit-equal",
        "equal   b                1 run bit-equal",
    ]


def test_a_named_experiment_runs_alone_beside_the_records_that_it_needs(rerun):
    outcome = rerun("b")

    assert verdicts(outcome) == [("equal", "b")]
    assert "a seed" not in outcome.err


def test_the_first_seed_alone_is_quicker(rerun):
    outcome = rerun("a", "--first-seed")

    assert outcome.code == 0
    assert outcome.lines[-1] == "equal   a                1 run bit-equal, 1 figure bit-equal"
    assert "a seed 2" not in outcome.err


def test_a_number_that_moves_less_than_the_seeds_do_is_within_the_spread(
    chancy, rerun, monkeypatch
):
    monkeypatch.setenv("NUMBER_OF_PROCESSORS", "0.05")

    outcome = rerun("a")

    assert outcome.code == 0
    assert outcome.lines[-3:] == [
        "within  a                1 of 2 numbers differ, all within the spread, 1 figure bit-equal",
        "        within   share seed 1 0.1000 → 0.1500, seed 2 0.2000 → 0.2500: "
        "mean within the spread of 0.10",
        "        machine and versions are the record's: the script does not repeat itself",
    ]


def test_a_number_that_moves_further_is_outside(chancy, rerun, monkeypatch):
    monkeypatch.setenv("NUMBER_OF_PROCESSORS", "0.5")

    outcome = rerun("a", "b")

    assert outcome.code == 3
    assert verdicts(outcome) == [("outside", "a"), ("equal", "b")]
    assert (
        "        outside  share seed 1 0.1000 → 0.6000, seed 2 0.2000 → 0.7000: "
        "mean 5.0 × the spread of 0.10" in outcome.lines
    )


@pytest.mark.parametrize(
    ("old", "new", "verdict"),
    [
        ({1: 0.80, 2: 0.90}, {1: 0.85, 2: 0.95}, WITHIN),
        ({1: 0.80, 2: 0.90}, {1: 0.95, 2: 0.75}, WITHIN),
        ({1: 0.80, 2: 0.90}, {1: 0.95, 2: 1.05}, OUTSIDE),
        ({1: 0.80, 2: 0.90}, {1: 0.89}, WITHIN),
        ({1: 0.80, 2: 0.90}, {1: 0.91}, OUTSIDE),
        ({1: 6, 2: 6}, {1: 6, 2: 7}, OUTSIDE),
        ({1: 0.5}, {1: 0.6}, OUTSIDE),
        ({1: 0.5}, {1: 0.50000001}, WITHIN),
        ({None: 1.5}, {None: 1.6}, OUTSIDE),
        ({1: True, 2: False}, {1: False, 2: False}, OUTSIDE),
        ({1: 0.5}, {}, OUTSIDE),
        ({}, {1: 0.5}, OUTSIDE),
        ({1: 0.5, 2: 0.6}, {1: None, 2: 0.6}, OUTSIDE),
    ],
)
def test_the_mean_over_the_seeds_that_ran_again_decides(old, new, verdict):
    assert judge_change(Change("accuracy", old, new))[0] == verdict


def test_a_number_of_a_seed_that_did_not_run_is_not_missed(tmp_path):
    runs = [{"seed": 1, "numbers": {"a": 1}}, {"seed": 2, "numbers": {"a": 2, "b": 3}}]
    old, new = make_record(runs=runs), make_record(runs=runs[:1])

    assert compare_rerun(old, new, Folders(tmp_path), Folders(tmp_path)).verdict == EQUAL


def test_a_script_that_fails_is_shown_and_touches_nothing(chancy, rerun, monkeypatch):
    monkeypatch.setenv("NUMBER_OF_PROCESSORS", "much")

    outcome = rerun()

    assert outcome.code == 1
    assert verdicts(outcome) == [("failed", "a"), ("skipped", "b")]
    assert "ValueError: could not convert string to float: 'much'" in outcome.err


def test_a_figure_that_draws_itself_otherwise_from_equal_numbers_is_outside(
    deck, rerun, monkeypatch
):
    helper = deck.read("experiments/helper.py")
    deck.write("experiments/helper.py", helper[: helper.index("    def savefig")] + PIXELS)
    assert deck.run("build").code == 0
    monkeypatch.setenv("PROCESSOR_ARCHITECTURE", "9")

    outcome = rerun("a")

    assert outcome.code == 3
    assert outcome.lines[-2:] == [
        "outside a                2 runs bit-equal, 1 of 1 figure differ",
        "        figure   a differs, by 100% of its pixels",
    ]

    monkeypatch.setenv("PROCESSOR_ARCHITECTURE", "0")
    monkeypatch.setenv("NUMBER_OF_PROCESSORS", "1")

    outcome = rerun("a")

    assert outcome.code == 0
    assert outcome.lines[-2:] == [
        "equal   a                2 runs bit-equal, 1 figure pixel-equal",
        "        figure   a has the same pixels in another file",
    ]


LINES = """
import os
from matplotlib.figure import Figure

drawing = Figure()
end, form = os.environ.get("PROCESSOR_ARCHITECTURE", "3 svg").split()
drawing.subplots().plot([1, 2, 3], [1, 2, 3 if end == "3" else 2.5])
record.figure("a", drawing, alt="Three points", format=form)
"""


def test_a_figure_of_lines_that_differs_says_in_how_many_shapes(deck, rerun, monkeypatch):
    script = deck.read("experiments/a.py")
    deck.edit("experiments/a.py", script[script.index('record.figure("a"') :], LINES)
    assert deck.run("build").code == 0

    assert rerun("a").lines[-1] == "equal   a                2 runs bit-equal, 1 figure bit-equal"

    monkeypatch.setenv("PROCESSOR_ARCHITECTURE", "2 svg")
    outcome = rerun("a")
    assert outcome.code == 3
    assert re.fullmatch(r" {8}figure   a differs in \d+ of its \d+ shapes", outcome.lines[-1])

    monkeypatch.setenv("PROCESSOR_ARCHITECTURE", "3 png")
    outcome = rerun("a")
    assert outcome.code == 3
    assert outcome.lines[-1] == "        figure   a differs"


def test_a_record_of_other_versions_is_compared_and_says_so(deck, rerun):
    deck.edit("experiments/a.py", "total = sum", "import numpy\ntotal = sum")
    deck.edit("experiments/a.py", "total=total", "total=int(numpy.int64(total))")
    assert deck.run("build").code == 0

    def older(record):
        packages = {**record.measure.packages, "numpy": "1.0.0"}
        return structs.replace(
            record,
            measure=with_key(structs.replace(record.measure, packages=packages)),
            versions={**record.versions, "numpy": "1.0.0"},
            machine=structs.replace(record.machine, cores=64),
        )

    edit_record(deck, "a", older)
    assert "stale   a   package numpy 1.0.0 → " in deck.run("check").out

    outcome = rerun("a")

    assert outcome.code == 0
    assert verdicts(outcome) == [("equal", "a")]
    assert outcome.lines[-2].startswith("        other than the record's: numpy 1.0.0 → ")
    assert outcome.lines[-1].startswith("        other than the record's: machine cores 64 → ")


def test_a_script_that_changed_since_its_record_has_nothing_to_repeat(deck, rerun):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    outcome = rerun("a")

    assert outcome.code == 3
    assert outcome.lines == [
        "stale   a   not run again: parameter steps 3 → 4",
        "        mend: uv run build.py a",
    ]


def test_a_figure_cell_that_changed_has_nothing_to_repeat(deck, rerun):
    deck.edit("experiments/a.py", 'f"total {', 'f"sum {')

    assert rerun("a").lines[0] == ("stale   a   not run again: experiments/a.py: Figure changed")


def test_an_experiment_without_a_record_has_nothing_to_repeat(deck, rerun):
    (deck.root / "results/b.json").unlink()

    outcome = rerun()

    assert outcome.code == 3
    assert verdicts(outcome) == [("stale", "b"), ("equal", "a")]


def test_a_need_that_was_measured_anew_leaves_nothing_to_repeat(deck, rerun):
    edit_record(deck, "a", lambda record: structs.replace(record, measure=with_key(MEASURE)))

    assert rerun("b").lines[0] == "stale   b   not run again: needed a is another one"


def test_an_unreadable_script_is_a_failure_and_the_others_run(deck, rerun):
    deck.edit("experiments/b.py", "2 *", "2 * *")

    outcome = rerun()

    assert outcome.code == 1
    assert verdicts(outcome) == [("failed", "b"), ("equal", "a")]


@pytest.fixture
def making(deck):
    """A deck in which b needs the model that a makes."""
    deck.write("experiments/a.py", MAKER)
    deck.write("experiments/b.py", NEEDING)
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# Talk\n* {{ b.twice }}\n")
    assert deck.run("build").code == 0
    return deck


def test_a_cached_artifact_is_used_and_not_made_again(making, rerun):
    outcome = rerun("b")

    assert verdicts(outcome) == [("equal", "b")]
    assert "a seed" not in outcome.err


def test_a_missing_artifact_is_made_again_in_scratch(making, rerun):
    making.run("artifacts", "--clear")

    outcome = rerun("b")

    assert outcome.code == 0
    assert verdicts(outcome) == [("again", "a"), ("equal", "a"), ("equal", "b")]


def test_a_damaged_artifact_is_left_as_it_is_and_made_again_in_scratch(making, rerun):
    [path] = [
        p for p in making.root.glob(".executed-slides/artifacts/*/*") if p.read_text()[-1] == "1"
    ]
    path.write_text("gone bad")

    outcome = rerun("b")

    assert verdicts(outcome) == [("again", "a"), ("equal", "a"), ("equal", "b")]
    assert path.read_text() == "gone bad"


def test_a_missing_artifact_of_a_changed_maker_cannot_be_made_as_it_was(making, rerun):
    making.run("artifacts", "--clear")
    making.edit("experiments/a.py", "total=6", "total=7")

    outcome = rerun("b")

    assert outcome.code == 3
    assert outcome.lines[0] == (
        "stale   b   not run again: it needs an artifact of a, and there "
        "experiments/a.py: Measure changed"
    )


def test_a_rerun_speaks_json(rerun):
    answer = json.loads(rerun("b", "--json").out)

    assert answer["code"] == 0
    assert answer["rerun"] == [
        {
            "name": "b",
            "seeds": [None],
            "verdict": "equal",
            "summary": "1 run bit-equal",
            "lines": [],
            "elsewhere": [],
        }
    ]


def test_a_smoke_build_is_rerun_beside_its_own_records(deck, rerun):
    deck.run("build", "--smoke")

    outcome = rerun("a", "--smoke")

    assert verdicts(outcome) == [("equal", "a")]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "--first-seed"],
        ["check", "--jobs", "2"],
        ["check", "--rerun"],
        ["rerun", "nothing"],
    ],
)
def test_a_rerun_of_nothing_is_a_usage_error(deck, arguments):
    assert deck.run(*arguments).code == 2


BLOCKING = """
import os
if os.path.exists({gate!r}):
    open({gate!r}, "w").write(str(os.getpid()))
    open({gate!r}).read()
"""


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="stops a run with a named pipe")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_rerun_leaves_nothing_behind(deck, scratch, tmp_path, sign):
    gate = tmp_path / "gate"
    deck.edit("experiments/b.py", "# %% Measure", "# %% Measure" + BLOCKING.format(gate=str(gate)))
    assert deck.run("build").code == 0
    os.mkfifo(gate)
    before = deck.files()
    command = f"""
import pathlib, signal, executed_slides.commands.main
signal.signal(signal.SIGINT, signal.default_int_handler)
root = pathlib.Path({str(deck.root)!r})
raise SystemExit(executed_slides.commands.main.main(root, ["rerun", "b"]))
"""
    process = subprocess.Popen(
        [sys.executable, "-c", command],
        env={**os.environ, "TMPDIR": str(scratch)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    kernel = psutil.Process(int(gate.read_text()))

    process.send_signal(sign)

    assert process.wait(timeout=120) == 128 + sign
    assert psutil.wait_procs([kernel], timeout=60)[1] == []
    assert deck.files() == before
    assert list(scratch.iterdir()) == []
