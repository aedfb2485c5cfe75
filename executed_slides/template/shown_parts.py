"""Figures and code as templates show them, whatever stands in them.

{{ figure("loss") }}                      ──▶ ![loss over (0, 1\\]](image/loss.png)
{{ code("imdb", "model") }}               ──▶ a fence that is longer than any inside
{{ code("imdb", "model", values=imdb) }}  ──▶ the same with `Dense(16)` for `Dense(units)`
"""

import re
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.base.files import hash_text, is_there, read_utf8
from executed_slides.base.folders import Folders
from executed_slides.markdown.picture_options import keep_words
from executed_slides.records.schema import Figure, Record
from executed_slides.scripts.shown_code import cut_lines, find_imports, find_lines, put_values
from executed_slides.state.project import Project
from executed_slides.template.bound_text import Binding, Span, Text, bound, insert, join
from executed_slides.template.record_views import RecordView
from executed_slides.template.run_values import RunValues

_SIGN = re.compile(r"[\\`*\[\]<>&$~]|_(?!(?<=\w_)\w)")
_BACKTICKS = re.compile(r"`{3,}")


class ShownFigures:
    """The figures of all records, with their alternative texts and the numbers in these."""

    def __init__(self, project: Project, records: dict[str, Record]):
        self.project = project
        self.figures: dict[str, tuple[str, Figure]] = {
            figure: (name, about)
            for name, record in records.items()
            for figure, about in record.figures.items()
        }
        self._numbers: dict[str, list[tuple[int, str]]] | None = None

    def show(self, name: str, width: int | None = None) -> str:
        """`figure(NAME, width=…)` in a template."""
        if width is not None and not (isinstance(width, int) and width > 0):
            raise DeckError(
                f"figure({name!r}) has no width {width!r}",
                "give it in pixels of the slide: width=800",
            )
        if name not in self.figures:
            _refuse_figure(self.project, name, sorted(self.figures))
        experiment, about = self.figures[name]
        path = name_on_slides(about)
        size = f"width:{width}px " if width else ""
        key = f"figure({str.__str__(name)!r})"
        source = Binding("figure", key, about.file, None, (), (experiment,))
        alt = self.bind_alt(about.alt, key, experiment)
        return bound(join([f"![{size}", alt, f"]({path})"]), source)

    def bind_alt(self, alt: str, figure: str, experiment: str) -> Text:
        """An alternative text, whose numbers the figure's cell took from its record."""
        words = keep_words(" ".join(alt.split()))
        spans = [
            Span(
                start,
                start + len(number),
                Binding("alt", f"{figure}.alt", number, None, (), (experiment,)),
            )
            for start, number in self.numbers_in(words)
        ]
        signs = [(sign.start(), "\\") for sign in _SIGN.finditer(words)]
        return insert(Text(words, spans), signs)

    def numbers_in(self, words: str) -> list[tuple[int, str]]:
        if self._numbers is None:
            self._numbers = self.find_numbers()
        return self._numbers[words]

    def find_numbers(self) -> dict[str, list[tuple[int, str]]]:
        """The numbers of every alternative text, which are not looked for again."""
        texts = [keep_words(" ".join(about.alt.split())) for _, about in self.figures.values()]
        decides = hash_text("\0".join(texts))
        found = self.project.cache.get("alternative texts", "all", decides)
        if found is None:
            from executed_slides.markdown.stated_numbers import find_stated

            found = {text: list(map(tuple, find_stated(text))) for text in texts}
            self.project.cache.put("alternative texts", "all", decides, value=found)
        return dict(found)


def name_on_slides(figure: Figure) -> str:
    """How slides name a figure's file."""
    return Path(figure.file).relative_to("slides").as_posix()


class ShownCode:
    """Code that is cut from the scripts of experiments."""

    def __init__(self, folders: Folders):
        self.folders = folders

    def show(
        self, stem: str, name: str, values: RecordView | None = None, imports: bool = False
    ) -> str:
        """`code(STEM, NAME, values=RECORD, imports=true)` in a template."""
        experiments = self.folders.experiments
        path = experiments / f"{stem}.py"
        shown = self.folders.shown(path)
        if ".." in path.parts or not path.is_relative_to(experiments) or not is_there(path):
            raise DeckError(f"no script {shown}", "code(STEM, NAME) cuts from experiments/STEM.py")
        source, asked = read_utf8(path, shown), [repr(str.__str__(stem)), repr(str.__str__(name))]
        place = find_lines(source, name, shown)
        cut = cut_lines(source, place)
        ran: tuple[str, ...] = (stem,)
        if values is not None:
            run_values = RunValues(stem, values)
            cut = cut_lines(put_values(source, place, shown, run_values.of), place)
            asked.append(f"values={run_values.name}")
            ran = (stem, run_values.experiment)
        if imports:
            cut = "\n\n".join(filter(None, [find_imports(source, place, shown), cut]))
            asked.append("imports=True")
        key = f"code({', '.join(asked)})"
        return bound(fence(cut, "python"), Binding("code", key, cut, None, (), ran))


def fence(code: str, language: str = "") -> str:
    """Code between marks that none in it could be taken for."""
    mark = "`" * max([3, *(len(found) + 1 for found in _BACKTICKS.findall(code))])
    return f"{mark}{language}\n{code}\n{mark}"


def _refuse_figure(project: Project, name: str, there: list[str]) -> None:
    for experiment in project.experiments.values():
        if name in experiment.script.block.figures:
            raise NoRecord(
                f"no record of {experiment.name!r} to take figure {name!r} from",
                f"{command(experiment.name)} runs the experiment",
            )
    raise DeckError(f"no figure {name!r}", f"records have {', '.join(there) or 'none'}")
