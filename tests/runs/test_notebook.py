"""Cells run in processes of their own, and those that run are known until they end."""

import json
import os
import sys
from threading import Thread

import pytest

from executed_slides.runs.notebook import Kernels, code_cell, run_cells

WAITING = """
from pathlib import Path
Path({here!r}).touch()
while not Path({go!r}).exists():
    pass
"""


def test_a_run_that_ends_leaves_the_processes_of_others_known(tmp_path):
    kernels = Kernels()

    def start(name: str) -> Thread:
        here, go = tmp_path / f"{name} is here", tmp_path / f"{name} may go"
        cells = [code_cell(WAITING.format(here=str(here), go=str(go)), title="", place="")]
        log = tmp_path / f"{name}.txt"
        run = Thread(target=run_cells, args=(cells, tmp_path, dict(os.environ), log, kernels, str))
        run.start()
        while run.is_alive() and not here.exists():
            pass
        return run

    def end(name: str, run: Thread) -> None:
        (tmp_path / f"{name} may go").touch()
        run.join()

    first = start("first")
    [one] = kernels.pids
    second = start("second")
    end("first", first)

    [two] = kernels.pids
    assert two != one
    end("second", second)
    assert kernels.pids == set()


def test_signs_that_end_a_line_elsewhere_run_as_they_stand(deck):
    text = "a\x0c%time b\u2028!c\x85d\x1ce"
    deck.write(
        "experiments/c.py",
        "# /// experiment\n# ///\n# A comment\u2028# %% No cell\n# %% Measure\n"
        "from executed_slides import record\n\x0c\n"
        f"text = '{text}'  # \u2028# region none\n"
        "record.numbers(length=len(text), last=text == 'x')\n",
    )

    assert deck.run("build", "c").code == 0
    record = json.loads(deck.read("results/c.json"))
    assert record["runs"][0]["numbers"] == {"length": len(text), "last": False}
    assert deck.run("status").code == 0


def test_a_run_is_of_the_python_that_builds_whatever_kernels_are_registered(tmp_path, monkeypatch):
    other = tmp_path / "kernels" / "python3"
    other.mkdir(parents=True)
    spec = {"argv": [str(tmp_path / "another-python")], "display_name": "", "language": "python"}
    (other / "kernel.json").write_text(json.dumps(spec))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path))
    cell = code_cell("import sys; print(sys.executable)", title="", place="")

    run_cells([cell], tmp_path, dict(os.environ), tmp_path / "log.txt", Kernels(), str)

    assert cell.outputs[0].text == f"{sys.executable}\n"


def test_where_there_are_no_process_groups_each_run_is_ended_and_one_that_is_gone_is_passed_over(
    monkeypatch,
):
    ended = []

    def end(pid, number):
        ended.append((pid, number))
        raise OSError(22, "The parameter is incorrect")  # As Windows says it.

    monkeypatch.delattr(os, "killpg")
    monkeypatch.setattr(os, "kill", end)
    kernels = Kernels()
    kernels.pids |= {1, 2}

    kernels.kill()

    assert sorted(ended) == [(1, 9), (2, 9)]


@pytest.mark.parametrize(
    "ending",
    ["exit()", "quit()", "import sys; sys.exit(0)", "raise SystemExit", "get_ipython().ask_exit()"],
)
def test_a_cell_that_ends_its_process_is_no_end_of_a_run(deck, ending):
    deck.edit("experiments/b.py", "# %% Measure", f"# %% First\n{ending}\n\n# %% Measure")
    before = deck.read("results/b.json")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert "error: experiments/b.py:8: cell 'First' failed" in outcome.err
    assert "it ends its process, by exit(), quit() or SystemExit" in outcome.err
    assert deck.read("results/b.json") == before


def test_a_process_that_a_cell_ends_at_once_is_a_failure(deck):
    deck.edit("experiments/b.py", "# %% Measure", "# %% First\nimport os; os._exit(0)\n# %% M")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert "error: experiments/b.py:8: cell 'First' failed" in outcome.err


def test_what_a_failing_run_had_recorded_stays_to_be_looked_at(deck):
    deck.edit(
        "experiments/a.py", "record.series(points", "record.numbers(best='adam')\nrecord.series(x"
    )

    failed = deck.run("build", "a", "--jobs", "1")
    kept = deck.read(".executed-slides/failed/a/1/outcome.json")
    deck.edit(
        "experiments/a.py", "record.numbers(best='adam')\nrecord.series(x", "record.series(points"
    )
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    built = deck.run("build", "a")

    assert failed.code == 1
    assert (
        "hint: what it had recorded until then lies in .executed-slides/failed/a/1/" in failed.err
    )
    assert json.loads(kept) == {"numbers": {"total": 6, "share": 0.1}}
    assert built.code == 0
    assert not (deck.root / ".executed-slides/failed/a/1").exists()


def test_what_record_refuses_is_told_without_its_own_code(deck):
    deck.edit("experiments/b.py", "record.numbers(twice=", "record.numbers(twice='text', three=")

    outcome = deck.run("build", "b")

    assert "ValueError: twice is a text: record.texts(twice=…) keeps texts" in outcome.err
    assert "record.numbers(twice='text'" in outcome.err
    assert "recording.py" not in outcome.err


def test_a_helper_that_imports_what_is_not_there_is_told_with_what_helps(deck):
    deck.write("experiments/deep.py", "import no_such_package\n" + deck.read("experiments/deep.py"))

    outcome = deck.run("build", "a", "--force")

    assert "experiments/deep.py:1" in outcome.err
    assert "No module named 'no_such_package'" in outcome.err
    assert "run_sources.py" not in outcome.err
    assert outcome.err.splitlines()[-1] == (
        "hint: `uv add NAME` installs a package and notes it in pyproject.toml; a module of your "
        "own lies beside the script"
    )
