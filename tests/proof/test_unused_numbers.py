"""What is recorded and on no slide is named, with an expression that a template can show."""

import re
from dataclasses import replace

import pytest
from made_records import make_record

from executed_slides.base.folders import Folders
from executed_slides.proof.unused_numbers import find_unused
from executed_slides.state.project import Project, read_project
from executed_slides.template.rendering import fill_deck
from executed_slides.template.showable import Showable

COLUMNS = [{"name": "name", "cells": ["adam", "sgd"]}, {"name": "loss", "cells": [0.1, 0.2]}]


@pytest.fixture
def suggest(deck):
    """What is told of a record of A with such runs; what is suggested is shown by a deck."""

    def ask(**values) -> str:
        project = read_project(Folders(deck.root))
        runs = [dict(zip(values, run, strict=True)) for run in zip(*values.values(), strict=True)]
        record = make_record("a", runs)
        project.put(replace(project.experiments["a"], record=record))
        [note] = [note for note in find_unused(project, []) if note.subject == "a"]
        if found := re.match(r"show one by \{\{ (.+) \}\}, or", note.mend):
            show(project, found[1])
            return found[1]
        return note.mend

    def show(project: Project, expression: str) -> None:
        deck.write("templates/talk.md.j2", f"---\ntheme: plain\n---\n# T\n{{{{ {expression} }}}}\n")
        assert fill_deck(project, "talk").markdown.partition("# T\n")[2].strip()

    return ask


def twice(value) -> list:
    return [value, value]


@pytest.mark.parametrize(
    ("numbers", "expression"),
    [
        ({"loss": 0.5}, "a.loss"),
        ({"small": {"loss": 0.5}}, "a.small.loss"),
        ({"val-loss": 0.5}, 'a["val-loss"]'),
        ({"2d": {"loss": 0.5}}, 'a["2d"].loss'),
        ({"손실": 0.5}, "a.손실"),
        ({"in": 0.5}, "a.in"),
        ({"a b": {"c": 0.5}}, 'a["a b"].c'),
    ],
)
def test_a_number_is_suggested_as_a_template_spells_it(suggest, numbers, expression):
    assert suggest(numbers=twice(numbers)) == expression


def test_a_text_on_which_the_runs_disagree_is_suggested_as_counts(suggest):
    assert suggest(texts=twice({"best": "adam"})) == "a.best"
    assert suggest(texts=[{"best": "adam"}, {"best": "sgd"}]) == "a.best | counts"


def test_a_table_is_suggested_as_a_table(suggest):
    table = {"columns": COLUMNS, "key": "name"}

    assert suggest(tables=twice({"scores": table})) == "a.scores | table"


@pytest.mark.parametrize(
    ("point", "expression"),
    [
        ({"units": 4}, "a.at(units=4).loss"),
        ({"optimizer": "adam"}, "a.at(optimizer='adam').loss"),
        ({"rate": 1e-05, "dropout": True}, "a.at(dropout=True, rate=1e-05).loss"),
    ],
)
def test_a_number_of_a_sweep_is_suggested_at_its_first_point(suggest, point, expression):
    assert suggest(numbers=[{"loss": 0.5}], point=[point], seed=[1]) == expression


def test_what_a_template_cannot_show_is_passed_over_for_what_it_can(deck):
    showable = Showable(read_project(Folders(deck.root)))

    assert showable.find_first(["a.none", "a.total | nothing", "a.", "a.total"]) == "a.total"
    assert showable.find_first(["a.none", "a.series"]) is None
