"""A value is only words, wherever it lands: Marp shows it as it is, and all else as it was."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from real_decks import ROOT
from test_reader import STYLE, marps, ours, squeeze

from executed_slides.base.folders import Folders
from executed_slides.markdown.escaping import find_rewritings
from executed_slides.markdown.reader import read_deck
from executed_slides.output.marp_core import MarpCore

IN_WORDS = [
    "v {} w",
    "{}",
    "# {}",
    "## a {}",
    "* {}",
    "1. {}",
    "> {}",
    "a\n{}\nb",
    "|a|b|\n|---|---|\n|{}|c|",
    "|a|{}|\n|---|---|\n|b|c|",
    "**{}**",
    "*{}* and ~~{}~~",
    "[{}](b)",
    "![w:20 {}](a.png)",
    "![bg {}](a.png)",
    "<div>{}</div>",
    "<div>\n\n{}\n\n</div>",
    "<small>({})</small>",
    "<!-- note {} of all -->",
    "<!-- {} -->",
    "<!--\n{}\n\nSource: a\n-->",
    "a <!-- {} --> b",
    "* a <!-- {} -->",
    "* a\n\n  <!-- {} -->\n* b",
    '<!-- _footer: "{}" -->',
    "<!-- _footer: '{}' -->",
    "<!-- _footer: a {} -->",
    "<!-- _header: a {} -->",
    "`{}`",
    "a `` {} `` b",
    "```\n{}\n```",
    "````python\na = {}\n````",
    "~~~\n{}\n~~~",
    "> ```\n> {}\n> ```",
    "* ```\n  {}\n  ```",
    "|a|b|\n|---|---|\n|`{}`|c|",
]
ELSEWHERE = [
    '[a](b "{}")',
    '<b title="{}">x</b>',
    "$x = {}$",
    "$$\nx = {}\n$$",
    '<style scoped>\np::after {{ content: "{}" }}\n</style>',
]
SIGNS = [
    *"*_`[]()!<>&\\$|~#-+.:\"'={}%a8가\n\t ",
    "``",
    "```",
    "~~~",
    "**",
    "$$",
    "1.",
    "&amp;",
    "<b>",
    "</b>",
    "<!--",
    "-->",
    "](x)",
    "![",
    "---",
    "\n\n",
    "\n---\n",
    "\n# ",
    "    ",
    ":tada:",
    "http://a.b",
    "class: lead",
    "_class: lead",
    "__",
    "b",
    "a | b\n---|---\n",
    "{{",
    "</style>",
]
VALUES = st.lists(st.sampled_from(SIGNS), min_size=1, max_size=7).map("".join)


@pytest.fixture(scope="module")
def marp():
    core = MarpCore(Folders(ROOT))
    yield core
    core.close()


# Which signs cannot be escaped in what is said of a background.
NARROW = {sign + 0xFEE0: sign for sign in b"[]<>`\\"} | {0x2060: None}


def tidy(words, notes, alts):
    """What a slide says, with the signs that stand for others as they were."""
    return (
        words.translate(NARROW),
        [note.translate(NARROW) for note in notes],
        [alt.translate(NARROW) for alt in alts],
    )


def put(context, value):
    """A deck with a value in some place, escaped."""
    before = "---\ntheme: plain\n---\nfirst\n\n---\n\n"
    markdown, spans = before, []
    parts = context.replace("{{", "\0").replace("}}", "\1").split("{}")
    for number, part in enumerate(parts):
        if number:
            spans.append((len(markdown), len(markdown) + len(value)))
            markdown += value
        markdown += part.replace("\0", "{").replace("\1", "}")
    markdown += "\n\n---\n\nlast"
    for start, end, text in reversed(find_rewritings(markdown, spans)):
        markdown = markdown[:start] + text + markdown[end:]
    return markdown


@settings(max_examples=600, deadline=None)
@given(st.sampled_from(IN_WORDS), VALUES.filter(str.strip))
@example("![w:20 {}](a.png)", "loss over (0, 1]")
@example("```\n{}\n```", "```")
@example("<!-- _footer: a {} -->", "8: 9 # x")
@example("`{}`", "a`\n\n")
@example("{}", "__init__")
@example("{}", "*__b__")
@example("<!-- {} -->", "_class: lead")
@example("<!-- {} -->", "a | b\n---|---\nc | d")
@example("a <!-- {} --> b", "a\n\nb")
def test_a_value_is_shown_as_it_is_and_changes_nothing_around_it(marp, context, value):
    markdown, neutral = put(context, value), put(context, "xyzxyz")

    expected = [
        (
            words.replace("xyzxyz", squeeze(value)),
            [note.replace("xyzxyz", squeeze(value)) for note in notes],
            [alt.replace("xyzxyz", squeeze(value)) for alt in alts],
        )
        for words, notes, alts in map(ours, read_deck(neutral).slides)
    ]
    assert [tidy(*ours(slide)) for slide in read_deck(markdown).slides] == expected
    made = marp.render(markdown, STYLE, "plain.css")
    read = [ours(slide) for slide in read_deck(markdown).slides]
    assert read == [marps(*slide) for slide in zip(made.html, made.notes, strict=True)]


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(ELSEWHERE), VALUES.filter(str.strip))
def test_what_is_around_a_value_stays_what_it_was(marp, context, value):
    markdown, neutral = put(context, value), put(context, "xyzxyz")

    made, before = (marp.render(text, STYLE, "plain.css") for text in (markdown, neutral))

    assert [marps(*s)[0] for s in zip(made.html, made.notes, strict=True)] == [
        marps(*s)[0] for s in zip(before.html, before.notes, strict=True)
    ]
