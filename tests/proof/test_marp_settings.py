"""Settings files of Marp's, which bare Marp would follow, are not passed over in silence."""

import json

import pytest

from executed_slides.base.folders import Folders
from executed_slides.proof.marp_settings import find_unfollowed_settings

OURS = "here every deck is drawn by Marp's own defaults, `math` in the front matter apart"


def told(root):
    return [(n.kind, n.subject, n.reason, n.mend) for n in find_unfollowed_settings(Folders(root))]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".marprc.yml", "theme: gaia\nhtml: true\nallowLocalFiles: true\n"),
        (".marprc.yaml", "# Marp\n'theme': gaia\n\"html\":\n  br: []\n"),
        (".marprc", "theme: gaia\nhtml: true"),
        (".marprc.json", '{"theme": "gaia", "html": true, "pdfNotes": true}'),
        ("package.json", '{"name": "talk", "marp": {"theme": "gaia", "html": true}}'),
    ],
)
def test_what_a_deck_would_lack_of_them_is_named_with_its_place(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")

    mend = f"say theme in the front matter of each deck; take html out, or the file: {OURS}"
    assert told(tmp_path) == [("note", name, "is not followed: it sets theme, html", mend)]


def test_code_is_not_run_to_know_what_it_sets(tmp_path):
    (tmp_path / "marp.config.mjs").write_text("export default { html: true }", "utf-8")

    mend = f"take what else it sets out, or the file: {OURS}"
    [note] = told(tmp_path)
    assert note == ("note", "marp.config.mjs", "is not followed, for it is code", mend)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".marprc.yml", "allowLocalFiles: true\nthemeSet: ./themes\npdf: true\n"),
        (".marprc.yml", "# nothing\n"),
        (".marprc.json", json.dumps({"inputDir": "slides", "pdfNotes": True})),
        ("package.json", '{"name": "talk"}'),
        ("package.json", "[]"),
    ],
)
def test_what_decides_nothing_on_slides_is_no_matter(tmp_path, name, text):
    (tmp_path / name).write_text(text, "utf-8")

    assert told(tmp_path) == []


def test_check_and_build_say_so_and_are_good(deck):
    deck.write(".marprc.yml", "title: A talk\n")

    checked = deck.run("check")
    built = deck.run("build", "--force", "a")

    note = ".marprc.yml is not followed: it sets title"
    assert checked.code == 0
    assert " ".join(checked.out.split()).startswith(f"note {note} mend: say title in the front")
    assert built.code == 0
    assert f"note: {note}\nhint: say title in the front matter of each deck" in built.err
