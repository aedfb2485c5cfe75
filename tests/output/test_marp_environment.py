"""Marp and a browser draw the same in every shell."""

from executed_slides.base.folders import Folders
from executed_slides.output.marp import environment


def test_what_a_shell_says_to_node_or_of_its_language_does_not_reach_marp(tmp_path, monkeypatch):
    told = {"NODE_OPTIONS": "--require x", "NODE_PATH": "/x", "LANG": "ko_KR.UTF-8", "LC_ALL": "C"}
    for name, value in {**told, "FONTCONFIG_FILE": "/fonts.conf", "PATH": "/bin"}.items():
        monkeypatch.setenv(name, value)

    seen = environment(Folders(tmp_path), tmp_path, None)

    assert told.keys().isdisjoint(seen)
    assert (seen["PATH"], seen["FONTCONFIG_FILE"]) == ("/bin", "/fonts.conf")
    assert seen["TMPDIR"] == str(tmp_path)
