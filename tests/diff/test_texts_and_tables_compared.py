"""Texts and tables from a script to slides, evidence and provenance, and what a run moved."""

import json
import shutil
import subprocess

import pytest
from made_records import write_values
from tiny_deck import Deck, leave_out_marp

from executed_slides.commands.main import main

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="compares with git's history")

MODELS = '''"""Models are compared."""

# /// experiment
# seeds = 2
# figures = ["models"]
# typical = "count"
# ///

# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
from helper import Picture

from executed_slides import record

rows = [{"model": "svm", "loss": 0.5 / seed}, {"model": "a|b", "loss": 0.25}]
record.numbers(count=len(rows))
record.texts(best="a|b", spare="nobody shows it")
record.table("scores", rows, key="model")
record.table("more", {"x": [1]})

# %% Figure tags=["figure"]
first = record.run().tables.scores[0]
record.figure("models", Picture(f"{first.model} {first.loss}"), alt="Models")
'''
TEMPLATE = """---
theme: plain
evidence: Evidence
---
# Models
Best is {{ models.best }} of {{ models.count }}.

{{ models.scores | table(formats={"loss": ["fixed", 3]}, best={"loss": "min"}) }}
"""
HELPER = """class Picture:
    def __init__(self, text):
        self.text = text

    def savefig(self, path, metadata):
        path.write_bytes(b"\\x89PNG\\r\\n\\x1a\\n" + self.text.encode() + b"IEND\\xaeB`\\x82")
"""


@pytest.fixture
def models(tmp_path, capsys, monkeypatch):
    made = Deck(tmp_path, capsys)
    made.write("experiments/models.py", MODELS)
    made.write("experiments/helper.py", HELPER)
    made.write("templates/talk.md.j2", TEMPLATE)
    made.write("themes/plain.css", "/* @theme plain */\n")
    leave_out_marp(monkeypatch)
    assert main(tmp_path, ["build"]) == 0
    return made


def git(deck, *arguments):
    about = ["-c", "user.name=deck", "-c", "user.email=deck@localhost", "-c", "gc.auto=0"]
    subprocess.run(["git", "-C", str(deck.root), *about, *arguments], check=True)


def test_a_table_is_recorded_shown_proven_and_compared(models):
    slides = models.read("slides/talk.md")
    assert r"Best is a\|b of [2](#" in slides
    assert "| model | loss |\n|:---|---:|\n| svm | [0.375](#" in slides
    assert r"| a\|b | **[0.250](#" in slides
    assert "models.scores[0].loss" in slides.partition("_class: evidence")[2]
    assert models.run("check").code == 0

    provenance = json.loads(models.read("slides/talk.provenance.json"))
    assert [entry["key"] for entry in provenance["numbers"]][
        1
    ] == "models.scores[0].loss | fixed(3)"
    assert [entry["key"] for entry in provenance["texts"]] == [
        "models.best",
        "models.scores[0].model",
        "models.scores[1].model",
    ]

    unused = models.run("check", "--unused").out
    assert "no slide shows spare, more" in unused

    git(models, "init", "-q", "-b", "main")
    git(models, "add", "experiments", "results", "slides/talk.md", "templates", "themes")
    git(models, "commit", "-qm", "Results")
    record = models.record("models")
    for run in record["runs"]:
        run["texts"]["best"] = "svm"
        run["tables"]["scores"]["columns"][1]["cells"][1] = 0.75
    write_values(models.root / "results/models.json", record)
    models.run("build", "--no-run")

    told = models.run("diff").out
    assert "best            'a|b'  → 'svm'          changed" in told
    assert "scores[1].loss  0.2500 → 0.7500  +0.50  all seeds agree on it" in told
    page = models.run("diff", "--markdown").out
    assert "| `scores[1].loss` | 0.2500 | 0.7500 | +0.50 |" in page
    assert "| `best` | 'a&#124;b' | 'svm' |" in page
