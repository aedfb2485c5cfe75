"""Code is shown with what its parameters were in the runs of a record, and check proves it."""

import json

import pytest
from tiny_deck import SOURCES, build

from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.base.folders import Folders
from executed_slides.state.project import read_project
from executed_slides.template.rendering import judge_deck

TEMPLATE = SOURCES["templates/talk.md.j2"].replace(
    '{{ code("a", "sum") }}', '{{ code("a", "sum", values=a, imports=true) }}'
)
SWEPT = '''"""It sweeps."""

# /// experiment
# seeds = 2
#
# [sweep]
# units = [4, 16]
# ///

# %% Parameters tags=["parameters"]
seed = 1
units = 16
rate = 1e-4

# %% Setup
from executed_slides import record

# %% Measure
print(seed)
record.numbers(loss=units * rate)  # units
'''
SHOWN = """```python
from helper import double

total = sum(double(step) for step in range(3))
```"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    sources = SOURCES | {"templates/talk.md.j2": TEMPLATE, "experiments/swept.py": SWEPT}
    return build(tmp_path_factory.mktemp("valued"), sources)


def shown(deck, *arguments: str) -> str:
    """What a template shows of code that it asks for so."""
    deck.write("templates/talk.md.j2", f"{{{{ code({', '.join(arguments)}) }}}}")
    markdown = judge_deck(read_project(Folders(deck.root)), "talk").markdown
    return str.__str__(markdown).removeprefix("```python\n").removesuffix("\n```")


def test_code_is_shown_with_values_and_the_imports_that_it_uses(deck):
    assert SHOWN in deck.read("slides/talk.md")
    assert deck.run("check").code == 0


def test_a_smoke_build_shows_the_values_of_its_own_runs(deck):
    deck.run("build", "--smoke")

    assert "range(1))" in deck.read("smoke/slides/talk.md")


def test_values_are_those_of_the_recorded_runs_and_not_of_a_script_that_changed(deck):
    deck.edit("experiments/a.py", "steps = 3", "steps = 30")

    assert shown(deck, '"a"', '"sum"', "values=a").endswith("range(3))")


def test_a_point_of_a_sweep_has_its_values(deck):
    measured = "print(1)\nrecord.numbers(loss=4 * 1e-4)  # units"
    one = 'swept.at(units=4).run(seed=1, because="the first")'

    assert shown(deck, '"swept"', '"Measure"', f"values={one}") == measured


def test_constants_of_a_helper_have_their_values_where_the_runs_used_it(deck):
    function = "def times(number, factor):\n    return number * factor * 1"

    assert shown(deck, '"deep"', '"times"', "values=a") == function


@pytest.mark.parametrize(
    ("script", "values", "message", "hint"),
    [
        (
            "swept",
            "swept",
            "seed is 1, 2 in the runs of swept",
            "choose: values=swept.at(units=4)",
        ),
        (
            "swept",
            "swept.at(units=16)",
            "seed is 1, 2 in the runs of swept.at(units=16)",
            'choose: values=swept.at(units=16).run(seed=1, because="REASON")',
        ),
        ("a", "a.total", "values=6 is no record", "name the experiment: values=imdb"),
        ("a", "a.parameters", "values=a.parameters is no record", "name the experiment"),
        ("a", "true", "values=True is no record", "name the experiment"),
        ("a", "helper", "'helper' is undefined", "records are named as their experiments"),
        (
            "a",
            "b",
            "b runs no code of experiments/a.py",
            "values=RECORD takes a record whose runs used the code",
        ),
    ],
)
def test_what_names_no_runs_or_several_kinds_is_refused(deck, script, values, message, hint):
    region = '"Measure"' if script == "swept" else '"sum"'

    with pytest.raises(DeckError) as refusal:
        shown(deck, f'"{script}"', region, f"values={values}")

    assert refusal.value.message == f"templates/talk.md.j2:1: {message}"
    assert refusal.value.hint.startswith(hint)


def test_a_sweep_that_the_code_uses_asks_for_a_point(deck):
    deck.edit("experiments/swept.py", "print(seed)", "")

    with pytest.raises(DeckError) as refusal:
        shown(deck, '"swept"', '"Measure"', "values=swept")

    assert refusal.value.message.endswith("units is 4, 16 in the runs of swept")
    assert refusal.value.hint == "choose: values=swept.at(units=4)"


@pytest.mark.parametrize("how", ["has not run", "ran without the parameter"])
def test_values_that_no_run_had_ask_for_the_run(deck, how):
    if how == "has not run":
        (deck.root / "results/a.json").unlink()
    else:
        deck.edit("experiments/a.py", "steps = 3", "steps = 3\nfirst = 0")
        deck.edit("experiments/a.py", "range(steps)", "range(first, steps)")

    with pytest.raises(NoRecord) as refusal:
        shown(deck, '"a"', '"sum"', "values=a")

    assert refusal.value.hint == "uv run build.py a runs the experiment"


def test_the_provenance_has_the_call_and_the_record_behind_it(deck):
    deck.write("templates/talk.md.j2", '# Code\n\n{{ code("deep", "times", values=a) }}\n')
    deck.run("build")

    provenance = json.loads(deck.read("slides/talk.provenance.json"))

    [code] = provenance["code"]
    assert code["key"] == "code('deep', 'times', values=a)"
    assert code["script"] == "experiments/deep.py"
    assert [each["experiment"] for each in provenance["experiments"]] == ["a"]


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("experiments/a.py", "steps = 3", "steps = 4", "stale   a   parameter steps 3 → 4"),
        ("experiments/a.py", "# region sum", "# region sum\nx = 1", "experiments/a.py: Measure"),
        ("experiments/deep.py", "FACTOR = 1", "FACTOR = 2", "stale   a   deep.FACTOR changed"),
        (
            "experiments/a.py",
            "import Picture, double",
            "import Picture, unused, double",
            "good",
        ),
        (
            "slides/talk.md",
            "range(3))",
            "range(4))",
            "stale   slides/talk.md   edited after its build: line 16 says '",
        ),
        (
            "slides/talk.md",
            "from helper import double",
            "from helper import Picture, double",
            "stale   slides/talk.md   edited after its build: line 14 says 'from helper import P",
        ),
        ("slides/talk.html", "range(3))", "range(4))", "slides/talk.html   edited after its"),
        ("results/a.json", '"steps": 3', '"steps": 4', "edited after its run: its checksum"),
    ],
)
def test_check_finds_whatever_of_the_shown_code_is_no_longer_so(deck, name, old, new, problem):
    deck.edit(name, old, new)

    outcome = deck.run("check")

    assert problem in outcome.out
    assert outcome.code == (0 if problem == "good" else 3)


def test_slides_of_a_former_run_say_which_call_shows_something_else(deck):
    slides = {name: text for name, text in deck.files().items() if name.startswith("slides/talk")}
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")
    deck.run("build")
    for name, text in slides.items():
        (deck.root / name).write_bytes(text)

    said = [line for line in deck.run("check").lines if line.startswith("stale   slides/talk.md ")]

    assert "code('a', 'sum', values=a, imports=True)" in said[0]


def test_a_value_that_a_template_alters_is_a_draft(deck):
    deck.edit("templates/talk.md.j2", "imports=true)", 'imports=true) | replace("3", "9")')

    outcome = deck.run("build")

    assert outcome.code == 3
    assert "the code comes from no script" in outcome.out
