"""A run that waits for its record is believed if this user's build kept it, and no other."""

import json
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from executed_slides.base.folders import Folders
from executed_slides.records.schema import Machine, Run
from executed_slides.runs import kept_runs
from executed_slides.runs.kept_runs import KeptRun, drop_kept_runs, finished_run, keep_run
from executed_slides.state.project import read_project


@pytest.fixture
def kept(deck):
    """The deck's first run, kept as if its build had been cut short; where it lies."""
    project = read_project(Folders(deck.root))
    experiment = project.experiments["a"]
    variant = experiment.first_variant
    [run] = [run for run in experiment.record.runs if run.variant == variant]
    forced = experiment.must_run("again")
    deck.kept = kept_runs.KeptRun(run, {}, [], experiment.record.machine)
    keep_run(project.folders, forced, deck.kept)
    [file] = deck.root.glob(".executed-slides/runs/*/*.json")
    return lambda: finished_run(project, forced, variant), file


def test_a_run_that_our_build_kept_is_taken(kept, deck):
    finished, _ = kept

    assert finished() == deck.kept


def test_a_run_with_another_number_is_not_believed(kept):
    """A project could come with runs that never ran: the next build took them for its own."""
    finished, file = kept
    planted = json.loads(file.read_text())
    assert '"total": 6' in planted["run"]
    planted["run"] = planted["run"].replace('"total": 6', '"total": 7')
    file.write_text(json.dumps(planted))

    assert finished() is None


def test_another_users_run_is_not_believed(kept, monkeypatch):
    finished, _ = kept
    monkeypatch.setattr(kept_runs, "secret_key", lambda: b"of another user")

    assert finished() is None


def test_where_there_is_no_key_no_run_is_believed(kept, deck, monkeypatch):
    finished, file = kept
    monkeypatch.setattr(kept_runs, "secret_key", lambda: None)
    file.write_text(json.dumps({"signature": "", "run": json.loads(file.read_text())["run"]}))

    assert finished() is None


def test_scripts_that_compute_the_same_keep_their_runs_while_one_of_them_ends(tmp_path):
    """The folder of these runs went between its making and the writing: `cannot be written`."""
    experiment, machine = SimpleNamespace(key="5" * 64), Machine("Linux", "x86_64", 2, 24)
    run = Run(seed=1, numbers={}, series={}, seconds=1.0)
    kept = KeptRun(run, {}, [], machine)
    folders = Folders(tmp_path)

    def keep_and_drop(number: int) -> None:
        keep_run(folders, experiment, kept) if number % 2 else drop_kept_runs(folders, experiment)

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(keep_and_drop, range(60)))
