"""Whoever follows what `check` advises has a good deck: each kind of problem, made and mended."""

import hashlib
import json
import re
from collections.abc import Callable

import pytest
from real_decks import furnish
from tiny_deck import SOURCES, Deck, build

from executed_slides.records.schema import FORMAT

FILE = '\nrecord.read("limit.txt")\n'
INPUTS = SOURCES | {
    "experiments/b.py": SOURCES["experiments/b.py"].replace(
        '# needs = ["a"]', '# needs = ["a"]\n# files = ["limit.txt"]'
    )
    + FILE,
    "limit.txt": "3\n",
    "pyproject.toml": "",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("advised"), INPUTS)


def edit(name: str, old: str, new: str) -> Callable[[Deck], None]:
    return lambda deck: deck.edit(name, old, new)


def delete(*names: str) -> Callable[[Deck], None]:
    def remove(deck: Deck) -> None:
        for name in names:
            (deck.root / name).unlink()

    return remove


def write(name: str, content: bytes) -> Callable[[Deck], None]:
    return lambda deck: (deck.root / name).write_bytes(content) and None


def rerender(old: str, new: str) -> Callable[[Deck], None]:
    """Records that others made, as a colleague's commit brings them: slides are of before."""

    def run(deck: Deck) -> None:
        slides = {
            name: text for name, text in deck.files().items() if name.startswith("slides/talk")
        }
        deck.edit("experiments/a.py", old, new)
        assert deck.run("build").code == 0
        for name, text in slides.items():
            (deck.root / name).write_bytes(text)

    return run


RERUN = "uv run build.py a runs the experiment again; git checkout results/a.json brings it back"
# What is done to a good deck, what `check` says of it first, and the command that it names.
BROKEN = {
    "a measuring cell": (
        edit("experiments/a.py", "share=seed / 10", "share=seed / 20"),
        "stale   a   experiments/a.py: Measure changed",
        "uv run build.py a",
    ),
    "a parameter": (
        edit("experiments/a.py", "steps = 3", "steps = 4"),
        "stale   a   parameter steps 3 → 4",
        "uv run build.py a",
    ),
    "a helper": (
        edit("experiments/deep.py", "FACTOR = 1", "FACTOR = 2"),
        "stale   a   deep.FACTOR changed",
        "uv run build.py a",
    ),
    "a figure cell": (
        edit("experiments/a.py", 'f"total {run', 'f"sum {run'),
        "stale   a   figures: experiments/a.py: Figure changed",
        "uv run build.py a",
    ),
    "a declared file": (
        edit("limit.txt", "3", "4"),
        "stale   b   file limit.txt changed",
        "uv run build.py b",
    ),
    "a lost record": (
        delete("results/a.json"),
        "stale   a   no record yet",
        "uv run build.py a",
    ),
    "an edited record": (
        edit("results/a.json", '"total": 6', '"total": 7'),
        "stale   a   results/a.json: edited after its run: its checksum differs",
        RERUN,
    ),
    "a record that is cut short": (
        write("results/a.json", b"{"),
        "stale   a   results/a.json: not a whole record",
        RERUN,
    ),
    "a record of a newer version": (
        edit("results/a.json", f'"format": {FORMAT}', f'"format": {FORMAT + 1}'),
        "stale   a   results/a.json: made by a newer version of executed-slides",
        f"update executed-slides; or {RERUN}",
    ),
    "a lost figure": (
        delete("slides/image/a.png"),
        "stale   slides/image/a.png   is missing",
        "uv run build.py a",
    ),
    "an edited figure": (
        edit("slides/lab/a.ipynb", "Epoch", "epoch"),
        "stale   slides/lab/a.ipynb   is not the one of results/a.json",
        "uv run build.py a",
    ),
    "a template": (
        edit("templates/talk.md.j2", "# Talk", "# A talk"),
        "stale   slides/talk.md   templates/talk.md.j2 changed",
        "uv run build.py",
    ),
    "records of another time": (
        rerender("steps = 3", "steps = 4"),
        "stale   slides/talk.md   results/a.json changed (a.total 6 → 12, "
        "a.parameters.steps 3 → 4), results/b.json changed (b.twice 12 → 24)",
        "uv run build.py",
    ),
    "the code on a slide": (
        rerender("total = sum", "total  = sum"),
        "stale   slides/talk.md   experiments/a.py changed in code('a', 'sum')",
        "uv run build.py",
    ),
    "edited slides": (
        edit("slides/talk.md", "# Talk", "# A talk"),
        "stale   slides/talk.md   edited after its build: line 4 says '# A talk' where "
        "templates and records give '# Talk'",
        "uv run build.py",
    ),
    "lost slides": (
        delete("slides/talk.md"),
        "stale   slides/talk.md   is missing",
        "uv run build.py",
    ),
    "slides of another encoding": (
        write("slides/talk.md", "# Größe".encode("latin-1")),
        "stale   slides/talk.md   slides/talk.md:1: byte 5 ",
        "uv run build.py",
    ),
    "lost provenance": (
        delete("slides/talk.provenance.json"),
        "stale   slides/talk.provenance.json   is missing",
        "uv run build.py",
    ),
    "edited provenance": (
        edit("slides/talk.provenance.json", '"value": 6', '"value": 7'),
        "stale   slides/talk.provenance.json   edited after its build: line 10 says",
        "uv run build.py",
    ),
    "a provenance of an older version": (
        edit("slides/talk.provenance.json", '"markdown"', '"md"'),
        "stale   slides/talk.provenance.json   is of another version of executed-slides, or not "
        "whole",
        "uv run build.py",
    ),
    "a theme": (
        edit("themes/plain.css", "plain", "plain "),
        "stale   slides/talk.html   themes/plain.css changed",
        "uv run build.py",
    ),
    "edited HTML": (
        edit("slides/talk.html", "# Talk", "# A talk"),
        "stale   slides/talk.html   edited after its export",
        "uv run build.py",
    ),
    "a lost PDF": (
        delete("slides/talk.pdf"),
        "stale   slides/talk.pdf   not there",
        "uv run build.py",
    ),
    "a lost export record": (
        delete("slides/talk.export.json"),
        "stale   slides/talk.html   talk.export.json does not say what it is made from",
        "uv run build.py",
    ),
    "a lost layout": (
        delete("slides/talk.layout.json"),
        "stale   slides/talk.html   its layout is not measured yet",
        "uv run build.py check --layout",
    ),
    "a clone": (
        delete(*(f"slides/talk.{form}" for form in ("html", "pdf", "export.json", "layout.json"))),
        "note    slides/talk.html   not exported yet",
        "uv run build.py",
    ),
    "a change that was accepted": (
        lambda deck: (
            deck.edit("experiments/a.py", "share=seed / 10", "share=seed * 0.1"),
            deck.run("accept", "a", "--because", "the same"),
            deck.run("build"),
        ),
        "note    a   accepted",
        "uv run build.py --force a",
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_who_follows_the_advice_has_a_good_deck(deck, kind):
    harm, told, mend = BROKEN[kind]
    harm(deck)

    checked = deck.run("check")

    problems = json.loads(deck.run("check", "--json").out)["problems"]
    assert checked.lines[0].startswith(told)
    assert problems[0]["mend"] == mend
    follow_all(deck, problems)
    assert deck.run("check").lines == ["good    slides/talk.md   2 records current, 1 claims true"]


def follow_all(deck: Deck, problems: list[dict[str, str]]) -> None:
    """Types each command that the problems name, and deletes what they say must go."""
    for advice in dict.fromkeys(problem["mend"] for problem in problems):
        if gone := re.match(r"delete (\S+),", advice):
            (deck.root / gone[1]).unlink()
        [command] = re.findall(r"uv run build\.py((?: (?!runs )[\w-]+)*)", advice)
        assert deck.run(*command.split()).code == 0


@pytest.mark.parametrize(
    ("old", "new", "told", "mend", "mended"),
    [
        (
            "# Talk",
            "# Talk in 20 minutes",
            "draft   templates/talk.md.j2:4:11   '20' stands in the words and comes from no record",
            'show a recorded one, or give it a reason: {{ constant(VALUE, "REASON") }}',
            '# Talk in {{ constant(20, "how long it takes") }} minutes',
        ),
        (
            "more than five{% endclaim %}",
            "more than it is{% endclaim %}{% claim a.total > 9 %}nine{% endclaim %}",
            "draft   templates/talk.md.j2:11   false claim on slide 2 (Result): 'nine'",
            "reword the sentence, or give the other one after {% otherwise %}",
            "more than five{% endclaim %}"
            "{% claim a.total > 9 %}nine{% otherwise %}few{% endclaim %}",
        ),
        (
            "{{ b.twice }}",
            "{{ b.thrice }}",
            "failed  talk.md.j2   templates/talk.md.j2:5: no number 'b.thrice'",
            "b has twice, parameters, series, seeds, finding, date",
            "{{ b.twice }}",
        ),
        (
            "{% endclaim %}",
            "",
            "failed  talk.md.j2   templates/talk.md.j2:13: Unexpected end of template.",
            "mend the template, then run the same again",
            "{% endclaim %}",
        ),
    ],
)
def test_who_mends_the_template_as_advised_has_a_good_deck(deck, old, new, told, mend, mended):
    name = "templates/talk.md.j2"
    good = deck.read(name)
    deck.write(name, good.replace(old, new))

    checked = deck.run("check")

    assert checked.lines[0].startswith(told)
    assert f"        mend: {mend}" in checked.lines
    deck.write(name, good.replace(old, mended))
    assert deck.run("build").code == 0
    assert deck.run("check").code == 0


def test_who_deletes_what_shows_something_else_has_a_good_deck(tmp_path, capsys):
    folders = furnish(tmp_path)
    folders.experiments.mkdir()
    deck = Deck(tmp_path, capsys)
    other, pdf = "---\ntheme: tested\n---\n# Tale\n", tmp_path / "slides/talk.pdf"
    deck.write("templates/talk.md.j2", other)
    assert deck.run("build").code == 0
    tale = pdf.read_bytes()
    deck.write("templates/talk.md.j2", other.replace("Tale", "Talk"))
    assert deck.run("build").code == 0
    forge(deck, "slides/talk.pdf", tale)

    checked = json.loads(deck.run("check", "--read-back", "--json").out)

    [problem] = [problem for problem in checked["problems"] if problem["kind"] != "note"]
    assert (problem["subject"], problem["reason"]) == ("slides/talk.pdf", "slide 1 lacks 'Talk'")
    assert problem["mend"].startswith("delete slides/talk.pdf, then uv run build.py")
    follow_all(deck, [problem])
    assert deck.run("check", "--read-back").code == 0


def forge(deck: Deck, name: str, content: bytes) -> None:
    """A file by somebody who wants it to pass: all records of it say that it is good."""
    before = hashlib.sha256((deck.root / name).read_bytes()).hexdigest()
    (deck.root / name).write_bytes(content)
    for record in ("export", "layout"):
        deck.edit(f"slides/talk.{record}.json", before, hashlib.sha256(content).hexdigest())
