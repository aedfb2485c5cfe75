"""Whatever a deck holds, the HTML that Marp makes of it compares equal with what was ordered."""

import html
import itertools
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from real_decks import furnish

from executed_slides.output.marp_core import MarpCore
from executed_slides.output.show import describe_show
from executed_slides.output.styles import Style
from executed_slides.proof.html_comparison import compare_html
from executed_slides.proof.html_contents import read_finished_html
from executed_slides.proof.ordered import read_order

WORDS = st.sampled_from(
    [
        *("정확도", "88.2%", "2,546$", "a*b*c", "`x = 1`", "**굵게**", "*기울여*", "~~지움~~"),
        *(
            "[글](https://example.org/가)",
            "<https://example.org>",
            "www.example.org",
            "me@example.org",
            "$x^2$",
            "$5",
        ),
        *(
            "![w:30px 그림](image/loss.png)",
            "![bg left](image/loss.png)",
            "![](image/loss.png 'ttl')",
        ),
        *("<b>b</b>", "<span class='x'>y</span>", "<u onclick='a()'>z</u>", "<br>", "<i>", "</b>"),
        "<b title='a&#10;&#10;b'>c</b>",
        *(
            "&lt;",
            "&#56;8",
            "&nbsp;",
            "\\*",
            "\\",
            "<!-- 말 -->",
            "<!-- _class: lead -->",
            "<!--",
            "-->",
        ),
        *(
            ":tada:",
            "🎉",
            "'인용'",
            '"quote"',
            "--",
            "...",
            "(c)",
            "e\u0301",
            "\u00ad",
            "ﬁ",
            "عربي",
        ),
        *(
            "<script>x</script>",
            "<iframe src='a'>",
            "<style>p{}</style>",
            "|",
            "_",
            "``",
            "``` x",
            "\t",
            "  ",
        ),
    ]
)
LINE = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
# Marp draws no background that a running header asks for.
MARGIN = LINE.filter(lambda line: "![bg" not in line)
CODE = st.lists(st.sampled_from(["x = 1", "  y", "", "<b>", "```x", "\tz", "# 말"]), max_size=4)
BLOCKS = st.one_of(
    LINE,
    LINE.map("# 제목 {}".format),
    LINE.map("## <!-- fit --> 제목 {}".format),
    LINE.map("* {}\n* 둘".format),
    LINE.map("3. {}\n   - 안".format),
    LINE.map("> {}".format),
    LINE.map("제목 {}\n===".format),
    LINE.map("| a | 칸 {} |\n|---|--:|\n| 1 | 2 |".format),
    LINE.map("<div>\n\n{}\n\n</div>".format),
    # A comment that is left open in HTML hides all that follows.
    LINE.filter(lambda line: "<!--" not in line).map("<p>{}</p>".format),
    MARGIN.map("<!-- header: 위 {} -->".format),
    MARGIN.map("<!-- _footer: '{}' -->".format),
    LINE.map("<!-- {} -->".format),
    LINE.filter(lambda tex: "%" not in tex).map("$$\n{}\n$$".format),  # There, it ends a line.
    CODE.map(lambda lines: "```python\n" + "\n".join(lines) + "\n```"),
    CODE.map(lambda lines: "\n".join(f"    {line}" for line in lines)),
    st.sampled_from(
        [
            *(
                "---",
                "***",
                "<!-- paginate: true -->",
                "<!-- paginate: hold -->",
                "<!-- color: red -->",
            ),
            *("<!-- backgroundImage: url(image/loss.png) -->", "<!-- backgroundColor: '#eee' -->"),
            *(
                "<!-- class: [a, b] -->",
                "<video src='image/loss.png' controls></video>",
                "[r]: /x 'T'",
            ),
        ]
    ),
)
# A tag that is left open, alone on its line or by a fence, takes Marp's footer in, where no theme
# draws it.
LEFT_OPEN = re.compile(r"^\s*<i>\s*$|^<div>\n\n\s*``` x", re.MULTILINE)
DECKS = (
    st.lists(BLOCKS, min_size=1, max_size=6)
    .map("\n\n".join)
    .filter(lambda markdown: not ("footer" in markdown and LEFT_OPEN.search(markdown)))
)


@pytest.fixture(scope="module")
def core(tmp_path_factory):
    """Marp in a folder with one picture."""
    folders = furnish(tmp_path_factory.mktemp("drawn"))
    marp = MarpCore(folders)
    yield marp
    marp.close()


def find_in(core: MarpCore, markdown: str) -> list[str]:
    drawn = core.render(markdown, Style("default", ""), "theme")
    notes = "".join(
        f'<div class="bespoke-marp-note" data-index="{index}" tabindex="0">'
        + "".join(f"<p>{html.escape(note)}</p>" for note in said)
        + "</div>"
        for index, said in enumerate(drawn.notes)
        if said
    )
    page = Path(core.folders.slides / "drawn.html")
    slides = f'<div id=":$p">{"".join(drawn.html)}</div>'
    about = f'<script type="application/json">{describe_show(markdown)}</script>'
    page.write_text(f"<body>{slides}{notes}{about}</body>", "utf-8")
    ordered = read_order(markdown, core.folders.slides, {})
    return [
        str(found) for found in compare_html(ordered, read_finished_html(page), lambda place: None)
    ]


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(DECKS)
def test_a_deck_that_was_just_drawn_compares_equal(core, markdown):
    assert find_in(core, markdown) == []


@pytest.mark.exhaustive
def test_each_two_pieces_of_text_compare_equal_side_by_side(core):
    pieces = WORDS.elements
    decks = [f"앞 {one} {two} 뒤\n" for one, two in itertools.product(pieces, pieces)]
    assert {deck: found for deck in decks if (found := find_in(core, deck))} == {}
