"""A deck leaves as one archive that says of each file what made it."""

import hashlib
import json
from zipfile import ZipFile

import pytest


@pytest.fixture
def crate(deck):
    deck.write("pyproject.toml", '[project]\nname = "talk"\nlicense = "CC-BY-4.0"\n')
    deck.run("build")
    outcome = deck.run("crate")
    assert (outcome.code, outcome.lines[-1]) == (
        0,
        "crate   talk             => slides/talk.crate.zip",
    )
    return ZipFile(deck.root / "slides/talk.crate.zip")


def entities(crate: ZipFile) -> dict[str, dict]:
    graph = json.loads(crate.read("ro-crate-metadata.json"))["@graph"]
    return {entity["@id"]: entity for entity in graph}


def test_every_file_is_described_with_its_checksum(crate):
    about = entities(crate)

    names = [name for name in crate.namelist() if name != "ro-crate-metadata.json"]
    assert [part["@id"] for part in about["./"]["hasPart"]] == sorted(names)
    for name in names:
        assert about[name]["sha256"] == hashlib.sha256(crate.read(name)).hexdigest()


def test_an_experiment_is_an_action_of_its_script(crate):
    run = entities(crate)["#run-b"]

    assert run["@type"] == "CreateAction"
    assert run["name"] == "B needs A."
    assert run["instrument"] == {"@id": "experiments/b.py"}
    assert run["object"] == {"@id": "results/a.json"}
    assert {"@id": "results/b.json"} in run["result"]


def test_all_that_is_named_is_there(crate):
    about = entities(crate)

    def named(value):
        if isinstance(value, dict):
            yield from [value["@id"]] if set(value) == {"@id"} else ()
            for inner in value.values():
                yield from named(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from named(inner)

    outside = {name for entity in about.values() for name in named(entity)} - about.keys()
    assert outside == {"https://w3id.org/ro/crate/1.1"}


def test_equal_decks_give_equal_archives(deck, crate):
    first = (deck.root / "slides/talk.crate.zip").read_bytes()

    deck.run("crate")

    assert (deck.root / "slides/talk.crate.zip").read_bytes() == first


@pytest.mark.parametrize(
    ("project", "description"),
    [
        (
            '[project]\nname = "talk"\nlicense = "MIT"\ndescription = "A talk."\n',
            "A talk.",
        ),
        ('[project]\nlicense = "MIT"\n', "Slides and all that they were made from."),
    ],
)
def test_the_archive_is_described_as_the_project_is(deck, project, description):
    deck.write("pyproject.toml", project)
    deck.run("build")
    deck.run("crate")

    crate = ZipFile(deck.root / "slides/talk.crate.zip")
    assert entities(crate)["./"]["description"] == description


def test_a_stale_deck_leaves_no_crate(deck):
    deck.run("build")
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    outcome = deck.run("crate")

    assert outcome.code == 3
    assert not (deck.root / "slides/talk.crate.zip").exists()
