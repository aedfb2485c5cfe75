"""The tools beside which ours are measured, each of a fixed version, in a cache of the user.

They are brought when a benchmark first asks for them, and are no dependency of anything here.
"""

import os
import subprocess
import sys
from pathlib import Path

from executed_slides.base.files import hash_json
from executed_slides.base.user_cache import user_cache
from executed_slides.toolchain.node import find_node

# Each keeps a build's state, or writes what code prints into texts.
PIPELINES = ("cogapp==3.6.0", "doit==0.37.0", "dvc==3.67.1", "pytask==0.6.0")
# Each shows Markdown as slides, and anew when it is saved.
PREVIEWS = ("reveal-md@6.1.4", "@slidev/cli@52.20.1", "@slidev/theme-default@0.25.0")


def bring_pipelines() -> Path:
    """The folder of the programs `cog`, `doit`, `dvc` and `pytask`."""
    place = user_cache() / "peers" / hash_json([PIPELINES, sys.version])[:16]
    done = place / "done"
    if not done.exists():
        _run("uv", "venv", "--quiet", "--clear", "--python", sys.executable, place)
        _run("uv", "pip", "install", "--quiet", "--python", place / "bin/python", *PIPELINES)
        done.touch()
    return place / "bin"


def bring_previews() -> Path:
    """The `node_modules` of reveal-md and Slidev."""
    place = user_cache() / "peers" / hash_json(PREVIEWS)[:16]
    done = place / "done"
    if not done.exists():
        place.mkdir(parents=True, exist_ok=True)
        (place / "package.json").write_text("{}")
        options = ("--no-audit", "--no-fund", "--loglevel=error", "--save-exact")
        node = find_node()
        _run(*node.npm, "install", *options, *PREVIEWS, folder=place, **node.environment())
        done.touch()
    return place / "node_modules"


def _run(*command: str | Path, folder: Path | None = None, **variables: str) -> None:
    subprocess.run(command, check=True, cwd=folder, env=os.environ | variables)
