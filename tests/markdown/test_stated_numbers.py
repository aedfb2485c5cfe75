"""Numbers in a slide's words: every one that states a result or a setting, and no other digit.

`stated_numbers.txt` has words of slides and, after `||`, each number in them;
`no_stated_numbers.txt` has words of slides with digits and numerals that state nothing.
"""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from executed_slides.markdown.numbers_on_slides import StatedNumber, find_stated_on
from executed_slides.markdown.places import OBJECT
from executed_slides.markdown.reader import read_deck
from executed_slides.markdown.stated_numbers import Number, find_stated

HERE = Path(__file__).parent
STATING = [
    row.split(" || ") for row in (HERE / "stated_numbers.txt").read_text("utf-8").splitlines()
]
STATING_NOTHING = (HERE / "no_stated_numbers.txt").read_text("utf-8").splitlines()

# The deck as its author once typed it, by hand, and every result and setting in its words.
TYPED = HERE / "typed_deck.txt"
RESULTS_AND_SETTINGS = """\
116 16개
116 두 개
162 4번째
180 2개
180 1개
184 46가지
186 10,000개
198 46개
198 46가지
200 46
201 46개
202 64개
219 1000개
221 8번
221 8번
226 78%
236 506개
237 404개
237 102개
238 13개
255 64개
255 2개
280 80번째
281 80번
286 2,774$
323 0
324 4번째
327 8번째
353 0.0001
353 0.001
390 1개
447 90%
490 세 개
"""


def stated(words: str) -> list[str]:
    return [number.text for number in find_stated(words)]


def texts(markdown: str) -> list[str]:
    return [stated.number.text for stated in on_slides(markdown)]


def on_slides(markdown: str) -> list[StatedNumber]:
    slides = read_deck(markdown).slides
    return sorted((n for s in slides for n in find_stated_on(s)), key=lambda n: n.place)


def test_words_that_state_numbers_have_these_and_no_other():
    found = {words: stated(words) for words, *_ in STATING}

    assert found == {words: numbers for words, *numbers in STATING}


def test_words_that_state_nothing_have_none():
    assert {words: stated(words) for words in STATING_NOTHING if stated(words)} == {}


def test_there_are_words_of_both_languages_and_both_kinds():
    for rows in ([words for words, *_ in STATING], STATING_NOTHING):
        korean = sum(re.search("[가-힣]", words) is not None for words in rows)
        assert min(korean, len(rows) - korean) >= 150


def test_a_number_is_written_and_stands_as_in_the_words():
    assert find_stated("정확도\u00a0８８％, 약 세 배") == [Number(4, "８８％"), Number(11, "세 배")]


def test_a_heading_has_a_number_of_its_own():
    assert stated("2.1 Results at 88%") == ["2.1", "88%"]
    assert find_stated("2.1 Results at 88%", heading=True) == [Number(15, "88%")]
    assert [number.text for number in find_stated("3 layers", heading=True)] == ["3"]
    assert find_stated("2.1 Percent and share", heading=True) == []
    assert find_stated("3.2 배치 크기", heading=True) == []


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("88.2 percent of all images", "88.2 percent"),
        ("88.2 % of all images", "88.2 %"),
        ("1.5 million images", "1.5 million"),
        ("12.5 times faster", "12.5"),
        ("3.2 배 빠르다", "3.2 배"),
    ],
)
def test_what_a_heading_begins_with_is_not_its_own_number_where_it_measures(heading, number):
    assert [each.text for each in find_stated(heading, heading=True)] == [number]


@pytest.mark.parametrize(
    "heading", ["Agenda (1/2)", "결과 (2/3)", "Results [1/10]", "Loss curves (1/2)"]
)
def test_a_heading_says_which_of_its_parts_it_is(heading):
    assert find_stated(heading, heading=True) == []
    assert len(find_stated(heading)) == 1


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("Accuracy (1/2)", "1/2"),
        ("정확도 (2/3)", "2/3"),
        ("Agenda (3/2)", "3/2"),
        ("(1/2)", "1/2"),
        ("Agenda (1/2) of it", "1/2"),
        ("Agenda 1/2", "1/2"),
    ],
)
def test_a_share_in_a_heading_is_a_number(heading, number):
    assert [each.text for each in find_stated(heading, heading=True)] == [number]


def test_a_number_beside_what_is_no_words_is_found():
    assert stated(f"{OBJECT}1, 1{OBJECT}, {OBJECT}88%") == ["1", "1", "88%"]


def test_the_typed_deck_has_these_results_and_settings_and_no_other():
    markdown = TYPED.read_text("utf-8")

    found = [
        f"{markdown.count(chr(10), 0, stated.place) + 1} {stated.number.text}\n"
        for stated in on_slides(markdown)
    ]

    assert "".join(found) == RESULTS_AND_SETTINGS


@pytest.mark.parametrize(
    "words",
    [
        "3월 과제",
        "2026년 11월 24일",
        "2026-11-24, 10:30",
        "2018030328 신영은",
        "010-1234-5678",
        "3학년 2학기",
        "VGG16, ResNet50, Conv2D, L2, Case1, conv2d_3, bfloat16",
        "2D 텐서, 4D 텐서",
        "SHA-256",
        "화면 비율 16:9",
        "2.1.3에서 보았듯이, 2.1절과 제3장, 그림 2, Table 4",
        "[7]에 따르면 (Chollet, 2017)",
        "0과 1의 벡터, 모두 0으로, 1의 값, 중앙 0 근처, 표준 편차 1로",
        "Stride > 1로 설정, (label=1)",
        "픽셀 값(0에서 255 사이)을 [0, 1] 사이로, [-1, 1]",
        "0이 될 특성의 비율(보통 0.2-0.5)",
        "K - 1개의 분할",
        "1번 층은 모든 정보를 유지",
        "2번의 연속적인 윈도우 사이",
        "하나 이상의 텐서, 하나의 에포크, 한 번만, 사진 한 장",
        "세 가지 문제, 두 사진을 모두 맞힘, 네 가지, 층과 모델",
        "두 번째 방법, 첫 번째 층",
        "여러 번 반복, 몇 개의 층",
        "열심히 개선, 두뇌, 네트워크, 배열",
    ],
)
def test_names_dates_bounds_and_references_are_no_numbers(words):
    assert stated(words) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("에포크가 100단계", ["100"]),
        ("took 216 steps (186–304)", ["216", "186", "304"]),
        ("정확도 88.2%, 손실 0.29", ["88.2%", "0.29"]),
        ("학습률 1e-4, 2.5e-05", ["1e-4", "2.5e-05"]),
        ("150×150 픽셀", ["150", "150 픽셀"]),
        ("16-16-1 네트워크", ["16", "16"]),
        ("검증 비율 1/4", ["1/4"]),
        ("훈련 손실: 빠르게 0으로", ["0"]),
        ("검증 정확도는 1에 가까움", ["1"]),
        ("1개의 유닛, 0%, 1번째", ["1개", "0%", "1번째"]),
        ("epoch4에서", ["4"]),
        ("8번 에포크, 에포크 8번으로, 5번 반복, 3번 이후", ["8번", "8번", "5번", "3번"]),
        ("3개월 동안 15분", ["3개", "15분"]),
        ("87에서 88% 사이, 보통 78%", ["87", "88%", "78%"]),
        ("[78, 80] 구간", ["78", "80"]),
        ("두 개의 은닉층, 세 개의 층, 다섯 에포크", ["두 개", "세 개", "다섯 에포크"]),
        ("층 세 개, 네 번째 에포크, 두 배 빠름", ["세 개", "네 번째", "두 배"]),
        ("열두 개의 필터, 열다섯 장의 사진", ["열두 개", "열다섯 장"]),
    ],
)
def test_a_result_or_a_setting_is_a_number(words, found):
    assert stated(words) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("# 90% 달성", ["90%"]),
        ("# 3 layers", ["3"]),
        ("* 0.5 비율\n* 3 층", ["0.5", "3 층"]),
        ("**78%**의 정확도", ["78%"]),
        ("| 모델 | 0.94 |\n|---|---|", ["0.94"]),
        ("2,774$ 차이, 3,000\\$ 차이", ["2,774$", "3,000$"]),
        ("![width:400px 정확도 88%의 모델](a.png)", ["88%"]),
        ("<!-- 정확도는 88%입니다. -->", ["88%"]),
        ("$78\\%$와 $acc = 0.88$", ["78\\%", "0.88"]),
        ("**두 개**의 작은 층", ["두 개"]),
    ],
)
def test_a_number_in_markdown_is_found_with_its_signs(words, found):
    assert texts(words) == found


@given(st.integers(2, 10**8), st.sampled_from(["%", "개", "번째", "$", "번", "층"]))
def test_a_number_with_a_unit_is_found_among_any_words(value, unit):
    assert texts(f"# 2.1. 결과\n* VGG16의 정확도 {value:,}{unit}") == [f"{value:,}{unit}"]


# ---- Numerals: any number that is written in words ----

ONES = re.findall(
    "[a-z]+",
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
    " sixteen seventeen eighteen nineteen",
)
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
SINO_ONES = ["", *"일이삼사오육칠팔구"]
NATIVE_ONES = ["", "한", "두", "세", "네", "다섯", "여섯", "일곱", "여덟", "아홉"]
NATIVE_TENS = ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"]


def in_english(value: int) -> str:
    for size, name in ((10**6, "million"), (10**3, "thousand"), (10**2, "hundred")):
        if value >= size:
            rest = value % size
            link = " and " if rest and size == 100 else " "
            return f"{in_english(value // size)} {name}{link + in_english(rest) if rest else ''}"
    if value < 20:
        return ONES[value]
    return TENS[value // 10] + (f"-{ONES[value % 10]}" if value % 10 else "")


def in_sino_korean(value: int, gap: str) -> str:
    """With a space after each ten thousand, or without."""
    if value >= 10**4:
        above, below = divmod(value, 10**4)
        many = "" if above == 1 else in_sino_korean(above, gap)
        return f"{many}만{gap + in_sino_korean(below, gap) if below else ''}"
    digits = zip("천백십", (1000, 100, 10), strict=True)
    places = [
        ("" if value // size % 10 == 1 else SINO_ONES[value // size % 10]) + name
        for name, size in digits
        if value // size % 10
    ]
    return "".join(places) + SINO_ONES[value % 10]


def in_native_korean(value: int) -> str:
    """Below a hundred, as before a counter."""
    return "스무" if value == 20 else NATIVE_TENS[value // 10] + NATIVE_ONES[value % 10]


GAPS = st.sampled_from(["", " "])


@given(st.integers(1, 10**9), st.sampled_from(["percent", "percentage points", "%"]))
def test_any_percentage_in_english_is_found_whole(value, unit):
    written = f"{in_english(value)} {unit}"

    assert stated(f"An accuracy of {written} was reached") == [written]


@given(
    st.integers(2, 10**9),
    st.sampled_from(["epochs", "times", "hidden layers", "parameters", "GPUs", "seconds"]),
)
def test_any_count_in_english_is_found_whole(value, unit):
    written = f"{in_english(value)} {unit}"

    assert stated(f"It needs {written}.") == [written]
    assert stated(f"{written.capitalize()} later") == [written.capitalize()]


@given(st.integers(1, 10**8 - 1), GAPS, GAPS, st.sampled_from(["퍼센트", "퍼센트포인트", "%"]))
def test_any_percentage_in_korean_is_found_whole(value, gap, space, unit):
    written = f"{in_sino_korean(value, gap)}{space}{unit}"

    assert stated(f"정확도는 {written}입니다") == [written]


# 10,001 and 10,002 are words as well: if, and only this.
@given(
    st.integers(10, 10**8 - 1).filter(lambda value: value not in (10_001, 10_002)),
    GAPS,
    st.sampled_from(["개", "장", "명", "배", "회", "에포크", "유닛", "점"]),
)
@example(value=10_004, gap="", unit="개")
@example(value=1_004, gap="", unit="명")
def test_any_count_in_sino_korean_is_found_whole(value, gap, unit):
    written = f"{in_sino_korean(value, gap)} {unit}"

    assert stated(f"모두 {written}의 결과") == [written]


@given(st.integers(11, 99), GAPS, st.sampled_from(["개", "장", "번", "명", "배", "에포크"]))
def test_any_count_in_native_korean_is_found_whole(value, space, unit):
    written = f"{in_native_korean(value)}{space}{unit}"

    assert stated(f"모두 {written}의 결과") == [written]


@given(st.text(alphabet="일이삼백천만두세네열 개층배번twoenhdr-88%.,:()[]①½Ⅳ", max_size=40))
def test_numbers_of_any_words_are_in_order_and_as_written(words):
    reached = 0
    for number in find_stated(words):
        assert number.start >= reached
        reached = number.start + len(number.text)
        assert words[number.start : reached] == number.text
