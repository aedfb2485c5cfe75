"""Recorded tables on slides: rows in loops, columns in filters, and whole ones as Markdown."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from judged_slides import faults, fill
from made_records import make_record
from markdown_it import MarkdownIt
from msgspec import to_builtins

from executed_slides.base.errors import DeckError
from executed_slides.runs.recorded_tables import as_table
from executed_slides.template.bound_text import bindings_of
from executed_slides.template.provenance import claims_as_json


def runs_of(*tables, key=""):
    return [{"tables": {"scores": to_builtins(as_table(rows, "scores", key))}} for rows in tables]


def row(model, accuracy, loss=0.5, good=True):
    return {"model": model, "accuracy": accuracy, "loss": loss, "good": good}


ONE = make_record(
    "one", runs_of([row("svm", 0.91), row("a|b", 0.88, 0.25, False), row("nn", None)])
)
KEYED = make_record(
    "keyed",
    runs_of(
        [row("svm", 0.90, 0.4), row("nn", 0.80, 0.3)],
        [row("nn", 0.82, 0.2), row("svm", 0.91, 0.4)],
        [row("svm", 0.86, 0.4), row("nn", 0.90, 0.4)],
        key="model",
    ),
)
NUMBERED = make_record(
    "numbered",
    runs_of(
        [row("svm", 0.9), row("nn", 0.8)], [row("nn", 0.82), row("svm", 0.8)], [row("svm", 0.7)]
    ),
)


def deck(tmp_path, template, *records):
    return fill(tmp_path, f"# Result\n{template}\n", *(records or (ONE, KEYED, NUMBERED)))


def shown(tmp_path, template: str):
    made = deck(tmp_path, template)
    return str.__str__(made.markdown).removeprefix("# Result\n").removesuffix("\n"), faults(made)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ one.scores[0].model }} {{ one.scores[0].accuracy | percent }}", "svm 91.0%"),
        ("{% for r in one.scores[:2] %}{{ r.model }}, {% endfor %}", r"svm, a\|b, "),
        ("{% for r in keyed.scores %}{{ r.accuracy | percent }} {% endfor %}", "90.0% 82.0% "),
        ("{{ keyed.scores[1].accuracy | spread('percent', 0) }}", "80–90%"),
        ("{{ keyed.scores | length }}", "2"),
        ("{{ keyed.scores | map(attribute='accuracy') | max | percent }}", "90.0%"),
        ("{{ (keyed.scores | max(attribute='accuracy')).model }}", "svm"),
        ("{{ (keyed.scores | sort(attribute='accuracy') | first).model }}", "nn"),
        ("{{ (keyed.scores | sort(attribute='loss', reverse=true))[0].loss }}", "0.4"),
        ("{{ (keyed.scores | selectattr('model', 'equalto', 'nn') | first).accuracy }}", "0.82"),
        ("{{ (keyed.scores | rejectattr('model', 'equalto', 'nn') | list)[0].accuracy }}", "0.9"),
        ("{{ keyed.scores.columns | join(' ') }}", "model accuracy loss good"),
        (
            "{% set r = one.scores[1] %}{% for c in one.scores.columns %}{{ r[c] }} {% endfor %}",
            r"a\|b 0.88 0.25 False ",
        ),
        ("{{ (keyed.scores[0].accuracy - keyed.scores[1].accuracy) | points }}", "9.0%p"),
        ("{{ numbered.scores | length }}", "2"),
        ("{{ numbered.scores | length | spread }}", "1–2"),
        ("{{ one.scores[2].accuracy is none }}", "True"),
    ],
)
def test_rows_and_cells_are_shown_of_all_runs(tmp_path, template, text):
    assert shown(tmp_path, template) == (text, [])


def test_a_cell_is_bound_by_its_name_and_paired_over_runs(tmp_path):
    template = (
        "{% for r in keyed.scores | sort(attribute='accuracy') %}{{ r.accuracy }} {% endfor %}"
    )
    made = deck(tmp_path, template)
    one, other = bindings_of(made.markdown)

    assert (one.key, one.by_seed) == ("keyed.scores[1].accuracy", {1: 0.80, 2: 0.82, 3: 0.90})
    assert (other.key, other.by_seed) == ("keyed.scores[0].accuracy", {1: 0.90, 2: 0.91, 3: 0.86})
    assert (other.experiments, other.picked) == (("keyed",), ())
    assert made.unbound == []


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{{ numbered.scores[0].model }}", "numbered.scores[0].model is 'svm' in 2, 'nn' in 1"),
        (
            "{{ numbered.scores[1].model }}",
            "numbered.scores[1].model is 'nn' in 1, 'svm' in 1, none in 1",
        ),
        (
            "{{ numbered.scores[1].accuracy }}",
            "2 of 3 runs of numbered.scores[1].accuracy are shown",
        ),
        ("{{ keyed.scores[0].accuracy.values | max }}", "1 of 3 runs of keyed.scores[0].accuracy"),
        (
            "{% if keyed.scores[0].accuracy > keyed.scores[1].accuracy %}svm{% endif %}",
            "the template chooses by keyed.scores[0].accuracy > keyed.scores[1].accuracy",
        ),
    ],
)
def test_what_not_all_runs_bear_out_is_told(tmp_path, template, fault):
    [told] = shown(tmp_path, template)[1]

    assert fault in told


SENTENCES = "all{% sometimes %}{{ held }} of {{ of }}{% otherwise %}none{% endclaim %}"


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ("keyed.scores[0].accuracy > keyed.scores[1].accuracy", "2 of 3"),
        ("(keyed.scores | max(attribute='accuracy')).model == 'svm'", "2 of 3"),
        ("(keyed.scores | map(attribute='accuracy') | max) > 0.8", "all"),
        ("(keyed.scores | selectattr('accuracy', 'gt', 0.85) | list | length) == 2", "1 of 3"),
        ("(numbered.scores | length) == 2", "2 of 3"),
        ("numbered.scores[0].model == 'svm'", "2 of 3"),
        ("numbered.scores[1].accuracy > 0.7", "2 of 3"),
        ("one.scores[1].good", "none"),
    ],
)
def test_a_claim_asks_each_run_s_own_rows(tmp_path, condition, sentence):
    assert shown(tmp_path, f"{{% claim {condition} %}}{SENTENCES}") == (sentence, [])


@pytest.mark.parametrize(
    ("call", "lines"),
    [
        (
            "one.scores | table",
            [
                "| model | accuracy | loss | good |",
                "|:---|---:|---:|:---|",
                "| svm | 0.910 | 0.500 | yes |",
                r"| a\|b | 0.880 | 0.250 | no |",
                "| nn | – | 0.500 | yes |",
            ],
        ),
        (
            "keyed.scores | table(columns=['model', 'accuracy'], formats={'accuracy': 'percent'},"
            " best='accuracy')",
            ["| model | accuracy |", "|:---|---:|", "| svm | **90.0%** |", "| nn | 82.0% |"],
        ),
        (
            "keyed.scores | sort(attribute='loss') | table({'model': 'Model', 'loss': 'Test loss'},"
            " {'loss': ['fixed', 1]}, best={'loss': 'min'})",
            ["| Model | Test loss |", "|:---|---:|", "| nn | **0.3** |", "| svm | 0.4 |"],
        ),
        (
            "one.scores | pick('loss', 'model') | table(best='loss')",
            [
                "| loss | model |",
                "|---:|:---|",
                "| **0.500** | svm |",
                r"| 0.250 | a\|b |",
                "| **0.500** | nn |",
            ],
        ),
        (
            # What reads alike is as good as the best, and bold with it.
            "keyed.scores | table(['accuracy'], {'accuracy': ['fixed', 0]}, best='accuracy')",
            ["| accuracy |", "|---:|", "| **1** |", "| **1** |"],
        ),
    ],
)
def test_a_table_is_written_as_markdown(tmp_path, call, lines):
    text, _ = shown(tmp_path, f"{{{{ {call} }}}}")

    assert text.splitlines() == lines


@pytest.mark.parametrize(
    ("text", "cell"),
    [("a\r|", r"a<br>\|"), ("a|b", r"a\|b"), ("a\nb", "a<br>b"), ("", "")],
)
def test_a_cell_stays_one_and_bound_whatever_it_holds(tmp_path, text, cell):
    record = make_record("x", runs_of({"t": [text]}))
    made = deck(tmp_path, "{{ x.scores | table }}", record)

    assert made.markdown.splitlines()[3] == f"| {cell} |"
    assert [b.key for b in bindings_of(made.markdown)] == ["x.scores.columns", "x.scores[0].t"]


def test_some_rows_of_a_table_are_a_table(tmp_path):
    text, told = shown(tmp_path, "{{ keyed.scores[1:] | table(['model']) }}")

    assert (text.splitlines(), told) == (["| model |", "|:---|", "| nn |"], [])


def test_a_table_that_no_slide_can_show_is_refused(tmp_path):
    large = make_record("large", runs_of({"x": range(10_001)}))

    with pytest.raises(DeckError, match=r"table: large\.scores has 10,001 cells, which no slide"):
        deck(tmp_path, "{{ large.scores | table }}", large)
    assert len(deck(tmp_path, "{{ large.scores[:3] | table }}", large).markdown.splitlines()) == 6


def test_a_run_without_a_row_is_asked_without_it(tmp_path):
    """Both runs have two rows, of other keys."""
    other = make_record(
        "other",
        runs_of([row("a", 0.9), row("b", 0.5)], [row("b", 0.5), row("c", 0.9)], key="model"),
    )
    ask = "{%% claim (other.scores | max(attribute='accuracy')).model == 'a' %%}%s"

    assert "1 of 2" in deck(tmp_path, ask % SENTENCES, other).markdown
    told = faults(deck(tmp_path, "{% for r in other.scores %}{{ r.accuracy }} {% endfor %}", other))
    assert [fault.partition(" are")[0].partition(" is")[0] for fault in told] == [
        "1 of 2 runs of other.scores[0].accuracy",
        "1 of 2 runs of other.scores[2].accuracy",
    ]


def test_a_claim_on_a_table_says_what_it_read(tmp_path):
    best = "(keyed.scores | max(attribute='accuracy')).model == 'svm'"
    [claim] = claims_as_json(deck(tmp_path, f"{{% claim {best} %}}{SENTENCES}"))

    json.dumps(claim)
    assert claim["values"]["keyed.scores"] == "2 rows"
    assert claim["values"]["keyed.scores[1].accuracy"] == 0.82
    assert claim["runs"] == {"1": True, "2": True, "3": False}


def test_every_cell_of_a_table_is_bound(tmp_path):
    made = deck(
        tmp_path, "{{ keyed.scores | table(formats={'accuracy': 'percent'}, best='accuracy') }}"
    )
    numbers = [b.key for b in bindings_of(made.markdown) if b.kind == "number"]

    assert numbers == [
        "keyed.scores[0].accuracy | percent",
        "keyed.scores[0].loss | significant(3)",
        "keyed.scores[1].accuracy | percent",
        "keyed.scores[1].loss | significant(3)",
    ]
    assert (made.unbound, faults(made)) == ([], [])


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{{ one.scores }}", "a table is put out, which no slide can show"),
        ("{{ one.scores[0] }}", "one.scores[0] is put out as a whole"),
        ("{{ one.scores.accuracy }}", "one.scores is a table and has no 'accuracy'"),
        ("{{ one.scores[0].acuracy }}", "no column 'one.scores[0].acuracy'"),
        ("{{ one.scores[3] }}", "one.scores has no [3]"),
        (
            "{{ one.scores | table(columns=['acuracy']) }}",
            "table: one.scores has no column 'acuracy'",
        ),
        ("{{ one.scores | table(best='model') }}", "best is asked of column 'model', which has no"),
        ("{{ one.scores | table(best={'loss': 'least'}) }}", "table: best is 'least' for 'loss'"),
        ("{{ one.scores | table(best='los') }}", "table: one.scores has no column 'los'"),
        ("{{ one.scores | table(formats={'loss': 'fixd'}) }}", "table: no filter 'fixd'"),
        (
            "{{ one.scores | table(['model'], {'loss': 'fixed'}) }}",
            "'loss' has a format, and is not",
        ),
        ("{{ one.scores | table(rows=3) }}", "one.scores | table: table makes nothing of a table"),
        ("{{ one.scores | pick('los') }}", "pick: one.scores has no column 'los'"),
        ("{{ [1, 2] | table }}", "table: [1, 2] is no recorded table"),
        ("{{ one.score | table }}", "no number 'one.score'"),
    ],
)
def test_a_mistake_in_a_table_is_told_in_its_words(tmp_path, template, fault):
    with pytest.raises(DeckError) as error:
        deck(tmp_path, template)

    assert fault in error.value.message
    assert error.value.hint


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@settings(max_examples=25, deadline=None)
@given(
    texts=st.lists(TEXTS, min_size=1, max_size=4),
    numbers=st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=4),
)
def test_markdown_reads_back_as_the_cells_that_were_recorded(tmp_path_factory, texts, numbers):
    """Whatever the texts hold, Marp's reader sees one table of as many rows and columns."""
    rows = [{"t": t, "n": n} for t, n in zip(texts, numbers, strict=False)]
    record = make_record("x", runs_of(rows))
    made = fill(tmp_path_factory.mktemp("t"), "{{ x.scores | table(best='n') }}\n", record)

    tokens = MarkdownIt("commonmark").enable("table").parse(str.__str__(made.markdown))
    cells = [t for t in tokens if t.type == "inline"]

    assert [t.type for t in tokens if t.type.startswith("table")] == ["table_open", "table_close"]
    assert len(cells) == 2 + 2 * len(rows)
    for cell, row_ in zip(cells[2::2], rows, strict=True):
        plain = "".join(c.content for c in cell.children if c.type != "html_inline")
        assert "".join(plain.split()) == "".join(row_["t"].split())
