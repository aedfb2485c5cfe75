"""The version of a package is the one that Python itself would tell."""

import json
import sys
from importlib import metadata

import pytest

from executed_slides.scripts import packages
from executed_slides.scripts.packages import installed_version


@pytest.fixture(autouse=True)
def fresh():
    for remembered in (packages.installed_version, packages._listed_distributions):
        remembered.cache_clear()
    yield
    for remembered in (packages.installed_version, packages._listed_distributions):
        remembered.cache_clear()


def test_every_distribution_that_is_installed_has_the_version_that_python_tells():
    names = {distribution.metadata["Name"] for distribution in metadata.distributions()}
    names -= {"executed-slides"}

    assert {name: installed_version(name) for name in names} == {
        name: metadata.version(name) for name in names
    }


def test_what_comes_first_on_the_path_is_what_would_be_imported(tmp_path, monkeypatch):
    (tmp_path / "numpy-0.0.1.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path / "gone"), str(tmp_path), *sys.path])

    assert installed_version("numpy") == "0.0.1"


@pytest.mark.parametrize(("imported", "installed"), [("PIL", "pillow"), ("yaml", "PyYAML")])
def test_a_package_counts_by_its_version_also_where_it_is_imported_by_another_name(
    imported, installed
):
    assert installed_version(imported) == metadata.version(installed)


def test_a_tensorflow_without_cuda_counts_as_the_one_with_it(tmp_path, monkeypatch):
    (tmp_path / "tensorflow_cpu-2.21.0.dist-info").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    assert installed_version("tensorflow") == "2.21.0"


def test_a_package_from_a_repository_counts_by_its_commit_too(tmp_path, monkeypatch):
    folder = tmp_path / "wellstats-1.0.dist-info"
    folder.mkdir()
    told = {
        "url": "https://host/x.git",
        "vcs_info": {"vcs": "git", "commit_id": "0123456789abcdef"},
    }
    (folder / "direct_url.json").write_text(json.dumps(told))
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    assert installed_version("wellstats") == "1.0 at 0123456789ab"


def test_a_package_from_a_file_counts_by_its_version(tmp_path, monkeypatch):
    folder = tmp_path / "wellstats-1.0.dist-info"
    folder.mkdir()
    (folder / "direct_url.json").write_text('{"url": "file:///x.whl", "archive_info": {}}')
    monkeypatch.setattr(sys, "path", [str(tmp_path)])

    assert installed_version("wellstats") == "1.0"


def test_an_engine_that_records_otherwise_is_another_one(monkeypatch):
    monkeypatch.setattr(packages, "PROTOCOL", 2)

    assert installed_version("executed_slides") == "protocol 2"


@pytest.mark.parametrize("name", ["json", "executed_slides", "no_such_package"])
def test_what_is_no_package_of_its_own_has_no_version(name):
    assert installed_version(name) is None
