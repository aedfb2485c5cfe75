"""Slides of two revisions, drawn by the real Marp, one by one."""

from pathlib import Path

import pytest
from own_files import own_file
from real_decks import furnish

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.diff.slide_drawings import draw_sides

DECK = """---
theme: tested
---
# 첫 장

---
# Code
```python
print("</body>")
```

---
![width:300px a loss](image/loss.png)
![bg](<media/logo (1).svg>)
"""


def make_sides(root: Path) -> tuple[Folders, Folders]:
    """Today's deck with Marp, and one of old, with a theme and slides alone."""
    (root / "new").mkdir()
    new = furnish(root / "new")
    new.media.mkdir()
    (new.media / "logo (1).svg").write_bytes(own_file("svg"))
    old = Folders(root / "old")
    old.slides.mkdir(parents=True)
    old.themes.symlink_to(new.themes)
    (new.slides / "talk.md").write_text(DECK, "utf-8")
    (old.slides / "talk.md").write_text(DECK.replace("첫 장", "옛 장"), "utf-8")
    return old, new


@pytest.fixture(scope="module")
def drawn(tmp_path_factory):
    return draw_sides("talk", *make_sides(tmp_path_factory.mktemp("sides")))


def test_each_slide_is_drawn_alone_with_its_pictures_inside(drawn):
    old, new = drawn

    assert [len(side.slides) for side in (old, new)] == [3, 3]
    assert "옛 장" in old.slide(1)
    assert "첫 장" in new.slide(1)
    assert 'src="data:image/png;base64,' in new.slide(3)
    assert "url(&quot;data:image/svg+xml;base64," in new.slide(3)
    # The old side has no such picture: the page shows that, and nothing of today's.
    assert 'src="image/loss.png"' in old.slide(3)


def test_a_slide_between_head_and_tail_is_a_page(drawn):
    _, new = drawn

    page = new.head + new.slide(2) + new.tail

    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<svg data-marpit-svg") == 1
    assert page.count("</body>") == 1
    assert "<script>" in new.tail
    assert all("<script>" not in slide for slide in new.slides)


def test_equal_themes_give_equal_styles(drawn):
    old, new = drawn

    assert old.head.partition("<style")[2] == new.head.partition("<style")[2]


def test_a_theme_that_is_gone_is_an_error(tmp_path):
    old, new = make_sides(tmp_path)
    old.themes.unlink()
    old.themes.mkdir()

    with pytest.raises(DeckError, match="there is no theme 'tested'"):
        draw_sides("talk", old, new)
