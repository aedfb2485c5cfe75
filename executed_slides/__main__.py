"""`python -m executed_slides VERB`, in the folder of a project."""

import sys
from pathlib import Path

from executed_slides.commands.main import main

if __name__ == "__main__":
    sys.exit(main(Path.cwd()))
