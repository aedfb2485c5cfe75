"""What is kept from one rendering to the next gives what a rendering from nothing gives."""

import random
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from judged_slides import in_each_run

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.template.bound_text import Binding
from executed_slides.template.kept_sections import KeptEnvironment
from executed_slides.template.rendering import (
    Rendered,
    false_claims,
    fill_again,
    fill_deck,
    make_kept_environment,
)

RECORDS = [
    in_each_run("a", accuracy=[0.91, 0.92, 0.93], epochs=[4, 5, 4], loss=[0.3, 0.2, 0.1]),
    in_each_run("b", accuracy=[0.81, 0.95, 0.83], epochs=[7, 7, 7]),
]
TALK = """---
theme: plain
lang: ko
evidence: 근거
---
{% include "one.md.j2" %}
---
{% include "two.md.j2" %}
---
# End
{{ b.epochs }} epochs
"""
ONE = """{%- from "words.md.j2" import shout, tell with context -%}
{% set best = a.accuracy %}
# One
{{ shout("loud") }} {{ best | percent }}
---
## Sure
{% claim a.accuracy > 0.5 %}more than half{% endclaim %}
{% call note(a, b) %}
said
{% endcall %}
---
## Last
{{ tell(a.epochs) }}
"""
TWO = """{%- from "plain.md.j2" import plain -%}
# Two
{{ plain(3) }}
---
{% set few = b.epochs %}{{ few }} epochs, {{ seeds(a, a.loss | spread('fixed', 2)) }}
---
## Mixed
{% claim b.accuracy > 0.9 %}all
{% sometimes %}{{ held }} of {{ of }}{% otherwise %}none{% endclaim %}
"""
FILES = {
    "talk.md.j2": TALK,
    "one.md.j2": ONE,
    "two.md.j2": TWO,
    "words.md.j2": "{% macro shout(it) %}**{{ it }}!**{% endmacro %}"
    "{% macro tell(n) %}{{ n }} of {{ b.epochs }} in {{ size is defined and size }}{% endmacro %}",
    "plain.md.j2": "{% from 'deep.md.j2' import deep %}"
    "{% macro plain(n) %}{{ deep }}{{ n }} plain{% endmacro %}",
    "deep.md.j2": "{% set deep = 'deep ' %}",
    "part.md.j2": "part of {{ size is defined and size }} {{ loop is defined and loop.index }}"
    "\n---\n{{ few is defined and few }}\n",
}
# What an author may write, whole or not.
BLOCKS = [
    "words of one's own",
    "12 typed",
    "---",
    "\n---\n",
    "## {{ a.accuracy | percent }}",
    "{% claim b.accuracy < a.accuracy %}less{% otherwise %}more{% endclaim %}",
    "{% if a.accuracy > b.accuracy %}better{% else %}worse{% endif %}",
    "{% set few = 3 %}",
    "{% set size = a.epochs %}",
    "{% set said %}{% claim a.loss < 1 %}small{% endclaim %} 7{% endset %}",
    "{{ said is defined and said }}",
    "{{ few is defined and few }}",
    "{% set ns = namespace(n=0) %}",
    "{% set ns.n = ns.n + 1 %}{{ ns.n }}",
    "{% set turn = cycler('odd', 'even') %}{{ turn.next() }}",
    "{% set row = ['x', 'y'] | map('upper') %}{{ row | join }}",
    "{{ row is defined and row | join }}",
    "{% macro own(n) %}{{ few is defined and few }}{{ n }}{{ later is defined and later }}"
    "{% endmacro %}",
    "{{ own is defined and own(1) }}",
    "{% set later = 'later' %}",
    "{% for size in [1, 2] %}{% include 'part.md.j2' %}{% endfor %}",
    "{% for x in a.accuracy.values %}\n---\n{{ x | percent }}{% endfor %}",
    "{% include 'part.md.j2' ignore missing %}",
    "{% from 'words.md.j2' import shout %}{{ shout('now') }}",
    "{% call note(b) %}9 and {{ b.accuracy | percent }}{% endcall %}",
    "{% constant 'Keras 3', 'the release that is meant' %}Keras 3",
    "{# a remark #}",
    "```\n---\n{# kept #}\n```",
    "$x^{{2}}$",
    '{{- "left" -}}',
    "{%- if true -%}\n---\n{%- endif -%}",
    "[one][ref]",
    "[ref]: https://example.org",
    "lang: en",
    "rounding: half-up",
    "{{ 0.125 * a.accuracy | fixed(1) }}",
    "{% block b %}in a block{% endblock %}",
    "{{ {'x': a.accuracy}['x'] | percent }}",
]
# What goes wrong, here or further on.
FAULTS = [
    "{% raw %}{{ raw }}",
    "{% endraw %}",
    "{{ ",
    "{% endif %}",
    "{% if true %}",
    "{% for",
    "{{ nobody }}",
    "{{ a.nothing }}",
    "{#",
]


@pytest.fixture
def project(tmp_path: Path) -> Any:
    folders = Folders(tmp_path)
    folders.templates.mkdir()
    for name, text in FILES.items():
        (folders.templates / name).write_text(text, "utf-8")
    recorded = {record.experiment: SimpleNamespace(record=record) for record in RECORDS}
    return SimpleNamespace(
        folders=folders, cache=Cache(), experiments=recorded, errors={}, settings=None
    )


def all_of(deck: Rendered) -> dict[str, Any]:
    """Everything that anybody can know of a rendered deck."""
    bound = [(s.start, s.end, s.source) for s in deck.markdown.spans]
    return {
        "markdown": str.__str__(deck.markdown),
        "bindings": [repr(each) for each in bound if isinstance(each[2], Binding)],
        "claims": [repr(claim) for claim in deck.claims],
        "places": [deck.place_of(claim) for claim in deck.claims],
        "templates": deck.templates,
        "undecided": deck.undecided,
        "false": false_claims(deck),
        "judged": [*map(repr, deck.unbound), *map(repr, deck.declared)],
    }


def outcome(render: Any) -> dict[str, Any]:
    try:
        deck = render()
        return all_of(deck)
    except DeckError as error:
        return {"error": str(error), "hint": error.hint}


def edit(project: Any, draw: random.Random, is_broken: bool) -> None:
    """One save, of whatever; what is broken is mended soon."""
    if is_broken and draw.random() < 0.5:
        for name, text in FILES.items():
            (project.folders.templates / name).write_text(text, "utf-8")
        return
    name = draw.choice([*FILES, "one.md.j2", "two.md.j2", "talk.md.j2"])
    file = project.folders.templates / name
    if draw.random() < 0.1 or not file.exists():
        file.write_text(FILES[name], "utf-8")
        return
    if name == "part.md.j2" and draw.random() < 0.2:
        file.unlink()
        return
    lines = file.read_text("utf-8").split("\n")
    at = draw.randrange(len(lines) + 1)
    match draw.choice(["put", "put", "drop", "move", "twice"]):
        case "put":
            lines[at:at] = [draw.choice(BLOCKS if draw.random() < 0.9 else FAULTS)]
        case "drop":
            del lines[at : at + draw.choice([1, 1, 3])]
        case "move":
            part = lines[at : at + 3]
            del lines[at : at + 3]
            to = draw.randrange(len(lines) + 1)
            lines[to:to] = part
        case "twice":
            lines[at:at] = lines[at : at + 4]
    file.write_text("\n".join(lines), "utf-8")


@pytest.mark.parametrize("seed", range(8))
def test_after_any_edit_what_is_kept_gives_what_a_rendering_from_nothing_gives(project, seed):
    draw = random.Random(seed)
    kept, again = make_kept_environment(project), {"error": ""}

    for _ in range(40):
        edit(project, draw, "error" in again)

        again = outcome(lambda: fill_again(project, "talk", kept))

        assert again == outcome(lambda: fill_deck(project, "talk"))


@pytest.mark.parametrize(("new", "count"), [("lang: ko\nfooter: said", 5), ("lang: en", 10)])
def test_another_front_matter_renders_again_what_it_has_a_say_in(project, monkeypatch, new, count):
    rendered = []
    render = KeptEnvironment.render_section
    monkeypatch.setattr(
        KeptEnvironment,
        "render_section",
        lambda self, section, context: (
            rendered.append(section.name) or render(self, section, context)
        ),
    )
    kept = make_kept_environment(project)
    fill_again(project, "talk", kept)
    talk = project.folders.templates / "talk.md.j2"
    talk.write_text(talk.read_text("utf-8").replace("lang: ko", new), "utf-8")
    before = len(rendered)

    again = all_of(fill_again(project, "talk", kept))

    assert again == all_of(fill_deck(project, "talk"))
    assert len(rendered) - before == count
