"""A script may end itself as scripts do, at its end; what it waits for in vain is told."""

import json

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
