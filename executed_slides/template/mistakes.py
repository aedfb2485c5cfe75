"""What is wrong in a template, in its own words and not in Python's, and what to write there.

TypeError: unsupported operand type(s) for +: 'NoneType' and 'int'
    ──▶ none + a number cannot be worked out
"""

import inspect
import re
from collections.abc import Iterable
from typing import Any

from jinja2 import UndefinedError
from jinja2.runtime import Context, Macro

from executed_slides.base.errors import DeckError

# How each word is written.
_USES = {
    "figure": '{{ figure("NAME", width=800) }}',
    "code": '{{ code("SCRIPT", "NAME") }}',
    "constant": '{{ constant(VALUE, "REASON") }}',
    "seeds": "{{ seeds(RECORD, RECORD.KEY | spread) }}",
    "note": "{% call note(RECORD) %}what you will say{% endcall %}",
    "run": '{{ RECORD.run(seed=SEED, because="REASON").KEY }}',
    "at": "{{ RECORD.at(PARAMETER=VALUE).KEY }}",
    "percent": "{{ RECORD.KEY | percent }}, or percent(DIGITS)",
    "fixed": "{{ RECORD.KEY | fixed }}, or fixed(DIGITS)",
    "thousands": "{{ RECORD.KEY | thousands }}",
    "significant": "{{ RECORD.KEY | significant }}, or significant(DIGITS)",
    "scientific": "{{ RECORD.KEY | scientific }}, or scientific(DIGITS)",
    "signed": '{{ RECORD.KEY | signed }}, or signed("percent", DIGITS)',
    "unit": '{{ RECORD.KEY | fixed(1) | unit("ms") }}',
    "currency": '{{ RECORD.KEY | currency("$") }}, or currency("$", DIGITS)',
    "pvalue": "{{ RECORD.KEY | pvalue }}, or pvalue(DIGITS)",
    "duration": "{{ RECORD.KEY | duration }}, of a number of seconds",
    "date": "{{ RECORD.date | date }}",
    "counts": "{{ RECORD.TEXT | counts }}",
    "pick": '{{ RECORD.TABLE | pick("COLUMN", …) | table }}',
    "table": '{{ RECORD.TABLE | table(best="COLUMN") }}',
    "spread": '{{ RECORD.KEY | spread }}, or spread("percent", DIGITS)',
}
_KINDS = (
    (r"NoneType|none", "none"),
    (r"bool", "true or false"),
    (r"_?(?:Real|Count|Measured|int|float)", "a number"),
    (r"Text|MeasuredText|str|Markup", "a text"),
    (r"TableView", "a table"),
    (r"Listed|list|tuple", "a row"),
    (r"dict", "a dictionary"),
    (r"_?\w*View|Unrecorded", "a whole record"),
    (r"Macro|function|method|builtin_function_or_method", "a word to be called"),
)
# What went wrong between values, as Python says it, and as the template would.
_TOLD = (
    (
        r"unsupported operand type\(s\) for (?P<sign>\S+?)(?: or pow\(\))?:"
        r" '(?P<a>\w+)' and '(?P<b>\w+)'",
        "{a} {sign} {b} cannot be worked out",
    ),
    (
        r"'(?P<sign>[<>=]+)' not supported between instances of '(?P<a>\w+)' and '(?P<b>\w+)'",
        "{a} {sign} {b} cannot be compared",
    ),
    (
        r"can only concatenate \S+ \(not \"(?P<b>\w+)\"\) to (?P<a>\w+)",
        "{a} + {b} cannot be joined",
    ),
    (r"can't multiply sequence by non-int of type '(?P<a>\w+)'", "a text or row * {a} is nothing"),
    (
        r"bad operand type for unary (?P<sign>\S): '(?P<a>\w+)'",
        "{sign} of {a} cannot be worked out",
    ),
    (r"'(?P<a>\w+)' object is not iterable", "{a} is no row to go through"),
    (r"argument of type '(?P<a>\w+)' is not .*", "nothing is in {a}"),
)
_SHOW_ONE = "name recorded numbers, RECORD.KEY, on both sides; join texts by ~"
_ASK_FIRST = "divide by what is never zero, or ask first: {% if x %}{{ y / x }}{% endif %}"


def tell_mistake(error: Exception) -> tuple[str, str]:
    """What is wrong in a template and what mends it ("" where only the template's writer knows)."""
    if isinstance(error, DeckError):
        return error.message, error.hint or ""
    if isinstance(error, UndefinedError):
        message, _, hint = str(error).partition("\nhint: ")
        return message, hint
    if isinstance(error, ZeroDivisionError):
        return "it divides by zero", _ASK_FIRST
    if isinstance(error, RecursionError):
        return (
            "it goes into itself without end",
            "take out the include, import or macro that comes back to where it stands",
        )
    for pattern, told in _TOLD if isinstance(error, TypeError) else ():
        if found := re.match(pattern, str(error)):
            words = {name: word if name == "sign" else _kind(word) for name, word in _groups(found)}
            return told.format(**words), _SHOW_ONE
    return f"{type(error).__name__}: {error}", ""


def _groups(found: re.Match[str]) -> Iterable[tuple[str, str]]:
    return found.groupdict().items()


def _kind(name: str) -> str:
    """What a template's writer calls a type of Python's."""
    return next((said for pattern, said in _KINDS if re.fullmatch(pattern, name)), f"a {name}")


def kind_of(value: Any) -> str:
    """What a template's writer calls such a value."""
    return _kind(type(value).__name__)


def refuse_call(called: Any, details: tuple, options: dict) -> None:
    """Raises DeckError for what cannot be called, and for a macro with more than it takes."""
    if isinstance(called, Macro):
        _refuse_macro(called, details, options)
    elif not callable(called):
        raise DeckError(
            f"{getattr(called, 'name', kind_of(called))} is {kind_of(called)}, and nothing to call",
            "write it without the brackets behind it",
        )


def refuse_arguments(words: Context, called: Any, details: tuple, options: dict) -> None:
    """Raises DeckError if it was called with too few or too many; `words` are the template's."""
    try:
        inspect.signature(called).bind(*details, **options)
    except (TypeError, ValueError) as error:  # Of some, Python does not say what they take.
        named = (word for word in _USES if words.get(word) is called)
        name = next(named, getattr(called, "__name__", ""))
        raise DeckError(
            f"{name}({_listed(details, options)}) is not how {name} is called",
            _USES.get(name) or _parameters(name, called),
        ) from error


def _parameters(name: str, called: Any) -> str:
    try:
        names = ", ".join(inspect.signature(called).parameters)
    except ValueError:
        return f"give {name} a value between its brackets"
    return f"{name} takes {names or 'nothing between its brackets'}"


def _refuse_macro(macro: Macro, details: tuple, options: dict) -> None:
    unknown = set(options).difference(macro.arguments, () if macro.catch_kwargs else {"caller"})
    too_many = len(details) > len(macro.arguments) and not macro.catch_varargs
    if too_many or (unknown and not macro.catch_kwargs):
        raise DeckError(
            f"macro {macro.name}({_listed(details, options)}) is not how {macro.name} is called",
            f"{{{{ {macro.name}({', '.join(macro.arguments)}) }}}}",
        )


def _listed(details: tuple, options: dict) -> str:
    return ", ".join([*map(_shown, details), *(f"{k}={_shown(v)}" for k, v in options.items())])


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str | int | float) else getattr(value, "_name", "…")


def filter_mistake(name: str, subject: Any, key: str) -> DeckError:
    """That a filter makes nothing of this, and how the filter is written."""
    use = _USES.get(name, f"give {name} what it can take: a number, a text or a row")
    if key.endswith(f"| {name}"):
        return DeckError(f"{key}: {name} makes nothing of {kind_of(subject)}", use)
    return DeckError(f"{key} is not how {name} is written", use)
