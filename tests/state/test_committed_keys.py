"""No line of the engine changes a key of what is committed: it would train for days again."""

from importlib.util import find_spec

import pytest
from real_decks import ROOT

from executed_slides.base.cache import Cache
from executed_slides.base.folders import Folders
from executed_slides.records.keys import explain
from executed_slides.state.project import read_project
from executed_slides.state.staleness import draw_parts

OF_KERAS = pytest.mark.skipif(not find_spec("keras"), reason="its group is not installed")


@pytest.mark.parametrize("deck", [pytest.param(".", marks=OF_KERAS), "examples/bikes"])
def test_each_committed_record_has_the_keys_of_today(deck):
    project = read_project(Folders(ROOT / deck), Cache())

    assert not project.errors
    for experiment in project.experiments.values():
        record = experiment.record
        needs = project.needed_records(experiment)
        drawn = draw_parts(experiment, record, needs)
        assert explain(record.measure, experiment.measure, experiment.name, ["packages"]) == []
        assert explain(record.draw, drawn, experiment.name, ["packages"]) == []
