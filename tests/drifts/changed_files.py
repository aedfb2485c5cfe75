"""Files of a built deck, changed by hand: what `check` must name, and what is nobody's fault.

slides/talk.md       a number, a line less, a slide twice      told: slides/talk.md, line 7
results/a.json       any value that it holds                   told: results/a.json
.a.py.swp, times, line ends                                    nothing is told
"""

import os
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from real_decks import grey_png
from tiny_deck import SOURCES, Deck

TEMPLATE = """---
theme: plain
lang: en
title: A talk
footer: Given in March 2026
---
<!-- _class: lead -->
# Talk

* total {{ a.total }} of {{ a.parameters.steps }} steps, twice is {{ b.twice }}
* {{ constant(46, "topics of the set") }} topics

{{ figure("a", width=400) }}

<!-- Say that it is {{ a.total }}. -->

---
# Result

* {% claim a.total > 5 %}more than five{% otherwise %}less{% endclaim %}

|run|share|
|---|---|
|first|{{ a.share | percent }}|

---
# Code

{{ code("a", "sum") }}

{% include "parts/end.md.j2" %}
"""
END = """
---
# The end

Thanks, {{ a.share | spread("percent", 0) }}
"""
DECK = {
    **SOURCES,
    "templates/talk.md.j2": TEMPLATE,
    "templates/parts/end.md.j2": END,
    "themes/plain.css": "/* @theme plain */\nsection { width: 1280px; height: 720px }\n",
}

Act = Callable[[Path], object]
MARKDOWN, PROVENANCE = "slides/talk.md", "slides/talk.provenance.json"
EXPORTED, LAYOUT, HTML, PDF = (
    f"slides/talk.{form}" for form in ("export.json", "layout.json", "html", "pdf")
)


@dataclass(frozen=True)
class Change:
    """Files and their new bytes (None deletes), and of which one something must be told.

    `told` is a pair: the beginning of its subject, and words of the reason; without it all must
    stay good, after a build if it is `rebuilt`. `act` changes what is no content.
    """

    kind: str
    name: str
    files: dict[str, bytes | None] = field(default_factory=dict)
    told: tuple[str, str] | None = None
    rebuilt: bool = False
    act: Act | None = None


def _change(kind: str, name: str, file: str, content: str | bytes | None, *told: str) -> Change:
    content = content.encode() if isinstance(content, str) else content
    return Change(kind, f"{file}: {name}", {file: content}, (told[0], told[1]) if told else None)


# ---- Harmful ----

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false')


def edited_markdown(deck: Deck) -> Iterator[Change]:
    """Each line of the slides: changed, gone, twice; slides in another order; other bytes."""
    text = deck.read(MARKDOWN)
    lines = text.splitlines(keepends=True)

    def edited(name: str, new: list[str] | str | bytes, told: str) -> Change:
        content = "".join(new) if isinstance(new, list) else new
        return _change("Markdown by hand", name, MARKDOWN, content, MARKDOWN, told)

    for number, line in enumerate(lines, 1):
        before, after = lines[: number - 1], lines[number:]
        if number_in := re.search(r"\d", line):
            digit = str((int(number_in[0]) + 1) % 10)
            changed = line[: number_in.start()] + digit + line[number_in.end() :]
            yield edited(f"digit of line {number}", [*before, changed, *after], f"line {number} ")
        if line.strip():
            changed = f"{line.rstrip()} not\n"
            yield edited(f"word of line {number}", [*before, changed, *after], f"line {number} ")
        yield edited(f"line {number} gone", [*before, *after], "line ")
        yield edited(f"line {number} twice", [*before, line, line, *after], "line ")
    head, *slides = re.split(r"(?m)^(?=---\n# |# Talk|<!-- _class)", text)
    for at in range(len(slides) - 1):
        swapped = [*slides[:at], slides[at + 1], slides[at], *slides[at + 2 :]]
        yield edited(f"slides {at} and {at + 1} swapped", [head, *swapped], "line ")
    yield edited("a slide more", text + "\n---\n# 99%\n", "line ")
    yield edited("lines ended otherwise", text.replace("\n", "\r\n").encode(), "")
    yield edited("a mark of byte order", b"\xef\xbb\xbf" + text.encode(), "")
    yield edited("cut short", text.encode()[:-5], "line ")
    yield edited("in UTF-16", text.encode("utf-16"), "")
    yield edited("empty", b"", "")
    yield _change("Markdown by hand", "gone", MARKDOWN, None, MARKDOWN, "is missing")


def edited_values(deck: Deck, file: str, kind: str, told: str = "") -> Iterator[Change]:
    """Each value that a file of JSON holds, made another one."""
    text = deck.read(file)
    for found in _TOKEN.finditer(text):
        if text[found.end() : found.end() + 1] == ":":
            continue  # A key.
        edited = text[: found.start()] + _other(found[0]) + text[found.end() :]
        line = text.count("\n", 0, found.start()) + 1
        yield _change(kind, f"line {line}: {found[0][:20]}", file, edited, told or file, "")


def _other(value: str) -> str:
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    if value.startswith('"'):
        return f'{value[:-1]}x"'
    return f"{value}1" if "." in value else str(int(value) + 1)


def edited_provenance(deck: Deck) -> Iterator[Change]:
    text = deck.read(PROVENANCE)
    own = text.index('"templates": [')  # What is hashed there is what templates are compared with.
    for change in edited_values(deck, PROVENANCE, "provenance"):
        if not (change.files[PROVENANCE] or b"").startswith(text[:own].encode()):
            yield change
    yield _change("provenance", "gone", PROVENANCE, None, PROVENANCE, "is missing")
    yield _change("provenance", "empty", PROVENANCE, "", PROVENANCE, "")
    yield _change("provenance", "no JSON", PROVENANCE, text[:-9], PROVENANCE, "")
    one = re.search(r'(?m)^ \{"slide": 1.*\n', text)
    assert one
    yield _change(
        "provenance", "a number less", PROVENANCE, text.replace(one[0], "", 1), PROVENANCE, ""
    )


def edited_records(deck: Deck) -> Iterator[Change]:
    for name in ("a", "b"):
        file = f"results/{name}.json"
        for change in edited_values(deck, file, "record, any value"):
            yield replace(change, told=(name, file))


def edited_export_records(deck: Deck) -> Iterator[Change]:
    """Each value of what the finished files are said to be made from."""
    yield from edited_values(deck, EXPORTED, "export record", "slides/talk.")
    for name, content in (("gone", None), ("empty", b""), ("other JSON", b"[]"), ("{}", b"{}")):
        yield _change("export record", name, EXPORTED, content, "slides/talk.", "")
    text = deck.read(LAYOUT)
    for name, new in (
        ("html", text.replace('"html": "', '"html": "0')),
        ("pdf", text.replace('"pdf": "', '"pdf": "0')),
        ("gate", re.sub(r'"gate": "\w+"', '"gate": "0"', text)),
        ("gone", None),
        ("empty", ""),
        ("a fault", text.replace("[]", '[{"slide": 1, "kind": "hidden", "detail": "x"}]')),
    ):
        yield _change("layout record", name, LAYOUT, new, HTML, "")


def altered_exports(deck: Deck) -> Iterator[Change]:
    """The finished files: other bytes, none, another's; and what they were drawn from."""
    for file in (HTML, PDF):
        good = (deck.root / file).read_bytes()
        middle = len(good) // 2
        for name, content in (
            ("a byte", good[:middle] + b"!" + good[middle + 1 :]),
            ("a byte more", good + b"\n"),
            ("a number", good.replace(b"twice is 12", b"twice is 13")),
            ("cut short", good[:-9]),
            ("empty", b""),
            ("gone", None),
        ):
            yield _change("finished file", name, file, content, file, "")
    theme = deck.read("themes/plain.css")
    for name, content in (
        ("a size", theme.replace("1280", "1281")),
        ("a rule", f"{theme}p {{ display: none }}\n"),
        ("content", f'{theme}p::after {{ content: "99%" }}\n'),
        ("a comment", f"{theme}/* new */\n"),
        ("an import", theme.replace("section", '@import "gaia";\nsection')),
        ("a picture", f"{theme}p {{ background: url(dot.png) }}\n"),
        ("a font", f"{theme}@font-face {{ font-family: X; src: url(fonts/x.ttf) }}\n"),
        ("gone", None),
        ("empty", ""),
        ("another name", theme.replace("@theme plain", "@theme other")),
    ):
        yield _change("theme after export", name, "themes/plain.css", content, "slides/talk.", "")


def swapped_figures(deck: Deck) -> Iterator[Change]:
    file = "slides/image/a.png"
    good = (deck.root / file).read_bytes()
    for name, content in (
        ("another picture", grey_png(40, 30)),
        ("a byte", good.replace(b"total", b"Total")),
        ("a byte more", good + b"\n"),
        ("cut short", good[:-4]),
        ("empty", b""),
        ("gone", None),
        ("a text", b"total 99"),
        ("a page", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ):
        yield _change("figure's file", name, file, content, file, "")
    for page in (
        "slides/lab/a.html",
        "slides/lab/a.ipynb",
        "slides/lab/b.html",
        "slides/lab/b.ipynb",
    ):
        good = (deck.root / page).read_bytes()
        middle = len(good) // 2
        for name, content in (
            ("a byte", good[:middle] + b"!" + good[middle:]),
            ("cut short", good[:-9]),
            ("gone", None),
        ):
            yield _change("evidence page", name, page, content, page, "")


def changed_templates(deck: Deck) -> Iterator[Change]:
    """Whatever a template would say otherwise, and from which file."""
    for file in ("templates/talk.md.j2", "templates/parts/end.md.j2"):
        text = deck.read(file)
        for line in text.splitlines():
            word = re.search(r"[A-Za-z]{3,}(?![^{]*\})", line)
            if word and not line.startswith(("{% inc", "{{", "theme", "lang")):
                said = f"{line[: word.end()]}s{line[word.end() :]}"
                new = text.replace(line, said, 1)
                yield _change("template", line[:30], file, new, MARKDOWN, file)
        for form in re.findall(r"\| percent|, width=400|\"percent\", 0", text):
            other = {"| percent": "| percent(2)", ", width=400": ""}.get(form, '"percent", 2')
            yield _change(
                "template", f"form {form}", file, text.replace(form, other), MARKDOWN, file
            )
    text = deck.read("templates/talk.md.j2")
    for name, old, new in (
        ("another number", "{{ b.twice }}", "{{ a.total }}"),
        ("another claim", "a.total > 5", "a.total > 7"),
        ("no part", '{% include "parts/end.md.j2" %}', ""),
        ("another part", "parts/end", "parts/other"),
        ("no figure", '{{ figure("a", width=400) }}', ""),
        ("no code", '{{ code("a", "sum") }}', ""),
        ("no note", "<!-- Say that it is {{ a.total }}. -->", ""),
        ("slides in another order", "# Talk", "# Result"),
    ):
        changed = _change("template", name, "x", None, MARKDOWN, "templates/")
        files = {"templates/talk.md.j2": text.replace(old, new).encode()}
        if name == "another part":
            files["templates/parts/other.md.j2"] = b"\n---\n# Other\n"
        yield Change(changed.kind, name, files, changed.told)


HARMFUL = (
    edited_markdown,
    edited_provenance,
    edited_records,
    edited_export_records,
    altered_exports,
    swapped_figures,
    changed_templates,
)


# ---- Harmless ----

FOLDERS = (
    "",
    "experiments/",
    "templates/",
    "templates/parts/",
    "themes/",
    "results/",
    "slides/",
    "slides/image/",
    "slides/lab/",
    "slides/media/",
    ".executed-slides/",
)
# What editors, file managers, tools and programs leave beside the files they touch.
LEFT = (
    ".#{}",
    "#{}#",
    "{}~",
    ".{}.swp",
    ".{}.swo",
    ".{}.un~",
    "._{}",
    ".{}.kate-swp",
    "{}.bak",
    "{}.orig",
    "{}.rej",
    ".DS_Store",
    "Thumbs.db",
    "desktop.ini",
    ".directory",
    ".nfs000000000001",
    ".gitkeep",
    ".gitignore",
    ".fuse_hidden0001",
    "4913",
    ".~lock.{}#",
    ".ipynb_checkpoints/{}",
    "__pycache__/{}.cpython-311.pyc",
    ".idea/{}.xml",
    ".vscode/settings.json",
    ".mypy_cache/x.json",
    ".git/HEAD",
)
_THERE = {
    "experiments/": "a.py",
    "templates/": "talk.md.j2",
    "templates/parts/": "end.md.j2",
    "themes/": "plain.css",
    "results/": "a.json",
    "slides/": "talk.md",
    "slides/image/": "a.png",
    "slides/lab/": "a.html",
}


def files_left(deck: Deck) -> Iterator[Change]:
    """What others leave in each folder, with what the file beside it holds."""
    for left in LEFT:
        for folder in FOLDERS:
            there = _THERE.get(folder, "notes.txt")
            beside = deck.root / folder / there
            content = beside.read_bytes() if beside.is_file() else b"anything"
            name = f"{folder}{left.format(there)}"
            yield Change("files left by others", name, {name: content})


def rewritten_templates(deck: Deck) -> Iterator[Change]:
    """Other bytes and other ways to write a template, of which the slides are the same."""
    for file in ("templates/talk.md.j2", "templates/parts/end.md.j2"):
        text = deck.read(file)
        for name, content in (
            ("CRLF", text.replace("\n", "\r\n").encode()),
            ("CR", text.replace("\n", "\r").encode()),
            ("a mark of byte order", b"\xef\xbb\xbf" + text.encode()),
            ("a comment", f"{{# 88% of them #}}{text}".encode()),
            ("a comment of lines", text.replace("\n# ", "\n{# 88%\nof them -#}\n# ").encode()),
            ("a comment at the end", f"{text}{{# the end #}}".encode()),
            ("space in tags", text.replace("{{ ", "{{   ").replace(" }}", "\n}}").encode()),
            ("no space in tags", text.replace("{{ ", "{{").replace(" }}", "}}").encode()),
            ("other quotes", re.sub(r'\("(\w+)"', r"('\1'", text).encode()),
            ("the same again", text.encode()),
        ):
            yield Change("template written otherwise", f"{file}: {name}", {file: content})


def rebuilt_templates(deck: Deck) -> Iterator[Change]:
    """Templates that give other slides, or come from other files, and are good when built."""
    talk, end = deck.read("templates/talk.md.j2"), deck.read("templates/parts/end.md.j2")

    def changed(name: str, old: str, new: str, **files: str | None) -> Change:
        assert old in talk
        other = {"templates/talk.md.j2": talk.replace(old, new).encode()}
        for key, text in files.items():
            other[f"templates/parts/{key}.md.j2"] = text.encode() if text is not None else None
        return Change("template, built again", name, other, rebuilt=True)

    yield changed("a part renamed", "parts/end", "parts/last", last=end, end=None)
    yield changed("a part put in", '{% include "parts/end.md.j2" %}', end, end=None)
    yield changed("a part split off", "# Result\n", '{% include "parts/r.md.j2" %}\n', r="# Result")
    yield changed(
        "a macro of a file",
        "# Talk",
        '{% from "parts/m.md.j2" import say %}\n# {{ say("Talk") }}',
        m="{% macro say(words) %}{{ words }}{% endmacro %}",
    )
    yield changed("another reason", "topics of the set", "topics, of which 46 are named")
    yield changed("blank lines", "\n# Code", "\n\n\n\n# Code")
    yield changed("space at line ends", "\n# Code", "\n# Code   \n   ")
    yield changed("letters in parts", "# Talk", f"# {unicodedata.normalize('NFD', '한글 é')}")
    yield changed("letters in one", "# Talk", f"# {unicodedata.normalize('NFC', '한글 é')}")
    yield changed("keys in another order", "theme: plain\nlang: en", "lang: en\ntheme: plain")
    yield changed("quoted keys", "theme: plain", "'theme': \"plain\"")
    yield changed("other bullets", "* {{ constant", "- {{ constant")
    yield changed("another rule", "---\n# Code", "***\n\n# Code")
    yield changed("a value through safe", "{{ a.total }} of", "{{ a.total | string | safe }} of")
    yield changed(
        "a value in a loop", "{{ b.twice }}", "{% for n in [b.twice] %}{{ n }}{% endfor %}"
    )
    yield changed("a value in a set", "{{ b.twice }}", "{% set n = b.twice %}{{ n }}")
    yield changed("another title", "title: A talk", "title: Another talk")
    yield changed("evidence", "lang: en", "lang: en\nevidence: Where this comes from")
    yield changed("Korean", "lang: en", "lang: ko\nevidence: 근거")
    yield changed("another slide", "---\n# Code", "---\n# More\n\nwords\n\n---\n# Code")
    yield changed("a slide less", "---\n# Code\n", "")
    yield changed("Marp's own theme", "theme: plain", "theme: gaia")


def rewritten_scripts(deck: Deck) -> Iterator[Change]:
    """Scripts and helpers whose code is the same."""
    for file in ("experiments/a.py", "experiments/b.py", "experiments/helper.py"):
        text = deck.read(file)
        for name, content in (
            ("CRLF", text.replace("\n", "\r\n")),
            ("CR", text.replace("\n", "\r")),
            ("a mark of byte order", f"\ufeff{text}"),
            ("a comment at the end", f"{text}# the end\n"),
            ("blank lines at the end", f"{text}\n\n\n"),
            ("no end of the last line", text.rstrip("\n")),
            (
                "space at line ends",
                text.replace("import", "import ").replace("import  ", "import "),
            ),
            ("a coding line", f"# -*- coding: utf-8 -*-\n{text}"),
            ("a hash-bang", f"#!/usr/bin/env python\n{text}"),
            ("other quotes", text.replace('"a"', "'a'") if "record.needed" in text else text),
            ("parentheses", text.replace("number * factor", "(number * factor)")),
            ("type comments", text.replace("def unused(number):", "def unused(number: int):")),
        ):
            yield _change("script written otherwise", name, file, content)


def _touch(seconds: float) -> Act:
    return lambda root: [os.utime(p, (seconds, seconds)) for p in _own(root)]


def _allow(mode: int) -> Act:
    return lambda root: [p.chmod(mode) for p in _own(root)]


def _own(root: Path) -> list[Path]:
    """All files but those of the engine's cache."""
    return [p for p in root.rglob("*") if p.is_file() and ".executed-slides" not in p.parts]


def other_surroundings(deck: Deck) -> Iterator[Change]:
    """Times and rights of files, and who else has folders there."""
    for name, seconds in (
        ("old", 1e9),
        ("of tomorrow", 4e9),
        ("of no time", 0),
        ("a half", 1e9 + 0.5),
    ):
        yield Change("times of files", name, act=_touch(seconds))
    for mode in (0o600, 0o640, 0o644, 0o664, 0o666, 0o755, 0o444):
        yield Change("rights of files", f"{mode:o}", act=_allow(mode))
    for name in (
        "notes.txt", "README.md", "experiments/notes.md", "experiments/data.csv", "data/x.bin",
        "templates/notes.md", "templates/parts/unused.md.j2", "themes/other.css", "themes/logo.svg",
        "slides/media/unused.png", "pyproject.toml", ".env", "requirements.txt", "Makefile",
        "experiments/unused/__init__.py", "docs/a.md", "tests/test_a.py", "package.json",
    ):  # fmt: skip
        content = {"pyproject.toml": b"[project]\nname = 'x'\n", "package.json": b"{}"}
        yield Change("files of nobody", name, {name: content.get(name, b"")})


HARMLESS = (
    files_left,
    rewritten_templates,
    rebuilt_templates,
    rewritten_scripts,
    other_surroundings,
)
