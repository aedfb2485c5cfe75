"""The layout of slides is measured as the room will see it."""

import pytest
from layout import measure_deck
from rooms import furnish

from deck.folders import Folders

SLIDES = """---
theme: my-theme
---
# 맞는 쪽

한 줄

---
# 아래로 넘치는 쪽

LINES

---
# 오른쪽으로 넘치는 쪽

```python
CODE
```

---
<!-- _class: columns -->
# 그림 밑으로 넘치는 코드

```python
x = 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 + 1
```

---
# 없는 그림

![](image/none.png)
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Folders:
    folders = furnish(tmp_path_factory.mktemp("layout"))
    slides = SLIDES.replace("LINES", "한 줄\n\n" * 20).replace("CODE", "x = 1 + 1 " * 20)
    (folders.slides / "talk.md").write_text(slides, "utf-8")
    return folders


def test_a_slide_that_overflows_its_page_is_measured(folders):
    fits, below, beside, under, broken = measure_deck(folders, "talk")

    assert fits.fits
    assert (fits.slide, fits.title) == (1, "맞는 쪽")
    assert 200 < below.overflow_px_bottom < 800
    assert below.overflow_px_right == 0
    assert beside.overflow_px_right > 500
    assert beside.overflow_px_bottom == 0
    assert 0 < under.overflow_px_right < 500
    assert broken.broken_images == ["image/none.png"]


def test_each_slide_has_its_picture_taken(folders, tmp_path):
    measure_deck(folders, "talk", tmp_path / "png")

    pictures = sorted(file.name for file in (tmp_path / "png").iterdir())
    assert pictures == ["001.png", "002.png", "003.png", "004.png", "005.png"]
