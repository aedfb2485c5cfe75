"""Build runs what is stale and nothing else; whatever stops it, what was there stays whole."""

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest
from tiny_deck import Deck


def test_a_build_with_nothing_to_do_writes_nothing(deck):
    before = deck.files()

    outcome = deck.run()

    assert (outcome.code, outcome.lines) == (0, ["--      slides           up to date"])
    assert deck.files() == before


def test_a_changed_parameter_runs_the_experiment_and_what_needs_it(deck):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    outcome = deck.run("build")

    assert outcome.code == 0
    assert [line.split()[:2] for line in outcome.done] == [
        ["run", "a"],
        ["run", "b"],
        ["render", "templates/talk.md.j2"],
        ["export", "slides/talk.md"],
        ["export", "slides/talk.md"],
        ["measure", "slides/talk.html"],
    ]
    assert "* total 12 of 4 steps, twice is 24" in deck.read("slides/talk.md")
    assert deck.run("check").code == 0


def test_the_record_keeps_every_seed_and_the_slide_shows_the_first(deck):
    record = json.loads(deck.read("results/a.json"))

    assert [run["seed"] for run in record["runs"]] == [1, 2]
    assert [run["numbers"]["share"] for run in record["runs"]] == [0.1, 0.2]


def test_a_changed_figure_cell_draws_without_measuring(deck):
    deck.edit("experiments/a.py", 'f"total {', 'f"sum {')
    deck.edit("experiments/a.py", 'print("Epoch 1/1")', 'print("Epoch 1/1")  # seen')

    outcome = deck.run("build")

    assert outcome.lines[0].split()[:2] == ["draw", "a"]
    assert b"sum 6" in (deck.root / "slides/image/a.png").read_bytes()
    assert "# seen" not in deck.read("slides/lab/a.ipynb")


@pytest.mark.parametrize("damage", ["deleted", "swapped"])
def test_a_lost_figure_is_drawn_again_from_its_record(deck, damage):
    picture = deck.root / "slides/image/a.png"
    drawn = picture.read_bytes()
    picture.unlink() if damage == "deleted" else picture.write_bytes(b"another")

    outcome = deck.run("build")

    assert outcome.lines[0].split()[:2] == ["draw", "a"]
    assert picture.read_bytes() == drawn
    assert deck.run("check").code == 0


def test_an_edited_notebook_is_never_passed_on(deck):
    deck.edit("slides/lab/a.ipynb", "Epoch 1/1", "Epoch 9/9")

    deck.run("build")

    assert "Epoch 9/9" not in deck.read("slides/lab/a.ipynb")
    assert "Epoch 9/9" not in deck.read("slides/lab/a.html")


def test_an_edited_record_is_measured_again(deck):
    deck.edit("results/a.json", '"total": 6', '"total": 7')

    outcome = deck.run("build")

    assert outcome.lines[0] == "plan    a                2 runs, no earlier run is known"
    assert outcome.done[0].split()[:2] == ["run", "a"]
    assert "total 6" in deck.read("slides/talk.md")


def test_force_measures_what_is_up_to_date(deck):
    outcome = deck.run("build", "--force", "b")

    assert [line.split()[:2] for line in outcome.done[:2]] == [["run", "b"], ["--", "a"]]


def test_a_failing_cell_shows_itself_and_leaves_the_rest_running(deck):
    deck.edit("experiments/a.py", "total = sum", 'print("so far")\ntotal = 1 / 0 + sum')
    deck.write(
        "experiments/c.py",
        "# /// experiment\n# ///\n# %% Measure\n"
        "from executed_slides import record\nrecord.numbers(one=1)\n",
    )
    before = deck.read("results/a.json"), deck.read("slides/talk.md")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert sorted(line.split()[:2] for line in outcome.done[:3]) == [
        ["failed", "a"],
        ["run", "c"],
        ["skipped", "b"],
    ]
    assert "error: experiments/a.py:24: cell 'Measure' failed\n" in outcome.err
    assert "so far\n" in outcome.err
    assert "ZeroDivisionError" in outcome.err
    assert "hint: uv run build.py a runs it again" in outcome.err
    assert (deck.read("results/a.json"), deck.read("slides/talk.md")) == before


def test_a_dead_process_is_a_failure_like_any_other(deck):
    deck.edit("experiments/b.py", "record.numbers", "import os\nos._exit(7)\nrecord.numbers")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert "error: experiments/b.py:8: cell 'Measure' failed" in outcome.err
    assert "its process died" in outcome.err


def test_a_helper_that_changes_while_a_run_goes_on_does_not_reach_it(deck):
    deck.edit("experiments/b.py", "record.numbers", "EDIT\nrecord.numbers")
    deck.edit("experiments/b.py", "# %% Measure", "# %% Measure\nfrom deep import times")
    edit = "open('deep.py', 'a').write('\\nFACTOR = times(1, 3)\\n')"
    deck.edit("experiments/b.py", "EDIT", f"{edit}\ntimes(1, 2)")

    assert deck.run("build", "b").code == 0
    assert "deep.FACTOR changed" in deck.run("status").out


def test_no_run_renders_from_the_records_there_are(deck):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    deck.edit("templates/talk.md.j2", "# Result", "# Outcome")

    outcome = deck.run("build", "--no-run")

    assert outcome.code == 3
    assert "total 6" in deck.read("slides/talk.md")
    assert "# Outcome" in deck.read("slides/talk.md")
    assert "stale   a   parameter steps 3 → 4" in outcome.lines


@pytest.mark.parametrize(
    ("name", "old", "new", "error"),
    [
        (
            "templates/talk.md.j2",
            "a.total }}",
            "a.totl }}",
            "error: templates/talk.md.j2:5: no number 'a.totl'\nhint: a has total, share, param",
        ),
        (
            "templates/talk.md.j2",
            "b.twice",
            "bb.twice",
            "error: templates/talk.md.j2:5: 'bb' is undefined",
        ),
        (
            "templates/talk.md.j2",
            "{% endclaim %}",
            "",
            "error: templates/talk.md.j2:",
        ),
        (
            "templates/talk.md.j2",
            'code("a", "sum")',
            'code("a", "some")',
            "error: templates/talk.md.j2:13: experiments/a.py: no region, cell or function 'some'",
        ),
        (
            "experiments/b.py",
            'needs = ["a"]',
            'needs = ["aa"]',
            "error: experiments/b.py: needs 'aa', which does not exist\nhint: experiments are a, b",
        ),
        (
            "experiments/a.py",
            "# seeds = 2",
            '# seeds = 2\n# needs = ["b"]',
            "error: experiments need each other in a circle: a → b → a",
        ),
        (
            "experiments/b.py",
            "# ///\n\n",
            '# figures = ["a"]\n# ///\n\n',
            "error: experiments/b.py: figure 'a' is written by experiments/a.py too",
        ),
        (
            "experiments/b.py",
            "# ///\n\n",
            '# figure = ["x"]\n# ///\n\n',
            "error: experiments/b.py: experiment block: unknown field figure",
        ),
        ("experiments/b.py", "2 *", "2 * *", "error: experiments/b.py:10: invalid syntax"),
        (
            "experiments/a.py",
            "run.numbers.total}",
            "total}",
            "error: experiments/a.py:31: the figure cell uses 'total', which the measuring cell "
            "'Measure' assigns\nhint: a figure is drawn from the record alone",
        ),
    ],
)
def test_a_mistake_is_named_where_it_is_and_costs_nothing(deck, name, old, new, error):
    deck.edit(name, old, new)
    kept = {name: text for name, text in deck.files().items() if name.startswith("results")}

    outcome = deck.run("build")

    assert outcome.code == 1
    assert error in outcome.err
    assert kept.items() <= deck.files().items()


@pytest.mark.parametrize(
    ("old", "new", "error"),
    [
        ("{% endclaim %}", "", "templates/{}.md.j2:"),
        ("total {{ a.total }}", "total {{ a.totl }}", "templates/{}.md.j2:5: "),
        ("theme: plain", "theme: plan", "slides/{}.md:2: there is no theme 'plan'"),
    ],
)
def test_what_is_wrong_with_one_deck_stops_no_other(deck, old, new, error):
    talk = deck.read("templates/talk.md.j2")
    for name in ("before", "unlike"):
        deck.write(f"templates/{name}.md.j2", talk.replace(old, new))
    deck.write("templates/talk.md.j2", talk.replace("# Result", "# Results"))

    outcome = deck.run("build")

    assert outcome.code == 1
    errors = [line for line in outcome.err.splitlines() if line.startswith("error: ")]
    for name, line in zip(("before", "unlike"), errors, strict=True):
        assert line.startswith(f"error: {error.format(name)}")
    assert "# Results" in deck.read("slides/talk.html")
    assert not (deck.root / "slides/before.html").exists()


def test_a_program_is_told_what_is_wrong_with_each_deck(deck):
    talk = deck.read("templates/talk.md.j2")
    for name in ("before", "unlike"):
        deck.write(f"templates/{name}.md.j2", talk.replace("theme: plain", "theme: plan"))

    told = json.loads(deck.run("build", "--json").out)

    assert told["code"] == 1
    assert [event["detail"] for event in told["events"] if event["event"] == "error"] == [
        "slides/before.md:2: there is no theme 'plan'",
        "slides/unlike.md:2: there is no theme 'plan'",
    ]


def test_a_deck_that_cannot_be_made_leaves_the_others_as_they_are(deck):
    talk = deck.read("templates/talk.md.j2")
    deck.write("templates/before.md.j2", talk.replace("{{ a.total }}", "{{ a.totl }}"))
    before = deck.files()

    outcome = deck.run("build")

    assert (outcome.code, deck.files()) == (1, before)
    assert outcome.lines[2:] == [
        "--      slides/talk.md   up to date",
        "--      slides/talk.html · .pdf up to date",
    ]


def test_a_name_that_no_experiment_has_is_a_usage_error(deck):
    outcome = deck.run("build", "aa")

    assert outcome.code == 2


def test_an_undeclared_figure_is_refused_before_anything_runs(deck):
    deck.edit("experiments/a.py", '# figures = ["a"]\n', '# figures = ["other"]\n')

    outcome = deck.run("build")

    assert outcome.err.startswith("error: experiments/a.py:31: figure 'a' is not declared\n")
    assert "run     a" not in outcome.out


def test_an_undeclared_figure_by_a_computed_name_is_refused(deck):
    deck.edit("experiments/a.py", '# figures = ["a"]\n', "")
    deck.edit("experiments/a.py", 'record.figure("a"', 'record.figure("a".lower()')

    outcome = deck.run("build")

    assert "cell 'Figure' failed" in outcome.err
    assert (
        "figure 'a' is not declared: add it to the script's block, with all others whose names are "
        "computed, figures = ['a']"
    ) in outcome.err
    assert outcome.code == 1


def test_data_that_the_block_does_not_declare_is_refused(deck):
    call = 'record.data("rows.CSV".lower(), None)'
    deck.edit("experiments/b.py", "record.numbers", f"{call}\nrecord.numbers")

    outcome = deck.run("build")

    assert "cell 'Measure' failed" in outcome.err
    assert "data 'rows.csv' is not declared: add it to the script's block, data = ['rows.csv']" in (
        outcome.err
    )


def test_a_full_disk_keeps_the_former_slides(deck, monkeypatch):
    deck.edit("templates/talk.md.j2", "# Result", "# Outcome")
    before = deck.read("slides/talk.md")
    monkeypatch.setattr(Path, "replace", no_room)

    outcome = deck.run("build")

    assert outcome.code == 1
    assert "cannot be written: No space left on device" in outcome.err
    assert deck.read("slides/talk.md") == before
    assert not list((deck.root / "slides").glob(".*"))


def no_room(*_):
    raise OSError(28, "No space left on device")


def test_smoke_runs_apart_and_every_slide_says_that_it_is_no_result(deck):
    before = deck.files()

    outcome = deck.run("build", "--smoke")

    assert outcome.code == 0
    after = deck.files()
    assert {name: after[name] for name in before} == before
    assert {name.split("/")[0] for name in after.keys() - before.keys()} == {"smoke"}
    slides = deck.read("smoke/slides/talk.md")
    assert "total 0 of 1 steps" in slides
    assert "SMOKE RUN · NOT A RESULT" in slides
    assert deck.run("check", "--smoke").code == 0


def test_a_smoke_record_never_passes_as_a_result(deck):
    deck.run("build", "--smoke")
    shutil.copy(deck.root / "smoke/results/a.json", deck.root / "results/a.json")

    outcome = deck.run("check")

    assert outcome.code == 3
    assert outcome.lines[0] == (
        "stale   a   results/a.json: the record of a smoke run, which is not a result"
    )


BLOCKING = """
import os
if seed == 2 and os.path.exists({gate!r}):
    open({gate!r}, "w").write(str(os.getpid()))
    open({gate!r}).read()
"""


@pytest.fixture
def gate(deck) -> Path:
    """A pipe at which the run of seed 2 stands still, once it has said that it is there."""
    path = deck.root / "gate"
    os.mkfifo(path)
    deck.edit("experiments/a.py", "# region sum", BLOCKING.format(gate=str(path)) + "# region sum")
    return path


@pytest.fixture
def start_build(deck):
    """Starts builds as processes of their own; what still lives after the test is killed."""
    command = f"""
import pathlib, signal, executed_slides.commands.build, executed_slides.commands.main
import executed_slides.output.preparation
# A process started in the background inherits a deaf ear for Ctrl-C.
signal.signal(signal.SIGINT, signal.default_int_handler)
executed_slides.commands.build.write_exports = lambda *_: None
executed_slides.commands.build.find_altered_html = lambda *_, **__: []
executed_slides.output.preparation.is_installed = lambda _: True
root = pathlib.Path({str(deck.root)!r})
raise SystemExit(executed_slides.commands.main.main(root, ["build", "--jobs", "1"]))
"""
    builds = []

    def start() -> subprocess.Popen:
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        builds.append(subprocess.Popen([sys.executable, "-c", command], **pipes))
        return builds[-1]

    yield start
    for build in builds:
        if build.poll() is None:
            for process in psutil.Process(build.pid).children(recursive=True):
                process.kill()
            build.kill()
        build.communicate()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="stops a run with a named pipe")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_build_leaves_all_whole_and_the_next_one_carries_on(
    deck, gate, start_build, sign
):
    before = {name: deck.read(name) for name in ("results/a.json", "slides/talk.md")}
    build = start_build()
    kernel = psutil.Process(int(gate.read_text()))

    build.send_signal(sign)
    build.communicate(timeout=60)

    assert build.returncode == (-9 if sign == signal.SIGKILL else 128 + sign)
    assert {name: deck.read(name) for name in before} == before
    assert psutil.wait_procs([kernel], timeout=30)[1] == []
    gate.unlink()
    outcome = deck.run("build")
    assert outcome.code == 0
    assert "a seed 1: begins" not in outcome.err
    assert "a seed 2: begins" in outcome.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="stops a run with a named pipe")
def test_a_second_build_waits_and_says_for_whom(deck, gate, start_build):
    first = start_build()
    assert gate.read_text().isdigit()
    second = start_build()

    assert second.stderr.readline().startswith(f"waiting: process {first.pid} (since ")

    gate.write_text("go on")
    ended = first.communicate(timeout=60), second.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "run     a" in ended[0][0]
    assert "run     a" not in ended[1][0]


def test_a_record_that_is_drawn_again_has_the_finding_of_today(deck):
    assert deck.run("build").code == 0
    deck.edit("experiments/a.py", "A measures.", "A measures six.")
    deck.edit("experiments/a.py", "Total is", "The total is")

    outcome = deck.run("build")

    assert outcome.lines[0].split()[:2] == ["draw", "a"]
    assert json.loads(deck.read("results/a.json"))["finding"] == "A measures six."
    assert deck.run("check").code == 0


def test_outside_of_a_project_the_hint_makes_one(tmp_path, capsys):
    outcome = Deck(tmp_path, capsys).run("check")

    assert outcome.code == 1
    assert outcome.err == (
        f"error: no folder {tmp_path / 'experiments'}\n"
        "hint: start in the folder of a project; `uv run build.py init talk` makes one\n"
    )
