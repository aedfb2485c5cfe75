"""A difference for a terminal: one line an event, what went struck out, what came underlined.

Where there is no terminal the marks are git's: [-five-] {+six+}.
"""

import sys
from collections.abc import Iterator

from executed_slides.diff.difference import ClaimChange, Difference, ExperimentChange, FigureChange
from executed_slides.diff.number_changes import Change, show, show_pair, show_share
from executed_slides.diff.sentences import Marks, SlideChange

_PLAIN = {"-": "[-{}-]", "+": "{{+{}+}}"}
_STYLES = {"-": "red strike", "+": "green underline", "#": "bold", "~": "dim"}


def print_difference(difference: Difference) -> None:
    lines = _difference_lines(difference)
    if not sys.stdout.isatty():
        print("\n".join(map(as_plain_text, lines)))
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(highlight=False)
    for line in lines:
        console.print(Text.assemble(*((text, _STYLES.get(sign, "")) for sign, text in line)))


def as_plain_text(line: Marks) -> str:
    return "".join(_PLAIN.get(sign, "{}").format(text) for sign, text in line).rstrip()


def summary_of(difference: Difference) -> str:
    """All that differs in one line: `12 numbers moved (3 beyond the spread), 1 claim flipped`."""
    verdicts = [change.verdict for change in difference.numbers]
    moved = [verdict for verdict in verdicts if verdict not in ("new", "gone")]
    beyond = sum("×" in verdict for verdict in moved)
    slides = sum(map(len, difference.slides.values()))
    states = [e.state for e in difference.experiments]
    quiet = [
        e for e in difference.experiments if e.state == "changed" and e.moved and not e.numbers
    ]
    parts = [
        _count(len(moved), "number", "moved")
        + (f" ({beyond} beyond the spread)" if beyond else ""),
        _count(verdicts.count("new"), "number", "new"),
        _count(verdicts.count("gone"), "number", "gone"),
        _count(len(quiet), "experiment", "measured anew without moving a number"),
        _count(states.count("new"), "experiment", "new"),
        _count(states.count("gone"), "experiment", "gone"),
        _count(len(difference.claims), "claim", "flipped"),
        _count(difference.claims_new, "claim", "new"),
        _count(difference.claims_gone, "claim", "gone"),
        _count(slides, "slide", "changed"),
        _count(len(difference.figures), "figure", "changed"),
    ]
    return ", ".join(part for part in parts if part) or "nothing differs"


def _count(number: int, noun: str, verb: str) -> str:
    return f"{number} {noun}{'s' if number > 1 else ''} {verb}" if number else ""


def title_of(difference: Difference) -> str:
    revision = difference.revision
    names = dict.fromkeys([revision.name, revision.commit])
    return f"{' '.join(names)} ({revision.date}, {revision.subject}) → working tree"


def _difference_lines(difference: Difference) -> list[Marks]:
    width = max((len(figure.name) for figure in difference.figures), default=0)
    return [
        [("#", "diff    "), ("=", title_of(difference))],
        [("=", f"        {summary_of(difference)}")],
        *_experiment_lines(difference),
        *(line for claim in difference.claims for line in _claim_lines(claim)),
        *(
            line
            for name, changes in difference.slides.items()
            for change in changes
            for line in _slide_lines(name, change)
        ),
        *(
            [("#", f"{'figure':<8}"), ("=", f"{f.name:<{width}}  {describe_figure(f)}")]
            for f in difference.figures
        ),
        *([("#", "note    "), ("=", note)] for note in difference.notes),
    ]


def _experiment_lines(difference: Difference) -> Iterator[Marks]:
    for experiment in difference.experiments:
        if experiment.moved:
            yield [("#", f"{'record':<8}"), ("=", f"{experiment.name:<18}"), *about(experiment)]
        if experiment.state == "changed":
            yield from _number_lines(experiment.numbers)
    if anew := [e.name for e in difference.experiments if not e.moved]:
        yield [("#", f"{'record':<8}"), ("=", f"written anew, nothing moved: {', '.join(anew)}")]


def about(experiment: ExperimentChange) -> Marks:
    if experiment.state != "changed":
        number = len(experiment.numbers)
        return [("=", f"{experiment.state}, with {number} number{'s' * (number != 1)}")]
    if experiment.reasons:
        return [("=", "; ".join(experiment.reasons))]
    moved = "" if experiment.numbers else f": {', '.join(experiment.curves)} differ, no number does"
    return [("=", f"ran again, with the same code, parameters and data{moved}")]


def _number_lines(changes: list[Change]) -> Iterator[Marks]:
    rows = [(change.key, *values_of(change), change) for change in changes]
    widths = [max(map(len, column)) for column in zip(*(row[:4] for row in rows), strict=True)]
    for *cells, change in rows:
        key, old, new, step = (f"{c:<{w}}" for c, w in zip(cells, widths, strict=True))
        loud = "=" if "within" in change.verdict else "#"
        yield [("=", f"          {key}  {old} → {new}  {step}  "), (loud, change.verdict)]


def values_of(change: Change) -> tuple[str, str, str]:
    """What slides show before and after, and the step between them."""
    old, new = show_pair(*change.shown)
    step = change.step
    if not step:
        return old, new, ""
    return old, new, f"{'+' if step > 0 else '−'}{show(abs(step), 2)}"


def _claim_lines(change: ClaimChange) -> Iterator[Marks]:
    claim = change.claim
    sign = "+" if change.rises else "-"
    where = f"templates/{claim.template}:{claim.line}"
    place = f", slide {change.slide}" if change.slide else ""
    yield [("#", f"{'claim':<8}"), ("=", f"{where} {change.became}{place}")]
    yield [("=", "          "), (sign, claim.sentence)]
    values = ", ".join(
        f"{name} = {' → '.join(show_pair(*pair))}" for name, pair in change.values.items()
    )
    yield [("=", f"          {claim.condition}"), ("~", f", with {values}" if values else "")]


def _slide_lines(name: str, change: SlideChange) -> Iterator[Marks]:
    yield [("#", f"{'slide':<8}"), ("=", f"{name} {slide_change_place(change)}")]
    for marks in change.sentences:
        yield [("=", "          "), *marks]


def slide_change_place(change: SlideChange) -> str:
    """`13 · Result (was 12)`."""
    slide = change.slide
    state = ", new" if change.old is None else ", gone" if change.new is None else ""
    if change.old and change.new and change.old.number != change.new.number:
        state = f" (was {change.old.number})"
    return f"{slide.number} · {slide.title}{state}"


def describe_figure(figure: FigureChange) -> str:
    """What became of a figure, how much of it differs, and why."""
    if figure.state == "renamed":
        return f"renamed, was {figure.former}"
    if figure.state != "changed":
        return figure.state
    pixels, shapes = figure.pixels, figure.shapes
    if shapes:
        return "; ".join([f"{shapes.differ} of its {shapes.all} shapes differ", *figure.reasons])
    if pixels is None:
        return "changed, and cannot be compared"
    parts = [f"{show_share(pixels.share)} of its pixels differ"]
    if pixels.old_size != pixels.new_size:
        sizes = ["×".join(map(str, size)) for size in (pixels.old_size, pixels.new_size)]
        parts.append(f"size {' → '.join(sizes)}")
    return "; ".join([*parts, *figure.reasons])
