"""A good verdict, kept with the stat data of all that it rests on: while that is so, so is it.

a full check ──▶ .executed-slides/cache/check.verdict ──nothing changed──▶ good …; unchanged since
14:02; and so of a build that found nothing to do.

As git believes its index: no file is read. Any doubt is a reason for a full check. A verdict holds
for the user whose secret key signed it, for one place, one environment, and one Python with the
files of the engine as they are.
"""

import hmac
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from executed_slides.base.stat_data import (
    TOO_RECENT,
    StatData,
    above,
    hash_state,
    leads_to_folder,
    links_in,
    newest,
    stat_data_of,
)

if TYPE_CHECKING:
    from executed_slides.base.witness import Witness

_DIGEST = 32
# What terminals and shells say of themselves; every other variable may decide something.
_OF_TERMINALS = (
    *("_", "PWD", "OLDPWD", "SHLVL", "COLUMNS", "LINES", "WINDOWID", "STY", "GPG_TTY"),
    *("EXECUTED_SLIDES_COMMAND", "TMUX", "TMUX_PANE", "SSH_TTY", "SSH_CLIENT", "SSH_CONNECTION"),
)


class GoodVerdict(NamedTuple):
    """What a command said when all was good, and when it began, in nanoseconds since the epoch.

    `event` are the words of its last line, `extra` is what its JSON holds besides events.
    """

    began: int
    event: tuple[str, str, str]
    extra: dict[str, Any]


class AskedVerb(NamedTuple):
    """A verb, and how the command was typed, which its messages repeat."""

    verb: str
    typed: str


class _Kept(NamedTuple):
    """A verdict and what it rests on: of folders that nobody listed, only which they are."""

    verdict: GoodVerdict
    paths: list[str]
    folders: list[str]
    state: str


def keep(root: str, asked: AskedVerb, verdict: GoodVerdict, witness: "Witness") -> None:
    """Keeps a verdict, unless something that it rests on was changed so late that it may change
    again and bear the same time.
    """
    from executed_slides.base.errors import DeckError
    from executed_slides.base.files import whole

    if not (witness.is_sure and _can_believe()):
        return
    try:
        paths, folders = _find_grounds(witness)
    except OSError:
        return
    if newest(paths.values()) > verdict.began - TOO_RECENT:
        return
    # As it was when it was first looked at: what has changed since is found changed.
    state = hash_state(paths.values(), folders.values())
    content = json.dumps(_Kept(verdict, [*paths], [*folders], state)).encode()
    signature = _sign(root, asked, content)
    if signature:
        with suppress(DeckError), whole(_file_of(root, asked.verb), lasting=False) as draft:
            # An empty one is none.
            draft.write_bytes(signature + content if _keeps_changes(draft) else b"")


def _find_grounds(witness: "Witness") -> tuple[dict[str, StatData], dict[str, StatData]]:
    """What a verdict rests on: paths at which nothing may change, and folders above."""
    listed = {*witness.listed, *map(os.path.abspath, sys.path)}
    links = [link for folder in witness.listed for link in links_in(folder)]
    beginning = {*_loaded_files(), *_start_files()}
    others = {path: stat_data_of(path) for path in {*links, *beginning, *listed}}
    grounds = {**others, **witness.seen}
    paths = {p: seen for p, seen in grounds.items() if p in listed or not leads_to_folder(seen)}
    inside = grounds.keys() - paths.keys()
    folders = {path: stat_data_of(path) for path in above(grounds) if path not in grounds}
    return paths, folders | {path: grounds[path] for path in inside}


def recall(root: str, asked: AskedVerb) -> GoodVerdict | None:
    """The verdict that was kept, if nothing has changed that it rests on; None in any doubt."""
    if not _can_believe():
        return None
    try:
        entry = _file_of(root, asked.verb).read_bytes()
        # The signature goes first: of bytes that others wrote nothing is read.
        signature, content = entry[:_DIGEST], entry[_DIGEST:]
        if not hmac.compare_digest(signature, _sign(root, asked, content) or b""):
            return None
        kept = _Kept(*json.loads(content))
        verdict = GoodVerdict(*kept.verdict)
        is_of_past = verdict.began < time.time_ns()  # Else the clock was set back.
        state = hash_state(map(stat_data_of, kept.paths), map(stat_data_of, kept.folders))
    except (OSError, ValueError):
        return None
    return verdict if is_of_past and state == kept.state else None


def forget(root: str) -> None:
    """Forgets what was good: who reads all files has found that it is so no more."""
    for verb in ("check", "build"):
        with suppress(OSError):
            _file_of(root, verb).unlink(missing_ok=True)


def since(began: int) -> str:
    """When a verdict was made, as one says it today: 14:02, or with the day."""
    then, now = time.localtime(began / 1e9), time.localtime()
    return time.strftime("%H:%M" if then[:3] == now[:3] else "%Y-%m-%d %H:%M", then)


def _can_believe() -> bool:
    """Not in CI; nor on Windows, which keeps no time of change: what has none can be set back."""
    return os.name == "posix" and not os.environ.get("CI")


def _keeps_changes(file: Path) -> bool:
    """Whether its disk notes when a file was changed: FAT and SFTP have one time alone, which can
    be set back."""
    os.utime(file, (0, 0))
    about = file.stat()
    return about.st_ctime_ns > about.st_mtime_ns


def _file_of(root: str, verb: str) -> Path:
    return Path(root, ".executed-slides", "cache", f"{verb}.verdict")


def _sign(root: str, asked: AskedVerb, content: bytes) -> bytes | None:
    from executed_slides.base.user_cache import secret_key, sign

    key = secret_key()
    # Another engine may have written another form: what this one did not sign is not even read.
    made_of = ("verdict", repr(stat_data_of(__file__)), root, *asked, *_surroundings())
    return sign(key, made_of, content) if key else None


def _surroundings() -> list[str]:
    """All of a process, its files apart, that may decide what a check finds."""
    told = {k: v for k, v in os.environ.items() if k not in _OF_TERMINALS}
    own = (sys.version, sys.executable, sys.flags, sys.path, Path.cwd(), sorted(told.items()))
    return list(map(repr, own))


def _start_files() -> list[str]:
    """Files with a line that Python runs when it starts, by which packages may be found."""
    folders = filter(os.path.isdir, map(os.path.abspath, sys.path))
    return [
        os.path.join(folder, name)  # noqa: PTH118
        for folder in folders
        for name in os.listdir(folder)  # noqa: PTH208
        if name.endswith(".pth")
    ]


def _loaded_files() -> list[str]:
    files = [getattr(module, "__file__", None) for module in [*sys.modules.values()]]
    return [file for file in files if isinstance(file, str)]
