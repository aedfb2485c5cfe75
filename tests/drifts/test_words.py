"""Whatever slides say and show: each statement that nothing stands behind is told, and no other.

The quick part asks for some cases of each kind, the exhaustive one for all.
"""

from collections.abc import Callable, Iterator

import pytest
from claims_of_nothing import empty_claims, false_claims, unsaid_numbers
from drift_cases import Case, judge, some_of, wrong
from harmless_words import harmless_slides, harmless_words
from laundered_numbers import laundered_numbers
from real_decks import grey_png
from typed_words import made_by_nobody, typed_words

Make = Callable[[], Iterator[Case]]
HARMFUL = (typed_words, laundered_numbers, false_claims, empty_claims, unsaid_numbers)
HARMLESS = (harmless_words, harmless_slides)


def of(makes: tuple[Make, ...]) -> list[Case]:
    return [case for make in makes for case in make()]


@pytest.mark.parametrize("make", HARMFUL)
def test_some_statements_of_each_kind_are_told_at_their_place(deck, make):
    verdicts, of_none = judge(deck, some_of(list(make()), 12))

    assert (wrong(verdicts), of_none) == ([], [])


@pytest.mark.parametrize("make", HARMLESS)
def test_some_words_of_each_kind_that_state_nothing_are_let_pass(deck, make):
    verdicts, of_none = judge(deck, some_of(list(make()), 6))

    assert (wrong(verdicts), of_none) == ([], [])


@pytest.mark.exhaustive
@pytest.mark.parametrize("make", HARMFUL)
def test_every_statement_that_nothing_stands_behind_is_told_at_its_place(deck, make):
    verdicts, of_none = judge(deck, list(make()))

    assert (wrong(verdicts), of_none) == ([], [])


@pytest.mark.exhaustive
@pytest.mark.parametrize("make", HARMLESS)
def test_all_words_that_state_nothing_are_let_pass(deck, make):
    verdicts, of_none = judge(deck, list(make()))

    assert (wrong(verdicts), of_none) == ([], [])


def test_there_are_hundreds_of_cases_and_none_twice():
    harmful, harmless = of(HARMFUL), of(HARMLESS)

    assert len(harmful) >= 2500
    assert len(harmless) >= 800
    assert len({(c.text, c.told) for c in harmful}) > 0.98 * len(harmful)
    assert all(case.told for case in harmful)
    assert not any(case.told for case in harmless)


def test_code_and_pictures_that_no_run_made_are_told(deck):
    (deck.root / "slides/media").mkdir(parents=True)
    (deck.root / "slides/media/curve.png").write_bytes(grey_png(400, 300))

    verdicts, of_none = judge(deck, list(made_by_nobody()))

    assert (wrong(verdicts), of_none) == ([], [])
