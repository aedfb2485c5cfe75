"""Marks: what every page says of slides that must not be taken for good ones.

    a smoke build                    SMOKE RUN · NOT A RESULT
    problems in what the slides say  DRAFT · 3 problems

A mark is a style, so it stands in no outline, title or note; HTML, PDF, PowerPoint, handout and
preview show the same one.
"""

from executed_slides.markdown.front_matter import end_of_front_matter
from executed_slides.markdown.languages import language_of
from executed_slides.template.bound_text import Text, join, part

# No theme can hide it: an identifier in `:not()` outweighs what a theme is likely to select, and
# `all` takes back what its other rules say. Of the layers that Marp makes of a slide with a
# background, the last one alone may have it. The layout takes it away by its identifier.
_STYLE = """\
section:not([data-marpit-advanced-background="background"],\
[data-marpit-advanced-background="content"],#slides-mark)::before {{
  all: initial !important;
  content: "{}" !important;
  position: absolute !important; inset: 0 0 auto 0 !important; z-index: 2147483647 !important;
  width: max-content !important; margin: 0 auto !important; padding: 2px 16px 3px !important;
  font: bold max(20px, 0.6em)/1.2 sans-serif !important; font-family: inherit !important;
  white-space: nowrap !important; pointer-events: none !important;
  color: #fff !important; background: #b00020 !important;
  outline: 2px solid #fff !important; border-radius: 0 0 6px 6px !important;
  print-color-adjust: exact !important;
}}
"""


def words_of_mark(markdown: str, smoke: bool, problems: int) -> str:
    """What the mark of a deck says, in its language; nothing for one that needs none."""
    if not (smoke or problems):
        return ""
    words = language_of(markdown)
    said = [words.smoke] if smoke else []
    if problems:
        count = words.one_problem if problems == 1 else words.several_problems
        said += [words.draft, count.format(problems)]
    return " · ".join(said)


def style_of_mark(words: str) -> str:
    """The CSS that puts these words on every slide."""
    return _STYLE.format(words) if words else ""


def mark_slides(markdown: Text, words: str) -> Text:
    """The deck with these words on every slide, whatever its template and theme say."""
    end = end_of_front_matter(markdown)
    style = f"\n<style>\n{style_of_mark(words)}</style>\n\n"
    return join([part(markdown, 0, end), style, part(markdown, end, len(markdown))])
