"""The reference names exactly what the code has."""

import argparse
import json
import re
from fnmatch import fnmatch
from importlib import import_module

import jinja2
import pytest
from git_decks import put_under_git
from made_records import in_runs
from real_decks import ROOT

from executed_slides import record
from executed_slides.base.folders import Folders
from executed_slides.base.settings import Settings
from executed_slides.commands import exit_codes
from executed_slides.commands.main import VERBS
from executed_slides.scripts.block import Block
from executed_slides.scripts.script import find_scripts
from executed_slides.state.project import read_project
from executed_slides.template import rendering
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.record_views import view_record
from executed_slides.template.rendering import make_environment, records_of

PAGE = (ROOT / "docs/reference.md").read_text("utf-8")
ENGINE = "\n".join(file.read_text("utf-8") for file in (ROOT / "executed_slides").rglob("*.py"))
# What the engine reads of its surroundings, and no user sets.
NOT_SET_BY_USERS = {"DISPLAY", "LD_LIBRARY_PATH", "MPLCONFIGDIR", "PATH", "UV_RUN_RECURSION_DEPTH"}


def named(title: str, column: int = 0) -> list[str]:
    """What the tables whose first column has this title name there, in code."""
    tables = re.findall(rf"^\| {title} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    rows = "".join(tables).splitlines()
    return [re.search(r"`([^`]+)`", row.split(" | ")[column])[1] for row in rows]


def bare(names: list[str]) -> set[str]:
    """Names without what they are called with."""
    return {re.match(r"[\w.]+", name)[0] for name in names}


def test_functions_of_a_record():
    assert bare(named("function")) == set(record.__all__)


def test_keys_of_the_block():
    assert named("key") == list(Block.__struct_fields__)


def test_settings():
    assert named("setting") == list(Settings.__struct_fields__)


def test_environment_variables():
    read = set(re.findall(r"environ(?:\.get\(|\[)\"(\w+)\"", ENGINE))
    read |= set(re.findall(r"\"(\w+)\" (?:not )?in os\.environ", ENGINE))

    assert set(named("environment variable")) == read - NOT_SET_BY_USERS - {"JPY_PARENT_PID"}


FRONT_MATTER = {"theme", "lang", "evidence", "constants", "routes", "minutes", "rounding"}


def test_words_tags_and_filters_of_templates(deck):
    project = read_project(Folders(deck.root))
    environment = make_environment(project)
    tags = {tag for extension in environment.extensions.values() for tag in extension.tags}
    words = rendering.context_of(project).keys() - project.experiments.keys()
    words |= environment.globals.keys() - jinja2.Environment().globals.keys()
    of_records = {*view_record(records_of(project)["a"])._others, "run", "points", "at"}

    assert bare(named("tag")) == tags
    jinjas = jinja2.Environment().filters.keys() - {"safe"}  # To us it means Markdown.
    assert bare(named("filter")) == environment.filters.keys() - jinjas
    assert bare(named("word")) == words | of_records | FRONT_MATTER


def test_calculations_that_need_no_reason():
    numbers = {"x": [0.5, 0.25], "y": [0.2, 0.4], "epoch": [3, 4]}
    known = {name: in_runs(f"a.{name}", values) for name, values in numbers.items()}
    [table] = re.findall(r"^\| free in a calculation .*\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    expressions = re.findall(r"`([^`]+)`", table.replace("\\|", "|"))

    assert len(expressions) == 10
    for expression in expressions:
        [span] = BoundEnvironment().from_string(f"{{{{ {expression} }}}}").render(known).spans
        assert (span.source.kind, span.source.reason) == ("number", ""), expression


def options_of(verb: str) -> set[str]:
    """All that a verb takes, as the reference writes it."""
    parser = argparse.ArgumentParser(prog=verb, add_help=False)
    import_module(f"executed_slides.commands.{verb}").add_arguments(parser)
    taken = {verb}
    for action in parser._actions:
        name = " ".join([verb, *action.option_strings[-1:]])
        many = " …" if action.nargs == "*" else ""
        value = "" if action.nargs == 0 else action.metavar or action.dest.upper()
        if action.option_strings:
            taken.add(f"{name} {value}".strip())
        else:
            words = f"{value}{many}" if action.nargs is None else f"[{value}{many}]"
            taken = {word if "--" in word else f"{word} {words}" for word in taken}
    return taken


def test_verbs_and_options():
    assert set(named("command")) == {word for verb in VERBS for word in options_of(verb)}


def test_exit_codes():
    codes = {value for name, value in vars(exit_codes).items() if name.isupper()}

    assert set(map(int, named("exit code"))) == codes


def fields_in_json(key: str) -> list[str]:
    [row] = re.findall(rf"^\| `{key}` \|.*\| (.*) \|$", PAGE, re.MULTILINE)
    return re.findall(r"`(\w+)`", re.sub(r"\(.*?\)", "", row))


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        (["status"], "events"),
        (["check"], "problems"),
        (["check", "--claims"], "claims"),
        (["rerun", "b"], "rerun"),
        (["audit", "slides/talk.md"], "audit"),
        (["uses", "a.total"], "uses"),
        (["uses", "a.total"], "values"),
        (["history", "a.total"], "history"),
    ],
)
def test_json(deck, arguments, key, monkeypatch):
    if key == "problems":
        deck.edit("experiments/b.py", "2 *", "3 *")

    if key == "history":
        put_under_git(deck)
    monkeypatch.chdir(deck.root)
    answer = json.loads(deck.run(*arguments, "--json").out)

    assert fields_in_json(key) == list(answer[key][0])
    assert answer.keys() - {"problems", "exported", "counts", "uses", "values", key} == {
        "code",
        "events",
    } - {key}


def test_files_that_are_made(deck):
    def in_general(name: str) -> str:
        return re.sub(r"\b[ab]\.(?=json|png|html|ipynb)", "NAME.", name.replace("talk.", "DECK."))

    made = {in_general(name) for name in deck.files() if name.startswith(("results/", "slides/"))}

    assert set(named("file")) == made


def test_experiments_of_the_midterm_deck():
    page = (ROOT / "docs/deck-midterm.md").read_text("utf-8")
    [table] = re.findall(r"^\| chapter .*\n((?:\|.*\n)+)", page, re.MULTILINE)
    patterns = re.findall(r"`([\w*]+)`", table)
    there = {path.stem for path in find_scripts(ROOT / "experiments")}

    assert {name for name in there if any(fnmatch(name, p) for p in patterns)} == there
    assert all(any(fnmatch(name, p) for name in there) for p in patterns)
