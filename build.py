"""Builds, checks and explains the deck: `uv run build.py --help`."""

import gc
import sys
from pathlib import Path

# A check makes no garbage worth a twentieth of its time to look for it.
gc.set_threshold(100_000)

try:
    from executed_slides.commands.main import main
except ModuleNotFoundError as error:
    sys.exit(f"error: {error}\nhint: pip install uv && uv run build.py sets up all that is needed")

if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent))
