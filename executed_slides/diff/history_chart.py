"""A chart of a value's history, drawn by the project's own Matplotlib, if it has one.

values, oldest first ──▶ a line of what slides showed, bars from least to greatest ──▶ PNG
"""

import io

from executed_slides.base.errors import DeckError, UsageError
from executed_slides.diff.history import History, Step
from executed_slides.records.schema import is_number

# So many commits have room for their names.
_LABELS = 6


def chart_of(history: History) -> bytes:
    """A PNG of what slides showed after each commit that moved it.

    Raises UsageError for a value that is no number, DeckError where there is no Matplotlib.
    """
    steps = [step for step in reversed(history.steps) if is_number(step.value)]
    if not steps:
        raise UsageError(f"{history.key} is no number, and a chart shows numbers")
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ModuleNotFoundError as error:
        raise DeckError(
            "a chart needs Matplotlib, which is not installed",
            "`uv add matplotlib` brings it; without --png the history is told in lines",
        ) from error
    figure = Figure(figsize=(7, 3.5), layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    places = range(len(steps))
    values = [step.value for step in steps]
    away = [
        [abs(step.value - end) for step, end in zip(steps, side, strict=True)]
        for side in zip(*(step.ends or (step.value, step.value) for step in steps), strict=True)
    ]
    axes.errorbar(places, values, yerr=away, marker="o", markersize=4, capsize=4, color="#1f5fa8")
    named = places[:: -(-len(steps) // _LABELS)]
    axes.set_xticks(named, [_label(steps[place]) for place in named])
    axes.set_title(history.key, loc="left")
    axes.margins(x=0.1)
    axes.spines[["top", "right"]].set_visible(False)
    memory = io.BytesIO()
    figure.savefig(memory, format="png", dpi=150)
    return memory.getvalue()


def _label(step: Step) -> str:
    return f"{step.commit.hash}\n{step.commit.date}" if step.commit.hash else "now"
