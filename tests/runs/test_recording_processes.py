"""Cells record; what else runs at their bidding cannot take a record's place."""

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


@pytest.mark.parametrize("call", ["numbers(**{f'n{number}': 1})", "data('b.csv', None)"])
def test_a_worker_that_records_is_told_to_give_its_value_back(counting, call):
    """What workers recorded was lost without a word, but for the last one's."""
    counting.edit("experiments/a.py", "# ///\nimport", "# data = ['b.csv']\n# ///\nimport")
    counting.edit("experiments/a.py", "    return", f"    record.{call}\n    return")

    outcome = counting.run("build", "a")

    assert outcome.code == 1
    assert "record is called in another process than the cells'" in outcome.err
    assert "experiments/a.py:21: cell 'opening' failed" in outcome.err
