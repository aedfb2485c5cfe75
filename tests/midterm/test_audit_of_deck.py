"""The midterm deck audited as if somebody had written it by hand; its provenance is the truth.

All that it says it says of records, so each number has a key that is right. Evidence slides and
links are left out: decks that are written by hand have none.
"""

import json
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

import pytest
from real_decks import ROOT

from executed_slides.base.folders import Folders
from executed_slides.commands.main import main
from executed_slides.proof.audit import Sources, audit_deck, sources_of
from executed_slides.proof.audit_findings import Finding
from executed_slides.state.project import Project, read_project
from executed_slides.template.bound_text import Binding, spans_of
from executed_slides.template.rendering import fill_deck, records_of

FOLDERS = Folders(ROOT)
LINK = re.compile(r"\[([^\]\n]*)\]\(#\d+\)")
# The records behind what a presenter says, which the engine writes.
SOURCE = re.compile(r"\n출처: .*?(?=\n-->)", re.DOTALL)
# Of 458 numbers these are in how many runs a claim holds, or are worked out.
UNRECORDED = re.compile(r"runs (?:asked|with)|^\(")


class Bound(NamedTuple):
    """A number on a slide, and the key that it has there."""

    start: int
    end: int
    kind: str
    key: str


class Truth(NamedTuple):
    markdown: str
    numbers: list[Bound]


@pytest.fixture(scope="module")
def project() -> Project:
    return read_project(FOLDERS)


@pytest.fixture(scope="module")
def sources(project) -> Sources:
    return sources_of(records_of(project).values(), FOLDERS)


@pytest.fixture(scope="module")
def truth(project) -> Truth:
    """The deck's own words without its evidence, and where in them which key stands."""
    rendered = fill_deck(project, "midterm")
    markdown = str.__str__(rendered.markdown)
    evidence = markdown.rindex("\n---\n", 0, markdown.index("_class: evidence"))
    numbers = sorted(
        Bound(span.start, span.end, span.source.kind, span.source.key)
        for span in spans_of(rendered.markdown)
        if isinstance(span.source, Binding)
        and span.source.kind in ("number", "alt", "text")
        and span.end <= evidence
        and re.search(r"\d", markdown[span.start : span.end])
    )
    provenance = json.loads((ROOT / "slides/midterm.provenance.json").read_text("utf-8"))
    assert [number.key for number in numbers] == [entry["key"] for entry in provenance["numbers"]]
    return Truth(markdown[:evidence], [number for number in numbers if number.kind != "text"])


WITH = re.compile(r", (?:values|imports)=[^)]*")


def audited(markdown: str, sources: Sources) -> list[Finding]:
    found = audit_deck(markdown, FOLDERS.slides, sources, FOLDERS)
    return [finding for finding in found if finding.kind == "number"]


def pairs_of(truth: Truth, findings: list[Finding]) -> Iterator[tuple[Bound, Finding]]:
    """What is said of each number that a record gives."""
    for finding in findings:
        for number in truth.numbers:
            if number.start < finding.end and finding.start < number.end:
                yield number, finding
                break


def key_of(expression: str) -> str:
    """Without filters; a figure's words are all one."""
    return re.sub(
        r"\s\|.*|'s words$|\.alt$", "", expression.replace("'", '"').replace('"s words', "")
    )


def is_right(number: Bound, finding: Finding, sources: Sources) -> bool:
    """Whether it is bound to its own key, or to another one of the very same number."""
    right, found = key_of(number.key), key_of(finding.key)
    same = {key_of(known.key): known.identity for known in sources.known}
    if "runs asked" in number.key:  # In as many runs as there are seeds.
        return found.endswith(".seeds")
    return right == found or (right in same and same[right] == same.get(found))


def judged(truth: Truth, sources: Sources) -> Counter:
    """How many numbers are bound rightly, bound wrongly, and not bound."""
    counts: Counter = Counter()
    for number, finding in pairs_of(truth, audited(truth.markdown, sources)):
        if UNRECORDED.search(number.key) and finding.verdict != "bound":
            continue
        bound = finding.verdict == "bound"
        counts["open" if not bound else is_right(number, finding, sources)] += 1
    return counts


def test_nineteen_of_twenty_numbers_are_bound_rightly_and_none_wrongly(truth, sources):
    counts = judged(truth, sources)

    assert counts[False] == 0
    assert counts[True] >= 0.95 * counts.total()
    assert counts.total() > 430


def test_without_the_records_that_notes_name_it_is_four_of_five(truth, sources):
    def blank(found: re.Match) -> str:
        return re.sub(r"[^\n]", ".", found[0])

    markdown = SOURCE.sub(blank, truth.markdown)
    left = [
        n for n in truth.numbers if markdown[n.start : n.end] == truth.markdown[n.start : n.end]
    ]

    counts = judged(Truth(markdown, left), sources)

    assert counts[False] <= 0.005 * counts.total()
    assert counts[True] >= 0.8 * counts.total()


def test_all_pictures_and_code_are_bound(truth, sources):
    found = audit_deck(truth.markdown, FOLDERS.slides, sources, FOLDERS)
    provenance = json.loads((ROOT / "slides/midterm.provenance.json").read_text("utf-8"))

    shown = [f for f in found if f.kind == "picture"]
    code = [f for f in found if f.kind == "code"]
    assert {f.verdict for f in shown} == {"bound"}
    assert [f"slides/{f.text}" for f in shown] == [entry["file"] for entry in provenance["figures"]]
    keys = [entry["key"] for entry in provenance["code"]]
    # Code that shows values or imports is near to what the script has.
    assert [f.verdict for f in code] == ["near" if WITH.search(key) else "bound" for key in keys]
    assert [key_of(f.key) for f in code] == [key_of(WITH.sub("", key)) for key in keys]


def plant(truth: Truth, seed: int) -> tuple[str, list[tuple[Bound, str]]]:
    """The deck with one digit changed in each of thirty numbers, and what stands there now."""
    draw = random.Random(seed)
    markdown, planted = truth.markdown, []
    for number in sorted(draw.sample(truth.numbers, 30)):
        text = markdown[number.start : number.end]
        digits = [at for at, sign in enumerate(text) if sign.isdigit()]
        at = draw.choice([at for at in digits if text[at] != "0"] or digits)
        wrong = text[:at] + draw.choice([d for d in "123456789" if d != text[at]]) + text[at + 1 :]
        markdown = markdown[: number.start] + wrong + markdown[number.end :]
        planted.append((number, wrong))
    return markdown, planted


def verdicts(truth: Truth, sources: Sources, seed: int) -> list[tuple[str, str, str]]:
    """What is said of each planted number: verdict, text, key."""
    markdown, planted = plant(truth, seed)
    findings = audited(markdown, sources)
    found = []
    for number, wrong in planted:
        there = [f for f in findings if f.start < number.end and number.start < f.end]
        found.append((there[0].verdict, wrong, there[0].key) if there else ("none", wrong, ""))
    return found


def test_of_thirty_planted_numbers_at_most_one_is_bound_as_another_key_gives_it(truth, sources):
    said = verdicts(truth, sources, seed=7)

    assert [each[0] for each in said].count("bound") <= 1
    assert len(said) == 30


@pytest.mark.exhaustive
def test_of_three_hundred_planted_numbers_those_alone_are_bound_that_other_keys_give(
    truth, sources, capsys
):
    """A planted number may be one that something else measured, and of which the words speak."""
    said = [each for seed in range(10) for each in verdicts(truth, sources, seed)]

    counts = Counter(verdict for verdict, *_ in said)
    with capsys.disabled():
        print(f"\nplanted numbers: {dict(counts)}")
    assert counts["bound"] <= 0.03 * len(said)


def test_the_template_of_it_renders_to_the_very_same_deck(truth, tmp_path, capsys):
    """What is certain is right letter by letter, in more than three hundred places."""
    for name in ("experiments", "themes", "results", "slides"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    hand = LINK.sub(r"\1", truth.markdown).replace("evidence: 근거\n", "") + "\n"
    (tmp_path / "slides/hand.md").write_text(hand, "utf-8")
    template = tmp_path / "templates/hand.md.j2"

    assert (
        main(tmp_path, ["audit", str(tmp_path / "slides/hand.md"), "--write", str(template)]) == 0
    )

    rendered = fill_deck(read_project(Folders(tmp_path)), "hand")
    assert str.__str__(rendered.markdown) == hand
    assert template.read_text("utf-8").count("{{ ") > 300
    assert (tmp_path / "slides/hand.md").read_text("utf-8") == hand
