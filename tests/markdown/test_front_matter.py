"""What the front matter says is read in it alone."""

import pytest

from executed_slides.markdown.front_matter import evidence_title


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("evidence: 근거", "근거"),
        ('evidence: "The proof"', "The proof"),
        ("evidence: false", None),
        ("evidence:", None),
        ("# evidence: x", None),
    ],
)
def test_the_front_matter_asks_for_evidence_by_its_title(line, title):
    assert evidence_title(f"---\n{line}\n---\nevidence: no") == title
