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
