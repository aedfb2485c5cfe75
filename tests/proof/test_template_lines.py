"""Where in today's templates stands what a slide shows, by how it was asked for."""

import pytest

from executed_slides.base.folders import Folders
from executed_slides.proof.template_lines import TemplateLines

TEMPLATE = """# First
{{ a.loss }} {{ a.loss | percent(2) }}
{% call note(a) %}
{{ a.loss }}
{% endcall %}
# Second
{{ a.loss }} and {{ a.losses }} and {{ xa.loss }}
{{ a.at(units=4)
   .loss | percent }}
{% for point in b.points %}{{ point.gain | fixed }}{% endfor %}
{% claim a.loss < b.gain
   and a.loss > 0 %}less{% endclaim %}
{{ figure("loss", width=10) }} {{ code("a", 'hold out') }}
"""


@pytest.fixture
def lines(tmp_path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/talk.md.j2").write_text(TEMPLATE, "utf-8")
    return TemplateLines(Folders(tmp_path), ["templates/talk.md.j2", "templates/gone.md.j2"])


@pytest.mark.parametrize(
    ("asked", "names", "title", "where", "found"),
    [
        ("a.loss", ["a.loss"], "First", "slide", [2]),
        ("a.loss", ["a.loss"], "First", "note", [4]),
        ("a.loss", ["a.loss"], "First", "", [2, 4]),
        ("a.loss", ["a.loss"], "Another", "slide", [2, 7, 11, 12]),
        ("a.loss | percent(2)", ["a.loss"], "First", "slide", [2]),
        ("a.losses", ["a.losses"], "Second", "slide", [7]),
        ("a.at(units=4).loss | percent", ["a.at(units=4).loss"], "Second", "slide", [8]),
        ("b.at(units=4).gain | fixed", ["b.at(units=4).gain"], "Second", "slide", [10]),
        ("b.at(units=4).gain | fixed", ["b.at(units=4).gain"], "First", "slide", []),
        ("a.loss < b.gain and a.loss > 0", ["a.loss", "b.gain"], "Second", "slide", [11]),
        ("(a.loss - b.gain)", ["a.loss", "b.gain"], "Second", "slide", [11]),
        ("figure('loss'", [], "Second", "slide", [13]),
        ("code('a', 'hold out')", [], "Second", "slide", [13]),
        ("c.loss", ["c.loss"], None, "", []),
    ],
)
def test_the_lines_of_an_expression(lines, asked, names, title, where, found):
    assert lines.find(asked, names, title, where) == [f"templates/talk.md.j2:{n}" for n in found]
