"""The rooms of the engine: what imports what, what a name means, what a command loads."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest
from real_decks import ROOT

ENGINE = ROOT / "executed_slides"
ROOMS = sorted(path.parent.name for path in ENGINE.glob("*/__init__.py"))

# What a run or a drawing may need, and takes a second or more to load.
HEAVY = {
    "IPython",
    "PIL",
    "jupyter_client",
    "keras",
    "matplotlib",
    "nbclient",
    "numpy",
    "tensorflow",
}


def modules() -> dict[str, ast.Module]:
    """The engine's files, read: by their path in it. Those of a new project are no part of it."""
    return {
        path.relative_to(ENGINE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(ENGINE.rglob("*.py"))
        if not path.is_relative_to(ENGINE / "starter" / "files")
    }


def python(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess:
    environment = {**os.environ, "COLUMNS": "200"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=cwd, env=environment, capture_output=True, text=True
    )


# ---- Imports run downward ----


def lint_imports(root: Path) -> subprocess.CompletedProcess:
    command = "import sys, importlinter.cli as cli; sys.exit(cli.lint_imports(no_cache=True))"
    return python("-c", command, cwd=root)


@pytest.fixture
def copy(tmp_path) -> Path:
    """The engine and its contract, to break as one likes."""
    shutil.copytree(ENGINE, tmp_path / ENGINE.name)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_every_import_of_the_engine_runs_downward(copy):
    linted = lint_imports(copy)

    assert "Contracts: 3 kept, 0 broken." in linted.stdout
    assert linted.returncode == 0


def test_an_import_upward_or_sideways_is_refused_with_both_names(copy):
    for name, forbidden in (
        ("template/values.py", "output.marp"),
        ("base/files.py", "state.experiments"),
        ("proof/check.py", "diff.pixels"),
    ):
        with (copy / ENGINE.name / name).open("a", encoding="utf-8") as file:
            file.write(f"\nimport executed_slides.{forbidden}\n")

    linted = lint_imports(copy)

    assert "Contracts: 1 kept, 2 broken." in linted.stdout
    assert linted.returncode == 1
    assert sorted(re.findall(r"^- (.+) \(l\.\d+\)", linted.stdout, re.MULTILINE)) == [
        "executed_slides.base.files -> executed_slides.state.experiments",
        "executed_slides.proof.check -> executed_slides.diff.pixels",
        "executed_slides.template.values -> executed_slides.output.marp",
    ]


def test_two_modules_of_a_room_that_import_each_other_are_refused(copy):
    with (copy / ENGINE.name / "base" / "errors.py").open("a", encoding="utf-8") as file:
        file.write("\ndef late():\n    from executed_slides.base import files\n")

    linted = lint_imports(copy)

    assert "Contracts: 2 kept, 1 broken." in linted.stdout
    assert "No modules import each other in a circle BROKEN" in linted.stdout


@pytest.mark.parametrize("package", ["keras", "matplotlib", "tensorflow"])
def test_the_engine_needs_nothing_that_only_a_deck_computes_with(copy, package):
    with (copy / ENGINE.name / "runs" / "notebook.py").open("a", encoding="utf-8") as file:
        file.write(f"\ndef load():\n    import {package}\n")

    linted = lint_imports(copy)

    assert f"executed_slides.runs.notebook -> {package}" in linted.stdout
    assert linted.returncode == 1


def test_a_room_without_a_place_among_the_others_is_refused(copy):
    (copy / ENGINE.name / "attic").mkdir()
    (copy / ENGINE.name / "attic" / "__init__.py").touch()

    linted = lint_imports(copy)

    assert "executed_slides.attic" in linted.stdout
    assert linted.returncode == 1


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_what_goes_in_and_out_and_defines_nothing(room):
    [docstring] = ast.parse((ENGINE / room / "__init__.py").read_text("utf-8")).body

    said = docstring.value.value
    assert re.findall(r"^(In|Out): +\S", said, re.MULTILINE) == ["In", "Out"]


# ---- A name has one meaning ----

# Every verb has these two, `main` runs them, and `record.run()` is a word of scripts.
VERB = {"add_arguments", "run"}


def test_a_name_stands_in_one_module_only():
    places = defaultdict(list)
    for module, tree in modules().items():
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
                places[node.name].append(module)

    assert {
        name: found
        for name, found in places.items()
        if len(found) > 1 and not name.startswith("_") and name not in VERB
    } == {}


def private_uses(tree: ast.Module) -> list[str]:
    """The names beginning with an underscore that a module takes from others of the engine."""
    modules, names = imported(tree)
    taken = [name for name in names if name.rpartition(".")[2].startswith("_")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and re.match(r"_(?!_)", node.attr):
            owner = ast.unparse(node.value)
            if owner in modules:
                taken.append(f"{modules[owner]}.{node.attr}")
    return taken


def imported(tree: ast.Module) -> tuple[dict[str, str], list[str]]:
    """The engine's modules that one imports, by what it calls them, and the names of theirs."""
    modules, names = {}, []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("executed_slides"):
            full = {
                alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names
            }
            modules |= {name: module for name, module in full.items() if is_module(module)}
            names += full.values()
    ours = {n: module for n, module in modules.items() if module.startswith("executed_slides")}
    return ours, names


def is_module(name: str) -> bool:
    path = ROOT / name.replace(".", "/")
    return path.is_dir() or path.with_suffix(".py").is_file()


@pytest.mark.parametrize(
    ("source", "taken"),
    [
        ("from executed_slides.a import _b", ["executed_slides.a._b"]),
        ("from executed_slides.output import marp\nmarp._b()", ["executed_slides.output.marp._b"]),
        ("import executed_slides.a\nexecuted_slides.a._b()", ["executed_slides.a._b"]),
        ("from executed_slides.base.settings import Settings\nSettings._make([])", []),
        ("from executed_slides.output import marp\nmarp.__doc__", []),
        ("import other\nother._b", []),
        ("_b = 1\nself._b = _b", []),
    ],
)
def test_a_private_name_of_another_module_is_found(source, taken):
    assert private_uses(ast.parse(source)) == taken


def test_no_module_uses_a_private_name_of_another():
    used = {module: private_uses(tree) for module, tree in modules().items()}

    assert {module: names for module, names in used.items() if names} == {}


# ---- What is not needed is not loaded ----


def loaded_by(*arguments: str, cwd: Path) -> set[str]:
    """The packages that a Python program imports, until it ends well."""
    ended = python("-X", "importtime", *arguments, cwd=cwd)
    assert ended.returncode == 0, ended.stdout
    names = re.findall(r"^import time:.*\| +([\w.]+)$", ended.stderr, re.MULTILINE)
    return {name.partition(".")[0] for name in names}


def test_a_script_that_imports_record_loads_nothing_heavy(tmp_path):
    loaded = loaded_by("-c", "from executed_slides import record", cwd=tmp_path)

    assert "executed_slides" in loaded
    assert loaded & HEAVY == set()


def test_a_check_loads_nothing_heavy(deck):
    shutil.copy(ROOT / "build.py", deck.root)
    for kept in (deck.root / ".executed-slides" / "cache").iterdir():
        # A finished HTML is read once; this one is none.
        if kept.name != "shown":
            shutil.rmtree(kept)

    loaded = loaded_by("build.py", "check", cwd=deck.root)

    assert {"executed_slides", "jinja2"} <= loaded
    assert loaded & HEAVY == set()
