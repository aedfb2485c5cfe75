"""What slides say, before and after, down to the word."""

import pytest

from executed_slides.diff.sentences import compare_slides, mark_words, split_slides

DECK = """---
theme: plain
---
# Talk
* one

---
# Code
```python
# no heading
---
```

<!--
said aloud
-->

---
* no title
"""


def test_slides_are_parted_by_rules_and_not_by_what_stands_in_code():
    slides = split_slides(DECK)

    assert [(slide.number, slide.title) for slide in slides] == [
        (1, "Talk"),
        (2, "Code"),
        (3, "without title"),
    ]
    assert slides[0].text == "# Talk\n* one"
    assert slides[1].sentences == ["# Code", "# no heading", "said aloud"]


def test_equal_decks_have_no_changes():
    assert compare_slides(DECK, DECK) == []


def test_a_changed_number_is_marked_alone():
    [change] = compare_slides(DECK, DECK.replace("* one", "* one of 88.1%, not 2,774"))

    assert (change.old.number, change.new.number) == (1, 1)
    assert change.sentences == [[("=", "* one"), ("+", " of 88.1%, not 2,774")]]


@pytest.mark.parametrize(
    ("sentence", "old", "new"),
    [
        ("* {} right", "88.1%", "87.9%"),
        ("off by {} $", "2,774", "3,012"),
        ("층 {}에서 증가", "10.2%", "36%"),
    ],
)
def test_numbers_are_words(sentence, old, new):
    before, after = sentence.split("{}")

    marks = mark_words(sentence.format(old), sentence.format(new))

    assert marks == [("=", before), ("-", old), ("+", new), ("=", after)]


def test_sentences_that_share_too_little_are_two_sentences():
    [change] = compare_slides(DECK, DECK.replace("* one", "* quite another thing"))

    assert change.sentences == [[("-", "* one")], [("+", "* quite another thing")]]


def test_a_sentence_finds_its_former_self_behind_a_new_one():
    old = "# A\n* the loss falls to 0.2\n* end"
    new = "# A\n* brand new words here\n* the loss falls to 0.3\n* end"

    [change] = compare_slides(old, new)

    assert change.sentences == [
        [("+", "* brand new words here")],
        [("=", "* the loss falls to "), ("-", "0.2"), ("+", "0.3")],
    ]


def test_a_new_slide_moves_the_others_without_changing_them():
    [change] = compare_slides(DECK, DECK.replace("# Code", "# New\n\n---\n# Code"))

    assert (change.old, change.new.number, change.new.title) == (None, 2, "New")


def test_a_slide_is_known_by_its_title_where_its_neighbours_changed_too():
    new = DECK.replace("* one", "* two").replace("# Code", "# New\n\n---\n# Code\n* more")

    changes = compare_slides(DECK, new)

    assert [(c.old and c.old.number, c.new and c.new.number) for c in changes] == [
        (1, 1),
        (None, 2),
        (2, 3),
    ]


def test_a_slide_that_is_gone_is_named_as_it_was():
    [change] = compare_slides(DECK, DECK[: DECK.rindex("---")])

    assert (change.old.number, change.new) == (3, None)


def test_a_deck_without_a_past_is_new_slide_by_slide():
    assert [change.old for change in compare_slides("", DECK)] == [None, None, None]
