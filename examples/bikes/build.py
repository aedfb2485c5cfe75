"""Builds, checks and presents the slides: `uv run build.py --help`."""

import sys
from pathlib import Path

try:
    from executed_slides.commands.main import main
except ModuleNotFoundError as error:
    sys.exit(f"error: {error}\nhint: pip install uv && uv run build.py sets up all that is needed")

if __name__ == "__main__":
    sys.exit(main(Path(__file__).parent))
