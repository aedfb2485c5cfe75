"""Files of a deck that were changed: what drifts is named, what changes nothing is let pass.

The quick part asks for some changes of each kind, the exhaustive one for all.
"""

import shutil

import pytest
from changed_files import DECK, HARMFUL, HARMLESS
from drift_cases import some_of
from file_trials import find_wrong
from tiny_deck import Deck, build


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    return build(tmp_path_factory.mktemp("wordy"), DECK)


@pytest.mark.parametrize("make", HARMFUL)
def test_some_drifts_of_each_kind_are_named_by_their_file(deck, make):
    assert find_wrong(deck, some_of(list(make(deck)), 12)) == []


@pytest.mark.parametrize("make", HARMLESS)
def test_some_changes_of_each_kind_that_change_nothing_are_let_pass(deck, make):
    assert find_wrong(deck, some_of(list(make(deck)), 12)) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("make", HARMFUL)
def test_every_drift_is_named_by_its_file(deck, make):
    assert find_wrong(deck, make(deck)) == []


@pytest.mark.exhaustive
@pytest.mark.parametrize("make", HARMLESS)
def test_whatever_changes_nothing_is_let_pass(deck, make):
    assert find_wrong(deck, make(deck)) == []


def test_there_are_hundreds_of_changes(deck):
    assert sum(len(list(make(deck))) for make in HARMFUL) >= 300
    assert sum(len(list(make(deck))) for make in HARMLESS) >= 300


@pytest.mark.parametrize("folder", ["", "experiments", "templates", "themes", "slides", "results"])
def test_a_folder_behind_a_symbolic_link_is_as_good(deck, tmp_path, folder):
    if folder:
        shutil.move(deck.root / folder, tmp_path / folder)
        (deck.root / folder).symlink_to(tmp_path / folder)
        root = deck.root
    else:
        root = tmp_path / "link"
        root.symlink_to(deck.root)

    outcome = Deck(root, deck.capsys).run("check")

    assert (outcome.code, outcome.lines[0][:5]) == (0, "good ")
