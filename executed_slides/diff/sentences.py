"""Wording: which slides of a deck say something else now, sentence by sentence, word by word.

Marks are `("=", "more than ")`, `("-", "five")`, `("+", "six")`, in reading order.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial
from itertools import groupby
from typing import TypeVar

from executed_slides.markdown.slides import Slides

_T = TypeVar("_T")
Marks = list[tuple[str, str]]

_WORD = re.compile(r"[-+−]?\d[\d,.]*\d%?|\d%?|\w+|\s+|.", re.DOTALL)

# Two sentences that share less are two sentences, not one that was reworded.
_ALIKE = 0.5


@dataclass(frozen=True)
class SaidSlide:
    """A slide's number, counted from 1, its last heading, and its Markdown."""

    number: int
    title: str
    text: str

    @property
    def sentences(self) -> list[str]:
        """Its lines that hold a word; what only begins or ends code or a note says nothing."""
        lines = [line.strip() for line in self.text.splitlines()]
        return [line for line in lines if re.search(r"\w", line) and not line.startswith("```")]


@dataclass(frozen=True)
class SlideChange:
    """A slide before and after, None where there was none, and its sentences that differ."""

    old: SaidSlide | None
    new: SaidSlide | None
    sentences: list[Marks]

    @property
    def slide(self) -> SaidSlide:
        """The slide as it is now, or as it was before it went."""
        slide = self.new or self.old
        assert slide
        return slide


def split_slides(markdown: str) -> list[SaidSlide]:
    """The slides of a Marp deck, without its front matter."""
    return [
        SaidSlide(slide.number, slide.title, markdown[slide.start : slide.end].strip())
        for slide in Slides(markdown).all
    ]


def compare_slides(old: str, new: str) -> list[SlideChange]:
    """Every slide of two Markdown decks that came, went, or says something else."""
    before, after = split_slides(old) if old else [], split_slides(new) if new else []
    return [
        SlideChange(a, b, _compare_sentences(a.sentences, b.sentences) if a and b else [])
        for a, b in _pair(before, after)
    ]


def _pair(
    old: list[SaidSlide], new: list[SaidSlide]
) -> Iterator[tuple[SaidSlide | None, SaidSlide | None]]:
    """Slides that belong together: between equal neighbours by their titles, else in order."""
    for texts, before, after in _blocks(old, new, lambda slide: slide.text):
        if texts == "equal":
            continue
        for _, ours, theirs in _blocks(before, after, lambda slide: slide.title):
            if len(ours) == len(theirs):
                yield from zip(ours, theirs, strict=True)
            else:
                yield from ((slide, None) for slide in ours)
                yield from ((None, slide) for slide in theirs)


def _blocks(
    old: Sequence[_T], new: Sequence[_T], by: Callable[[_T], str]
) -> Iterator[tuple[str, Sequence[_T], Sequence[_T]]]:
    """The stretches of two sequences that are equal, or differ, by what `by` sees of an item."""
    matcher = SequenceMatcher(None, [by(x) for x in old], [by(x) for x in new], autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        yield tag, old[i1:i2], new[j1:j2]


def _compare_sentences(old: list[str], new: list[str]) -> list[Marks]:
    """Marks for each sentence that differs; one that came or went is marked as a whole."""
    found: list[Marks] = []
    for tag, before, after in _blocks(old, new, str):
        if tag == "equal":
            continue
        left = list(after)
        for sentence in before:
            likely = max(left, key=partial(_likeness, sentence), default="")
            if left and _likeness(sentence, likely) >= _ALIKE:
                ahead = left.index(likely)
                found += [[("+", other)] for other in left[:ahead]]
                found.append(mark_words(sentence, likely))
                left = left[ahead + 1 :]
            else:
                found.append([("-", sentence)])
        found += [[("+", other)] for other in left]
    return found


def _likeness(old: str, new: str) -> float:
    """The share of the shorter sentence's words that stand in the other one too, in order."""
    before, after = _words(old), _words(new)
    common = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return sum(block.size for block in common) / max(1, min(len(before), len(after)))


def mark_words(old: str, new: str) -> Marks:
    """Marks of one sentence that became another."""
    marks: Marks = []
    for tag, before, after in _blocks(_WORD.findall(old), _WORD.findall(new), str):
        if tag == "equal":
            marks.append(("=", "".join(before)))
        else:
            marks += [(sign, "".join(p)) for sign, p in (("-", before), ("+", after)) if p]
    return [
        (sign, "".join(text for _, text in group))
        for sign, group in groupby(marks, key=lambda mark: mark[0])
    ]


def _words(sentence: str) -> list[str]:
    return [word for word in _WORD.findall(sentence) if re.search(r"\w", word)]
