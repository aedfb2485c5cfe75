"""What `check` finds and lets pass in the real deck, over hundreds of changes made by code."""

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from drift_scores import SCORES
from mutations import HARMFUL, HARMLESS, Mutation

import executed_slides.scripts.packages
from executed_slides.commands.main import main

# Helpers and parameters have a hundred each: where tests run side by side, each tries a part.
PARTS = 4

Mutate = Callable[[Path], Iterator[Mutation]]


def check(root: Path, *options: str) -> tuple[int, list[str]]:
    """The exit code of `check`, and its problems but for notes, each in a line."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        code = main(root, ["check", "--json", *options])
    problems = json.loads(out.getvalue()).get("problems", [])
    return code, [f"{f['subject']}: {f['reason']}" for f in problems if f["kind"] != "note"]


@contextlib.contextmanager
def applied(root: Path, mutation: Mutation, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The deck with a mutation in it, and afterwards as it was."""
    before = {
        name: (root / name).read_bytes() if (root / name).exists() else None
        for name in mutation.files
    }
    with monkeypatch.context() as patch:
        installed = executed_slides.scripts.packages.installed_version
        patch.setattr(
            executed_slides.scripts.packages,
            "installed_version",
            lambda package: mutation.packages.get(package) or installed(package),
        )
        if any(name.startswith("data/") for name in mutation.files):
            patch.setenv("DECK_DATA", str(root / "data"))
        try:
            put(root, mutation.files)
            yield
        finally:
            put(root, before)


def put(root: Path, files: dict[str, bytes | None]) -> None:
    for name, content in files.items():
        path = root / name
        if content is None:
            path.unlink(missing_ok=True)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)


@pytest.fixture(autouse=True)
def no_data(monkeypatch):
    monkeypatch.delenv("DECK_DATA", raising=False)


def test_the_deck_as_it_stands_is_good(real):
    assert check(real, "--read-back") == (0, [])


def all_of_them(root: Path, mutates: tuple[Mutate, ...]) -> list[Mutation]:
    return [mutation for mutate in mutates for mutation in mutate(root)]


def first_of_each_kind(root: Path, mutates: tuple[Mutate, ...]) -> list[Mutation]:
    return [*{mutation.kind: mutation for mutation in all_of_them(root, mutates)[::-1]}.values()]


def find_missed(root: Path, mutations: list[Mutation], monkeypatch) -> list[tuple]:
    """The harmful changes that `check` does not find, or not explain."""
    missed = []
    for mutation in mutations:
        with applied(root, mutation, monkeypatch):
            code, problems = check(root, *(["--read-back"] if mutation.read_back else []))
        if code not in (1, 3) or not any(mutation.found_by in problem for problem in problems):
            missed.append((mutation.kind, mutation.about, mutation.found_by, code, problems[:3]))
    return missed


def find_blamed(root: Path, mutations: list[Mutation], monkeypatch) -> list[tuple]:
    """The harmless changes that `check` takes for a fault."""
    blamed = []
    for mutation in mutations:
        with applied(root, mutation, monkeypatch):
            code, problems = check(root)
        if code != 0:
            blamed.append((mutation.kind, mutation.about, code, problems[:3]))
    return blamed


def test_the_first_harmful_change_of_each_kind_is_found_and_explained(real, monkeypatch):
    assert find_missed(real, first_of_each_kind(real, HARMFUL), monkeypatch) == []


def test_the_first_harmless_change_of_each_kind_is_not_taken_for_a_fault(real, monkeypatch):
    assert find_blamed(real, first_of_each_kind(real, HARMLESS), monkeypatch) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("mutate", HARMFUL)
def test_every_harmful_change_is_found_and_explained(real, monkeypatch, mutate, part):
    mutations = [*mutate(real)][part::PARTS]

    missed = find_missed(real, mutations, monkeypatch)

    count_right(mutations, missed, harmful=True)
    assert missed == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("mutate", HARMLESS)
def test_no_harmless_change_is_taken_for_a_fault(real, monkeypatch, mutate):
    mutations = [*mutate(real)]

    blamed = find_blamed(real, mutations, monkeypatch)

    count_right(mutations, blamed, harmful=False)
    assert blamed == []


@pytest.mark.exhaustive
def test_these_changes_are_many(real):
    assert len(all_of_them(real, HARMFUL)) >= 150
    assert len(all_of_them(real, HARMLESS)) >= 50


def count_right(mutations: list[Mutation], wrong: list, harmful: bool) -> None:
    not_right = {(kind, about) for kind, about, *_ in wrong}
    for mutation in mutations:
        is_right = (mutation.kind, mutation.about) not in not_right
        SCORES.count(harmful, f"midterm: {mutation.kind}", is_right)


def test_another_working_folder_makes_no_difference(real, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)

    assert check(real) == (0, [])


def test_a_moved_clone_is_as_good(real):
    moved = real.rename(real.parent / "moved to another place")
    try:
        assert check(moved) == (0, [])
    finally:
        moved.rename(real)


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        {"LC_ALL": "C.UTF-8", "TZ": "Asia/Seoul"},
        {"PYTHONHASHSEED": "7", "COLUMNS": "20"},
    ],
)
def test_another_locale_or_terminal_makes_no_difference(real, environment):
    ended = subprocess.run(
        [sys.executable, "build.py", "check"],
        cwd=real,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, b"")
