"""Numbers in English words that count or measure something.

    three epochs · eighty-eight percent · two thirds of · ten times · twice as fast · zero errors

A few are a count only of what experiments have: two ways to go is a manner of speaking. One is a
count of percents and parts alone.
"""

import re
from collections.abc import Iterator
from functools import cache

from executed_slides.markdown.units import THINGS

_FEW = "two|three|four|five|six|seven|eight|nine|ten"
_MANY = (
    "eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty"
    "|fifty|sixty|seventy|eighty|ninety"
)
_LARGE = "dozen|hundred|thousand|million|billion|trillion"
_WORD = rf"(?:zero|one|{_FEW}|{_MANY}|{_LARGE})\b"
# Doubles the accuracy, and: the loss halved; it tripled within an hour.
_MANIFOLD = r"\b(?:doubl|tripl|quadrupl|halv)e[sd]?\b"
_MOVED = (
    rf"{_MANIFOLD}(?<=[sd])"
    r"(?=\s(?:after|between|during|from|in|over|since|under|when|with|within|on|by|every|again|overnight|once|twice)\b)"
)
_RUN = rf"{_WORD}(?:(?:[\s-]|,\s)(?:and\s)?{_WORD})*(?:\sand\sa\shalf)?"


@cache
def _numeral() -> re.Pattern:
    """A numeral by its kind, which decides what it may count."""
    return re.compile(
        rf"\b(?:(?P<decimal>{_RUN}\spoint(?:\s{_WORD})+)"
        rf"|(?P<run>(?:an?\s(?=(?:{_LARGE})\b))?{_RUN}(?:\s(?:or|to(?!\sone\b))\s{_RUN})?)"
        r"|(?P<half>half(?=\s(?:of|the|as)\b)|half\sa\spercent\b|(?<=\bby\s)half\b"
        r"|twice(?=\s(?:as|the|that|per)\b|\sa\s(?:minute|day|week|month|year)\b))"
        rf"|(?P<manifold>{_MANIFOLD}(?=\s(?:the|that|our|its|their)\b)|(?<=\s){_MANIFOLD}(?=\W*\Z)|(?<=\s){_MOVED})"
        r"|(?P<magnitude>an\sorder\sof\smagnitude\b)"
        r"|(?P<article>a(?=\s(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)\sof\b))"
        r"|(?P<share>(?<=\bby\s)an?\s(?:third|quarter|fifth|sixth|seventh|eighth|ninth|tenth)\b)"
        r"|(?P<each>every\s(?:third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?=\s[a-z]))"
        r"|(?P<rank>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[a-z]+teenth|[a-z]+tieth)(?=\sepochs?\b)"
        rf"|(?P<fold>(?:{_FEW}|{_MANY}|hundred|thousand)fold\b))",
        re.IGNORECASE,
    )


_PERCENT = r"\s(?:percent(?:age points?)?|per cent)\b|\s?%"
_PART = (
    r"[\s-](?:half|halves|thirds?|quarters?|(?:fif|six|seven|eigh|nin|ten|hundred|thousand)ths?)\b"
)
_RATIO = rf"\s(?:out\sof|in)\s(?:{_FEW}|{_MANY}|a\s(?:{_LARGE}))\b"
_ODDS = r"[\s-]to[\s-]one\b"
# Two of the three runs; one of the three is any of them.
_OF_THESE = rf"\sof\s(?:the\s)?{_RUN}(?:\s(?!(?:of|and|or)\b)[a-z]+s\b)?"
_KINDS = (
    r"(?:[\s-](?:hidden|dense|convolutional|conv|fully|connected|output|input|training|test|validation"
    r"|trainable|small|large|new|last|first|more|additional|extra|full|further|upper|lower|top|bottom|frozen"
    r"|recurrent|pooling|parallel|random|different|independent|separate|consecutive|successive|movie|feature"
    r"|data|of the)){0,2}"
)
_SHOWN = (
    "samples|classes|runs|repetitions|participants|patients|respondents|observations|data points"
    "|feature maps|seconds|minutes|hours|[a-z]+s(?= per )|subjects|volunteers|raters|annotators"
    "|(?:biological |technical )?replicates|mice|rats|genes|species|galaxies|hospitals|cohorts"
)
_SPOKEN = (  # Twelve months are no result, and twelve is no plural.
    "was|has|this|its|less|does|plus|versus|across|perhaps|always|ways?|ideas?|years?|months?|weeks?"
    "|days?|people|things?|words|reasons?|kinds?|sorts?|others"
)
# What is measured whatever is counted: two orders of magnitude, five kelvin.
_MEASURES = (
    r"(?:[\s-](?:standard deviations?|orders? of magnitude|sigmas?"
    r"|degrees? (?:celsius|centigrade|fahrenheit|kelvin)"
    r"|(?:kilo|mega|giga|tera|peta|milli|micro|nano|pico|femto|centi)?"
    r"(?:bytes?|bits?|met(?:er|re)s?|grams?|lit(?:er|re)s?|volts?|amperes?|watts?|joules?|kelvins?"
    r"|hertz|pascals?|newtons?|moles?|electronvolts?)|(?:milli|micro|nano|pico)seconds?)\b)"
)
# Function words are no adjective of what is counted.
_QUALITY = (
    rf"(?:(?!(?:{_SPOKEN}|an?|and|are|as|at|but|by|for|from|had|have|in|is|it|of|on|or|out|per|so|than|that"
    r"|the|then|to|were|which|who|with)\b)[a-z]+\s)?"
)
# What is zero itself: zero weights.
_OF_ZERO = (
    "bias|biases|class|loss|losses|weights|values|vectors|entries|elements|inputs|pixels|gradients"
    "|tensors|bits"
)
_SOME = rf"\stimes\b|[\s-]?fold\b|{_KINDS}[\s-](?:{THINGS})\b"
_UNITS = {
    "decimal": rf"(?:{_PERCENT}|{_SOME})?",
    "run": (
        rf"{_PERCENT}|{_SOME}|{_MEASURES}|{_OF_THESE}|(?<=llion)\syears\b"
        rf"|\s{_QUALITY}(?!(?:{_SPOKEN})\b)[a-z]{{3,}}s\b"
    ),
    "few": (
        rf"{_PERCENT}|{_PART}|{_RATIO}|{_ODDS}|{_SOME}|{_MEASURES}|{_OF_THESE}"
        rf"|{_KINDS}\s(?:{_SHOWN})\b"
    ),
    "the few": rf"{_PERCENT}|{_PART}|{_RATIO}|{_ODDS}|{_SOME}|{_MEASURES}",
    "compared": rf"{_SOME}|{_MEASURES}|\s{_QUALITY}(?!(?:{_SPOKEN})\b)[a-z]{{3,}}s\b",
    "took": rf"\s(?:days|weeks|months)\b|{_SOME}|\s(?:{_SHOWN})\b",
    "one": rf"{_PERCENT}|{_PART}|{_RATIO}|{_MEASURES}",
    "zero": (
        rf"{_PERCENT}|{_PART}|{_RATIO}|{_KINDS}\s(?:errors?|loss|mistakes|{THINGS}|{_SHOWN})\b(?<!weights)"
        rf"|(?:\s(?:mis|wrong|fals)[a-z]+)?\s(?!(?:{_SPOKEN}|{_OF_ZERO})\b)[a-z]{{3,}}s\b"
    ),
    "magnitude": r"(?!\s(?:estimate|calculation)s?\b)",
    "each": "",
    # By a third reviewer, by a quarter past ten: a rank and a time.
    "share": (
        r"(?=\W*\Z|[,.;:)]|(?<!quarter)\sto\b|\s(?:after|and|at|but|compared|during|every|for|from|if|in|on|once|or|over|per"
        r"|relative|since|when|while|with|within)\b)"
    ),
    "manifold": r"(?!\sthe\s(?:fun|trouble|joy)\b)",
    "half": r"(?!\s(?:of\s(?:the\s(?:talk|day|year|time)|us|you)|the\sbattle)\b)",
    "article": r"\s[a-z]+",
    "rank": r"\sepochs?\b",
    "fold": "",
}


@cache
def _hint() -> re.Pattern:
    return re.compile(
        r"\b(?:one|two|half|twice|three|four|fif|five|six|seven|eigh|nin|ten|elev|twel|twen|thir|fort"
        r"|zero|doubl|tripl|quadrupl|halv|doz|hund|thous|mill|bill|trill|second|quarter)"
        r"|\bby half|\b(?:by an?|a) (?:third|quarter|[a-z]+th)|\bevery [a-z]+th"
        r"|\border of magnitude",
        re.IGNORECASE,
    )


@cache
def _metric_before() -> re.Pattern:
    return re.compile(
        r"\b(?:accuracy|loss|error|score|precision|recall)(?::|\s(?:of|is|was|at|to|reache[sd]|hits?))"
        r"\s(?:about\s|over\s|nearly\s)?\Z"
    )


@cache
def _unit(kind: str) -> re.Pattern:
    return re.compile(_UNITS[kind], re.IGNORECASE)


def find_english_numerals(words: str) -> Iterator[tuple[int, int]]:
    """Where numbers in English words begin and end, with what they count."""
    if not _hint().search(words):
        return
    for found in _numeral().finditer(words):
        start, end = found.span()
        before = words[max(0, start - 40) : start].lower()
        unit = _unit(_kind(found, before)).match(words, end)
        if unit and not before.endswith(_SAID_BEFORE[found.lastgroup == "half"]):
            yield start, unit.end()
        elif before.endswith("factor of ") or (
            _kind(found, before) == "run" and _metric_before().search(before)
        ):
            yield start, end


# These three layers, the first half: what was said, and no new count.
_SAID_BEFORE = (("these ", "those "), ("first ", "second ", "other ", "latter "))
# Who compares a count has counted.
_COMPARED = (
    *("mean of ", "average of ", "median of ", "error of ", "deviation of ", "total of "),
    *("each of the ", "all of the ", "none of the "),
    *("more than ", "fewer than ", "less than ", "at least ", "at most ", "up to ", "exactly "),
    *("nearly ", "almost ", "roughly ", "approximately "),
)
_TOOK = ("took ", "takes ", "take ", "trained for ", "training for ", "runs for ", "ran for ")


def _kind(found: re.Match, before: str) -> str:
    """Of runs of words: zero, one, a few, a few that have an article, and others."""
    if found.lastgroup != "run":
        return found.lastgroup or ""
    run = set(re.findall("[a-z]+", found[0].lower())) - {"or", "to", "and", "a", "half"}
    if found[0].lower() == "zero":
        return "zero"
    if found[0].lower() in _ALONE:
        return "one"
    if run <= _SMALL and before.endswith(_COMPARED):
        return "compared"
    if run <= _SMALL:
        return "took" if before.endswith(_TOOK) else "the few" if before.endswith("the ") else "few"
    return "run"


_ALONE = {"one", *_LARGE.split("|")}
_SMALL = {"one", *_FEW.split("|")}
