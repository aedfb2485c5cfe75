"""Speech: how many syllables notes have, and how many minutes it takes to say them.

손실이 다시 오릅니다  ──▶ 9 syllables      a syllable of Hangul, kana or Han is one sign
the loss rises again ──▶ 6 syllables      of Latin letters, each group of vowels
"""

import re
import unicodedata

from executed_slides.markdown.front_matter import named_language

_SIGN = re.compile(r"[\uac00-\ud7a3\u3040-\u30ff\u3400-\u9fff]")
_WORD = re.compile(r"[a-z]+", re.IGNORECASE)
_VOWELS = re.compile(r"[aeiouy]+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
# Rules of thumb, pauses included: five syllables a second; 130 English words of 1.5.
_RATES, _RATE = {"ko": 300}, 200


def count_syllables(text: str) -> int:
    """About how many syllables a text has when it is said; a digit counts as one."""
    signs = _SIGN.findall(unicodedata.normalize("NFC", text))
    plain = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    words = (max(1, len(_VOWELS.findall(word))) for word in _WORD.findall(plain))
    return len(signs) + sum(words) + len(_DIGIT.findall(text))


def usual_rate(markdown: str) -> int:
    """How many syllables are usually said in a minute, in a deck's language."""
    return _RATES.get(named_language(markdown) or "", _RATE)
