"""Tiny decks: scripts of a few lines, no Keras, no Marp, and real processes for real cells."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from executed_slides.commands.main import main
from executed_slides.toolchain import installation

A = '''"""A measures."""

# /// experiment
# figures = ["a"]
# seeds = 2
# typical = "total"
#
# [smoke]
# steps = 1
# ///

# %% Setup
from helper import Picture, double

from executed_slides import record

# %% Parameters tags=["parameters"]
seed = 1
steps = 3

# %% Measure
# region sum
total = sum(double(step) for step in range(steps))
# endregion
print("Epoch 1/1")
record.numbers(total=total, share=seed / 10)
record.series(points=[1.0, 2.0])

# %% Figure tags=["figure"]
run = record.run()
record.figure("a", Picture(f"total {run.numbers.total}"), alt=f"Total is {run.numbers.total}")
'''

B = '''"""B needs A."""

# /// experiment
# needs = ["a"]
# ///

# %% Measure
from executed_slides import record

record.numbers(twice=2 * record.needed("a").numbers.total)
'''

HELPER = '''"""Helps."""
import deep


def double(number):
    return deep.times(number, 2)


def unused(number):
    return number


class Picture:
    def __init__(self, text):
        self.text = text

    def savefig(self, path, metadata):
        """Stands for Matplotlib's."""
        path.write_bytes(b"\\x89PNG\\r\\n\\x1a\\n" + self.text.encode() + b"IEND\\xaeB`\\x82")
'''

DEEP = '''"""Helps the helper."""

FACTOR = 1


def times(number, factor):
    return number * factor * FACTOR


def untouched():
    return 0
'''

TEMPLATE = """---
theme: plain
---
# Talk
* total {{ a.total }} of {{ a.parameters.steps }} steps, twice is {{ b.twice }}

{{ figure("a", width=400) }}

---
# Result
* {% claim a.total > 5 %}more than five{% endclaim %}

{{ code("a", "sum") }}
"""

SOURCES = {
    "experiments/a.py": A,
    "experiments/b.py": B,
    "experiments/helper.py": HELPER,
    "experiments/deep.py": DEEP,
    "templates/talk.md.j2": TEMPLATE,
    "themes/plain.css": "/* @theme plain */\n",
}


@dataclass
class Outcome:
    """What a command gave: its exit code and what it printed."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def done(self) -> list[str]:
        """The lines of what was done, without those of what would be."""
        return [line for line in self.lines if not line.startswith("plan ")]


class Deck:
    """A deck in a folder of its own, with the commands that its user has."""

    def __init__(self, root: Path, capsys: pytest.CaptureFixture | None = None):
        self.root, self.capsys = root, capsys

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        text = self.read(name)
        assert old in text
        self.write(name, text.replace(old, new))

    def read(self, name: str) -> str:
        return (self.root / name).read_text("utf-8")

    def record(self, name: str) -> dict[str, Any]:
        return json.loads(self.read(f"results/{name}.json"))

    def run(self, *arguments: str) -> Outcome:
        self.capsys.readouterr()
        try:
            code = main(self.root, list(arguments))
        except SystemExit as stop:
            code = stop.code
        return Outcome(code, *self.capsys.readouterr())

    def files(self) -> dict[str, bytes]:
        """Every file but the cache, and what it holds: equal answers say nothing was written."""
        return {
            path.relative_to(self.root).as_posix(): path.read_bytes()
            for path in sorted(self.root.rglob("*"))
            if path.is_file() and not {"__pycache__", "cache"} & set(path.parts)
        }


def fake_slides(folders, markdown, css, wanted, desk, seconds, measuring=None):
    """Stands for Marp: both files are the Markdown again."""
    drafts = {}
    for file in wanted:
        drafts[file] = desk / file.name
        shutil.copyfile(markdown, drafts[file])
    return drafts, None


def fake_look(folders, name, pictures, known=None):
    """Stands for the browser: there is no slide on which something could be wrong."""
    return {"slides": [], "faces": [], "foreign": [], "mark": [], "remote": [], "pdf": []}


def leave_out_marp(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("executed_slides.output.exports.draw_slides", fake_slides)
    patch.setattr("executed_slides.output.exports.find_browser", lambda folders: None)
    patch.setattr("executed_slides.output.layout.measure_slides", fake_look)
    # What was compared is kept as of this machine, where other processes find it.
    home, version = installation.home, installation.version()
    patch.setattr("executed_slides.proof.finished_files._compare_html", lambda *_: iter(()))
    patch.setattr(
        "executed_slides.proof.finished_files.is_installed",
        lambda folders: (home(folders) / f"marp-{version[:16]}" / "node_modules").is_dir(),
    )
    for user in ("toolchain.installation", "output.preparation"):
        patch.setattr(f"executed_slides.{user}.is_installed", lambda folders: True)
    patch.setattr("executed_slides.toolchain.installation.home", lambda folders: folders.state)
    patch.setattr(
        "executed_slides.toolchain.installation.install_marp", lambda folders, report: None
    )


def build(root: Path, sources: dict[str, str]) -> Path:
    """A deck of these sources at `root`, built."""
    for name, text in sources.items():
        Deck(root).write(name, text)
    with pytest.MonkeyPatch.context() as patch:
        leave_out_marp(patch)
        assert main(root, ["build"]) == 0
    return root
