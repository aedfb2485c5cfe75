"""Numbers are found in what one sees and hears: what else is in the Markdown states none."""

import pytest

from executed_slides.markdown.numbers_on_slides import find_stated_on
from executed_slides.markdown.reader import read_deck


def numbers(markdown):
    return [
        stated.number.text
        for slide in read_deck(markdown).slides
        for stated in find_stated_on(slide)
    ]


@pytest.mark.parametrize(
    "structure",
    [
        "---\nmarp: true\nsize: 16:9\n---\n",
        "# 2.1. 제목",
        "#### 1.1.2.1 제목",
        "# 3. 제목",
        "1. 하나\n2) 둘\n    3. 셋",
        "> 4. 인용",
        "* 1.1. 층\n* 1.2.3. 모델",
        "<!-- header: 2. 모델 › 2.1. 결과 -->",
        "```python\nepochs = 20\n```",
        "    epochs = 20",
        "* ~~~\n  20\n  ~~~",
        "`epochs=20`와 ```units = 16```",
        "<!-- _class: columns-2 -->",
        "<!--\n_paginate: 20\nsize: 4K\n-->",
        "<style>section { width: 750px }</style>",
        "<style>p { --font: 'Sans 88%'; font-family: var(--font), 'Serif 88%' }</style>",
        '<div style="width:50%">글</div>',
        "<p title='x' title='88%'>x</p title='88%'>",
        "<p a='>88%'>x</p>",
        "<p><!-- 88% --!>88%",
        "![width:750px](image/plot_3.png)",
        "![bg left:40% 80%](a.png)",
        "[글](https://example.org/2026/11#52)",
        "https://example.org/2026/11?x=52",
        "mail.52@example.org",
        "[1]: https://example.org/52",
        "각주[^3]",
        "&#8212;",
        "$x_1 + 2 y$와\n\n$$\\frac{1}{2} x^2$$",
        "$$ p > 1 $$",
        ":100: :1st_place_medal:",
        "![w:400](image/plot-2.png)",
    ],
)
def test_structure_is_no_number(structure):
    assert numbers(structure) == []


@pytest.mark.parametrize(
    ("markdown", "line", "found"),
    [
        ("97. percent of images", 1, ["97"]),
        ("97) percent of images", 1, ["97"]),
        ("97\\. percent of images", 1, ["97"]),
        ("97\\) x", 1, ["97"]),
        ("(97) x", 1, ["97"]),
        ("# 97. x", 1, ["97"]),
        ('<ol start="97"><li>percent of images</li></ol>', 1, ["97"]),
        ("<ol start=97>\n<li>\n<p>percent of images</p></li>\n</ol>", 1, ["97"]),
        ("<ul><li>words</li><li VALUE='97'><b>percent</b></li></ul>", 1, ["97"]),
        ("so <ol start=97><li>percent</li></ol>\nit is", 1, ["97"]),
        ("<ol start=3><li>words</li></ol>", 1, []),
        ('<ol start=""><li value>words</li></ol>', 1, []),
        ("<p value=97>percent</p>", 1, []),
        ("> * 88. x", 1, ["88"]),
        ("1. x\n   97. y", 2, ["97"]),
        ("9. 21. y", 1, ["21"]),
        ("2026. y", 1, ["2026"]),
        ("20. x\n21. y", 1, []),
        ("24. November 2026", 1, []),
        ("2026. 3. 2. x", 1, []),
        ("12. 97% of all", 1, ["97%"]),
        ("1. x\n97. y", 1, []),  # Marp counts on: 2. y.
        ("20\\. x", 1, []),
        ("(20) x", 1, []),
    ],
)
def test_a_number_of_an_item_numbers_as_far_as_lists_go(markdown, line, found):
    deck = read_deck(f"{markdown}\n\n---\n\n{markdown}\n")

    on_both = [[*find_stated_on(slide)] for slide in deck.slides]
    assert [[n.number.text for n in stated] for stated in on_both] == [found, found]
    for stated in (*on_both[0], *on_both[1]):
        begin = stated.place
        assert deck.markdown[begin : begin + len(found[0])] == found[0]
    assert [deck.line_of(n.place) for n in on_both[0]] == [line] * len(found)


@pytest.mark.parametrize(
    "markdown",
    [
        "**8**8%",
        "&#56;8%",
        "\\`88%\\`",
        "<b>88%</b>",
        "<div>\n88%\n</div>",
        # Marp's filter of HTML has its own mind of what a tag is.
        "<p><!-->88%</p>",
        "<p><!--->88%</p>",
        "<p ' >88%'>x</p>",
        "<p a=x'>88%'>x</p>",
        "<p><b/88%>x",
        "<p><b'88%'>x",
        "<p><b\n<88%>x",
        "<p>&#56&#x38%</p>",
        "<p><x y='&#56;8%'>x</p>",
        "<p title='88%' title='x'>x</p>",
        "<p ti*tle=88%>x</p>",
        "<p title=88%/>x",
        '<b title="88%">x</b>',
        '<img src="a.png" alt="88%">',
        "![reached 88%, of all](a.png)",
        "![bg 88% of\u2060 all](a.png)".replace("88%", "88%\u2060"),
        '[x](y "88%")',
        '![x](y.png "88%")',
        "[x]\n\n[x]: y '88%'",
        "[^1]: reached 88%",
        "[Note]: about 88% of all",
        "<!-- 88% -->",
        "<!-- Tip: 88% -->",
        "words <!-- 88% --> more",
        "<!-- footer: 88% -->",
        '<!-- _footer: "**88%**" -->',
        "<!-- header: 88% -->",
        "---\nfooter: 88%\n---\n",
        "---\ntitle: we reached 88%\n---\n",
        "---\ndescription: '88%'\n---\n",
        "---\nkeywords: [a, 88%]\n---\n",
        '<style>section::after { content: "88%" }</style>',
        "<style scoped>p::after { content: '88%' }</style>",
        "<style>p::after { c\\6fntent: '88%' }</style>",
        "<style>q { quotes: '88%' '' }</style>",
        "<style>li { list-style: '88%' inside }</style>",
        "<style>p { text-emphasis: '88%' }</style>",
        "<style>:root { --a: '88%'; --b: var(--a) } p::after { content: var(--b) }</style>",
        "<style>@property --a { initial-value: '88%' }</style>",
        "|a|\n|---|\n|88%|",
        "|88%|\n|---|\n|a|",
        "> 88%",
        "88%\n===",
        "$n = 88\\%$",
        "$88\\%$",
        "$$\nx \\approx 88\\%\n$$",
        "<script>88%</script>",
        "<!-- class: lead\n88% -->",
    ],
)
def test_words_are_found_wherever_they_are_seen_or_heard(markdown):
    said = [number.replace("\u2060", "").replace("\\", "") for number in numbers(markdown)]
    assert said == ["88%"]


def test_code_begins_and_ends_in_its_own_item():
    assert numbers("* `stray\n* 88%\n* `stray") == ["88%"]
