"""A script finds of itself in the build what it finds by hand: its own path, and no arguments."""

import json
import os
import subprocess
import sys

import pytest

SCRIPT = '''"""A reads the file beside it."""

# /// experiment
# figures = ["a"]
# ///

# %% Setup
import argparse
import sys
from pathlib import Path

from helper import Picture

from executed_slides import record

parser = argparse.ArgumentParser()
parser.add_argument("--steps", type=int, default=7)
options = parser.parse_args()

# %% Measure
rows = (Path(__file__).parent / "rows.txt").read_text().split()
record.numbers(total=len(rows) * options.steps, share=0.5)
record.texts(name=Path(__file__).name, argv=" ".join(Path(a).name for a in sys.argv))

if __name__ == "__main__":
    record.texts(doc=__doc__)
    print(Path(__file__).is_absolute(), getattr(sys.modules["__main__"], "__file__", None))

# %% Draw tags=["figure"]
record.figure("a", Picture(Path(__file__).stem), alt="Its name")
'''


@pytest.fixture
def scripted(deck):
    deck.write("experiments/a.py", SCRIPT)
    deck.write("experiments/rows.txt", "1 2 3")
    deck.edit("templates/talk.md.j2", "of {{ a.parameters.steps }} steps", "")
    deck.edit("templates/talk.md.j2", '{{ code("a", "sum") }}', "")
    return deck


@pytest.mark.parametrize("warm", ["true", "false"])
def test_a_script_knows_its_file_and_has_no_arguments(scripted, warm):
    scripted.write("pyproject.toml", f"[tool.executed-slides]\nwarm_start = {warm}\n")

    outcome = scripted.run("build")

    assert outcome.code == 0, outcome.err
    run = scripted.record("a")["runs"][0]
    assert run["numbers"] == {"total": 21, "share": 0.5}
    doc = "A reads the file beside it."
    assert run["texts"] == {"name": "a.py", "argv": "a.py", "doc": doc}
    assert b"a" in (scripted.root / "slides/image/a.png").read_bytes()
    assert "read experiments/rows.txt, which nothing declares" in outcome.out
    page = json.loads(scripted.read("slides/lab/a.ipynb"))
    assert "True None\n" in [
        "".join(output["text"]) for cell in page["cells"] for output in cell.get("outputs", [])
    ]
    assert str(scripted.root) not in scripted.read("slides/lab/a.ipynb")


UNTOUCHED = '''"""A looks at what was there before it."""

# /// experiment
# ///
# %% Run
import sys

before = {*globals()}

from executed_slides import record

record.numbers(total=1, share=0.5)
record.texts(name=" ".join(n for n in before if n.startswith("executed") or n == "open"))
record.texts(fault=str(getattr(sys, "last_value", None)))
'''


@pytest.mark.parametrize("warm", ["true", "false"])
def test_nothing_was_run_before_its_first_cell_that_left_a_name_or_failed(scripted, warm):
    scripted.write("pyproject.toml", f"[tool.executed-slides]\nwarm_start = {warm}\n")
    scripted.write("experiments/a.py", UNTOUCHED)

    scripted.run("build", "a")

    assert scripted.record("a")["runs"][0]["texts"] == {"name": "", "fault": "None"}


def test_it_runs_by_hand_as_in_the_build(scripted):
    done = subprocess.run(
        [sys.executable, "experiments/a.py"],
        cwd=scripted.root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


def test_another_file_beside_it_makes_it_stale(scripted):
    assert scripted.run("build").code == 0
    scripted.write("experiments/rows.txt", "1 2 3 4")

    assert scripted.run("status").lines[0] == "stale   a   file experiments/rows.txt changed"


LOOPS = '''"""A waits for several at once."""

# /// experiment
# ///
# %% Run
import asyncio
import warnings

from executed_slides import record


async def wait(number):
    await asyncio.sleep(0)
    return number


async def wait_for_all():
    return sum(await asyncio.gather(*map(wait, range(4))))


record.numbers(run=asyncio.run(wait_for_all()))

# %% The old way
loop = asyncio.get_event_loop()
record.numbers(loop=loop.run_until_complete(wait(7)))

# %% Again, in the same one
record.numbers(again=asyncio.get_event_loop() is loop)

# %% With warnings as errors
warnings.simplefilter("error")
record.numbers(strict=asyncio.run(wait(9)))

# %% As in a notebook
record.numbers(awaited=await wait(8))
'''


def test_a_script_runs_event_loops_of_its_own(deck):
    """`asyncio.run` failed in the kernel's loop, which runs."""
    script = LOOPS.replace(
        "loop = asyncio.get", "asyncio.set_event_loop(asyncio.new_event_loop())\nloop = asyncio.get"
    )
    deck.write("experiments/a.py", script)
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ a.run }}\n")

    outcome = deck.run("build", "a")

    assert outcome.code == 0, outcome.err
    numbers = {"run": 6, "loop": 7, "again": True, "strict": 9, "awaited": 8}
    assert deck.record("a")["runs"][0]["numbers"] == numbers


def test_a_docstring_counts_where_the_script_reads_it(scripted):
    assert scripted.run("build").code == 0
    scripted.edit("experiments/a.py", "A reads the file", "A reads rows")

    assert scripted.run("status").lines[0] == "stale   a   experiments/a.py: __doc__ changed"
