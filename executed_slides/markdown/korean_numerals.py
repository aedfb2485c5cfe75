"""Numbers in Korean words that count or measure something.

    팔십팔 퍼센트 · 천이백 장 · 두 개의 은닉층 · 세 배 · 삼분의 일 · 영점 팔팔

A word is a number only by what it counts: 이 층 is this layer, 구조 no sum, 세 가지 문제 a manner
of speaking.
"""

import re
from collections.abc import Iterator
from functools import cache

from executed_slides.markdown.units import KOREAN_THINGS, WORD_END

# ---- Sino-Korean: 일 이 삼, and places of tens: 이만 오천, 삼백만 ----

_DIGIT = "[일이삼사오육륙칠팔구]"
_BELOW_MYRIAD = rf"(?:{_DIGIT}?천\s?)?(?:{_DIGIT}?백\s?)?(?:{_DIGIT}?십\s?)?{_DIGIT}?"
_SINO = (
    rf"(?=[일이삼사오육륙칠팔구십백천만])(?:{_BELOW_MYRIAD}조\s?)?(?:{_BELOW_MYRIAD}억\s?)?"
    rf"(?:{_BELOW_MYRIAD}만\s?)?{_BELOW_MYRIAD}"
)
# Nothing before it that makes it a part of a word, a date, or vague: 수천, 몇 백.
_START = r"(?<![가-힣\d])(?<!\d\s)(?<!몇\s)(?<!수\s)"

_PERCENT = r"퍼센트(?:\s?포인트)?|프로|%p?|％"
_MEASURES = rf"{_PERCENT}|에포크|픽셀|유닛|뉴런|필터|채널|파라미터|폴드|시드|달러|(?i:epochs?|layers?|units?)"
_COUNTERS = r"개|장|번(?!째)|회|가지|종류|명|겹|층|점|초|배|차원|원|건|권|쌍|줄"

# ---- Native: 두 세 네, 스무, 서른두 ----

_ONES = "하나|한|둘|두|셋|세|석|넷|네|넉|다섯|여섯|일곱|여덟|아홉"
_TENS = "열|스물|서른|마흔|쉰|예순|일흔|여든|아흔"
_HUNDREDS = rf"(?:{_DIGIT}?만\s?)?(?:{_DIGIT}?천\s?)?(?:{_DIGIT}?백|{_DIGIT}?천)\s?"
_SEVERAL = "두세|서너|너댓|네댓|네다섯|대여섯|예닐곱|일고여덟"
_EXACT = rf"(?:{_HUNDREDS})?(?:(?:{_TENS})\s?(?:{_ONES})|스무|{_TENS})|{_HUNDREDS}(?:{_ONES})"
# One is no count here: 한 번, 하나 이상.
_FEW = rf"{_SEVERAL}|다섯|여섯|일곱|여덟|아홉|[두세네]"

_THING_AFTER = (  # 두 개의 은닉층, 세 개 층
    rf"\s?(?:개|장|번(?!째)|회|가지|종류|명|겹)(?=(?:의|씩|짜리)?\s(?:[가-힣]+[한된은는인의]\s+)?(?:{KOREAN_THINGS}))"
)
_RUN_AFTER = (
    r"\s?(?:번|회)(?=의?\s?(?:실행|훈련|학습|시행|실험|측정|반복\s(?:실행|실험|측정|학습|훈련)))"
)
_FEW_MEASURES = rf"은닉\s?층|층|에포크|폴드|시드|유닛|뉴런|(?i:epochs?)|{_PERCENT}"
_RANK = r"\s?번째(?=\s(?:에포크|[Ee]poch))"
_TIMES = rf"\s?배(?!를\s(?:드|올|받|하)){WORD_END}"
_DURATION = r"\s?(?:시간|분|초)(?=(?:이|을|를|가)?\s?(?:걸|소요|만에|동안\s(?:훈련|학습|실행)))"


@cache
def _patterns() -> tuple[re.Pattern, ...]:
    return tuple(
        re.compile(pattern)
        for pattern in (
            # Parts: 삼분의 일, 절반.
            rf"{_START}{_SINO}\s?분의\s?{_SINO}{WORD_END}",
            _HALF,
            # Decimals: 영점 팔팔, 구십 점 오 퍼센트.
            rf"{_START}(?:영|공)\s?점\s?[영공일이삼사오육칠팔구]+(?:\s?(?:{_PERCENT}))?{WORD_END}",
            rf"{_START}{_SINO}\s?점\s?[영공일이삼사오육칠팔구]+\s?(?:{_MEASURES}|{_COUNTERS}){WORD_END}",
            # Of one syllable: what a percentage is of, and other things after a space.
            rf"{_START}{_SINO}여?\s?(?:{_PERCENT}){WORD_END}",
            rf"{_START}[삼사오육칠팔구십백천만]여?(?:\s?에포크|\s(?:{_MEASURES}|층|점|초|배)){WORD_END}",
            rf"{_START}[십백천만]여?\s(?:{_COUNTERS}){WORD_END}",
            rf"{_START}(?!{_HOMOGRAPHS})(?=(?:[일이삼사오육륙칠팔구십백천만억조]\s?){{2}}){_SINO}여?\s?(?:{_MEASURES}|{_COUNTERS}){WORD_END}",
            rf"{_START}{_SINO}{_RANK}",
            # Native.
            rf"{_START}(?:{_EXACT})여?(?:\s?(?:{_MEASURES}|{_COUNTERS}|시간){WORD_END}|{_RANK})",
            rf"{_START}(?:{_FEW})(?:{_THING_AFTER}|{_RUN_AFTER}|{_RANK}|{_TIMES}|{_DURATION}"
            rf"|\s?(?:{_FEW_MEASURES}){WORD_END})",
            # The thing first: 층 세 개, 에포크 네 번.
            rf"(?:{KOREAN_THINGS})(?:을|를|이|가|은|는|의)?\s+(?P<numeral>(?:{_FEW})\s?(?:개|장|번(?!째)|회|가지|종류|명|겹))",
        )
    )


# 구조 is no nine trillions, 십분 no ten minutes, 오만 가지 no count.
_HOMOGRAPHS = "구조|일조|이조|만일|만이|만사|오만 가지|천사"
_HALF = (
    r"(?<=의\s)절반|(?<=터\s)절반|(?<![가-힣])(?<!시작이\s)(?<!시작은\s)절반"
    rf"(?=으로\s|\s?(?:이상|이하|수준|정도|가량|미만)|에\s?(?:불과|가까)|의\s(?:{KOREAN_THINGS}|데이터|시간|비용|메모리|크기))"
)


def find_korean_numerals(words: str) -> Iterator[tuple[int, int]]:
    """Where numbers in Korean words begin and end, with what they count."""
    for pattern in _patterns():
        for found in pattern.finditer(words):
            yield found.span("numeral") if "numeral" in pattern.groupindex else found.span()
