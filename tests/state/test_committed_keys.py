"""No line of the engine changes a key of what is committed: it would train for days again."""

import pytest
from real_decks import ROOT

from executed_slides.base.cache import Cache
from executed_slides.base.folders import Folders
from executed_slides.records.keys import explain
from executed_slides.state.project import read_project
from executed_slides.state.staleness import draw_parts


@pytest.mark.parametrize("deck", [".", "examples/bikes"])
def test_each_committed_record_has_the_keys_of_today(deck):
    project = read_project(Folders(ROOT / deck), Cache())

    assert not project.errors
    for experiment in project.experiments.values():
        record = experiment.record
        needs = project.needed_records(experiment)
        drawn = draw_parts(experiment, record, needs)
        assert explain(record.measure, experiment.measure, experiment.name, ["packages"]) == []
        assert explain(record.draw, drawn, experiment.name, ["packages"]) == []
