"""What was recorded is shown as it is: none of it becomes Markdown, unless somebody says so."""

import pytest

from executed_slides.template.bound_text import Binding, bound
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.escaped_values import escape_values


def show(template, **values):
    """The deck of a template in which each value is a recorded text."""
    environment = BoundEnvironment()
    known = {
        name: bound(value, Binding("text", f"a.{name}", value, None, (f"a.{name}",), ("a",)))
        for name, value in values.items()
    }
    text = environment.from_string(template).render(known)
    return escape_values(environment, "talk", text)


@pytest.mark.parametrize(
    ("template", "value", "shown"),
    [
        ("* {{ x }}", "*new*", r"* \*new\*"),
        ("|a|\n|---|\n|{{ x }}|", "b|c", "|a|\n|---|\n|b\\|c|"),
        ("![{{ x }}](a.png)", "over (0, 1]", r"![over (0, 1\]](a.png)"),
        ("<!-- {{ x }} -->", "a --> b", "<!-- a -\u2060-> b -->"),
        ("```\n{{ x }}\n```", "```", "````\n```\n````"),
        ("$n = {{ x }}$", "88%", r"$n = 88\%$"),
        ('<!-- _footer: "{{ x }}" -->', 'the "new"', '<!-- _footer: "the \\"new\\"" -->'),
        ("{{ x | upper }}", "*new*", r"\*NEW\*"),
        ("{{ x }}{{ x }}", "a\n\n---\n\nb", r"a<br><br>---<br><br>b" * 2),
        ("{{ x | safe }}", "*new*", "*new*"),
        ("{{ '**%s**' | format(x) }}", "new", "**new**"),
        ("{{ [x, x] | join(' | ') }}", "a", "a | a"),
        ("**{{ x }}**", "new", "**new**"),
        ("{{ x }}", "words, 88.2% (of 3)", "words, 88.2% (of 3)"),
    ],
)
def test_a_recorded_text_is_written_for_where_it_lands(template, value, shown):
    assert str(show(template, x=value)) == shown


def test_what_stands_behind_a_value_is_known_after_it_was_written():
    shown = show("ab {{ x }} cd", x="*new*")

    [span] = [span for span in shown.spans if getattr(span.source, "key", "") == "a.x"]
    assert shown[span.start : span.end] == r"\*new\*"
    typed = {shown[s.start : s.end] for s in shown.spans if s is not span}
    assert typed == {"ab ", " cd"}
