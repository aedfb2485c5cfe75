"""A watched deck: what is kept in memory from one save to the next, and what a save sets off."""

import contextlib
import re
import subprocess
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader

from deck.children import end
from deck.drawing import Drawing, describe
from deck.errors import DeckError, NoRecord
from deck.experiments import Experiment, Workshop, read_workshop
from deck.export import find_theme
from deck.feeds import slides_fed_by
from deck.folders import Folders
from deck.fonts import URL, check_fonts, find_fonts
from deck.marp_core import MarpCore, Slides
from deck.pictures import Picture, check_pictures
from deck.preview import Preview
from deck.render import clean, false_claims, judge_deck, make_environment

# An error is shown when it is still there after this: some editors write in two steps.
SETTLE_SECONDS = 0.05

BUILD = """
import sys
from pathlib import Path
from deck.cli import main
sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
"""
SOURCE = re.compile(r"(?P<before>\bsrc=\"|url\((?:&quot;|[\"'])?)(?P<target>[^\"'&)]+)")


class View(NamedTuple):
    """One look at all inputs: the slides, None where they cannot be made, and what is wrong."""

    slides: Slides | None
    markdown: str
    problems: list[str]
    times: dict[str, float]


class Session:
    """Follows saves: `update` for each set of changed files, `tick` in every pause of them."""

    def __init__(
        self,
        folders: Folders,
        name: str,
        preview: Preview,
        marp: MarpCore,
        run: bool,
        tell: Callable[..., None],
        warn: Callable[[str], None],
    ):
        self.folders, self.name, self.preview, self.marp = folders, name, preview, marp
        self.run, self.tell, self.warn = run, tell, warn
        self.drawing = Drawing(folders, preview, tell)
        self.workshop: Workshop | None = None
        self.environment: Environment | None = None
        self.build: subprocess.Popen | None = None
        self.asked = False
        self.tried: set[str] = set()
        self.unmarked: View | None = None

    def update(self, changed: set[Path]) -> None:
        """Shows the slides as they are now, then which are stale, then draws new figures."""
        seen = time.time()
        if any(is_empty(path) for path in changed):
            time.sleep(SETTLE_SECONDS)
        # A folder without an ending may hold all kinds.
        code_changed = any(path.suffix in (".py", "") for path in changed)
        reread = code_changed or any(path.suffix == ".json" for path in changed)
        view = self.look(reread)
        if view.problems:
            time.sleep(SETTLE_SECONDS)
            view = self.look(reread)
        self.show(view, seen)
        self.unmarked = view
        if reread:
            self.mark()
            if self.workshop:
                self.drawing.follow(self.workshop, code_changed)

    def look(self, reread: bool) -> View:
        """Renders the deck as its inputs are now. Raises nothing: the preview outlives errors."""
        folders, template = self.folders, f"templates/{self.name}.md.j2"
        slides, markdown, problems, times = None, "", [], {}
        try:
            if reread:
                self.workshop = None
            self.workshop = self.workshop or read_workshop(folders)
            self.environment = self.environment or keep_templates(self.workshop)
            problems += find_broken(self.workshop)
            times["read"] = time.time()
            deck = judge_deck(self.workshop, self.name, self.environment)
            markdown = clean(deck).markdown
            times["jinja"] = time.time()
            theme = find_theme(folders, markdown, template)
            slides = self.marp.render(markdown, address_fonts(theme), folders.shown(theme))
            slides = slides._replace(html=tuple(stamp(html, folders) for html in slides.html))
            times["marp"] = time.time()
            if not folders.smoke:
                problems += [message for _, message in false_claims(deck)]
        except NoRecord as error:
            # A script that cannot be read has no record to use, and was named already.
            problems = problems or [describe(error)]
        except DeckError as error:
            problems.append(describe(error))
        except Exception as error:
            self.warn(traceback.format_exc())
            problems.append(describe(error))
        return View(slides, markdown, problems, times)

    def show(self, view: View, seen: float) -> None:
        before = self.preview.state
        parts = {"problems": {"deck": view.problems}, "times": {"seen": seen, **view.times}}
        if view.slides:
            parts |= {"title": self.name, "slides": view.slides.html, "css": view.slides.css}
        self.preview.show(**parts)
        took = f"{1000 * (time.time() - seen):.0f} ms"
        if view.slides and (changed := name_changes(before.slides, view.slides.html)):
            self.tell("update", changed, took)
        elif view.slides and view.slides.css != before.css:
            self.tell("update", "theme", took)
        if view.problems and view.problems != before.problems.get("deck"):
            self.warn("\n".join(f"error: {problem}" for problem in view.problems))

    def mark(self) -> None:
        """Badges on stale slides and a word on lost pictures, for slides that are shown."""
        view, self.unmarked = self.unmarked, None
        if view and view.slides and self.workshop:
            # What is saved or deleted meanwhile may be wrong: the next look says so.
            with contextlib.suppress(Exception):
                lost = self.find_lost_pictures(view.markdown)
                self.preview.show(stale=self.find_stale_slides(), problems={"pictures": lost})

    def find_stale_slides(self) -> dict[int, list[str]]:
        """Why slides are stale: the reasons of each experiment that they read from."""
        stale = {e.name: why_stale(e) for e in self.workshop.experiments.values() if e.stale}
        slides: dict[int, list[str]] = {}
        if stale:
            feeds = slides_fed_by(self.workshop, self.name, self.environment)
            for name in stale.keys() & feeds.keys():
                for slide in feeds[name]:
                    slides.setdefault(slide, []).append(stale[name])
        return slides

    def find_lost_pictures(self, markdown: str) -> list[str]:
        file = self.folders.slides / f"{self.name}.md"
        try:
            check_pictures(markdown, file, self.folders.shown(file))
        except DeckError as error:
            return [describe(error)]
        return []

    def hear(self, key: str) -> None:
        self.asked = self.asked or key == "r"

    def tick(self) -> None:
        """What can wait for a pause: marks, a Node that died, a run of what is stale."""
        self.mark()
        self.marp.revive()
        if self.build and self.build.poll() is not None:
            self.build = None
            self.preview.show(busy={"build": ""})
        names = find_stale_names(self.workshop) if self.workshop else {}
        if not self.build and (self.asked or (self.run and names.keys() - self.tried)):
            self.asked = False
            self.start_build(names)

    def start_build(self, names: dict[str, str]) -> None:
        """Runs stale experiments as `build NAME…` does, in a process of their own."""
        if not names:
            self.tell("--", "experiments", "up to date")
            return
        self.tried = set(names)
        smoke = ["--smoke"] if self.folders.smoke else []
        self.build = subprocess.Popen(
            [sys.executable, "-c", BUILD, self.folders.root, "build", *smoke, *names.values()],
            cwd=self.folders.root,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.preview.show(busy={"build": f"running {', '.join(names.values())} …"})

    def close(self) -> None:
        """Ends what is drawn and what runs; a build that is asked to end leaves files whole."""
        if self.build:
            self.build.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.build.wait(timeout=15)
            end(self.build)
        self.drawing.close()


class FreshTemplates(FileSystemLoader):
    """A compiled template holds while its text is the same: two saves may have one time."""

    def get_source(self, environment: Environment, template: str) -> tuple:
        source, filename, _ = super().get_source(environment, template)
        return source, filename, lambda: read(Path(filename)) == source


def keep_templates(workshop: Workshop) -> Environment:
    """The environment of one rendering after another, which compiles only what changed."""
    environment = make_environment(workshop)
    environment.loader = FreshTemplates(workshop.folders.templates)
    return environment


def read(file: Path) -> str | None:
    try:
        return file.read_text("utf-8")
    except (OSError, ValueError):
        return None


def is_empty(file: Path) -> bool:
    """Some editors empty a file before they write it."""
    with contextlib.suppress(OSError):
        return file.stat().st_size == 0
    return False


def find_broken(workshop: Workshop) -> list[str]:
    """What is wrong with scripts and records that cannot be read, each said once."""
    said = [describe(error) for error in workshop.errors.values()]
    for experiment in workshop.experiments.values():
        file = workshop.folders.results / f"{experiment.name}.json"
        if experiment.record is None and file.exists():
            said += experiment.measure_reasons
    return list(dict.fromkeys(said))


def why_stale(experiment: Experiment) -> str:
    reasons = [
        *experiment.measure_reasons,
        *(f"figures: {reason}" for reason in experiment.draw_reasons),
        *(f"{file} {reason}" for file, reason in experiment.damaged.items()),
    ]
    return f"{experiment.name}: {', '.join(reasons)}"


def find_stale_names(workshop: Workshop) -> dict[str, str]:
    """Experiments that a run would bring up to date, by what decides whether one more would."""
    return {
        f"{experiment.name} {experiment.key}": experiment.name
        for experiment in workshop.experiments.values()
        if experiment.measure_reasons or experiment.damaged
    }


def name_changes(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Which slides differ: `slide 14`, `slides 3, 14`, or how many where they are many."""
    known = dict(enumerate(before))
    changed = [str(n + 1) for n, html in enumerate(after) if known.get(n) != html]
    if len(changed) > 6:
        return f"{len(changed)} slides"
    if changed:
        return f"slide{'s' * (len(changed) > 1)} {', '.join(changed)}"
    return f"{len(after)} slides" if len(before) > len(after) else ""


def address_fonts(theme: Path) -> str:
    """The theme's CSS with the addresses at which the preview serves its fonts."""
    css = theme.read_text("utf-8")
    fonts = find_fonts(css, theme)
    check_fonts(fonts, theme)
    addresses = {f.target: f"url(/themes/{f.target}?v={version(f.file)})" for f in fonts}
    return URL.sub(lambda match: addresses.get(match["target"], match[0]), css)


def stamp(html: str, folders: Folders) -> str:
    """A slide whose pictures have a version in their address: a new picture is a new slide."""

    def add_version(match: re.Match) -> str:
        picture = Picture(0, match["target"])
        if picture.is_inline or picture.is_remote:
            return match[0]
        return f"{match[0]}?v={version(picture.file(folders.slides))}"

    return SOURCE.sub(add_version, html)


def version(file: Path) -> int:
    """Another number for another content: when it was written."""
    with contextlib.suppress(OSError):
        return file.stat().st_mtime_ns
    return 0
