"""The installation: Marp, and a browser's package, by npm, once for all decks of a user.

    toolchain/npm/package-lock.json ──npm ci──▶ the user's cache/marp-HASH/node_modules

It lies in a folder that is named by the lock file's hash, so that engines that pin another Marp
do not meet.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.events import Warn
from executed_slides.base.files import naming, sha256
from executed_slides.base.folders import Folders
from executed_slides.base.scratch import scratch_folder
from executed_slides.base.user_cache import has_home, user_cache
from executed_slides.toolchain.node import Node, find_node

_RECIPE = Path(__file__).parent / "npm"
LOCK = _RECIPE / "package-lock.json"
_INSTALL_MINUTES = 15
_NPM_OPTIONS = (
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
    # What it has fetched before is found by its hash, also without a network; without one it is
    # said in seconds.
    "--prefer-offline",
    "--fetch-retry-mintimeout=1000",
    "--fetch-retry-maxtimeout=10000",
)


def home(folders: Folders) -> Path:
    """Where Marp and a browser lie."""
    return user_cache()


def modules(folders: Folders) -> Path:
    """The `node_modules` with the Marp that this engine pins, installed or not."""
    return home(folders) / f"marp-{version()[:16]}" / "node_modules"


@cache
def version() -> str:
    """Tells a Marp and all that it consists of from any other."""
    return sha256(LOCK)


def marp_version(folders: Folders) -> str:
    """The number of Marp's release, as it is installed; nothing where it does not say one."""
    package = modules(folders) / "@marp-team" / "marp-cli" / "package.json"
    try:
        return str(json.loads(package.read_text("utf-8"))["version"])
    except (OSError, ValueError, KeyError):
        return ""


def is_installed(folders: Folders) -> bool:
    return modules(folders).is_dir()


def mend(folders: Folders) -> str:
    """What to do about a Marp that does not do its work."""
    damaged = folders.shown(modules(folders).parent)
    return f"delete {damaged} if Marp is damaged: `{command()}` installs it anew"


def install_marp(
    folders: Folders, report: Warn = lambda line: None, family: str | None = None
) -> bool:
    """Brings what the lock file names; True if it had to. `family`: see `run_together`."""
    with brought(modules(folders).parent) as draft:
        if draft:
            node = find_node()
            report("npm ci: installs Marp and a browser, about 200 MB, for all decks of yours")
            shutil.copytree(_RECIPE, draft, dirs_exist_ok=True)
            _run_npm(node, draft, family)
    return draft is not None


@contextmanager
def brought(place: Path) -> Iterator[Path | None]:
    """An empty folder that becomes `place` when the block ends well; None where that is there.

    Of several builds one fills it, and the others wait. What a kill cut short is begun anew.
    """
    if place.is_dir():
        yield None
        return
    from filelock import FileLock

    draft = place.with_name(f".{place.name}")
    with naming(place.parent):
        place.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lock_of(draft))
        lock.acquire()
    try:
        if place.is_dir():
            yield None
            return
        with naming(place):
            shutil.rmtree(draft, ignore_errors=True)
            draft.mkdir()
        yield draft
        with naming(place):
            draft.rename(place)
    finally:
        lock.release()


def lock_of(draft: Path) -> Path:
    """What whoever fills a draft holds."""
    return draft.with_name(f"{draft.name}.lock")


def _run_npm(node: Node, folder: Path, family: str | None) -> None:
    from executed_slides.base.processes import run_together

    command = [*node.npm, "ci", *_NPM_OPTIONS]
    environment = node.environment()
    with scratch_folder() as desk:
        if not has_home():
            environment["npm_config_cache"] = desk  # A container's user may have no home.
        [npm] = run_together([command], folder, environment, _INSTALL_MINUTES * 60, family)
    if npm.code != 0:
        # npm says what is wrong first, and ends with advice and the names of its logs.
        how = f"did not end in {_INSTALL_MINUTES} minutes" if npm.code is None else "failed"
        raise DeckError(
            "\n".join([f"Marp cannot be installed: `npm ci` {how}:", *npm.lines()[:4]]),
            "it needs a connection to an npm registry once; then run the same again",
        )
