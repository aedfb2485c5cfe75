"""Numbers in Korean words that count or measure something.

    팔십팔 퍼센트 · 천이백 장 · 두 개의 은닉층 · 세 배 · 삼분의 일 · 영점 팔팔

A word is a number only by what it counts: 이 층 is this layer, 구조 no sum, 세 가지 문제 a manner
of speaking.
"""

import re
from collections.abc import Iterator
from functools import cache

from executed_slides.markdown.units import AFTER_METRIC, KOREAN_THINGS, WORD_END

# ---- Sino-Korean, 이만 오천, and native numerals, 서른두 ----

_DIGIT = "[일이삼사오육륙칠팔구]"
_BELOW_MYRIAD = rf"(?:{_DIGIT}?천\s?)?(?:{_DIGIT}?백\s?)?(?:{_DIGIT}?십\s?)?{_DIGIT}?"
_SINO = (
    rf"(?=[일이삼사오육륙칠팔구십백천만])(?:{_BELOW_MYRIAD}조\s?)?(?:{_BELOW_MYRIAD}억\s?)?"
    rf"(?:{_BELOW_MYRIAD}만\s?)?{_BELOW_MYRIAD}"
)
_HUNDREDS = rf"(?:{_DIGIT}?만\s?)?(?:{_DIGIT}?천\s?)?(?:{_DIGIT}?백|{_DIGIT}?천)\s?"
_ONES = "하나|한|둘|두|셋|세|석|넷|네|넉|다섯|여섯|일곱|여덟|아홉"
_TENS = "열|스물|서른|마흔|쉰|예순|일흔|여든|아흔"
_NATIVE = (
    rf"(?:{_HUNDREDS})?(?:(?:{_TENS})\s?(?:{_ONES})|스무|{_TENS})|{_HUNDREDS}(?:{_ONES})(?!일)"
)
_SEVERAL = "두세|서너|너댓|네댓|네다섯|대여섯|예닐곱|일고여덟"
# One is no count here: 한 번, 하나 이상.
_FEW = rf"{_SEVERAL}|다섯|여섯|일곱|여덟|아홉|[두세네]"


@cache
def _numeral() -> re.Pattern:
    """A numeral by its kind, which decides what it may count."""
    return re.compile(
        # Not a part of another word, and not vague: 수천, 몇 백.
        r"(?<![가-힣\d])(?<!\d\s)(?<!몇\s)(?:"
        rf"(?P<native>{_NATIVE})|(?P<few>{_FEW})"
        r"|(?P<decimal>(?:영|공)\s?점\s?[영공일이삼사오육칠팔구]+)"
        r"|(?P<ratio>[삼사오육칠팔구]\s대\s[일이삼사오육칠팔구])"
        rf"|(?P<sino>{_SINO})(?P<part>\s?분의\s?(?=[일이삼사오육륙칠팔구십백천]){_BELOW_MYRIAD}|\s?점\s?[영공일이삼사오육칠팔구]+)?"
        r")"
    )


# ---- What they count ----

_PERCENT = r"퍼센트(?:\s?포인트)?|프로|%[pP]?"
_MEASURES = (
    rf"{_PERCENT}|에포크|픽셀|유닛|뉴런|필터|채널|파라미터|폴드|시드|달러"
    "|(?i:epochs?|layers?|units?)"
)
_COUNTERS = r"개|장|번(?!째)|회|가지|종류|명|겹|층|점|초|배|차원|원|건|권|쌍|줄"
_FEW_COUNTERS = r"개|장|번(?!째)|회|가지|종류|명|겹"
_KIND = "합성곱|완전 연결|밀집|순환|풀링|출력|입력|훈련|학습|검증|테스트|Dense|Conv2D"
_RANK = r"\s?번째(?=\s(?:에포크|[Ee]poch))"

_DURATION = r"\s?(?:시간|분|초)(?=(?:이|을|를|가)?\s?(?:걸|소요|만에|동안\s(?:훈련|학습|실행)))"

_UNITS = {
    "native": rf"여?(?:\s?(?:{_MEASURES}|{_COUNTERS}|시간){WORD_END}|{_RANK})",
    "few": (
        rf"\s?(?:{_FEW_COUNTERS})"  # 두 개의 은닉층, 세 개 층
        rf"(?=(?:의|씩|짜리)?\s(?:(?:[가-힣]+[한된은는인의]|{_KIND})\s+)?(?:{KOREAN_THINGS}))"
        r"|\s?(?:번|회)(?=의?\s?(?:실행|훈련|학습|시행|실험|측정|반복\s(?:실행|실험|측정|학습|훈련)))"
        rf"|{_RANK}|\s?배(?!를\s(?:드|올|받|하)){WORD_END}"
        rf"|{_DURATION}"
        rf"|\s?(?:겹(?=\s교차)|은닉\s?층|층|에포크|폴드|시드|유닛|뉴런|(?i:epochs?)|{_PERCENT}){WORD_END}"
    ),
    "decimal": rf"(?:\s?(?:{_PERCENT}))?{WORD_END}",
    "ratio": WORD_END,
    "part": rf"(?:\s?(?:{_MEASURES}|{_COUNTERS}))?{WORD_END}",
    # Of many syllables and of one, before which no word could stand: 이 층, 구 버전, 만 가지 생각.
    "sino": rf"여?(?:\s?(?:{_MEASURES}|{_COUNTERS}){WORD_END}|{_RANK}|{_DURATION})",
    "place": (
        rf"여?(?:\s?(?:{_PERCENT}|에포크)|\s(?:{_MEASURES}|(?!가지)(?:{_COUNTERS}))){WORD_END}"
    ),
    "digit": rf"(?:\s?(?:{_PERCENT}|에포크)|\s(?:{_MEASURES}|점|초|배|겹(?=\s교차))){WORD_END}",
    "word": rf"\s?(?:{_PERCENT}){WORD_END}",
}
# 구조 is structure and no nine trillions, 만일 means if, and 이 this.
_WORDS = ("구조", "일조", "이조", "만일", "만이", "일", "이")


@cache
def _unit(kind: str) -> re.Pattern:
    return re.compile(_UNITS[kind])


@cache
def _half() -> re.Pattern:
    """A half of something, and what fell to it; not a half of a life, a talk or a class."""
    return re.compile(
        r"(?<![가-힣])반(?=으로\s(?:줄|감소|낮|축소|떨어|나[누눈눔눠눴뉘])|만\s(?:맞|틀|쓰|사용|학습))"
        r"|(?<!인생\s)(?<!삶\s)(?<!시작[이은]\s)(?<![가-힣])절반(?=[이은을만도]\s|\s(?:넘|감소|틀|맞))"
        r"|절반(?:(?<=의\s절반)(?<!인생의\s절반)(?<!삶의\s절반)|(?<![가-힣]절반)(?<!시작[이은]\s절반)"
        r"(?=으로\s|\s?(?:이상|이하|수준|정도|가량|미만)|에\s?(?:불과|가까)"
        rf"|의\s(?:{KOREAN_THINGS}|데이터|시간|비용|메모리|크기)))"
    )


@cache
def _thing_before() -> re.Pattern:
    return re.compile(rf"(?:{KOREAN_THINGS})(?:을|를|이|가|은|는|의)?\s+\Z")


@cache
def _few_after_thing() -> re.Pattern:
    return re.compile(rf"\s?(?:{_FEW_COUNTERS})")


@cache
def _metric_and_end() -> tuple[re.Pattern, re.Pattern]:
    return re.compile(AFTER_METRIC), re.compile(WORD_END)


def _is_a_result(words: str, start: int, end: int) -> bool:
    """정확도는 팔십팔: a metric before, and no unit."""
    metric, word_end = _metric_and_end()
    return bool(word_end.match(words, end) and metric.search(words[max(0, start - 40) : start]))


def find_korean_numerals(words: str) -> Iterator[tuple[int, int]]:
    """Where numbers in Korean words begin and end, with what they count."""
    if words.isascii():
        return
    for found in _numeral().finditer(words):
        end = _end_of(found, words)
        if end is not None:
            yield found.start(), end
    for half in _half().finditer(words) if "반" in words else ():
        yield half.span()


def _end_of(found: re.Match, words: str) -> int | None:
    """Where a numeral ends with what it counts; None where it counts nothing."""
    start, end = found.start(), found.start() + len(found[0].rstrip())
    unit = _unit(_kind(found)).match(words, end)
    if unit is None and found["few"] and _thing_before().search(words[max(0, start - 12) : start]):
        unit = _few_after_thing().match(words, end)  # 층 세 개, 에포크 네 번
    if unit:
        return unit.end()
    large = not {"십", "백"}.isdisjoint(found[0])
    return end if large and _is_a_result(words, start, end) else None


def _kind(found: re.Match) -> str:
    """Of Sino-Korean numerals: parts, words that are one by chance, single syllables, others."""
    if found.lastgroup != "sino":
        return found.lastgroup or ""
    numeral = found["sino"].rstrip()
    if numeral in _WORDS:
        return "word"
    if len(numeral) > 1:
        return "sino"
    return "place" if numeral in "십백천만억조" else "digit"
