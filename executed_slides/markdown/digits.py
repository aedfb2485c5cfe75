"""Numbers in digits: each that is no part of a name, no bare bound and no label.

88.2% · 1 000 · 3만 5천 개 · 80/20 · 8:2 · 3×10⁻⁴ · −3.2
"""

import re
from collections.abc import Iterator
from functools import cache

from executed_slides.markdown.names_with_digits import blank_names
from executed_slides.markdown.number_letters import PARTS, RAISED
from executed_slides.markdown.places import OBJECT
from executed_slides.markdown.units import AFTER_METRIC, COUNTED, PERCENT, SCALE

_COMPARED = (
    "(?:faster|slower|smaller|larger|bigger|more|fewer|less|better|cheaper|speed|빠|느|작|크|향상)"
)


# Signs that nobody sees: what stands on both sides reads as one number.
UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
# What decides about a number stands no further from it.
_NEAR = 80


@cache
def _free_digit() -> re.Pattern:
    """Not VGG16, but epoch4, Recall88% and any other."""
    return re.compile(rf"\d(?<![A-Z_a-z\d].)|(?<=[chrsy])\d|\bx\d|\d[%‰]|[{RAISED}]")


@cache
def _number() -> re.Pattern:
    parted = rf"\d+(?:(?:[.,/'’]|[{UNSEEN}]+)\d+)*"
    plain = rf"(?:\d{{1,3}}(?: \d{{3}})+(?![\d,.])|{parted}|(?<![\w.)\]])\.\d+)"
    power = rf"(?:\s?[×x·]\s?10)?(?:\^[-−]?\d+|[⁻⁺]?[{RAISED}]+)"
    return re.compile(
        rf"(?:(?<![^\s(\[{{=:<>~≈|→])[-−+±×](?=\.?\d)|(?<!\w)x(?=[\d.]+\s{_COMPARED}))?(?P<number>"
        r"\d+\s?분의\s?\d+"
        r"|\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+|\d+\s?대\s?\d+"
        r"|\d+(?:x\d+)+"
        r"|[1-9][\d,.]*\s?[십백천만억조]+(?:\s?\d+\s?[십백천만]+)*(?:\s?\d(?:,\d{3}|\d{2,3})(?![\d.]))?"
        rf"|{plain}(?:[eE][-+−]?\d+|{power})?(?:\s?[{PARTS}])?)"
    )


def find_digits(words: str) -> Iterator[tuple[int, int]]:
    """Where numbers in digits begin and end, with their signs and units."""
    if not _free_digit().search(words):
        return
    for found in _number().finditer(blank_names(words)):
        start, end = found.span("number")
        before, after = words[max(0, start - _NEAR) : start], words[end : end + _NEAR]
        if not (
            _in_a_name(words[max(0, found.start() - _NEAR) : found.start()], after)
            or _is_a_bare_bound(found["number"], before, after)
            or _is_a_label(before, after)
        ):
            unit = _unit().match(after)
            yield found.start(), end + (unit.end() if unit else 0)


@cache
def _unit() -> re.Pattern:
    """What is counted or measured, as far as a short message needs it."""
    return re.compile(
        rf"번째|{COUNTED}|{PERCENT}|{SCALE}|\s?[%‰$₩€][pP]?|\s?°[CF]?\b|\s?×(?!\s?\d)|[A-Za-zμ°]+"
    )


@cache
def _setting() -> re.Pattern:
    return re.compile(r"(?:epochs?|acc|accuracy|loss|lr|batch|seeds?)\Z", re.IGNORECASE)


@cache
def _name() -> re.Pattern:
    return re.compile(r"[A-Za-z_À-ÖØ-öø-ɏͰ-Ͽ][A-Za-z0-9_À-ÖØ-öø-ɏͰ-Ͽ]*\Z")


def _in_a_name(before: str, after: str) -> bool:
    """The 16 of VGG16, the 1 of conv2d_1 and Case1, but not the 4 of epoch4, nor a share."""
    name = None if after.startswith(("%", "‰")) else _name().search(before)
    return name is not None and not _setting().search(name[0])


@cache
def _measured() -> re.Pattern:
    no_unit = "or|and|if|to|in|is|are|as|at|on|for|by|with|of|when|otherwise|means|from|then|else"
    return re.compile(
        rf"\s?[%$₩€μ°]|[A-Za-z]|{COUNTED}|{PERCENT}"
        rf"|\s(?:(?:out )?of|in) (?:the )?\d|\s(?!(?:{no_unit})\b)[A-Za-z]"
    )


@cache
def _after_metric() -> re.Pattern:
    return re.compile(AFTER_METRIC)


def _is_a_bare_bound(number: str, before: str, after: str) -> bool:
    """0 and 1 as mathematics knows them (0으로 채움, 표준 편차 1, Stride > 1).

    They are numbers when they count something, have a unit, or are what a metric came to.
    """
    if number not in ("0", "1") or OBJECT in (before[-1:], after[:1]):
        return False
    return not (_measured().match(after) or _after_metric().search(before))


# ---- Digits that count experiments, and digits that name one of several ----

_RUN = r"(?:에포크|[Ee]pochs?|반복|훈련|학습|실행|시행|실험|시도|스텝|[Ss]teps?|시드|[Ss]eeds?)"
_NO_NOUN = r"(?:이후|이전|이상|이하|미만|초과|까지|정도|만에|동안|후|전|더|만)"


@cache
def _label() -> re.Pattern:
    return re.compile(rf"번(?!째)의?\s+(?!{_RUN}|{_NO_NOUN})[가-힣A-Za-z]")


@cache
def _run_before() -> re.Pattern:
    return re.compile(rf"{_RUN}\S?\s*\Z")


def _is_a_label(before: str, after: str) -> bool:
    """1번 층 is the layer's name, and 2번의 윈도우 no count of an experiment; 8번 에포크 is one."""
    return bool(_label().match(after)) and not _run_before().search(before)
