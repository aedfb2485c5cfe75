"""What docs/what-runs-code.md says of each command, seen by a file that running code leaves."""

import ast

import pytest
from real_decks import ROOT

from executed_slides.base.cache import ENGINE
from executed_slides.base.folders import Folders
from executed_slides.commands.main import VERBS
from executed_slides.output.marp import core_options

# Whoever runs these lines leaves a file.
LEAVE = "\nimport pathlib\npathlib.Path({mark!r}).touch()\n"
READERS = [
    ["status"],
    ["artifacts"],
    ["clean", "--yes"],
    ["accept", "a", "--because", "it is the same"],
    ["check"],
    ["check", "--claims", "--unused"],
    ["build", "--no-run"],
    ["crate"],
    ["diff"],
    ["uses", "a.total"],
    ["uses", "1"],
    ["history", "a.total"],
    ["audit", "slides/talk.md"],
    ["present", "--no-open"],
]


@pytest.fixture
def marked(deck, tmp_path):
    """The deck, whose script, figure cell and helper each leave a mark when they run."""
    helper, script = deck.read("experiments/helper.py"), deck.read("experiments/a.py")
    measure, title, figure = script.partition("# %% Figure")
    head, _, cell = figure.partition("\n")
    deck.write("experiments/helper.py", helper + LEAVE.format(mark=str(tmp_path / "helper")))
    deck.write(
        "experiments/a.py",
        f"{measure}{LEAVE.format(mark=str(tmp_path / 'script'))}\n"
        f"{title}{head}\n{LEAVE.format(mark=str(tmp_path / 'figure'))}{cell}",
    )
    return deck


def marks(tmp_path) -> set[str]:
    return {name for name in ("helper", "script", "figure") if (tmp_path / name).exists()}


@pytest.mark.parametrize("arguments", READERS, ids=" ".join)
def test_a_command_that_only_reads_runs_none_of_the_code(marked, tmp_path, arguments, monkeypatch):
    monkeypatch.chdir(marked.root)

    marked.run(*arguments)

    assert marks(tmp_path) == set()


def test_a_build_runs_scripts_helpers_and_figure_cells(marked, tmp_path):
    assert marked.run("build").code == 0

    assert marks(tmp_path) == {"helper", "script", "figure"}


def test_a_rerun_runs_them_too(marked, tmp_path):
    marked.run("build")
    for name in marks(tmp_path):
        (tmp_path / name).unlink()

    marked.run("rerun", "a", "--first-seed")

    assert marks(tmp_path) == {"helper", "script", "figure"}


def test_new_figure_code_runs_without_the_measuring_cells(deck, tmp_path):
    script = deck.read("experiments/a.py")
    deck.write("experiments/a.py", script + LEAVE.format(mark=str(tmp_path / "figure")))

    deck.run("build")

    assert marks(tmp_path) == {"figure"}


@pytest.mark.parametrize("arguments", READERS[4:], ids=" ".join)
def test_a_template_reaches_no_python_in_what_renders_it(deck, tmp_path, arguments):
    reach = "{{ cycler.__init__.__globals__.import_string('os').mkdir('%s') }}" % (
        tmp_path / "made"
    )
    deck.write("templates/talk.md.j2", deck.read("templates/talk.md.j2") + reach)

    deck.run(*arguments)

    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize("verb", ["status", "rerun", "artifacts", "clean"])
def test_what_renders_no_template_reads_none(deck, verb):
    deck.write("templates/talk.md.j2", "{{ 1 / 0 }}")

    assert deck.run(verb).code == 0


def test_marp_is_not_asked_to_let_scripts_into_slides():
    assert "html" not in core_options(Folders(ROOT))


def test_the_page_names_every_command():
    page = (ROOT / "docs/what-runs-code.md").read_text("utf-8")

    assert VERBS.keys() <= {word.strip(",;") for word in page.replace("`", " ").split()}


# By which data becomes code, and who may: what it takes is its own, or the sources of a run.
RUNS_DATA = {
    "pickle",
    "cPickle",
    "dill",
    "shelve",
    "marshal",
    "eval",
    "exec",
    "compile",
    "os.system",
    "os.popen",
    "yaml.load",
    "yaml.unsafe_load",
    "runpy",
}
ALLOWED = {
    # Signed by the user's key.
    "template/compiled_code.py": {"marshal"},
    # The very sources that a run's key counts, in the process of the run.
    "runs/run_sources.py": {"compile"},
    # Statements that import packages, of the scripts that are about to run.
    "runs/preloading.py": {"exec"},
}


def found_in(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Call):
            names.add(ast.unparse(node.func))
            names |= {"shell" for word in node.keywords if word.arg == "shell"}
    return names


def test_nothing_in_the_engine_makes_code_of_data():
    found = {}
    for path in sorted(ENGINE.rglob("*.py")):
        name = path.relative_to(ENGINE).as_posix()
        if not name.startswith("starter/files/"):
            used = found_in(ast.parse(path.read_text("utf-8"))) & (RUNS_DATA | {"shell"})
            found |= {name: used} if used else {}

    assert found == ALLOWED
