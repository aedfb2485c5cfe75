"""Artifacts: who makes them, who needs them, and what happens when one is gone or damaged."""

import os
from pathlib import Path

import pytest
from artifact_scripts import MAKER, NEEDING
from tiny_deck import SOURCES, build

TEMPLATE = "---\ntheme: plain\n---\n# Talk\n* {{ b.twice }} of seed {{ b.seed }}\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The tiny deck, in which b needs the model that a makes."""
    sources = {"experiments/a.py": MAKER, "experiments/b.py": NEEDING}
    sources = {**SOURCES, **sources, "templates/talk.md.j2": TEMPLATE}
    return build(tmp_path_factory.mktemp("artifacts"), sources)


def artifacts_of(deck) -> dict[str, Path]:
    """Each artifact on disk, by what it holds."""
    return {path.read_text(): path for path in deck.root.glob(".executed-slides/artifacts/*/*")}


def test_an_artifact_reaches_the_experiment_that_needs_it(deck):
    assert deck.record("b")["runs"][0]["numbers"]["seed"] == 1
    assert set(artifacts_of(deck)) == {"model of seed 1", "model of seed 2"}


def test_the_record_says_how_to_find_and_check_an_artifact(deck):
    about = deck.record("a")["runs"][0]["artifacts"]["model.txt"]

    path = artifacts_of(deck)["model of seed 1"]
    assert about["bytes"] == len("model of seed 1")
    assert path.parent.name == about["sha256"][:32]


def test_without_artifacts_nothing_is_stale(deck):
    assert deck.run("artifacts", "--clear").code == 0

    assert deck.run("check").code == 0
    assert deck.run("build").lines == ["--      slides           up to date"]


def test_a_missing_artifact_is_made_again_for_who_must_run(deck):
    deck.run("artifacts", "--clear")

    outcome = deck.run("build", "--force", "b")

    assert outcome.code == 0
    assert (
        outcome.lines[0] == "again   a                artifact model.txt is missing, and b needs it"
    )
    assert [line.split()[:2] for line in outcome.done[1:3]] == [["run", "a"], ["run", "b"]]
    # It is planned as what must run.
    assert outcome.lines[1].startswith("plan    a                2 runs, ")


def test_an_artifact_with_a_flipped_byte_is_dropped_and_made_again(deck):
    artifacts_of(deck)["model of seed 1"].write_text("mOdel of seed 1")

    outcome = deck.run("build", "--force", "b")

    assert outcome.code == 0
    assert "artifact model.txt was damaged: its SHA-256 differs, and b needs it" in outcome.lines[0]
    assert set(artifacts_of(deck)) == {"model of seed 1", "model of seed 2"}


def test_an_artifact_that_nobody_must_read_may_be_damaged(deck):
    artifacts_of(deck)["model of seed 2"].write_text("gone bad")

    outcome = deck.run("build", "--force", "b")

    assert [line.split()[:2] for line in outcome.done[:2]] == [["run", "b"], ["--", "a"]]


def test_an_undeclared_artifact_names_the_line_to_add(deck):
    deck.edit("experiments/a.py", '# artifacts = ["model.txt"]\n', "")

    outcome = deck.run("build", "--force", "a")

    assert outcome.code == 1
    assert (
        "artifact 'model.txt' is not declared\n"
        "hint: add it to the script's block, artifacts = ['model.txt']"
    ) in outcome.err


def test_an_artifact_that_is_declared_in_vain_is_an_error(deck):
    deck.edit("experiments/a.py", '"model.txt"]', '"model.txt", "other.txt"]')

    outcome = deck.run("build", "--force", "a")

    assert outcome.code == 1
    assert "its block declares artifact 'other.txt', but no cell wrote it" in outcome.err


def test_an_artifact_that_the_need_does_not_keep_is_said_with_those_it_keeps(deck):
    deck.edit("experiments/b.py", '"a", "model.txt"', '"a", "modle.txt"')

    outcome = deck.run("build")

    assert outcome.code == 1
    assert "'a' keeps no artifact 'modle.txt', only model.txt" in outcome.err


def test_artifacts_are_listed_with_size_age_and_maker(deck):
    for path in artifacts_of(deck).values():
        os.utime(path)

    outcome = deck.run("artifacts")

    assert outcome.code == 0
    assert len(outcome.lines) == 3
    assert outcome.lines[0].split()[:2] == ["kept", "model.txt"]
    assert outcome.lines[0].endswith("used 0 min ago  a")
    assert outcome.lines[2].split()[:2] == ["--", ".executed-slides/artifacts"]


def test_over_the_limit_the_longest_unused_goes_first(deck):
    deck.write("pyproject.toml", "[tool.executed-slides]\nartifacts_gb = 20e-9\n")
    os.utime(artifacts_of(deck)["model of seed 2"], (1, 1))

    outcome = deck.run("build", "--force", "b")

    assert outcome.code == 0
    assert "trim    model.txt        0 MB, over the limit" in outcome.lines
    assert set(artifacts_of(deck)) == {"model of seed 1"}


def test_what_no_record_names_goes_before_what_one_does(deck):
    deck.edit("experiments/a.py", "model of seed", "new model of seed")
    deck.run("build")
    deck.write("pyproject.toml", "[tool.executed-slides]\nartifacts_gb = 40e-9\n")
    for name, path in artifacts_of(deck).items():
        os.utime(path, (1, 1) if name.startswith("new") else None)

    deck.run("build", "--force", "b")

    assert set(artifacts_of(deck)) == {"new model of seed 1", "new model of seed 2"}


def test_smoke_keeps_its_artifacts_apart(deck):
    deck.run("build", "--smoke")

    assert len(list(deck.root.glob("smoke/artifacts/*/*"))) == 1
    assert len(artifacts_of(deck)) == 2


def test_a_run_carries_on_from_what_an_interrupted_one_left(deck):
    deck.edit(
        "experiments/b.py",
        "words =",
        "folder = record.resume_folder()\n"
        "begun = (folder / 'begun').exists()\n"
        "(folder / 'begun').touch()\n"
        "if not begun:\n    raise SystemExit('killed')\n"
        "words =",
    )
    assert deck.run("build").code == 1

    outcome = deck.run("build")

    assert outcome.code == 0
    assert deck.record("b")["runs"][0]["resumed"] is True
    assert not list(deck.root.glob(".executed-slides/resume/*/*"))


def test_what_an_interrupted_run_of_former_code_left_is_deleted(deck):
    deck.edit(
        "experiments/b.py",
        "words =",
        "record.resume_folder().joinpath('x').touch()\n1 / 0\nwords =",
    )
    deck.run("build")
    assert list(deck.root.glob(".executed-slides/resume/*/*/x"))
    deck.edit("experiments/b.py", "record.resume_folder().joinpath('x').touch()\n1 / 0\n", "")

    assert deck.run("build", "--force", "b").code == 0

    assert not list(deck.root.glob(".executed-slides/resume/*"))


def test_pictures_come_back_as_they_were(deck):
    deck.edit(
        "experiments/b.py",
        "record.numbers(",
        "import numpy as np\n"
        "record.pictures(dots=np.arange(6, dtype='uint8').reshape(2, 3))\n"
        "record.numbers(",
    )
    deck.edit("experiments/b.py", "# needs", '# figures = ["b"]\n# needs')
    deck.write(
        "experiments/b.py",
        deck.read("experiments/b.py") + '\n# %% Figure tags=["figure"]\n'
        "from helper import Picture\n"
        "dots = record.run().pictures.dots\n"
        'record.figure("b", Picture(str(dots.tolist())), alt="Dots")\n',
    )

    assert deck.run("build").code == 0

    assert b"[[0, 1, 2], [3, 4, 5]]" in (deck.root / "slides/image/b.png").read_bytes()


def test_recorded_runs_whose_artifact_is_gone_run_again_beside_missing_seeds(deck):
    deck.run("artifacts", "--clear")
    deck.edit("experiments/b.py", "twice=12", "twice=13")

    outcome = deck.run("build", "--seeds", "3")

    assert outcome.code == 0
    assert set(artifacts_of(deck)) == {f"model of seed {seed}" for seed in (1, 2, 3)}
