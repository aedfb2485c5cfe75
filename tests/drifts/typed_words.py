"""Typed numbers, in every place where Marp shows or speaks words, in every way to write them.

place      ## @           * @           <!-- @ -->       <b title="@">
spelling   88.2%          ８８％          eighty percent   팔십팔 퍼센트
case       ## Accuracy is 88.2% now
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from drift_cases import Case

# What a place reads: plain letters alone, entities too, signs of Markdown, tags.
PLAIN, HTML, MARKDOWN, TAGS = 0, 1, 2, 3


class Place(NamedTuple):
    """Where words stand: `@` is replaced by them."""

    name: str
    text: str
    reads: int = TAGS
    whole: bool = False


class Spelling(NamedTuple):
    """A way to write a number in words, and what of it must be told."""

    words: str
    told: str
    needs: int = PLAIN


def _front(entry: str) -> str:
    return f"---\ntheme: plain\n{entry}\n---\n# Talk\n\nwords\n"


PLACES = (
    Place("paragraph", "@ in the end"),
    Place("paragraph, second line", "words\n@ in the end\nwords"),
    Place("heading", "## @"),
    Place("heading with its number", "## 2.1. @"),
    Place("underlined heading", "@\n==="),
    Place("list", "* @"),
    Place("list in a list", "* words\n  * @"),
    Place("numbered list", "1. words\n2. @"),
    Place("fragments", "* words\n* @"),
    Place("head of a table", "|@|b|\n|---|---|\n|c|d|"),
    Place("cell of a table", "|a|b|\n|---|---|\n|c|@|"),
    Place("blockquote", "> @"),
    Place("blockquote in a list", "* words\n\n  > @"),
    Place("strong", "so **@** it is"),
    Place("emphasis", "so *@* it is"),
    Place("struck out", "so ~~@~~ it is"),
    Place("words of a link", "see [@](https://example.org)"),
    Place("title of a link", 'see [here](https://example.org "@")', HTML),
    Place("title of a definition", 'see [here][LABEL]\n\n[LABEL]: https://example.org "@"', HTML),
    Place("alternative text", "![w:200 @](image/a.png)", MARKDOWN),
    Place("alternative text by reference", "![@][dot]\n\n[dot]: image/a.png", MARKDOWN),
    Place("text of a background", "![bg right @](image/a.png)", PLAIN),
    Place("title of a picture", '![a dot](image/a.png "@")', HTML),
    Place("header", '<!-- _header: "@" -->\nwords'),
    Place("footer", "<!-- _footer: '@' -->\nwords"),
    Place("bare footer", "<!-- _footer: so @ it is -->\nwords"),
    Place("note", "words\n\n<!-- @ -->", PLAIN),
    Place("note of several lines", "words\n\n<!--\nfirst\n@\nlast\n-->", PLAIN),
    Place("note in a line", "words <!-- @ --> words", PLAIN),
    Place("note in a list", "* words <!-- @ -->", PLAIN),
    Place("note in a heading", "## words <!-- @ -->", PLAIN),
    Place("note in a cell", "|a|b|\n|---|---|\n|c|d <!-- @ -->|", PLAIN),
    Place("note with a colon", "words\n\n<!-- Tip: @ -->", PLAIN),
    Place("note by its word", "words\n\n{% call note(a) %}@{% endcall %}", PLAIN),
    Place("block of HTML", "<div>@</div>", HTML),
    Place("Markdown in HTML", "<div>\n\n@\n\n</div>"),
    Place("tag in a line", "so <small>@</small> it is"),
    Place("title of a tag", 'so <b title="@">it</b> is', HTML),
    Place("title of a block", '<div title="@">words</div>', HTML),
    Place("alternative text in HTML", '<img src="image/a.png" alt="@">', HTML),
    Place("details", "<details open><summary>so</summary>@</details>", HTML),
    Place("summary", "<details open><summary>@</summary>so</details>", HTML),
    Place("ruby", "<ruby>words<rt>@</rt></ruby>", HTML),
    Place("ruby in a line", "so <ruby>words<rt>@</rt></ruby> it is"),
    Place("table in HTML", "<table><tr><td>@</td></tr></table>", HTML),
    Place("description list", "<dl><dt>so</dt><dd>@</dd></dl>", HTML),
    Place("caption", "<figure><figcaption>@</figcaption></figure>", HTML),
    Place("tag that Marp shows", "so <blink>@</blink> it is"),
    Place(
        "style of a slide", '<style scoped>\np::after { content: "@" }\n</style>\n\nwords', PLAIN
    ),
    Place("style", "<style>\nh5::before { content: '@' }\n</style>\n\nwords", PLAIN),
    Place(
        "style of a screen", '<style>\n@media print { i::after { content: "@" } }\n</style>', PLAIN
    ),
    Place("title of the deck", _front('title: "@"'), PLAIN, True),
    Place("description of the deck", _front("description: '@'"), PLAIN, True),
    Place("author of the deck", _front('author: "@"'), PLAIN, True),
    Place("keywords of the deck", _front('keywords: ["deck", "@"]'), PLAIN, True),
    Place("header of all slides", _front("header: '@'"), TAGS, True),
    Place("footer of all slides", _front("footer: '@'"), TAGS, True),
    Place("footer from here on", _front("").replace("words", '<!-- footer: "@" -->'), TAGS, True),
    Place("folded footer", _front("footer: >\n  words\n  @"), TAGS, True),
    Place("style in front", _front('style: |\n  p::after { content: "@" }'), PLAIN, True),
)

SPELLINGS = (
    Spelling("Accuracy is 88.2%", "'88.2%'"),
    Spelling("accuracy 0.882", "'0.882'"),
    Spelling("1,234 reviews", "'1,234'"),
    Spelling("2.5x faster", "'2.5x'"),
    Spelling("loss −3.2 points", "'−3.2'"),
    Spelling("at 1e-4", "'1e-4'"),
    Spelling("80/20 split", "'80/20'"),
    Spelling("3×10⁻⁴ per step", "'3×10⁻⁴'"),
    Spelling("accuracy ８８％", "'８８％'"),
    Spelling("½ of all data", "'½'"),
    Spelling("accuracy ⁸⁸%", "'⁸⁸%'"),
    Spelling("𝟖𝟖% of them", "'𝟖𝟖%'"),
    Spelling("٨٨% of them", "'٨٨%'"),
    Spelling("Best epoch: ⑧", "'⑧'"),
    Spelling("It takes Ⅳ epochs", "'Ⅳ"),
    Spelling("accuracy 8️⃣8️⃣%", "8"),
    Spelling("eighty-eight percent of them", "'eighty-eight percent'"),
    Spelling("after three epochs", "'three epochs'"),
    Spelling("two thirds of all", "'two thirds'"),
    Spelling("정확도 88.2% 달성", "'88.2%'"),
    Spelling("팔십팔 퍼센트", "'팔십팔 퍼센트'"),
    Spelling("세 번 실행한 중앙값", "'세 번'"),
    Spelling("2만 5천 개의 리뷰", "'2만 5천 개'"),
    Spelling("accuracy &#56;&#56;.2%", "'88.2%'", HTML),
    Spelling("accuracy 88&percnt;", "'88%'", HTML),
    Spelling("accuracy 8&#x38;%", "'88%'", HTML),
    Spelling("accuracy 88\\%", "88", MARKDOWN),
    Spelling("accuracy 8**8**%", "'88", MARKDOWN),
    Spelling("accuracy __88__%", "'88%'", MARKDOWN),
    Spelling("accuracy 8<b>8</b>%", "'88%'", TAGS),
    Spelling("`accuracy` 88%", "'88%'", MARKDOWN),
)

# Formulas state what they come to.
FORMULAS = (
    ("so $n = 88$ it is", "'88'"),
    ("so $\\text{acc} \\approx 0.882$ it is", "'0.882'"),
    ("$$\nn = 88\\%\n$$", "88"),
    ("so $88.2\\%$ it is", "88.2"),
    ("$$ x \\to 0.31 $$", "'0.31'"),
    ("|a|\n|---|\n|$n = 88$|", "'88'"),
    ("## $n = 88$", "'88'"),
    ("* $n \\geq 88.2$", "'88.2'"),
)


def typed_words() -> Iterator[Case]:
    """Each spelling in each place that reads it as a number."""
    for place in PLACES:
        for number, spelling in enumerate(SPELLINGS):
            if spelling.needs <= place.reads and not _is_size(place, spelling):
                text = place.text.replace("@media", "\0").replace("@", spelling.words)
                text = text.replace("\0", "@media").replace("LABEL", "far" * (number + 1))
                yield Case(f"typed: {place.name}", spelling.words, text, spelling.told, place.whole)
    for number, (text, told) in enumerate(FORMULAS):
        yield Case("typed: formula", str(number), text, told)


def _is_size(place: Place, spelling: Spelling) -> bool:
    """Whether Marp takes what is said of a picture for its size, and nobody reads it."""
    return (
        "![" in place.text
        and "](@" not in place.text
        and any(re.fullmatch(r"[0-9.]+%", word) for word in spelling.words.split())
    )


# What no run made, and nobody gave a reason for.
TYPED_CODE = (
    "```python\nmodel.fit(x, epochs=88)\n```",
    "```\naccuracy 88.2%\n```",
    "~~~python\nx = 88\n~~~",
    "    model.fit(x, epochs=88)",
    "> ```python\n> x = 88\n> ```",
    "* words\n\n  ```python\n  x = 88\n  ```",
    "<pre><code>x = 88</code></pre>",
)
OWN_PICTURES = (
    "![w:200 a curve](media/curve.png)",
    "![bg a curve](media/curve.png)",
    '<img src="media/curve.png" alt="a curve">',
    "![w:200 a curve][curve]\n\n[curve]: media/curve.png",
    "<style scoped>\nh1 { background: url(media/curve.png) }\n</style>\nwords",
    "<!-- _backgroundImage: url(media/curve.png) -->\nwords",
)


def made_by_nobody() -> Iterator[Case]:
    for text in TYPED_CODE:
        yield Case("code that no script has", text, text, "the code comes from no script")
    for text in OWN_PICTURES:
        yield Case("picture that no run drew", text, text, "media/curve.png was made by no run")
