"""Nothing that a slide holds is hidden from who looks at it, however a style does that."""

import pytest
from real_decks import THEME, furnish, grey_png

from executed_slides.output.exports import export_deck
from executed_slides.output.layout import measure_layout

WORDS = "# 제목\n\n**88.2%** words `code`\n\n- item\n\n![w:200 loss](image/loss.png)\n"
SCREEN = "\n@media screen { section.room img { display: none } }\n"
DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="

TEXT, ITEM, PICTURE = "'88.2%'", "'item'", "the picture 'loss'"
# A style, what is hidden first, and how.
HIDDEN = {
    "p { display: none }": (TEXT, "is not displayed and 3 more of this slide"),
    "p { visibility: hidden }": (TEXT, "is not visible and 3 more of this slide"),
    "p { visibility: collapse }": (TEXT, "is not visible and 3 more of this slide"),
    "li { opacity: 0 }": (ITEM, "is transparent"),
    "img { opacity: .01 }": (PICTURE, "is transparent"),
    "p { opacity: .2 } strong { opacity: .3 }": (TEXT, "is transparent"),
    "p { filter: opacity(0) }": (TEXT, "is transparent and 3 more of this slide"),
    "img { filter: brightness(0) }": (PICTURE, "is transparent"),
    "img { width: 0 !important }": (PICTURE, "has no size"),
    "p { font-size: 0 }": (TEXT, "has no size and 1 more of this slide"),
    "p { transform: scale(0) }": (TEXT, "has no size and 3 more of this slide"),
    "p { rotate: y 90deg }": (TEXT, "has no size and 3 more of this slide"),
    "p { color: white }": (TEXT, "has the colour of its ground and 2 more of this slide"),
    "p { color: transparent }": (TEXT, "has the colour of its ground and 2 more of this slide"),
    "strong { -webkit-text-fill-color: #fefefe }": (TEXT, "has the colour of its ground"),
    "section { color: lab(100 0 0) }": (
        "'제목'",
        "has the colour of its ground and 4 more of this slide",
    ),
    "code { background: black; color: black }": ("'code'", "has the colour of its ground"),
    "strong { color: white; text-shadow: 3000px 0 black }": (TEXT, "is not drawn"),
    "strong { color: transparent; text-shadow: 0 0 1px transparent }": (TEXT, "is not drawn"),
    "strong { -webkit-text-stroke: 60px white }": (TEXT, "is not drawn"),
    "p { clip-path: inset(100%) }": (TEXT, "is clipped away and 3 more of this slide"),
    "p { position: absolute; clip: rect(0, 0, 0, 0) }": (
        TEXT,
        "is clipped away and 3 more of this slide",
    ),
    "li { position: absolute; width: 1px; height: 1px; overflow: hidden }": (
        ITEM,
        "is clipped away",
    ),
    "p { max-height: 1px; overflow: clip }": (TEXT, "is clipped away and 3 more of this slide"),
    "p { clip-path: circle(0) }": (TEXT, "is not drawn and 3 more of this slide"),
    "img { clip-path: circle(0) }": (PICTURE, "is not drawn"),
    "img { object-position: 9999px }": (PICTURE, "is not drawn"),
    "li { mask-image: linear-gradient(transparent, transparent) }": (ITEM, "is not drawn"),
    "li { mix-blend-mode: screen; color: white }": (ITEM, "has the colour of its ground"),
    "li { content-visibility: hidden }": (ITEM, "is not drawn"),
    "li { filter: blur(20px) }": (ITEM, "is blurred"),
    "ul { position: absolute; inset: 90px 60px; background: #fff }": (
        TEXT,
        "is covered and 3 more of this slide",
    ),
    "img { position: absolute; left: 60px; top: 80px }": (
        TEXT,
        "is not drawn and 3 more of this slide",
    ),
    "li::after { content: ''; position: absolute; inset: 0; background: #fff; "
    "pointer-events: none }": ("'제목'", "is covered and 4 more of this slide"),
    f"img {{ content: url({DOT}) }}": (PICTURE, "is replaced by the style"),
    "strong { unicode-bidi: bidi-override; direction: rtl }": (TEXT, "is written backwards"),
    "strong { display: inline-block; scale: -1 1 }": (TEXT, "is mirrored"),
    "strong { display: inline-block; transform: scaleX(-1) }": (TEXT, "is mirrored"),
    "strong { -webkit-text-security: disc }": (TEXT, "is shown as dots"),
    "strong { text-decoration: line-through 1em }": (TEXT, "is struck out"),
    "strong { color: white; background: linear-gradient(white, #fefefe) }": (
        TEXT,
        "has the colour of its ground",
    ),
    "strong { color: transparent; background: linear-gradient(white, white); "
    "background-clip: text }": (TEXT, "has the colour of its ground"),
    "strong { display: inline-block; rotate: 180deg }": (TEXT, "is upside down"),
    "li { transform: rotate(.5turn) }": (ITEM, "is upside down"),
    "ul { position: relative; z-index: 2; outline: 200px solid white }": (
        "'제목'",
        "is not drawn and 4 more of this slide",
    ),
    "ul { position: relative; z-index: 2; box-shadow: 0 0 0 200px white }": (
        "'제목'",
        "is not drawn and 4 more of this slide",
    ),
    "ul { position: absolute; inset: 90px 60px; backdrop-filter: blur(30px) }": (
        TEXT,
        "is covered and 3 more of this slide",
    ),
    "li::first-line { color: transparent }": (ITEM, "has a part that is hidden"),
    "li::first-letter { font-size: 0 }": (ITEM, "has a part that is hidden"),
}
TEXT_OF_SVG = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg'%3E"
    "%3Ctext y='20'%3E97%25%3C/text%3E%3C/svg%3E"
)
WRITTEN = {
    "section { counter-reset: a 97 } h1::after { content: counter(a) }": "counter(a)",
    "h1 { counter-increment: a 97 } h1::after { content: counters(a, '.') }": 'counters(a, ".")',
    "@counter-style b { system: cyclic; symbols: '97%' } li { list-style-type: b }": "97%",
    "h1 { quotes: '97%' '' } h1::before { content: open-quote }": "97%",
    f'h1::after {{ content: url("{TEXT_OF_SVG}") }}': "97%",
    f'h1 {{ background: url("{TEXT_OF_SVG}") }}': "97%",
    "strong::after { content: ' 99.9%' }": "99.9%",
    "li::before { content: 'of ' '12' ' runs' }": "of 12 runs",
    "li { list-style-type: '97% ' }": "97%",
    "li::marker { content: '\\39 7%' }": "97%",
    "li { list-style-type: decimal; counter-set: list-item 97 }": "counter(list-item)",
    "h1 { --n: 97; counter-set: a var(--n) } h1::after { content: counter(a) }": "counter(a)",
    "h1::before { display: list-item; list-style: '97% ' inside; content: 'x' }": "97%",
    "h1::before { content: '٩٧%' }": "٩٧%",
    "li { list-style-type: '½ of ' }": "½ of",
    "h1 { text-emphasis: '9' }": "9",
    "h1 { hyphenate-character: '97%' }": "97%",
}
HARMLESS = [
    "section { counter-reset: c } h1 { counter-increment: c } "
    "h1::before { content: counter(c) '. ' }",
    "section { background: linear-gradient(white, #eee) }",
    "h1 { box-shadow: 0 2px 12px #888 }",
    "h1 { outline: 20px solid white; outline-offset: -20px }",
    "strong { text-decoration: line-through }",
    "h1 { rotate: 5deg }",
    "",
    "p { opacity: .6 }",
    "p { text-transform: uppercase }",
    "p { color: #767676 }",
    "strong { color: white; text-shadow: 0 0 2px black }",
    "strong { color: white; background: black }",
    "strong { color: white; -webkit-text-stroke: 1px black }",
    "h1 { background: linear-gradient(red, blue); -webkit-background-clip: text; "
    "color: transparent }",
    "section { color: white; background: linear-gradient(black, black) }",
    "img { border-radius: 50%; clip-path: circle(50%) }",
    "img { filter: grayscale(1) }",
    "img { mix-blend-mode: multiply }",
    "p { mask-image: linear-gradient(black, black) }",
    "h1::before { content: '▶ ' }",
    "li::after { content: ' ✓' }",
    "strong { display: inline-block; transform: rotate(4deg) }",
    "p { direction: rtl }",
    "li { list-style-type: decimal; counter-increment: list-item 1 }",
    "h1::before { content: '①' }",
    "section { counter-reset: n } li::before { counter-increment: n; content: counter(n) '. ' }",
    "ul { position: relative; z-index: 2 }",
    "h1::after { content: ''; position: absolute; left: 0; top: 700px; width: 9px; "
    "height: 9px; background: red }",
    "section::after { color: white }",
]


def slide(style: str, words: str = WORDS, say: str = "") -> str:
    return f"{say}<style scoped>{style}</style>\n\n{words}"


@pytest.fixture(scope="module")
def found(tmp_path_factory):
    """What is found on a slide of each style, measured all at once."""
    folders = furnish(tmp_path_factory.mktemp("hidden"), THEME + SCREEN)
    (folders.image / "loss.png").write_bytes(grey_png(400, 300))
    slides = {style: slide(style) for style in [*HIDDEN, *WRITTEN, *HARMLESS]}
    slides["room"] = slide("", say="<!-- _class: room -->\n")
    slides["folded"] = "<details><summary>더</summary>숨은 글</details>\n"
    slides["open"] = "<details open><summary>더</summary>보이는 글</details>\n"
    slides["margins"] = slide("header, footer { display: none }", say="<!-- _header: 머리 -->\n")
    slides["vertical"] = slide(
        "p { writing-mode: vertical-rl; height: 900px }", f"# A\n\n{'글 ' * 200}\n"
    )
    slides["column"] = slide("p { column-width: 300px; height: 60px }", f"# A\n\n{'글 ' * 400}\n")
    slides["several"] = slide(
        "ul > li:not(.aaaaaaaa)::before { content: '91%' } p:not(.aaaa)::before { content: '92%' } "
        "strong:not(i)::before { content: '93%' } h1::before { content: '94%' }"
    )
    slides["attribute"] = slide(
        "abbr::after { content: attr(title) }", '<abbr title="97%">x</abbr>\n'
    )
    slides["page"] = slide("", say="<!-- _paginate: true -->\n")
    slides["formula"] = slide("mjx-container { color: white }", "$$ x = 88 $$\n")
    slides["picture behind"] = slide("p { color: white }", "![bg](image/loss.png)\n\n하얀 글\n")
    markdown = "---\ntheme: tested\nlang: ko\n---\n" + "\n---\n".join(slides.values())
    (folders.slides / "talk.md").write_text(markdown, "utf-8")
    export_deck(folders, "talk", [folders.slides / "talk.html"])
    faults = measure_layout(folders, "talk")
    kinds = ("hidden", "style number", "overflow", "cut")
    return {
        style: [(f.kind, f.detail) for f in faults if f.slide == number and f.kind in kinds]
        for number, style in enumerate(slides, 1)
    }


@pytest.mark.parametrize("style", HIDDEN)
def test_what_a_style_hides_is_named_with_the_way_it_does(found, style):
    assert ("hidden", " ".join(HIDDEN[style])) in found[style]


@pytest.mark.parametrize("style", WRITTEN)
def test_a_number_that_only_the_style_says_is_told(found, style):
    assert found[style] == [("style number", f"'{WRITTEN[style]}' stands in the style alone")]


@pytest.mark.parametrize("style", [*HARMLESS, "open", "margins", "page", "picture behind"])
def test_a_style_that_hides_nothing_is_no_fault(found, style):
    assert found[style] == []


@pytest.mark.parametrize("flow", ["vertical", "column"])
def test_what_flows_off_the_page_is_told(found, flow):
    assert "overflow" in dict(found[flow])


def test_each_of_several_rules_is_looked_at(found):
    told = {text for kind, text in found["several"] if kind == "style number"}

    assert told == {f"'{number}%' stands in the style alone" for number in (91, 92, 93, 94)}


def test_an_attribute_that_only_the_style_shows_is_told(found):
    assert found["attribute"] == [("style number", "'97%' stands in the style alone")]


def test_what_is_hidden_in_the_room_alone_is_found(found):
    assert found["room"] == [("hidden", "the picture 'loss' is not displayed")]


def test_what_waits_for_a_click_is_hidden(found):
    assert found["folded"] == [("hidden", "'숨은 글' is folded away in <details>")]


def test_a_formula_can_be_hidden_too(found):
    assert found["formula"] == [("hidden", "the formula has the colour of its ground")]
