"""Evidence slides: after the end of a deck, what stands behind every measured number on it.

    정답률 [88.2%](#imdb.test_accuracy)
            └▶ imdb, its key, data, seeds and date ──▶ lab/imdb.html
               imdb.test_accuracy = 0.8815199732780457, its range, and where it is shown

The deck asks for them in its front matter: `evidence: TITLE`.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Any

from executed_slides.base.cache import Cache
from executed_slides.base.files import hash_text
from executed_slides.markdown.appendix import EVIDENCE
from executed_slides.markdown.front_matter import evidence_title
from executed_slides.markdown.languages import Language, language_of
from executed_slides.markdown.outline import recall_outline
from executed_slides.markdown.page_size import PageSize
from executed_slides.markdown.slides import Slides
from executed_slides.records.schema import Record, Values
from executed_slides.records.summaries import summarise
from executed_slides.template.bound_text import Binding, Span, Text, insert, join
from executed_slides.template.evidence_page import EvidencePage
from executed_slides.template.formats import ALL_FORMATS

# What of a row's name would be another letter in an address.
_UNADDRESSED = re.compile(r"[^A-Za-z0-9_.]+")
_FORMATS = "|".join([*ALL_FORMATS, "duration", "spread", "unit"])
_FORMATTED = re.compile(rf"(?: \| (?:{_FORMATS})(?:\([^()]*\))?)+\Z")
_ONE_RUN = re.compile(r"\.run\(seed=-?\d+\)")

# What would be more than a letter in Markdown.
_SIGNS, _ESCAPED = re.compile(r"([\\`*_{}\[\]<>()#+!|$~&-])"), r"\\\1"


@dataclass
class Row:
    """One number of the evidence: its name, what was measured, and where it is shown.

    `value` stands for all runs, at full precision.
    """

    name: str
    experiment: str
    by_seed: dict[Any, Any]
    value: Any
    slides: dict[int, None] = field(default_factory=dict)

    def spread(self, language: Language) -> str:
        low, high = min(self.by_seed.values()), max(self.by_seed.values())
        if low != high:
            return f"{low:.6g} – {high:.6g}"
        return language.all_the_same if len(self.by_seed) > 1 else ""

    def height(self, page: EvidencePage, language: Language) -> float:
        slides = ", ".join(map(str, self.slides))
        return page.row_height(self.name, repr(self.value), self.spread(language), slides)


@dataclass
class EvidenceTable:
    """An experiment's facts, and those of its rows that stand on one page."""

    record: Record
    facts: str
    rows: list[Row]

    def height(self, page: EvidencePage, language: Language) -> float:
        """What it takes without a row."""
        shown = re.sub(r"\]\([^)]*\)|[*`\[]", "", self.facts)
        return page.facts_height(shown) + page.row_height(*self.columns(language))

    def columns(self, language: Language) -> tuple[str, ...]:
        value = language.mean if self.record.summary == "mean" else language.median
        return language.number, value, language.range, language.slides


def add_evidence(
    markdown: Text, records: dict[str, Record], kept: Cache, find_size: Callable[[], PageSize]
) -> Text:
    """The deck with its measured numbers linked to slides of evidence, where it asks for them.

    Only such a deck's pages matter, by whose size `find_size` then decides what they hold; `kept`
    remembers which of its words may be links.
    """
    title = evidence_title(markdown)
    if title is None:
        return markdown
    recall_outline(kept, f"{title} without evidence", markdown)
    slides = Slides(markdown)
    rows: dict[str, Row] = {}
    linked: list[tuple[Span, Row]] = []
    spans = list(_find_measured(markdown))
    numbers = _measured_numbers(spans, records)
    linkable = _find_linkable_once(markdown, [(s.start, s.end) for s in spans], kept, title)
    for span, is_linkable in zip(spans, linkable, strict=True):
        row = _row_of(span.source, numbers, records, rows)
        if row:
            rows[row.name] = row
            row.slides[slides.at(span.start).number] = None
            if is_linkable:
                linked.append((span, row))
    language = language_of(markdown)
    page = EvidencePage(find_size())
    pages = fill_pages(rows.values(), records, language, page, title)
    places = name_places(rows)
    links = [
        mark
        for span, row in linked
        for mark in ((span.start, "["), (span.end, f"](#{places[row.name]})"))
    ]
    return join([insert(markdown, links), *_write_pages(title, pages, places, language, page)])


def name_places(names: Iterable[str]) -> dict[str, str]:
    """By the name of each row the name of its place, in letters that every address keeps."""
    places: dict[str, str] = {}
    for name in names:
        short = _UNADDRESSED.sub("-", name).strip("-")
        taken = {*places.values()}
        others = (f"{short}-{number}" for number in count(2))
        places[name] = next(place for place in chain([short], others) if place not in taken)
    return places


def _find_measured(markdown: Text) -> Iterator[Span]:
    """The parts of a deck that show numbers of records, outermost alone, in order."""
    end = 0
    spans = sorted(markdown.spans, key=lambda span: (span.start, -span.end))
    for span in spans:
        if isinstance(span.source, Binding) and span.source.kind == "number" and span.start >= end:
            end = span.end
            yield span


def _measured_numbers(spans: list[Span], records: dict[str, Record]) -> dict[str, Values]:
    """The recorded numbers of the experiments behind these spans: name → value by seed."""
    shown = {experiment for span in spans for experiment in span.source.experiments}
    return {
        f"{experiment}.{key}": by_seed
        for experiment in shown & records.keys()
        for key, by_seed in {**records[experiment].numbers, **records[experiment].cells}.items()
        if isinstance(next(iter(by_seed.values())), int | float)
    }


def _row_of(
    binding: Binding,
    numbers: dict[str, dict[Any, Any]],
    records: dict[str, Record],
    rows: dict[str, Row],
) -> Row | None:
    """The row that a number belongs to, of those that there are or another: the recorded number's,
    or its own.

    It has its own where it is made of several, or was measured in one run that was asked for.
    """
    measured = [name for name in binding.names if name in numbers]
    if len(measured) == 1 and not _ONE_RUN.search(binding.key):
        [name] = measured
        if name in rows:
            return rows[name]
        experiment = name.partition(".")[0]
        value = summarise(numbers[name].values(), records[experiment].summary)
        return Row(name, experiment, numbers[name], value)
    if not measured or binding.by_seed is None:
        return None
    name = _FORMATTED.sub("", binding.key)
    name = re.sub(r"\A\((.*)\)\Z", r"\1", name) if name != binding.key else name
    return rows.get(name) or Row(
        name, measured[0].partition(".")[0], binding.by_seed, binding.value
    )


def _find_linkable_once(
    markdown: str, spans: list[tuple[int, int]], kept: Cache, title: str
) -> list[bool]:
    decides = hash_text(str.__str__(markdown)), hash_text(repr(spans))
    found = kept.get("linkable", title, *decides)
    if found is None:
        from executed_slides.markdown.linking import find_linkable

        found = find_linkable(markdown, spans)
        kept.put("linkable", title, *decides, value=found)
    return list(found)


def fill_pages(
    rows: Iterable[Row],
    records: dict[str, Record],
    language: Language,
    page: EvidencePage,
    title: str,
) -> list[list[EvidenceTable]]:
    """The rows by their experiments, in as many blocks and pages of this title as they need."""
    pages: list[list[EvidenceTable]] = [[]]
    left = room = page.room(title)
    for experiment in dict.fromkeys(row.experiment for row in rows):
        block = None
        for row in (row for row in rows if row.experiment == experiment):
            height = row.height(page, language)
            if block is None or height > left:
                record = records[experiment]
                block = EvidenceTable(record, _describe_experiment(record, language), [])
                around = block.height(page, language)
                if around + height > left:
                    pages.append([])
                    left = room
                pages[-1].append(block)
                left -= around
            block.rows.append(row)
            left -= height
    return [tables for tables in pages if tables]


def _describe_experiment(record: Record, language: Language) -> str:
    """An experiment's page, key, data, seeds, date, and why a figure shows which run, on a line.

    So does it say what no key counts, and which changes were accepted.
    """
    name = record.experiment
    pages = [file for file in record.evidence if file.endswith(".html")]
    page = pages[0].removeprefix("slides/") if pages else f"lab/{name}.html"
    files = ", ".join(
        f"{file} `{digest[:8]}`" if digest else file for file, digest in record.measure.data.items()
    )
    numbers = [str(seed) for seed in record.seeds if seed is not None]
    facts = [
        f"**[{name}]({page})**",
        f"{language.measure_key} `{record.measure.key[:12]}`",
        f"{language.data} {files}" if files else "",
        f"{language.seeds} {', '.join(numbers)}" if numbers else "",
        record.date[:10],
        ", ".join(getattr(language, kind) for kind in record.measure.influences or ()),
        *(
            f"{language.shown_seed.format(seed)}: {_SIGNS.sub(_ESCAPED, because)}"
            for seed, because in record.choices.items()
        ),
        *(
            f"{language.accepted} {accepted.date[:10]}: {_SIGNS.sub(_ESCAPED, accepted.because)}"
            for accepted in record.accepted
        ),
        *(
            f"{language.drawn.format(seed)}: {_SIGNS.sub(_ESCAPED, because)}"
            for seed, because in record.choices.items()
        ),
    ]
    return " · ".join(fact for fact in facts if fact)


def _write_pages(
    title: str,
    pages: list[list[EvidenceTable]],
    places: dict[str, str],
    language: Language,
    page: EvidencePage,
) -> Iterator[str]:
    """The Markdown of the evidence slides, which no page number counts."""
    for number, tables in enumerate(pages, 1):
        # Else the last chapter's running header would head them.
        yield f'\n\n---\n<!-- _class: {EVIDENCE} -->\n<!-- _header: "" -->\n'
        yield "<!-- _paginate: skip -->\n"
        # One style is for all of them.
        yield f"{page.style()}\n\n" if number == 1 else ""
        yield f"## {title} ({number}/{len(pages)})\n"
        for block in tables:
            columns = block.columns(language)
            head = [f"|{'|'.join(columns)}|", f"|{'|'.join('---' for _ in columns)}|"]
            rows = [_write_row(row, places[row.name], language) for row in block.rows]
            yield "\n".join(["", block.facts, "", *head, *rows, ""])


def _write_row(row: Row, place: str, language: Language) -> str:
    name = row.name.replace("|", "\\|")
    slides = ", ".join(f"[{slide}](#{slide})" for slide in row.slides)
    # Of all HTML that Marp lets pass, this alone names a place.
    return f'|<a name="{place}"></a>`{name}`' + f"|{row.value!r}|{row.spread(language)}|{slides}|"
