"""What runs on a server and before a commit is spelled as the command line is."""

import re
import tomllib

import pytest
import yaml
from real_decks import ROOT

from executed_slides.commands.main import read_arguments

WORKFLOW = ".github/workflows/check.yml"
WORKFLOWS = (WORKFLOW, ".github/workflows/tests.yml")
FILES = (WORKFLOW, ".pre-commit-config.yaml", ".pre-commit-hooks.yaml")


@pytest.mark.parametrize("name", FILES)
def test_every_command_of_the_deck_is_one_that_it_has(name):
    text = (ROOT / name).read_text("utf-8")
    yaml.safe_load(text)

    commands = re.findall(r"uv run build\.py ([^>\n]+)", text)

    assert commands
    for command in commands:
        assert read_arguments(command.split()).verb in ("check", "diff")


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_reads_and_its_actions_are_pinned_by_major_version(name):
    jobs = yaml.safe_load((ROOT / name).read_text("utf-8"))["jobs"]

    uses = [step["uses"] for job in jobs.values() for step in job["steps"] if "uses" in step]

    assert uses
    assert all(re.fullmatch(r"[\w-]+/[\w-]+@v\d+", action) for action in uses)


def test_the_engine_is_tested_with_each_python_that_it_takes_on_each_system():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    [oldest] = re.findall(r"3\.\d+", project["requires-python"])
    jobs = yaml.safe_load((ROOT / WORKFLOWS[1]).read_text("utf-8"))["jobs"]

    assert jobs["engine"]["strategy"]["matrix"] == {
        "system": ["ubuntu-latest", "macos-latest", "windows-latest"],
        "python": [oldest, "3.12", "3.13", "3.14"],
    }


def test_a_hook_of_the_deck_runs_whole_and_not_file_by_file():
    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    [repository] = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text("utf-8"))["repos"]

    ours = [
        hook for hook in [*hooks, *repository["hooks"]] if hook["id"] == "executed-slides-check"
    ]

    assert [hook["pass_filenames"] for hook in ours] == [False, False]
