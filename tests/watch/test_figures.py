"""Figures are drawn again while one watches, and what went wrong is said as long as it is so."""

from dataclasses import replace

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.state.project import read_project
from executed_slides.watch.figures import Drawing
from executed_slides.watch.preview import Preview

SECONDS = 60


class Pen:
    """Draws nothing, and notes what it is asked for; `fault` is why it cannot."""

    def __init__(self):
        self.asked, self.fault = [], None

    def draw(self, project, experiment, kernels):
        self.asked.append(experiment.name)
        if self.fault:
            raise self.fault
        return 0.0


@pytest.fixture
def pen(monkeypatch):
    pen = Pen()
    monkeypatch.setattr("executed_slides.watch.figures.redraw_timed", pen.draw)
    monkeypatch.setattr(Drawing, "warm_up", lambda *_: None)
    return pen


@pytest.fixture
def drawing(deck, pen):
    drawing = Drawing(Folders(deck.root), Preview(), lambda *_, **__: None)
    yield drawing
    drawing.close()


def see(preview: Preview, problems: list[str]) -> None:
    """Waits until these are wrong with figures."""
    with preview.changed:
        told = preview.changed.wait_for(
            lambda: preview.state.problems.get("figures") == problems, SECONDS
        )
    assert told, preview.state.problems


def test_a_change_that_could_not_be_drawn_is_no_problem_once_it_is_taken_back(deck, drawing, pen):
    pen.fault = DeckError("it cannot be drawn")
    deck.edit("experiments/a.py", 'Picture(f"total', 'Picture(f"sum')
    drawing.follow(read_project(Folders(deck.root)), code_changed=True)
    see(drawing.preview, ["it cannot be drawn"])

    deck.edit("experiments/a.py", 'Picture(f"sum', 'Picture(f"total')
    drawing.follow(read_project(Folders(deck.root)), code_changed=True)

    see(drawing.preview, [])


@pytest.mark.parametrize(("is_there", "asked"), [(True, ["b"]), (False, [])])
def test_figures_wait_for_the_records_that_they_read_too(deck, drawing, pen, is_there, asked):
    project = read_project(Folders(deck.root))
    project.put(replace(project.experiments["b"], draw_reasons=["needed a changed"]))
    if not is_there:
        project.put(replace(project.experiments["a"], record=None))

    assert drawing.draw_stale(project, set()) == []

    assert pen.asked == asked


def test_who_cannot_be_ready_beforehand_draws_all_the_same(deck, monkeypatch, pen):
    broken = [OSError("no room")]

    def fail_once(*_):
        if broken:
            raise broken.pop()

    monkeypatch.setattr(Drawing, "warm_up", fail_once)
    pen.fault = DeckError("it was asked for")
    deck.edit("experiments/a.py", 'Picture(f"total', 'Picture(f"sum')

    drawing = Drawing(Folders(deck.root), Preview(), lambda *_, **__: None)
    drawing.follow(read_project(Folders(deck.root)), code_changed=True)

    see(drawing.preview, ["it was asked for"])
    drawing.close()
