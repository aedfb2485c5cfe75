"""A good verdict holds while nothing has changed that it rests on, and never a moment longer."""

import json
import os
import shutil
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from real_decks import ROOT
from tiny_deck import Deck

from executed_slides.base.command_line import command, started_as, typed
from executed_slides.base.files import files_in, sha256
from executed_slides.base.witness import Witness
from executed_slides.commands import kept_verdict
from executed_slides.commands.kept_verdict import AskedVerb, GoodVerdict, keep, recall, since

# Each of so many trees has one to three changes.
TREES = 60
# By hand, 850 examples try 100,000 changes in a quarter of an hour.
EXAMPLES = int(os.environ.get("KEPT_VERDICT_EXAMPLES", "1"))

# Windows keeps no time of change: there each check is a full one.
pytestmark = pytest.mark.skipif(os.name != "posix", reason="no verdict is kept there")


@pytest.fixture(autouse=True)
def at_home(monkeypatch):
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr(kept_verdict, "TOO_RECENT", 0)
    # pytest itself tells each test's stage by a variable.
    ours = (*kept_verdict._OF_TERMINALS, "PYTEST_CURRENT_TEST")
    monkeypatch.setattr(kept_verdict, "_OF_TERMINALS", ours)


@pytest.fixture
def checked(deck) -> Deck:
    """A deck with what a check may come across, checked and good."""
    (deck.root / "shared").mkdir()
    (deck.root / "experiments" / "deep.py").rename(deck.root / "shared" / "deep.py")
    (deck.root / "experiments" / "deep.py").symlink_to("../shared/deep.py")
    assert deck.run("check").code == 0
    assert is_kept(deck)
    return deck


def is_kept(deck: Deck, verb: str = "check") -> bool:
    with typed(started_as(), smoke=False):
        return recall(str(deck.root), AskedVerb(verb, command())) is not None


def is_unchanged(deck: Deck, *options: str) -> bool:
    return "; unchanged since " in deck.run("check", *options).out


# ---- What it says ----


def test_what_is_unchanged_is_said_again_with_when_it_was_seen(deck):
    deck.write("slides/old.html", "of a deck that there was")
    first = deck.run("check")

    second = deck.run("check")

    note = "note    slides/old.html   is made by no template"
    assert first.code == second.code == 0
    assert first.lines[:-1] == second.lines[:-1]
    assert first.lines[0] == note
    assert second.lines[-1].partition("; unchanged since ")[0] == first.lines[-1]


def test_its_json_is_that_of_the_check(deck):
    first = json.loads(deck.run("check", "--json").out)

    second = json.loads(deck.run("check", "--json").out)

    [event] = second["events"]
    detail, _, when = event["detail"].partition("; unchanged since ")
    assert {**second, "events": [{**event, "detail": detail}]} == first
    assert len(when) == len("14:02")


def test_one_of_another_day_says_which():
    assert since(0) == time.strftime("%Y-%m-%d %H:%M", time.localtime(0))
    assert since(time.time_ns()).count(":") == 1


def test_it_loads_nothing_that_only_a_full_check_needs(deck):
    shutil.copy(ROOT / "build.py", deck.root)
    code = f"import sys; sys.argv[:] = ['build.py', 'check']; exec({COUNTED!r})"
    run = [sys.executable, "-c", code]
    first, second = (
        subprocess.run(run, cwd=deck.root, capture_output=True, text=True) for _ in range(2)
    )

    assert "unchanged" not in first.stdout
    assert "; unchanged since " in second.stdout
    assert {"jinja2", "msgspec"} <= {*first.stderr.split()}
    heavy = {"argparse", "dataclasses", "jinja2", "markdown_it", "msgspec", "yaml"}
    assert {*second.stderr.split()} & heavy == set()


def test_an_engine_that_may_write_no_bytecode_compiles_itself_once(deck, tmp_path, monkeypatch):
    bare = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "executed_slides", tmp_path / "executed_slides", ignore=bare)
    ours = tmp_path / "caches" / "executed-slides"
    for finished in ("html", "pdf", "export.json"):  # By Marp, which that home has not.
        (deck.root / "slides" / f"talk.{finished}").unlink(missing_ok=True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(ours.parent))
    code = f"import sys; sys.argv[:] = ['build.py', 'check']; exec({COUNTED!r})"

    def check() -> tuple[str, dict[str, int]]:
        ended = subprocess.run(
            [sys.executable, "-P", "-c", code], cwd=deck.root, capture_output=True, text=True
        )
        return ended.stdout, {str(p): p.stat().st_mtime_ns for p in ours.rglob("*.pyc")}

    (first, compiled), (second, compiled_then), (third, _) = check(), check(), check()

    assert "unchanged" not in first + second  # What the first looked at it made itself.
    assert "; unchanged since " in third
    assert compiled.items() <= compiled_then.items()
    assert any("/commands/check." in path for path in compiled)
    assert [*tmp_path.glob("executed_slides/**/*.pyc")] == []


COUNTED = """
from pathlib import Path
from executed_slides.commands import kept_verdict
from executed_slides.commands.main import main
kept_verdict.TOO_RECENT = 0
main(Path.cwd())
print(*sys.modules, file=sys.stderr)
"""


# ---- What a build says ----


def test_a_build_that_has_nothing_to_do_says_so_again(deck):
    first = deck.run("build")

    second = deck.run()

    assert first.lines == ["--      slides           up to date"]
    assert second.code == 0
    assert second.out.partition("; unchanged since ")[0] == first.lines[0]
    assert json.loads(deck.run("build", "--json").out)["code"] == 0


def test_a_build_that_did_something_is_no_ground(deck):
    deck.write("templates/talk.md.j2", deck.read("templates/talk.md.j2") + "\n\nMore.\n")
    deck.run("build")

    assert not is_kept(deck, "build")


@pytest.mark.parametrize("options", [["a"], ["--seeds", "2"], ["--handout"], ["--force"]])
def test_a_build_that_is_asked_for_more_looks_for_itself(deck, options):
    deck.run("build")
    deck.run("build")
    assert is_kept(deck, "build")

    assert "unchanged since" not in deck.run("build", *options).out


def test_a_build_sees_what_was_edited(deck):
    deck.run("build")
    deck.run("build")
    deck.write("slides/talk.md", "edited")

    assert "unchanged" not in deck.run("build").out
    assert deck.run("check", "--full").code == 0


def test_what_a_full_check_finds_altered_no_build_believes_any_more(deck, monkeypatch):
    """As where a disk has lost what it had, and says nothing of it."""
    monkeypatch.setattr(kept_verdict, "hash_state", lambda *_: "as it was")
    deck.run("build")
    deck.run("build")
    deck.run("check")
    deck.write("slides/talk.md", "edited")
    assert is_kept(deck)
    assert is_kept(deck, "build")

    deck.run("check", "--full")

    assert not is_kept(deck)
    assert not is_kept(deck, "build")


# ---- Who does not believe it ----


@pytest.mark.parametrize("option", ["--full", "--read-back", "--claims", "--unused", "--smoke"])
def test_a_check_that_asks_for_more_reads_all_files(checked, option):
    assert not is_unchanged(checked, option)


def test_in_ci_all_files_are_read_and_no_verdict_is_kept(deck, monkeypatch):
    monkeypatch.setenv("CI", "true")

    assert [is_unchanged(deck) for _ in range(2)] == [False, False]
    assert not [*(deck.root / ".executed-slides/cache").glob("*.verdict")]


def test_a_full_check_is_believed_by_the_next(deck):
    assert not is_unchanged(deck, "--full")

    assert is_unchanged(deck)


def test_what_is_not_good_is_told_each_time(checked):
    checked.write("slides/talk.md", "edited")

    assert [checked.run("check").code for _ in range(3)] == [3, 3, 3]
    assert not is_unchanged(checked)


def test_a_change_of_just_now_is_believed_by_nobody(deck, monkeypatch):
    """A further one could bear the same time."""
    monkeypatch.setattr(kept_verdict, "TOO_RECENT", 3600 * 10**9)
    os.utime(deck.root / "themes" / "plain.css")
    deck.run("check")

    assert not is_unchanged(deck)


def test_a_project_that_is_copied_with_its_cache_is_read(checked, tmp_path, capsys):
    shutil.copytree(checked.root, tmp_path / "copy", symlinks=True)
    copy = Deck(tmp_path / "copy", capsys)
    copy.write("slides/talk.md", "edited")

    assert copy.run("check").code == 3


def test_a_verdict_that_others_wrote_is_none(checked):
    file = checked.root / ".executed-slides" / "cache" / "check.verdict"
    entry = file.read_bytes()

    for planted in (b"", entry[:40], entry.replace(b"2 records", b"3 records"), b"[]" + entry):
        file.write_bytes(planted)
        assert not is_kept(checked)
    file.write_bytes(entry)
    assert is_kept(checked)


def test_a_verdict_of_another_engine_is_not_even_read(checked, monkeypatch, tmp_path):
    """One of an older form ended in a traceback."""
    (tmp_path / "kept_verdict.py").write_text("")
    monkeypatch.setattr(kept_verdict, "__file__", str(tmp_path / "kept_verdict.py"))
    monkeypatch.setattr(kept_verdict, "json", None)

    assert not is_kept(checked)


def test_where_a_time_of_change_can_be_set_back_no_verdict_is_kept(checked, monkeypatch):
    monkeypatch.setattr(kept_verdict.os, "name", "nt")

    assert recall(str(checked.root), AskedVerb("check", "")) is None


def test_on_a_disk_that_has_no_time_of_change_no_verdict_is_kept(deck, monkeypatch):
    """FAT, or SFTP: what changes the one time of a file changes both."""
    monkeypatch.setattr(os, "utime", lambda *_, **__: None)
    deck.run("check")

    assert not is_kept(deck)


# ---- What it rests on ----


def restore_times(path: Path, before: os.stat_result) -> None:
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def rewrite(path: Path, content: bytes | None = None) -> None:
    """Other bytes of the same size and time, or the same bytes again."""
    before = path.stat()
    path.write_bytes(path.read_bytes()[::-1] if content is None else content)
    restore_times(path, before)


def restore_content(deck: Deck) -> None:
    theme = deck.root / "themes" / "plain.css"
    content = theme.read_bytes()
    theme.write_bytes(b"")
    rewrite(theme, content)


def replace_folder(deck: Deck) -> None:
    folder = deck.root / "slides" / "image"
    shutil.copytree(folder, deck.root / "slides" / "new", copy_function=shutil.copy2)
    shutil.rmtree(folder)
    (deck.root / "slides" / "new").rename(folder)


def lead_elsewhere(deck: Deck) -> None:
    link = deck.root / "experiments" / "deep.py"
    link.unlink()
    link.symlink_to("helper.py")


def link_a_room(deck: Deck) -> None:
    (deck.root / "themes").rename(deck.root.parent / "themes")
    (deck.root / "themes").symlink_to(deck.root.parent / "themes", target_is_directory=True)


def move_all_away(deck: Deck) -> None:
    (deck.root).rename(deck.root.with_name("moved"))
    deck.root.symlink_to(deck.root.with_name("moved"), target_is_directory=True)


EDITS = {
    "saved": lambda deck: deck.write("templates/talk.md.j2", deck.read("templates/talk.md.j2")),
    "same size and time": lambda deck: rewrite(deck.root / "slides" / "talk.md"),
    "content restored": restore_content,
    "touched": lambda deck: os.utime(deck.root / "experiments" / "a.py"),
    "set back": lambda deck: os.utime(deck.root / "experiments" / "a.py", (0, 0)),
    "mode": lambda deck: (deck.root / "results" / "a.json").chmod(0o600),
    "renamed": lambda deck: (deck.root / "slides/talk.md").rename(deck.root / "slides/old.md"),
    "deleted": lambda deck: (deck.root / "slides" / "talk.provenance.json").unlink(),
    "new file": lambda deck: deck.write("experiments/c.py", "x = 1"),
    "new setting": lambda deck: deck.write("pyproject.toml", "[tool.executed-slides]\n"),
    "new picture": lambda deck: deck.write("slides/image/c.png", "new"),
    "linked hard": lambda deck: os.link(deck.root / "slides/talk.md", deck.root / "slides/b.md"),
    "folder replaced": replace_folder,
    "link led elsewhere": lead_elsewhere,
    "link's target edited": lambda deck: rewrite(deck.root / "shared/deep.py"),
    "room linked": link_a_room,
    "all linked": move_all_away,
}


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_no_change_of_a_file_escapes(checked, edit):
    edit(checked)

    assert not is_kept(checked)


def test_a_link_in_a_listed_folder_may_become_one_to_a_file(deck):
    """Of one that leads to a folder, listing it is all that a check does."""
    place = deck.root / "elsewhere"
    place.mkdir()
    (deck.root / "slides" / "image" / "old.png").symlink_to("../../elsewhere")
    deck.run("check")
    assert is_kept(deck)

    place.rmdir()
    place.write_bytes(b"")

    assert not is_kept(deck)
    assert deck.run("check").lines[0] == "note    slides/image/old.png   is made by no script"


def test_another_data_folder_is_another_matter(checked, monkeypatch, tmp_path):
    monkeypatch.setenv("DECK_DATA", str(tmp_path))

    assert not is_kept(checked)


def test_other_terminals_of_a_user_believe_the_same(checked, monkeypatch):
    monkeypatch.setenv("SHLVL", "7")
    monkeypatch.setenv("OLDPWD", "/elsewhere")

    assert is_kept(checked)


def test_the_engine_s_own_files_count(deck, monkeypatch, tmp_path):
    module = ModuleType("loaded")
    module.__file__ = str(tmp_path / "loaded.py")
    (tmp_path / "loaded.py").write_text("x = 1")
    monkeypatch.setitem(sys.modules, "loaded", module)
    deck.run("check")
    assert is_kept(deck)

    rewrite(tmp_path / "loaded.py")

    assert not is_kept(deck)


def test_a_package_that_is_installed_counts(deck, monkeypatch, tmp_path):
    (tmp_path / "packages").mkdir()
    monkeypatch.syspath_prepend(tmp_path / "packages")
    deck.run("check")
    assert is_kept(deck)

    (tmp_path / "packages" / "new.py").write_text("")

    assert not is_kept(deck)


def test_a_line_that_python_runs_when_it_starts_counts(deck, monkeypatch, tmp_path):
    """By such a line an editable package is found, or is no more."""
    (tmp_path / "packages").mkdir()
    start = tmp_path / "packages" / "own.pth"
    start.write_text("import own_finder; own_finder.install()\n")
    monkeypatch.syspath_prepend(tmp_path / "packages")
    deck.run("check")
    assert is_kept(deck)

    rewrite(start)

    assert not is_kept(deck)


def test_a_clock_that_was_set_back_is_no_clock(checked, monkeypatch):
    earlier = time.time_ns() - 3600 * 10**9
    monkeypatch.setattr(kept_verdict.time, "time_ns", lambda: earlier)

    assert not is_kept(checked)


def test_a_file_that_changes_while_it_is_checked_is_no_ground(deck, monkeypatch):
    def edit(*_):
        rewrite(deck.root / "themes" / "plain.css", b"/* @theme plain */\n")
        return []

    monkeypatch.setattr("executed_slides.commands.check.find_ghost_files", edit)
    deck.run("check")

    assert not is_kept(deck)


# ---- Who notes what is looked at ----


def seen_in(folder: Path, look) -> set[str]:
    with Witness(without=str(folder / "cache")) as witness:
        look()
    assert witness.is_sure
    return {str(Path(path).relative_to(folder)) for path in witness.seen}


def test_every_way_to_look_at_a_path_is_noted(tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").write_text("here")
    file, folder, absent = tmp_path / "file", tmp_path / "folder", tmp_path / "absent"

    assert seen_in(tmp_path, file.read_text) == {"file"}
    assert seen_in(tmp_path, lambda: list(folder.iterdir())) == {"folder"}
    assert seen_in(tmp_path, lambda: list(os.scandir(str(folder)))) == {"folder"}
    for asks in (absent.exists, absent.is_file, absent.is_dir, absent.is_symlink):
        assert seen_in(tmp_path, asks) == {"absent"}
    assert seen_in(tmp_path, lambda: os.path.lexists(absent)) == {"absent"}
    assert seen_in(tmp_path, lambda: os.stat(os.fsencode(file))) == {"file"}  # noqa: PTH116
    with pytest.raises(FileNotFoundError):
        seen_in(tmp_path, absent.read_text)
    assert seen_in(tmp_path, (tmp_path / "cache" / "entry").exists) == set()


def test_who_asks_another_process_cannot_be_sure():
    with Witness(without="/nowhere") as witness:
        subprocess.run([sys.executable, "-c", ""], check=True)

    assert not witness.is_sure


def test_after_it_nobody_is_watched(tmp_path):
    asked = os.stat, os.lstat
    with Witness(without="/nowhere") as witness:
        pass
    (tmp_path / "file").write_text("here")

    assert (os.stat, os.lstat) == asked
    assert witness.seen == {}


# ---- Drawn edits ----


def prove(root: Path) -> str:
    """A small check, which reads, lists and asks as the check does."""
    texts = [sha256(file) for file in files_in(root / "room", ".md", below=True)]
    found = [(root / name).exists() for name in ("absent", "room/absent", "link", "link/one.md")]
    inside = os.path.realpath(root / "link").startswith(os.path.realpath(root))
    may = [(root / name).stat().st_mode for name in ("room/one.md",) if (root / name).exists()]
    data = sha256(root / "data") if (root / "data").exists() else ""
    return repr((texts, found, inside, may, data))


def plant(root: Path) -> None:
    for name in ("room/one.md", "room/two.md", "room/below/three.md", "data/a.csv", "else/one.md"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    (root / "link").symlink_to("else", target_is_directory=True)
    (root / "turn").mkdir()
    (root / "room" / "turn.md").symlink_to("../turn", target_is_directory=True)
    (root / "data" / "link").symlink_to("../else", target_is_directory=True)


NAMES = ("room/one.md", "room/two.md", "room/below/three.md", "data/a.csv", "else/one.md")
FOLDERS = ("room", "room/below", "data", "else", "turn")
PLACES = (
    *NAMES,
    *FOLDERS,
    "link",
    "room/turn.md",
    "data/link",
    "absent",
    "room/absent",
    "room/new.md",
    "data/b",
)


def write_same(root: Path, name: str, _: str) -> None:
    rewrite(root / name, (root / name).read_bytes())


def write_other(root: Path, name: str, _: str) -> None:
    rewrite(root / name)


def append(root: Path, name: str, _: str) -> None:
    with (root / name).open("a") as file:
        file.write("more")


def recreate(root: Path, name: str, _: str) -> None:
    before, content = (root / name).stat(), (root / name).read_bytes()
    (root / name).unlink()
    (root / name).write_bytes(content[::-1])
    restore_times(root / name, before)


def set_time(root: Path, name: str, _: str) -> None:
    os.utime(root / name, (1, 1))


def change_mode(root: Path, name: str, _: str) -> None:
    (root / name).chmod((root / name).stat().st_mode ^ 0o011)


def remove(root: Path, name: str, _: str) -> None:
    path = root / name
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()


def move(root: Path, name: str, other: str) -> None:
    (root / name).rename(root / other)


def swap(root: Path, name: str, other: str) -> None:
    (root / name).rename(root / "aside")
    (root / other).rename(root / name)
    (root / "aside").rename(root / other)


def copy_over(root: Path, name: str, other: str) -> None:
    shutil.copy2(root / name, root / other)


def copy_folder(root: Path, name: str, _: str) -> None:
    """Another folder with the same files, names and times."""
    shutil.copytree(root / name, root / "aside", symlinks=True)
    remove(root, name, "")
    (root / "aside").rename(root / name)


def lead(root: Path, name: str, other: str) -> None:
    if (root / name).is_symlink():
        (root / name).unlink()
    (root / name).symlink_to(os.path.relpath(root / other, (root / name).parent))


def hide_behind_link(root: Path, name: str, _: str) -> None:
    aside = root.parent / f"{root.name}-{name.replace('/', '-')}"
    (root / name).rename(aside)
    (root / name).symlink_to(aside)


def link_hard(root: Path, name: str, other: str) -> None:
    (root / other).hardlink_to(root / name)


def create(root: Path, name: str, _: str) -> None:
    (root / name).open("x").close()


def make_folder(root: Path, name: str, _: str) -> None:
    (root / name).mkdir()


def leave(root: Path, name: str, _: str) -> None:
    """Reads alone."""
    (root / name).stat()


CHANGES = [
    *(write_same, write_other, append, recreate, set_time, change_mode, remove, move, swap),
    *(copy_over, copy_folder, lead, hide_behind_link, link_hard, create, make_folder, leave),
]
a_change = st.tuples(st.sampled_from(CHANGES), st.sampled_from(PLACES), st.sampled_from(PLACES))


def let_time_pass(folder: Path) -> None:
    """Until files have times that none had before: some systems count them by ten milliseconds."""
    probe = folder / "probe"
    began = time.time_ns()
    while not probe.exists() or probe.stat().st_ctime_ns < began + 20_000_000:
        probe.write_text("")


@given(trees=st.lists(st.lists(a_change, min_size=1, max_size=3), min_size=TREES, max_size=TREES))
@settings(
    max_examples=EXAMPLES,
    phases=[Phase.generate],
    deadline=None,
    suppress_health_check=[*HealthCheck],
)
def test_what_is_recalled_is_what_a_look_would_find(tmp_path_factory, monkeypatch, trees):
    monkeypatch.setattr(kept_verdict, "_loaded_files", list)  # They are pytest's, and many.
    folder = tmp_path_factory.mktemp("trees")
    roots = [folder / str(number) for number in range(len(trees))]
    for root in roots:
        plant(root)
    let_time_pass(folder)
    for root in roots:
        began = time.time_ns()
        with Witness(without=str(root / ".executed-slides")) as witness:
            found = prove(root)
        keep(str(root), AskedVerb("check", ""), GoodVerdict(began, ("", "", found), {}), witness)
    let_time_pass(folder)

    for root, changes in zip(roots, trees, strict=True):
        assert recall(str(root), AskedVerb("check", "")), "nothing has changed yet"
        for change, name, other in changes:
            with suppress(OSError, shutil.Error):
                change(root, name, other)
        verdict = recall(str(root), AskedVerb("check", ""))
        assert verdict is None or verdict.event[2] == prove(root), changes
    shutil.rmtree(folder)


DRAWN_FILES = (
    *("templates/talk.md.j2", "themes/plain.css", "experiments/a.py", "experiments/deep.py"),
    *("results/a.json", "slides/talk.md", "slides/talk.html", "slides/talk.layout.json"),
    *("slides/image/a.png", "slides/lab/a.html", "pyproject.toml", "slides/media/mine.txt"),
)
DRAWN = (*DRAWN_FILES, "templates", "slides/image", "experiments", "slides/lab", "slides/new.md")


@given(
    changes=st.lists(
        st.tuples(st.sampled_from(CHANGES), st.sampled_from(DRAWN), st.sampled_from(DRAWN)),
        min_size=1,
        max_size=2,
    )
)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[*HealthCheck], phases=[Phase.generate]
)
def test_a_deck_s_verdict_is_never_another_than_that_of_a_full_check(
    deck, built, tmp_path_factory, capsys, changes
):
    root = tmp_path_factory.mktemp("drawn") / "deck"
    shutil.copytree(built, root)
    drawn = Deck(root, capsys)
    drawn.write("slides/media/mine.txt", "mine")
    assert drawn.run("check").code == 0
    for change, name, other in changes:
        with suppress(OSError, shutil.Error):
            change(root, name, other)

    quick, full = drawn.run("check"), drawn.run("check", "--full")

    assert quick.code == full.code, changes
    assert quick.out.partition("; unchanged since ")[0].rstrip() == full.out.rstrip(), changes
