"""Templates run in a sandbox: they read records, and reach nothing of Python and the machine.

a.total, "text".upper(), loop.index   what slides are written with
a._runs, figure.__globals__, 9**9**9  refused, with file and line
"""

from typing import Any

from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from executed_slides.template.bound_text import Text
from executed_slides.template.growth import refuse_growth, refuse_length
from executed_slides.template.mistakes import refuse_arguments, refuse_call
from executed_slides.template.record_views import RecordView, TableView
from executed_slides.template.values import Listed, Measured, power

# What templates may ask of our own objects by a dot; keys of records are found beside it.
_OURS = {
    Measured: {"values"},
    RecordView: {"at", "run"},
    TableView: {"index", "count", "columns"},
    Listed: {"index", "count"},
}
# What a text of ours has beside its letters.
_OF_TEXTS = {"spans", "name", "by_seed", "axes", "told", "of_run"}
# A table of letters may make any text of one; no slide needs it.
_GROWING = {"translate", "maketrans"}
# What one rendering may spend: a letter that an expression shows is 1, a turn of a loop or a macro
# as much as a line.
_MOST = 50_000_000
_TURN = 50


class Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's own sandbox, which also knows the objects of this house."""

    intercepted_binops = frozenset(["*", "**", "+"])
    spent = 0

    def take_turn(self) -> None:
        self.spend(_TURN)

    def spend(self, letters: int) -> None:
        """Raises OverflowError, where it would go on and on, also of what is not put out yet."""
        self.spent += letters
        if self.spent > _MOST:
            raise OverflowError("a loop that makes more than slides can hold")

    def hold(self, made: Any) -> Any:
        """What an operation made. Raises OverflowError where it, or all of them, are too long."""
        if isinstance(made, str | list):
            refuse_length(len(made))
        if isinstance(made, str):
            self.spend(len(made))
        return made

    def getattr(self, obj: Any, attribute: str) -> Any:
        if isinstance(obj, RecordView) and attribute in obj:
            return obj[attribute]  # What is recorded comes first, and nearly always.
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        for kind, allowed in _OURS.items():
            if isinstance(obj, kind):
                return attr in allowed
        if isinstance(obj, str) and attr in _GROWING:
            return False
        if isinstance(obj, Text) and attr in _OF_TEXTS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def unsafe_undefined(self, obj: Any, attribute: str) -> Undefined:
        kind = type(obj).__name__.strip("_")
        return self.undefined(
            f"a template may not reach {attribute!r} of a {kind}\n"
            "hint: what it shows, an experiment records",
            name=attribute,
            exc=SecurityError,
        )

    def call(self, context: Context, called: Any, /, *details: Any, **options: Any) -> Any:
        """Raises DeckError for what cannot be called, or not so."""
        refuse_call(called, details, options)
        method = getattr(called, "__wrapped__", called)  # Jinja wraps `format`.
        if isinstance(subject := getattr(method, "__self__", None), str):
            refuse_growth(method.__name__, subject, [*details, *options.values()])
        try:
            made = super().call(context, called, *details, **options)
            return self.hold(made) if isinstance(subject, str) else made
        except TypeError:
            refuse_arguments(context, called, details, options)
            raise

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Raises OverflowError for what would take all memory."""
        if operator == "**":
            return power(left, right)
        refuse_length(_length_of(operator, left, right))
        return self.hold(super().call_binop(context, operator, left, right))


def _length_of(operator: str, left: Any, right: Any) -> int:
    """How long a text or row is that an operation makes of one."""
    rows = [len(side) for side in (left, right) if isinstance(side, str | list | tuple)]
    if operator == "+":
        return sum(rows)
    times = [side for side in (left, right) if isinstance(side, int)]
    return rows[0] * times[0] if rows and times else 0
