"""Diff says what changed since a revision: numbers, claims, slides, figures; it writes nothing."""

import io
import json
import re
import shutil
import subprocess

import pytest
from made_records import write_values
from PIL import Image
from tiny_deck import Deck

from executed_slides.base.files import sha256
from executed_slides.base.folders import Folders
from executed_slides.diff.as_page import embedded
from executed_slides.diff.revision import checked_out
from executed_slides.records.schema import FORMAT

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="compares with git's history")

CLAIM = "{% claim a.total > 5 %}more than five{% endclaim %}"
EITHER = (
    "{% claim a.share > 0.25 %}a large share{% sometimes %}large in {{ held }} of {{ of }} runs"
    "{% otherwise %}a small share{% endclaim %}"
    " of {{ a.share | percent }}"
)


def git(deck, *arguments):
    about = ["-c", "user.name=deck", "-c", "user.email=deck@localhost", "-c", "gc.auto=0"]
    done = subprocess.run(
        ["git", "-C", str(deck.root), *about, *arguments], check=True, capture_output=True
    )
    return done.stdout.decode()


def commit(deck, words="Results"):
    git(deck, "add", "experiments", "results", "slides", "templates", "themes")
    git(deck, "commit", "-qm", words)


@pytest.fixture(name="deck")
def committed_deck(deck):
    """The tiny deck under git, with a claim that has another sentence."""
    deck.edit("templates/talk.md.j2", CLAIM, EITHER)
    deck.run("build", "--no-run")
    git(deck, "init", "-q", "-b", "main")
    deck.write(".gitignore", "/.executed-slides/\n*.export.json\nslides/*.html\nslides/*.pdf\n")
    commit(deck)
    return deck


def retrain(deck, name="a", **numbers):
    """Another record, as a training would leave it: numbers by key, a value for each seed."""
    record = json.loads(deck.read(f"results/{name}.json"))
    for key, values in numbers.items():
        for run, value in zip(record["runs"], values, strict=True):
            run["numbers"][key] = value
            if value is None:
                del run["numbers"][key]
    rewrite(deck, name, record)
    deck.run("build", "--no-run")
    return record


def rewrite(deck, name, record):
    write_values(deck.root / f"results/{name}.json", record)


def redraw(deck, dots):
    """Another picture of figure a, and the record that names it."""
    picture = Image.new("RGB", (40, 20), "white")
    for dot in dots:
        picture.putpixel(dot, (0, 0, 0))
    memory = io.BytesIO()
    picture.save(memory, "PNG")
    path = deck.root / "slides/image/a.png"
    path.write_bytes(memory.getvalue())
    record = json.loads(deck.read("results/a.json"))
    record["figures"]["a"]["sha256"] = sha256(path)
    rewrite(deck, "a", record)


def answer(deck, *arguments):
    outcome = deck.run("diff", *arguments, "--json")
    assert outcome.code == 0
    return json.loads(outcome.out)["diff"]


def test_nothing_differs_right_after_a_commit(deck):
    outcome = deck.run("diff")

    assert outcome.code == 0
    assert re.fullmatch(
        r"diff    HEAD [0-9a-f]{7,} \(\d{4}-\d\d-\d\d, Results\) → working tree", outcome.lines[0]
    )
    assert outcome.lines[1:] == ["        nothing differs"]


def test_a_retraining_shows_its_numbers_against_the_spread(deck):
    retrain(deck, total=[9, 9], share=[0.02, 0.24])

    outcome = deck.run("diff")

    assert outcome.code == 0
    assert outcome.lines[1] == "        2 numbers moved, 2 slides changed"
    assert outcome.lines[2:5] == [
        "record  a                 ran again, with the same code, parameters and data",
        "          total  6      → 9       +3      all seeds agree on it",
        "          share  0.1500 → 0.1300  −0.020  within the spread of 0.22",
    ]


def test_a_step_beyond_the_spread_is_counted(deck):
    retrain(deck, share=[0.5, 0.6])

    outcome = deck.run("diff")

    assert "1 number moved (1 beyond the spread)" in outcome.lines[1]
    assert outcome.lines[3].endswith("0.1500 → 0.5500  +0.40  4.0 × the spread of 0.10")


def test_numbers_that_came_and_went_are_named(deck):
    retrain(deck, total=[None, None], sum=[6, 6])

    numbers = answer(deck)["experiments"][0]["numbers"]

    assert [(n["key"], n["old"], n["new"], n["verdict"]) for n in numbers] == [
        ("total", [6, 6], [], "gone"),
        ("sum", [], [6, 6], "new"),
    ]


def test_the_reason_of_a_retraining_is_named(deck):
    record = json.loads(deck.read("results/a.json"))
    record["measure"] |= {"parameters": {"steps": 4}}
    record["measure"]["code"] |= {"helper.double": "other"}
    record["machine"] |= {"cores": 64}
    rewrite(deck, "a", record)

    [change] = answer(deck)["experiments"]

    assert change["reasons"][:2] == ["helper.double changed", "parameter steps 3 → 4"]
    assert change["reasons"][2].startswith("machine cores ")


def test_a_record_that_was_only_written_anew_moves_nothing(deck):
    record = json.loads(deck.read("results/a.json"))
    rewrite(deck, "a", {**record, "date": "2030-01-01T00:00:00+00:00"})

    outcome = deck.run("diff")

    assert outcome.lines[1:] == [
        "        nothing differs",
        "record  written anew, nothing moved: a",
    ]


def test_curves_that_differ_while_no_number_does_are_named(deck):
    record = json.loads(deck.read("results/a.json"))
    record["runs"][0]["series"]["points"][1] = 2.5
    rewrite(deck, "a", record)

    outcome = deck.run("diff")

    assert outcome.lines[1:] == [
        "        1 experiment measured anew without moving a number",
        "record  a                 ran again, with the same code, parameters and data: "
        "points differ, no number does",
    ]


def test_a_claim_that_flipped_is_shown_with_its_slide_and_values(deck):
    retrain(deck, share=[0.3, 0.4])

    outcome = deck.run("diff")

    at = outcome.lines.index("claim   templates/talk.md.j2:11 holds now, slide 2 · Result")
    assert outcome.lines[at + 1 : at + 3] == [
        "          {+a large share+}",
        "          a.share > 0.25, with a.share = 0.1500 → 0.3500",
    ]
    [flipped] = answer(deck)["claims"]["flipped"]
    assert (flipped["holds"], flipped["held"], flipped["of"]) == (True, 2, 2)


def test_a_claim_that_came_to_hold_in_some_runs_says_in_how_many(deck):
    retrain(deck, share=[0.2, 0.3])

    outcome = deck.run("diff")

    place = "claim   templates/talk.md.j2:11 holds now in 1 of 2 runs, slide 2 · Result"
    at = outcome.lines.index(place)
    assert outcome.lines[at + 1] == "          {+large in 1 of 2 runs+}"
    [flipped] = answer(deck)["claims"]["flipped"]
    assert (flipped["holds"], flipped["held"], flipped["of"]) == (False, 1, 2)


@pytest.mark.parametrize(
    ("share", "became"),
    [([0.2, 0.3], "holds now in 1 of 2 runs"), ([0.1, 0.2], "no longer holds")],
)
def test_a_claim_that_no_longer_holds_in_every_run_is_struck_out(deck, share, became):
    retrain(deck, share=[0.3, 0.4])
    commit(deck, "Better")
    retrain(deck, share=share)

    outcome = deck.run("diff")

    at = outcome.lines.index(f"claim   templates/talk.md.j2:11 {became}, slide 2 · Result")
    assert outcome.lines[at + 1] == "          [-a large share-]"


def test_a_claim_with_another_condition_is_another_claim(deck):
    deck.edit("templates/talk.md.j2", "a.share > 0.25", "a.share > 0.05")
    deck.run("build", "--no-run")

    claims = answer(deck)["claims"]

    assert (claims["flipped"], claims["new"], claims["gone"]) == ([], 1, 1)


def test_a_moved_template_line_flips_no_claim(deck):
    deck.edit("templates/talk.md.j2", "# Result", "# Result\n\n* first")
    deck.run("build", "--no-run")

    claims = answer(deck)["claims"]

    assert (claims["flipped"], claims["new"], claims["gone"]) == ([], 0, 0)


def test_sentences_are_marked_word_by_word_on_their_slide(deck):
    retrain(deck, total=[9, 9])

    outcome = deck.run("diff")

    assert outcome.lines[4:] == [
        "slide   talk 1 · Talk",
        "          * total [-6-]{+9+} of 3 steps, twice is 12",
    ]


def test_a_figure_that_changed_says_how_much_of_it(deck):
    redraw(deck, [(1, 1)])
    commit(deck, "Drawn")
    redraw(deck, [(1, 1), (5, 5), (6, 5)])

    [figure] = answer(deck)["figures"]

    assert (figure["name"], figure["state"], figure["share_of_pixels"]) == ("a", "changed", 2 / 800)
    assert deck.run("diff").lines[-1] == "figure  a  0.25% of its pixels differ"


def redraw_lines(deck, *lines):
    """Figure a as an SVG with these lines."""
    paths = "".join(f'<path d="{line}"/>' for line in lines)
    (deck.root / "slides/image/a.svg").write_text(
        f'<svg xmlns="http://www.w3.org/2000/svg">{paths}</svg>'
    )
    record = json.loads(deck.read("results/a.json"))
    digest = sha256(deck.root / "slides/image/a.svg")
    record["figures"]["a"] |= {"file": "slides/image/a.svg", "sha256": digest}
    rewrite(deck, "a", record)


def test_a_figure_of_lines_says_how_many_of_them_changed(deck):
    redraw_lines(deck, "M 0 0 L 1 1", "M 0 0 L 2 2", "M 0 0 L 2 2")
    commit(deck, "Drawn")
    redraw_lines(deck, "M 0 0 L 1 1", "M 0 0 L 2 2", "M 0 0 L 3 3")

    [figure] = answer(deck)["figures"]

    assert (figure["share_of_pixels"], figure["share_of_shapes"]) == (None, 1 / 3)
    assert deck.run("diff").lines[-1] == "figure  a  1 of its 3 shapes differ"
    page = deck.root / "diff.html"
    deck.run("diff", "--html", str(page))
    assert page.read_text("utf-8").count('src="data:image/svg+xml;base64,') == 4


def test_a_figure_that_became_one_of_lines_cannot_be_compared(deck):
    redraw(deck, [(1, 1)])
    commit(deck, "Drawn")
    redraw_lines(deck, "M 0 0 L 1 1")

    assert deck.run("diff").lines[-1] == "figure  a  changed, and cannot be compared"


def test_a_figure_that_another_code_drew_says_so(deck):
    redraw(deck, [(1, 1)])
    commit(deck, "Drawn")
    record = json.loads(deck.read("results/a.json"))
    record["draw"]["code"] |= {"helper.Picture": "other"}
    record["draw"]["runs"] = "other"
    rewrite(deck, "a", record)
    redraw(deck, [(2, 2)])

    assert deck.run("diff").lines[-1].endswith("pixels differ; helper.Picture changed")


def test_a_renamed_figure_is_known_by_its_bytes(deck):
    record = json.loads(deck.read("results/a.json"))
    about = record["figures"].pop("a")
    record["figures"]["curve"] = {**about, "file": "slides/image/curve.png"}
    (deck.root / "slides/image/a.png").rename(deck.root / "slides/image/curve.png")
    rewrite(deck, "a", record)

    assert "figure  curve  renamed, was a" in deck.run("diff").lines


def test_a_figure_of_old_that_is_damaged_is_a_note_and_no_failure(deck):
    (deck.root / "slides/image/a.png").write_bytes(b"not what the record says")
    commit(deck, "Damaged")
    redraw(deck, [(1, 1)])

    outcome = deck.run("diff")

    assert outcome.code == 0
    assert "figure  a  changed, and cannot be compared" in outcome.lines
    assert outcome.lines[-1] == (
        "note    slides/image/a.png at HEAD is not the picture of its record; it is not compared"
    )


def test_an_experiment_that_is_not_committed_is_new(deck):
    record = json.loads(deck.read("results/b.json"))
    rewrite(deck, "c", {**record, "experiment": "c", "figures": {}})
    deck.write("experiments/c.py", deck.read("experiments/b.py"))
    deck.write("experiments/d.py", deck.read("experiments/b.py"))

    outcome = deck.run("diff")

    assert outcome.lines[1] == "        1 experiment new"
    assert outcome.lines[2] == "record  c                 new, with 1 number"
    assert outcome.lines[3] == "note    without a record yet: d; `uv run build.py` runs them"


def test_an_experiment_that_is_gone_is_named(deck):
    for name in ("results/b.json", "experiments/b.py"):
        (deck.root / name).unlink()
    deck.edit("templates/talk.md.j2", ", twice is {{ b.twice }}", "")
    deck.run("build", "--no-run")

    outcome = deck.run("diff")

    assert "1 experiment gone" in outcome.lines[1]
    assert outcome.lines[2] == "record  b                 gone, with 1 number"


def test_a_script_that_did_not_run_since_its_edit_is_a_note(deck):
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    assert deck.run("diff").lines[-1] == (
        "note    older than their scripts are the records of a, b; "
        "`uv run build.py status` says why"
    )


def test_a_script_that_cannot_be_read_hides_no_number(deck):
    retrain(deck, total=[9, 9])
    deck.edit("experiments/a.py", "steps = 3", "steps = = 3")

    outcome = deck.run("diff")

    assert outcome.code == 0
    assert "          total  6 → 9  +3  all seeds agree on it" in outcome.lines
    assert any(line.startswith("note    experiments/a.py:19: invalid") for line in outcome.lines)


@pytest.mark.parametrize("format_", [0, FORMAT + 1])
def test_a_record_of_another_format_is_a_note(deck, format_):
    record = json.loads(deck.read("results/a.json"))
    rewrite(deck, "a", {**record, "format": format_})
    commit(deck, "Other format")
    rewrite(deck, "a", record)

    outcome = deck.run("diff")

    assert outcome.code == 0
    assert (
        f"note    results/a.json at HEAD: made by {'a newer' if format_ else 'another'} version "
        f"of executed-slides (record format {format_}, this one reads {FORMAT}); "
        "its numbers are not compared" in outcome.lines
    )
    assert any(
        line.startswith("note    the claims of talk.md.j2 at HEAD cannot be judged: templates/")
        for line in outcome.lines
    )
    # What is unknown of the past is not called new.
    assert "claim" not in outcome.lines[1]


def test_a_revision_from_before_records_makes_all_new(deck):
    git(deck, "rm", "-rq", "--cached", "results", "slides", "experiments", "templates")
    git(deck, "commit", "-qm", "Nothing yet")

    outcome = deck.run("diff")

    assert outcome.code == 0
    assert outcome.lines[1] == (
        "        2 experiments new, 1 claim new, 2 slides changed, 1 figure changed"
    )
    assert outcome.lines[-1] == "note    HEAD is from before there were records: all are new"


def test_an_unknown_revision_is_a_usage_error(deck):
    outcome = deck.run("diff", "nowhere")

    assert outcome.code == 2
    assert outcome.err == (
        "error: no revision 'nowhere'\n"
        "hint: `git log --oneline -- results` lists the revisions that moved a record\n"
    )


def test_a_revision_that_looks_like_an_option_never_reaches_git(deck):
    outcome = deck.run("diff", "--", "--since=yesterday")

    assert (outcome.code, outcome.out) == (2, "")
    assert "error: no revision '--since=yesterday'" in outcome.err


def test_a_repository_without_a_commit_says_so(deck):
    shutil.rmtree(deck.root / ".git")
    git(deck, "init", "-q")

    outcome = deck.run("diff")

    assert outcome.code == 2
    assert "hint: nothing is committed yet" in outcome.err


def test_a_shallow_clone_says_how_to_fetch_the_past(deck, tmp_path):
    retrain(deck, total=[9, 9])
    commit(deck, "Newer")
    clone = Deck(tmp_path / "clone", deck.capsys)
    git(deck, "clone", "-q", "--depth", "1", deck.root.as_uri(), str(clone.root))

    outcome = clone.run("diff", "HEAD~1")

    assert clone.run("diff").code == 0
    assert outcome.code == 2
    assert "hint: this clone is shallow: `git fetch --unshallow`" in outcome.err


def test_a_folder_without_git_says_what_works_there(deck):
    shutil.rmtree(deck.root / ".git")

    outcome = deck.run("diff")

    assert outcome.code == 1
    assert "error: git rev-parse: not a git repository" in outcome.err
    assert "hint: `uv run build.py check` proves the deck without git" in outcome.err


def test_a_machine_without_git_says_so(deck, monkeypatch):
    monkeypatch.setenv("PATH", str(deck.root))

    outcome = deck.run("diff")

    assert outcome.code == 1
    assert "error: git is not installed" in outcome.err


def test_a_smoke_build_has_nothing_to_compare(deck):
    assert deck.run("diff", "--smoke").code == 2


def test_a_deck_in_a_folder_of_a_repository_is_compared_alone(deck):
    (deck.root / ".git").rename(deck.root.parent / ".git")
    git(deck, "add", "experiments", "results", "slides", "templates", "themes")
    git(deck, "commit", "-qm", "Moved")
    retrain(deck, total=[9, 9])

    numbers = answer(deck)["experiments"][0]["numbers"]

    assert [(number["key"], number["change"]) for number in numbers] == [("total", 3)]


def test_diff_writes_nothing_and_leaves_nothing(deck, monkeypatch, tmp_path):
    retrain(deck, total=[9, 9])
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "scratch"))
    before = deck.files()

    deck.run("diff")

    assert deck.files() == before
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_revision_is_laid_out_as_it_was_committed(deck):
    as_committed = deck.read("results/a.json")
    retrain(deck, total=[9, 9])

    with checked_out(Folders(deck.root), "HEAD") as revision:
        assert (revision.folders.results / "a.json").read_text("utf-8") == as_committed
        assert revision.subject == "Results"

    assert not revision.folders.root.exists()


def test_markdown_shows_what_slides_say_as_text(deck):
    deck.edit("templates/talk.md.j2", "# Result", "# Result\n* <b>see</b> #one, @all | `x`")
    retrain(deck, share=[0.5, 0.6])

    outcome = deck.run("diff", "--markdown")

    assert outcome.code == 0
    assert outcome.lines[0] == "### What changed on the slides"
    assert "| `share` | 0.1500 | 0.5500 | +0.40 | 4.0 × the spread of 0.10 |" in outcome.lines
    assert (
        "  <ins>&#42; &#60;b&#62;see&#60;/b&#62; &#35;one, &#64;all &#124; &#96;x&#96;</ins><br>"
    ) in outcome.lines


def test_markdown_and_json_at_once_is_a_usage_error(deck):
    assert deck.run("diff", "--markdown", "--json").code == 2


def test_the_page_carries_its_pictures_and_names_no_other_file(deck, tmp_path):
    redraw(deck, [(1, 1)])
    commit(deck, "Drawn")
    redraw(deck, [(1, 1), (5, 5)])
    retrain(deck, share=[0.3, 0.4])

    outcome = deck.run("diff", "--html", str(tmp_path / "page/diff.html"))

    page = (tmp_path / "page/diff.html").read_text("utf-8")
    assert outcome.code == 0
    assert outcome.lines[-1] == f"page    HEAD             => {tmp_path / 'page/diff.html'}"
    assert page.count("data:image/png;base64,") == 3
    assert re.findall(r'(?:src|href)="(?!data:|#)[^"]*"', page) == []
    assert "<td><code>share</code><td>0.1500<td>0.3500<td>+0.20<td>2.0 ×" in page
    assert "<ins>a large share</ins>" in page


def test_a_page_without_marp_shows_the_slides_as_text(deck, tmp_path):
    retrain(deck, total=[9, 9])

    outcome = deck.run("diff", "--html", str(tmp_path / "diff.html"))

    page = (tmp_path / "diff.html").read_text("utf-8")
    assert "slides are shown as text: there is no Marp" in outcome.err
    assert "* total <del>6</del><ins>9</ins> of 3 steps" in page
    assert "<iframe" not in page


def test_what_a_slide_says_cannot_end_the_page(deck, tmp_path):
    deck.edit("templates/talk.md.j2", "# Result", "# Result </h3></script><img src=x>")
    deck.run("build", "--no-run")

    deck.run("diff", "--html", str(tmp_path / "diff.html"))

    page = (tmp_path / "diff.html").read_text("utf-8")
    assert "<img src=x>" not in page
    assert page.count("</script>") == 1
    assert json.loads(embedded("</script><!--")) == "</script><!--"
    assert "<" not in embedded("</script><!--")


def test_a_page_that_cannot_be_written_is_an_error(deck, tmp_path):
    outcome = deck.run("diff", "--html", str(tmp_path))

    assert outcome.code == 1
    assert "cannot be written" in outcome.err


def test_a_revision_has_the_files_that_its_scripts_and_records_name(deck):
    deck.write("config/a.json", "{}")
    deck.write("config/b c.json", "{}")
    deck.write("other/c.json", "{}")
    deck.edit("experiments/a.py", "# seeds = 2", '# seeds = 2\n# files = ["config/a*.json"]')
    deck.edit(
        "experiments/a.py", "# region sum", "open('../config/b c.json').close()\n# region sum"
    )
    deck.run("build")
    git(deck, "add", "config", "other")
    commit(deck)

    with checked_out(Folders(deck.root), "HEAD") as revision:
        there = sorted(path.name for path in revision.folders.root.rglob("*.json"))

    assert {"a.json", "b c.json"} <= set(there)
    assert "c.json" not in there
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    deck.run("build")
    assert "          total  6 → 12  +6  all seeds agree on it" in deck.run("diff").lines
