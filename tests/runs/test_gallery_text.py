"""The little of reStructuredText that galleries write is Markdown on a lab page."""

import json

import pytest

from executed_slides.runs.gallery_text import as_markdown


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Title\n=====\nText.", "#### Title\nText."),
        ("=====\nTitle\n=====\n\nText.", "#### Title\n\nText."),
        ("So :math:`y = x^2` fits.", "So $y = x^2$ fits."),
        (".. math:: E = mc^2\n\nText.", "$$\nE = mc^2\n$$\n\nText."),
        (".. math::\n\n   a &= b \\\\\n   c &= d\n\nText.", "$$\na &= b \\\\\nc &= d\n$$\n\nText."),
        (
            "By :func:`~scipy.optimize.fit` and :ref:`it <there>`.",
            "By `scipy.optimize.fit` and `it`.",
        ),
        ("See `the docs <https://example.org>`_.", "See [the docs](https://example.org)."),
        ("* one\n* two\n\n**Three** and `four`.", "* one\n* two\n\n**Three** and `four`."),
        ("a | b\n--- | ---\n1 | 2", "a | b\n--- | ---\n1 | 2"),
    ],
)
def test_what_galleries_write_is_markdown(written, shown):
    assert as_markdown(written) == shown


GALLERY = '''"""
Fitting a line
==============

Least squares find :math:`a x + b`.
"""
# /// experiment
# ///
from executed_slides import record

##################################################
# Making points
# -------------
# They lie on a line.
points = [1, 2, 3]

##################################################
# Nothing is computed here.

##################################################
# Then the sum is told.
record.numbers(total=sum(points), share=0.5)
'''


def test_prose_of_a_gallery_stands_between_its_code(deck):
    deck.write("experiments/a.py", GALLERY)
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# Talk\n* {{ a.total }}\n")

    assert deck.run("build").code == 0, deck.run("build").err

    def cells() -> list[tuple[str, str]]:
        notebook = json.loads(deck.read("slides/lab/a.ipynb"))
        return [(cell["cell_type"], "".join(cell["source"])) for cell in notebook["cells"]]

    assert cells() == [
        ("markdown", "#### Fitting a line\n\nLeast squares find $a x + b$."),
        ("markdown", "### opening"),
        ("code", GALLERY.partition("\n\n####")[0]),
        ("markdown", "### Making points"),
        ("markdown", "They lie on a line."),
        ("code", "points = [1, 2, 3]"),
        ("markdown", "Nothing is computed here."),
        ("markdown", "Then the sum is told."),
        ("code", "record.numbers(total=sum(points), share=0.5)"),
    ]
    before = cells()
    (deck.root / "slides/lab/a.html").unlink()
    assert deck.run("build").lines[0].split()[:2] == ["draw", "a"]
    assert cells() == before
    assert deck.record("a")["finding"] == "Fitting a line"
