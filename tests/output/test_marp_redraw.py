"""Slides that are drawn again by themselves are those that a drawing of the whole deck has."""

import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.output import marp_core
from executed_slides.output.marp import node_environment
from executed_slides.output.marp_core import DrawnSlides, MarpCore
from executed_slides.output.styles import Style
from executed_slides.toolchain.installation import modules
from executed_slides.toolchain.node import find_node

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


RULE = "\n---\n"
# What a save may say in front of all.
FRONT = ["paginate: false", "footer: said", "title: A talk", "own: 1", "size: 4:3", "class: lead"]


def edit(markdown: str, draw: random.Random) -> str:
    """One save, of whatever."""
    return draw.choice([edit_words, edit_slides])(markdown, draw)


def edit_slides(markdown: str, draw: random.Random) -> str:
    """A slide more, or fewer, elsewhere or twice; or another front matter."""
    front, *slides = markdown.split(RULE)
    at, to = (draw.randrange(len(slides) + 1) for _ in "ab")
    match draw.choice(["in", "out", "move", "twice", "front"]):
        case "in":
            slides[at:at] = ["\n".join(["", *draw.choices(BLOCKS[:2] + BLOCKS, k=2), ""])]
        case "out":
            del slides[at : at + 1]
        case "move":
            part = slides[at : at + 1]
            del slides[at : at + 1]
            slides[to:to] = part
        case "twice":
            slides[to:to] = slides[at : at + 1]
        case "front":
            front = f"{front}\n{draw.choice(FRONT)}" if at % 2 else DECK.split(RULE)[0]
    return RULE.join([front, *slides])


def edit_words(markdown: str, draw: random.Random) -> str:
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


def test_a_scoped_style_stays_its_slide_s_when_marp_has_practised_and_the_theme_is_another(cores):
    core = MarpCore(Folders(ROOT))  # It practises behind its first answers alone.
    restyled = STYLE._replace(css=f"{STYLE.css}p {{ color: red; }}")

    core.render(DECK, STYLE, "plain")
    again = outcome(core, DECK, restyled)
    core.close()

    assert again == draw_whole(cores[1], DECK, restyled)


def test_a_theme_that_nobody_can_read_ends_no_process_that_practises(cores):
    core = MarpCore(Folders(ROOT))
    core.render(DECK, STYLE, "plain")
    process = core.process

    with pytest.raises(DeckError, match="plain"):
        core.render(DECK, STYLE._replace(css="section {"), "plain")
    again = outcome(core, DECK)

    assert core.process is process
    core.close()
    assert again == draw_whole(cores[1], DECK)


SAVES = """
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
const [script, any] = process.argv.slice(1);
const { Redrawing } = await import(pathToFileURL(script));
const { Marp } = createRequire(any)("@marp-team/marp-core");
const marp = new Marp({ inlineSVG: true, script: false });
const redrawing = new Redrawing(marp);
for (let save = 0; save < 5; save++) {
  const slides = Array.from({ length: 30 }, (_, slide) => `# ${slide}\\n\\nsave ${save}`);
  const deck = slides.join("\\n\\n---\\n\\n");
  if (!redrawing.draw(deck)) redrawing.remember(deck, marp.render(deck, { htmlAsArray: true }));
  console.log(redrawing.sections.size);
}
"""


def test_of_decks_that_are_drawn_as_a_whole_the_last_alone_is_held():
    folders, script = Folders(ROOT), Path(marp_core.__file__).with_name("marp_redraw.mjs")
    command = [find_node().node, "--input-type=module", "-e", SAVES, script]

    told = subprocess.run(
        [*command, modules(folders) / "any.js"],
        env=node_environment(folders),
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.split() == ["0", "30", "30", "30", "30"]


ONE, TWO, THREE, FOUR, FIVE = SLIDES = [
    "\n# One\n\n:tada:\n",
    "\n## Two\n\n* first\n\n![bg right](image/a.png)\n",
    "\n## Formula\n\n$x^2$\n",
    "\n## Four\n\n<!-- footer: said -->\n\n| a |\n|---|\n| :tada: |\n\n<!-- a note -->\n",
    '\n<!-- _class: lead -->\n\n## Five\n\n<section id="5"></section>\n',
]
NEW = "\n<!-- _paginate: hold -->\n\n## New\n\n---\n\n## Four\n"


@pytest.mark.parametrize(
    ("slides", "front"),
    [
        ([ONE, NEW, TWO, THREE, FOUR, FIVE], ""),
        ([NEW, *SLIDES], ""),
        ([*SLIDES, NEW], ""),
        ([ONE, TWO, TWO, THREE, FOUR, FIVE], ""),
        ([TWO, THREE, FOUR, FIVE], ""),
        ([ONE, TWO, THREE, FOUR], ""),
        ([ONE, THREE, FOUR, FIVE], ""),
        ([TWO, ONE, FIVE, THREE, FOUR], ""),
        ([ONE, TWO, THREE, FOUR.replace("footer: said", "header: on"), FIVE], ""),
        (SLIDES, "own: 1\n"),
        (SLIDES, "_backgroundColor: red\n"),
    ],
    ids=[
        "in",
        "before",
        "behind",
        "twice",
        "first",
        "last",
        "out",
        "moved",
        "header",
        "own",
        "red",
    ],
)
def test_of_slides_that_have_other_numbers_alone_none_is_drawn(cores, slides, front):
    outcome(cores[0], RULE.join(["---\npaginate: true", *SLIDES]))
    markdown = RULE.join([f"---\n{front}paginate: true", *slides])

    answer = cores[0].ask({"markdown": markdown, **STYLE._asdict()})

    assert "css" not in answer  # It comes with a drawing of the whole.
    cores[0].drawn = cores[0].drawn_by(answer)
    assert unkeyed(cores[0].drawn) == draw_whole(cores[1], markdown)


KATEX = "---\nmath: katex\n---\n"
DEFINING = "\n## Define\n\n$\\gdef\\x{7}\\x$\n"
USING = "\n## Use\n\n$\\x$\n"
LINKING = "\n[one][to]\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ([THREE, FOUR], [FOUR]),
        ([ONE, TWO], [TWO]),
        ([DEFINING, USING, TWO], [USING, DEFINING, TWO]),
        ([TWO, DEFINING, USING], [TWO, USING]),
        ([DEFINING, USING, TWO], [DEFINING.replace("7", "8"), USING, TWO]),
        ([TWO, LINKING, "\n[to]: a.html\n"], [TWO, LINKING, "\n[to]: b.html\n"]),
        ([TWO, LINKING, "\n[to]: a.html\n"], ["\n[to]: b.html\n", TWO, LINKING]),
    ],
    ids=["formula", "emoji", "macro moved", "macro out", "macro", "address", "address moved"],
)
def test_what_other_slides_show_too_is_drawn_anew(cores, before, after):
    for front in ("", KATEX):
        outcome(cores[0], RULE.join([front, *before, TWO]))
        markdown = RULE.join([front, *after, TWO])

        assert outcome(cores[0], markdown) == draw_whole(cores[1], markdown)
