"""A browser is found on every machine, and npm's is unpacked whole or not at all."""

import io
import json
import os
import sys
import tarfile
from pathlib import Path

import brotli
import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.toolchain import browser, installation
from executed_slides.toolchain.browser import Browser, bring_browser
from executed_slides.toolchain.installation import install_marp

HOME = installation.home
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="npm's browser is for Linux")


@pytest.fixture
def folders(tmp_path, monkeypatch) -> Folders:
    """A deck on a machine without a browser."""
    monkeypatch.delenv("CHROME_PATH", raising=False)
    monkeypatch.setattr(browser, "find_machine_browsers", list)
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr(installation, "home", lambda folders: folders.root / "cache")
    return Folders(tmp_path)


@pytest.fixture
def package(folders, monkeypatch) -> Path:
    """What npm's @sparticuz/chromium carries, tiny."""
    with monkeypatch.context() as patch:
        patch.setattr(installation, "home", HOME)
        install_marp(folders)
        real = installation.modules(folders)
    package = installation.modules(folders) / "@sparticuz" / "chromium"
    (package / "bin").mkdir(parents=True)
    (package / "package.json").write_text(json.dumps({"version": "1.2.3"}))
    (installation.modules(folders) / "tar-fs").symlink_to(real / "tar-fs")
    pack(package / "bin" / "chromium.br", b"#!/bin/sh\n")
    pack(package / "bin" / "swiftshader.tar.br", tar("libGLESv2.so"))
    pack(package / "bin" / "al2023.tar.br", tar("lib/libnss3.so"))
    pack(package / "bin" / "fonts.tar.br", tar("fonts/OpenSans.ttf"))
    return package


def pack(archive: Path, content: bytes) -> None:
    archive.write_bytes(brotli.compress(content))


def tar(name: str) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        archive.addfile(tarfile.TarInfo(name))
    return content.getvalue()


def test_chrome_path_comes_first(folders, monkeypatch):
    monkeypatch.setenv("CHROME_PATH", sys.executable)

    assert bring_browser(folders) == Browser(Path(sys.executable), {})


def test_a_chrome_path_without_a_program_is_an_error(folders, monkeypatch):
    monkeypatch.setenv("CHROME_PATH", "/nowhere/chrome")

    with pytest.raises(DeckError) as error:
        bring_browser(folders)

    assert error.value.message == "CHROME_PATH names /nowhere/chrome, and no program is there"


@LINUX
def test_a_browser_on_the_path_comes_before_npms(folders, package, monkeypatch):
    chromium = program(folders.root / "chromium", "#!/bin/sh\necho Chromium 152\n")
    monkeypatch.setattr(browser, "find_machine_browsers", lambda: [chromium])

    assert bring_browser(folders) == Browser(chromium, {})


def program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(0o755)
    return path


NO_BROWSERS = {
    "asks for a snap": "#!/bin/sh\necho requires the snap >&2\nexit 1\n",
    "lacks a library": "#!/bin/sh\nexit 127\n",
    "ends by a signal": "#!/bin/sh\nkill -SEGV $$\n",
    "has no interpreter": "#!/nowhere/sh\n",
    "is of another machine": "\x7fELF of another machine",
    "is empty": "",
}


@LINUX
@pytest.mark.parametrize("text", NO_BROWSERS.values(), ids=NO_BROWSERS)
def test_a_browser_that_does_not_start_is_passed_over(folders, package, monkeypatch, text):
    broken = program(folders.root / "chromium-browser", text)
    monkeypatch.setattr(browser, "find_machine_browsers", lambda: [broken])
    npms = bring_browser(folders)
    good = program(folders.root / "edge", "#!/bin/sh\n")
    monkeypatch.setattr(browser, "find_machine_browsers", lambda: [broken, good])

    assert npms.executable == folders.root / "cache" / "browser-1.2.3" / "chromium"
    assert bring_browser(folders) == Browser(good, {})


@LINUX
def test_a_browser_that_answers_never_is_passed_over(folders, package, monkeypatch):
    hanging = program(folders.root / "chromium", "#!/bin/sh\nexec tail -f /dev/null\n")
    monkeypatch.setattr(browser, "find_machine_browsers", lambda: [hanging])
    monkeypatch.setattr(browser, "_START_SECONDS", 0.1)

    assert bring_browser(folders).executable.name == "chromium"
    assert bring_browser(folders).executable != hanging


@LINUX
def test_browsers_that_do_not_start_are_named_where_there_is_no_other(folders, monkeypatch):
    broken = program(folders.root / "chromium-browser", "#!/bin/sh\nexit 1\n")
    monkeypatch.setattr(browser, "find_machine_browsers", lambda: [broken])

    with pytest.raises(DeckError) as error:
        bring_browser(folders)

    assert error.value.message == (
        f"there is no browser, which draws the PDF; {broken} does not start"
    )


@LINUX
def test_a_named_browser_that_does_not_start_is_an_error(folders, monkeypatch):
    broken = program(folders.root / "chrome", "#!/bin/sh\nexit 1\n")
    monkeypatch.setenv("CHROME_PATH", str(broken))

    with pytest.raises(DeckError) as error:
        bring_browser(folders)

    assert error.value.message == f"CHROME_PATH names {broken}, and it does not start"


@LINUX
def test_the_path_is_searched_in_the_order_of_names(tmp_path, monkeypatch):
    for name in ("microsoft-edge", "chromium-browser", "google-chrome"):
        program(tmp_path / name, "#!/bin/sh\n")
    monkeypatch.setenv("PATH", str(tmp_path))

    found = browser.find_machine_browsers()

    assert [path.name for path in found] == ["google-chrome", "chromium-browser", "microsoft-edge"]


def test_a_mac_is_searched_where_it_keeps_applications(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")

    chrome = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
    assert browser.usual_places()[0] == chrome


def test_no_browser_at_all_names_its_cure(folders):
    with pytest.raises(DeckError) as error:
        bring_browser(folders)

    assert error.value.message == "there is no browser, which draws the PDF"
    assert "CHROME_PATH" in error.value.hint


@LINUX
def test_npms_browser_is_unpacked_with_its_libraries_and_fonts(folders, package):
    found = bring_browser(folders)

    home = folders.root / "cache" / "browser-1.2.3"
    assert found.executable == home / "chromium"
    assert os.access(found.executable, os.X_OK)
    files = [file.relative_to(home).as_posix() for file in home.rglob("*") if file.is_file()]
    assert sorted(files) == [
        "chromium",
        "fonts.conf",
        "fonts/OpenSans.ttf",
        "lib/libnss3.so",
        "libGLESv2.so",
    ]


@LINUX
def test_npms_browser_is_unpacked_once(folders, package):
    first = bring_browser(folders)
    (package / "bin" / "chromium.br").unlink()

    assert bring_browser(folders) == first


@LINUX
def test_a_damaged_package_leaves_nothing_that_looks_unpacked(folders, package):
    whole = (package / "bin" / "chromium.br").read_bytes()
    (package / "bin" / "chromium.br").write_bytes(whole[:-3])

    with pytest.raises(DeckError, match="the browser cannot be unpacked"):
        bring_browser(folders)

    assert not (folders.root / "cache" / "browser-1.2.3").exists()


@LINUX
@pytest.mark.parametrize(("missing", "borrowed"), [(True, True), (False, False)])
def test_libraries_are_borrowed_where_the_machine_lacks_them(
    folders, package, monkeypatch, missing, borrowed
):
    monkeypatch.setattr(browser, "lacks_libraries", lambda _: missing)

    found = bring_browser(folders)

    assert ("LD_LIBRARY_PATH" in found.environment) is borrowed


@LINUX
def test_a_mac_or_an_arm_gets_no_linux_browser(folders, package, monkeypatch):
    monkeypatch.setattr("platform.machine", lambda: "aarch64")

    with pytest.raises(DeckError, match="there is no browser"):
        bring_browser(folders)
