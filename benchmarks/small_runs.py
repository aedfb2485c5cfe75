"""How long many small runs take from nothing: kernels forked warm beside ordinary ones.

    uv run benchmarks/small_runs.py [SCRIPTS] [REPEATS]

Each of SCRIPTS experiments (default 15) computes for 0.2 s and draws a figure with Matplotlib, in
a deck of its own in a temporary folder. The builds end with the rendered slides: what Marp then
takes is the same for any number of runs. Ways take turns; the quickest of REPEATS (default 3)
counts.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

REPEATS = 3
BUILD = """
import sys
from pathlib import Path
import executed_slides.commands.build
from executed_slides.commands.main import main
executed_slides.commands.build.write_exports = lambda *_: None
sys.exit(main(Path(sys.argv[1]), ["build"]))
"""
WAYS = {"ordinary": "false", "warm": "true"}
SCRIPT = '''"""Computes for a fifth of a second."""

# /// experiment
# figures = ["figure_{number}"]
# ///

# %% Setup
import time

import matplotlib.pyplot as plt
import numpy as np

from executed_slides import record

# %% Parameters tags=["parameters"]
seed = {number}

# %% Measure
random = np.random.default_rng(seed)
end = time.process_time() + 0.2
while time.process_time() < end:
    curve = random.normal(size=100).cumsum()
record.numbers(last=curve[-1])
record.series(curve=curve)

# %% Figure tags=["figure"]
figure, axes = plt.subplots()
axes.plot(record.run().series.curve)
record.figure("figure_{number}", figure, alt="A random walk")
'''


def write_deck(root: Path, scripts: int, warm: str) -> None:
    for folder in ("experiments", "templates"):
        (root / folder).mkdir()
    (root / "pyproject.toml").write_text(f"[tool.executed-slides]\nwarm_start = {warm}\n")
    for number in range(scripts):
        (root / "experiments" / f"walk_{number}.py").write_text(SCRIPT.format(number=number))
    slides = "\n\n---\n".join(
        f'# A walk\n{{{{ walk_{number}.last | fixed }}}} {{{{ figure("figure_{number}") }}}}'
        for number in range(scripts)
    )
    (root / "templates" / "walks.md.j2").write_text(slides)


def build(scripts: int, warm: str) -> float:
    """Seconds of a build from nothing, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        write_deck(Path(folder), scripts, warm)
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", BUILD, folder], check=True, capture_output=True)
        seconds = time.perf_counter() - began
        assert len(list(Path(folder).glob("slides/image/*.svg"))) == scripts
        assert (Path(folder) / "slides" / "walks.md").exists()
        return seconds


def compare(scripts: int, repeats: int) -> None:
    best = dict.fromkeys(WAYS, float("inf"))
    for _ in range(repeats):
        for way, warm in WAYS.items():
            best[way] = min(best[way], build(scripts, warm))
    print(f"{scripts} scripts  " + "  ".join(f"{way} {best[way]:.1f} s" for way in WAYS))
    print(f"ratio {best['ordinary'] / best['warm']:.1f}")


if __name__ == "__main__":
    compare(
        int(sys.argv[1]) if len(sys.argv) > 1 else 15,
        int(sys.argv[2]) if len(sys.argv) > 2 else REPEATS,
    )
