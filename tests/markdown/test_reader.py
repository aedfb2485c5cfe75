"""A deck's Markdown is read as Marp reads it: slides, words, notes, pictures, each in its place."""

from html.parser import HTMLParser
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from real_decks import ROOT
from tiny_deck import SOURCES

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown import reader, sections
from executed_slides.markdown.reader import SlideContents, read_deck
from executed_slides.output.marp_core import MarpCore
from executed_slides.output.styles import Style

STYLE = Style("plain", SOURCES["themes/plain.css"])


@pytest.fixture(scope="module")
def marp():
    core = MarpCore(Folders(ROOT))
    yield core
    core.close()


class Page(HTMLParser):
    """The words and alternative texts of one slide of Marp's HTML."""

    SILENT = ("mjx-container", "style", "script")
    EMPTY = ("img", "br", "hr", "wbr", "source", "col")

    def __init__(self, html):
        super().__init__()
        self.words, self.alts, self.open = "", [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attributes):
        about = dict(attributes)
        if about.get("class") == "emoji":
            self.words += about["alt"]
        elif tag == "img":
            self.alts.append(squeeze(about.get("alt") or ""))
        elif tag not in self.EMPTY:
            self.open.append(tag)
            if tag == "figcaption":
                self.alts.append("")

    def handle_endtag(self, tag):
        while tag in self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data):
        if "figcaption" in self.open:
            self.alts[-1] += squeeze(data)
        elif not any(tag in self.SILENT for tag in self.open):
            self.words += squeeze(data)


def squeeze(text):
    return "".join(text.split())


def ours(slide):
    """What we say that a slide shows: words, notes, alternative texts."""
    alts = [squeeze(image.alt.text) for image in slide.images]
    return (
        squeeze("".join(slide.texts)),
        [squeeze(note.content.text) for note in slide.notes],
        sorted(filter(None, alts)),
    )


def marps(html, notes):
    page = Page(html)
    return page.words, [squeeze(note) for note in notes], sorted(filter(None, page.alts))


PIECES = """
# One
## 2.1. **Two** `code` &amp; *em*
words 88% &#56;8
**bold**~~gone~~ \\*plain\\* \\`88\\`
* item
- item `x` y
1. one
1) two
> quote
> > deep
---
***
words
===
```python
x = "```"
```
````
~~~
    indented
\tindented
|a|b|
|---|---|
|1\\|2|`x`|
| c | **d** |
<!-- a note 88% -->
<!-- Tip: 88% -->
<!-- class: lead -->
<!-- _class: lead -->
<!-- footer: "**f** 8" -->
<!-- _footer: here -->
<!-- header: over `x` -->
<!--
several
lines
-->
words <!-- inside --> more
# a <!-- fit --> b
# a <!--fit--> b
<!-- prettier-ignore -->
![alt (0, 1\\]](a.png)
![w:300 the `loss` *of* all](a.png "title")
![bg left:33% 40% blur a back](a.png)
![](a.png)
[a link](https://a.b/c "title 8") <https://a.b>
[x][ref] and [ref]
[ref]: https://c.d "far"
[Note]: Accuracy reached 97.3%
[^1]: reached 97.3%
$x = 1$ and $ 5 and $5
$$
x^2
$$
$$ y = 2 $$
<div title="t">in</div>
<b>in</b> <script>x</script> <input value=1>
<style>section { color: red }</style>
<style scoped>
p { color: blue }

q { color: blue }
</style>
<div>
</div>
<br>
two \x20
lines\\
more
"quoted" 'it' -- (c)
:tada: 🎉 ① ½ 한글
""".strip("\n").split("\n")


SIGNS = """
* ** _ ` `` [ ] ( ) ! < > & \\ $ $$ | ~~ # - 1. : " ' = + { } % a 8 가 &amp; &#56; <b> </b> <!-- -->
<br> ](a.png) ![ [x](y) <i\x20x=1> http://a.b www.a.b a@b.c --- ``` >
""".replace("\\x20", " ").split()
LAID_OUT = [" ", "  ", "\n", "\n\n", "\t", "> "]


def assert_read_as_marp_shows(marp, text):
    markdown = "---\ntheme: plain\n---\n" + text
    try:
        made = marp.render(markdown, STYLE, "plain.css")
    except DeckError:
        return  # CSS that cannot be read: nobody sees such a deck.

    read = [ours(slide) for slide in read_deck(markdown).slides]
    assert read == [marps(*slide) for slide in zip(made.html, made.notes, strict=True)]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "", "", "", ""]), max_size=16))
@example(["# One", "<!-- _footer: here -->", "", "---", "", "words"])
@example(["</style>", "<!--"])
@example(["![w:20 a 𝟖𝟖% b ８:８](a.png)"])
@example(["<ruby>a<rt>1,234</rt></ruby>", "", "so <ruby>a<rt>8</rt></ruby> it is"])
@example(["<!-- style: \"p::after { content: '8' }\" -->"])
def test_blocks_are_read_as_marp_shows_them(marp, lines):
    assert_read_as_marp_shows(marp, "\n".join(lines))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from([*SIGNS, *LAID_OUT]), max_size=14))
@example(["![", "`", "*", "`", "*", "`"])
@example(["http://a.b", "`", "*", "`"])
@example(["<!--", "-->", "8", "-->"])
@example(["a", " ", "<!--", "-->", "8", "-->", "a"])
@example(["<!--", "---", "-->", "a"])
@example(["a", " ", "<!--", "---", ">", "8"])
def test_signs_are_read_as_marp_shows_them(marp, signs):
    assert_read_as_marp_shows(marp, "".join(signs))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, *SIGNS, *LAID_OUT, "\n"]), max_size=16))
def test_words_know_where_each_letter_stands(lines):
    markdown = "\n".join(lines)

    for slide in read_deck(markdown).slides:
        for words in slide.words:
            assert len(words.text) == len(words.places)
            for letter, place in zip(words.text, words.places, strict=True):
                # What stands for another letter, `&amp;` or an escaped one, stands where that does.
                assert markdown[place] in (letter, *"&\\<!`$: \t\n")


def contents(deck):
    """All that is read of a deck, with its places."""
    kinds = (*SlideContents.__annotations__, "start", "end", "directives", "header", "footer")
    slides = [[str(getattr(slide, kind)) for kind in kinds] for slide in deck.slides]
    return deck.directives, slides


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from([*PIECES, "", "---", "\n---\n", "\n---\n", "\r"]), max_size=24))
@example(["```", "", "---", "", "```", "", "---", "", "# Two"])
@example(["[ref]", "", "---", "", "[ref]: a", "", "---", "", '[ref]: b "c"'])
def test_a_deck_that_is_read_in_sections_is_the_same_as_one_read_at_once(lines):
    markdown = "---\ntheme: plain\n---\n" + "\n".join(lines)
    read_deck.cache_clear()
    in_sections = contents(read_deck(markdown))

    read_deck.cache_clear()
    with patch.object(
        reader, "find_sections", lambda markdown, lines: [markdown[lines.starts[0] :]]
    ):
        assert contents(read_deck(markdown)) == in_sections
    read_deck.cache_clear()


def test_slides_that_did_not_change_are_not_parsed_again():
    slides = [f"# S{number}\n\nwords" for number in range(20)]
    read_deck("\n\n---\n\n".join(slides))

    with patch.object(sections, "parse_blocks", wraps=sections.parse_blocks) as parse:
        deck = read_deck("\n\n---\n\n".join([*slides[:7], "# New", *slides[8:]]))

    assert [call.args[0] for call in parse.call_args_list] == ["\n# New\n\n---\n"]
    assert deck.slides[19].headings == [(deck.markdown.index("# S19"), "S19")]
