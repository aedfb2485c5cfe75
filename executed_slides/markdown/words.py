"""The numbers in a slide's words: what states a result or a setting, and not what is structure.

    ## 2.1. 결과                       structure: a heading's number
    * 에포크 8번, 두 개의 층, 78%          three numbers
    * VGG16, 2D, 3월, 0과 1 사이, `x[0]`  names, dates, bounds, code

`find_numbers` reads Marp Markdown. What it takes for structure is listed below, rule by rule;
every other digit is a number.
"""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from executed_slides.markdown.front_matter import FRONT_MATTER

# Stands for what is not words but holds a place among them: code, an expression of a template.
OBJECT = "\ufffc"


class Number(NamedTuple):
    """A number in words, with its unit or counter: where it starts, and how it is written."""

    start: int
    text: str


def find_numbers(markdown: str, front_matter: bool = True) -> list[Number]:
    """The numbers that the words of a deck state, in order."""
    words = blank_structure(markdown, front_matter)
    found = [*find_digits(words), *find_numerals(words)]
    return sorted(found, key=lambda number: number.start)


# ---- Markdown: what is no words at all ----

FENCE = re.compile(
    r"^([ \t>]*(?:[-*+]|\d+[.)])?[ \t]*)(?P<fence>`{3,}|~{3,})[^\n`]*\n"
    r".*?(?:^[ \t>]*(?P=fence)[`~]*[ \t]*$|\Z)",
    re.MULTILINE | re.DOTALL,
)
COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
DIRECTIVE = re.compile(r"\s*[_$]?[A-Za-z]\w*\s*:(?:\s|$)")
CODE_SPAN = re.compile(  # Within one paragraph, item or cell.
    r"(?<!`)(`+)(?!`)(?:(?!\n\s*(?:\n|[-*+>#|]|\d+[.)]\s)).)+?(?<!`)\1(?!`)", re.DOTALL
)
FORMULA = re.compile(
    r"(?<!\\)\$\$(?P<block>.+?)\$\$"
    r"|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$\\])?)\$(?![\d$])",
    re.DOTALL,
)
FORMULA_RESULT = re.compile(r"(?:[=≈<>]|\\approx|\\simeq|\\[lg]eq?)\s*(-?[\d.,]+(?:\\?%)?)\s*\Z")
IMAGE = re.compile(r"(!\[(?P<background>(?:[^\]]*\s)?bg\b)?[^\]]*\])\(")
IMAGE_SIZE = re.compile(r"(?<![^\s\[])[a-z-]+:\S+")
BACKGROUND_SIZE = re.compile(r"(?<=\s)[\d.]+%(?=[\s\]])")
SKIPPED = (
    re.compile(r"<(style|script)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE),
    re.compile(r"</?[A-Za-z][^<>]*>"),
    re.compile(r"^[ ]{0,3}\[[^\]\n]+\]:[ \t]*\S.*$", re.MULTILINE),
    re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)"),
    re.compile(r"\[\^[^\]\s]+\]"),
    re.compile(r"\b(?:https?://|www\.)[^\s<>)\]]+"),
    re.compile(r"&#?\w+;"),
)
ADDRESS = re.compile(r"[\w.+-]+@[\w-]+\.[\w.]+")
LINE_START = r"^[ \t>]*(?:[-*+][ \t]+)*"
NUMBERING = (
    # A heading's number: 2.1. and 2.1, and not the 3 of "3 layers".
    re.compile(r"^[ \t>]*#{1,6}[ \t]+(?P<number>\d+(?:\.\d+)+\.?|\d+\.)(?=\s)", re.MULTILINE),
    # 1. and 1) and, in a table of contents, 1.2. as well.
    re.compile(LINE_START + r"(?P<number>\d{1,9}(?:\.\d+)*[.)])(?=\s)", re.MULTILINE),
)


def blank_structure(markdown: str, front_matter: bool) -> str:
    """The words alone, each where it was; the rest is blank, or OBJECT where words go on."""
    words = FRONT_MATTER.sub(blank_match, markdown) if front_matter else markdown
    words = FENCE.sub(blank_match, words)
    words = COMMENT.sub(blank_comment, words)
    words = CODE_SPAN.sub(hide, words)
    if "$" in words:
        words = FORMULA.sub(blank_formula, words)
    words = IMAGE.sub(blank_sizes, words)
    if "@" in words:
        words = ADDRESS.sub(blank_match, words)
    for pattern in SKIPPED:
        words = pattern.sub(blank_match, words)
    for pattern in NUMBERING:
        words = pattern.sub(blank_group("number"), words)
    return words


def blank_match(found: re.Match) -> str:
    return cover(found[0], " ")


def hide(found: re.Match) -> str:
    return cover(found[0], OBJECT)


def cover(text: str, mark: str) -> str:
    """The mark in place of each character but line ends."""
    return "\n".join([mark * len(line) for line in text.split("\n")])


def blank_group(name: str) -> Callable[[re.Match], str]:
    def replace(found: re.Match) -> str:
        start, end = found.start(name) - found.start(), found.end(name) - found.start()
        return found[0][:start] + " " * (end - start) + found[0][end:]

    return replace


def blank_sizes(found: re.Match) -> str:
    """An image's alternative text without Marp's words for its size."""
    text = BACKGROUND_SIZE.sub(blank_match, found[1]) if found["background"] else found[1]
    return IMAGE_SIZE.sub(blank_match, text) + "("


def blank_comment(found: re.Match) -> str:
    """Directives are Marp's; any other comment is a note that the speaker will say."""
    if DIRECTIVE.match(found[1]):
        return blank_match(found)
    return f"    {found[1]}   "


def blank_formula(found: re.Match) -> str:
    """A formula's digits are its own, but not what it comes to, and not one of digits alone."""
    inside = found["block"] or found["inline"]
    if not re.search(r"[A-Za-z\\]", inside.replace("\\%", "")):
        return found[0]
    edge = "$$" if found["block"] else "$"
    result = FORMULA_RESULT.search(inside)
    kept = result[1] if result else ""
    start = result.start(1) if result else len(inside)
    hidden = cover(inside[:start], OBJECT)
    return OBJECT * len(edge) + hidden + kept + inside[start + len(kept) :] + OBJECT * len(edge)


# ---- Words: digits that belong to a name, a date, a bound or a reference ----

MARKS = r"[*_~]*"
RANGE = r"\d+(?:\.\d+)?\s*(?:-|–|~|에서|to)\s*\d+(?:\.\d+)?"
NAMES = re.compile(
    "|".join(
        [
            # Days, times, ratios (16:9), and the student's and the school's numbers.
            r"(?<!\d)\d{4}[-./]\d{1,2}[-./]\d{1,2}(?!\d)",
            r"\d{1,4}\s*년(?!\s*(?:간|동안|생))(?:\s*\d{1,2}\s*월)?(?:\s*\d{1,2}\s*일)?",
            r"(?<!\d)\d{1,2}\s*월(?!\s*간)(?:\s*\d{1,2}\s*일)?",
            r"(?<![\d.:])\d{1,2}:\d{1,2}(?::\d{2})?(?![\d:])",
            r"(?<![\d,.])\d{9,}(?![\d,.]*\d)",
            r"(?<!\d)\d{2,3}-\d{3,4}-\d{4}(?!\d)",
            r"\d+\s*(?:학년|학기|학번|주차|교시|차시)",
            # Sections, versions and references: 2.1.3, 제3장, 그림 2, [7], (Chollet, 2017).
            r"(?<![\d.])\d+(?:\.\d+){2,}\.?(?!\d)",
            r"\d+(?:\.\d+)*\s*절",
            r"제\s*\d+\s*(?:장|절|부|항)",
            r"(?:그림|표|식|슬라이드|[Ff]igures?|Fig\.|[Tt]able|[Ee]q\.|[Ss]ection|[Cc]hapter|pp?\.)"
            r"\s*\(?\d+(?:\.\d+)*",
            r"\[\d{1,3}\]",
            r"\([^()\d]*[^\W\d][.,]?\s*(?:19|20)\d{2}[a-z]?\)",
            # Names: SHA-256, 2D, 4K.
            r"(?<![A-Za-z])[A-Z][A-Za-z]*-\d+(?![\d.%])",
            r"(?<![\d.,])\d(?:D|[A-Z](?![A-Za-z]*B\b)[A-Za-z]+)(?![A-Za-z])",
            # Bounds: [0, 1], [-1, 1], 0에서 255 사이.
            r"[\[(]\s*(?:0|[-−]\s*\d+(?:\.\d+)?)\s*,\s*\d+(?:\.\d+)?\s*[\])]",
            r"(?<![\d.,])(?:0|[-−]\d+)\s*(?:에서|부터|과|와|~|–)\s*\d+(?:\.\d+)?\s*사이",
            # A variable and a number: K - 1.
            r"(?<![A-Za-z\d.])[A-Za-z]\s*[-−+*/×^]\s*\d+(?![\d.,%])",
            # What is usual, as a range: 보통 0.2-0.5.
            rf"(?:보통|일반적으로|대개|대체로|흔히|usually|typically)\s*{RANGE}(?![\d.]*\s*%)",
        ]
    )
)

FREE_DIGIT = re.compile(r"(?<![A-Z_a-z\d])\d|(?<=[chrsy])\d")  # Not VGG16, but epoch4.
DIGITS = re.compile(r"\d+(?:[.,/]\d+)*(?:[eE][-+−]?\d+)?")
COUNTERS = (
    "개|층|장|번|회|가지|종류|명|배|겹|초|분|시간|일|주|달|년|쪽|줄|칸|쌍|권|대|점|픽셀|차원|시드"
)
COUNTED = re.compile(rf"\s?{MARKS}\s?(?:{COUNTERS})")
MEASURED_UNIT = re.compile(r"\s?(?:\\?[%$₩€]|[A-Za-zμ°])")
METRIC = re.compile(
    r"(?:손실|정확도|오차|정답률|점수|[Ll]oss|[Aa]ccuracy|MAE|MSE|[Ee]rror)"
    rf"(?:{MARKS}\s*[:=]|은|는|이|가|을|를)?{MARKS}(?:\s+[^\s\d.,;:()]+){{0,2}}\s*\Z"
)
NAMED_SETTING = re.compile(r"(?:epochs?|acc|accuracy|loss|lr|batch|에포크|seeds?)\Z", re.IGNORECASE)

EPOCHS = r"(?:에포크|[Ee]pochs?|반복|훈련|학습|실행|시행|실험|시도|스텝|[Ss]teps?|시드|[Ss]eeds?)"
NOT_A_NOUN = r"(?:이후|이전|이상|이하|미만|초과|까지|정도|만에|동안|후|전|더|만)"
COUNTED_BEFORE = re.compile(rf"{EPOCHS}\S?\s*{MARKS}\Z")
LABEL = re.compile(rf"{MARKS}번(?!째)의?{MARKS}\s+{MARKS}(?!{EPOCHS}|{NOT_A_NOUN})[가-힣A-Za-z]")


def find_digits(words: str) -> Iterator[Number]:
    start = 0
    for line in words.splitlines(keepends=True):
        if FREE_DIGIT.search(line):
            for number in find_digits_of_line(line):
                yield number._replace(start=start + number.start)
        start += len(line)


def find_digits_of_line(line: str) -> Iterator[Number]:
    named = NAMES.sub(blank_match, line)
    for found in DIGITS.finditer(named):
        before, after = line[: found.start()], line[found.end() :]
        if not (
            in_a_name(before)
            or is_a_bare_bound(found[0], before, after)
            or is_a_label(before, after)
        ):
            yield Number(found.start(), found[0] + unit_of(after))


def unit_of(after: str) -> str:
    """What is counted or measured, as far as a short message needs it."""
    if counted := COUNTED.match(after):
        return "번째" if after.startswith("번째") else counted[0]
    measured = re.match(r"\s?\\?[%$₩€]p?|[A-Za-zμ°]+", after)
    return measured[0] if measured else ""


def in_a_name(before: str) -> bool:
    """The 16 of VGG16, the 1 of conv2d_1 and Case1, but not the 4 of epoch4."""
    name = re.search(r"[A-Za-z_][A-Za-z0-9_]*\Z", before)
    return bool(name) and not NAMED_SETTING.search(name[0])


def is_a_bare_bound(number: str, before: str, after: str) -> bool:
    """0 and 1 as mathematics knows them (0으로 채움, 표준 편차 1, Stride > 1).

    They are numbers when they count something, have a unit, or are what a metric came to.
    """
    if number not in ("0", "1") or OBJECT in (before[-1:], after[:1]):
        return False
    return not (COUNTED.match(after) or MEASURED_UNIT.match(after) or METRIC.search(before))


def is_a_label(before: str, after: str) -> bool:
    """1번 층 is the layer's name, and 2번의 윈도우 no count of an experiment; 8번 에포크 is one."""
    return bool(LABEL.match(after)) and not COUNTED_BEFORE.search(before)


# ---- Numerals: numbers in Korean words ----

# One is no count here: 한 번, 하나 이상.
NUMERAL = re.compile(
    r"(?<![가-힣])(?:(?:열\s?)?(?:다섯|여섯|일곱|여덟|아홉)|열\s?[한두세네]|[두세네열]|스무|서른)"
)
THING = (
    r"(?:은닉\s?[층유]|층|유닛|뉴런|필터|채널|클래스|토픽|레이블|샘플|사진|이미지|리뷰|단어|특성"
    r"|파라미터|에포크|배치|시드|폴드|(?i:layer|unit|class|epoch|fold|seed))"
)
COUNTED_THING = re.compile(  # 두 개의 은닉층, 세 개 층, 두 층, 다섯 에포크, 네 번째 에포크, 두 배
    rf"{MARKS}\s?(?P<counter>개|장|번(?!째)|회|가지|종류|명|겹){MARKS}(?:의|씩|짜리)?{MARKS}\s+"
    rf"(?:[가-힣]+[한된은는인의]\s+)?{MARKS}{THING}"
    rf"|{MARKS}\s?(?P<unit>은닉\s?층|층|에포크|폴드|시드|유닛|뉴런|(?i:epochs?))"
    rf"|{MARKS}\s?(?P<rank>번째){MARKS}\s+{MARKS}(?:에포크|[Ee]poch)"
    r"|\s?(?P<times>배)(?![열치경])"
)
COUNTER = re.compile(rf"{MARKS}\s?(?:개|장|번(?!째)|회|가지|종류|명|겹)")
THING_BEFORE = re.compile(rf"{THING}(?:을|를|이|가|은|는|의)?{MARKS}\s+{MARKS}\Z")


def find_numerals(words: str) -> Iterator[Number]:
    for found in NUMERAL.finditer(words):
        start, end = found.span()
        counted = COUNTED_THING.match(words, end)
        if counted:
            end = counted.end(counted.lastgroup or 0)
        elif THING_BEFORE.search(words, max(0, start - 12), start) and (
            counter := COUNTER.match(words, end)
        ):
            end = counter.end()  # 층 세 개, 에포크 네 번
        else:
            continue
        yield Number(start, words[start:end])
