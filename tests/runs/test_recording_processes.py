"""Cells record; what else runs at their bidding cannot take a record's place."""

import sys

import pytest

SCRIPT = '''"""A counts in several processes."""

# /// experiment
# ///
import subprocess
import sys
from multiprocessing import get_context

from executed_slides import record

record.numbers(first=1)


def count(number):
    return number * 2


with get_context("fork").Pool(2) as pool:
    total = sum(pool.map(count, range(4)))
subprocess.run([sys.executable, "other.py"], check=True)
record.numbers(total=total)
'''

OTHER = """from executed_slides import record

record.numbers(first=7, total=8, lost=9)
record.texts(lost="words")
"""

EXECUTOR = """from concurrent.futures import ProcessPoolExecutor


def executor():
    return ProcessPoolExecutor(2, mp_context=get_context("spawn"))

"""


@pytest.fixture
def counting(deck):
    deck.write("experiments/a.py", SCRIPT)
    deck.write("experiments/other.py", OTHER)
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ a.total }}\n")
    return deck


def test_a_script_that_a_run_starts_is_run_by_hand(counting):
    outcome = counting.run("build", "a")

    assert outcome.code == 0, outcome.err
    assert counting.record("a")["runs"][0]["numbers"] == {"first": 1, "total": 12}


@pytest.mark.skipif(sys.platform != "linux", reason="there, processes are started anew")
@pytest.mark.parametrize(
    "pool", ["import Pool", "import set_start_method, Pool\nset_start_method('fork')"]
)
def test_a_pool_has_the_functions_of_its_cell(counting, pool):
    """Since Python 3.14 it would start processes that have none."""
    counting.edit("experiments/a.py", "import get_context", pool)
    counting.edit("experiments/a.py", 'get_context("fork").', "")

    outcome = counting.run("build", "a")

    assert outcome.code == 0, outcome.err
    assert counting.record("a")["runs"][0]["numbers"]["total"] == 12


def test_processes_that_end_for_want_of_a_function_are_told_where_to_put_it(counting):
    counting.edit("experiments/a.py", "import get_context", "import get_context\n" + EXECUTOR)
    counting.edit("experiments/a.py", 'get_context("fork").Pool(2)', "executor()")

    outcome = counting.run("build", "a")

    assert outcome.code == 1
    assert "BrokenProcessPool" in outcome.err
    assert (
        "hint: processes that are spawned know no function of a cell: put what a pool runs into a "
        "module beside the script, and import it there\n" in outcome.err
    )


@pytest.mark.parametrize("call", ["numbers(**{f'n{number}': 1})", "data('b.csv', None)"])
def test_a_worker_that_records_is_told_to_give_its_value_back(counting, call):
    """What workers recorded was lost without a word, but for the last one's."""
    counting.edit("experiments/a.py", "# ///\nimport", "# data = ['b.csv']\n# ///\nimport")
    counting.edit("experiments/a.py", "    return", f"    record.{call}\n    return")

    outcome = counting.run("build", "a")

    assert outcome.code == 1
    assert "record is called in another process than the cells'" in outcome.err
    assert "experiments/a.py:21: cell 'opening' failed" in outcome.err


@pytest.mark.parametrize(
    "begin",
    [
        "import multiprocessing as m; m.get_context('fork').Process(target=tell).start()",
        "import os; os.fork() or (tell(), os._exit(0)); os.wait()",
        "subprocess.run([sys.executable, '-c', "
        "'from executed_slides import record; record.numbers(lost=1)'])",
    ],
)
def test_a_process_that_records_is_told_of_where_nobody_hears_it_fail(counting, begin):
    """Its own traceback is all that such a process leaves, and the run was a good one."""
    counting.edit(
        "experiments/a.py",
        "with get_context",
        f"def tell():\n    try:\n        record.numbers(lost=1)\n    except ValueError:\n"
        f"        pass\n\n\n{begin}\nwith get_context",
    )

    outcome = counting.run("build", "a")

    assert outcome.code == 1
    assert "experiments/a.py: record is called in another process than the cells'" in outcome.err
