"""What one command compiled the next one loads, also where nothing may lie beside the source."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from executed_slides.base import bytecode

PROGRAM = """
import sys
from executed_slides.base.bytecode import keep_bytecode

keep_bytecode()
from executed_slides import spoken

print(spoken.WORD, sys.flags.dont_write_bytecode)
"""

pytestmark = pytest.mark.skipif(os.name != "posix", reason="who owns a folder is not known there")


class Installed:
    """An engine of two modules, installed in a folder of packages, and a home."""

    def __init__(self, folder: Path):
        self.packages = folder / "site-packages"
        self.caches = folder / "home" / ".cache"
        self.engine = self.packages / "executed_slides"
        (self.engine / "base").mkdir(parents=True)
        (folder / "home").mkdir()
        for module in ("__init__.py", "base/__init__.py"):
            (self.engine / module).touch()
        shutil.copy(bytecode.__file__, self.engine / "base")
        self.put("sooner")

    def put(self, word: str) -> None:
        """As an image of a container has it: of each time that it is made, files have the same."""
        module = self.engine / "spoken.py"
        module.write_text(f"WORD = {word!r}\n")
        os.utime(module, (1, 1))

    def install_another(self) -> None:
        (self.packages / "jinja2-3.2.dist-info").mkdir()

    def install_again(self) -> None:
        init = self.engine / "__init__.py"
        init.unlink()
        init.touch()
        os.utime(init, (1, 1))

    def run(self, **environment: str) -> str:
        about = {"HOME": str(self.caches.parent), "PYTHONPATH": str(self.packages)}
        forbidden = {"PYTHONDONTWRITEBYTECODE": "1"}
        return subprocess.run(
            [sys.executable, "-PS", "-c", PROGRAM],
            cwd=self.packages,
            env=about | forbidden | environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()

    def kept(self) -> list[str]:
        return [path.name.partition(".")[0] for path in self.caches.rglob("*.pyc")]

    def beside(self) -> list[Path]:
        return [*self.packages.rglob("*.pyc")]


@pytest.fixture
def installed(tmp_path) -> Installed:
    return Installed(tmp_path)


def test_what_may_not_lie_beside_the_source_lies_in_the_users_cache(installed):
    assert installed.run() == "sooner 1"

    assert "spoken" in installed.kept()
    assert not installed.beside()


def test_what_was_kept_is_loaded(installed):
    installed.run()
    installed.put("deeper")  # Of the same size and time: only who compiles it again sees it.

    assert installed.run() == "sooner 1"


@pytest.mark.parametrize("install", [Installed.install_another, Installed.install_again])
def test_of_another_installation_nothing_is_loaded_and_nothing_stays(installed, install):
    installed.run()
    install(installed)
    installed.put("deeper")

    assert installed.run() == "deeper 1"
    assert installed.kept().count("spoken") == 1


def test_two_installations_keep_their_own(installed, tmp_path):
    installed.run()
    second = Installed(tmp_path / "second")
    second.caches = installed.caches
    second.put("deeper")

    assert (second.run(), installed.run()) == ("deeper 1", "sooner 1")
    assert installed.kept().count("spoken") == 2


def test_where_it_may_lie_beside_the_source_it_does(installed):
    assert installed.run(PYTHONDONTWRITEBYTECODE="") == "sooner 0"

    assert installed.beside()
    assert not installed.kept()


def test_where_it_was_put_beside_the_source_it_is_taken_from_there(installed):
    subprocess.run([sys.executable, "-m", "compileall", "-q", installed.engine], check=True)
    installed.put("deeper")

    assert installed.run() == "sooner 1"
    assert not installed.kept()


def test_a_folder_that_its_user_named_is_the_one(installed, tmp_path):
    installed.run(PYTHONPYCACHEPREFIX=str(tmp_path / "named"))

    assert not installed.kept()


def test_where_others_could_put_programs_nothing_is_loaded(installed):
    installed.run()
    folder = next(installed.caches.glob("executed-slides/bytecode/*/*"))
    folder.chmod(0o770)
    installed.put("deeper")

    assert installed.run() == "deeper 1"


def test_behind_a_link_nothing_is_loaded(installed, tmp_path):
    installed.run()
    (installed.caches / "executed-slides").rename(tmp_path / "theirs")
    (installed.caches / "executed-slides").symlink_to(tmp_path / "theirs")
    installed.put("deeper")

    assert installed.run() == "deeper 1"


@pytest.mark.parametrize("place", ["~", "of/none", "/dev/null"])
def test_where_no_folder_can_be_made_all_is_as_without(installed, place):
    assert installed.run(XDG_CACHE_HOME=place) == "sooner 1"
    assert not installed.beside()
