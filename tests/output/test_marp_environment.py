"""Marp and a browser draw the same in every shell."""

from pathlib import Path

from executed_slides.base.folders import Folders
from executed_slides.output.fonts import kept_subsets
from executed_slides.output.marp import environment
from executed_slides.toolchain.installation import modules


def test_what_a_shell_says_to_node_or_of_its_language_does_not_reach_marp(tmp_path, monkeypatch):
    told = {"NODE_OPTIONS": "--require x", "NODE_PATH": "/x", "LANG": "ko_KR.UTF-8", "LC_ALL": "C"}
    for name, value in {**told, "FONTCONFIG_FILE": "/fonts.conf", "PATH": "/bin"}.items():
        monkeypatch.setenv(name, value)

    seen = environment(Folders(tmp_path), tmp_path, None)

    assert told.keys().isdisjoint(seen)
    assert (seen["PATH"], seen["FONTCONFIG_FILE"]) == ("/bin", "/fonts.conf")
    assert seen["TMPDIR"] == str(tmp_path)


def test_nothing_that_runs_or_draws_is_taken_from_the_project(tmp_path):
    """Code that Node had compiled lay in the project: one that came with it would have run."""
    folders = Folders(tmp_path)

    compiled = environment(folders, tmp_path / "desk", None)["NODE_COMPILE_CACHE"]

    assert not Path(compiled).is_relative_to(tmp_path)
    assert not kept_subsets(folders).is_relative_to(tmp_path)
    assert not modules(folders).is_relative_to(tmp_path)
