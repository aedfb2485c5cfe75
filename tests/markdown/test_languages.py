"""One table has all words that the engine puts on slides, for each language."""

import re

import pytest

from executed_slides.markdown.languages import LANGUAGES, Language, language_of
from executed_slides.records.influences import WORDS


@pytest.mark.parametrize("name", LANGUAGES)
def test_each_language_has_every_word_with_a_number_where_english_has_one(name):
    places = [re.findall(r"[{}]+", word) for word in LANGUAGES[name]]

    assert all(word.strip() for word in LANGUAGES[name])
    assert places == [re.findall(r"[{}]+", word) for word in LANGUAGES["en"]]


@pytest.mark.parametrize(
    ("front", "name"),
    [
        ("lang: ko", "ko"),
        ('lang: "ko-KR"', "ko"),
        ("lang: en", "en"),
        ("lang: tlh", "en"),
        ("title: 발표", "en"),
    ],
)
def test_a_language_is_chosen_by_lang_and_english_stands_for_one_that_is_missing(front, name):
    assert language_of(f"---\n{front}\n---\n# One\n") == LANGUAGES[name]


def test_each_influence_that_a_record_may_name_has_a_word():
    assert WORDS.keys() <= {*Language._fields}
