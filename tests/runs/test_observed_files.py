"""What a run opens besides all that its script declares is seen, recorded, and counts from then."""

import json
import os
import sqlite3
import sys

import pytest
from file_scripts import drawing, reading
from msgspec.structs import replace

from executed_slides.base.files import sha256
from executed_slides.records.record_files import read_record, write_record
from executed_slides.records.schema import FORMAT
from executed_slides.runs import measuring

READ_JSON = 'import json\njson.loads((ROOT / "config/a.json").read_text())'


@pytest.fixture(name="deck")
def deck_with_a_file(deck):
    deck.write("config/a.json", "{}")
    return deck


def build(deck, script: str, *options: str):
    deck.write("experiments/c.py", script)
    outcome = deck.run("build", "c", *options)
    assert outcome.code == 0, outcome.err
    return outcome


def observed(deck, part: str = "measure") -> list[str]:
    return [*deck.record("c")[part]["observed"]]


def notes(outcome) -> list[str]:
    return [line for line in outcome.lines if line.startswith("note")]


def stale(deck) -> list[str]:
    return [line for line in deck.run("status").lines if line.startswith("stale")]


def test_a_file_that_a_measuring_cell_reads_is_noted_and_makes_stale(deck):
    outcome = build(deck, reading(READ_JSON))

    assert notes(outcome) == [
        "note    c                read config/a.json, which nothing declares: "
        'files = ["config/a.json"]'
    ]
    assert deck.record("c")["measure"]["observed"] == {
        "config/a.json": sha256(deck.root / "config/a.json")
    }
    assert stale(deck) == []

    deck.write("config/a.json", "[]")

    assert stale(deck) == ["stale   c   file config/a.json changed"]
    assert deck.run("check").code == 3


def test_a_change_of_it_can_be_accepted(deck):
    build(deck, reading(READ_JSON))
    deck.write("config/a.json", "{ }")

    assert deck.run("accept", "c", "--because", "a space more").code == 0

    assert stale(deck) == []
    assert deck.record("c")["accepted"][0]["changes"] == ["file config/a.json changed"]


def test_it_is_noted_once(deck):
    build(deck, reading(READ_JSON))

    assert notes(build(deck, reading(READ_JSON), "--force")) == []


def test_to_declare_what_was_observed_makes_nothing_stale(deck):
    build(deck, reading(READ_JSON))

    deck.edit("experiments/c.py", "# seeds = 1", '# files = ["config/a.json"]')

    assert stale(deck) == []
    assert notes(build(deck, deck.read("experiments/c.py"), "--force")) == []
    assert observed(deck) == []


@pytest.mark.parametrize(
    "cell",
    [
        'open("../config/a.json").close()',
        'open(b"../config/a.json").close()',
        'import os\nos.close(os.open("../config/a.json", os.O_RDONLY))',
        'import numpy as np\nnp.fromfile(ROOT / "config/a.json", "uint8")',
        'import numpy as np\nnp.memmap(ROOT / "config/a.json", mode="r")',
        'import numpy as np\nnp.memmap(ROOT / "config/a.json")',
        'import mailbox\nlen(mailbox.mbox(ROOT / "config/a.json"))',
        'from threading import Thread\nfile = ROOT / "config/a.json"\n'
        "thread = Thread(target=file.read_bytes)\nthread.start()\nthread.join()",
        'import os\nos.chdir(ROOT / "config")\nopen("a.json").close()',
        'record.read("".join(["config/", "a.json"]))',
    ],
)
def test_it_is_seen_however_it_is_opened(deck, cell):
    build(deck, reading(cell))

    assert observed(deck) == ["config/a.json"]


def test_what_a_child_s_python_reads_is_seen(deck):
    cell = (
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-c', \"open('../config/a.json')\"], check=True)"
    )
    build(deck, reading(cell))

    assert observed(deck) == ["config/a.json"]


@pytest.mark.skipif(sys.platform != "linux", reason="forks")
def test_what_a_forked_child_reads_is_seen(deck):
    cell = (
        'import os\nchild = os.fork()\nif child == 0:\n    open("../config/a.json")\n'
        "    os._exit(0)\nos.waitpid(child, 0)"
    )
    build(deck, reading(cell))

    assert observed(deck) == ["config/a.json"]


def test_a_database_is_seen(deck):
    sqlite3.connect(deck.root / "rows.db").close()
    (deck.root / "rows.db").touch()
    build(deck, reading('import sqlite3\nsqlite3.connect(str(ROOT / "rows.db")).close()'))

    assert observed(deck) == ["rows.db"]


def test_a_database_that_a_uri_names_is_seen_and_what_lies_beside_it(deck):
    writer = sqlite3.connect(deck.root / "rows 1.db", isolation_level=None)
    writer.execute("pragma journal_mode = wal")
    writer.execute("create table t (x)")
    uri = 'f"file:{ROOT}/rows%201.db?mode=ro"'

    build(deck, reading(f"import sqlite3\nsqlite3.connect({uri}, uri=True).close()"))

    assert observed(deck) == ["rows 1.db", "rows 1.db-wal"]
    writer.close()


def test_what_a_helper_reads_is_seen(deck):
    deck.write("experiments/reader.py", "def read(path):\n    return path.read_text()\n")
    build(deck, reading('from reader import read\nread(ROOT / "config/a.json")'))

    assert observed(deck) == ["config/a.json"]


def test_a_kernel_that_is_not_forked_sees_it_too(deck):
    deck.write("pyproject.toml", "[tool.executed-slides]\nwarm_start = false\n")
    build(deck, reading(READ_JSON))

    assert observed(deck) == ["config/a.json"]


def test_what_figure_cells_read_counts_for_figures_alone(deck):
    outcome = build(deck, drawing('Path("../config/a.json").read_text()'))

    assert notes(outcome) == [
        "note    c                its figure cells read config/a.json, which nothing declares: "
        'record.read("config/a.json")'
    ]
    assert (observed(deck), observed(deck, "draw")) == ([], ["config/a.json"])

    deck.write("config/a.json", "[]")

    assert stale(deck) == ["stale   c   figures: file config/a.json changed"]


def test_nothing_is_observed_where_nothing_is_read(deck):
    outcome = build(deck, drawing(""))

    assert notes(outcome) == []
    record = deck.record("c")
    assert (record["measure"]["observed"], record["draw"]["observed"]) == ({}, {})


@pytest.mark.parametrize(
    "cell",
    [
        'file = ROOT / "made.txt"\nfile.write_text("1")\nfile.read_text()',
        'file = ROOT / "made.txt"\nfile.write_text("1")\nfile.rename(ROOT / "moved.txt")\n'
        '(ROOT / "moved.txt").read_text()',
        'file = ROOT / "config/a.json"\nfile.read_text()\nfile.write_text("[]")',
        'with open(ROOT / "config/a.json", "r+") as file:\n    file.write("[]")',
        'file, new = ROOT / "config/a.json", ROOT / "new"\nfile.read_text()\n'
        'new.write_text("[]")\nnew.replace(file)',
        'import tempfile\nwith tempfile.TemporaryFile() as file:\n    file.write(b"1")',
        'import subprocess\nfile = ROOT / "made.txt"\n'
        'subprocess.run(["touch", str(file)])\nfile.read_text()',
        'file = record.artifact("model.txt")\nfile.write_text("1")\nfile.read_text()',
    ],
)
def test_what_a_run_wrote_itself_is_no_input(deck, cell):
    build(deck, reading(cell, 'artifacts = ["model.txt"]' if "artifact" in cell else "seeds = 1"))

    assert observed(deck) == []


@pytest.mark.parametrize(
    "cell",
    [
        "list(ROOT.iterdir())",
        'import sys\nsys.path.insert(0, str(ROOT / "config"))\nimport colorsys',
        'import subprocess, sys\nfrom pathlib import Path\nPath("packages.py").write_text('
        '"from importlib.metadata import entry_points\\nentry_points()")\n'
        'subprocess.run([sys.executable, "packages.py"], check=True)',
    ],
)
def test_a_look_at_all_of_the_project_or_for_modules_is_no_input(deck, cell):
    build(deck, reading(cell))

    assert observed(deck) == []


@pytest.mark.parametrize("made", ["results/c.json", "slides/talk.md"])
def test_what_follows_from_its_record_makes_no_run_stale(deck, made):
    build(deck, reading(""))

    build(deck, reading(f"open({'../' + made!r}).close()"))

    assert observed(deck) == []


def test_a_file_that_is_looked_for_in_vain_is_no_input(deck):
    build(deck, reading('try:\n    open("../none.txt")\nexcept OSError:\n    pass'))

    assert observed(deck) == []


def test_a_file_that_is_gone_when_the_run_ends_counts_once_it_is_back(deck):
    build(deck, reading('file = ROOT / "config/a.json"\nfile.read_text()\nfile.unlink()'))

    assert deck.record("c")["measure"]["observed"] == {"config/a.json": None}
    assert stale(deck) == []

    deck.write("config/a.json", "{}")

    assert stale(deck) == ["stale   c   file config/a.json is new"]


def test_an_observed_file_that_goes_later_makes_stale(deck):
    build(deck, reading(READ_JSON))
    (deck.root / "config/a.json").unlink()

    assert stale(deck) == ["stale   c   file config/a.json is gone"]


def test_names_of_any_script_are_named(deck):
    deck.write("설정 파일/값 하나.json", "{}")
    outcome = build(deck, reading('(ROOT / "설정 파일/값 하나.json").read_text()'))

    assert observed(deck) == ["설정 파일/값 하나.json"]
    assert 'files = ["설정 파일/값 하나.json"]' in notes(outcome)[0]


def test_a_folder_that_is_listed_counts_by_its_names(deck):
    deck.write("config/b.json", "{}")
    outcome = build(deck, reading('names = sorted((ROOT / "config").iterdir())'))

    assert observed(deck) == ["config/"]
    assert 'files = ["config/*"]' in notes(outcome)[0]

    deck.write("config/b.json", "[]")
    assert stale(deck) == []

    deck.write("config/c.json", "{}")
    assert stale(deck) == ["stale   c   file config/ changed"]


def test_a_folder_whose_files_are_declared_is_none_of_them(deck):
    cell = '[path.read_text() for path in (ROOT / "config").glob("*.json")]'
    build(deck, reading(cell, 'files = ["config/*.json"]'))

    assert observed(deck) == []


def test_a_folder_whose_folders_hold_declared_files_is_none_of_them(deck):
    """`strict` refused a listing that no pattern could declare, for a folder is no file."""
    deck.write("tracked/1/loss.txt", "0.5")
    cell = '[path.read_text() for path in (ROOT / "tracked").glob("*/loss.txt")]'
    build(deck, reading(cell, 'files = ["tracked/*/loss.txt"]'))

    assert observed(deck) == []

    deck.write("tracked/2/loss.txt", "0.4")
    assert stale(deck) == ["stale   c   file tracked/2/loss.txt is new"]


def test_many_files_are_told_by_their_folder(deck):
    for number in range(5):
        deck.write(f"rows/{number}.txt", "1")
    cell = "for number in range(5):\n    (ROOT / f'rows/{number}.txt').read_text()"
    outcome = build(deck, reading(cell))

    assert notes(outcome) == [
        "note    c                read rows/0.txt, rows/1.txt, rows/2.txt, 5 in all, which nothing "
        'declares: files = ["rows/*"]'
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_a_link_out_of_the_project_is_known_by_its_name_in_it(deck, tmp_path):
    (tmp_path / "far.txt").write_text("1")
    (deck.root / "near.txt").symlink_to(tmp_path / "far.txt")
    outcome = build(deck, reading('(ROOT / "near.txt").read_text()'))

    assert observed(deck) == ["near.txt"]
    assert notes(outcome)[0].endswith("which nothing declares: put near.txt into the project")

    (tmp_path / "far.txt").write_text("2")

    assert stale(deck) == ["stale   c   file near.txt changed"]


def outside(tmp_path, monkeypatch, name: str):
    """A file in a home, or elsewhere; the test's own folder lies in a temporary place."""
    monkeypatch.setattr("executed_slides.runs.observing._temporary_places", list)
    monkeypatch.setenv("HOME", str(tmp_path / "anna"))
    file = tmp_path / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("1")
    return file


@pytest.mark.parametrize(
    ("place", "name"), [("anna/rows.csv", "~/rows.csv"), ("rows.csv", "outside: rows.csv")]
)
def test_a_file_outside_the_project_has_no_machine_s_path(deck, tmp_path, monkeypatch, place, name):
    file = outside(tmp_path, monkeypatch, place)
    outcome = build(deck, reading(f"Path({str(file)!r}[:]).read_text()"))

    assert deck.record("c")["measure"]["observed"] == {name: sha256(file)}
    assert f"put {name} into the project" in notes(outcome)[0]
    record = json.dumps(deck.record("c")["measure"])
    assert str(tmp_path) not in record
    assert str(tmp_path) not in notes(outcome)[0]


def test_a_file_at_home_counts_where_it_is(deck, tmp_path, monkeypatch):
    file = outside(tmp_path, monkeypatch, "anna/rows.csv")
    build(deck, reading('(Path.home() / "rows.csv").read_text()'))

    file.write_text("2")
    assert stale(deck) == ["stale   c   file ~/rows.csv changed"]

    file.unlink()
    assert stale(deck) == []


def test_a_data_set_that_is_not_declared_is_told_as_data(deck, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/rows.csv").write_text("1")
    monkeypatch.setenv("DECK_DATA", str(tmp_path / "data"))
    cell = 'import os\nPath(os.environ["DECK_DATA"], "rows.csv").read_text()'
    outcome = build(deck, reading(cell))

    assert observed(deck) == ["DECK_DATA/rows.csv"]
    assert notes(outcome)[0].endswith('data = ["rows.csv"] and record.data')

    (tmp_path / "data/rows.csv").write_text("2")

    assert stale(deck) == ["stale   c   file DECK_DATA/rows.csv changed"]


def test_declared_data_is_no_more_than_data(deck, tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "data/rows.csv").write_text("1")
    monkeypatch.setenv("DECK_DATA", str(tmp_path / "data"))
    cell = (
        'import os\nfile = Path(os.environ["DECK_DATA"], "rows.csv")\nfile.read_text()\n'
        'record.data("rows.csv", file)'
    )
    build(deck, reading(cell, 'data = ["rows.csv"]'))

    assert observed(deck) == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
@pytest.mark.parametrize("link", ["data", "photos"], ids=["of all data", "of one data set"])
def test_a_data_folder_that_is_a_link_counts_by_what_it_leads_to(deck, tmp_path, monkeypatch, link):
    for version, words in (("old", "1"), ("new", "2")):
        (tmp_path / version / "photos").mkdir(parents=True)
        (tmp_path / version / "photos/cat.txt").write_text(words)
    if link == "data":
        (tmp_path / "data").symlink_to(tmp_path / "old")
    else:
        (tmp_path / "data").mkdir()
        (tmp_path / "data/photos").symlink_to(tmp_path / "old/photos")
    monkeypatch.setenv("DECK_DATA", str(tmp_path / "data"))
    cell = (
        'import os\nfolder = Path(os.environ["DECK_DATA"], "photos")\n'
        'record.data("photos", folder)\n(folder / "cat.txt").read_text()'
    )
    build(deck, reading(cell, 'data = ["photos"]'))

    assert deck.record("c")["measure"]["data"] == {"photos": sha256(tmp_path / "old/photos")}
    assert observed(deck) == []
    assert stale(deck) == []

    place = tmp_path / ("data" if link == "data" else "data/photos")
    place.unlink()
    place.symlink_to(tmp_path / ("new" if link == "data" else "new/photos"))

    assert [line.partition(" (")[0] for line in stale(deck)] == ["stale   c   data photos changed"]


def test_data_that_lies_in_the_project_is_no_more_than_data(deck):
    cell = 'file = ROOT / "config/a.json"\nrecord.data("a.json", file)\nfile.read_text()'
    build(deck, reading(cell, 'data = ["a.json"]'))

    assert observed(deck) == []


@pytest.mark.parametrize("script", [reading(READ_JSON), drawing('open("../config/a.json")')])
def test_strict_refuses_what_is_not_declared(deck, script):
    deck.write("pyproject.toml", "[tool.executed-slides]\nstrict = true\n")
    deck.write("experiments/c.py", script)

    outcome = deck.run("build", "c")

    assert outcome.code == 1
    assert "error: experiments/c.py: " in outcome.err
    assert "read config/a.json, which nothing declares: " in outcome.err
    assert not (deck.root / "results/c.json").exists()


def test_strict_takes_what_is_declared(deck):
    deck.write("pyproject.toml", "[tool.executed-slides]\nstrict = true\n")

    build(deck, reading(READ_JSON, 'files = ["config/a.json"]'))


def test_whoever_needs_an_experiment_follows_what_that_was_seen_to_read(deck):
    deck.edit("experiments/a.py", "# region sum", "open('../config/a.json').close()\n# region sum")

    assert deck.run("build").code == 0
    assert stale(deck) == []

    deck.write("config/a.json", "[]")

    assert stale(deck) == [
        "stale   a   file config/a.json changed",
        "stale   b   needed a changed",
    ]
    assert deck.run("build").code == 0
    assert stale(deck) == []


def test_a_record_that_nobody_watched_is_told_in_one_line_of_status(deck):
    path = deck.root / "results/a.json"
    record = read_record(path, "results/a.json", smoke=False)
    write_record(path, replace(record, measure=replace(record.measure, observed=None)))

    outcome = deck.run("status")

    assert outcome.code == 0
    assert outcome.lines[2:] == [
        "note    files            1 of 2 records are of a version that watched no files"
    ]


def test_figures_drawn_anew_are_watched_and_what_was_measured_stays_as_it_is(deck):
    path = deck.root / "results/a.json"
    record = read_record(path, "results/a.json", smoke=False)
    unwatched = [replace(parts, observed=None) for parts in (record.measure, record.draw)]
    write_record(path, replace(record, format=1, measure=unwatched[0], draw=unwatched[1]))
    deck.edit("experiments/a.py", 'f"total {', 'f"a total {')

    assert deck.run("build").code == 0

    redrawn = deck.record("a")
    assert redrawn["format"] == FORMAT
    assert "observed" not in redrawn["measure"]
    assert redrawn["draw"]["observed"] == {}


SEEDED = """
# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
"""


def seeded(cell: str, block: str = "seeds = 2") -> str:
    """A script whose cell runs with two seeds."""
    return reading(cell, block).replace("\n# %% Measure\n", SEEDED)


def test_a_file_that_changed_between_two_runs_makes_no_record(deck, monkeypatch):
    def measure_and_edit(*arguments):
        kept = measuring.measure_run(*arguments)
        deck.write("config/a.json", "[]")
        return kept

    monkeypatch.setattr("executed_slides.runs.schedule.measure_run", measure_and_edit)
    deck.write("experiments/c.py", seeded(READ_JSON))

    outcome = deck.run("build", "c", "--jobs", "1")

    assert outcome.code == 1
    assert outcome.err.splitlines()[-2:] == [
        "error: experiments/c.py: config/a.json changed between runs: "
        "seed 1 read 44136fa355b3, seed 2 read 4f53cda18c2b",
        "hint: uv run build.py c repeats the runs that read another than is there now; "
        "uv run build.py c --force repeats all",
    ]
    again = deck.run("build", "c", "--jobs", "1")
    assert again.code == 0
    assert [line for line in again.err.splitlines() if "seed" in line] == ["c seed 1: begins"]


def test_data_that_changed_between_two_runs_makes_no_record(deck):
    cell = (
        'file = ROOT / "config/a.json"\nrecord.data("a.json", file)\n'
        'if seed == 1:\n    file.write_text("[]")'
    )
    deck.write("experiments/c.py", seeded(cell, 'data = ["a.json"]\n# seeds = 2'))

    outcome = deck.run("build", "c", "--jobs", "1")

    assert outcome.code == 1
    assert (
        "error: experiments/c.py: a.json changed between runs: seed 1 read 44136fa355b3, "
        "seed 2 read 4f53cda18c2b\n" in outcome.err
    )
    assert not (deck.root / "results/c.json").exists()
    assert deck.run("build", "c", "--force", "--jobs", "1").code == 0


def test_a_run_that_waits_for_its_record_is_repeated_where_what_it_read_changed(deck):
    cell = READ_JSON + '\nassert seed == 1 or not (ROOT / "fails").exists()'
    deck.write("experiments/c.py", seeded(cell))
    deck.write("fails", "")
    assert deck.run("build", "c", "--jobs", "1").code == 1
    deck.write("config/a.json", "[]")
    (deck.root / "fails").unlink()

    again = deck.run("build", "c", "--jobs", "1")

    assert again.code == 0
    begun = [line for line in again.err.splitlines() if "seed" in line]
    assert begun == ["c seed 1: begins", "c seed 2: begins"]


@pytest.mark.parametrize("builds", [1, 2], ids=["compiled anew", "compiled before"])
def test_a_module_that_no_key_counts_is_seen_when_it_is_imported(deck, builds):
    deck.write("lib/outer.py", "VALUE = 1\n")
    cell = "import sys\nsys.path.insert(0, '../lib')\nimport outer"
    build(deck, reading(cell))
    for _ in range(builds - 1):
        deck.run("build", "--force")

    assert observed(deck) == ["lib/outer.py"]
    deck.write("lib/outer.py", "VALUE = 2\n")
    assert "lib/outer.py changed" in deck.run("status").out


def test_what_a_found_module_uses_of_others_counts_with_it(deck):
    deck.write("lib/outer.py", "import answer\nVALUE = answer.find()\n")
    deck.write("experiments/answer.py", "def find():\n    return 1\n\nOTHER = 2\n")
    deck.write("experiments/other.py", "OTHER = 2\n")
    cell = "import sys\nsys.path.append('../lib')\nimport outer, answer\nanswer.OTHER"
    build(deck, reading(cell))

    assert observed(deck) == ["experiments/answer.py", "lib/outer.py"]
    deck.write("experiments/other.py", "OTHER = 3\n")
    assert stale(deck) == []
    deck.edit("experiments/answer.py", "return 1", "return 2")
    assert stale(deck) == ["stale   c   file experiments/answer.py changed"]


def test_a_script_that_is_read_as_a_text_is_a_file(deck):
    deck.write("experiments/plain.py", "# Words.\n")
    build(deck, reading("open('plain.py').read()"))

    assert observed(deck) == ["experiments/plain.py"]


def test_a_helper_that_its_key_counts_is_not_told_again(deck):
    deck.write("experiments/answer.py", "VALUE = 1\n")
    build(deck, reading("import answer\nanswer.VALUE"))

    assert observed(deck) == []


def test_a_file_that_somebody_edits_after_it_was_read_makes_its_record_stale(deck):
    edits = (
        "import subprocess\n"
        "code = f'printf [] > \"{ROOT}/config/a.json\"'\n"
        "subprocess.run(code, shell=True, check=True)"
    )
    deck.write("experiments/c.py", reading(f"{READ_JSON}\n{edits}"))

    deck.run("build", "c")

    assert deck.record("c")["measure"]["observed"] == {"config/a.json": None}
    assert stale(deck) == ["stale   c   file config/a.json is new"]


def test_a_database_that_a_run_keeps_for_itself_is_its_own(deck):
    (deck.root / "rows.db").touch()
    cell = (
        'import sqlite3\nrows = sqlite3.connect(ROOT / "rows.db")\n'
        'rows.execute("create table t (x)")\nrows.close()'
    )
    build(deck, reading(cell))

    assert observed(deck) == []


def test_a_time_that_is_still_to_come_is_no_change(deck):
    os.utime(deck.root / "config/a.json", (4e9, 4e9))
    build(deck, reading(READ_JSON))

    assert deck.record("c")["measure"]["observed"] == {
        "config/a.json": sha256(deck.root / "config/a.json")
    }
    assert stale(deck) == []
