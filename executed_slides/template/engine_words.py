"""The engine's own words in every template, without an import, in the deck's language:

    {% call note(imdb) %}…{% endcall %}           what the presenter says, and the records behind it
    {{ seeds(imdb, imdb.overfit_epoch | spread) }}   a range over all seeds, and how many they are

A macro of the project's own with such a name is taken in its place.
"""

from collections.abc import Callable, Sequence
from typing import Any

from jinja2 import Undefined

from executed_slides.base.errors import DeckError
from executed_slides.template.bound_text import Text, join, strip
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.record_views import RecordView
from executed_slides.template.values import as_text


def engine_words(environment: BoundEnvironment) -> dict[str, Callable[..., Text]]:
    """`note` and `seeds`, in the language of whichever deck the environment renders."""

    def count_seeds(seeds: Sequence[Any]) -> Text:
        counted = environment.filters["length"](seeds)
        words = environment.language()
        before, after = (words.one_seed if counted == 1 else words.several_seeds).split("{}")
        return join([before, as_text(counted), after])

    def seeds(record: Any, spread: Any) -> Text:
        _refuse_no_record("seeds(RECORD, RANGE)", record)
        return join(["<small>(", count_seeds(record["seeds"]), ": ", as_text(spread), ")</small>"])

    def describe_source(record: Any) -> Text:
        _refuse_no_record("call note(RECORD, …)", record)
        seeds = record["seeds"]
        ran = [count_seeds(seeds), ", "] if None not in seeds else []
        return join([record._name, " (", *ran, str.__str__(record["date"])[:10], ")"])

    def note(*records: Any, caller: Callable[[], str] | None = None) -> Text:
        if caller is None:
            raise DeckError(
                "note() says nothing", "{% call note(RECORD) %}what you will say{% endcall %}"
            )
        sources: list[str] = []
        for record in records:
            before = ",\n" if sources else f"\n\n{environment.language().source}: "
            sources += [before, describe_source(record)]
        return join(["<!--\n", strip(caller()), *sources, "\n-->"])

    return {"note": note, "seeds": seeds}


def _refuse_no_record(use: str, record: Any) -> None:
    if isinstance(record, Undefined):
        record._fail_with_undefined_error()
    if not isinstance(record, RecordView):
        raise DeckError(f"{use}: {str(record)!r} is no record", "name the experiment: note(imdb)")
