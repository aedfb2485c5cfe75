"""Code and pictures that no run made, what a theme alone writes, and how one says why it is right.

{% constant "how one calls the finished tool" %}      around code or a picture, in a template
constants: "a course: its code is to be read"         for all of a deck, in its front matter
/* constant: the year of the course */                before a declaration of a theme

Numbers are told by `typed_numbers`: what surrounds them gives them no reason.
"""

from collections.abc import Callable
from typing import NamedTuple

from executed_slides.base.errors import DeckError
from executed_slides.base.files import text_of
from executed_slides.base.folders import Folders
from executed_slides.markdown.themes import theme_of
from executed_slides.template.bound_text import Reasoned, bound

FOR_DECK = "constants"
_AROUND = '{% constant "REASON" %} … {% endconstant %}'
_SAY_WHY = f'say why: {_AROUND} around it, or {FOR_DECK}: "REASON" in the front matter'
_MENDS = {
    "code": f'cut it from a script, {{{{ code("SCRIPT", "NAME") }}}}, or {_SAY_WHY}',
    "picture": f'show a recorded one, {{{{ figure("NAME") }}}}, or {_SAY_WHY}',
    "film": _SAY_WHY,
}
_LONG = 60


class TypedPart(NamedTuple):
    """Something on slides that nothing recorded stands behind, and what is to be done."""

    place: str
    fault: str
    mend: str

    def __str__(self) -> str:
        return self.fault


class ReasonedPart(NamedTuple):
    """Code, a picture or words of a theme that no run made, and why; `slide` is 0 in a theme."""

    where: str
    slide: int
    title: str
    kind: str
    text: str
    reason: str


class Surroundings(NamedTuple):
    """What decides about a deck beside its templates.

    These are the figures of its records, as slides name them, and the files of its theme.
    """

    figures: frozenset[str] = frozenset()
    themes: tuple[tuple[str, str], ...] = ()


def read_themes(folders: Folders, markdown: str) -> tuple[tuple[str, str], ...]:
    """The files that make the theme of a deck, as messages name them, and what they hold."""
    files = theme_of(folders, markdown).files(folders)
    return tuple((folders.shown(file), text_of(file) or "") for file in files)


def tell_code(place: str, altered: str) -> TypedPart:
    """A block of code; one that was cut from a script may have been `altered` since."""
    fault = f"the code is not what {altered} gives" if altered else "the code comes from no script"
    return TypedPart(place, fault, _MENDS["code"])


def tell_picture(place: str, kind: str, target: str) -> TypedPart:
    fault = f"the {kind} {shorten(target)} was made by no run"
    return TypedPart(place, fault, _MENDS[kind])


def tell_theme(place: str, kind: str, text: str) -> TypedPart:
    mend = "say why, in a comment before its declaration: /* constant: REASON */"
    if kind == "words":
        return TypedPart(place, f"{text!r} stands in the theme and comes from no record", mend)
    return tell_picture(place, kind, text)._replace(mend=mend)


def tell_idle(place: str, reason: str) -> TypedPart:
    """A reason that nothing asks for."""
    fault = f"this constant is a reason for nothing: {shorten(reason)!r}"
    return TypedPart(place, fault, "take it away, or put it around what no run made")


def shorten(text: str) -> str:
    line = text.strip().partition("\n")[0]
    return line if len(line) <= _LONG else f"{line[:_LONG]}…"


def refuse_no_reason(place: str) -> None:
    raise DeckError(f"{place}: a constant without a reason", "say why it is right")


def give_reason_to(about: tuple[str, int, str], caller: Callable[[], str]) -> str:
    """What a part of a template says, with its reason around it."""
    return bound(caller(), Reasoned(*about))
