"""Values that stay words: what expressions put onto slides is written so that none of it is syntax.

{{ x.name }} is "a|b *new*"   in a cell: a\\|b \\*new\\*   in a note: as it is
{{ x.table | safe }}          Markdown on purpose
"""

from collections.abc import Iterator

from executed_slides.base.files import hash_text
from executed_slides.template.bound_text import Binding, Span, Text, rewrite
from executed_slides.template.environment import BoundEnvironment

_VALUES = ("number", "text", "constant")


def escape_values(environment: BoundEnvironment, deck: str, markdown: Text) -> Text:
    """The deck with its values written for where each of them lands."""
    plain = str.__str__(markdown)
    spans = [
        (span.start, span.end)
        for span in _find_values(markdown)
        if not plain[span.start : span.end].replace(".", "").isalnum()
    ]
    if not spans:
        return markdown
    decides = hash_text(plain), hash_text(repr(spans))
    changes = environment.kept.get("escaped", deck, *decides)
    if changes is None:
        from executed_slides.markdown.escaping import find_rewritings

        changes = [tuple(change) for change in find_rewritings(plain, spans)]
        environment.kept.put("escaped", deck, *decides, value=changes)
    return rewrite(markdown, changes) if changes else markdown


def _find_values(markdown: Text) -> Iterator[Span]:
    """The parts that expressions gave, outermost alone, in order; none in figures and code."""
    end = 0
    for span in sorted(markdown.spans, key=lambda span: (span.start, -span.end)):
        if isinstance(span.source, Binding) and span.start >= end:
            end = span.end
            if span.source.kind in _VALUES and not span.source.markup:
                yield span
