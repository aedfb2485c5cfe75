"""The appendix: slides of evidence at a deck's end, which belong to no talk and are not counted.

# Result  ──▶ a slide of the talk: 12 / 12
---
<!-- _class: evidence -->  ──▶ the appendix, to which the numbers of the talk lead
"""

from executed_slides.markdown.front_matter import evidence_title
from executed_slides.markdown.outline import Slide, outline_of

EVIDENCE = "evidence"


def talk_of(markdown: str) -> list[Slide]:
    """The slides of a deck without its appendix."""
    outline = outline_of(markdown)
    slides = list(outline.slides)
    if evidence_title(markdown) is None:
        return slides
    evidence = [d.start for d in outline.directives if d.key == "_class" and d.value == EVIDENCE]
    while slides and any(slides[-1].start <= at < slides[-1].end for at in evidence):
        slides.pop()
    return slides
