"""Names in the expressions by which slides asked for what they show."""

import pytest

from executed_slides.proof.names_in import code_in, figure_in, is_of, names_in

EXPERIMENTS = ["a", "ab", "sweep"]


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("a.loss | percent", ["a.loss"]),
        ("(a.x - ab.small.x) | points", ["a.x", "ab.small.x"]),
        ("a.x / a.x", ["a.x"]),
        ("sweep.at(units=4, rate=0.5).loss | fixed", ["sweep.at(units=4, rate=0.5).loss"]),
        ("a.run(seed=3).loss", ["a.run(seed=3).loss"]),
        ("a.scores[2].accuracy", ["a.scores[2].accuracy"]),
        ("abc.loss + x.a.loss", []),
        ("figure('a.loss').alt", []),
    ],
)
def test_the_values_that_an_expression_names(expression, names):
    assert names_in(expression, EXPERIMENTS) == names


@pytest.mark.parametrize(
    ("name", "asked", "is_it"),
    [
        ("a.loss", "a.loss", True),
        ("a.loss", "a", True),
        ("a.small.loss", "a.small", True),
        ("a.losses", "a.loss", False),
        ("ab.loss", "a", False),
        ("a.scores[2].x", "a.scores", True),
        ("sweep.at(units=4).loss", "sweep.loss", True),
        ("sweep.at(units=4).loss", "sweep.at(units=4)", True),
        ("sweep.at(units=4).loss", "sweep.at(units=8).loss", False),
        ("a.run(seed=3).loss", "a.loss", True),
    ],
)
def test_a_name_is_what_was_asked_for_or_a_part_of_it(name, asked, is_it):
    assert is_of(name, asked) is is_it


def test_figures_and_code():
    assert (figure_in("figure('loss').alt"), figure_in("a.figure('x')")) == ("loss", None)
    assert code_in("code('a', 'hold out')") == ("a", "hold out")
    assert [code_in(odd) for odd in ("code(", "code('a')", "a", "code(x, 'y')")] == [None] * 4
