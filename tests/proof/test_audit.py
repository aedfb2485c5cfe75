"""A deck that somebody wrote by hand: what is said of its numbers, pictures and code."""

import json
from pathlib import Path

import pytest
from made_records import make_record
from msgspec import convert
from PIL import Image

from executed_slides.base.folders import Folders
from executed_slides.proof.audit import audit_deck, sources_of
from executed_slides.proof.audit_findings import Finding
from executed_slides.proof.audit_words import named_in
from executed_slides.records.schema import Figure, Record

IMDB = make_record(
    "imdb",
    [
        {
            "numbers": {
                "test_accuracy": 0.8815,
                "test_loss": 0.3012,
                "val_loss": 0.2729,
                "layers": 2,
            }
        },
        {
            "numbers": {
                "test_accuracy": 0.8694,
                "test_loss": 0.2960,
                "val_loss": 0.2693,
                "layers": 2,
            }
        },
        {
            "numbers": {
                "test_accuracy": 0.8821,
                "test_loss": 0.3375,
                "val_loss": 0.2766,
                "layers": 2,
            }
        },
    ],
    parameters={"units": 16, "learning_rate": 2e-05},
)
REUTERS = make_record(
    "reuters", [{"numbers": {"training_wires": 8982, "test_accuracy": 0.7930}}], parameters={}
)


def audited(markdown: str, folder: Path, *records: Record) -> list[Finding]:
    folders = Folders(folder)
    return audit_deck(markdown, folder, sources_of(records, folders), folders)


def said(markdown: str, folder: Path, *records: Record) -> list[tuple[str, str, str]]:
    """Text, verdict and key of each number of a deck."""
    found = audited(markdown, folder, *(records or (IMDB, REUTERS)))
    return [(finding.text, finding.verdict, finding.key) for finding in found]


@pytest.mark.parametrize(
    ("words", "text", "key"),
    [
        ("Test accuracy 88.2%", "88.2%", "imdb.test_accuracy | percent"),
        ("Test accuracy 88%", "88%", "imdb.test_accuracy | percent(0)"),
        ("Test accuracy 86.9–88.2%", "86.9–88.2%", 'imdb.test_accuracy | spread("percent")'),
        ("Test loss 0.30", "0.30", "imdb.test_loss | fixed"),
        ("테스트 손실은 0.301까지", "0.301", "imdb.test_loss | fixed(3)"),
        ("검증 손실 0.273", "0.273", "imdb.val_loss | fixed(3)"),
        ("16 units", "16", "imdb.parameters.units"),
        ("유닛 16개", "16개", "imdb.parameters.units"),
        ("learning rate 2e-05", "2e-05", "imdb.parameters.learning_rate"),
        ("시드 3개", "3개", "imdb.seeds | length"),
    ],
)
def test_a_number_is_bound_to_the_key_that_its_words_name(words, text, key, tmp_path):
    assert said(f"# IMDB\n\n{words}\n", tmp_path) == [(text, "bound", key)]


def test_a_half_may_be_rounded_either_way(tmp_path):
    record = make_record("a", [{"numbers": {"loss": 0.125}}])

    for text in ("0.12", "0.13"):
        assert said(f"# a\n\nloss {text}", tmp_path, record) == [(text, "bound", "a.loss | fixed")]
    assert said("# a\n\nloss 0.14", tmp_path, record) == [("0.14", "near", "a.loss")]


def test_of_several_that_are_written_so_words_decide(tmp_path):
    record = make_record("a", [{"numbers": {"test_loss": 0.251, "val_loss": 0.249}}])

    markdown = "# a\n\nThe test loss is 0.25.\n\nThe validation loss is 0.25.\n"

    assert said(markdown, tmp_path, record) == [
        ("0.25", "bound", "a.test_loss | fixed"),
        ("0.25", "bound", "a.val_loss | fixed"),
    ]


def test_of_a_table_the_heads_of_row_and_column_decide(tmp_path):
    record = make_record(
        "a", [{"numbers": {"small": {"loss": 0.5, "gap": 0.7}, "large": {"loss": 0.7, "gap": 0.5}}}]
    )

    markdown = "# a\n\n| network | loss | gap |\n|---|---|---|\n| small | 0.50 | 0.70 |\n"

    assert said(markdown, tmp_path, record) == [
        ("0.50", "bound", "a.small.loss | fixed"),
        ("0.70", "bound", "a.small.gap | fixed"),
    ]


def test_where_words_decide_for_none_it_is_ambiguous_with_its_candidates(tmp_path):
    record = make_record("a", [{"numbers": {"rows": 4, "columns": 4}}])

    [finding] = audited("# a\n\nIt is 4 cm", tmp_path, record)

    assert (finding.verdict, finding.others) == ("ambiguous", ("a.rows", "a.columns"))


def test_a_number_with_one_digit_is_bound_only_where_words_name_it(tmp_path):
    assert said("# IMDB\n\n2 layers", tmp_path) == [("2", "bound", "imdb.layers")]
    assert said("# IMDB\n\n2 of them", tmp_path)[0][1] == "ambiguous"


def test_one_that_says_test_is_bound_to_no_validation(tmp_path):
    assert said("# IMDB\n\nTest loss 0.273", tmp_path)[0][1] != "bound"


def test_what_is_nearly_so_is_near_and_says_what_it_is(tmp_path):
    [finding] = audited("# IMDB\n\nTest accuracy 88.4%", tmp_path, IMDB)

    assert (finding.verdict, finding.key) == ("near", "imdb.test_accuracy")
    assert finding.why == "it is 0.8815, 0.8694 to 0.8821 over all runs"


def test_what_one_run_alone_measured_is_near(tmp_path):
    [finding] = audited("# IMDB\n\nTest accuracy 86.9%", tmp_path, IMDB)

    assert (finding.verdict, finding.why) == ("near", "seed 2 alone")


def test_what_nothing_gives_is_unknown(tmp_path):
    assert said("# IMDB\n\nWe asked 471 people", tmp_path) == [("471", "unknown", "")]


def test_a_number_in_words_is_unknown(tmp_path):
    assert said("# IMDB\n\n두 개의 은닉층", tmp_path) == [("두 개", "unknown", "")]


def test_a_difference_in_points_and_a_multiple_are_worked_out_of_two_on_the_slide(tmp_path):
    record = make_record(
        "a",
        [
            {
                "numbers": {
                    "large": {"accuracy": 0.9, "weights": 5000},
                    "small": {"accuracy": 0.8, "weights": 40},
                }
            },
        ],
    )
    markdown = (
        "# a\n\n| network | accuracy | weights |\n|---|---|---|\n"
        "| large | 90.0% | 5,000 |\n| small | 80.0% | 40 |\n\n"
        "The gain is 10.0%p, by 125 times as many.\n"
    )

    found = said(markdown, tmp_path, record)

    assert found[-2:] == [
        ("10.0%p", "bound", "(a.large.accuracy - a.small.accuracy) | points"),
        ("125", "bound", "(a.large.weights / a.small.weights) | fixed(0)"),
    ]


def test_what_measures_another_thing_is_worked_out_of_none(tmp_path):
    small, large = ({"weights": 40}, {"epochs": 5000})
    record = make_record("a", [{"numbers": {"small": small, "large": large}}])
    markdown = "# a\n\nsmall has 40 weights, large 5,000 epochs, 125 times as many.\n"

    assert said(markdown, tmp_path, record)[-1] == ("125", "unknown", "")


def test_slides_of_a_section_are_about_what_one_of_them_names(tmp_path):
    markdown = "## 2.1. Reviews (IMDB)\n\nWords.\n\n---\n## 2.1.1. Result\n\n88.15% it is.\n"
    alone = markdown.replace("2.1.1.", "2.2.")

    assert said(markdown, tmp_path) == [("88.15%", "bound", "imdb.test_accuracy | percent(2)")]
    assert said(alone, tmp_path) == [("88.15%", "unknown", "")]


def test_in_how_many_runs_something_holds_no_run_measured(tmp_path):
    assert said("# IMDB\n\n시드 3개 가운데 2개 층", tmp_path) == [
        ("3개", "bound", "imdb.seeds | length"),
        ("2개", "ambiguous", ""),
    ]


def test_a_short_korean_word_is_not_found_inside_another():
    assert named_in("150열") == {"150", "column"}
    assert "column" not in named_in("배열")
    assert named_in("정확도는") == {"accuracy"}


# ---- The command ----

HAND = """# What a measures

Of 3 steps a has a total of 6, b gives twice: 12. The total was 7.

![Total is 6](image/a.png)

```python
total = sum(double(step) for step in range(steps))
```
"""


@pytest.fixture
def hand(deck, monkeypatch):
    """The tiny deck, with one that somebody wrote by hand beside its slides."""
    monkeypatch.chdir(deck.root)
    deck.write("slides/hand.md", HAND)
    return deck


def test_the_deck_is_read_and_nothing_is_written(hand):
    before = hand.files()

    outcome = hand.run("audit", "slides/hand.md")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.lines[0] == "slide 1   What a measures"
    assert '  bound      image/a.png   figure("a")   (certain)' in outcome.lines
    assert "  near       7             a.total   (it is 6)" in outcome.lines
    assert "             …, b gives twice: 12. The total was [7]." not in outcome.lines
    assert "             The total was [7]." in outcome.lines
    assert hand.files() == before


def test_json_has_each_thing_and_the_counts(hand):
    answer = json.loads(hand.run("audit", "slides/hand.md", "--json").out)

    by_text = {found["text"]: found for found in answer["audit"]}
    assert by_text["12"]["key"] == "b.twice"
    assert answer["counts"]["picture"] == {"bound": 1, "near": 0, "ambiguous": 0, "unknown": 0}
    assert answer["counts"]["code"] == {"bound": 1, "near": 0, "ambiguous": 0, "unknown": 0}


def test_a_template_has_what_is_certain_and_keeps_the_rest(hand):
    hand.write("slides/hand.md", HAND.replace("The total was 7.", "`{{ x }}` stays."))

    assert hand.run("audit", "slides/hand.md", "--write", "templates/hand.md.j2").code == 0

    template = hand.read("templates/hand.md.j2")
    assert '{{ figure("a") }}\n\n{{ code("a", "sum") }}\n' in template
    assert "`{% raw %}{{{% endraw %} x }}` stays." in template
    hand.run("build", "hand")
    assert hand.read("slides/hand.md").count("`{{ x }}` stays.") == 1


def test_a_template_that_is_there_is_not_written_over(hand):
    outcome = hand.run("audit", "slides/hand.md", "--write", "templates/talk.md.j2")

    assert outcome.code == 2
    assert outcome.err.startswith("error: templates/talk.md.j2 is there\n")


@pytest.mark.parametrize("name", ["a.png", "a.svg", "a.jpg"])
def test_a_picture_that_was_drawn_anew_is_near_in_whatever_format(hand, name):
    (hand.root / "old").mkdir()
    hand.write("old/hand.md", f"# A\n\n![Total]({name})\n")
    (hand.root / "old" / name).write_bytes(b"another")

    lines = hand.run("audit", "old/hand.md").lines

    said = 'figure("a")   (a draws another one of this name)'
    assert lines[1] == f"  near       {name}         {said}"


def test_a_picture_that_was_saved_anew_is_the_same_pixel_by_pixel(tmp_path):
    (tmp_path / "slides/image").mkdir(parents=True)
    drawn, other = (Image.new("RGB", (40, 30), colour) for colour in ("red", "blue"))
    drawn.save(tmp_path / "slides/image/loss.png")
    drawn.save(tmp_path / "mine.png", compress_level=0)
    other.save(tmp_path / "other.png")
    figure = {"file": "slides/image/loss.png", "sha256": "0" * 64, "alt": ""}
    record = make_record("a", figures={"loss": convert(figure, Figure)})

    found = audited("# A\n\n![](mine.png) ![](other.png) ![](http://x.org/a.png)", tmp_path, record)

    assert [(each.verdict, each.key, each.why) for each in found] == [
        ("bound", 'figure("loss")', "pixel by pixel"),
        ("unknown", "", ""),
        ("unknown", "", "it lies elsewhere"),
    ]


def test_code_is_compared_without_what_indents_all_of_it(hand):
    indented = "```python\n    total = sum(double(step) for step in range(steps))\n```"
    hand.edit("slides/hand.md", HAND[HAND.index("```") :], indented)

    assert '  bound      total = sum(double(step) for step in range(steps))  code("a", "sum")' in (
        "\n".join(hand.run("audit", "slides/hand.md").lines)
    )


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("share 15.0%", "share {{ a.share | percent }}"),
        ("share 15.0 %", "share 15.0 %"),
        ("total is 6 of it", "total is {{ a.total }} of it"),
        ("![bg](image/a.png)", "![bg](image/a.png)"),
        ("![w:300](image/a.png)", '{{ figure("a", width=300) }}'),
        ("- ```python\n  {code}\n  ```", "- ```python\n  {code}\n  ```"),
    ],
)
def test_what_a_filter_would_write_otherwise_stays_as_it_is_typed(hand, typed, kept):
    code = "total = sum(double(step) for step in range(steps))"
    hand.write("slides/hand.md", "# What a measures\n\n" + typed.replace("{code}", code) + "\n")

    hand.run("audit", "slides/hand.md", "--write", "templates/hand.md.j2")

    assert hand.read("templates/hand.md.j2").splitlines()[2:] == (
        kept.replace("{code}", code).splitlines()
    )


def test_the_words_of_a_picture_are_those_of_its_record(hand):
    def told(alt: str) -> str:
        hand.write("slides/hand.md", f"# A\n\n![{alt}](image/a.png)\n")
        found = json.loads(hand.run("audit", "slides/hand.md", "--json").out)["audit"]
        [number] = [each for each in found if each["kind"] == "number"]
        return f"{number['verdict']}: {number['key']}, {number['why']}"

    assert told("Total is 6") == """bound: figure("a")'s words, as its record says"""
    assert told("Total is 5") == """near: figure("a")'s words, the record's words say 6"""
    assert "words" not in told("Of 3 seeds")


def test_code_that_is_alike_is_near_with_its_first_line_that_is_not(hand):
    hand.edit("slides/hand.md", "in range(steps))", "in range(3))")

    lines = hand.run("audit", "slides/hand.md").lines

    [near] = [line for line in lines if line.startswith("  near       total = ")]
    assert 'code("a", "sum")' in near
    assert near.endswith(
        "(line 1 is 'total = sum(double(step) for step in range(steps))' there, "
        "and 'total = sum(double(step) for step in range(3))' here)"
    )


def test_lines_of_a_script_that_have_no_name_are_told_by_their_place(hand):
    line = hand.read("experiments/a.py").splitlines().index('print("Epoch 1/1")') + 1
    hand.edit(
        "slides/hand.md", "total = sum(double(step) for step in range(steps))", 'print("Epoch 1/1")'
    )

    lines = hand.run("audit", "slides/hand.md").lines

    [near] = [line for line in lines if line.startswith("  near       print(")]
    place = f"lines {line} to {line} of experiments/a.py"
    assert near.endswith(f"  it is {place}, which have no name: put # region around them")


def test_a_record_that_cannot_be_read_is_told_and_others_are_asked(hand):
    hand.write("results/b.json", "{")

    outcome = hand.run("audit", "slides/hand.md")

    assert outcome.code == 0
    assert outcome.err.startswith("error: results/b.json: not a whole record")
    assert '  bound      image/a.png   figure("a")   (certain)' in outcome.lines


def test_without_records_other_results_are_asked_for(deck, monkeypatch):
    monkeypatch.chdir(deck.root)
    for path in (deck.root / "results").iterdir():
        path.unlink()

    outcome = deck.run("audit", "slides/talk.md")

    assert outcome.code == 2
    assert outcome.err.splitlines()[-1] == (
        "hint: name results: audit FILE scores.csv metrics.json; or make a template of it as it "
        "is: audit FILE --write templates/NAME.md.j2"
    )


def test_a_deck_that_is_not_there_is_told(hand):
    outcome = hand.run("audit", "none.md")

    assert (outcome.code, outcome.err.splitlines()[0]) == (1, "error: none.md is not there")
