"""Compiled modules and packages in ZIP files have no source to follow: they count as files."""

import importlib
import shutil
import sys
import zipfile
from pathlib import Path

import pytest
from file_scripts import reading

from executed_slides.base.files import sha256

BOTH = pytest.mark.parametrize("warm", ["true", "false"], ids=["forked", "ordinary"])


@pytest.fixture
def compiled(deck) -> str:
    """A compiled module beside the experiments: `_speedups`, which MarkupSafe brings along."""
    module = pytest.importorskip("markupsafe._speedups")
    file = Path(module.__file__)
    shutil.copyfile(file, deck.root / "experiments" / file.name)
    return f"experiments/{file.name}"


def build(deck, script: str, warm: str = "true"):
    deck.write("pyproject.toml", f"[tool.executed-slides]\nwarm_start = {warm}\n")
    deck.write("experiments/c.py", script)
    outcome = deck.run("build", "c")
    assert outcome.code == 0, outcome.err
    return outcome


def stale(deck) -> list[str]:
    return [line for line in deck.run("status").lines if line.startswith("stale")]


@BOTH
def test_a_compiled_module_of_ones_own_runs_and_counts_by_its_file(deck, compiled, warm):
    outcome = build(deck, reading("import _speedups"), warm)

    assert deck.record("c")["measure"]["observed"] == {compiled: sha256(deck.root / compiled)}
    assert f'files = ["{compiled}"]' in outcome.out

    with (deck.root / compiled).open("ab") as file:
        file.write(b"rebuilt")

    assert stale(deck) == [f"stale   c   file {compiled} changed"]


def test_one_inside_a_package_of_ones_own_is_seen_too(deck, compiled):
    inside = compiled.replace("experiments/", "experiments/fast/")
    deck.write("experiments/fast/__init__.py", "from . import _speedups\n")
    (deck.root / compiled).rename(deck.root / inside)

    build(deck, reading("import fast\nfast"))

    assert [*deck.record("c")["measure"]["observed"]] == [inside]


def test_a_pattern_declares_it_and_strict_asks_for_that(deck, compiled):
    deck.write("pyproject.toml", "[tool.executed-slides]\nstrict = true\n")
    deck.write("experiments/c.py", reading("import _speedups"))
    assert f"read {compiled}, which nothing declares" in deck.run("build", "c").err

    deck.edit("experiments/c.py", "seeds = 1", 'files = ["experiments/_speedups.*"]')

    assert deck.run("build", "c").code == 0


def test_a_process_that_a_run_starts_finds_it_too(deck, compiled):
    cell = (
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', 'import _speedups'], cwd='/', check=True)"
    )
    build(deck, reading(cell))

    assert [*deck.record("c")["measure"]["observed"]] == [compiled]


def test_a_source_of_the_same_name_comes_first(deck, compiled):
    deck.write("experiments/_speedups.py", "VALUE = 1\n")

    build(deck, reading("import _speedups\n_speedups.VALUE"))

    assert deck.record("c")["measure"]["observed"] == {}


def test_a_library_that_is_loaded_by_its_path_is_seen(deck, compiled):
    build(deck, reading(f'import ctypes\nctypes.PyDLL(str(ROOT / "{compiled}"))'))

    assert [*deck.record("c")["measure"]["observed"]] == [compiled]


def test_what_is_installed_counts_by_its_version_alone(deck):
    build(deck, reading("import numpy, msgspec, zmq"))

    assert deck.record("c")["measure"]["observed"] == {}


@BOTH
def test_a_package_in_a_zip_file_counts_by_the_whole_file(deck, warm):
    def pack(value: int) -> None:
        with zipfile.ZipFile(deck.root / "lib.zip", "w") as archive:
            archive.writestr("packed/__init__.py", f"VALUE = {value}\n")

    pack(1)
    cell = "import sys\nsys.path.insert(0, str(ROOT / 'lib.zip'))\nimport packed\npacked.VALUE"
    build(deck, reading(cell), warm)
    assert deck.record("c")["measure"]["observed"] == {"lib.zip": sha256(deck.root / "lib.zip")}

    pack(2)

    assert stale(deck) == ["stale   c   file lib.zip changed"]


@BOTH
def test_so_it_does_where_the_project_puts_it_on_the_path(deck, warm, monkeypatch):
    with zipfile.ZipFile(deck.root / "lib.zip", "w") as archive:
        archive.writestr("packed/__init__.py", "VALUE = 1\n")
    monkeypatch.setattr(sys, "path", [*sys.path])
    importlib.invalidate_caches()
    table = f"[tool.executed-slides]\nwarm_start = {warm}\n[tool.executed-slides.environment]\n"
    deck.write("pyproject.toml", f'{table}PYTHONPATH = "{deck.root}/lib.zip"\n')
    deck.write("experiments/c.py", reading("import packed\npacked.VALUE"))

    assert deck.run("build", "c").code == 0

    assert deck.record("c")["measure"]["observed"] == {"lib.zip": sha256(deck.root / "lib.zip")}


def test_a_library_of_the_machine_is_no_input(deck, compiled, tmp_path, monkeypatch):
    monkeypatch.setattr("executed_slides.runs.observing._temporary_places", list)
    library = (deck.root / compiled).rename(tmp_path / "library.so")

    build(deck, reading(f"import ctypes\nctypes.PyDLL({str(library)!r}[:])"))

    assert deck.record("c")["measure"]["observed"] == {}
