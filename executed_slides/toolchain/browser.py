"""A browser for Marp's PDF: the user's, the machine's, or the one that npm brought along."""

import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from executed_slides.base.errors import DeckError, NoBrowser
from executed_slides.base.folders import Folders
from executed_slides.base.processes import run_together
from executed_slides.toolchain import installation
from executed_slides.toolchain.node import find_node

_NAMES = (
    "google-chrome-stable",
    "google-chrome",
    "chrome",
    "chromium",
    "chromium-browser",
    "microsoft-edge-stable",
    "microsoft-edge",
)
_MAC_APPLICATIONS = ("Google Chrome", "Chromium", "Microsoft Edge")
_WINDOWS_PROGRAMS = (
    r"Google\Chrome\Application\chrome.exe",
    r"Chromium\Application\chrome.exe",
    r"Microsoft\Edge\Application\msedge.exe",
)
_NPM_EXECUTABLE = "chromium"
_UNPACK_SECONDS = 300
_START_SECONDS = 30


class Browser(NamedTuple):
    """An executable, and what its environment needs beyond today's."""

    executable: Path
    environment: dict[str, str]


def bring_browser(folders: Folders, family: str | None = None) -> Browser:
    """The browser that `CHROME_PATH` names, else the machine's, else npm's, unpacked once.

    A browser of the machine's that does not start is passed over for the next one. `family`: see
    `run_together`.
    """
    named = os.environ.get("CHROME_PATH")
    if named:
        return _named_browser(named)
    there = find_machine_browsers()
    machine = next((Browser(path, {}) for path in there if starts(path)), None)
    browser = machine or _bring_npm_browser(folders, family)
    if browser is None:
        passed_over = "".join(f"; {path} does not start" for path in there)
        raise NoBrowser(
            f"there is no browser, which draws the PDF{passed_over}",
            "install Chrome, Chromium or Edge, or let CHROME_PATH name one, "
            "then run the same again",
        )
    return browser


def _named_browser(named: str) -> Browser:
    path = shutil.which(named)
    if path is None:
        fault = "no program is there"
    elif not starts(Path(path)):
        fault = "it does not start"
    else:
        return Browser(Path(path), {})
    raise DeckError(
        f"CHROME_PATH names {named}, and {fault}",
        "let it name Chrome, Chromium or Edge, or unset it",
    )


def find_machine_browsers() -> list[Path]:
    on_path = [Path(path) for name in _NAMES if (path := shutil.which(name))]
    return [path for path in [*on_path, *usual_places()] if path.is_file()]


def starts(executable: Path) -> bool:
    """Whether it can say its version: Ubuntu's `chromium-browser` can only ask for a snap."""
    return sys.platform == "win32" or ask_version(executable) is not None


def ask_version(executable: Path) -> str | None:
    """What a browser says of itself; None for one that does not start, and on Windows."""
    if sys.platform == "win32":
        return None  # There, the question opens a window.
    # npm's may lack libraries that lie beside it.
    environment = {**os.environ, **_libraries_of(executable.parent)}
    command = [str(executable), "--version"]
    try:
        [asked] = run_together([command], Path.cwd(), environment, _START_SECONDS)
    except OSError:
        return None
    return asked.output if asked.code == 0 else None


def find_browsers(folders: Folders) -> list[Path]:
    """The executables that `bring_browser` would try, without npm's where it is not unpacked."""
    if named := os.environ.get("CHROME_PATH"):
        path = shutil.which(named)
        return [Path(path)] if path else []
    package = _npm_package(folders)
    npm = [_npm_home(folders, package) / _NPM_EXECUTABLE] if package else []
    return [path for path in [*find_machine_browsers(), *npm] if path.is_file()]


def usual_places() -> list[Path]:
    """Where macOS and Windows keep browsers, which do not put them on the PATH."""
    roots: list[Path]
    inside: list[Path]
    if sys.platform == "darwin":
        roots = [Path("/Applications"), Path.home() / "Applications"]
        inside = [Path(f"{name}.app/Contents/MacOS/{name}") for name in _MAC_APPLICATIONS]
    elif sys.platform == "win32":
        variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        roots = [Path(os.environ[name]) for name in variables if name in os.environ]
        inside = [Path(program) for program in _WINDOWS_PROGRAMS]
    else:
        return []
    return [root / path for path in inside for root in roots]


def _bring_npm_browser(folders: Folders, family: str | None) -> Browser | None:
    """The browser of npm's @sparticuz/chromium, which is built for Linux on x86-64 only."""
    package = _npm_package(folders)
    if package is None:
        return None
    home = _unpack_browser(folders, package, family)
    executable = home / _NPM_EXECUTABLE
    # It carries no sandbox of its own; the only page it opens is the deck.
    environment = {"CHROME_NO_SANDBOX": "1"}
    if "FONTCONFIG_FILE" not in os.environ:
        environment["FONTCONFIG_FILE"] = str(home / "fonts.conf")
    if lacks_libraries(executable):
        environment |= _libraries_of(home)
    return Browser(executable, environment)


def _npm_package(folders: Folders) -> Path | None:
    package = installation.modules(folders) / "@sparticuz" / "chromium"
    if sys.platform != "linux" or platform.machine() != "x86_64" or not package.is_dir():
        return None
    return package


def npm_home(folders: Folders) -> Path | None:
    """Where npm's browser lies, unpacked or not; None where there is none for this machine."""
    package = _npm_package(folders)
    return _npm_home(folders, package) if package else None


def _npm_home(folders: Folders, package: Path) -> Path:
    return installation.home(folders) / f"browser-{_package_version(package)}"


def _unpack_browser(folders: Folders, package: Path, family: str | None) -> Path:
    """The unpacked package's folder, 220 MB: whole under its version's name, or not there."""
    home = _npm_home(folders, package)
    with installation.brought(home) as draft:
        if draft:
            _unpack_into(folders, package, draft, family)
    return home


def _unpack_into(folders: Folders, package: Path, draft: Path, family: str | None) -> None:
    script = Path(__file__).with_suffix(".mjs")
    command = [find_node().node, script, package, draft]
    [unpacking] = run_together([command], draft.parent, dict(os.environ), _UNPACK_SECONDS, family)
    if unpacking.code != 0:
        raise DeckError(
            f"{folders.shown(package)}: the browser cannot be unpacked:\n{unpacking.last_lines(3)}",
            f"make 220 MB of room at {folders.shown(draft.parent)}, or install Chrome; "
            + installation.mend(folders),
        )


def _package_version(package: Path) -> str:
    import json

    return json.loads((package / "package.json").read_text("utf-8"))["version"]


def _libraries_of(home: Path) -> dict[str, str]:
    """What lets a program use the libraries that lie beside it, if any do."""
    paths = [str(home / "lib"), os.environ.get("LD_LIBRARY_PATH", "")]
    there = (home / "lib").is_dir()
    return {"LD_LIBRARY_PATH": os.pathsep.join(filter(None, paths))} if there else {}


def lacks_libraries(executable: Path) -> bool:
    """Whether a bare machine must borrow the libraries that lie beside the browser."""
    if shutil.which("ldd") is None:
        return False
    listing = subprocess.run(["ldd", str(executable)], capture_output=True, text=True, check=False)
    return "not found" in listing.stdout
