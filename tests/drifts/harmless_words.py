"""Digits and numerals that state no result, wherever they stand, and the signs of Marp and Jinja.

name       9 Sep 2025      VGG16       2장        ResNet-50
place      ## @            * @         <!-- @ -->
case       ## As in VGG16
"""

from collections.abc import Iterator

from drift_cases import Case
from typed_words import HTML, PLACES

NAMES = {
    "date": (
        "given on 9 Sep 2025",
        "2026-03-09 in Seoul",
        "2026년 3월 9일 발표",
        "in the 1990s",
        "10:30 in the morning",
        "2025년 2학기",
        "3월 9일 (월)",
        "NeurIPS 2019",
        "Chollet (2017)",
        "오후 2시 30분",
    ),
    "version": (
        "with Keras 3",
        "Python 3.12",
        "tensorflow==2.15",
        "version 2.0 of it",
        "Ubuntu 22.04",
        "CC BY 4.0",
        "파이썬 3.12",
    ),
    "reference": (
        "see Figure 3",
        "as in [3, 7]",
        "Table 1 and Fig. 2b",
        "Section 2.1 says so",
        "슬라이드 5와 6",
        "그림 3",
        "표 2 참고",
        "앞서 3장에서",
        "2.1절",
        "arXiv:1512.03385",
        "pp. 448–456",
    ),
    "name": (
        "as VGG16 does",
        "ResNet-50 and GPT-4",
        "the F1 score",
        "CIFAR-10 and MNIST",
        "RTX 3090",
        "SHA-256 of it",
        "conv2d_3",
        "an A4 page",
        "3D and 2D",
        "Conv2D 층",
        "x1 and x2",
        "H₂O and R²",
        "1번 모델의 구조",
    ),
    "address": (
        "https://example.org/2026/11?x=52",
        "kim2019@example.org",
        "127.0.0.1",
        "results_2.csv",
        "010-1234-5678",
    ),
    "colour and size": ("#ff8800 on white", "16:9", "4:3 slides", "#123456"),
    "ordinal and few": (
        "the second approach",
        "first, second, third",
        "two ways to see it",
        "첫 번째 방법",
        "두 가지 생각",
        "한 번 더",
        "one of them",
        "the last one",
        "수백 번",
        "몇 가지 예",
        "이 층은",
        "만일 그렇다면",
    ),
    "bounds": ("between 0 and 1", "0으로 채움", "0과 1 사이"),
}
_MOST = (
    "paragraph",
    "heading",
    "list",
    "cell of a table",
    "note",
    "alternative text",
    "bare footer",
)

SLIDES = {
    "numbering": (
        "## 2.1. Results",
        "## 2. Methods\n\n### 2.1 Data",
        "1. one\n2. two\n3. three",
        "1) one\n2) two",
        "10. ten\n11. eleven",
        "* 1.2. a chapter\n* 1.3. another",
        "① collect ② train",
        "Ⅱ. Methods",
        "- (1) collect (2) clean",
        "1️⃣ collect",
    ),
    "code": (
        "`f(3)` and `x[46]`",
        "``x = `88` ``",
        "|a|\n|---|\n|`x[3]`|",
        "## With `x = 3`",
        "* `learning_rate=0.01`",
        "> `x[46]` and so on",
        "so `np.zeros((3, 3))` it is",
    ),
    "formula": (
        "$x^2 + 3$",
        "$$\n\\sum_{i=1}^{10} x_i\n$$",
        "$x_1$ and $x_2$",
        "$\\frac{1}{2} x$",
        "$n \\in \\{16, 32\\} \\cup A$",
        "$\\mathbb{R}^{3}$",
        "$$ f(x) = 2x + 1 $$",
    ),
    "link": (
        "[here](https://example.org/88)",
        "[here][a]\n\n[a]: https://example.org/88",
        "<https://example.org/88>",
        "https://example.org/88",
        "<kim88@example.org>",
        "[here](#88)",
        "[to slide](#5)",
        "<a href='https://example.org/88'>here</a>",
    ),
    "HTML": (
        '<div style="width: 88px; color: #888888">words</div>',
        '<img src="image/a.png" alt="a dot" width="88" height="20">',
        '<table><tr><td colspan="2" rowspan="3">a</td></tr></table>',
        '<ol start="5"><li>a</li></ol>',
        "<div class='c88' id='i88'>words</div>",
        "<b data-n='88'>words</b>",
        "words<br>more<br/>words",
        "<h6>words</h6>",
        "<hr>",
        "<!-- prettier-ignore -->\nwords",
        "<!-- markdownlint-disable MD033 -->\nwords",
        "x<sub>2</sub> and y<sup>3</sup>",
    ),
    "picture": (
        "![w:200 a dot](image/a.png)",
        "![width:200px height:88px a dot](image/a.png)",
        "![h:88 a dot](image/a.png)",
        "![bg right:33% a dot](image/a.png)",
        "![bg 88% a dot](image/a.png)",
        "![bg cover blur:8px brightness:.8 a dot](image/a.png)",
        "![w:200 grayscale:1 sepia:50% hue-rotate:180deg a dot](image/a.png)",
        "![w:200 drop-shadow:0,5px,10px,rgba(0,0,0,.4) a dot](image/a.png)",
        "![bg vertical left:40% a](image/a.png)\n![bg b](image/a.png)",
        "![auto a dot](image/a.png)",
    ),
    "style": (
        "<style scoped>\nh1 { font-size: 88px; margin: 1em 2em; color: #888 }\n</style>\nwords",
        "<style scoped>\nli:nth-child(2) { width: calc(100% - 88px) }\n</style>\nwords",
        "<style>\nh6 { opacity: .88 }\n</style>\nwords",
        "<style scoped>\np::after { content: '→' }\n</style>\nwords",
        "<style scoped>\np::before { content: counter(n) '. ' }\n</style>\nwords",
        "<style scoped>\n@media (min-width: 88px) { p { color: red } }\n</style>\nwords",
        "<style scoped>\n/* 88% of them */ p { color: red }\n</style>\nwords",
        "<style scoped>\np { content: attr(data-n88) }\n</style>\nwords",
    ),
    "directive": (
        "<!-- _class: lead c2 -->\nwords",
        "<!-- _color: '#888888' -->\nwords",
        "<!-- _backgroundColor: rgb(88, 88, 88) -->\nwords",
        "<!-- _backgroundSize: 88% 20px -->\nwords",
        "<!-- _backgroundPosition: 88% 12% -->\nwords",
        "<!-- _backgroundRepeat: no-repeat -->\nwords",
        "<!-- _backgroundImage: linear-gradient(90deg, red 8%, blue 88%) -->\nwords",
        "<!-- _paginate: hold -->\nwords",
        "<!-- _paginate: skip -->\nwords",
        "<!-- _transition: fade 2s -->\nwords",
        "<!-- _header: '' -->\nwords",
        "<!-- _footer: 2026년 3월 -->\nwords",
        "<!--\n_class: lead\n_color: '#112233'\n-->\nwords",
        "# <!-- fit --> words",
        "* a\n* b",
        "+ a\n+ b",
        "1) a\n2) b",
    ),
    "Jinja": (
        "{# 88% of them #}words",
        "{#- 88%\nof them -#}\nwords",
        "{% set n = 88 %}words",
        "{% if a.total > 4 %}words{% endif %}",
        "{% if 88 > 3 %}words{% endif %}",
        "{% for n in range(3) %}* a\n{% endfor %}",
        "{% for n in a.series.points %}{{ loop.index }}. {{ n }}\n{% endfor %}",
        "{% raw %}words{% endraw %}",
        "{{ a.total }} and {{ b.twice | fixed(2) }}",
        "{{ a.share | percent(1) }}, {{ a.share | spread('percent', 0) }}",
        "{{ 100 * a.share }} and {{ 1 - a.share }}",
        "{{ a.total + 1 }} and {{ a.total / 1000 }}",
        "{{ a.total / b.twice }}",
        "{{ [a.total, b.twice] | max }}",
        "{{ a.series.points | sum }}",
        "{{ '%.3f' | format(a.share) }}",
        "{{ constant(46, 'topics of the data set') }} topics",
        "{{ a.total * constant(2, 'both halves') }}",
        '{% constant "Team 46", "its name" %}Team 46 says so',
        "{% set n %}{{ a.total }}{% endset %}{{ n }}",
        "{% with n = a.total %}{{ n }}{% endwith %}",
        "{% macro say(n) %}**{{ n }}**{% endmacro %}{{ say(a.total) }}",
        "{% macro w() %}({{ caller() }}){% endmacro %}{% call w() %}{{ a.total }}{% endcall %}",
        "{% filter upper %}words {{ a.total }}{% endfilter %}",
        "{{ a.total | string | safe }}",
        "{{ a.finding }} {{ a.finding | upper | trim }}",
        "{{ seeds(a, a.total | spread) }}",
        "{% call note(a) %}It is {{ a.total }}.{% endcall %}",
        "{% claim a.total > 5 %}it is so{% endclaim %}",
        "{% claim a.total > 7 %}it is so{% otherwise %}it is not{% endclaim %}",
        "{% claim a.total > 5 %}it is so{% otherwise %}{% endclaim %}",
        "{% claim a.share < 0.25 and b.twice > a.total %}it is so{% endclaim %}",
        "{% claim a.total > constant(5, 'a goal') %}it is so{% endclaim %}",
        "{% claim a.parameters.steps == 3 %}it is so{% endclaim %}",
        "{% claim not a.total < 4 %}it is so{% endclaim %}",
        '{{ code("a", "sum") }}',
        '{{ figure("a", width=400) }}',
        "{% include 'parts/of_words.j2' ignore missing %}words",
        "${{ a.total }} + x$",
        "|a|\n|---|\n|{{ a.total }}|",
        '<b title="{{ a.total }} in all">so</b>',
        "<!-- _footer: of {{ a.total }} -->\nwords",
    ),
}

FRONTS = {
    "keys in another order": "paginate: true\ntheme: plain\nlang: en",
    "quoted keys": "'theme': \"plain\"",
    "quotes": "theme: 'plain'\ntitle: \"Talk\"",
    "folded": "theme: plain\ndescription: >\n  A talk\n  on it",
    "literal": "theme: plain\ndescription: |\n  A talk\n  on it",
    "a comment": "theme: plain # 88%\n# 88% of them",
    "size": "theme: gaia\nsize: 4:3",
    "colours": "theme: plain\ncolor: '#888'\nbackgroundColor: hsl(88, 50%, 50%)",
    "background": "theme: plain\nbackgroundImage: linear-gradient(90deg, red 8%, blue)",
    "a style": "theme: plain\nstyle: |\n  h1 { font-size: 88px }",
    "a class": "theme: plain\nclass:\n  - lead\n  - c88",
    "math": "theme: plain\nmath: mathjax",
    "dividing": "theme: plain\nheadingDivider: 2",
    "dividing by some": "theme: plain\nheadingDivider: [1, 3]",
    "a dated footer": "theme: plain\nfooter: 2026년 3월 9일",
    "an address": "theme: plain\nurl: https://example.org/88",
    "a version": "theme: plain\ntitle: With Keras 3",
    "keywords": "theme: plain\nkeywords: [keras, python3]",
    "transition": "theme: plain\ntransition: fade 2s",
    "one of its own": "theme: plain\nmine: 88",
    "marp": "marp: true\ntheme: plain",
    "Marp's own theme": "theme: gaia",
    "no theme": "lang: ko",
    "evidence": "theme: plain\nlang: en\nevidence: Where this comes from",
}


def harmless_words() -> Iterator[Case]:
    for place in PLACES:
        for kind, names in NAMES.items():
            for name in names if place.name in _MOST else names[:1]:
                if place.reads == HTML and "://" in name:
                    continue
                text = place.text.replace("@media", "\0").replace("@", name)
                text = text.replace("\0", "@media").replace("LABEL", f"near{'r' * len(name)}")
                yield Case(f"words: {kind}", f"{place.name}: {name}", text, whole=place.whole)


def harmless_slides() -> Iterator[Case]:
    for kind, slides in SLIDES.items():
        for slide in slides:
            yield Case(f"words: {kind}", slide, slide)
    for name, front in FRONTS.items():
        text = f"---\n{front}\n---\n# Talk\n\n* total {{{{ a.total }}}}\n"
        yield Case("front matter", name, text, whole=True)
