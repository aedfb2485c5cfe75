"""Scripts are read without running them, and a mistake in one is named with its line."""

import pytest
from one_script import SCRIPT, read

from executed_slides.base.errors import DeckError


def test_a_script_tells_its_finding_block_and_parameters(tmp_path):
    script = read(tmp_path, SCRIPT)

    assert script.finding == "The finding, over two lines."
    assert script.block.data == ["rows.csv"]
    assert script.parameters == {"seed": 7, "steps": 10}
    assert script.seeds(smoke=False) == [7, 8, 9]
    assert script.seeds(smoke=True) == [7]
    assert script.effective_parameters(smoke=True) == {"seed": 7, "steps": 1}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("seeds = 3", "seeds = three", "experiments/one.py: experiment block: "),
        ("seeds = 3", "seed = 3", "experiments/one.py: experiment block: unknown field seed"),
        (
            "seeds = 3",
            'seeds = "3"',
            "experiments/one.py: experiment block: seeds: expected int, got",
        ),
        ("seeds = 3", "seeds = true", "experiments/one.py: experiment block: seeds: expected int"),
        (
            "seeds = 3",
            "seeds = 0",
            "experiments/one.py: experiment block: seeds: expected int >= 1",
        ),
        ("seeds = 3", "seeds = 999999999999", "experiments/one.py: experiment block: seeds: expec"),
        (
            "seeds = 3",
            "figures = [1]",
            "experiments/one.py: experiment block: figures[0]: expected",
        ),
        ("seeds = 3", 'figures = ["../x"]', "experiments/one.py: experiment block: figures[0]: "),
        ("seeds = 3", "memory = -1", "experiments/one.py: experiment block: memory: expected flo"),
        ("seeds = 3", "memory = inf", "experiments/one.py: experiment block: memory: expected flo"),
        ("seeds = 3", "memory = nan", "experiments/one.py: experiment block: memory: expected flo"),
        ("seeds = 3", "smoke = 5", "experiments/one.py: experiment block: "),
        ("seeds = 3", "sweep = [1]", "experiments/one.py: experiment block: "),
        ("rows.csv", "../rows.csv", "experiments/one.py: experiment block: data[0]: expected"),
        ("rows.csv", "/dev/zero", "experiments/one.py: experiment block: data[0]: expected"),
        ("seeds = 3", f"seeds = {'9' * 5000}", "experiments/one.py: experiment block: Exceeds"),
        ("seeds = 3", f"x = {'[' * 10_000}", "experiments/one.py: experiment block: "),
        ("seeds = 3", 'figures = ["a b"]', "experiments/one.py: figure 'a b' stands in an addre"),
        ("seeds = 3", 'figures = ["a#b"]', "experiments/one.py: figure 'a#b' stands in an addre"),
        ("seeds = 3", 'figures = ["a%20"]', "experiments/one.py: figure 'a%20' stands in an add"),
        ("seeds = 3", 'figures = ["a(1)"]', "experiments/one.py: figure 'a(1)' stands in an add"),
        (
            "seeds = 3",
            f'figures = ["{"a" * 300}"]',
            f"experiments/one.py: figure '{'a' * 300}' is longer than 200 bytes",
        ),
        (
            "seeds = 3",
            'figures = ["\u1112\u1161\u11ab"]',
            "experiments/one.py: figure '\u1112\u1161\u11ab' is written letter by letter",
        ),
        ("# steps = 1", "# steps = inf", "experiments/one.py: [smoke].steps is inf, which no rec"),
        (
            "# steps = 1",
            "# steps = 1979-05-27",
            "experiments/one.py: [smoke].steps is a date, no plain value",
        ),
        (
            "steps = 10",
            "steps = 1e999",
            "experiments/one.py:20: parameter 'steps' is inf, which no",
        ),
        (
            "steps = 10",
            "steps = [{'a': -1e999}]",
            "experiments/one.py:20: parameter 'steps'[0].a is -inf, which no record holds",
        ),
        (
            "steps = 10",
            r"steps = '\ud800'",
            r"experiments/one.py:20: parameter 'steps' is '\ud800', which has half of a sign",
        ),
        (
            "steps = 10",
            "steps = {1: 2, '1': 3}",
            "experiments/one.py:20: parameter 'steps' has a key twice: as a number and as a text",
        ),
        ("The finding", r"The \ud800", "experiments/one.py: its docstring is "),
        (
            "# %% Setup",
            "# /// experiment\n# seeds = 5\n# ///\n# %% Setup",
            "experiments/one.py: two '# /// experiment' blocks",
        ),
        (
            "seed = 7",
            'seed = "a"',
            "experiments/one.py: the parameter seed is 'a', which is no who",
        ),
        ("seed = 7", "seed = True", "experiments/one.py: the parameter seed is True, which is no "),
        (
            'tags=["parameters"]',
            "tags=[parameters]",
            "experiments/one.py:18: tags=[parameters] is no",
        ),
        (
            'tags=["parameters"]',
            f"tags=[{'-' * 5000}1]",
            "experiments/one.py:18: tags=[-----",
        ),
        (
            'tags=["parameters"]',
            "tags=[1]",
            "experiments/one.py:18: tags: [0]: expected str, got int",
        ),
        (
            "# steps = 1",
            "# step = 1",
            "experiments/one.py: [smoke] sets 'step', which is no parameter",
        ),
        ("seed = 7\n", "", "experiments/one.py: seeds = 3, but there is no parameter 'seed'"),
        (
            "steps = 10",
            "steps = 5 * 2",
            "experiments/one.py:20: parameter 'steps' is not a plain value",
        ),
        ("steps = 10", "print()", "experiments/one.py:20: a parameters cell only sets names"),
        ("area(1)", "area(1", "experiments/one.py:30: '(' was never closed: area(1"),
        (
            "square = radius**2",
            "square = (\n# %% Torn\n2)",
            "experiments/one.py:26: a cell begins inside",
        ),
        (
            "def area(radius):",
            "@print\n# %% Torn\ndef area(radius):",
            "experiments/one.py:24: a cell begins inside a statement of line 23",
        ),
    ],
)
def test_a_mistake_in_a_script_is_named_with_its_line(tmp_path, old, new, message):
    with pytest.raises(DeckError) as error:
        read(tmp_path, SCRIPT.replace(old, new))

    assert error.value.message.startswith(message)
