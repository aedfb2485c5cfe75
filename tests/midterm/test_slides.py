"""Every slide of the midterm deck has a title, words for the presenter, and pictures in words."""

import re
from itertools import pairwise

import pytest
from real_decks import ROOT

from executed_slides.markdown.front_matter import end_of_front_matter

CODE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
COMMENT = re.compile(r"<!--+\s*(.*?)\s*--+>", re.DOTALL)
DIRECTIVE = re.compile(r"_?(class|header|footer|paginate|theme|style|color|background\w*):")
HEADING = re.compile(r"^(#+) +(.+)$", re.MULTILINE)
FIGURE = re.compile(r"!\[(.*?)\]\((.+?)\)", re.DOTALL)


@pytest.fixture(scope="module")
def slides() -> list[str]:
    """The Markdown of each slide, without its code."""
    markdown = (ROOT / "slides/midterm.md").read_text("utf-8")
    body = CODE.sub("", markdown[end_of_front_matter(markdown) :])
    return re.split(r"^---$", body, flags=re.MULTILINE)


def title_of(slide: str) -> str:
    headings = HEADING.findall(COMMENT.sub("", slide))
    return headings[0][1] if headings else ""


def notes_of(slide: str) -> list[str]:
    return [comment for comment in COMMENT.findall(slide) if not DIRECTIVE.match(comment)]


def test_every_slide_has_a_title_of_its_own(slides):
    titles = [title_of(slide) for slide in slides]

    assert [number for number, title in enumerate(titles, 1) if not title] == []
    assert sorted({title for title in titles if titles.count(title) > 1}) == []


def test_no_slide_skips_a_level_of_headings(slides):
    skips = []
    for slide in slides:
        levels = [len(marks) for marks, _ in HEADING.findall(COMMENT.sub("", slide))]
        if any(deeper > level + 1 for level, deeper in pairwise(levels)):
            skips.append(title_of(slide))

    assert skips == []


def test_every_slide_has_one_note_for_the_presenter_but_the_evidence(slides):
    presented = [slide for slide in slides if "_class: evidence" not in slide]

    assert [title_of(slide) for slide in presented if len(notes_of(slide)) != 1] == []


def test_a_note_that_names_a_number_names_the_records_behind_it(slides):
    # A digit after a letter is part of a name: VGG16, L1.
    unsourced = [
        title_of(slide)
        for slide in slides
        for note in notes_of(slide)
        if re.search(r"(?<![A-Za-z0-9])\d", note) and "\n출처: " not in note
    ]

    assert unsourced == []


def test_every_figure_says_in_words_what_it_shows(slides):
    figures = dict(picture[::-1] for slide in slides for picture in FIGURE.findall(slide))
    words = {file: re.sub(r"^width:\d+px ", "", text) for file, text in figures.items()}

    assert len(words) >= len(list((ROOT / "slides/image").glob("*.*g")))
    assert [file for file, text in words.items() if len(text) < 20] == []
    assert len(set(words.values())) == len(words)
