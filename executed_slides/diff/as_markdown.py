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

SIGNS = "\\`*_[]<>&|#~@$!\n"
TAGS = {"-": "<del>{}</del>", "+": "<ins>{}</ins>"}


def markdown_of(difference: Difference) -> str:
    """GitHub's Markdown; what slides say stands in it as text, never as markup."""
    sections = [
        f"### What changed on the slides\n\n{safe(title_of(difference))}\n\n"
        f"**{summary_of(difference)}**",
        section("Numbers", list(experiment_blocks(difference))),
        section("Claims", [claim_block(claim) for claim in difference.claims]),
        section("Slides", list(slide_blocks(difference))),
        section("Figures", ["\n".join(figure_rows(difference))] if difference.figures else []),
        section("Notes", ["\n".join(f"- {safe(n)}" for n in difference.notes)])
        if difference.notes
        else "",
    ]
    return "\n\n".join(part for part in sections if part) + "\n"


def section(title: str, blocks: list[str]) -> str:
    return "\n\n".join([f"#### {title}", *blocks]) if blocks else ""


def experiment_blocks(difference: Difference) -> Iterator[str]:
    for experiment in difference.experiments:
        if experiment.moved:
            words = safe(as_plain_text(about(experiment)))
            table = number_table(experiment) if experiment.state == "changed" else ""
            yield f"**{safe(experiment.name)}**: {words}{table}"


def number_table(experiment: ExperimentChange) -> str:
    if not experiment.numbers:
        return ""
    rows = ["| number | before | now | change | against the seeds |", "|---|--:|--:|--:|---|"]
    for change in experiment.numbers:
        cells = [f"`{change.key}`", *values_of(change), change.verdict]
        rows.append(f"| {' | '.join(cells)} |")
    return folded(f"{len(experiment.numbers)} numbers", "\n".join(rows), open_=len(rows) < 20)


def folded(title: str, text: str, open_: bool) -> str:
    if open_:
        return f"\n\n{text}"
    return f"\n\n<details><summary>{title}</summary>\n\n{text}\n\n</details>"


def claim_block(change: ClaimChange) -> str:
    claim = change.claim
    sign, words = ("+", "holds now") if change.holds else ("-", "no longer holds")
    values = "".join(
        f"<br><code>{escape(name)}</code> {safe(str(old))} → {safe(str(new))}"
        for name, (old, new) in change.values.items()
    )
    place = f" on slide {safe(change.slide)}" if change.slide else ""
    return (
        f"- {markdown_marks([(sign, claim.sentence)])} {words}{place}<br>"
        f"<code>{escape(claim.condition)}</code>{values}"
    )


def slide_blocks(difference: Difference) -> Iterator[str]:
    for name, changes in difference.slides.items():
        text = "\n".join(slide_block(change) for change in changes)
        if text:
            several = f"{safe(name)}: {len(changes)} slides"
            yield folded(several, text, open_=len(changes) < 10).strip()


def slide_block(change: SlideChange) -> str:
    lines = [f"  {markdown_marks(marks)}" for marks in change.sentences]
    return "<br>\n".join([f"- **{safe(slide_change_place(change))}**", *lines])


def figure_rows(difference: Difference) -> list[str]:
    rows = ["| figure | experiment | what |", "|---|---|---|"]
    for figure in difference.figures:
        rows.append(f"| {figure.name} | {figure.experiment} | {safe(describe_figure(figure))} |")
    return rows


def markdown_marks(marks: Marks) -> str:
    return "".join(TAGS.get(sign, "{}").format(safe(text)) for sign, text in marks)


def safe(text: str) -> str:
    """Text that Markdown shows as it is: no markup, no mention, no link."""
    return "".join(f"&#{ord(sign)};" if sign in SIGNS else sign for sign in text)
