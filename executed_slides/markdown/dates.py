"""Dates and times: digits that say when.

2026-11-24 · Sept. 9, 2025 · 3월 2일 · the 1990s · Q3 2025 · since 2017 · 10:30 · 오후 3시
"""

from executed_slides.markdown.name_rules import FIRST_DIGIT, NameRule, one_of
from executed_slides.markdown.units import THINGS_AFTER

YEAR = r"(?:1[5-9]|20)\d\d"
# A year in no company: 2048 units are none.
LIKELY_YEAR = r"(?:19[3-9]\d|20[0-3]\d)(?!\d)"
# No year either.
NO_YEAR = rf"(?!{THINGS_AFTER})"

_YEARS = r"(?:1[89]\d|20[0-3])\d(?:\s?[-–/]\s?\d\d(?:\d\d)?)?(?!\d)"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAYS = rf"{_NTH}(?:\s?(?:[-–&]|and)\s?{_NTH})?(?!\d|:\d|\s?%)"
_OF_YEAR = rf"(?:(?:,?\s+|\s?/\s?){YEAR}|\s['’]?\d\d(?=\s*$))?"
_DAY_OF_WEEK = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"
_KOREAN_DAY_OF_WEEK = r"\s?\([월화수목금토일]\)"
_SEASON = (
    rf"(?:{one_of('spring summer fall autumn winter semester term')}"
    "|SS|WS|SoSe|WiSe|봄|여름|가을|겨울)"
)
_WHEN = one_of(
    r"in since until till by from before after during around early late mid pre post est\. circa"
    " year seasons?"
)
_NO_HOUR = "간|드|점|행|도|퀀|리|스|작|나|그|험|각"  # 3시간, 3시드

DATES = (
    NameRule(
        "date",
        rf"(?<!\d){YEAR}(?:[-./]\d{{1,2}}[-./]\d{{1,2}}|\s(?:0[1-9]|1[0-2])\s\d\d)(?!\d)",
        "2026-11-24",
    ),
    NameRule(
        "date, day first",
        r"(?<![\d./-])\d{1,2}(?:\.\s?\d{1,2}\.\s?|/\d{1,2}/|-\d{1,2}-)(?:19|20)\d\d(?!\d)",
        "24/11/2026",
    ),
    NameRule(
        "date with spaces",
        rf"(?<![\d.]){YEAR}\.\s?\d{{1,2}}\.(?:\s?\d{{1,2}}\b\.?)?(?![\d%])",
        "2026. 11. 24.",
    ),
    NameRule(
        "year and month",
        r"(?<![\d.,])(?:19|20)\d\d[-./](?:0[1-9]|1[0-2])(?![\d%]|[.,]\d)",
        "2026.11",
    ),
    NameRule("day of the week", rf"\b{_DAY_OF_WEEK},?\s+{_NTH}(?![\d:.%])", "Mon 24"),
    NameRule(
        "day of the week in Korean",
        rf"\d{{1,2}}[/.]\d{{1,2}}\.?{_KOREAN_DAY_OF_WEEK}|\d{{1,2}}일{_KOREAN_DAY_OF_WEEK}",
        "11/24(화)",
    ),
    NameRule(
        "year in Korean",
        r"['’‘]?\d{1,4}\s*년(?!\s*(?:간|동안|생|만에))(?:\s*\d{1,2}\s*월)?(?:\s*\d{1,2}\s*일)?",
        "2026년 11월 24일",
    ),
    NameRule(
        "month in Korean",
        r"(?<!\d)\d{1,2}(?:\s?[-~–]\s?\d{1,2})?\s*월(?!\s*간)"
        r"(?:\s*\d{1,2}(?:\s?일)?\s?[-~–]\s?\d{1,2}\s?일|\s*\d{1,2}\s*일)?",
        "3월 2일",
    ),
    NameRule("month and day", rf"\b{_MONTH}\s+{_DAYS}{_OF_YEAR}", "Sept. 9, 2025"),
    NameRule(
        "day and month", rf"(?<![\d.,]){_DAYS}\.?\s+(?:of\s+)?{_MONTH}{_OF_YEAR}", "9 Sep 2025"
    ),
    NameRule("month and year", rf"\b{_MONTH},?\s+(?:['’]\d\d|{YEAR})(?!\d)", "September 2025"),
    NameRule(
        "decade",
        rf"(?:1[5-9]|20)\d0['’]?s\b|['’‘]\d0s\b|\b{one_of('the early late mid')}[\s-]+\d0s\b",
        "the 90s",
    ),
    NameRule("short year", r"(?<![a-z\d])['’‘]\d\d(?![\d%'’]|[.,]\d)", "CVPR'16"),
    NameRule(
        "years from and to",
        rf"(?<![\d.,-]){YEAR}(?:\s?[-–—/~]\s?(?:{YEAR}|\d\d|[12](?=학기|\s?$)|present|현재)"
        rf"|(?:(?:,|\s?&|\sand|\sor|\svs\.?|[과와])\s?{LIKELY_YEAR})+)(?!\d){NO_YEAR}",
        "2019/20",
        tentative=True,
    ),
    NameRule(
        "quarter, half or season of a year",
        rf"\b(?:[QH][1-4]|FY|CY|[Cc]lass|{_SEASON})(?:\s(?:of|term))?[\s,]+['’]?{_YEARS}",
        "Fall 2025",
    ),
    NameRule(
        "year and its quarter, half or season",
        rf"(?<!\d){YEAR}(?:[\s-]?(?:[QH][1-4]|W\d\d)\b|[\s-]*{_SEASON}|-[12]\s?학기)|[1-4]\s?분기",
        "2025-W48",
    ),
    NameRule(
        "year after its word",
        rf"\b(?:[Ff]rom|[Bb]etween)\s{YEAR}\s(?:to|until|and)\s{YEAR}(?!\d)"
        rf"|\b{_WHEN}[\s-]+(?!2000\s[a-z]){_YEARS}(?!-)(?:\s?(?:,|&|and|or)\s?{LIKELY_YEAR})*{NO_YEAR}",
        "since 2017",
        tentative=True,
    ),
    NameRule(
        "copyright",
        rf"(?:©|\([Cc]\)|[Cc]opyright)\s*{YEAR}(?:\s?[-–]\s?{YEAR})?",
        "© 2025",
    ),
    NameRule("year of an entry", rf"^\s*{YEAR}\s?(?::(?!\d)|[–—-]\s(?!\d))", "1986: perceptrons"),
    NameRule("year alone", rf"^\s*(?!2000){LIKELY_YEAR}\s*$", "2012"),
    NameRule(
        "time of day",
        r"(?<!ratio )(?<!ratio of )(?<!비율 )(?<!비율은 )(?<!= )(?<![\d.:=])"
        r"(?:\d{1,2}\s?[-–~]\s?)?(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])",
        "10:30",
    ),
    NameRule(
        "hour",
        r"(?<![\d.,])\d{1,2}(?:\s?(?:[-–]|to)\s?\d{1,2})?\s?(?:[ap]\.?m\b\.?|[AP]\.?M\b\.?|o['’]clock|Uhr)"
        r"|(?<![\d.])\d{1,2}\.\d\d\sUhr|(?<![\d.])\d{1,2}h\d\d\b",
        "3 pm",
    ),
    NameRule(
        "hour in Korean",
        rf"{FIRST_DIGIT}\d?\s?시(?!{_NO_HOUR})(?:\s?\d{{1,2}}\s?분)?",
        "오후 3시 30분",
    ),
)
