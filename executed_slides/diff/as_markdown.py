"""A difference as Markdown for a pull request: what moved first, long lists folded."""

from collections.abc import Iterator
from html import escape

from executed_slides.diff.as_text import (
    about,
    as_plain_text,
    describe_figure,
    slide_change_place,
    summary_of,
    title_of,
    values_of,
)
from executed_slides.diff.difference import ClaimChange, Difference, ExperimentChange
from executed_slides.diff.sentences import Marks, SlideChange

_SIGNS = "\\`*_[]<>&|#~@$!\n"
_TAGS = {"-": "<del>{}</del>", "+": "<ins>{}</ins>"}


def markdown_of(difference: Difference) -> str:
    """GitHub's Markdown; what slides say stands in it as text, never as markup."""
    sections = [
        f"### What changed on the slides\n\n{_safe(title_of(difference))}\n\n"
        f"**{summary_of(difference)}**",
        _section("Numbers", list(_experiment_blocks(difference))),
        _section("Claims", [_claim_block(claim) for claim in difference.claims]),
        _section("Slides", list(_slide_blocks(difference))),
        _section("Figures", ["\n".join(_figure_rows(difference))] if difference.figures else []),
        _section("Notes", ["\n".join(f"- {_safe(n)}" for n in difference.notes)])
        if difference.notes
        else "",
    ]
    return "\n\n".join(part for part in sections if part) + "\n"


def _section(title: str, blocks: list[str]) -> str:
    return "\n\n".join([f"#### {title}", *blocks]) if blocks else ""


def _experiment_blocks(difference: Difference) -> Iterator[str]:
    for experiment in difference.experiments:
        if experiment.moved:
            words = _safe(as_plain_text(about(experiment)))
            table = _number_table(experiment) if experiment.state == "changed" else ""
            yield f"**{_safe(experiment.name)}**: {words}{table}"


def _number_table(experiment: ExperimentChange) -> str:
    if not experiment.numbers:
        return ""
    rows = ["| number | before | now | change | against the seeds |", "|---|--:|--:|--:|---|"]
    for change in experiment.numbers:
        cells = [f"`{change.key}`", *map(_safe, values_of(change)), change.verdict]
        rows.append(f"| {' | '.join(cells)} |")
    return _folded(f"{len(experiment.numbers)} numbers", "\n".join(rows), open_=len(rows) < 20)


def _folded(title: str, text: str, open_: bool) -> str:
    if open_:
        return f"\n\n{text}"
    return f"\n\n<details><summary>{title}</summary>\n\n{text}\n\n</details>"


def _claim_block(change: ClaimChange) -> str:
    claim = change.claim
    sign, words = "+" if change.rises else "-", change.became
    values = "".join(
        f"<br><code>{escape(name)}</code> {_safe(str(old))} → {_safe(str(new))}"
        for name, (old, new) in change.values.items()
    )
    place = f" on slide {_safe(change.slide)}" if change.slide else ""
    return (
        f"- {_markdown_marks([(sign, claim.sentence)])} {words}{place}<br>"
        f"<code>{escape(claim.condition)}</code>{values}"
    )


def _slide_blocks(difference: Difference) -> Iterator[str]:
    for name, changes in difference.slides.items():
        text = "\n".join(_slide_block(change) for change in changes)
        if text:
            several = f"{_safe(name)}: {len(changes)} slides"
            yield _folded(several, text, open_=len(changes) < 10).strip()


def _slide_block(change: SlideChange) -> str:
    lines = [f"  {_markdown_marks(marks)}" for marks in change.sentences]
    return "<br>\n".join([f"- **{_safe(slide_change_place(change))}**", *lines])


def _figure_rows(difference: Difference) -> list[str]:
    rows = ["| figure | experiment | what |", "|---|---|---|"]
    for figure in difference.figures:
        rows.append(f"| {figure.name} | {figure.experiment} | {_safe(describe_figure(figure))} |")
    return rows


def _markdown_marks(marks: Marks) -> str:
    return "".join(_TAGS.get(sign, "{}").format(_safe(text)) for sign, text in marks)


def _safe(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no mention, no link."""
    return "".join(f"&#{ord(sign)};" if sign in _SIGNS else sign for sign in text)
