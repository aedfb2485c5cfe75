"""A package that its user writes counts by its source, one that is installed by its version."""

import sys
import zipfile
from pathlib import Path

import pytest
from tiny_deck import Deck

from executed_slides.scripts.own_packages import find_own_package


@pytest.fixture
def own(tmp_path, monkeypatch) -> Path:
    """A folder on the path of this Python, as an editable installation has it."""
    find_own_package.cache_clear()
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path / "src")])
    package = tmp_path / "src/wellstats"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("from .core import score\n")
    (package / "core.py").write_text(
        "WEIGHT = 2\n\n\ndef score(x):\n    return WEIGHT * x\n\n\ndef other():\n    return 1\n"
    )
    (tmp_path / "src/single.py").write_text("VALUE = 1\n")
    yield tmp_path / "src"
    find_own_package.cache_clear()


def test_what_its_user_writes_is_told_from_what_is_installed(own):
    assert find_own_package("wellstats") == (own / "wellstats",)
    assert find_own_package("single") == (own / "single",)
    for name in ("numpy", "json", "sys", "executed_slides", "no_such_package"):
        assert find_own_package(name) == ()


def test_a_package_that_is_installed_is_followed_no_more(own):
    (own.parent / "site-packages").mkdir()
    (own / "wellstats").rename(own.parent / "site-packages/wellstats")
    sys.path.append(str(own.parent / "site-packages"))
    find_own_package.cache_clear()

    assert find_own_package("wellstats") == ()


def test_a_link_to_an_installed_package_is_one(own):
    target = own.parent / "site-packages/other"
    target.mkdir(parents=True)
    (own / "other").symlink_to(target)

    assert find_own_package("other") == ()


def test_of_two_packages_of_one_name_the_first_on_the_path_counts(own):
    other = own.parent / "other/wellstats"
    other.mkdir(parents=True)
    (other / "__init__.py").write_text("")
    sys.path.insert(1, str(other.parent))
    find_own_package.cache_clear()

    assert find_own_package("wellstats") == (other,)


def test_a_package_without_an_init_is_all_its_folders(own):
    for root in ("one", "two"):
        (own.parent / root / "space").mkdir(parents=True)
        sys.path.append(str(own.parent / root))

    assert find_own_package("space") == (own.parent / "one/space", own.parent / "two/space")


def test_a_package_in_a_zip_file_is_none_that_can_be_followed(own):
    archive = own.parent / "packed.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("packed/__init__.py", "")
    sys.path.append(str(archive))

    assert find_own_package("packed") == ()


@pytest.fixture
def deck(own, deck, monkeypatch) -> Deck:
    """The deck, whose A asks the package, in runs that find it as this Python does."""
    deck.write(
        "pyproject.toml",
        f"[tool.executed-slides]\nwarm_start = false\n[tool.executed-slides.environment]\n"
        f'PYTHONPATH = "{own}"\n',
    )
    deck.edit("experiments/a.py", "# %% Measure\n", "# %% Measure\nfrom wellstats import score\n")
    deck.edit("experiments/a.py", "total=total", "total=score(total)")
    assert deck.run("build").code == 0
    return deck


def test_a_change_in_it_is_named(own, deck):
    assert deck.record("a")["runs"][0]["numbers"]["total"] == 12
    core = own / "wellstats/core.py"

    core.write_text(core.read_text().replace("return 1", "return 2"))
    assert deck.run("status").code == 0
    core.write_text(core.read_text().replace("WEIGHT * x", "WEIGHT * x + 0"))

    assert "stale   a   wellstats.core.score changed" in deck.run("status").out


def test_its_version_is_in_no_key(deck):
    assert "wellstats" not in deck.record("a")["measure"]["packages"]
    assert "wellstats.core.score" in deck.record("a")["measure"]["code"]


def test_a_run_has_the_source_that_was_hashed(own, deck):
    core = own / "wellstats/core.py"
    deck.edit(
        "experiments/a.py",
        "from wellstats import score\n",
        "from pathlib import Path\n"
        f"Path({str(core)!r}).write_text('def score(x):\\n    return 0\\n')\n"
        "from wellstats import score\n",
    )

    deck.run("build")

    assert [run["numbers"]["total"] for run in deck.record("a")["runs"]] == [12, 12]
    assert "wellstats.core.score changed" in deck.run("status").out


def test_a_helper_of_the_same_name_comes_first(deck):
    deck.write("experiments/wellstats.py", "def score(x):\n    return 7\n")

    deck.run("build")

    assert deck.record("a")["runs"][0]["numbers"]["total"] == 7
    assert "wellstats.score" in deck.record("a")["measure"]["code"]


def test_an_error_in_it_is_named_by_its_file(own, deck):
    (own / "wellstats/core.py").write_text("def score(:\n")

    assert "wellstats/core.py:1: " in deck.run("status").out + deck.run("status").err
