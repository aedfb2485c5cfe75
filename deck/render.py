"""Rendering: templates and records become Marp Markdown, in memory.

templates/NAME.md.j2 + records ──▶ slides/NAME.md
"""

import re
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)

from deck.claim import MARK, Claim, ClaimExtension
from deck.errors import DeckError, NoRecord
from deck.experiments import Workshop
from deck.script import cut_code
from deck.value import FORMATS, View, spread, view

SUFFIX = ".md.j2"
FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)

# On every slide of a smoke build, whatever its template and theme say.
SMOKE_MARK = """\
<style>
section::before {
  content: "SMOKE RUN · NOT A RESULT" !important;
  position: absolute !important; inset: 0 0 auto 0 !important;
  display: block !important; visibility: visible !important; opacity: 1 !important;
  padding: 2px !important; z-index: 9 !important;
  font: bold 18px/1.2 sans-serif !important; text-align: center !important;
  color: #fff !important; background: #b00020 !important;
}
</style>
"""


@dataclass(frozen=True)
class Rendered:
    """A deck's Markdown, and the claims that stand behind its sentences."""

    name: str
    markdown: str
    claims: list[Claim]


class Missing(StrictUndefined):
    """An unknown name in a template, said with the names there are."""

    @property
    def _undefined_message(self) -> str:
        owner, name = self._undefined_obj, self._undefined_name
        if isinstance(owner, View):
            there = ", ".join(owner._values) or "none"
            return f"no {owner._kind} '{owner._name}.{name}'\nhint: {owner._name} has {there}"
        return super()._undefined_message + (self._undefined_hint or "")


def find_decks(templates: Path) -> list[str]:
    """The names of all decks: `templates/midterm.md.j2` is the deck `midterm`."""
    return sorted(path.name.removesuffix(SUFFIX) for path in templates.glob(f"*{SUFFIX}"))


def render_deck(workshop: Workshop, name: str) -> Rendered:
    """Renders one deck from the records in the workshop.

    Raises DeckError, with template and line, for an unknown name, an error in a template,
    or a claim that is false and has no other sentence.
    """
    rendered = judge_deck(workshop, name)
    if not workshop.folders.smoke:
        refuse_false_claims(rendered)
    return clean(rendered)


def judge_deck(workshop: Workshop, name: str) -> Rendered:
    """Renders a deck with a mark in place of every false claim's sentence."""
    folders = workshop.folders
    environment = make_environment(workshop)
    try:
        markdown = environment.get_template(f"{name}{SUFFIX}").render(context(workshop))
    except TemplateSyntaxError as error:
        place = folders.shown(Path(error.filename or error.name or name))
        raise DeckError(f"{place}:{error.lineno}: {error.message}") from error
    except TemplateNotFound as error:
        raise located(folders.templates, error, f"no template {error.name!r}") from error
    except (UndefinedError, DeckError) as error:
        raise located(folders.templates, error, str(error).removeprefix("error: ")) from error
    except Exception as error:
        raise located(folders.templates, error, f"{type(error).__name__}: {error}") from error
    if folders.smoke:
        markdown = mark_smoke(markdown)
    return Rendered(name, markdown, environment.claims)


def make_environment(workshop: Workshop) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(workshop.folders.templates),
        undefined=Missing,
        extensions=[ClaimExtension],
        keep_trailing_newline=True,
        cache_size=50,
    )
    environment.filters.update(FORMATS, spread=spread)
    return environment


def context(workshop: Workshop) -> dict[str, Any]:
    """What templates read: each record by its experiment's name, `figure`, `code`, `smoke`."""
    records = {
        name: experiment.record
        for name, experiment in workshop.experiments.items()
        if experiment.record
    }
    figures = {
        figure: about for record in records.values() for figure, about in record["figures"].items()
    }

    def figure(name: str, width: int | None = None) -> str:
        if name not in figures:
            refuse_figure(workshop, name, sorted(figures))
        about = figures[name]
        path = Path(about["file"]).relative_to("slides").as_posix()
        size = f"width:{width}px " if width else ""
        return f"![{size}{about['alt']}]({path})"

    def code(stem: str, name: str) -> str:
        path = workshop.folders.experiments / f"{stem}.py"
        shown = workshop.folders.shown(path)
        if not path.exists():
            raise DeckError(f"no script {shown}", "code(STEM, NAME) cuts from experiments/STEM.py")
        return f"```python\n{cut_code(path.read_text('utf-8'), name, shown)}\n```"

    return {
        **{name: Unrecorded(name) for name in workshop.experiments.keys() | workshop.errors.keys()},
        **{name: view(record) for name, record in records.items()},
        "figure": figure,
        "code": code,
        "smoke": workshop.folders.smoke,
    }


def refuse_figure(workshop: Workshop, name: str, there: list[str]) -> None:
    for experiment in workshop.experiments.values():
        if name in experiment.script.block.figures:
            raise NoRecord(
                f"no record of {experiment.name!r} to take figure {name!r} from",
                f"uv run build.py {experiment.name} runs the experiment",
            )
    raise DeckError(f"no figure {name!r}", f"records have {', '.join(there) or 'none'}")


class Unrecorded(View):
    """Stands for an experiment that has not run yet: any use of it says so."""

    def __init__(self, name: str):
        super().__init__(name, {})

    def __getitem__(self, key: str) -> Any:
        raise NoRecord(
            f"no record of {self._name!r} to use",
            f"uv run build.py {self._name} runs the experiment",
        )


def located(templates: Path, error: Exception, text: str) -> DeckError:
    """The error with the template line that caused it in front."""
    message, _, hint = text.partition("\nhint: ")
    root = templates.parent
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        path = Path(frame.filename)
        if path.is_relative_to(templates):
            message = f"{path.relative_to(root).as_posix()}:{frame.lineno}: {message}"
            break
    return (NoRecord if isinstance(error, NoRecord) else DeckError)(message, hint or None)


def refuse_false_claims(rendered: Rendered) -> None:
    messages = [message for _, message in false_claims(rendered)]
    if messages:
        raise DeckError(
            "\n".join(messages),
            "reword the sentence, or give the other one after {% otherwise %}",
        )


def false_claims(rendered: Rendered) -> Iterator[tuple[Claim, str]]:
    """Each claim that the deck must not say, with template, slide, sentence and values."""
    for number, claim in enumerate(rendered.claims):
        if claim.false:
            slide, title = find_slide(rendered.markdown, MARK.format(number))
            values = ", ".join(f"{name} = {value}" for name, value in claim.values.items())
            yield (
                claim,
                f"templates/{claim.template}:{claim.line}: false claim on slide {slide} "
                f"({title}): {claim.sentence!r}\n  {claim.condition}, with {values}",
            )


def find_slide(markdown: str, mark: str) -> tuple[int, str]:
    """The number and title of the slide on which a mark stands; counts from 1."""
    body = FRONT_MATTER.sub("", markdown[: markdown.index(mark)])
    slides = re.split(r"^---$", re.sub(r"^```.*?^```", "", body, flags=re.S | re.M), flags=re.M)
    titles = re.findall(r"^#+ +(.+)$", slides[-1], flags=re.M)
    return len(slides), titles[-1] if titles else "without title"


def clean(rendered: Rendered) -> Rendered:
    """A smoke run's false sentences are shown as they are: its slides are no results."""
    markdown = rendered.markdown
    for number, claim in enumerate(rendered.claims):
        if claim.false:
            markdown = markdown.replace(MARK.format(number), claim.sentence)
    return Rendered(rendered.name, markdown, rendered.claims)


def mark_smoke(markdown: str) -> str:
    front = FRONT_MATTER.match(markdown)
    end = front.end() if front else 0
    return f"{markdown[:end]}\n{SMOKE_MARK}\n{markdown[end:]}"
