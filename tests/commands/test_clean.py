"""`clean` shows what is left behind, removes it when asked, and nothing that is anybody's."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from executed_slides.base import scratch
from executed_slides.toolchain import installation
from executed_slides.toolchain.browser import npm_home

HOURS = 3600
DRAFT = ".executed-slides-0123.json"


@pytest.fixture(autouse=True)
def of_nobody_else(tmp_path, monkeypatch):
    """Temporary files and a cache of this test's own."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "cache")


def leave(path: Path, hours: float = 2, size: int = 1_000_000) -> Path:
    """A file, or a folder with one in it, that was left some hours ago."""
    file = path if path.suffix else path / "file"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b"x" * size)
    for touched in (file, path):
        os.utime(touched, (time.time() - hours * HOURS,) * 2)
    return path


def words(outcome) -> list[list[str]]:
    return [line.split(maxsplit=3) for line in outcome.lines]


def test_a_deck_that_was_just_built_has_nothing_left_behind(deck):
    assert words(deck.run("clean")) == [["--", "0.0", "MB", "nothing is left behind"]]


@pytest.mark.parametrize(
    ("name", "about"),
    [
        (f"results/{DRAFT}", "a file that was never finished"),
        (f"slides/image/{DRAFT}", "a file that was never finished"),
        (f".executed-slides/{DRAFT}", "a file that was never finished"),
        (".executed-slides/runs/0123", "finished runs of former code, parameters or data"),
        (".executed-slides/resume/0123", "checkpoints of former code, parameters or data"),
        (".executed-slides/artifacts/0123", "file, which no record names"),
        (".executed-slides/failed/gone", "what a run had recorded before it failed"),
        (".executed-slides/failed/a", "what a run had recorded before it failed"),
        (".executed-slides/fonts", "of an engine of before"),
        (".executed-slides/browser", "of an engine of before"),
    ],
)
def test_what_is_left_in_a_deck_is_shown_with_its_size_and_removed_when_asked(deck, name, about):
    left = leave(deck.root / name)
    before = deck.files()

    shown = deck.run("clean")

    assert words(shown) == [
        ["left", name, "1.0", f"MB  {about}"],
        ["--", "1.0", "MB", "`uv run build.py clean --yes` removes it"],
    ]
    assert deck.files() == before
    assert words(deck.run("clean", "--yes"))[0] == ["removed", name, "1.0", f"MB  {about}"]
    assert not left.exists()
    assert deck.run("check").code == 0


def test_what_a_run_recorded_that_still_fails_is_not_left_behind(deck):
    leave(deck.root / ".executed-slides/failed/a/1")
    deck.edit("experiments/a.py", "total = sum", "total = 1 / 0 + sum")

    assert words(deck.run("clean")) == [["--", "0.0", "MB", "nothing is left behind"]]


def test_what_git_tracks_is_never_removed(deck):
    left = leave(deck.root / ".executed-slides/fonts")
    for arguments in (["init", "-q"], ["add", "-f", ".executed-slides/fonts/file"]):
        subprocess.run(["git", "-C", deck.root, *arguments], check=True)

    deck.run("clean", "--yes")

    assert left.exists()


def test_what_is_behind_a_link_is_never_removed(deck, tmp_path):
    """A project could come with `.executed-slides` as a link to any folder of its user's."""
    shutil.rmtree(deck.root / ".executed-slides")
    for name in ("tasks", "runs/0123", "fonts", DRAFT):
        leave(tmp_path / "theirs" / name)
    (deck.root / ".executed-slides").symlink_to(tmp_path / "theirs")

    deck.run("clean", "--yes")
    deck.run("build")

    assert all((tmp_path / "theirs" / n).exists() for n in ("tasks", "runs/0123", "fonts", DRAFT))


def test_files_of_the_authors_own_are_never_removed(deck):
    own = ["slides/image/own.png", "slides/media/a.png", "results/.mine.json", "slides/.a-0.md"]
    own += [".executed-slides/mine", "slides/lab/notes.html"]
    for name in own:
        leave(deck.root / name)

    deck.run("clean", "--yes")

    assert [name for name in own if not (deck.root / name).exists()] == []


def test_runs_are_not_taken_for_former_ones_where_a_script_cannot_be_read(deck):
    left = leave(deck.root / ".executed-slides/runs/0123")
    checkpoints = leave(deck.root / ".executed-slides/resume/0123")
    deck.edit("experiments/b.py", "2 *", "2 * (")

    deck.run("clean", "--yes")
    deck.run("build", "--force", "a")

    assert left.exists()
    assert checkpoints.exists()


def test_runs_that_wait_for_their_record_are_kept(deck):
    deck.edit("experiments/a.py", "record.series(", "1 / 0\nrecord.series(")
    deck.run("build")
    kept = leave(deck.root / ".executed-slides/runs" / current_key(deck))

    deck.run("clean", "--yes")

    assert kept.exists()


def current_key(deck) -> str:
    from executed_slides.base.folders import Folders
    from executed_slides.state.project import read_project

    return read_project(Folders(deck.root)).experiments["a"].key[:32]


# ---- What the next build sweeps by itself ----


def test_a_build_removes_drafts_of_killed_ones(deck):
    old, new = leave(deck.root / "results" / DRAFT), leave(deck.root / "slides" / DRAFT, hours=0)

    deck.run("build", "--force")

    assert (old.exists(), new.exists()) == (False, True)


def test_a_build_removes_scratch_folders_of_killed_ones(deck, tmp_path, monkeypatch):
    left = leave(tmp_path / "temporary" / "executed-slides-desk-1")
    held = scratch.scratch_folder()
    os.utime(held.name, (0, 0))

    deck.run("build", "--force")
    assert (left.exists(), Path(held.name).exists()) == (False, True)
    held.cleanup()


def _folders(deck):
    from executed_slides.base.folders import Folders

    return Folders(deck.root)


# ---- Installations ----


@pytest.fixture
def home(tmp_path, monkeypatch, deck):
    monkeypatch.setattr(installation, "home", lambda folders: tmp_path / "cache")
    return tmp_path / "cache"


@pytest.mark.parametrize("name", [".marp-0123", ".browser-1"])
def test_a_build_removes_what_was_not_installed_to_its_end(deck, home, name):
    """Half a browser, 200 MB, stayed for good once the engine wanted another one."""
    left = leave(home / name[1:]).rename(home / name)

    deck.run("build", "--force")

    assert not left.exists()


def test_what_is_being_installed_is_left_alone(deck, home):
    from filelock import FileLock

    draft = home / ".marp-0123"
    draft.mkdir(parents=True)
    with FileLock(installation.lock_of(draft)):
        deck.run("build", "--force")
        deck.run("clean", "--yes")

    assert draft.exists()


def test_another_engines_marp_is_removed_by_clean_alone_and_ours_never(deck, home):
    ours, other = installation.modules(_folders(deck)), home / "marp-0123"
    chromium = ours / "@sparticuz/chromium"
    chromium.mkdir(parents=True)
    (chromium / "package.json").write_text('{"version": "153.0.0"}')
    browser = npm_home(_folders(deck)) or leave(home / "none")
    for place in (other, browser, home / "browser-1"):
        place.mkdir(parents=True, exist_ok=True)

    deck.run("build", "--force")
    assert other.exists()
    shown = deck.run("clean", "--yes").out

    assert "a Marp that another version of the engine installed" in shown
    assert [p.exists() for p in (ours, browser, other, home / "browser-1")] == [
        True,
        True,
        False,
        False,
    ]


def test_a_subset_that_no_slides_ask_for_is_removed_after_two_months(deck, home):
    old, new = leave(home / "fonts/a.woff2", hours=61 * 24), leave(home / "fonts/b.woff2")

    deck.run("build", "--force")

    assert (old.exists(), new.exists()) == (False, True)


def test_links_that_lead_nowhere_any_more_are_removed(deck, home, tmp_path):
    for name, target in (("dead", tmp_path / "gone"), ("alive", tmp_path)):
        (home / f"settings/keras-{name}").mkdir(parents=True)
        (home / f"settings/keras-{name}/models").symlink_to(target)

    deck.run("build", "--force", "a")

    assert [(home / f"settings/keras-{name}").exists() for name in ("dead", "alive")] == [
        False,
        True,
    ]
