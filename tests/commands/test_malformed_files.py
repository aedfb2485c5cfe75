"""A stored file of another shape is told by name: no verb ends in a traceback or calls it good."""

import copy
import hashlib
import io
import json
import os
import shutil
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import write_values
from tiny_deck import SOURCES, Deck, leave_out_marp

from executed_slides.commands.main import main
from executed_slides.records.schema import Record

VERBS = (
    "status",
    "check",
    "build --no-run",
    "diff",
    "crate",
    "artifacts",
    "check --claims --unused",
)
RECORD, EXPORT, LAYOUT, PROVENANCE = (
    "results/a.json",
    "slides/talk.export.json",
    "slides/talk.layout.json",
    "slides/talk.provenance.json",
)
ODD = st.sampled_from(
    [
        *(None, True, 0, -1, 3.5, 10**30, 1e308, "", "x", "\ud800", "../../x", "/dev/zero"),
        *([], [1], ["x"], {}, {"x": 1}, {"\ud800": []}, [[[[]]]], {"a": {"b": {"c": 1}}}),
        *(float("nan"), float("inf")),
    ]
)


@pytest.fixture(scope="module")
def whole(built, tmp_path_factory) -> Deck:
    """The tiny deck, which each example puts back as it was."""
    root = tmp_path_factory.mktemp("whole") / "deck"
    shutil.copytree(built, root)
    deck = Deck(root)
    deck.write("LICENSE", "All may use this.\n")
    about = ["-c", "user.name=deck", "-c", "user.email=deck@localhost"]
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "Results"]):
        subprocess.run(["git", "-C", root, *about, *words], check=True)
    return deck


def ends_of(deck: Deck, *verbs: str) -> dict[str, tuple[int, str]]:
    """What each verb ends with and says; a traceback of one fails the test."""
    ends = {}
    with pytest.MonkeyPatch.context() as patch:
        leave_out_marp(patch)
        patch.delenv("DECK_DATA", raising=False)
        for verb in verbs:
            said = io.StringIO()
            with redirect_stdout(said), redirect_stderr(said):
                ends[verb] = main(deck.root, verb.split()), said.getvalue()
            assert "Traceback" not in said.getvalue(), verb
    return ends


def changing(deck: Deck, name: str, content: bytes, *verbs: str) -> dict[str, tuple[int, str]]:
    """What verbs say while a file holds this; afterwards all files are as they were."""
    before = deck.files()
    try:
        (deck.root / name).write_bytes(content)
        return ends_of(deck, *verbs)
    finally:
        after = deck.files()
        for file in after.keys() - before.keys():
            (deck.root / file).unlink()
        for file, held in before.items():
            if after.get(file) != held:
                (deck.root / file).write_bytes(held)


def places_in(value: Any, above: tuple = ()) -> Iterator[tuple]:
    yield above
    inside: Iterable = value.items() if isinstance(value, dict) else ()
    for key, part in enumerate(value) if isinstance(value, list) else inside:
        yield from places_in(part, (*above, key))


def mutate(values: Any, place: tuple, odd: Any, way: str) -> Any:
    """The values with one node replaced, taken out, or with something unknown in it."""
    if not place:
        return odd
    values = copy.deepcopy(values)
    *above, last = place
    node = values
    for key in above:
        node = node[key]
    if way == "take out":
        del node[last]
    elif way == "add" and isinstance(node[last], dict):
        node[last]["unknown"] = odd
    else:
        node[last] = odd
    return values


@pytest.mark.parametrize("name", [RECORD, EXPORT, LAYOUT, PROVENANCE])
@settings(max_examples=15)
@given(st.data(), ODD, st.sampled_from(["replace", "take out", "add"]))
def test_a_file_with_one_odd_node_is_told_by_every_verb(whole, name, data, odd, way):
    values = json.loads(whole.read(name))
    place = data.draw(st.sampled_from([*places_in(values)]))
    mutant = mutate(values, place, odd, way)
    content = sealed(mutant) if name == RECORD else json.dumps(mutant).encode()

    ends = changing(whole, name, content, *VERBS)

    if name == RECORD and not is_record(content):
        assert ends["status"][0] == ends["check"][0] == 3
        assert name in ends["status"][1]


def sealed(values: Any) -> bytes:
    """A record with the keys and the checksum that it must have, as far as it can have them."""
    place = Path(os.devnull)
    with suppress(Exception):
        place = Path(f"/proc/self/fd/{os.memfd_create('record')}")
        write_values(place, values)
        return place.read_bytes()
    return json.dumps(values).encode()


def is_record(content: bytes) -> bool:
    try:
        msgspec.json.decode(content, type=Record)
    except (ValueError, RecursionError):
        return False
    return True


TEXTS = {
    "nothing": lambda text: "",
    "null": lambda text: "null",
    "half of it": lambda text: text[: len(text) // 2],
    "ten thousand brackets": lambda text: "[" * 10_000 + "]" * 10_000,
    "brackets in a field": lambda text: text.replace(": ", f": {'[' * 10_000}", 1),
    "a number of five thousand digits": lambda text: text.replace("{", f'{{"x": {"1" * 5000},', 1),
    "an infinite number": lambda text: text.replace("{", '{"x": 1e999,', 1),
    "a field twice": lambda text: text.replace("{", '{"format": 3,', 1),
    "half of a sign": lambda text: text.replace("{", r'{"x": "\ud800",', 1),
    "both sides of a merge": lambda text: f"<<<<<<< a\n{text}=======\n{text}>>>>>>> b\n",
}


@pytest.mark.parametrize("name", [RECORD, EXPORT, LAYOUT, PROVENANCE])
@pytest.mark.parametrize("fault", TEXTS)
def test_a_file_that_is_no_json_of_its_kind_is_told_by_every_verb(whole, name, fault):
    content = TEXTS[fault](whole.read(name)).encode()

    ends = changing(whole, name, content, *VERBS)

    assert ends["check"][0] == 3
    assert ends["check"][1].startswith("stale   ")


def test_what_a_build_kept_is_told_with_the_field_that_is_wrong(whole):
    for name, field, said in (
        (EXPORT, "inputs", "talk.export.json does not say what it is made from: inputs: expected"),
        (PROVENANCE, "claims", "or not whole: claims: expected array, got int"),
    ):
        content = json.dumps({**json.loads(whole.read(name)), field: 5}).encode()

        assert said in changing(whole, name, content, "check")["check"][1]


@pytest.mark.parametrize(
    "notebook", ["", "[" * 10_000, "5", '{"cells": 5}', '{"cells": [5], "nbformat": 4}', "[]"]
)
def test_a_notebook_of_another_shape_whose_record_was_sealed_anew_gives_no_traceback(
    deck, notebook
):
    deck.write("slides/lab/a.ipynb", notebook)
    values = deck.record("a")
    values["evidence"]["slides/lab/a.ipynb"] = hashlib.sha256(notebook.encode()).hexdigest()
    (deck.root / RECORD).write_bytes(sealed(values))
    deck.edit("experiments/a.py", 'f"total {', 'f"all {')

    outcome = deck.run("build", "a")

    assert "Traceback" not in outcome.err
    assert outcome.code == 0


# ---- What lies where a figure was ----


def put_pipe(path: Path) -> None:
    os.mkfifo(path)


def put_folder(path: Path) -> None:
    path.mkdir()


def put_link_out(path: Path) -> None:
    path.symlink_to(path.parents[3] / "secret.png")
    (path.parents[3] / "secret.png").write_bytes(b"secret")


def put_device(path: Path) -> None:
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize(
    ("put", "reason"),
    [
        (put_pipe, "is a pipe, no file"),
        (put_folder, "is not the one of results/a.json"),
        (put_link_out, "is a link that leads out of the project"),
        (put_device, "is a link that leads out of the project"),
    ],
)
def test_what_is_no_file_of_the_project_is_no_figure_and_is_never_read(deck, put, reason):
    figure = deck.root / "slides/image/a.png"
    figure.unlink()
    put(figure)

    ends = ends_of(deck, "status", "check", "diff", "check --claims")

    assert f"stale   slides/image/a.png   {reason}" in ends["status"][1]
    assert (ends["status"][0], ends["check"][0]) == (3, 3)


@pytest.mark.parametrize(
    "name", ["../../x", "/dev/zero", "slides/../x", "slides/image/../../x", "C:\\x", "a\0b", ""]
)
def test_a_path_in_a_record_that_leads_elsewhere_is_refused_by_its_field(whole, name):
    values = json.loads(whole.read(RECORD))
    values["measure"]["observed"] = {name: "0" * 64}

    said = changing(whole, RECORD, sealed(values), "status")["status"][1]

    assert said.startswith(
        "stale   a   results/a.json: measure.observed: expected a text of another form"
    )


def test_figures_that_differ_in_capitals_are_one_file_elsewhere(deck):
    deck.edit("experiments/b.py", '# needs = ["a"]', '# needs = ["a"]\n# figures = ["A"]')

    outcome = deck.run("status")

    assert outcome.err == (
        "error: experiments/b.py: figure 'A' is written by experiments/a.py too, as 'a': "
        "to macOS and Windows that is one file\n"
        "hint: give one of them another name, in its block and in its record.figure\n"
    )


@pytest.mark.parametrize(
    ("table", "is_told"),
    [
        ("[tool.deck]\nwarm_start = true\n", True),
        ("[tool.deck]\ncards = 52\n", False),
        ("[tool.deck]\nstrict = true\n[tool.executed-slides]\n", False),
        ("[tool]\ndeck = 5\n", False),
    ],
)
def test_settings_under_the_former_name_are_told_once_and_stop_nothing(deck, table, is_told):
    deck.write("pyproject.toml", table)

    outcome = deck.run("check")

    assert outcome.code == 0
    told = "pyproject.toml   sets warm_start under [tool.deck], which is another project's"
    assert outcome.out.count(told) == is_told


@pytest.mark.parametrize(
    ("project", "field"),
    [
        ("project = 5", "[project]: expected table, got int"),
        ("[project]\nauthors = 5", "[project]: authors: expected array, got int"),
        ('[project]\nauthors = ["me"]', "[project]: authors[0]: expected table, got str"),
        ("[project]\nlicense = 5", "[project]: license: expected "),
        ("[project]\nlicense-files = 5", "[project]: license-files: expected array, got int"),
        ("[project]\ndescription = 07:32:00", "[project]: description: expected str, got "),
    ],
)
def test_an_archive_of_a_project_that_says_odd_things_of_itself_names_them(deck, project, field):
    deck.write("pyproject.toml", project)

    outcome = deck.run("crate")

    assert outcome.code == 1
    assert outcome.err.startswith(f"error: pyproject.toml: {field}")


def test_the_deck_of_these_tests_is_good(whole):
    assert {code for code, _ in ends_of(whole, *VERBS).values()} == {0}
    assert "experiments/a.py" in SOURCES
