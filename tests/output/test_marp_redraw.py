"""Slides that are drawn again by themselves are those that a drawing of the whole deck has."""

import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.output.marp_core import DrawnSlides, MarpCore
from executed_slides.output.styles import Style

ROOT = Path(__file__).parent.parent.parent
STYLE = Style("plain", "/* @theme plain */\nsection { color: navy; }\n")
DECK = """---
theme: plain
paginate: true
header: "A *talk*"
---
# One
words of one's own, [a link][ref] :tada:

---

<!-- class: dense -->
## Two

* first
* second **bold**

![bg right](image/a.png)

<!-- a note -->

---

<!-- _paginate: skip -->
<!-- footer: "[at][ref]" -->
## Two

| a | b |
|---|---|
| 1 | 2 |

```python
x = 1  # 🇰🇷
---
y = 2
```

---

## Formulas

$x^2$ and

$$
y = \\text{손실}
$$

---

<style scoped>h2 { color: red; }</style>

## Last

> said

[ref]: https://example.org "Title"
"""
# What an author may write.
BLOCKS = [
    "more words",
    "# One",
    "## Two",
    "Setext\n---",
    "\n---\n",
    "---",
    "* * *",
    "\n---\n---\n",
    "- item\n- item",
    "* part",
    "1) part",
    "<!-- class: bright -->",
    "<!-- _class: lead -->",
    "words <!-- _backgroundColor: gold --> around",
    "<!-- paginate: hold -->",
    "<!-- paginate: false -->",
    "<!-- header: other -->",
    '<!-- header: "" -->',
    "<!-- headingDivider: 2 -->",
    "<!-- theme: gaia -->",
    "<!-- size: 4:3 -->",
    "<!-- lang: de -->",
    "<!-- style: 'p { color: green; }' -->",
    "<!-- a note\n\n---\n\nwith a rule -->",
    "<!-- never closed",
    "<style>p { margin: 0; }</style>",
    # In a line of its own: of a style that nobody can read, Marp decides by lot.
    "<style scoped>p { color: blue; } @keyframes k { from { top: 0; } }</style>",
    "[ref]: https://example.com",
    "[other]: other.html",
    "[one][other] and [two][ref]",
    "![](image/b.png) ![bg fit](image/c.png)",
    "![bg left:30%](image/d.png)",
    "$a_1$",
    "$\\def\\x{7}\\x$ $\\x$",
    "🎉 :smile:",
    "<video src='a.mp4' controls></video>",
    "<div>\n\nin a div\n\n</div>",
    "```\nnever closed",
    "```\ncode\n```",
    "~~~\n\n---\n\n~~~",
    "    indented\n\n---\n\n    code",
    "> quote\n---",
    "# <!-- fit --> Fit",
    "---\ntheme: plain\n---",
    "&amp; &copy; https://example.org",
    "a\tb  \nc",
    "\n\n\n",
]


@pytest.fixture(scope="module")
def cores() -> Iterator[tuple[MarpCore, MarpCore]]:
    """One that is asked deck after deck, and one that forgets."""
    both = MarpCore(Folders(ROOT)), MarpCore(Folders(ROOT))
    yield both
    for core in both:
        core.close()


def outcome(core: MarpCore, markdown: str, style: Style = STYLE) -> Any:
    try:
        return unkeyed(core.render(markdown, style, "plain"))
    except DeckError as error:  # A style that nobody can read.
        return str(error)


def draw_whole(core: MarpCore, markdown: str, style: Style = STYLE) -> Any:
    outcome(core, "# Another deck\n\n---\n")
    return outcome(core, markdown, style)


def unkeyed(drawn: DrawnSlides) -> Any:
    """What was drawn, without the keys of scoped styles, which are drawn by lot."""
    text = "\n".join([*drawn.html, drawn.css])
    keys = dict.fromkeys(re.findall(r"data-marpit-scope-(\w+)", text))

    def clear(part: str) -> str:
        for number, key in enumerate(keys):
            part = part.replace(key, f"KEY{number}")
        return part

    return tuple(map(clear, drawn.html)), clear(drawn.css), drawn.notes


def edit(markdown: str, draw: random.Random) -> str:
    """One save, of whatever."""
    lines = markdown.split("\n")
    at = draw.randrange(len(lines) + 1)
    match draw.choice(["word", "word", "word", "put", "drop", "move", "back"]):
        case "word" if at < len(lines):
            lines[at] += draw.choice([" word", " *word*", " 한", "x", "1"])
        case "put":
            lines[at:at] = draw.choice(BLOCKS).split("\n")
        case "drop":
            del lines[at : at + draw.choice([1, 1, 3])]
        case "move":
            part = lines[at : at + 3]
            del lines[at : at + 3]
            to = draw.randrange(len(lines) + 1)
            lines[to:to] = part
        case "back":
            return DECK if draw.random() < 0.3 else markdown
    return "\n".join(lines)


@pytest.mark.parametrize("seed", range(4))
def test_after_any_edit_the_slides_are_those_of_a_drawing_of_the_whole(cores, seed):
    draw, markdown = random.Random(seed), DECK

    for _ in range(40):
        markdown = edit(markdown, draw)

        again = outcome(cores[0], markdown)

        assert again == draw_whole(cores[1], markdown)


@pytest.mark.parametrize(
    "more",
    [
        "p { color: red; }",
        "section { width: 960px; height: 720px; }",
        "/* @auto-scaling true */",
        '@import "gaia";',
        "/* @size 4:3 960px 720px */",
        "section {",
        '@font-face { font-family: "Own"; src: url(own.ttf); }',
    ],
)
@pytest.mark.parametrize("front", ["", "size: 4:3\n"])
def test_in_another_theme_the_slides_are_those_of_a_drawing_of_the_whole(cores, more, front):
    markdown = DECK.replace("paginate: true\n", f"paginate: true\n{front}")
    restyled = STYLE._replace(css=f"{STYLE.css}\n{more}\n")

    outcome(cores[0], markdown)
    again = outcome(cores[0], markdown, restyled)

    assert again == draw_whole(cores[1], markdown, restyled)
    assert outcome(cores[0], markdown) == draw_whole(cores[1], markdown)
