"""What docs/limits.md says that a check does not know: true until somebody changes it."""

import pytest
from msgspec import structs

from executed_slides.markdown.stated_numbers import find_stated
from executed_slides.records.keys import MeasureParts
from executed_slides.records.record_files import read_record, write_record


@pytest.mark.parametrize(
    "unseen",
    [
        "import subprocess, sys\n"
        "subprocess.run([sys.executable, '-I', '-c', \"open('notes.txt').read()\"], check=True)",
        "import h5py\nh5py.File('notes.h5', 'r').close()",
        "import os\nos.path.exists('notes.txt')",
        "import os\nos.environ.get('NOTES')",
        "from pathlib import Path\nPath('notes.txt').read_text()\n"
        "Path('notes.txt').write_text('one')",
    ],
)
def test_a_file_that_python_does_not_open_itself_makes_nothing_stale(deck, unseen):
    deck.write("experiments/notes.txt", "one")
    if "h5py" in unseen:
        h5py = pytest.importorskip("h5py")
        h5py.File(deck.root / "experiments/notes.h5", "w").close()
    deck.edit("experiments/a.py", "# region sum", f"{unseen}\n# region sum")
    assert deck.run("build").code == 0

    deck.write("experiments/notes.txt", "two")

    assert deck.record("a")["measure"]["observed"] == {}
    assert deck.run("check").code == 0


def test_a_record_that_is_edited_and_sealed_anew_is_found_by_a_rerun_alone(deck):
    path = deck.root / "results/b.json"
    record = read_record(path, "results/b.json", smoke=False)
    forged = structs.replace(record.runs[0], numbers={"twice": 100})
    write_record(path, structs.replace(record, runs=[forged]))
    assert deck.run("build").code == 0

    assert deck.run("check").code == 0
    assert deck.run("rerun", "b").code == 3


def test_the_version_of_python_is_in_no_key():
    assert MeasureParts.__struct_fields__ == (
        "key",
        "cells",
        "code",
        "packages",
        "parameters",
        "data",
        "needs",
        "environment",
        "files",
        "observed",
        "influences",
    )


def test_numerals_of_other_languages_and_a_few_of_anything_are_not_found():
    assert find_stated("fünf Epochen, two ways") == []
    assert [number.text for number in find_stated("5 Epochen, three epochs, 팔십팔 퍼센트")] == [
        "5",
        "three epochs",
        "팔십팔 퍼센트",
    ]


def test_a_clone_without_exports_is_proven_with_a_note(deck):
    for file in deck.root.glob("slides/talk.*"):
        if file.suffix != ".md" and "provenance" not in file.name:
            file.unlink()

    outcome = deck.run("check")

    assert outcome.code == 0
    assert outcome.lines[0] == "note    slides/talk.html   not exported yet"
