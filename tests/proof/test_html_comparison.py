"""Whatever the finished HTML shows otherwise than the deck orders, or besides, is named."""

import base64
import random
import re
import unicodedata
from pathlib import Path

import pytest
from PIL import Image
from real_decks import furnish

from executed_slides.output.exports import export_deck
from executed_slides.proof.html_comparison import compare_html
from executed_slides.proof.html_contents import read_finished_html
from executed_slides.proof.ordered import read_order

MARKDOWN = """---
marp: true
theme: tested
lang: ko
title: 읽기
description: 다시 읽기
author: 글쓴이
paginate: true
footer: 발표 2026년 3월
---
<!-- _class: title -->
# 과대적합

![bg right:40% 배경](image/other.png)

<!-- 네 번째 에포크부터라고 말한다. -->

---
<!-- header: "1. 예 › **1.1.** 결과" -->
<!-- _color: navy -->
## 1.1. 결과

* 정확도 **88.2%** <small>(시드 5개: 86.9–88.2%)</small>
* 손실은 `0.31`, 2,546$, [자료](https://example.org/a)

![width:300px 손실 그래프. 최소는 4번째](image/loss.png)

---
## 1.2. 표와 코드

|모델|정확도|
|:---|---:|
|작은 컨브넷|72.0%|

```python
def fit(x):
    if x:
        model.fit(x, epochs=4)  # 4번
```

1. 첫째
2. 둘째

---
# 식

$$ x^2 = 88.2\\% $$

<video controls src="media/film.mp4" poster="image/loss.png"></video>
"""
KEYS = {"88.2%": "imdb.test_accuracy | percent", "72.0%": "convnet.accuracy | percent"}


def paint(path: Path, seed: int) -> None:
    pixels = random.Random(seed).randbytes(40 * 30 * 3)
    Image.frombytes("RGB", (40, 30), pixels).save(path)


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The folder with the HTML that the real Marp makes."""
    folders = furnish(tmp_path_factory.mktemp("deck"))
    for seed, name in enumerate(("loss", "other", "third")):
        paint(folders.image / f"{name}.png", seed)
    folders.media.mkdir()
    film = Path(__file__).parent.parent / "media" / "film.mp4"
    (folders.media / "film.mp4").write_bytes(film.read_bytes())
    (folders.slides / "talk.md").write_text(MARKDOWN, "utf-8")
    export_deck(folders, "talk", [folders.slides / "talk.html"])
    return folders.slides


def key_at(place: int) -> str | None:
    """What a record gave there."""
    for value, key in KEYS.items():
        start = MARKDOWN.index(value)
        if start <= place < start + len(value):
            return key
    return None


def find_in(slides: Path, change, markdown: str = MARKDOWN) -> list[str]:
    """What is found in the HTML after a change of its text."""
    html = (slides / "talk.html").read_text("utf-8")
    changed = change(html)
    assert changed != html
    (slides / "copy.html").write_text(changed, "utf-8")
    ordered = read_order(markdown, slides, {})
    return [
        str(found)
        for found in compare_html(ordered, read_finished_html(slides / "copy.html"), key_at)
    ]


def swap(old: str, new: str):
    def change(html: str) -> str:
        assert old in html
        return html.replace(old, new)

    return change


def inlined(slides: Path, name: str) -> str:
    return base64.b64encode((slides / "image" / f"{name}.png").read_bytes()).decode()


def test_slides_just_made_show_what_was_ordered(finished):
    ordered = read_order(MARKDOWN, finished, {})

    assert list(compare_html(ordered, read_finished_html(finished / "talk.html"), key_at)) == []


BESIDES = ", which the Markdown does not"
FOREIGN = ", which is neither Marp's nor the Markdown's"
TABLE_END = "</tbody>\n</table>"
DRIFTS = {
    # Words
    "a number": (
        swap("88.2%</strong>", "88.3%</strong>"),
        "slide 2 shows '1.1.결과정확도88.3%(시드5개:86.9–88.2%)손실은0.', not "
        "'1.1.결과정확도88.2%(시드5개:86.9–88.2%)손실은0.', which is imdb.test_accuracy | percent",
    ),
    "a value in a table": (
        swap("72.0%", "73.0%"),
        "slide 3 shows '드모델정확도작은컨브넷73.0%deffit(x):ifx:model.', not "
        "'드모델정확도작은컨브넷72.0%deffit(x):ifx:model.', which is convnet.accuracy | percent",
    ),
    "a word": (
        swap("작은 컨브넷", "큰 컨브넷"),
        "slide 3 shows '.2.표와코드모델정확도큰컨브넷72.0%deffit(x):ifx:m', not "
        "'.2.표와코드모델정확도작은컨브넷72.0%deffit(x):ifx:'",
    ),
    "a word more": (
        swap("<li>첫째</li>", "<li>첫째가 아님</li>"),
        "slide 3 shows 'ochs=4)#4번첫째가아님둘째', not 'ochs=4)#4번첫째둘째'",
    ),
    "a paragraph less": (
        lambda html: re.sub(r"<small>.*?</small>", "", html),
        "slide 2 shows '1.결과정확도88.2%손실은0.31,2,546$,자료', not "
        "'1.결과정확도88.2%(시드5개:86.9–88.2%)손실은0.31'",
    ),
    "another order": (
        swap("<li>첫째</li>\n<li>둘째</li>", "<li>둘째</li>\n<li>첫째</li>"),
        "slide 3 shows 'epochs=4)#4번둘째첫째', not 'epochs=4)#4번첫째둘째'",
    ),
    "words outside of the page": (
        swap("</section>\n</foreignObject>", "</section>\n99%</foreignObject>"),
        "slide 2 holds '99%' outside of its page" + BESIDES,
    ),
    "words outside of all slides": (
        swap('<div id=":$p">', '99%<div id=":$p">'),
        "holds '99%' outside of all slides" + FOREIGN,
    ),
    "a header": (
        swap("1. 예 › <strong>1.1.", "2. 예 › <strong>1.1."),
        "slide 2 has the header '2.예›1.1.결과', not '1.예›1.1.결과'",
    ),
    "a footer": (
        swap("<footer>발표 2026년", "<footer>발표 2025년"),
        "slide 1 has the footer '발표2025년3월', not '발표2026년3월'",
    ),
    "a footer less": (
        swap("<footer>발표 2026년 3월</footer>", ""),
        "slide 1 has the footer '', not '발표2026년3월'",
    ),
    "notes": (
        swap("네 번째 에포크", "다섯 번째 에포크"),
        "slide 1 has notes that say '다섯번째에포크부터라고말한다.', not "
        "'네번째에포크부터라고말한다.'",
    ),
    "notes less": (
        lambda html: re.sub(r'<div class="bespoke-marp-note".*?</div>', "", html),
        "slide 1 has notes that say '', not '네번째에포크부터라고말한다.'",
    ),
    "notes of no slide": (
        swap('data-index="0"', 'data-index="9"'),
        "holds a note of no slide, '9'" + FOREIGN,
    ),
    "a page's number": (
        swap('data-marpit-pagination="2"', 'data-marpit-pagination="3"'),
        "slide 2 has the page number '3', not '2'",
    ),
    # Code
    "code": (
        swap("# 4번", "# 5번"),
        "slide 3 does not show line 3 of the code that begins 'def fit(x):' as it is",
    ),
    "code set in otherwise": (
        swap("        model.", "    model."),
        "slide 3 does not show line 3 of the code that begins 'def fit(x):' as it is",
    ),
    "a line of code less": (
        lambda html: re.sub(r"    <span[^>]*>if</span> x:\n", "", html),
        "slide 3 does not show line 2 of the code that begins 'def fit(x):' as it is",
    ),
    # Pictures
    "another picture": (
        lambda html: html,
        "slide 2 shows another one than the picture image/loss.png",
    ),
    "a figure less": (
        lambda html: re.sub(r"<p><img [^>]*></p>", "", html),
        "slide 2 lacks the picture image/loss.png",
    ),
    "a figure twice": (
        lambda html: re.sub(r"(<p><img [^>]*></p>)", r"\1\1", html),
        "slide 2 shows a picture that the Markdown does not",
    ),
    "an alternative text": (
        swap("최소는 4번째", "최소는 5번째"),
        "slide 2 says of the picture image/loss.png '손실그래프.최소는5번째', not "
        "'손실그래프.최소는4번째'",
    ),
    "no alternative text": (
        swap(' alt="손실 그래프. 최소는 4번째"', ""),
        "slide 2 says of the picture image/loss.png '', not '손실그래프.최소는4번째'",
    ),
    "a filter": (
        swap("width:300px;", "width:300px;filter:opacity(0);"),
        "slide 2 shows the picture image/loss.png through a filter",
    ),
    "a title of a picture": (
        swap('<img src="data:', '<img title="99%" src="data:'),
        "slide 2 has the title '99%'" + BESIDES,
    ),
    "a title of a link": (
        swap('<a href="https://example.org/a"', '<a title="99%" href="https://example.org/a"'),
        "slide 2 has the title '99%'" + BESIDES,
    ),
    "a background less": (
        lambda html: re.sub(r"<figure.*?</figure>", "", html),
        "slide 1 lacks the background image/other.png",
    ),
    "a background's alternative text": (
        swap("<figcaption>배경", "<figcaption>전경"),
        "slide 1 says of the background image/other.png '전경', not '배경'",
    ),
    "a film less": (
        lambda html: re.sub(r' src="data:video[^"]*"', "", html),
        "slide 4 lacks the picture media/film.mp4",
    ),
    # Slides, formulas, links, and what the deck says of itself
    "a slide less": (
        lambda html: html[: html.rindex("<svg data-marpit-svg")] + html[html.rindex("<script") :],
        "3 slides, the Markdown has 4",
    ),
    "a slide more": (
        lambda html: re.sub(
            r"(?s)(<svg data-marpit-svg.*?</foreignObject></svg>)", r"\1\1", html, count=1
        ),
        "5 slides, the Markdown has 4",
    ),
    "a formula": (
        swap('data-c="38"', 'data-c="39"'),
        "slide 4 draws '𝑥2=99.2%' where the formula is 'x^2=88.2\\\\%'",
    ),
    "a formula less": (
        lambda html: re.sub(r"(?s)<mjx-container.*?</mjx-container>", "", html),
        "slide 4 shows 0 formulas, the Markdown has 1",
    ),
    "a link": (
        swap("https://example.org/a", "https://example.org/b"),
        "slide 2 leads to 'https://example.org/b'" + BESIDES,
    ),
    "a link less": (
        swap('<a href="https://example.org/a">자료</a>', "자료"),
        "slide 2 does not lead to 'https://example.org/a'",
    ),
    "a link more": (
        swap("<li>첫째</li>", '<li><a href="https://example.org">첫째</a></li>'),
        "slide 3 leads to 'https://example.org'" + BESIDES,
    ),
    "the title": (swap("<title>읽기", "<title>쓰기"), "is titled '쓰기', not '읽기'"),
    "the title for others": (
        swap('og:title" content="읽기"', 'og:title" content="쓰기"'),
        "says of itself og:title '쓰기', not '읽기'",
    ),
    "the author": (
        swap('name="author" content="글쓴이"', 'name="author" content="누구"'),
        "says of itself author '누구', not '글쓴이'",
    ),
    "the language": (
        swap('<html lang="ko"', '<html lang="en"'),
        "says of itself lang 'en', not 'ko'",
    ),
    "a class": (swap('class="title"', 'class="wide"'), "slide 1 has the class 'wide', not 'title'"),
    "a colour": (
        swap(";color:navy", ";color:white"),
        "slide 2 has the color 'white', not 'navy'",
    ),
    # What is put in besides
    "a script": (
        swap("</head>", "<script>document.body.textContent = 99</script></head>"),
        "holds a script that is not Marp's" + FOREIGN,
    ),
    "another script in Marp's": (
        swap("</script></body>", ";top.x=1</script></body>"),
        "holds a script that is not Marp's" + FOREIGN,
    ),
    "the end of the talk": (
        swap('{"slides": ', '{"slides": 1'),
        "has other settings of its show",
    ),
    "a show that is told nothing": (
        lambda page: re.sub(r'<script type="application/json">.*?</script>', "", page),
        "lacks the settings of its show",
    ),
    "a script that says it is none": (
        swap("</head>", '<script type="text/javascript">x</script></head>'),
        'holds script type="text/javascript"' + FOREIGN,
    ),
    "a script from elsewhere": (
        swap("</head>", '<script src="https://example.org/a.js"></script></head>'),
        'holds script src="https://example.org/a.js"' + FOREIGN,
    ),
    "a script on a slide": (
        swap("<li>첫째</li>", "<li>첫째<script>x</script></li>"),
        "slide 3 holds <script>" + BESIDES,
    ),
    "a stylesheet": (
        swap("</head>", '<link rel="stylesheet" href="a.css"></head>'),
        'holds link rel="stylesheet"' + FOREIGN,
    ),
    "a style": (
        swap("<li>첫째</li>", "<li>첫째<style>td { opacity: 0 }</style></li>"),
        "holds a style on a slide" + FOREIGN,
    ),
    "a style in the head": (
        swap("<style>", "<style>td { opacity: 0 }</style><style>"),
        "holds another style than Marp's for what turns the slides" + FOREIGN,
    ),
    "a style at the end": (
        swap("</body>", "<style>td { opacity: 0 }</style></body>"),
        "holds a style beside Marp's and the theme's" + FOREIGN,
    ),
    "a style of one element": (
        swap("<strong>88.2%", '<strong style="opacity:0">88.2%'),
        'slide 2 holds strong style="opacity:0"' + BESIDES,
    ),
    "a style of a picture": (
        swap("width:300px;", "width:300px;opacity:0;"),
        'slide 2 holds img style="width:300px;opacity:0;"' + BESIDES,
    ),
    "a style of a page": (
        swap(";color:navy", ";opacity:0;color:navy"),
        "slide 2 holds the style `opacity`" + BESIDES,
    ),
    "a style of a cell": (
        swap("text-align:right", "text-align:right;display:none"),
        'slide 3 holds th style="text-align:right;display:none"' + BESIDES,
    ),
    "hidden": (swap("<ol>", "<ol hidden>"), 'slide 3 holds ol hidden=""' + BESIDES),
    "hidden from readers": (
        swap("<table>", '<table aria-hidden="true">'),
        'slide 3 holds table aria-hidden="true"' + BESIDES,
    ),
    "a class of a word": (
        swap("<strong>88.2%", '<strong class="sr-only">88.2%'),
        'slide 2 holds strong class="sr-only"' + BESIDES,
    ),
    "a handler": (
        swap("<table>", '<table onclick="x()">'),
        'slide 3 holds table onclick="x()"' + BESIDES,
    ),
    "a handler of a page": (
        swap("<body>", '<body onload="x()">'),
        'holds body onload="x()"' + FOREIGN,
    ),
    "a handler in a formula": (
        swap('<g data-mml-node="math">', '<g data-mml-node="math" onload="x()">'),
        'slide 4 holds g onload="x()"' + BESIDES,
    ),
    "a frame": (
        swap(TABLE_END, f'{TABLE_END}<iframe src="a.html"></iframe>'),
        "slide 3 holds <iframe>" + BESIDES,
    ),
    "a drawing": (
        swap(TABLE_END, f"{TABLE_END}<svg><rect width='9'/></svg>"),
        "slide 3 holds <svg>" + BESIDES,
    ),
    "a box": (
        swap(TABLE_END, f"{TABLE_END}<div></div>"),
        "slide 3 holds <div>" + BESIDES,
    ),
    "a template": (
        swap("<ol>", "<template><ol>"),
        "slide 3 holds <template>" + BESIDES,
    ),
    "another page": (
        swap("</head>", '<meta http-equiv="refresh" content="0"></head>'),
        'holds meta http-equiv="refresh"' + FOREIGN,
    ),
    "a base": (swap("</head>", '<base href="https://a.example"></head>'), "holds <base>" + FOREIGN),
    "a comment": (
        swap("<ol>", "<!-- --!><b>99%</b> --><ol>"),
        "slide 3 holds a comment, '",
    ),
    "a label": (
        swap(">Next slide<", ">99%<"),
        "holds '99%' outside of all slides" + FOREIGN,
    ),
}


@pytest.mark.parametrize("name", DRIFTS)
def test_a_drift_is_named(finished, name):
    change, message = DRIFTS[name]
    if name == "another picture":
        place = '<p><img src="data:image/png;base64,'
        change = swap(place + inlined(finished, "loss"), place + inlined(finished, "third"))

    found = find_in(finished, change)

    assert message in [said[: len(message)] if message.endswith("'") else said for said in found]


HARMLESS = {
    "white space between tags": swap("<table>", "\n  <table>"),
    "white space in words": swap("작은 컨브넷", "작은\n  컨브넷"),
    "a soft hyphen": swap("정확도 <strong>", "정\u00ad확도 <strong>"),
    "a place to break": swap("작은 컨브넷", "작은\u200b 컨브넷"),
    "letters in parts": swap("작은 컨브넷", unicodedata.normalize("NFD", "작은 컨브넷")),
    "a tag that is closed in itself": swap(" />", ">"),
    "another quote": swap('class="title"', "class='title'"),
    "entities": swap("둘째", "&#xB458;&#xC9F8;"),
    "colours of code": swap("hljs-number", "hljs-title function_"),
    "no colours of code": lambda html: re.sub(
        r'<span class="hljs[^>]*>([^<]*)</span>', r"\1", html
    ),
    "a heading's anchor": lambda html: re.sub(r'(<h2 id=")[^"]*', r"\1other", html),
    "tags in capitals": lambda html: re.sub(
        r"<(/?)(ol|table|strong)>", lambda m: m[0].upper(), html
    ),
    "a slide's own data": swap('data-class="title"', 'data-class="title" data-other="1"'),
    "a fitting heading": swap("<h1 id", '<h1 is="marp-h1" data-auto-scaling id'),
    "fitting code": swap("<pre>", '<pre is="marp-pre" data-auto-scaling="downscale-only">'),
    "a transition": swap("<section id", '<section data-transition="{}" id'),
    "a fragment": swap("<li>첫째", '<li data-marpit-fragment="1">첫째'),
    "the picture's size": swap("width:300px;", "width:301px;height:20px;"),
    "the theme's style": swap("div#\\:\\$p", " div#\\:\\$p"),
    "white space between backgrounds": swap("</figure>", "</figure>\n"),
    "where the slides are published": swap(
        "</head>", '<link rel="canonical" href="https://example.org/talk"></head>'
    ),
    "a note's own lines": swap("네 번째 에포크", "네 번째</p><p>에포크"),
    "strong words": swap("<li>첫째</li>", "<li><strong>첫째</strong></li>"),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_shows_the_same_is_no_drift(finished, name):
    assert find_in(finished, HARMLESS[name]) == []


def test_a_record_s_picture_is_known_by_its_checksum(finished):
    ordered = read_order(MARKDOWN, finished, {"image/loss.png": "0" * 64})

    found = [
        str(m) for m in compare_html(ordered, read_finished_html(finished / "talk.html"), key_at)
    ]

    assert found == [
        "slide 2 shows another one than the picture image/loss.png",
        "slide 4 shows another one than the picture image/loss.png",
    ]


def test_a_number_that_a_formula_shows_is_in_its_place(finished):
    found = find_in(finished, lambda html: f"{html}\n", MARKDOWN.replace("88.2\\%", "88.3\\%"))

    assert found == ["slide 4 draws '𝑥2=88.2%' where the formula is 'x^2=88.3\\\\%'"]
