"""A script may end itself as scripts do, at its end; what it waits for in vain is told."""

import json
from pathlib import Path

import pytest

SCRIPT = '''"""A is a program."""

# /// experiment
# ///
import sys

from executed_slides import record


def main():
    print("begins")
    record.numbers(total=6)
    return 0


# %% Run it
if __name__ == "__main__":
    sys.exit(main())
'''


@pytest.fixture
def program(deck):
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ a.total }}\n")

    def build(old="", new="", more=""):
        deck.write("experiments/a.py", SCRIPT.replace(old, new) + more)
        return deck.run("build", "a")

    return build


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return 0", "pass"),
        ("return 0", "return None"),
        ("sys.exit(main())", "main(); sys.exit()"),
        ("sys.exit(main())", "main(); exit()\n    record.numbers(total=7)"),
        ("sys.exit(main())", "main(); quit(0)"),
        ("sys.exit(main())", "main(); raise SystemExit\n\n# %% [markdown]\n# Words."),
    ],
)
def test_a_script_that_ends_itself_at_its_end_is_whole(program, deck, old, new):
    outcome = program(old, new)

    assert outcome.code == 0, outcome.err
    assert deck.record("a")["runs"][0]["numbers"] == {"total": 6}
    outputs = [
        cell.get("outputs", []) for cell in json.loads(deck.read("slides/lab/a.ipynb"))["cells"]
    ]
    assert [[o["output_type"] for o in each] for each in outputs if each] == [["stream"]]


def test_one_that_ends_itself_before_its_last_cell_is_not(program):
    outcome = program(more="\n# %% More\nrecord.numbers(more=1)\n")

    assert outcome.code == 1
    assert "experiments/a.py:17: cell 'Run it' failed" in outcome.err
    assert "a run is all of its cells" in outcome.err


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("return 0", "return 3", "it exits with 3, as what went wrong does"),
        ("return 0", 'return "no data"', "it exits with no data, as what went wrong does"),
        ("return 0", 'return int(input("How many? "))', "it asks a question by input()"),
        (
            "return 0",
            "import argparse\n    parser = argparse.ArgumentParser()\n"
            '    parser.add_argument("path")\n    parser.parse_args()',
            'give each that is required a default, a positional one nargs="?" too',
        ),
    ],
)
def test_what_it_ends_with_or_waits_for_is_told(program, old, new, said):
    outcome = program(old, new)

    assert outcome.code == 1
    assert said in outcome.err
    assert "Traceback" not in outcome.err
    assert "To exit" not in outcome.err


LEAVES = '''"""A leaves work behind."""

# /// experiment
# artifacts = ["words"]
# ///
import asyncio
import atexit
import multiprocessing
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory
from threading import Thread

from executed_slides import record

passing = TemporaryDirectory()
record.texts(passing=passing.name)


def tell():
    over.wait()
    record.artifact("words").write_text("of a process")


over = multiprocessing.get_context("fork").Event()
multiprocessing.get_context("fork").Process(target=tell).start()


async def find():
    return 3


def end():
    record.numbers(at_exit=asyncio.run(find()))


def wait():
    over.wait()
    record.numbers(in_thread=1)
    print("last words")


atexit.register(end)
Thread(target=wait).start()

# %% Go on
pool = ThreadPoolExecutor(2)
pool.submit(over.wait)
pool.submit(lambda: record.numbers(in_pool=2))
pool.submit(over.set)
'''


@pytest.mark.parametrize("end", ["", "\nraise SystemExit\n"])
@pytest.mark.parametrize("warm", ["true", "false"])
def test_what_a_script_leaves_running_comes_to_its_end(deck, warm, end):
    """Python waits for threads, and calls what was registered; a run had been over before."""
    deck.write("pyproject.toml", f"[tool.executed-slides]\nwarm_start = {warm}\n")
    deck.write("experiments/a.py", LEAVES + end)
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ a.in_pool }}\n")

    outcome = deck.run("build", "a")

    assert outcome.code == 0, outcome.err
    assert deck.record("a")["runs"][0]["numbers"] == {"in_pool": 2, "in_thread": 1, "at_exit": 3}
    assert deck.record("a")["runs"][0]["artifacts"]["words"]["bytes"] == len("of a process")
    assert not Path(deck.record("a")["runs"][0]["texts"]["passing"]).exists()
    assert "last words" in deck.read("slides/lab/a.ipynb")


FORKS = '''"""A forks, and both go on."""

# /// experiment
# ///
import os

from executed_slides import record

child = os.fork()

# %% Both
if child:
    _, status = os.waitpid(child, 0)
    record.numbers(status=status, total=1)
'''


def test_a_process_that_a_cell_forked_ends_with_its_cell(deck):
    """It had gone on as a second kernel, for which the first one waited for ever."""
    deck.write("experiments/a.py", FORKS)
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ a.total }}\n")

    outcome = deck.run("build", "a")

    assert outcome.code == 0, outcome.err
    assert deck.record("a")["runs"][0]["numbers"] == {"status": 0, "total": 1}


def test_an_artifact_that_is_still_open_at_the_end_is_told(deck):
    """What had not been written by then was lost."""
    script = '''"""A."""

# /// experiment
# artifacts = ["model.txt"]
# ///
from executed_slides import record

file = open(record.artifact("model.txt"), "w")
file.write("weights")
record.numbers(total=1, share=0.5)
'''
    deck.write("experiments/a.py", script)
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ a.total }}\n")

    outcome = deck.run("build", "a")

    assert outcome.code == 1
    assert "experiments/a.py: artifact 'model.txt' is still open when its last cell" in outcome.err

    deck.edit("experiments/a.py", 'file.write("weights")', 'file.write("weights")\nfile.close()')

    assert deck.run("build", "a").code == 0
    assert deck.record("a")["runs"][0]["artifacts"]["model.txt"]["bytes"] == 7


def test_a_thread_may_print_on_where_a_script_has_ended_itself(program, deck):
    more = 'import threading\n    threading.Timer(0, print, ["after it"]).start()\n    return 0'

    outcome = program("return 0", more)

    assert outcome.code == 0, outcome.err
    assert "after it" in deck.read("slides/lab/a.ipynb")


def test_what_a_program_that_fails_printed_is_told(program):
    failing = "import sys; print('fit.R: line 3', file=sys.stderr); sys.exit(2)"

    outcome = program(
        "return 0",
        f"import subprocess\n    subprocess.run([sys.executable, '-c', {failing!r}], check=True)",
    )

    assert outcome.code == 1
    assert "CalledProcessError" in outcome.err
    assert "hint: programs and libraries printed last:\nfit.R: line 3\n" in outcome.err
