"""Check and build look at the finished files themselves, and say what to do about them."""

import json
import shutil

import pytest
from real_decks import THEME, lend_marp
from tiny_deck import DEEP, HELPER, A, B, Deck, leave_out_marp

from executed_slides.base.folders import Folders
from executed_slides.commands.main import main
from executed_slides.output.exports import sidecar_file
from executed_slides.proof import finished_files

TEMPLATE = """---
theme: tested
lang: en
---
# Talk

- total **{{ a.total }}** of {{ a.parameters.steps }} steps, twice is {{ b.twice }}

---
# Result

- {% claim a.total > 5 %}more than five{% endclaim %}
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A project whose slides real Marp drew."""
    root = tmp_path_factory.mktemp("finished")
    files = {"a": A, "b": B, "helper": HELPER, "deep": DEEP}
    for name, text in files.items():
        Deck(root).write(f"experiments/{name}.py", text)
    Deck(root).write("templates/talk.md.j2", TEMPLATE)
    Deck(root).write("themes/tested.css", THEME)
    shutil.copytree("tests/fonts", root / "themes" / "fonts")
    lend_marp(Folders(root))
    assert main(root, ["build"]) == 0
    return root


@pytest.fixture
def deck(built, tmp_path, capsys):
    """A copy of it, to be altered."""
    shutil.copytree(built, tmp_path / "copy")
    return Deck(tmp_path / "copy", capsys)


def forge(deck: Deck) -> None:
    """Mends the checksums of files that were altered."""
    folders = Folders(deck.root)
    record = json.loads(sidecar_file(folders, "talk").read_text("utf-8"))
    for name in record["outputs"]:
        record["outputs"][name] = finished_files.sha256(folders.slides / name)
    sidecar_file(folders, "talk").write_text(json.dumps(record), "utf-8")


def told(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.startswith(" ")]


def test_a_number_edited_in_the_html_is_named_by_what_it_should_be(deck):
    deck.edit("slides/talk.html", "<strong>6</strong>", "<strong>7</strong>")

    outcome = deck.run("check")

    assert outcome.code == 3
    assert outcome.lines[:4] == [
        "stale   slides/talk.html   slide 1 shows 'Talktotal7of3steps,twiceis12', not "
        "'Talktotal6of3steps,twiceis12', which is a.total",
        "        mend: delete slides/talk.html, then uv run build.py; what was changed in it "
        "belongs into templates/talk.md.j2",
        "stale   slides/talk.html   edited after its export",
        "        mend: uv run build.py",
    ]


def test_one_who_mends_the_checksums_too_is_told_all_the_same(deck):
    deck.edit("slides/talk.html", "<strong>6</strong>", "<strong>7</strong>")
    forge(deck)

    checked, built = deck.run("check"), deck.run("build")

    assert (checked.code, built.code) == (3, 3)
    message = (
        "stale   slides/talk.html   slide 1 shows 'Talktotal7of3steps,twiceis12', not "
        "'Talktotal6of3steps,twiceis12', which is a.total"
    )
    assert message in checked.lines
    assert message in built.lines


def test_what_marp_itself_draws_otherwise_is_told_by_the_build_that_made_it(deck):
    # In TeX, what stands behind a percent sign is nothing.
    deck.edit("templates/talk.md.j2", "twice is", "$x = 1% {{ a.total }}$ twice is")

    outcome = deck.run("build")

    assert outcome.code == 3
    assert outcome.lines[-2:] == [
        "stale   slides/talk.html   slide 1 draws '𝑥=1' where the formula is 'x=1%6'",
        "        mend: Marp makes this of what templates/talk.md.j2 says there: take out signs "
        "such as % _ * < & [ around these words, or write \\ before them",
    ]


def test_a_note_that_marp_drops_is_told_with_where_it_belongs(deck):
    deck.edit(
        "templates/talk.md.j2", "# Result", "# Result\n\n![bg](image/a.png) <!-- Say why. -->"
    )

    outcome = deck.run("build")

    assert [line for line in outcome.lines if "note" in line] == [
        "stale   slides/talk.html   slide 2 has notes that say '', not 'Saywhy.'",
        "        mend: write the note in templates/talk.md.j2 on a line of its own, with an empty "
        "one before it: Marp drops one that stands beside a background, ![bg](…)",
    ]


def test_slides_of_another_template_are_stale_and_no_more(deck):
    deck.edit("templates/talk.md.j2", "twice is", "double is")

    assert told(deck.run("check").lines) == [
        "stale   slides/talk.md   templates/talk.md.j2 changed"
    ]


def test_a_deck_that_was_compared_before_is_not_read_again(deck, monkeypatch):
    assert deck.run("check").code == 0
    monkeypatch.setattr(finished_files, "_compare_html", None)

    assert deck.run("check").code == 0


def test_what_was_found_before_is_said_again(deck, monkeypatch):
    deck.edit("slides/talk.html", "more than five", "less than five")
    first = deck.run("check").lines
    monkeypatch.setattr(finished_files, "_compare_html", None)

    assert deck.run("check").lines == first
    assert "slide 2 shows 'Resultlessthanfive'" in first[0]


def test_reading_back_believes_nothing_that_was_kept(deck, monkeypatch):
    deck.run("check")
    monkeypatch.setattr(finished_files, "_compare_html", lambda *_: iter(["slide 9 is red"]))

    assert told(deck.run("check", "--read-back").lines)[0].endswith("slide 9 is red")


def test_a_clone_without_finished_files_is_told_from_a_good_one(deck):
    good = deck.run("check", "--json")
    for file in (deck.root / "slides").glob("talk.*"):
        if file.suffix in (".html", ".pdf") or ".export" in file.name or ".layout" in file.name:
            file.unlink()

    clone, text = deck.run("check", "--json"), deck.run("check")

    assert (good.code, clone.code) == (0, 0)
    assert json.loads(good.out)["exported"] == {"talk": True}
    assert json.loads(clone.out)["exported"] == {"talk": False}
    assert text.lines[-1] == (
        "good    slides/talk.md   2 records current, 1 claims true; "
        "not exported, so no finished slides were seen: talk"
    )


GHOSTS = {
    "slides/ghost.md": "template",
    "slides/ghost.html": "template",
    "slides/ghost.provenance.json": "template",
    "results/ghost.json": "script",
    "slides/lab/ghost.html": "script",
    "slides/image/ghost.png": "script",
}


@pytest.mark.parametrize("name", GHOSTS)
def test_a_file_that_nothing_makes_is_named(deck, name):
    deck.write(name, "99.9%")

    outcome = deck.run("check")

    assert outcome.code == 0
    assert outcome.lines[:2] == [
        f"note    {name}   is made by no {GHOSTS[name]}",
        "        mend: delete it, or bring back what made it",
    ]


def test_what_a_figure_was_in_another_format_is_a_ghost(deck):
    deck.write("slides/image/a.svg", "an older a")

    assert "note    slides/image/a.svg   is made by no script" in deck.run("check").lines


def test_what_an_author_put_there_himself_is_no_ghost(deck):
    deck.write("slides/media/own.png", "own")
    deck.write("slides/talk.handout.txt", "own")

    assert len(deck.run("check").lines) == 1


def test_a_figure_of_a_script_that_cannot_be_read_is_no_ghost(deck):
    deck.write("slides/image/a.png", "")
    deck.write("experiments/a.py", "x = (")

    assert not any("is made by no" in line for line in deck.run("check").lines)


def test_every_export_is_read_back(deck):
    with pytest.MonkeyPatch.context() as patch:
        leave_out_marp(patch)
        deck.write("slides/talk.pptx", "no ZIP")
        deck.write("slides/talk.handout.pdf", "no PDF")
        lines = deck.run("check", "--read-back").lines

    assert any("talk.pptx cannot be read as a PPTX" in line for line in lines)
    assert any("talk.handout.pdf cannot be read as a PDF" in line for line in lines)
