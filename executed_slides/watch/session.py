"""A watched deck: what is kept in memory from one save to the next, and what a save sets off."""

import contextlib
import gc
import html
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.base.events import Tell, Warn
from executed_slides.base.files import is_there
from executed_slides.base.folders import Folders
from executed_slides.base.processes import end
from executed_slides.markdown.known_values import refuse_unknown_values
from executed_slides.markdown.outline import forget_decks
from executed_slides.markdown.pictures import Picture, check_pictures
from executed_slides.markdown.slides import refuse_other_count
from executed_slides.markdown.themes import Theme, find_theme
from executed_slides.output.fonts import URL, check_theme_files, find_theme_files
from executed_slides.output.marp_core import DrawnSlides, MarpCore
from executed_slides.output.styles import Style
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project, read_project
from executed_slides.template.kept_sections import KeptEnvironment
from executed_slides.template.marks import style_of_mark
from executed_slides.template.rendering import (
    Rendered,
    false_claims,
    fill_again,
    find_mark,
    make_kept_environment,
)
from executed_slides.template.slides_by_experiment import slides_by_experiment
from executed_slides.watch.answers import Answers, why_stale
from executed_slides.watch.figures import Drawing, describe_error
from executed_slides.watch.preview import Preview
from executed_slides.watch.problem_list import SlideFinder

# An error is shown when it is still there after this: some editors write in two steps.
_SETTLE_SECONDS = 0.05

# How a build ends that ran all: slides may be good, or a draft.
_RAN = (0, 3)
_BUILD_CODE = """
import sys
from pathlib import Path
from executed_slides.commands.main import main
sys.exit(main(Path(sys.argv.pop(1))))
"""
# What a slide loads: by an element, or by a style.
_SOURCE = re.compile(
    r"\s(?:src|srcset|poster)=\"(?P<attribute>[^\"]+)"
    r"|url\((?P<quote>&quot;|[\"']|)(?P<url>.+?)(?=(?P=quote)\))"
)


class Look(NamedTuple):
    """One look at all inputs: the slides, None where they cannot be made, and what is wrong."""

    slides: DrawnSlides | None
    deck: Rendered | None
    problems: list[str]
    times: dict[str, float]


class Session:
    """Follows saves: `update` for each set of changed files, `tick` in every pause of them.

    `step` does a part of that, so that a save that comes then need not wait for all.
    """

    def __init__(
        self,
        folders: Folders,
        name: str,
        preview: Preview,
        marp: MarpCore,
        run: bool,
        tell: Tell,
        warn: Warn,
    ):
        self.folders, self.name, self.preview, self.marp = folders, name, preview, marp
        self.run, self.tell, self.warn = run, tell, warn
        # What lies in these rooms makes records stale, and good again.
        self.recorded = folders.experiments, folders.image
        self.drawing = Drawing(folders, preview, tell)
        self.answers = Answers(folders)
        preview.ask = self.answers.reply
        self.project: Project | None = None
        # Compiled templates, kept from one rendering to the next.
        self.environment: KeptEnvironment | None = None
        self.build: subprocess.Popen | None = None
        self.asked = False
        self.tried: set[str] = set()
        # What is left to do for the marks of the slides as they are, step by step.
        self.marking: Iterator[None] = iter(())

    def update(self, changed: set[Path]) -> None:
        """Shows the slides as they are now, then which are stale, then draws new figures."""
        seen = time.time()
        if any(_is_empty(path) for path in changed):
            time.sleep(_SETTLE_SECONDS)
        # A folder without an ending may hold all kinds.
        code_changed = any(path.suffix in (".py", "") for path in changed)
        reread = code_changed or any(
            path.suffix in (".json", ".toml") or any(map(path.is_relative_to, self.recorded))
            for path in changed
        )
        with _uncollected():
            view = self.look(reread)
            if view.problems and view.problems != self.preview.state.problems.get("deck"):
                time.sleep(_SETTLE_SECONDS)
                view = self.look(reread)
            self.show(view, seen)
        forget_decks()
        self.marking = self.mark(view)
        if reread:
            self.preview.show(problems={"build": []})  # Another run may end otherwise.
            while self.step():
                pass
            if self.project:
                self.drawing.follow(self.project, code_changed)

    def look(self, reread: bool) -> Look:
        """Renders the deck as its inputs are now. Raises nothing: the preview outlives errors."""
        folders, template = self.folders, f"templates/{self.name}.md.j2"
        slides, deck = None, None
        problems: list[str] = []
        times: dict[str, float] = {}
        try:
            if reread:
                self.project = None
            self.project = self.project or read_project(folders)
            problems += _find_broken(self.project)
            times["read"] = time.time()
            self.environment = self.environment or make_kept_environment(self.project)
            deck = fill_again(self.project, self.name, self.environment)
            markdown = str.__str__(deck.markdown)
            times["jinja"] = time.time()
            theme = find_theme(folders, deck.talk, template)
            style = _address_theme_files(theme, folders)
            slides = self.marp.render(markdown, style, theme.shown(folders))
            slides = slides._replace(
                html=tuple(_add_versions(slide, folders) for slide in slides.html)
            )
            times["marp"] = time.time()
        except NoRecord as error:
            # A script that cannot be read has no record to use, and was named already.
            problems = problems or [describe_error(error)]
        except DeckError as error:
            problems.append(describe_error(error))
        except Exception as error:
            self.warn(traceback.format_exc())
            problems.append(describe_error(error))
        return Look(slides, deck, problems, times)

    def show(self, view: Look, seen: float) -> None:
        before = self.preview.state
        parts: dict[str, Any] = {"problems": {"deck": view.problems}}
        parts["times"] = {"seen": seen, **view.times}
        if view.slides:
            parts |= {"title": self.name, "slides": view.slides.html, "css": view.slides.css}
        if view.slides and view.deck and self.project:
            self.answers.take(self.project, view.deck)
            parts["find_slide"] = SlideFinder(view.deck)
        self.preview.show(**parts)
        took = f"{1000 * (time.time() - seen):.0f} ms"
        if view.slides and (changed := _name_changes(before.slides, view.slides.html)):
            self.tell("update", changed, took)
        elif view.slides and view.slides.css != before.css:
            self.tell("update", "theme", took)
        if view.problems and view.problems != before.problems.get("deck"):
            self.warn("\n".join(f"error: {problem}" for problem in view.problems))

    def mark(self, view: Look) -> Iterator[None]:
        """Badges on stale slides, the mark of a draft, words on lost pictures and typed numbers.

        Between its steps a save may come, for which the slides are another time looked at.
        """
        if view.slides and view.deck and self.project:
            problems = {"pictures": _find_lost_pictures(self.folders, view.deck)}
            yield
            problems["numbers"] = self.find_unbound(view.deck)
            yield
            problems["claims"] = self.find_false(view.deck)
            yield
            problems["slides"] = _find_other_count(self.folders, view.deck, len(view.slides.html))
            problems["values"] = _find_unknown_values(self.folders, view.deck)
            problems["stale"] = _list_stale(self.project)
            stale = _explain_stale_slides(self.project, view.deck)
            yield
            mark = self.find_mark(view.deck)
            if mark != self.preview.state.mark:
                self.tell_mark(view.deck)
            self.preview.show(stale=stale, problems=problems, mark=mark)
        elif self.project:
            self.preview.show(problems={"stale": _list_stale(self.project)})

    def tell_mark(self, deck: Rendered) -> None:
        """Says that the slides became a draft, or are one no more."""
        count = len(deck.unbound) + len(false_claims(deck))
        if self.folders.smoke or not count:
            self.tell("good", self.name, "no problem: the slides are no draft any more")
        else:
            problems = f"{count} problem{'s' if count != 1 else ''}"
            self.tell("draft", self.name, f"{problems}: a build would say so on every page")

    def find_mark(self, deck: Rendered) -> str:
        """The style of the mark that a build would put on every page."""
        try:
            return style_of_mark(find_mark(deck, self.folders.smoke))
        except DeckError:
            return self.preview.state.mark  # What is wrong is said with the numbers.

    def find_unbound(self, deck: Rendered) -> list[str]:
        """The numbers that come from nowhere, for which the slides are but a draft."""
        try:
            return [f"{unbound.place}: {unbound}\nhint: {unbound.mend}" for unbound in deck.unbound]
        except DeckError as error:
            return [describe_error(error)]

    def find_false(self, deck: Rendered) -> list[str]:
        """The sentences that it must not say; of a build to try things out, whose are true?"""
        said = [] if self.folders.smoke else false_claims(deck)
        problems = [f"{place}: {message}\nhint: {mend}" for place, message, mend in said]
        if problems and problems != self.preview.state.problems.get("claims"):
            self.warn("\n".join(f"error: {problem}" for problem in problems))
        return problems

    def hear(self, key: str) -> None:
        self.asked = self.asked or key == "r"

    def step(self) -> bool:
        """One step of what marks take, which takes no longer than a save may wait; whether one was
        left."""
        return next(self.marking, self) is None

    def tick(self) -> None:
        """What can wait for a pause: marks, a Node that died, a run of what is stale."""
        while self.step():
            pass
        if words := self.marp.revive():
            self.warn(words)
        if self.build and (code := self.build.poll()) is not None:
            self.build = None
            self.preview.show(busy={"build": ""}, problems={"build": self.find_failed(code)})
        if self.build or not (self.asked or self.run):
            return
        names = _find_stale_names(self.project) if self.project else {}
        if self.asked or names.keys() - self.tried:
            self.asked = False
            self.start_build(names)

    def find_failed(self, code: int) -> list[str]:
        """What is wrong where a run failed, or was killed; a draft of slides is no failure."""
        if code in _RAN:
            return []
        names = sorted(key.split()[0] for key in self.tried)
        smoke = ["--smoke"] if self.folders.smoke else []
        again = command(*(["build"] if smoke else []), *names, *smoke)
        said = f"the run of {', '.join(names)} failed: the terminal that watches says why"
        return [f"{said}\nhint: mend it, then press r there again, or {again}"]

    def start_build(self, names: dict[str, str]) -> None:
        """Runs stale experiments as `build NAME…` does, in a process of their own."""
        if not names:
            self.tell("--", "experiments", "up to date")
            return
        self.tried = set(names)
        smoke = ["--smoke"] if self.folders.smoke else []
        self.build = subprocess.Popen(
            [
                sys.executable,
                "-c",
                _BUILD_CODE,
                self.folders.root,
                "build",
                *smoke,
                *names.values(),
            ],
            cwd=self.folders.root,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        busy = {"build": f"running {', '.join(names.values())} …"}
        self.preview.show(busy=busy, problems={"build": []})

    def close(self) -> None:
        """Ends what is drawn and what runs; a build that is asked to end leaves files whole."""
        if self.build:
            self.build.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.build.wait(timeout=15)
            end(self.build)
        self.drawing.close()


@contextlib.contextmanager
def _uncollected() -> Iterator[None]:
    """While it lasts, nobody looks through all memory for what is left over."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _is_empty(file: Path) -> bool:
    """Some editors empty a file before they write it."""
    with contextlib.suppress(OSError):
        return file.stat().st_size == 0
    return False


def _find_broken(project: Project) -> list[str]:
    """What is wrong with scripts and records that cannot be read, each said once."""
    said = [describe_error(error) for error in project.errors.values()]
    for experiment in project.experiments.values():
        file = project.folders.results / f"{experiment.name}.json"
        if experiment.record is None and is_there(file):
            said += experiment.measure_reasons
    return list(dict.fromkeys(said))


def _explain_stale_slides(project: Project, deck: Rendered) -> dict[int, list[str]]:
    """Why slides are stale: the reasons of each experiment that feeds them."""
    feeds = slides_by_experiment(deck)
    slides: dict[int, list[str]] = {}
    for experiment in project.experiments.values():
        for slide in feeds.get(experiment.name, ()) if experiment.stale else ():
            slides.setdefault(slide, []).append(_why_stale(experiment))
    return dict(sorted(slides.items()))


def _list_stale(project: Project) -> list[str]:
    """Every experiment whose record is not of today, whether a slide shows it or not."""
    return [
        f"results/{experiment.name}.json: {', '.join(why_stale(experiment))}\n"
        f"hint: {experiment.mend or command(experiment.name)}"
        for experiment in project.experiments.values()
        if experiment.stale
    ]


def _find_lost_pictures(folders: Folders, deck: Rendered) -> list[str]:
    folders.lend_media()
    try:
        check_pictures(str.__str__(deck.markdown), folders, deck.name)
    except DeckError as error:
        return [describe_error(error)]
    except OSError:
        pass  # It was deleted this very moment: the next look says so.
    return []


def _find_other_count(folders: Folders, deck: Rendered, made: int) -> list[str]:
    """What is wrong where Marp makes more or fewer slides than the deck is taken to have."""
    shown = folders.shown(folders.slides / f"{deck.name}.md")
    try:
        refuse_other_count(deck.slides, made, shown)
    except DeckError as error:
        return [describe_error(error)]
    return []


def _find_unknown_values(folders: Folders, deck: Rendered) -> list[str]:
    """A value of a directive that Marp passes over, for which a build exports nothing."""
    shown = folders.shown(folders.slides / f"{deck.name}.md")
    try:
        refuse_unknown_values(folders, str.__str__(deck.markdown), shown)
    except DeckError as error:
        return [describe_error(error)]
    return []


def _why_stale(experiment: Experiment) -> str:
    return f"{experiment.name}: {', '.join(why_stale(experiment))}"


def _find_stale_names(project: Project) -> dict[str, str]:
    """Experiments that a run would bring up to date, by what decides whether one more would."""
    return {
        f"{experiment.name} {experiment.key}": experiment.name
        for experiment in project.experiments.values()
        if experiment.measure_reasons or experiment.damaged
    }


def _name_changes(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Which slides differ: `slide 14`, `slides 3, 14`, or how many where they are many."""
    known = dict(enumerate(before))
    changed = [str(n + 1) for n, html in enumerate(after) if known.get(n) != html]
    if len(changed) > 6:
        return f"{len(changed)} slides"
    if changed:
        return f"slide{'s' * (len(changed) > 1)} {', '.join(changed)}"
    return f"{len(after)} slides" if len(before) > len(after) else ""


def _address_theme_files(theme: Theme, folders: Folders) -> Style:
    """A theme with the addresses at which the preview serves its fonts and pictures."""
    css = theme.read(folders)
    if theme.file is None:
        return Style(theme.name, css)
    files = find_theme_files(css, theme.file)
    check_theme_files(files, theme.file)
    addresses = {
        named.target: f"url({_versioned(f'/themes/{named.target}', named.file)})" for named in files
    }
    return Style(theme.name, URL.sub(lambda match: addresses.get(match["target"], match[0]), css))


def _add_versions(slide: str, folders: Folders) -> str:
    """A slide whose pictures have a version in their address: a new picture is a new slide."""

    def add_version(match: re.Match) -> str:
        written = match["attribute"] or match["url"]
        picture = Picture(0, html.unescape(written))
        if picture.is_inline or picture.is_remote:
            return match[0]
        return match[0].removesuffix(written) + _versioned(written, picture.file(folders.slides))

    has_picture = any(mark in slide for mark in ('src="', 'srcset="', 'poster="', "url("))
    return _SOURCE.sub(add_version, slide) if has_picture else slide


def _versioned(address: str, file: Path) -> str:
    """An address that is another one for another content, by when that was written."""
    place, mark, fragment = address.partition("#")
    version = 0
    with contextlib.suppress(OSError):
        version = file.stat().st_mtime_ns
    return f"{place.partition('?')[0]}?v={version}{mark}{fragment}"
