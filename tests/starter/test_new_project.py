"""A new project builds at once, wherever it is put, and nothing that is there is changed."""

import json
import re
import shlex
import subprocess
from importlib import metadata, util
from pathlib import Path

import pytest
import yaml
from tiny_deck import Deck, leave_out_marp

from executed_slides.base.errors import DeckError
from executed_slides.commands.main import main, read_arguments
from executed_slides.starter.new_project import LANGUAGES, find_ignored, plan_project, write_project
from executed_slides.starter.origin import Origin, find_origin

ORIGIN = Origin("executed-slides>=1.2")


def make(root: Path, language: str = "en"):
    project = plan_project(root, language, ORIGIN)
    write_project(project)
    return project


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


@pytest.fixture
def repository(tmp_path) -> Path:
    """Somebody's repository, with a package, hooks and rules of its own."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "wellstats"\n')
    (tmp_path / "src/wellstats").mkdir(parents=True)
    (tmp_path / "src/wellstats/__init__.py").write_text("")
    return tmp_path


# ---- It builds ----


@pytest.mark.skipif(util.find_spec("matplotlib") is None, reason="it draws with Matplotlib")
@pytest.mark.parametrize("language", LANGUAGES)
def test_it_builds_and_is_proven(tmp_path, capsys, monkeypatch, language):
    leave_out_marp(monkeypatch)
    make(tmp_path, language)
    deck = Deck(tmp_path, capsys)

    built = deck.run("build")
    assert built.code == 0
    assert "which nothing declares" not in built.out
    font = {"themes/fonts/Pretendard-Regular.ttf"}
    record = deck.record("polynomial")
    assert record["measure"].get("files", {}).keys() == set()
    assert record["draw"]["files"].keys() == font
    assert deck.run("check").lines == ["good    slides/talk.md   1 records current, 3 claims true"]
    assert deck.run("build").lines == ["--      slides           up to date"]
    [_, *slides] = deck.read("slides/talk.md").split("\n---\n")
    assert len(slides) == 6
    assert "](image/errors.svg)" in slides[3] and "|---|" in slides[4] and "```python" in slides[1]
    assert all("<!--" in slide for slide in slides)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_that_it_names_is_one(tmp_path, language):
    make(tmp_path, language)

    texts = [
        (tmp_path / name).read_text("utf-8") for name in names(tmp_path) if "fonts" not in name
    ]
    commands = re.findall(r"uv run build\.py ?([^#`\n]*)", "\n".join(texts))

    assert {
        read_arguments(command.split()).verb for command in commands if "help" not in command
    } == {
        "build",
        "watch",
        "check",
        "present",
    }


def test_no_blank_is_left_unfilled(tmp_path):
    make(tmp_path / "My Talk")

    for name in names(tmp_path):
        if not name.endswith(".ttf"):
            assert not re.search(r"@[A-Z]+@", (tmp_path / name).read_text("utf-8")), name
    text = (tmp_path / "My Talk/pyproject.toml").read_text()
    assert 'name = "my-talk"' in text
    assert '"executed-slides>=1.2",' in text


def test_a_name_that_no_package_may_have_is_replaced(tmp_path):
    make(tmp_path / "발표")

    assert 'name = "talk"' in (tmp_path / "발표/pyproject.toml").read_text()


# ---- Where it is put ----


def test_alone_it_brings_its_workflow_and_hooks(tmp_path):
    make(tmp_path)

    workflow = yaml.safe_load((tmp_path / ".github/workflows/slides.yml").read_text())
    assert workflow["jobs"]["slides"]["defaults"]["run"]["working-directory"] == "./"
    hooks = yaml.safe_load((tmp_path / ".pre-commit-config.yaml").read_text())
    [hook] = hooks["repos"][0]["hooks"]
    assert hook["entry"] == "uv run build.py check --full"
    assert re.match(hook["files"], "results/polynomial.json")


def test_in_a_repository_they_stand_in_its_root_and_name_the_folder(repository):
    make(repository / "docs/talk")

    workflow = yaml.safe_load((repository / ".github/workflows/slides-docs-talk.yml").read_text())
    assert workflow["jobs"]["slides"]["defaults"]["run"]["working-directory"] == "./docs/talk/"
    hooks = yaml.safe_load((repository / ".pre-commit-config.yaml").read_text())
    [hook] = hooks["repos"][0]["hooks"]
    assert hook["entry"] == "uv run --directory docs/talk build.py check --full"
    assert re.match(hook["files"], "docs/talk/results/polynomial.json")
    assert not re.match(hook["files"], "results/polynomial.json")
    assert not (repository / "docs/talk/.github").exists()


def test_a_folder_may_have_any_name(repository):
    make(repository / "c++ (my talk)")

    hooks = yaml.safe_load((repository / ".pre-commit-config.yaml").read_text())
    [hook] = hooks["repos"][0]["hooks"]
    assert shlex.split(hook["entry"])[2:4] == ["--directory", "c++ (my talk)"]
    assert re.match(hook["files"], "c++ (my talk)/results/polynomial.json")
    [file] = (repository / ".github/workflows").iterdir()
    defaults = yaml.safe_load(file.read_text())["jobs"]["slides"]["defaults"]
    assert defaults["run"]["working-directory"] == "./c++ (my talk)/"


def test_what_the_repository_has_stays_as_it_is(repository):
    (repository / ".pre-commit-config.yaml").write_text("repos: []\n")
    before = {name: (repository / name).read_bytes() for name in names(repository)}

    project = make(repository / "talk")

    assert project.left == [repository / ".pre-commit-config.yaml"]
    assert {name: (repository / name).read_bytes() for name in before} == before


def test_files_of_its_names_are_an_error_and_nothing_is_written(repository):
    (repository / "README.md").write_text("Mine.\n")
    before = names(repository)

    with pytest.raises(DeckError) as error:
        make(repository)

    assert error.value.message == (
        "README.md, pyproject.toml: there already, and nothing is overwritten"
    )
    assert names(repository) == before


def test_a_link_that_leads_nowhere_is_a_file_of_that_name(tmp_path):
    (tmp_path / "build.py").symlink_to("gone.py")

    with pytest.raises(DeckError, match=r"build\.py: there already"):
        make(tmp_path)


def test_a_folder_that_cannot_be_written_gets_nothing(tmp_path):
    (tmp_path / "themes").write_text("A file where a folder must be.\n")

    with pytest.raises(DeckError, match="cannot be written"):
        make(tmp_path)

    assert names(tmp_path) == ["themes"]


def test_rules_of_the_repository_lose_no_results(repository):
    (repository / ".gitignore").write_text("results/\n*.json\n*.png\n*.html\nslides\n")

    assert find_ignored(make(repository / "talk")) == [
        ".vscode/extensions.json",
        ".vscode/settings.json",
    ]


@pytest.mark.parametrize("name", ["talk", "발표"])
def test_a_folder_that_git_leaves_out_is_told_whatever_its_name(repository, name):
    (repository / ".gitignore").write_text(f"/{name}/\n", "utf-8")

    ignored = find_ignored(make(repository / name))

    assert {"results/polynomial.json", "slides/talk.md", "build.py"} <= set(ignored)


# ---- The command ----


def run(*arguments: str) -> int:
    return main(Path.cwd(), ["init", *arguments])


def test_it_says_what_it_adds_and_what_comes_next(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert run("talk", "--lang", "ko") == 0

    lines = capsys.readouterr().out.splitlines()
    assert "add     talk/experiments/polynomial.py" not in lines  # It is a project of its own.
    assert "add     experiments/polynomial.py" in lines
    assert lines[-1] == "next:   cd talk && uv run build.py"
    assert "첫 발표" in (tmp_path / "talk/templates/talk.md.j2").read_text("utf-8")


def test_a_dry_run_adds_nothing(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)

    assert run("talk", "--dry-run") == 0

    assert "add     build.py" in capsys.readouterr().out
    assert names(tmp_path) == []


def test_a_second_time_is_an_error(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    run()
    capsys.readouterr()

    assert run() == 1
    assert "nothing is overwritten\nhint: name a folder of its own" in capsys.readouterr().err


# ---- Where the engine comes from ----


@pytest.mark.parametrize(
    ("told", "requirement", "place"),
    [
        (None, "executed-slides[node]>=1.2.3", None),
        (
            {"url": "https://host/slides.git", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            "executed-slides[node] @ git+https://host/slides.git@abc",
            None,
        ),
        (
            {
                "url": "ssh://git@host/mono.git",
                "vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": "main"},
                "subdirectory": "tools/slides",
            },
            "executed-slides[node] @ git+ssh://git@host/mono.git@abc#subdirectory=tools/slides",
            None,
        ),
        (
            {"url": "https://host/executed_slides-1.2.3-py3-none-any.whl", "archive_info": {}},
            "executed-slides[node] @ https://host/executed_slides-1.2.3-py3-none-any.whl",
            None,
        ),
        (
            {"url": "file:///dist/executed_slides-1.2.3-py3-none-any.whl", "archive_info": {}},
            "executed-slides[node] @ file:///dist/executed_slides-1.2.3-py3-none-any.whl",
            "file:///dist/executed_slides-1.2.3-py3-none-any.whl",
        ),
        (
            {"url": "file:///home/me/slides", "dir_info": {"editable": True}},
            "executed-slides[node] @ file:///home/me/slides",
            "file:///home/me/slides",
        ),
    ],
)
def test_a_new_project_asks_for_the_engine_where_this_one_came_from(
    monkeypatch, told, requirement, place
):
    class Installed:
        version = "1.2.3"

        def read_text(self, name):
            assert name == "direct_url.json"
            return told and json.dumps(told)

    monkeypatch.setattr(metadata, "distribution", lambda name: Installed())

    assert find_origin("[node]") == (requirement, place)


def test_an_engine_that_is_not_installed_is_asked_for_by_its_name(monkeypatch):
    def fail(name):
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "distribution", fail)

    assert find_origin() == ("executed-slides", None)
