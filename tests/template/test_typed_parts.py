"""Code and pictures that no run made are told with their place, until somebody says why."""

import json
import shutil

import pytest
from jinja2 import DictLoader
from made_records import in_runs

from executed_slides.base.errors import DeckError
from executed_slides.template.bound_text import Binding, bound
from executed_slides.template.claims import ClaimExtension
from executed_slides.template.environment import BoundEnvironment
from executed_slides.template.judged import judge_once
from executed_slides.template.shown_parts import fence
from executed_slides.template.typed_numbers import ConstantExtension, constant
from executed_slides.template.typed_parts import Surroundings

RECORDED = Surroundings(frozenset(["image/loss.png"]))
CUT = "model.fit(x)\nmodel.evaluate()"
LOG = "loss: 0.5\ndone"


def judge(around=RECORDED, **templates):
    """What no run made in the deck `talk`."""
    templates["talk.md.j2"] = templates.pop("talk")
    environment = BoundEnvironment(
        loader=DictLoader(templates), extensions=[ClaimExtension, ConstantExtension]
    )
    known = {
        "x": in_runs("a.x", [0.25, 0.5, 0.75]),
        "log": bound(LOG, Binding("text", "a.log", LOG, None, ("a.log",), ("a",))),
        "code": bound(fence(CUT, "python"), Binding("code", "code('a', 'fit')", CUT)),
        "picture": bound("![loss](image/loss.png)", Binding("figure", "figure('loss')")),
        "constant": constant,
    }
    text = environment.get_template("talk.md.j2").render(known)
    return judge_once(environment, "talk", text, lambda: around)


def find(**templates: str) -> list[tuple[str, str]]:
    """Place and fault of all that is typed, `templates/` and the ending left out."""
    return [
        (part.place.removeprefix("templates/").replace(".md.j2", ""), part.fault)
        for part in judge(**templates).typed
    ]


def told(line: int, column: int, what: str = "code", template: str = "talk") -> tuple[str, str]:
    place = f"{template}:{line}:{column}"
    if what == "code":
        return place, "the code comes from no script"
    return place, f"the {what} was made by no run"


# ---- Code ----


@pytest.mark.parametrize(
    ("template", "place"),
    [
        ("```python\nmodel.fit()\n```", (1, 1)),
        ("# A\n\n~~~\n99.9%\n~~~", (3, 1)),
        ("````\n```python\nx\n```\n````", (1, 1)),
        ("* list\n\n  ```\n  x\n  ```", (3, 3)),
        ("1. ```\n   x\n   ```", (1, 4)),
        ("> ```\n> x\n> ```", (1, 3)),
        ("> * ```\n>   x", (1, 5)),
        ("words\n\n    indented", (3, 5)),
        ("* item\n\n      indented in it", (3, 7)),
        ("```\n▁▂▅█\n```", (1, 1)),
        ("```\nnever closed", (1, 1)),
        ("```\naccuracy: {{ x }}\n```", (1, 1)),
        ("```\n{{ 'model.fit()' }}\n```", (1, 1)),
        ("```\n{{ [46] | join }}\n```", (1, 1)),
        ("{{ x }}\n\n```\n{{ log.upper() }}\n```", (3, 1)),
        ("```\n{{ '%s words' | format(x) }}\n```", (1, 1)),
        ("```\n{{ [x, x] | join(' and ') }}\n```", (1, 1)),
        ("{{ code }}\n\n```\nx\n```", (3, 1)),
        ("<pre>loss: 0.5</pre>", (1, 1)),
        ("<div>\n<pre><code>a\n\nb</code></pre></div>", (2, 1)),
        ("words <PRE class='x'>a</PRE>", (1, 7)),
        ("{% for n in [1, 2] %}\n```\nx\n```\n{% endfor %}", (2, 1)),
    ],
)
def test_code_that_was_typed_is_told_where_it_begins(template, place):
    assert find(talk=template) == [told(*place)]


@pytest.mark.parametrize(
    "shown",
    [
        "code | replace('fit', 'train')",
        "code | truncate(24, true, '')",
        "code | upper",
        "'```\n' ~ code ~ '\n```'",
        "'```\n' ~ code",
        "code | replace('`', '') | indent(4, true)",
    ],
)
def test_code_that_is_not_shown_as_it_was_cut_is_not_what_ran(shown):
    [(place, fault)] = find(talk=f"# A\n\n{{{{ {shown} }}}}")

    assert place.startswith("talk:")
    assert fault.startswith(("the code is not what code('a', 'fit')", "the code comes from no"))


@pytest.mark.parametrize(
    "template",
    [
        "{{ code }}",
        "* list\n\n  {{ code | indent(2) }}",
        "```\n{{ x }}\n```",
        "```\n{{ log }}\n```",
        "```\n{{ x }}\n\n{{ x | percent }}\n{{ log }}\n```",
        "<pre>{{ log }}</pre>",
        "```\n```",
        "```\n{{ constant('pip install', 'how one installs it') }}\n```",
        "`inline` and ``two``",
        "<code>inline</code>",
        "<!-- a note:\n```\nsay this\n```\n-->",
        "| a | b |\n|---|---|\n| typed | words |",
        "$x$",
        "\\`\\`\\`\nwords",
    ],
)
def test_code_that_is_recorded_or_among_words_is_no_finding(template):
    assert find(talk=template) == []


def test_code_of_an_included_template_or_macro_is_told_there_and_once():
    found = find(
        talk="{% from 'words' import show %}{{ show('x') }}\n\n{{ show(x) }}\n{% include 'more' %}",
        words="{% macro show(code) %}\n```\nx = {{ code }}\n```\n{% endmacro %}",
        more="\n~~~\nx\n~~~",
    )

    assert found == [told(2, 1, template="words"), told(2, 1, template="more")]


# ---- Pictures ----


@pytest.mark.parametrize(
    ("template", "place", "what"),
    [
        ("# A\n\n![loss](image/other.png)", (3, 1), "picture image/other.png"),
        ("![](media/plot-from-yesterday.png)", (1, 1), "picture media/plot-from-yesterday.png"),
        ("words ![bg left](<media/a b.png>)", (1, 7), "picture media/a b.png"),
        ("![a][plot]\n\n[plot]: media/plot.png", (1, 1), "picture media/plot.png"),
        ("[![a](media/a.png)](https://b.org)", (1, 2), "picture media/a.png"),
        ("# ![a](media/a.png) A", (1, 3), "picture media/a.png"),
        ("| a |\n|---|\n| ![a](media/a.png) |", (3, 3), "picture media/a.png"),
        ("![a](image/loss.png/../x.png)", (1, 1), "picture image/loss.png/../x.png"),
        ("<img src='media/a.png' alt='a'>", (1, 1), "picture media/a.png"),
        ("a <img src=media/a.png> b", (1, 3), "picture media/a.png"),
        (
            "<picture><source srcset='media/a.webp'><img src='image/loss.png'></picture>",
            (1, 10),
            "picture media/a.webp",
        ),
        ("<img src='image/loss.png' srcset='media/a.png'>", (1, 1), "picture media/a.png"),
        ("<video src='media/a.mp4' controls></video>", (1, 1), "film media/a.mp4"),
        (
            "<video poster='media/a.png'><source src='image/loss.png'></video>",
            (1, 1),
            "picture media/a.png",
        ),
        ("![a](data:image/png;base64,aaaa)", (1, 1), "picture data:image/png;base64,aaaa"),
        ("<!-- _backgroundImage: url(media/a.png) -->", (1, 28), "picture media/a.png"),
        ("---\nbackgroundImage: 'url(\"a.png\")'\n---\n# A", (2, 24), "picture a.png"),
        ("---\nheader: '![a](a.png)'\n---\n# A\n\n---\n# B", (2, 10), "picture a.png"),
        ("<style>\nh1 { background: url(a.png) }\n</style>", (2, 22), "picture a.png"),
        ("<style>h1 { content: url('a.png') }</style>", (1, 27), "picture a.png"),
        (
            "<style>h1 { background: image-set('a.png' 1x) }</style>",
            (1, 36),
            "picture a.png",
        ),
        (
            "---\nstyle: |\n  h1 { background: url(a.png) }\n---\n# A",
            (3, 24),
            "picture a.png",
        ),
        ("{% set y = 'media/a.png' %}\n![a]({{ y }})", (2, 1), "picture media/a.png"),
    ],
)
def test_a_picture_that_no_run_drew_is_told_where_it_is_named(template, place, what):
    assert find(talk=template) == [told(*place, what)]


@pytest.mark.parametrize(
    "template",
    [
        "{{ picture }}",
        "![typed words](image/loss.png)",
        "![bg](./image/loss.png)",
        "![a](image/../image/loss.png?x#y)",
        "<img src='image/loss.png'>",
        "<style>h1 { background: url('image/loss.png') }</style>",
        "<style>p { filter: url(#fade) }</style>",
        "`![a](a.png)`",
        "<!-- say ![a](a.png) -->",
        ":tada: 🎉",
    ],
)
def test_a_recorded_picture_needs_no_reason_however_it_is_named(template):
    assert find(talk=template) == []


def test_an_alternative_text_that_was_typed_is_judged_as_words():
    judged = judge(talk="![loss falls to 0.3](image/loss.png)")

    assert [unbound.text for unbound in judged.unbound] == ["0.3"]
    assert judged.typed == []


# ---- Reasons ----


@pytest.mark.parametrize(
    "template",
    [
        "{% constant 'how' %}\n```\nx\n```\n{% endconstant %}",
        "{%- constant 'how' -%}\n```\nx\n```\n{%- endconstant -%}",
        "* a\n\n  {% constant 'how' %}```\n  x\n  ```{% endconstant %}",
        "{% constant 'how' %}words\n\n    x\n{% endconstant %}",
        "{% constant 'how' %}![a](a.png){% endconstant %}",
        "words {% constant 'how' %}<img src='a.png'>{% endconstant %}",
        "{% constant 'how' %}<pre>x</pre>{% endconstant %}",
        "{% constant 'how' %}<style>h1 { background: url(a.png) }</style>{% endconstant %}",
        "<!-- _backgroundImage: {% constant 'how' %}url(a.png){% endconstant %} -->",
        "{% constant 'how' %}{% include 'more' %}{% endconstant %}",
        "{% constant 'outer' %}{% constant 'how' %}![a](a.png){% endconstant %}{% endconstant %}",
        "{% claim x > 0 %}yes {% constant 'how' %}![a](a.png){% endconstant %}{% endclaim %}",
        "```\nx\n```",
    ],
)
def test_what_has_a_reason_is_listed_with_it(template):
    if template.startswith("```"):
        template = f'---\nconstants: "how"\n---\n{template}'

    judged = judge(talk=template, more="\n```\nx\n```\n")

    assert judged.typed == []
    [part] = judged.reasoned
    assert (part.reason, part.slide) == ("how", 1)
    assert part.text in ("x", "a.png")


@pytest.mark.parametrize(
    "template",
    [
        "{% constant 'how' %}```\na{% endconstant %}\nb\n```",
        "{% constant 'how' %}![a](a.png){% endconstant %} ![b](b.png)",
        "{% constant 'how' %}{% endconstant %}```\nx\n```",
    ],
)
def test_a_reason_is_for_what_stands_in_it_alone(template):
    assert len(find(talk=template)) == 1


@pytest.mark.parametrize(
    "template",
    [
        "{% constant 'how' %}88%{% endconstant %}",
        "{% constant 'how' %}![loss 88.1](image/loss.png){% endconstant %}",
        "---\nconstants: how\n---\n88%",
        "---\nconstants: how\n---\n![loss 88.1](a.png)",
        "{% set y %}{% constant 'how' %}of 88% {{ x }}{% endconstant %}{% endset %}{{ y | upper }}",
        "{% set y %}{% claim x > 0 %}of 88% {{ x }}{% endclaim %}{% endset %}{{ y | upper }}",
    ],
)
def test_a_reason_for_code_and_pictures_is_none_for_a_number(template):
    assert [unbound.text for unbound in judge(talk=template).unbound][:1] in (
        ["88%"],
        ["88.1"],
    )


@pytest.mark.parametrize("value", ['""', "' '", "", "true", "no"])
def test_a_front_matter_without_a_reason_is_refused(value):
    with pytest.raises(DeckError, match=r"^error: templates/talk.md.j2:2:\d+: a constant without"):
        judge(talk=f"---\nconstants: {value}\nlang: en\n---\n```\nx\n```")


@pytest.mark.parametrize(
    "tag", ["{% constant '' %}x{% endconstant %}", "{% constant ' ' %}x{% endconstant %}"]
)
def test_a_tag_without_a_reason_is_refused(deck, tag):
    deck.edit("templates/talk.md.j2", "# Talk", f"# Talk\n{tag}")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert outcome.err.startswith("error: templates/talk.md.j2:5: a constant without a reason")


def test_a_reason_for_nothing_is_known():
    judged = judge(talk="---\nconstants: a course\n---\n{% constant 'how' %}words{% endconstant %}")

    assert [(part.place, part.fault) for part in judged.idle] == [
        ("templates/talk.md.j2:4:4", "this constant is a reason for nothing: 'how'"),
        ("templates/talk.md.j2:2:12", "this constant is a reason for nothing: 'a course'"),
    ]


# ---- What no rendering came by ----


def test_what_is_typed_in_the_other_branch_is_told_too():
    found = find(
        talk="{% if not x %}\n```\nmade up\n```\n![a](a.png)\n{% endif %}"
        "{% claim x > 0 %}yes{% otherwise %}![b](media/{{ x }}.png)\n"
        "~~~\n{{ log }}\n~~~\n{% endclaim %}"
    )

    assert found == [told(2, 1), told(5, 1, "picture a.png")]


def test_a_reason_in_the_other_branch_counts_there():
    judged = judge(
        talk="{% if not x %}{% constant 'how' %}\n```\nx\n```\n{% endconstant %}{% endif %}"
    )

    assert (judged.typed, judged.idle) == ([], [])


def test_indented_lines_of_the_other_branch_may_be_of_a_list():
    assert find(talk="# A{% macro more() %}\n    words\n{% endmacro %}") == []


# ---- Themes ----


def in_theme(css: str, front: str = ""):
    around = Surroundings(themes=(("themes/x.css", css),))
    return judge(around, talk=f"{front}# A")


@pytest.mark.parametrize(
    ("css", "place", "fault"),
    [
        (
            "/* @theme x */\nsection::after {\n  content: 'accuracy 99.9%';\n}",
            "3:22",
            "'99.9%' stands in the theme and comes from no record",
        ),
        ("h1::before{content:'\\39 9%'}", "1:21", "'99%' stands in the theme and"),
        ("@media print { h1::after { content: 'a' '46 runs' } }", "1:42", "'46"),
        ("h1 { background: url(plot.png) }", "1:22", "the picture plot.png was made by no run"),
        (
            "h1 { content: '/* constant: why */ 99%' }",
            "1:36",
            "'99%' stands in the theme",
        ),
        ("h1 { /* constant: */ content: '99%' }", "1:32", "'99%' stands in the theme"),
        ("h1 { /* constant: a */ color: red; content: '99%' }", "1:46", "'99%' stands"),
    ],
)
def test_a_number_or_picture_of_a_theme_is_told_with_its_line(css, place, fault):
    [part] = in_theme(css).typed

    assert part.place == f"themes/x.css:{place}"
    assert part.fault.startswith(fault)
    assert part.mend == "say why, in a comment before its declaration: /* constant: REASON */"


@pytest.mark.parametrize(
    "css",
    [
        "/* @size 4:3 960px 720px */ section { width: 1280px }",
        "@font-face { font-family: A; src: url(fonts/A-700.ttf) }",
        "h1::before { content: counter(page) ' of ' }",
        "p { filter: url(#fade) }",
        "/* content: '99%' */",
    ],
)
def test_a_look_and_its_fonts_need_no_reason(css):
    assert in_theme(css).typed == []


def test_a_comment_gives_a_declaration_of_a_theme_its_reason():
    judged = in_theme(
        "h1 {\n  /* constant: the year of the course */\n  content: 'spring 2026, 46 people';\n"
        "  background: /* constant: ours */ url(logo.svg);\n}"
    )

    assert judged.typed == []
    assert [(part.where, part.slide, part.kind, part.reason) for part in judged.reasoned] == [
        ("themes/x.css", 0, "words", "the year of the course"),
        ("themes/x.css", 0, "picture", "ours"),
    ]


def test_a_deck_gives_pictures_of_its_theme_a_reason_and_numbers_none():
    judged = in_theme(
        "h1 { background: url(a.png); content: '99%' }", "---\nconstants: ours\n---\n"
    )

    assert [part.text for part in judged.reasoned] == ["a.png"]
    assert [part.fault[:5] for part in judged.typed] == ["'99%'"]


# ---- Commands ----


def test_check_and_build_tell_typed_code_and_pictures_with_their_places(deck):
    deck.edit("templates/talk.md.j2", "# Talk", "# Talk\n\n```\nx\n```\n![a](image/b.png)\n")
    shutil.copyfile(deck.root / "slides/image/a.png", deck.root / "slides/image/b.png")
    deck.write("themes/plain.css", "/* @theme plain */\nh1::after { content: '99%'; }\n")

    checked, built = deck.run("check"), deck.run("build")

    around = (
        'say why: {% constant "REASON" %} … {% endconstant %} around it, or constants: "REASON" '
        "in the front matter"
    )
    said = [
        "draft   templates/talk.md.j2:6:1   the code comes from no script",
        f'        mend: cut it from a script, {{{{ code("SCRIPT", "NAME") }}}}, or {around}',
        "draft   templates/talk.md.j2:9:1   the picture image/b.png was made by no run",
        f'        mend: show a recorded one, {{{{ figure("NAME") }}}}, or {around}',
        "draft   themes/plain.css:2:23   '99%' stands in the theme and comes from no record",
        "        mend: say why, in a comment before its declaration: /* constant: REASON */",
    ]
    assert checked.code == built.code == 3
    assert checked.lines[:6] == built.lines[-6:] == said
    assert "DRAFT · 3 problems" in deck.read("slides/talk.md")


def test_a_recorded_figure_that_is_lost_from_its_record_is_a_picture_of_nobody(deck):
    deck.edit("templates/talk.md.j2", '{{ figure("a", width=400) }}', "![a](image/a.png)")
    assert deck.run("build").code == 0
    deck.edit("templates/talk.md.j2", "![a](image/a.png)", "![a](image/b.png)")

    assert "the picture image/b.png was made by no run" in deck.run("check").out


def test_reasons_stand_in_the_provenance_with_what_they_are_for(deck):
    deck.edit(
        "templates/talk.md.j2",
        "# Talk",
        '# Talk\n{% constant "how one calls it" %}\n```\npip install x\n```\n{% endconstant %}',
    )

    assert deck.run("build").code == 0

    assert json.loads(deck.read("slides/talk.provenance.json"))["constants"] == [
        {
            "slide": 1,
            "title": "Talk",
            "from": "templates/talk.md.j2",
            "code": "pip install x",
            "reason": "how one calls it",
        }
    ]


def test_what_was_judged_is_judged_anew_when_a_theme_or_record_changes(deck):
    assert deck.run("check").code == 0
    deck.write("themes/plain.css", "/* @theme plain */\nh1::after { content: '99%'; }\n")

    assert "draft   themes/plain.css:2:23" in deck.run("check").out


def test_check_unused_lists_reasons_for_nothing(deck):
    deck.edit(
        "templates/talk.md.j2",
        "# Talk",
        '# Talk\n{% constant "Keras 3", "a release" %}{% constant "ours" %}gone{% endconstant %}',
    )
    deck.write("themes/plain.css", "/* @theme plain */\n/* constant: a year */\n")
    deck.run("build")

    outcome = deck.run("check", "--unused")

    assert outcome.code == 0
    assert [line for line in outcome.lines if "templates/" in line or "themes/" in line] == [
        "note    templates/talk.md.j2:5   nothing says 'Keras 3'",
        "note    themes/plain.css:2:1   this constant is a reason for nothing: 'a year'",
        "note    templates/talk.md.j2:5:41   this constant is a reason for nothing: 'ours'",
    ]
