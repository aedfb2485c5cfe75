"""The numbers in a slide's words: what states a result or a setting, and not what is structure.

    ## 2.1. 결과                       structure: a heading's number
    * 에포크 8번, 두 개의 층, 78%          three numbers
    * VGG16, 2D, 3월, 0과 1 사이, `x[0]`  names, dates, bounds, code

Structure is what is no prose. Which digits belong to a name is listed here, rule by rule; every
other digit of the prose is a number.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.markdown.prose import OBJECT, blank_match, blank_structure


class Number(NamedTuple):
    """A number in words, with its unit or counter: where it starts, and how it is written."""

    start: int
    text: str


def find_numbers(markdown: str, front_matter: bool = True) -> list[Number]:
    """The numbers that the words of a deck state, in order."""
    words = blank_structure(markdown, front_matter)
    found = [*_find_digits(words), *_find_numerals(words)]
    return sorted(found, key=lambda number: number.start)


# ---- Words: digits that belong to a name, a date, a bound or a reference ----

_MARKS = r"[*_~]*"
_RANGE = r"\d+(?:\.\d+)?\s*(?:-|–|~|에서|to)\s*\d+(?:\.\d+)?"
_NAMES = re.compile(
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
            rf"(?:보통|일반적으로|대개|대체로|흔히|usually|typically)\s*{_RANGE}(?![\d.]*\s*%)",
        ]
    )
)

_FREE_DIGIT = re.compile(r"(?<![A-Z_a-z\d])\d|(?<=[chrsy])\d")  # Not VGG16, but epoch4.
_DIGITS = re.compile(r"\d+(?:[.,/]\d+)*(?:[eE][-+−]?\d+)?")
_COUNTERS = (
    "개|층|장|번|회|가지|종류|명|배|겹|초|분|시간|일|주|달|년|쪽|줄|칸|쌍|권|대|점|픽셀|차원|시드"
)
_COUNTED = re.compile(rf"\s?{_MARKS}\s?(?:{_COUNTERS})")
_MEASURED_UNIT = re.compile(r"\s?(?:\\?[%$₩€]|[A-Za-zμ°])")
_METRIC = re.compile(
    r"(?:손실|정확도|오차|정답률|점수|[Ll]oss|[Aa]ccuracy|MAE|MSE|[Ee]rror)"
    rf"(?:{_MARKS}\s*[:=]|은|는|이|가|을|를)?{_MARKS}(?:\s+[^\s\d.,;:()]+){{0,2}}\s*\Z"
)
_SETTING = re.compile(r"(?:epochs?|acc|accuracy|loss|lr|batch|에포크|seeds?)\Z", re.IGNORECASE)

_EPOCH = r"(?:에포크|[Ee]pochs?|반복|훈련|학습|실행|시행|실험|시도|스텝|[Ss]teps?|시드|[Ss]eeds?)"
_NO_NOUN = r"(?:이후|이전|이상|이하|미만|초과|까지|정도|만에|동안|후|전|더|만)"
_COUNTED_BEFORE = re.compile(rf"{_EPOCH}\S?\s*{_MARKS}\Z")
_LABEL = re.compile(rf"{_MARKS}번(?!째)의?{_MARKS}\s+{_MARKS}(?!{_EPOCH}|{_NO_NOUN})[가-힣A-Za-z]")


def _find_digits(words: str) -> Iterator[Number]:
    start = 0
    for line in words.splitlines(keepends=True):
        if _FREE_DIGIT.search(line):
            for number in _find_digits_of_line(line):
                yield number._replace(start=start + number.start)
        start += len(line)


def _find_digits_of_line(line: str) -> Iterator[Number]:
    named = _NAMES.sub(blank_match, line)
    for found in _DIGITS.finditer(named):
        before, after = line[: found.start()], line[found.end() :]
        if not (
            _in_a_name(before)
            or _is_a_bare_bound(found[0], before, after)
            or _is_a_label(before, after)
        ):
            yield Number(found.start(), found[0] + _unit_of(after))


def _unit_of(after: str) -> str:
    """What is counted or measured, as far as a short message needs it."""
    if counted := _COUNTED.match(after):
        return "번째" if after.startswith("번째") else counted[0]
    measured = re.match(r"\s?\\?[%$₩€]p?|[A-Za-zμ°]+", after)
    return measured[0] if measured else ""


def _in_a_name(before: str) -> bool:
    """The 16 of VGG16, the 1 of conv2d_1 and Case1, but not the 4 of epoch4."""
    name = re.search(r"[A-Za-z_][A-Za-z0-9_]*\Z", before)
    return name is not None and not _SETTING.search(name[0])


def _is_a_bare_bound(number: str, before: str, after: str) -> bool:
    """0 and 1 as mathematics knows them (0으로 채움, 표준 편차 1, Stride > 1).

    They are numbers when they count something, have a unit, or are what a metric came to.
    """
    if number not in ("0", "1") or OBJECT in (before[-1:], after[:1]):
        return False
    return not (_COUNTED.match(after) or _MEASURED_UNIT.match(after) or _METRIC.search(before))


def _is_a_label(before: str, after: str) -> bool:
    """1번 층 is the layer's name, and 2번의 윈도우 no count of an experiment; 8번 에포크 is one."""
    return bool(_LABEL.match(after)) and not _COUNTED_BEFORE.search(before)


# ---- Numerals: numbers in Korean words ----

# One is no count here: 한 번, 하나 이상.
_NUMERAL = re.compile(
    r"(?<![가-힣])(?:(?:열\s?)?(?:다섯|여섯|일곱|여덟|아홉)|열\s?[한두세네]|[두세네열]|스무|서른)"
)
_THING = (
    r"(?:은닉\s?[층유]|층|유닛|뉴런|필터|채널|클래스|토픽|레이블|샘플|사진|이미지|리뷰|단어|특성"
    r"|파라미터|에포크|배치|시드|폴드|(?i:layer|unit|class|epoch|fold|seed))"
)
_COUNTED_THING = re.compile(  # 두 개의 은닉층, 세 개 층, 두 층, 다섯 에포크, 네 번째 에포크, 두 배
    rf"{_MARKS}\s?(?P<counter>개|장|번(?!째)|회|가지|종류|명|겹){_MARKS}(?:의|씩|짜리)?{_MARKS}\s+"
    rf"(?:[가-힣]+[한된은는인의]\s+)?{_MARKS}{_THING}"
    rf"|{_MARKS}\s?(?P<unit>은닉\s?층|층|에포크|폴드|시드|유닛|뉴런|(?i:epochs?))"
    rf"|{_MARKS}\s?(?P<rank>번째){_MARKS}\s+{_MARKS}(?:에포크|[Ee]poch)"
    r"|\s?(?P<times>배)(?![열치경])"
)
_COUNTER = re.compile(rf"{_MARKS}\s?(?:개|장|번(?!째)|회|가지|종류|명|겹)")
_THING_BEFORE = re.compile(rf"{_THING}(?:을|를|이|가|은|는|의)?{_MARKS}\s+{_MARKS}\Z")


def _find_numerals(words: str) -> Iterator[Number]:
    for found in _NUMERAL.finditer(words):
        start, end = found.span()
        if counted := _COUNTED_THING.match(words, end):
            end = counted.end(counted.lastgroup or 0)
        elif _THING_BEFORE.search(words, max(0, start - 12), start) and (
            counter := _COUNTER.match(words, end)
        ):
            end = counter.end()  # 층 세 개, 에포크 네 번
        else:
            continue
        yield Number(start, words[start:end])
