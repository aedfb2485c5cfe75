"""Numbers in a slide's words: every one that states a result or a setting, and no other digit."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides.markdown.stated_numbers import find_numbers

# The deck as its author once typed it, by hand, and every result and setting in its words.
TYPED = Path(__file__).with_name("typed_deck.txt")
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


def texts(markdown: str) -> list[str]:
    return [number.text for number in find_numbers(markdown)]


def test_the_typed_deck_has_these_results_and_settings_and_no_other():
    markdown = TYPED.read_text("utf-8")

    found = [
        f"{markdown.count(chr(10), 0, number.start) + 1} {number.text}\n"
        for number in find_numbers(markdown)
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
    assert texts(words) == []


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("# 90% 달성", ["90%"]),
        ("# 3 layers", ["3"]),
        ("* 0.5 비율\n* 3 층", ["0.5", "3 층"]),
        ("정확도 88.2%, 손실 0.29", ["88.2%", "0.29"]),
        ("**78%**의 정확도", ["78%"]),
        ("| 모델 | 0.94 |\n|---|---|", ["0.94"]),
        ("학습률 1e-4, 2.5e-05", ["1e-4", "2.5e-05"]),
        ("2,774$ 차이, 3,000\\$ 차이", ["2,774$", "3,000\\$"]),
        ("150×150 픽셀", ["150", "150 픽셀"]),
        ("16-16-1 네트워크", ["16", "16"]),
        ("검증 비율 1/4", ["1/4"]),
        ("훈련 손실: 빠르게 0으로", ["0"]),
        ("검증 정확도는 1에 가까움", ["1"]),
        ("1개의 유닛, 0%, 1번째", ["1개", "0%", "1번째"]),
        ("epoch4에서", ["4"]),
        ("8번 에포크, 에포크 8번으로, 5번 반복, 3번 이후", ["8번", "8번", "5번", "3번"]),
        ("3개월 동안 15분", ["3개", "15분"]),
        ("Keras 3에서", ["3"]),
        ("87에서 88% 사이, 보통 78%", ["87", "88%", "78%"]),
        ("[78, 80] 구간", ["78", "80"]),
        ("![width:400px 정확도 88%](a.png)", ["88%"]),
        ("<!-- 정확도는 88%입니다. -->", ["88%"]),
        ("$78\\%$와 $acc = 0.88$", ["78\\%", "0.88"]),
        ("두 개의 은닉층, 세 개의 층, 다섯 에포크", ["두 개", "세 개", "다섯 에포크"]),
        ("층 세 개, 네 번째 에포크, 두 배 빠름", ["세 개", "네 번째", "두 배"]),
        ("**두 개**의 작은 층", ["두 개"]),
        ("열두 개의 필터, 열다섯 장의 사진", ["열두 개", "열다섯 장"]),
    ],
)
def test_a_result_or_a_setting_is_a_number(words, found):
    assert texts(words) == found


@given(st.integers(2, 10**8), st.sampled_from(["%", "개", "번째", "$", "번", "층"]))
def test_a_number_with_a_unit_is_found_among_any_words(value, unit):
    assert texts(f"# 2.1. 결과\n* VGG16의 정확도 {value:,}{unit}") == [f"{value:,}{unit}"]
