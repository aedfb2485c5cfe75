"""Every page of the documentation does what it says."""

import os
import re
import shutil
import tomllib
from pathlib import Path

import pytest
from made_once import made_once
from pages import PAGES, Story, blocks_of, commands_of, parse
from real_decks import ROOT
from tiny_deck import leave_out_marp

TUTORIAL = ROOT / "docs/tutorial.md"


def furnish(patch: pytest.MonkeyPatch, settings: Path) -> None:
    """No data; a git that knows an author, and nothing of this machine's."""
    patch.delenv("DECK_DATA", raising=False)
    settings.write_text("[user]\nname = A\nemail = a@example.org\n")
    patch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    patch.setattr("sys.argv", ["build.py"])
    patch.setenv("UV_RUN_RECURSION_DEPTH", "1")


@pytest.fixture(scope="module")
def finished(tmp_path_factory) -> Path:
    """The deck to which the tutorial leads; the other pages go on from it."""
    return made_once(tmp_path_factory, "tutorial", tell_tutorial) / "talk"


def tell_tutorial(root: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        furnish(patch, root / "gitconfig")
        leave_out_marp(patch)
        story = Story(root, patch)
        for block in blocks_of(TUTORIAL):
            story.tell(block)
    assert story.folder == root / "talk"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_page_does_what_it_says(page, finished, tmp_path, monkeypatch):
    shutil.copytree(finished, tmp_path / "talk")
    furnish(monkeypatch, tmp_path / "gitconfig")
    leave_out_marp(monkeypatch)
    story = Story(tmp_path / "talk", monkeypatch)
    for block in blocks_of(page) if page != TUTORIAL else ():
        story.tell(block)


@pytest.mark.exhaustive
def test_with_marp_and_a_browser_every_slide_of_the_pages_shows_all_it_has(tmp_path, monkeypatch):
    """The theme of a page had no font, which only a browser sees."""
    furnish(monkeypatch, tmp_path / "gitconfig")
    story = Story(tmp_path, monkeypatch)
    for page in (TUTORIAL, ROOT / "docs/how-to/slides.md"):
        for block in blocks_of(page):
            story.tell(block)

    assert story.run(["uv", "run", "build.py", "check"]).startswith("good ")


def words_of(page: Path) -> str:
    """A page without its fenced blocks."""
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.M | re.S)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_command_in_the_words_is_one_that_there_is(page):
    for command in re.findall(r"`((?:uv|git|executed-slides) [^`]+)`", words_of(page)):
        for part in commands_of(command.replace("VERB", "build").replace(" …", "")):
            parse(part, page.name)


@pytest.mark.parametrize("page", [*PAGES, ROOT / "ARCHITECTURE.md"], ids=lambda page: page.name)
def test_a_link_leads_somewhere(page):
    for target in re.findall(r"\]\((?!https?:)([^)\s]+)\)", words_of(page)):
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.MULTILINE)
            assert anchor in {re.sub(r"[^\w -]", "", h.lower()).replace(" ", "-") for h in headings}


def test_what_is_not_run_is_what_waits_or_needs_a_network():
    unrun = [
        block.text.splitlines()[0].partition("#")[0].strip()
        for page in PAGES
        for block in blocks_of(page)
        if not block.file and block.language in ("sh", "python")
    ]

    assert unrun == [
        "uv sync",
        "uvx executed-slides init talk && cd talk && uv run build.py",
        "pip install uv && uv run build.py",
        "uv run benchmarks/nothing_to_do.py",
        "uv run build.py watch",
        "uv run build.py present",
        "uv run build.py --pptx",
        "uv run build.py check --read-back",
        "uv run build.py check --layout",
        "uv sync --extra cluster",
        "from dask_jobqueue import SLURMCluster",
        "from dask_kubernetes.operator import KubeCluster",
    ]


def test_the_first_page_is_short_and_what_others_run_stands_in_it():
    readme = (ROOT / "README.md").read_text("utf-8")

    assert len(readme.splitlines()) < 100
    assert "\npip install uv && uv run build.py " in readme
    assert "\nuv run pytest " in readme


def test_the_version_is_that_of_the_topmost_change():
    changes = (ROOT / "CHANGELOG.md").read_text("utf-8")
    versions = re.findall(r"^## (\S+) — (unreleased|\d{4}-\d\d-\d\d)$", changes, re.MULTILINE)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]

    assert len(versions) == changes.count("\n## ")
    assert versions[0][0] == project["version"]
    assert {date for _, date in versions[1:]} & {"unreleased"} == set()
