"""Showable: which expressions a template can show, found by showing them.

["x.best", "x.best | counts"] ──▶ "x.best | counts", for the runs of x do not agree on the best
"""

import json
from collections.abc import Iterable

from executed_slides.markdown.languages import LANGUAGES
from executed_slides.state.project import Project
from executed_slides.template.bound_text import bindings_of
from executed_slides.template.rendering import context_of, make_environment


class Showable:
    """The records of a project as templates have them, to try expressions on."""

    def __init__(self, project: Project):
        self._environment = make_environment(project)
        self._environment.language = lambda: LANGUAGES["en"]
        self._context = context_of(project)

    def find_first(self, expressions: Iterable[str]) -> str | None:
        """The first that a template shows as something, None where it shows none of them."""
        return next((asked for asked in expressions if self._shows(asked)), None)

    def _shows(self, expression: str) -> bool:
        self._environment.claims, self._environment.spent = [], 0
        try:
            template = self._environment.from_string(f"{{{{ {expression} }}}}")
            shown = self._environment.concat(template.generate(self._context))
        except Exception:  # Whatever a template may say of it: it is not shown.
            return False
        # A text of some runs alone makes a draft of the slides.
        is_whole = all(not (b.kind == "text" and b.picked) for b in bindings_of(shown))
        return bool(shown.strip()) and is_whole


def spell(name: str, point: str, keys: Iterable[str], in_brackets: bool = False) -> str:
    """A value of a record as a template asks for it: `x.loss`, `x["val-loss"]`, `x.at(units=4)`.

    `in_brackets` is for names that mean something else behind a dot, as `in`.
    """
    spelled = f"{name}.{point}" if point else name
    for key in keys:
        dotted = key.isidentifier() and not in_brackets
        spelled += f".{key}" if dotted else f"[{json.dumps(key, ensure_ascii=False)}]"
    return spelled
