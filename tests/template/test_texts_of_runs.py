"""Recorded texts on slides: one where all runs agree, and told where they do not."""

import pytest
from judged_slides import faults, fill
from made_records import make_record

from executed_slides.template.provenance import claims_as_json


def said(name, *texts):
    return make_record(
        name,
        [{"numbers": {"x": n}, "texts": {"best": t} if t else {}} for n, t in enumerate(texts)],
    )


RECORDS = [
    said("agree", "adam", "adam", "adam"),
    said("svm", "adam", "sgd", "adam", "sgd", "adam"),
    said("gap", "adam", None, "adam"),
    said("one", "*a|b*"),
    said("other", "adam", "sgd", "sgd", "sgd", "adam"),
    make_record("g", [{"numbers": {"l": {"x": 1}}, "texts": {"l": {"best": "u"}}}]),
    make_record(
        "sweep",
        [
            {"seed": seed, "point": {"n": n}, "texts": {"best": f"m{n}"}}
            for n in (1, 2)
            for seed in (1, 2)
        ],
    ),
]
DISPUTED = "one text is shown of 5 runs, which disagree: svm.best is 'adam' in 3, 'sgd' in 2"
UNDECIDED = "the template chooses by svm.best"


def shown(tmp_path, template: str):
    deck = fill(tmp_path, f"# Result\n{template}\n", *RECORDS)
    return str.__str__(deck.markdown).removeprefix("# Result\n").removesuffix("\n"), faults(deck)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ agree.best }}", "adam"),
        ("{{ agree.best | upper }}", "ADAM"),
        ("{{ one.best }}", r"\*a\|b\*"),
        ("{{ g.l.best }} {{ g.l.x }}", "u 1"),
        ("{{ sweep.at(n=2).best }}", "m2"),
        ("{{ agree.best | counts }}", "adam (3/3)"),
        ("{{ svm.best | counts }}", "adam (3/5), sgd (2/5)"),
        ("{{ gap.best | counts }}", "adam (2/3)"),
        ("{{ one.best | counts }}", r"\*a\|b\* (1/1)"),
        ('{{ svm.run(seed=2, because="the one that is drawn").best }}', "sgd"),
        ('{% if agree.best == "adam" %}yes{% endif %}', "yes"),
        ('{% if agree.best.startswith("a") %}yes{% endif %}', "yes"),
        ('{{ {"adam": "Adam"}[agree.best] }}', "Adam"),
    ],
)
def test_a_text_that_all_runs_bear_out_is_shown(tmp_path, template, text):
    assert shown(tmp_path, template) == (text, [])


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("{{ svm.best }}", DISPUTED),
        ("{{ svm.best | upper }}", DISPUTED),
        ("best: {{ svm.best ~ '!' }}", DISPUTED),
        ("{{ [svm.best, 'x'] | join(', ') }}", DISPUTED),
        ("{% set b = svm.best %}{{ b }}", DISPUTED),
        ("{{ gap.best }}", "gap.best is 'adam' in 2, none in 1"),
        ('{% if svm.best == "adam" %}a{% endif %}', UNDECIDED + " == 'adam', in which the runs"),
        ('{% if "adam" != svm.best %}a{% else %}b{% endif %}', UNDECIDED + " != 'adam'"),
        ('{% if svm.best in ["adam"] %}a{% endif %}', UNDECIDED),
        ('{% if "da" in svm.best %}a{% endif %}', UNDECIDED + " has 'da'"),
        ('{% if svm.best.startswith("a") %}a{% endif %}', UNDECIDED),
        ('{{ {"adam": "Adam"}[svm.best] }}', UNDECIDED),
        ("{% if svm.best == other.best %}a{% endif %}", UNDECIDED),
    ],
)
def test_one_of_several_texts_is_told_with_what_the_runs_say(tmp_path, template, fault):
    assert [told for told in shown(tmp_path, template)[1] if fault in told]


def test_a_draft_shows_what_most_runs_say(tmp_path):
    late = said("late", "adam", "adam", "sgd")

    assert fill(tmp_path, "{{ late.best }}", late).markdown == "adam"


def test_what_mends_it_is_said(tmp_path):
    from executed_slides.template.rendering import false_claims

    [(_, _, mend)] = false_claims(fill(tmp_path, "{{ svm.best }}", *RECORDS))

    assert "{{ svm.best | counts }}" in mend
    assert 'svm.run(seed=1, because="REASON")' in mend


SENTENCES = "all{% sometimes %}{{ held }} of {{ of }}{% otherwise %}none{% endclaim %}"


@pytest.mark.parametrize(
    ("condition", "sentence"),
    [
        ('svm.best == "adam"', "3 of 5"),
        ('svm.best != "adam"', "2 of 5"),
        ('"sgd" == svm.best', "2 of 5"),
        ('svm.best | upper == "ADAM"', "3 of 5"),
        ('svm.best.startswith("s")', "2 of 5"),
        ('svm.best in ["sgd", "lion"]', "2 of 5"),
        ('"da" in svm.best', "3 of 5"),
        ("svm.best == other.best", "4 of 5"),  # Paired by seed.
        ('svm.best == "adam" and svm.x > 0', "2 of 5"),
        ('agree.best == "adam"', "all"),
        ('agree.best == "sgd"', "none"),
        ('one.best == "sgd"', "none"),
        ('gap.best == "adam"', "2 of 3"),
    ],
)
@pytest.mark.parametrize("is_set", [False, True])
def test_a_claim_asks_what_each_run_recorded(tmp_path, condition, sentence, is_set):
    """Also of texts that were kept in a variable before."""
    names = {
        "svm.best": "b",
        "agree.best": "c",
        "one.best": "d",
        "gap.best": "e",
        "other.best": "f",
    }
    before = "".join(f"{{% set {short} = {name} %}}" for name, short in names.items())
    if is_set:
        for name, short in names.items():
            condition = condition.replace(name, short)

    assert shown(tmp_path, f"{before}{{% claim {condition} %}}{SENTENCES}") == (sentence, [])


def test_a_claim_says_what_it_read(tmp_path):
    deck = fill(tmp_path, f'{{% claim svm.best == "adam" %}}{SENTENCES}', *RECORDS)
    [claim] = claims_as_json(deck)

    assert claim["values"] == {"svm.best": "adam (3/5), sgd (2/5)"}
    assert claim["runs"] == {"1": True, "2": False, "3": True, "4": False, "5": True}


@pytest.mark.parametrize(
    "condition", ["svm.best == svm.best", "svm.best", 'svm.best != ""', "svm.best is string"]
)
def test_that_a_text_is_there_is_no_claim(tmp_path, condition):
    [fault] = shown(tmp_path, f"{{% claim {condition} %}}a text{{% endclaim %}}")[1]

    assert "no recorded values could make it false" in fault
