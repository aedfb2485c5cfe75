"""A script that has all that a script may have, and its reading."""

from pathlib import Path

from executed_slides.scripts.script import Script, read_script

SCRIPT = '''"""The finding,
over two lines."""

# /// experiment
# data = ["rows.csv"]
# seeds = 3
#
# [smoke]
# steps = 1
# ///

# %% Setup
import math

# %% [markdown] Why
# Because.

# %% Parameters tags=["parameters"]
seed = 7
steps = 10

# %%
def area(radius):
    # region formula
    square = radius**2
    return math.pi * square
    # endregion

# %% Figure tags=["figure"]
area(1)
'''


def read(tmp_path: Path, source: str) -> Script:
    path = tmp_path / "one.py"
    path.write_bytes(source.encode())
    return read_script(path, "experiments/one.py")
