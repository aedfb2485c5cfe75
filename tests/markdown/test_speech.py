"""How long notes take to say is known by their syllables."""

import unicodedata

import pytest

from executed_slides.markdown.speech import count_syllables, usual_rate


@pytest.mark.parametrize(
    ("text", "syllables"),
    [
        ("손실이 다시 오릅니다", 9),
        (unicodedata.normalize("NFD", "손실이"), 3),
        ("the loss rises again", 6),
        ("Keras 모델", 4),
        ("tf", 1),
        ("naïve", 2),
        ("42 %", 2),
        ("損失", 2),
        ("…!? — ", 0),
    ],
)
def test_a_syllable_is_a_sign_of_hangul_or_a_group_of_vowels(text, syllables):
    assert count_syllables(text) == syllables


def test_the_rate_is_that_of_the_deck_s_language():
    assert usual_rate("---\nlang: ko-KR\n---\n") == 300
    assert usual_rate("---\nlang: en\n---\n") == 200
    assert usual_rate("# One") == 200
