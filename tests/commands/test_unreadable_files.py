"""An ordinary file that cannot be read is an error by name in every verb, never a traceback."""

import io
import os
import shutil
import subprocess
import sys

import pytest

from executed_slides.commands.main import main

KOREAN = "한글".encode("cp949")
SCRIPT_VERBS = ("status", "check", "build", "diff", "present", "crate", "rerun")
TEMPLATE_VERBS = ("check", "build", "diff", "present", "crate")
THEME_VERBS = ("check", "build", "present", "crate")


@pytest.fixture(scope="module")
def built(built, tmp_path_factory):
    """The tiny deck under git."""
    root = shutil.copytree(built, tmp_path_factory.mktemp("committed") / "deck")
    ignored = "/.executed-slides/\n*.export.json\nslides/*.html\nslides/*.pdf\n"
    (root / ".gitignore").write_text(ignored)
    about = ["-c", "user.name=deck", "-c", "user.email=deck@localhost"]
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Results"], ["gc", "-q"]):
        subprocess.run(["git", "-C", root, *about, *words], check=True, env=environment)
    return root


@pytest.fixture(name="deck")
def committed_deck(deck, monkeypatch):
    """A copy of it, and nobody's browser."""
    monkeypatch.setattr("webbrowser.open", lambda address: True)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return deck


def put(deck, name: str, content: bytes) -> None:
    path = deck.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def save_as_cp949(deck, name: str, words: str) -> None:
    """Somebody's editor saved a file in the encoding of Korean Windows, Korean words in it."""
    content = (deck.root / name).read_bytes()
    assert words.encode() in content
    put(deck, name, content.replace(words.encode(), KOREAN, 1))


def link(deck, name: str) -> None:
    (deck.root / name).unlink(missing_ok=True)
    (deck.root / name).symlink_to("nowhere")


def pipe(deck, name: str) -> None:
    (deck.root / name).unlink(missing_ok=True)
    os.mkfifo(deck.root / name)


def conflict(deck, name: str, line: str) -> None:
    """Two branches changed a line, and whoever merged them left it at that."""
    other = line.rstrip() + "  # another\n"
    deck.edit(name, line, f"<<<<<<< HEAD\n{line}=======\n{other}>>>>>>> other\n")


# ---- What is passed over ----


def leave_drafts(deck) -> None:
    """What Emacs, macOS and Jupyter leave, and folders with the names of files."""
    for room, ending in (
        ("experiments", "py"),
        ("templates", "md.j2"),
        ("themes", "css"),
        ("results", "json"),
    ):
        (deck.root / f"{room}/.#a.{ending}").symlink_to("me@host.1:2")
        put(deck, f"{room}/._a.{ending}", b"\0\5\x16\7\0\2\0\0Mac OS X\xff")
        put(deck, f"{room}/.ipynb_checkpoints/a.{ending}", b"\xff")
        put(deck, f"{room}/x.{ending}/inside", b"\xff")


@pytest.mark.parametrize("verb", ["status", "check", "diff", "present", "crate", "artifacts"])
def test_drafts_of_editors_and_folders_are_passed_over(deck, verb):
    deck.write("LICENSE", "All may use this.\n")
    before = deck.run(verb)
    leave_drafts(deck)

    after = deck.run(verb)

    assert after == before
    assert (before.code, before.err) == (0, "")


def test_drafts_of_editors_stop_no_run(deck):
    leave_drafts(deck)
    deck.edit("experiments/b.py", "2 *", "3 *")

    built, rerun = deck.run("build"), deck.run("rerun", "b")

    assert (built.code, rerun.code) == (0, 0)


# ---- What is an error by name ----

FAULTS = {
    "a script in CP949": (
        lambda deck: save_as_cp949(deck, "experiments/a.py", "A measures."),
        "experiments/a.py:1: byte 4 of the file (0xc7) is not UTF-8",
        SCRIPT_VERBS,
    ),
    "a helper in CP949": (
        lambda deck: save_as_cp949(deck, "experiments/helper.py", "Helps."),
        "experiments/helper.py:1: byte 4 of the file (0xc7) is not UTF-8",
        SCRIPT_VERBS,
    ),
    "a helper of a helper in UTF-16": (
        lambda deck: put(deck, "experiments/deep.py", "FACTOR = 1\n".encode("utf-16")),
        "experiments/deep.py:1: byte 1 of the file (0xff) is not UTF-8",
        SCRIPT_VERBS,
    ),
    "a script that nobody uses, with a NUL": (
        lambda deck: put(deck, "experiments/new.py", b"x = 1\ny = '\0'\n"),
        "experiments/new.py:2: byte 12 of the file is NUL",
        SCRIPT_VERBS,
    ),
    "a declared encoding": (
        lambda deck: deck.edit("experiments/deep.py", '"""Helps', '# coding: cp949\n"""Helps'),
        "experiments/deep.py:1: declares the encoding cp949",
        SCRIPT_VERBS,
    ),
    "code that is nested too deeply to be parsed": (
        lambda deck: deck.edit("experiments/deep.py", "FACTOR = 1", f"FACTOR = {'-' * 100_000}1"),
        "experiments/deep.py: nested too deeply to be read",
        SCRIPT_VERBS,
    ),
    "code that is nested too deeply to be followed": (
        lambda deck: deck.edit("experiments/deep.py", "FACTOR = 1", f"FACTOR = 1{' + 1' * 1500}"),
        "experiments/deep.py:3: nested too deeply to be read",
        SCRIPT_VERBS,
    ),
    "code that only Python's table of symbols refuses": (
        lambda deck: deck.edit("experiments/deep.py", "times(number, factor)", "times(n, n)"),
        "experiments/deep.py:6: duplicate argument 'n' in function definition",
        SCRIPT_VERBS,
    ),
    "both sides of a merge in a script": (
        lambda deck: conflict(deck, "experiments/a.py", "steps = 3\n"),
        "experiments/a.py:19: git left both sides of a merge here",
        SCRIPT_VERBS,
    ),
    "both sides of a merge in an experiment block": (
        lambda deck: conflict(deck, "experiments/a.py", "# seeds = 2\n"),
        "experiments/a.py:5: git left both sides of a merge here",
        SCRIPT_VERBS,
    ),
    "both sides of a merge in a helper": (
        lambda deck: conflict(deck, "experiments/deep.py", "FACTOR = 1\n"),
        "experiments/deep.py:3: git left both sides of a merge here",
        SCRIPT_VERBS,
    ),
    "both sides of a merge in the settings": (
        lambda deck: (
            deck.write("pyproject.toml", "[project]\n"),
            conflict(deck, "pyproject.toml", "[project]\n"),
        ),
        "pyproject.toml:1: git left both sides of a merge here",
        SCRIPT_VERBS,
    ),
    "both sides of a merge in a template": (
        lambda deck: conflict(deck, "templates/talk.md.j2", "# Talk\n"),
        "templates/talk.md.j2:4: git left both sides of a merge here",
        TEMPLATE_VERBS,
    ),
    "both sides of a merge in a theme": (
        lambda deck: conflict(deck, "themes/plain.css", "/* @theme plain */\n"),
        "themes/plain.css:1: git left both sides of a merge here",
        THEME_VERBS,
    ),
    "a script that is a link to nowhere": (
        lambda deck: link(deck, "experiments/new.py"),
        "experiments/new.py is a link to nowhere, which is not there",
        SCRIPT_VERBS,
    ),
    "a helper that is a link to nowhere": (
        lambda deck: link(deck, "experiments/deep.py"),
        "experiments/deep.py is a link to nowhere, which is not there",
        SCRIPT_VERBS,
    ),
    "a helper that is a pipe": (
        lambda deck: pipe(deck, "experiments/deep.py"),
        "experiments/deep.py is a pipe, no file",
        SCRIPT_VERBS,
    ),
    "a script whose name cannot be printed": (
        lambda deck: put(deck, os.fsdecode(b"experiments/\xb0\xa1.py"), b""),
        r"experiments/\xb0\xa1.py has a name that cannot be printed",
        SCRIPT_VERBS,
    ),
    "settings in CP949": (
        lambda deck: put(deck, "pyproject.toml", b"[project]\n# " + KOREAN),
        "pyproject.toml:2: byte 13 of the file (0xc7) is not UTF-8",
        SCRIPT_VERBS,
    ),
    "settings that are a folder": (
        lambda deck: put(deck, "pyproject.toml/x", b""),
        "pyproject.toml is a folder, no file",
        SCRIPT_VERBS,
    ),
    "a template in CP949": (
        lambda deck: save_as_cp949(deck, "templates/talk.md.j2", "Talk"),
        "templates/talk.md.j2:4: byte 24 of the file (0xc7) is not UTF-8",
        TEMPLATE_VERBS,
    ),
    "an included template in CP949": (
        lambda deck: (
            deck.edit("templates/talk.md.j2", "# Talk", "# Talk\n{% include 'talk/part.j2' %}"),
            put(deck, "templates/talk/part.j2", b"words\n" + KOREAN),
        ),
        "templates/talk/part.j2:2: byte 7 of the file (0xc7) is not UTF-8",
        TEMPLATE_VERBS,
    ),
    "an included template that is a link to nowhere": (
        lambda deck: (
            deck.edit("templates/talk.md.j2", "# Talk", "# Talk\n{% include 'part.j2' %}"),
            link(deck, "templates/part.j2"),
        ),
        "templates/part.j2 is a link to nowhere, which is not there",
        TEMPLATE_VERBS,
    ),
    "a template that is a pipe": (
        lambda deck: pipe(deck, "templates/talk.md.j2"),
        "templates/talk.md.j2 is a pipe, no file",
        TEMPLATE_VERBS,
    ),
    "a template that Python cannot nest": (
        lambda deck: deck.edit(
            "templates/talk.md.j2", "# Talk", f"{{{{ {'(' * 999}1{')' * 999} }}}}"
        ),
        "templates/talk.md.j2: RecursionError: maximum recursion depth exceeded",
        TEMPLATE_VERBS,
    ),
    "a theme in CP949": (
        lambda deck: put(deck, "themes/plain.css", b"/* @theme plain */\r/* " + KOREAN),
        "themes/plain.css:2: byte 23 of the file (0xc7) is not UTF-8",
        THEME_VERBS,
    ),
    "a theme that is a link to nowhere": (
        lambda deck: link(deck, "themes/plain.css"),
        "themes/plain.css is a link to nowhere, which is not there",
        THEME_VERBS,
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_every_verb_that_reads_a_file_names_what_is_wrong_with_it(deck, fault):
    break_it, message, verbs = FAULTS[fault]
    break_it(deck)
    before = deck.files()

    for verb in verbs:
        outcome = deck.run(verb)

        assert message in outcome.out + outcome.err, verb
        assert verb == "diff" or outcome.code == 1, verb
    said = deck.run("check", "--json")
    assert message in said.out.replace("\\\\", "\\")
    assert deck.run("artifacts").code in (0, 1)
    assert before.items() <= deck.files().items()
    assert [name for name in deck.files().keys() - before.keys() if "/present/" not in name] == []


def test_slides_that_were_saved_in_another_encoding_are_named_and_written_anew(deck):
    slides = deck.read("slides/talk.md")
    save_as_cp949(deck, "slides/talk.md", "Talk")

    checked, compared, shown = deck.run("check"), deck.run("diff"), deck.run("present")
    built = deck.run("build")

    named = "slides/talk.md:4: byte 24 of the file (0xc7) is not UTF-8"
    assert checked.code == 3
    assert checked.lines[0] == f"stale   slides/talk.md   {named}; it is probably in CP949 (EUC-KR)"
    assert "        mend: uv run build.py" in checked.lines
    assert f"note    {named}; it is probably in CP949 (EUC-KR); its slides are not" in compared.out
    assert named in shown.out
    assert built.code == 0
    assert deck.read("slides/talk.md") == slides


def test_a_page_that_was_saved_in_another_encoding_is_not_presented(deck):
    save_as_cp949(deck, "slides/talk.html", "Talk")

    outcome = deck.run("present")

    assert outcome.code == 1
    assert outcome.err == (
        "error: slides/talk.html:4: byte 24 of the file (0xc7) is not UTF-8; "
        "it is probably in CP949 (EUC-KR)\nhint: `uv run build.py` makes it anew\n"
    )


@pytest.mark.parametrize("name", ["slides/talk.md", "slides/talk.provenance.json"])
def test_a_folder_in_the_place_of_slides_is_named(deck, name):
    (deck.root / name).unlink()
    put(deck, f"{name}/x", b"")

    checked, built = deck.run("check"), deck.run("build")

    assert checked.lines[0] == f"stale   {name}   is missing"
    assert (
        built.err.splitlines()[0] == f"error: {deck.root}/{name}: cannot be written: Is a directory"
    )


@pytest.mark.parametrize(
    ("break_it", "reason", "mend"),
    [
        (
            lambda deck: pipe(deck, "results/a.json"),
            "results/a.json is a pipe, no file",
            "move it away, then run the same again",
        ),
        (
            lambda deck: save_as_cp949(deck, "results/a.json", "A measures."),
            "results/a.json:4: byte 50 of the file (0xc7) is not UTF-8; "
            "it is probably in CP949 (EUC-KR)",
            "uv run build.py a runs the experiment again; git checkout results/a.json brings it "
            "back",
        ),
    ],
)
def test_a_record_that_cannot_be_read_is_stale_by_name(deck, break_it, reason, mend):
    break_it(deck)

    outcome = deck.run("status")

    assert outcome.lines[:2] == [f"stale   a   {reason}", f"        mend: {mend}"]


@pytest.mark.parametrize(
    ("name", "subject"),
    [
        ("results/a.json", "a"),
        ("slides/talk.md", "slides/talk.md"),
        ("slides/talk.provenance.json", "slides/talk.provenance.json"),
    ],
)
def test_both_sides_of_a_merge_in_what_a_build_made_are_named_and_made_anew(deck, name, subject):
    lines = deck.read(name).splitlines(keepends=True)
    conflict(deck, name, "".join(lines[3:5]))

    checked, built = deck.run("check"), deck.run("build")

    assert f"stale   {subject}   {name}:4: git left both sides of a merge here" in checked.out
    assert (checked.code, built.code) == (3, 0)
    assert "<<<<<<<" not in deck.read(name)


def test_a_record_with_a_mark_in_front_is_whole(deck):
    put(deck, "results/a.json", as_windows_saves((deck.root / "results/a.json").read_bytes()))

    assert deck.run("status").code == 0


def test_a_folder_is_no_record_and_a_link_to_nowhere_is_a_damaged_one(deck):
    link(deck, "results/a.json")
    (deck.root / "results/b.json").unlink()
    put(deck, "results/b.json/x", b"")

    checked = deck.run("status")

    assert checked.lines[0].startswith("stale   a   results/a.json")
    assert checked.lines[2] == "stale   b   no record yet"


def test_a_build_that_runs_nothing_names_a_script_that_cannot_be_read(deck):
    link(deck, "experiments/new.py")

    outcome = deck.run("build", "--no-run")

    assert outcome.code == 1
    assert (
        "failed  new   experiments/new.py is a link to nowhere, which is not there" in outcome.out
    )


def test_a_function_that_figures_use_may_be_nested_too_deeply(deck):
    deep = f"def label():\n    return 'x'{' + 1' * 400}\n\n\n# %% Parameters"
    deck.edit("experiments/a.py", "# %% Parameters", deep)
    deck.edit("experiments/a.py", "run = record.run()", "run = record.run()\nprint(label)")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert "Traceback" not in outcome.err
    assert "error: experiments/a.py:17: nested too deeply to be read" in outcome.err


def test_slides_of_an_experiment_that_cannot_be_read_say_why(deck):
    save_as_cp949(deck, "experiments/a.py", "A measures.")

    outcome = deck.run("build", "--no-run")

    assert outcome.err == (
        "error: templates/talk.md.j2:5: no record of 'a' to use: experiments/a.py:1: byte 4 of the "
        "file (0xc7) is not UTF-8; it is probably in CP949 (EUC-KR)\n"
        "hint: save it as UTF-8, then run the same again\n"
    )


def test_an_included_template_is_the_only_place_that_is_named(deck):
    deck.edit("templates/talk.md.j2", "# Talk", "# Talk\n{% include 'talk/part.j2' %}")
    put(deck, "templates/talk/part.j2", KOREAN)

    outcome = deck.run("build")

    assert outcome.err.startswith("error: templates/talk/part.j2:1: byte 1 of the file")


def test_a_theme_that_cannot_be_read_hides_no_other_problem(deck):
    put(deck, "themes/plain.css", KOREAN)
    deck.edit("experiments/b.py", "2 *", "3 *")

    outcome = deck.run("check")

    assert outcome.code == 1
    assert [line.split()[:2] for line in outcome.lines if "mend" not in line] == [
        ["stale", "b"],
        ["failed", "slides/talk.html"],
    ]


def test_a_theme_that_is_not_there_is_named_beside_those_that_are(deck):
    leave_drafts(deck)
    deck.edit("templates/talk.md.j2", "theme: plain", "theme: plan")

    outcome = deck.run("build")

    assert outcome.err.endswith(
        "there is no theme 'plan'\nhint: themes/ has plain; Marp has default, gaia, uncover\n"
    )


def test_who_presents_without_slides_and_without_marp_is_told_both(deck, monkeypatch):
    (deck.root / "slides/talk.html").unlink()
    monkeypatch.setattr("executed_slides.watch.presentation.is_installed", lambda folders: False)

    assert deck.run("present").err.splitlines()[0] == (
        "error: slides/talk.html is not there, nor is Marp, which draws it"
    )


# ---- What is read as it is meant ----


def as_windows_saves(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n")


def as_an_old_mac_saves(content: bytes) -> bytes:
    return b"\xef\xbb\xbf" + content.replace(b"\n", b"\r")


@pytest.mark.parametrize("save", [as_windows_saves, as_an_old_mac_saves])
def test_marks_and_line_ends_of_other_systems_change_nothing(deck, save):
    deck.write("pyproject.toml", '[project]\ndescription = "A talk."\n')
    deck.write("templates/part.j2", "part\n")
    deck.edit("templates/talk.md.j2", "# Talk", "# Talk\n{% include 'part.j2' %}")
    assert deck.run("build").code == 0
    slides = deck.read("slides/talk.md")
    for name in ("experiments/a.py", "experiments/b.py", "experiments/helper.py"):
        put(deck, name, save((deck.root / name).read_bytes()))
    for name in ("templates/talk.md.j2", "templates/part.j2", "themes/plain.css"):
        put(deck, name, save((deck.root / name).read_bytes()))
    if save is as_windows_saves:  # TOML knows no other line ends.
        put(deck, "pyproject.toml", save((deck.root / "pyproject.toml").read_bytes()))

    status, built, rerun = deck.run("status"), deck.run("build"), deck.run("rerun", "a")

    assert (status.code, built.code) == (0, 0)
    assert rerun.lines[-1] == "equal   a                2 runs bit-equal, 1 figure bit-equal"
    assert deck.read("slides/talk.md") == slides
    assert deck.run("check").code == 0


def test_python_s_opinion_of_a_script_s_style_is_left_to_its_run(deck):
    deck.edit("experiments/helper.py", "return deep", "'\\d', 0x1or 2\n    return deep")
    deck.edit("experiments/a.py", 'print("Epoch 1/1")', "print('\\d', 0x1or 2)")
    code = "import sys; from pathlib import Path; from executed_slides.commands.main import main; "
    code += "sys.exit(main(Path(sys.argv[1]), ['status']))"

    for warn in ("always", "error"):
        ended = subprocess.run(
            [sys.executable, "-W", warn, "-c", code, deck.root], capture_output=True, text=True
        )

        assert (ended.returncode, ended.stderr) == (3, "")


def test_a_deck_may_lie_in_a_folder_whose_name_is_no_text(deck):
    root = deck.root.with_name(os.fsdecode(KOREAN))
    deck.root.rename(root)
    deck.root = root
    deck.write("LICENSE", "All may use this.\n")
    deck.edit("experiments/b.py", "2 *", "3 *")

    for verb in ("build", "check", "present", "crate"):
        assert deck.run(verb).code == 0, verb


def test_a_terminal_that_knows_no_arrows_is_told_all_the_same(deck, monkeypatch):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    shown = io.BytesIO()
    terminal = io.TextIOWrapper(shown, "ascii", write_through=True)
    terminal.isatty = lambda: True
    monkeypatch.setattr(sys, "stdout", terminal)

    assert main(deck.root, ["status"]) == 3
    assert shown.getvalue().splitlines()[0] == rb"stale   a   parameter steps 3 \u2192 4"


# ---- Data ----


@pytest.fixture
def measuring(deck, tmp_path, monkeypatch):
    """The tiny deck with an experiment that reads a folder of data."""
    data = tmp_path / "data"
    (data / "photos").mkdir(parents=True)
    (data / "photos" / "1.jpg").write_bytes(b"one")
    monkeypatch.setenv("DECK_DATA", str(data))
    deck.write(
        "experiments/c.py",
        '# /// experiment\n# data = ["photos"]\n# ///\n# %% Measure\n'
        "import os\nfrom pathlib import Path\nfrom executed_slides import record\n"
        'photos = Path(os.environ["DECK_DATA"]) / "photos"\n'
        'record.data("photos", photos)\n'
        "record.numbers(files=len(list(photos.iterdir())))\n",
    )
    return deck, data / "photos"


def test_file_names_in_another_encoding_are_data_like_others(measuring):
    deck, photos = measuring
    os.close(os.open(os.fsencode(photos) + b"/" + KOREAN + b".jpg", os.O_CREAT))

    built, checked = deck.run("build", "c"), deck.run("status")
    shutil.copy(photos / "1.jpg", photos / "2.jpg")
    changed = deck.run("status", "--json")

    assert (built.code, checked.code, changed.code) == (0, 0, 3)
    assert "data photos changed (" in changed.out


def test_what_would_hang_in_a_data_folder_is_named(measuring):
    deck, photos = measuring
    assert deck.run("build", "c").code == 0
    os.mkfifo(os.fsencode(photos) + b"/" + KOREAN)

    for verb in ("status", "check", "build", "present", "crate", "rerun"):
        outcome = deck.run(verb)

        assert outcome.code == 1
        assert f"{photos}/\\xc7ѱ\\xdb is a pipe, no file" in outcome.out + outcome.err


def test_a_data_folder_itself_may_be_named_in_another_encoding(measuring, tmp_path, monkeypatch):
    deck, photos = measuring
    monkeypatch.setattr("executed_slides.base.files.TOO_RECENT", 0)
    photos.parent.rename(tmp_path / os.fsdecode(KOREAN))
    monkeypatch.setenv("DECK_DATA", str(tmp_path / os.fsdecode(KOREAN)))

    assert deck.run("build", "c").code == 0
    assert deck.run("status").code == 0
