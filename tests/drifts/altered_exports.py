"""Finished files of real Marp, altered by somebody who mends their checksums too.

each number, word, picture, line of code, link, note of the HTML × changed, gone, twice
fifteen ways to hide × what may be hidden            a PDF, PPTX, handout with other pages
"""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pikepdf
from PIL import Image
from tiny_deck import SOURCES

TEMPLATE = """---
theme: tested
lang: en
title: A talk
author: Somebody
paginate: true
footer: Given on 3 March 2026
---
# Overfitting

Total **{{ a.total }}** of {{ a.parameters.steps }} steps, twice is {{ b.twice }}

{% constant "photos of the place" %}
![bg right:40% a ground](media/ground.png)
{% endconstant %}

<!-- Say that it is {{ a.total }}. -->

---
<!-- header: "1. Example › **1.1.** Results" -->
## 1.1. Results

* Share **{{ a.share | percent }}** <small>(of both)</small>
* See [the data](https://example.org/a), `x[3]` and H<sub>2</sub>O

{% constant "drawn by hand" %}
![w:300 the loss](media/loss.png)
{% endconstant %}

---
## Table and code

|run|share|
|---|---|
|first|{{ a.share | percent }}|
|both|{{ a.share | spread("percent") }}|

{{ code("a", "sum") }}

1. collect
2. train

---
# Formula

$$ x^2 = y $$

> {% claim a.total > 5 %}more than five{% endclaim %}

<!-- The last note. -->
"""


def decks_files(theme: str) -> dict[str, str]:
    return {**SOURCES, "templates/talk.md.j2": TEMPLATE, "themes/tested.css": theme}


class Altered(NamedTuple):
    """A finished file with other bytes, and what must be told of it."""

    kind: str
    name: str
    file: str
    content: bytes
    told: str = ""


# ---- HTML ----

HIDING = (
    "display:none", "visibility:hidden", "opacity:0", "opacity:.01", "font-size:0",
    "color:transparent", "color:white", "position:absolute;left:-9999px",
    "clip-path:inset(100%)", "transform:scale(0)", "filter:opacity(0)", "filter:blur(20px)",
    "height:0;overflow:hidden", "text-indent:-9999px", "content-visibility:hidden",
    "mask-image:linear-gradient(transparent,transparent)", "z-index:-9", "zoom:.01",
    "-webkit-text-fill-color:transparent", "mix-blend-mode:screen;color:white",
)  # fmt: skip
HIDDEN = ("strong", "li", "td", "table", "h1", "h2", "pre", "img", "p", "small", "header", "footer")


def altered_html(html: str) -> Iterator[Altered]:
    """Every way, in every place of the slides where it applies."""

    def made(kind: str, name: str, new: str, told: str = "slide ") -> Altered:
        assert new != html, (kind, name)
        return Altered(f"HTML: {kind}", name, "slides/talk.html", new.encode(), told)

    begin = html.index('<div id=":$p">')
    for number, found in enumerate(re.finditer(r">([^<>]*\w[^<>]*)<", html[begin:])):
        start, end = begin + found.start(1), begin + found.end(1)
        text = found[1]
        if html[begin:start].count("<script") > html[begin:start].count("</script"):
            continue
        if re.search(r"\d", text):
            other = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), text, count=1)
            yield made("a number", f"{number} {text[:20]!r}", html[:start] + other + html[end:], "")
        yield made("words more", f"{number} {text[:20]!r}", f"{html[:end]} not{html[end:]}", "")
        yield made("words gone", f"{number} {text[:20]!r}", html[:start] + html[end:], "")
    for row, tag in enumerate(HIDDEN):
        for style in HIDING[row % 2 :: 2]:
            new = html[:begin] + re.sub(
                rf"<{tag}(?=[ >])", f'<{tag} style="{style}"', html[begin:], count=1
            )
            if tag == "img":
                new = re.sub(r'(<img [^>]*?style=")', rf"\1{style};", html, count=1)
            yield made("hidden by a style", f"{tag} {style}", new)
    for way in ("hidden", 'aria-hidden="true"', "inert", 'class="sr-only"', 'onclick="x()"'):
        for tag in ("strong", "table", "ol", "pre", "h1"):
            new = html[:begin] + re.sub(rf"<{tag}(?=[ >])", f"<{tag} {way}", html[begin:], count=1)
            yield made("hidden by an attribute", f"{tag} {way}", new)
    yield from _altered_slides(html, made)
    yield from _altered_pictures(html, made)
    yield from _altered_parts(html, begin, made)
    yield from _put_in(html, begin, made)


def _altered_slides(html: str, made: Callable[..., Altered]) -> Iterator[Altered]:
    slides = re.findall(r"(?s)<svg data-marpit-svg.*?</foreignObject></svg>", html)
    for at, slide in enumerate(slides):
        yield made("slides", f"{at} gone", html.replace(slide, "", 1), "")
        yield made("slides", f"{at} twice", html.replace(slide, slide * 2, 1), "")
        for other in range(at + 1, len(slides)):
            swapped = html.replace(slide, "\0").replace(slides[other], slide)
            yield made(
                "slides", f"{at} and {other} swapped", swapped.replace("\0", slides[other]), ""
            )
        section = re.sub(r"<section(?=[ >])", "<section hidden", slide)
        yield made("slides", f"{at} hidden", html.replace(slide, section, 1), "")


def _altered_pictures(html: str, made: Callable[..., Altered]) -> Iterator[Altered]:
    for found in re.finditer(r'<img [^>]*src="data:[^"]*"[^>]*>', html):
        yield made("a picture", "gone", html.replace(found[0], "", 1))
        yield made("a picture", "twice", html.replace(found[0], found[0] * 2, 1))
        for name, new in (
            ("another", re.sub(r'src="data:[^"]*"', f'src="{DOT}"', found[0])),
            (
                "of elsewhere",
                re.sub(r'src="data:[^"]*"', 'src="https://a.example/b.png"', found[0]),
            ),
            ("no words", re.sub(r' alt="[^"]*"', "", found[0])),
            ("other words", re.sub(r' alt="[^"]*"', ' alt="99% of it"', found[0])),
            ("a title", found[0].replace("<img ", '<img title="99% of it" ', 1)),
        ):
            yield made("a picture", name, html.replace(found[0], new, 1))
    for found in re.finditer(r'url\((?:&quot;|")data:image/png[^)]*\)', html):
        other = re.sub(r"data:image/png[^\"&)]*", DOT, found[0])
        yield made("a background", "another", html.replace(found[0], other, 1), "")
        yield made("a background", "gone", html.replace(found[0], "none", 1), "")


def _altered_parts(html: str, begin: int, made: Callable[..., Altered]) -> Iterator[Altered]:
    """Links, notes, and whole elements."""
    link = '<a href="https://example.org/a"'
    for name, new in (
        ("elsewhere", '<a href="https://example.org/b"'),
        ("a script", '<a href="javascript:x()"'),
        ("a download", f"{link} download"),
        ("nowhere", "<a"),
    ):
        yield made("a link", name, html.replace(link, new, 1))
    note = re.search(r'(?s)<div class="bespoke-marp-note".*?</div>', html)
    assert note
    for name, new in (
        ("gone", ""),
        ("twice", note[0] * 2),
        ("of another slide", note[0].replace('data-index="0"', 'data-index="1"')),
        ("more", note[0].replace("</div>", "<p>99% of it</p></div>")),
    ):
        yield made("a note", name, html.replace(note[0], new, 1), "")
    for tag in ("header", "footer", "table", "pre", "ol", "blockquote", "small", "sub", "code"):
        for name, pattern in (("gone", ""), ("twice", r"\g<0>\g<0>")):
            new = re.sub(rf"(?s)<{tag}[ >].*?</{tag}>", pattern, html[begin:], count=1)
            yield made("a part", f"{tag} {name}", html[:begin] + new)
    for line in ("<tr>.*?</tr>", "<li>.*?</li>"):
        for name, pattern in (("gone", ""), ("twice", r"\g<0>\g<0>")):
            new = re.sub(f"(?s){line}", pattern, html[begin:], count=1)
            yield made("a part", f"{line[1:3]} {name}", html[:begin] + new)


def _put_in(html: str, begin: int, made: Callable[..., Altered]) -> Iterator[Altered]:
    """What was never there: on a slide, behind them, and in what the file says of itself."""
    for put in (
        "<script>document.body.textContent = 99</script>",
        "<iframe src='a.html'></iframe>",
        "<style>td { opacity: 0 }</style>",
        "<style>@keyframes marp-x{to{opacity:0}} td { opacity: 0 }</style>",
        "<b>99%</b>",
        "<img src=x onerror=x()>",
        "<div>99%</div>",
        '<object data="a.svg"></object>',
        "<!-- 99% -->",
        "<svg><text>99%</text></svg>",
        '<input value="99%">',
        '<meta http-equiv="refresh" content="0">',
        "<template><b>9</b>",
        '<video src="a.mp4"></video>',
        "<math><mn>99</mn></math>",
        "<canvas></canvas>",
        "99%",
    ):
        at = html.index("</section>", begin)
        yield made("put in", f"on a slide: {put}", html[:at] + put + html[at:], "")
        yield made("put in", f"behind: {put}", html.replace("</body>", f"{put}</body>"), "")
    for name, old, new in (
        ("title", "<title>A talk", "<title>A good talk"),
        ("author", 'content="Somebody"', 'content="Nobody"'),
        ("language", '<html lang="en"', '<html lang="ko"'),
        ("a base", "</head>", '<base href="https://a.example"></head>'),
        ("a stylesheet", "</head>", '<link rel="stylesheet" href="a.css"></head>'),
        ("a style", "<style>", "<style>td { opacity: 0 }</style><style>"),
        ("a script", "</head>", '<script src="https://a.example/b.js"></script></head>'),
        ("page number", 'data-marpit-pagination="2"', 'data-marpit-pagination="3"'),
        ("a handler", "<body>", '<body onload="x()">'),
    ):
        yield made("about", name, html.replace(old, new, 1), "")


DOT = "data:image/gif;base64,R0lGODlhAQABAIAAAP8AAP///yH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="


# ---- PDF and PPTX, which are read back ----


def altered_pages(slides: Path, form: str) -> Iterator[Altered]:
    """A PDF or handout whose pages are others."""

    def made(name: str, change: Callable[[pikepdf.Pdf], object]) -> Altered:
        with pikepdf.open(slides / f"talk.{form}") as pdf:
            change(pdf)
            memory = io.BytesIO()
            pdf.save(memory)
        return Altered(f"{form}: pages", name, f"slides/talk.{form}", memory.getvalue())

    with pikepdf.open(slides / f"talk.{form}") as pdf:
        count = len(pdf.pages)
    for at in range(count):
        yield made(f"{at} gone", lambda pdf, at=at: pdf.pages.__delitem__(at))
        yield made(f"{at} empty", lambda pdf, at=at: _write(pdf, at, b""))
        if form == "pdf":
            yield made(f"{at} twice", lambda pdf, at=at: pdf.pages.insert(at, pdf.pages[at]))
            yield made(
                f"{at} without words", lambda pdf, at=at: _write(pdf, at, _no_words(pdf, at))
            )
    if form == "pdf":
        for at in range(count - 1):
            yield made(f"{at} and {at + 1} swapped", lambda pdf, at=at: _swap(pdf, at))
        yield made("another title", lambda pdf: pdf.docinfo.__setitem__("/Title", "99%"))
        for at in (0, 1):
            yield made(f"picture of {at} another", lambda pdf, at=at: _swap_picture(pdf, at))


def _write(pdf: pikepdf.Pdf, at: int, content: bytes) -> None:
    pdf.pages[at].Contents = pdf.make_stream(content)


def _no_words(pdf: pikepdf.Pdf, at: int) -> bytes:
    shown = ("Tj", "TJ", "'", '"')
    kept = [i for i in pikepdf.parse_content_stream(pdf.pages[at]) if str(i.operator) not in shown]
    return pikepdf.unparse_content_stream(kept)


def _swap(pdf: pikepdf.Pdf, at: int) -> None:
    page = pdf.pages[at]
    pdf.pages.insert(at + 2, page)
    del pdf.pages[at]


def _swap_picture(pdf: pikepdf.Pdf, at: int) -> None:
    [image] = pdf.pages[at].get_images().values()
    grey = bytes(len(pikepdf.PdfImage(image).as_pil_image().convert("RGB").tobytes()))
    image.write(grey)
    image.ColorSpace, image.BitsPerComponent = pikepdf.Name.DeviceRGB, 8


def altered_pptx(slides: Path) -> Iterator[Altered]:
    with zipfile.ZipFile(slides / "talk.pptx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    pictures = sorted(name for name in parts if re.search(r"media/Slide-\d+-image", name))
    notes = sorted(name for name in parts if re.search(r"notesSlides/notesSlide\d+\.xml$", name))
    pages = sorted(name for name in parts if re.search(r"slides/slide\d+\.xml$", name))

    def made(name: str, changed: dict[str, bytes]) -> Altered:
        memory = io.BytesIO()
        with zipfile.ZipFile(memory, "w") as archive:
            for part, content in {**parts, **changed}.items():
                archive.writestr(part, content)
        return Altered("pptx", name, "slides/talk.pptx", memory.getvalue())

    for at, picture in enumerate(pictures):
        other = parts[pictures[at - 1]]
        yield made(f"{picture} of another page", {picture: other})
        yield made(f"{picture} painted over", {picture: _painted(parts[picture])})
        page = parts[pages[at]].replace(b"</p:spTree>", b"<p:sp><p:txBody/></p:sp></p:spTree>")
        yield made(f"{pages[at]} with a shape more", {pages[at]: page})
    said = [name for name in notes if b"Say that" in parts[name] or b"last note" in parts[name]]
    for name in said:
        for old, new in ((b"Say that", b"Deny that"), (b"last note", b"first note")):
            if old in parts[name]:
                yield made(f"{name} says otherwise", {name: parts[name].replace(old, new)})
    deck = "ppt/presentation.xml"
    ids = re.findall(rb"<p:sldId [^>]*/>", parts[deck])
    yield made("a page less", {deck: parts[deck].replace(ids[1], b"")})
    swapped = parts[deck].replace(ids[0], b"\0").replace(ids[1], ids[0]).replace(b"\0", ids[1])
    yield made("pages swapped", {deck: swapped})


def _painted(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as picture:
        page = picture.convert("RGB")
    page.paste((0, 0, 0), (200, 400, 330, 440))
    memory = io.BytesIO()
    page.save(memory, "png")
    return memory.getvalue()


# ---- What shows the same ----


def same_html(html: str) -> Iterator[tuple[str, str]]:
    """Other bytes of the HTML, by which nobody sees or hears anything else."""
    begin = html.index('<div id=":$p">')
    body = html[begin:]
    for tag in ("table", "ol", "li", "p", "h1", "h2", "blockquote", "td", "tr", "pre"):
        yield f"space before {tag}", html[:begin] + re.sub(rf"<{tag}(?=[ >])", f"\n <{tag}", body)
    for tag in ("strong", "table", "li", "small", "blockquote", "td"):
        upper = re.sub(rf"<(/?){tag}>", lambda found: found[0].upper(), body)
        yield f"{tag} in capitals", html[:begin] + upper
    yield "entities", html.replace("collect", "&#99;ollect")
    yield "space in words", html.replace("more than five", "more\n  than five")
    yield "a soft hyphen", html.replace("more than", "mo\u00adre than")
    yield "no colours of code", re.sub(r'<span class="hljs[^>]*>([^<]*)</span>', r"\1", html)
    yield "lines at the end", f"{html}\n\n"
    yield "a fragment", html.replace("<li>collect", '<li data-marpit-fragment="1">collect')
    yield (
        "a canonical address",
        html.replace("</head>", '<link rel="canonical" href="https://example.org/talk"></head>'),
    )
    yield "other quotes", html.replace('<html lang="en"', "<html lang='en'")
