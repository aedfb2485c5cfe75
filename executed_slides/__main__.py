"""`executed-slides VERB` and `python -m executed_slides VERB`, in the folder of a project."""

import sys
from pathlib import Path

from executed_slides.commands.main import main


def run_here() -> int:
    return main(Path.cwd())


if __name__ == "__main__":
    sys.exit(run_here())
