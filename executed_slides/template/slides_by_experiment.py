"""Which slides an experiment feeds: those that show its numbers, figures, claims or code."""

from collections import defaultdict

from executed_slides.template.bound_text import Binding, spans_of
from executed_slides.template.claims import Said
from executed_slides.template.rendering import Rendered


def slides_by_experiment(rendered: Rendered) -> dict[str, set[int]]:
    """The numbers of the slides, from 1, on which something of each experiment stands."""
    feeds: dict[str, set[int]] = defaultdict(set)
    for start, _, source in spans_of(rendered.markdown):
        for experiment in _experiments_of(rendered, source):
            feeds[experiment].add(rendered.slides.at(start).number)
    return dict(feeds)


def _experiments_of(rendered: Rendered, source: object) -> set[str]:
    if isinstance(source, Binding):
        return set(source.experiments)
    if isinstance(source, Said):
        return {name.partition(".")[0] for name in rendered.claims[source.number].values}
    return set()
