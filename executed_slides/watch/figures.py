"""Figures drawn again while one watches: those whose code changed, in a thread of their own."""

import contextlib
import time
from threading import Event, Thread

from executed_slides.base.errors import DeckError
from executed_slides.base.events import Tell
from executed_slides.base.folders import Folders
from executed_slides.runs.build_lock import sole_build
from executed_slides.runs.lab_pages import load_libraries
from executed_slides.runs.notebook import ANSI, CellFailed, Kernels
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project, read_project
from executed_slides.watch.preview import Preview


class Drawing:
    """Draws, as the build would, the figures of records whose figure code changed."""

    def __init__(self, folders: Folders, preview: Preview, tell: Tell):
        self.folders, self.preview, self.tell = folders, preview, tell
        self.kernels = Kernels()
        self.wanted = Event()
        self.closed = self.draws = self.code_changed = False
        self.again: set[str] = set()
        self.thread = Thread(target=self.work, daemon=True)
        self.thread.start()

    def follow(self, project: Project, code_changed: bool) -> None:
        """Draws what is stale today, after what is being drawn: to give that up takes longer.

        What went wrong before is looked at again: who takes a change back leaves nothing to draw.
        """
        self.code_changed |= code_changed
        failed = self.preview.state.problems.get("figures")
        if failed or any(_needs_drawing(project, it) for it in project.experiments.values()):
            self.wanted.set()

    def close(self) -> None:
        self.closed = True
        self.kernels.kill()
        self.wanted.set()
        # One that waits for another build's lock holds nothing, and may wait for an hour.
        if self.draws:
            self.thread.join(timeout=10)
        if self.kernels.server:
            self.kernels.server.close()

    def work(self) -> None:
        self.draws = not self.closed
        with contextlib.suppress(Exception):  # It will be said when something is drawn.
            load_libraries()
            if self.draws:
                self.warm_up(read_project(self.folders))
        self.draws = False
        while self.wanted.wait() and not self.closed:
            self.wanted.clear()
            again, self.again = self.again, set()
            try:
                with sole_build(self.folders, self.say_waiting):
                    self.draws, self.code_changed = True, False
                    project = read_project(self.folders)
                    self.warm_up(project)
                    problems = self.draw_stale(project, again)
            except Exception as error:
                problems = [describe_error(error)]
                self.tell("failed", "figures", error=error)
            self.draws = False
            self.preview.show(problems={"figures": problems}, busy={"figures": ""})
            if self.again:
                self.wanted.set()

    def warm_up(self, project: Project) -> None:
        """Has the process ready that kernels are forked from: to start one takes two seconds."""
        from executed_slides.runs.run_environment import start_server

        self.kernels.server = start_server(
            project, project.experiments, running=self.kernels.server
        )

    def say_waiting(self, text: str) -> None:
        self.preview.show(busy={"figures": "new figures wait for a build to end"})

    def draw_stale(self, project: Project, again: set[str]) -> list[str]:
        """Draws what is stale and those named in `again`, and tells what went wrong.

        What was drawn while code changed comes `again`: its key may be of one, its lines of
        the other.
        """
        problems, drawn = [], set()
        for experiment in project.experiments.values():
            name = experiment.name
            if self.closed or not experiment.record:
                continue
            if not (_needs_drawing(project, experiment) or name in again):
                continue
            drawn.add(name)
            self.preview.show(busy={"figures": f"drawing the figures of {name} …"})
            try:
                self.tell("draw", name, f"{redraw_timed(project, experiment, self.kernels):.1f}s")
            except (Exception, KeyboardInterrupt) as error:
                if not self.closed:
                    problems.append(describe_error(error))
                    self.tell("failed", name, error=error)
        self.again = drawn if self.code_changed else set()
        return problems


def _needs_drawing(project: Project, experiment: Experiment) -> bool:
    """Whether its figures are old; without a record that they read too, a run comes first."""
    is_old = experiment.record and experiment.draw_reasons
    needs = experiment.script.block.needs
    return bool(is_old and project.needed_records(experiment).keys() == {*needs})


def redraw_timed(project: Project, experiment: Experiment, kernels: Kernels) -> float:
    """Writes figures, page and record as the build does; returns the seconds that it took."""
    from executed_slides.runs.record_making import redraw_figures

    began = time.monotonic()
    if experiment.record:
        redraw_figures(project, experiment, experiment.record, kernels, lambda text: None)
    return time.monotonic() - began


def describe_error(error: BaseException) -> str:
    """What the page says of an error: where, what, and the last words of a traceback."""
    if isinstance(error, CellFailed):
        last = ANSI.sub("", error.traceback).splitlines()[-1:]
        return "\n".join([f"{error.place}: {error}", *last])
    if isinstance(error, DeckError):
        return str(error).removeprefix("error: ")
    return f"{type(error).__name__}: {error}"
