"""A script that reads files, for tests of what runs open."""

C = '''"""C reads files."""

# /// experiment
# {block}
# ///

# %% Measure
from pathlib import Path

from executed_slides import record

ROOT = Path.cwd().parent
{cell}
record.numbers(one=1)
'''

FIGURE = """
# %% Figure tags=["figure"]
from pathlib import Path

from helper import Picture

{cell}
record.figure("c", Picture("drawn"), alt="A picture")
"""


def reading(cell: str, block: str = "seeds = 1") -> str:
    """A script whose measuring cell runs these lines; `ROOT` is the project there."""
    return C.format(cell=cell, block=block)


def drawing(cell: str, block: str = 'figures = ["c"]') -> str:
    """A script whose figure cell runs these lines."""
    return C.format(cell="", block=block) + FIGURE.format(cell=cell)
