"""Every run, and every figure, has the parameters as the script says them."""

import pytest

SHAPES = {
    "shape": "(2, 3)",
    "names": '{1: "one", 2: ("two",)}',
    "deep": "[[1, (2,)], {None: True}]",
    "negative": "-0.5",
}
FIGURE = (
    'record.figure("a", Picture(f"total {run.numbers.total}"), alt=f"Total is {run.numbers.total}")'
)


@pytest.fixture
def shaped(deck):
    """A with parameters that JSON has no word for; it records, and draws, how it sees them."""
    lines = "\n".join(f"{name} = {value}" for name, value in SHAPES.items())
    seen = ", ".join(f"{name}=int({name} == {value})" for name, value in SHAPES.items())
    deck.edit("experiments/a.py", "steps = 3\n", f"steps = 3\n{lines}\n")
    deck.edit("experiments/a.py", "total=total,", f"total=total, {seen},")
    deck.edit("experiments/a.py", FIGURE, FIGURE.replace('alt=f"', 'alt=f"{shape} {names} {deep} '))
    return deck


def test_each_seed_and_the_figure_see_what_is_written(shaped):
    assert shaped.run("build").code == 0

    record = shaped.record("a")
    for run in record["runs"]:
        assert {name: run["numbers"][name] for name in SHAPES} == dict.fromkeys(SHAPES, 1)
    assert record["parameters"]["shape"] == [2, 3]
    alt = record["figures"]["a"]["alt"]
    assert alt.startswith("(2, 3) {1: 'one', 2: ('two',)} [[1, (2,)], {None: True}] Total")


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("shape = (2, 3)", "shape = [2, 3]", "parameter shape (2, 3) → [2, 3]"),
        (
            'names = {1: "one", 2: ("two",)}',
            'names = {"1": "one", 2: ("two",)}',
            "parameter names {1: 'one', 2: ('two',)} → {'1': 'one', 2: ('two',)}",
        ),
        (
            "{None: True}",
            "{None: 1}",
            "parameter deep [[1, (2,)], {None: True}] → [[1, (2,)], {None: 1}]",
        ),
    ],
)
def test_a_parameter_of_another_type_is_another_parameter(shaped, old, new, reason):
    shaped.run("build")
    shaped.edit("experiments/a.py", old, new)

    assert reason in shaped.run("status").out


def test_a_point_of_a_sweep_is_set_as_the_block_says_and_the_rest_as_the_script_does(shaped):
    shaped.edit("experiments/a.py", "# [smoke]\n# steps = 1\n", "# [sweep]\n# steps = [3, 4]\n")
    shaped.edit("experiments/a.py", "record.run()", "record.run(steps=3)")
    shaped.edit("templates/talk.md.j2", "{{ a.total }}", "{{ a.at(steps=3).total }}")
    shaped.edit("templates/talk.md.j2", "a.total > 5", "a.at(steps=4).shape == 1")

    shaped.run("build")

    runs = shaped.record("a")["runs"]
    assert [run["point"] for run in runs] == [{"steps": 3}, {"steps": 4}] * 2
    assert all(run["numbers"]["shape"] == 1 for run in runs)


def test_the_page_shows_what_a_run_set_otherwise_and_no_more(shaped):
    shaped.run("build", "--smoke")

    page = (shaped.root / "smoke/slides/lab/a.ipynb").read_text("utf-8")

    assert '"steps = 1"' in page
    assert "shape = [2, 3]" not in page
