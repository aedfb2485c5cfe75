"""What the cases suppose is so: real Marp shows each typed number, and recorded signs as words."""

import html
import re

import pytest
from drift_cases import FRONT_MATTER, RULE, SCORES
from real_decks import ROOT
from tiny_deck import SOURCES, Deck, build
from typed_words import typed_words

from executed_slides.base.folders import Folders
from executed_slides.output.marp_core import MarpCore
from executed_slides.output.styles import Style

pytestmark = pytest.mark.exhaustive

STYLE = Style("plain", SOURCES["themes/plain.css"])
# Signs that cannot be escaped where they stand are written by others of the same look.
ALIKE = {sign + 0xFEE0: sign for sign in b"[]<>`\\"}

VALUES = (
    "*new* and **old**",
    "a_b_c and __d__",
    "a|b|c",
    "<b>88</b> & <script>x</script>",
    "# 88",
    "1. first",
    "- [x] done",
    "> said",
    "`code` and ``more``",
    "```",
    "[a](b) ![c](d)",
    "$x = 88$ and $$",
    "--> <!-- 88 -->",
    "---",
    "~~gone~~",
    ":tada: &amp; &#56;",
    "over (0, 1]",
    "{{ a.total }} {% x %} {# y #}",
    "the \"new\" and the 'old'",
    "w:300 blur bg 88%",
    "http://example.org/88 and www.example.org",
    "\\*plain\\* \\\\",
    "class: lead",
    "정확도 *88*%",
)
LANDINGS = (
    "so @ it is",
    "@",
    "## @",
    "* @",
    "1. @",
    "> @",
    "|a|b|\n|---|---|\n|@|c|",
    "**@** it is",
    "see [@](https://example.org)",
    "![w:200 @](image/a.png)",
    "<div>@</div>",
    '<b title="@">so</b>',
    "words\n\n<!-- @ -->",
    '<!-- _footer: "@" -->\nwords',
    "<!-- _header: so @ it is -->\nwords",
    "so `@` it is",
    "```\n@\n```",
    "{% set n = VALUE %}so {{ n }} it is",
    "{% macro say(n) %}so {{ n }} it is{% endmacro %}{{ say(VALUE) }}",
    "{% for n in [VALUE] %}so {{ n }} it is{% endfor %}",
    "so {{ '%s' | format(VALUE) }} it is",
    "so {{ VALUE ~ '.' }} it is",
)


@pytest.fixture(scope="module")
def marp():
    core = MarpCore(Folders(ROOT))
    yield core
    core.close()


def visible(slide: str, notes: tuple[str, ...]) -> str:
    """All that one sees, hears and is told by pointing at it, without white space."""
    emoji = re.sub(r'<img class="emoji"[^>]*?alt="([^"]*)"[^>]*>', r"\1", slide)
    attributes = re.findall(r'(?:alt|title)="([^"]*)"', slide)
    words = re.sub(r"<[^>]*>", "", emoji)
    return squeeze("\n".join([html.unescape("\n".join([words, *attributes])), *notes]))


def squeeze(text: str) -> str:
    return re.sub(r"[\s\u2060\u200b]+", "", text.translate(ALIKE))


def test_marp_shows_each_number_that_a_case_says_is_shown(marp):
    cases = [case for case in typed_words() if not case.whole and "{%" not in case.text]
    made = marp.render(FRONT_MATTER + RULE.join(case.text for case in cases), STYLE, "plain.css")

    css = squeeze(made.css)
    missing = [
        (case.kind, case.name)
        for case, slide, notes in zip(cases, made.html, made.notes, strict=True)
        if squeeze(case.told.strip("'")) not in visible(slide, notes)
        and not ("style" in case.kind and squeeze(case.told.strip("'")) in css)
        and case.kind != "typed: formula"
    ]
    assert missing == []


def test_recorded_signs_are_shown_as_they_were_recorded(marp, deck):
    slides = recorded_slides(deck)
    markdown = deck.read("slides/signs.md")

    made = marp.render(markdown, STYLE, "plain.css")

    assert len(made.html) == len(slides)
    wrong = []
    for (landing, value), slide, notes in zip(slides, made.html, made.notes, strict=True):
        is_right = squeeze(value) in visible(slide, notes)
        SCORES.count(False, "recorded signs, shown as words", is_right)
        if not is_right:
            wrong.append((landing, value, visible(slide, notes)))
    assert wrong == [], "\n".join(map(str, wrong))


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The tiny deck, and an experiment whose parameters are signs of all kinds."""
    lines = [f"v{number} = {value!r}" for number, value in enumerate(VALUES)]
    script = "\n".join(
        [
            '"""Signs."""',
            "# /// experiment",
            "# ///",
            "# %% Setup",
            "from executed_slides import record",
            '# %% Parameters tags=["parameters"]',
            *lines,
            "# %% Measure",
            "record.numbers(n=1)",
            "",
        ]
    )
    return build(tmp_path_factory.mktemp("signs"), {**SOURCES, "experiments/signs.py": script})


def recorded_slides(deck: Deck) -> list[tuple[str, str]]:
    """A deck with each value in each place, built and checked; place and value of each slide."""
    slides, texts = [], []
    for landing in LANDINGS:
        for number, value in enumerate(VALUES):
            put = f"signs.parameters.v{number}"
            texts.append(landing.replace("@", f"{{{{ {put} }}}}").replace("VALUE", put))
            slides.append((landing, value))
    deck.write("templates/signs.md.j2", FRONT_MATTER + RULE.join(texts) + "\n")
    assert deck.run("build", "--no-run").code == 0
    assert deck.run("check").code == 0
    return slides
