"""Files are named from the project's root, and by nothing that only this machine has."""

import sys
from pathlib import Path

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.state.input_files import find_declared, find_named, recorded_name


@pytest.fixture(name="folders")
def project(tmp_path) -> Folders:
    root = tmp_path / "project"
    for name in ("config/a.json", "config/b c.json", "config/.a.json.swp", "config/deep/d.json"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).touch()
    (root / "config/folder.json").mkdir()
    return Folders(root)


def declared(folders: Folders, *patterns: str, reads=()) -> list[str]:
    return [*find_declared(folders, "experiments/c.py", patterns, reads)]


@pytest.mark.parametrize(
    ("pattern", "names"),
    [
        ("config/a.json", ["config/a.json"]),
        ("./config/a.json", ["config/a.json"]),
        ("config/*.json", ["config/a.json", "config/b c.json"]),
        ("config/**/*.json", ["config/a.json", "config/b c.json", "config/deep/d.json"]),
        ("config/*", ["config/a.json", "config/b c.json"]),
        ("config/.a*", ["config/.a.json.swp"]),
    ],
)
def test_a_pattern_matches_files_and_no_folder(folders, pattern, names):
    assert declared(folders, pattern) == names


def test_a_file_that_a_cell_names_is_no_pattern(folders):
    (folders.root / "a[1].csv").touch()

    assert declared(folders, reads=["a[1].csv"]) == ["a[1].csv"]
    with pytest.raises(DeckError, match=r"no file 'config/\*' in the project"):
        declared(folders, reads=["config/*"])


@pytest.mark.parametrize(
    "pattern",
    ["../other/*.json", "config/../../a", "/etc/hosts", "C:\\a.json", "c:a", "\\\\a\\b", ""],
)
def test_a_pattern_that_leads_out_of_the_project_is_refused(folders, pattern):
    with pytest.raises(DeckError, match=r"experiments/c\.py: .* leads out of the project"):
        declared(folders, pattern)


def test_a_pattern_that_matches_a_folder_alone_says_what_to_write(folders):
    with pytest.raises(DeckError) as error:
        declared(folders, "config")

    assert error.value.message == "experiments/c.py: 'config' is a folder, where a file is meant"
    assert error.value.hint.startswith('files = ["config/*"]')


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_a_link_out_of_the_project_is_refused_by_name(folders, tmp_path):
    (tmp_path / "far.json").touch()
    (folders.root / "config/far.json").symlink_to(tmp_path / "far.json")
    (folders.root / "config/near.json").symlink_to(folders.root / "config/a.json")

    assert declared(folders, "config/near.json") == ["config/near.json"]
    with pytest.raises(DeckError, match=r"config/far\.json is a link that leads out"):
        declared(folders, "config/*.json")


@pytest.mark.parametrize(
    ("place", "name"),
    [
        ("project/config/a.json", "config/a.json"),
        ("data/rows.csv", "DECK_DATA/rows.csv"),
        ("anna/rows.csv", "~/rows.csv"),
        ("other/rows.csv", "outside: rows.csv"),
    ],
)
def test_a_name_leads_back_to_the_file_where_every_machine_can_have_it(
    folders, tmp_path, monkeypatch, place, name
):
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "anna")
    path, data = tmp_path / place, tmp_path / "data"

    assert recorded_name(folders, data, path) == name
    assert find_named(folders, data, name) == (None if name.startswith("outside") else path)


def test_a_name_that_is_no_text_is_known_by_its_last_part(folders):
    path = folders.root / "config" / b"\xb0.json".decode("utf-8", "surrogateescape")

    assert recorded_name(folders, None, path) == "outside: \\xb0.json"
