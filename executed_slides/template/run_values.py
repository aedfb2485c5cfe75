"""Run values: what the parameters of a script were in the runs that a template names.

{{ code("imdb", "model", values=imdb) }}                   ──▶ units 16
{{ code("capacity", "model", values=capacity.at(units=4)) }}   units 4
"""

from typing import Any

from jinja2 import Undefined

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError, NoRecord
from executed_slides.records.schema import Record
from executed_slides.records.variants import label_of
from executed_slides.template.record_views import RecordView, record_behind


class RunValues:
    """The parameters of `experiments/STEM.py` in the runs of a record.

    Raises DeckError for what is no record, and for one whose runs reached no code of that script.
    """

    def __init__(self, stem: str, view: RecordView):
        self.record = _record_of(view)
        self.name, self.experiment = view._name, view._about.experiment
        if stem != self.experiment and not _reaches(self.record, stem.replace("/", ".")):
            raise DeckError(
                f"{self.experiment} runs no code of experiments/{stem}.py",
                "values=RECORD takes a record whose runs used the code",
            )

    def of(self, parameter: str) -> Any:
        """What a parameter was. Raises DeckError where it was not the same in all runs."""
        ran = [self.record.parameters_of(run) for run in self.record.runs]
        if any(parameter not in values for values in ran):
            raise NoRecord(
                f"the record of {self.experiment!r} has no parameter {parameter!r} yet",
                f"{command(self.experiment)} runs the experiment",
            )
        found = [values[parameter] for values in ran]
        if any(value != found[0] for value in found):
            said = ", ".join(dict.fromkeys(map(repr, found)))
            raise DeckError(
                f"{parameter} is {said} in the runs of {self.name}",
                f"choose: values={self.choose(parameter)}",
            )
        return found[0]

    def choose(self, parameter: str) -> str:
        """How a template names runs in which a parameter is always the same."""
        if parameter == "seed" and not self.record.points:
            return f'{self.name}.run(seed={self.record.seeds[0]}, because="REASON")'
        return f"{self.name}.at({label_of(self.record.points[0])})"


def _record_of(view: Any) -> Record:
    if isinstance(view, Undefined):
        view._fail_with_undefined_error()
    record = record_behind(view) if isinstance(view, RecordView) else None
    if record is None:
        said = view._name if isinstance(view, RecordView) else repr(view)
        raise DeckError(f"values={said} is no record", "name the experiment: values=imdb")
    return record


def _reaches(record: Record, module: str) -> bool:
    """Whether the runs or figures of a record used something of a helper."""
    code = [*record.measure.code, *record.draw.code]
    return any(name.startswith((f"{module}.", f"{module}:", f"{module} ")) for name in code)
