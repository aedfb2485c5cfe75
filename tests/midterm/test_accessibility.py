"""The deck can be read by a screen reader and by weak eyes: WCAG A and AA, as axe tests them."""

import re

import pytest
from axe import draw_page, look_at, present_page
from real_decks import ROOT, grey_png, lend_marp

from executed_slides.base.folders import Folders
from executed_slides.toolchain.installation import install_marp

FAULTY = """---
theme: my-theme
paginate: true
lang: ko
---
# 글자는 읽힌다

---
# 글자가 흐리다

<style scoped>p { color: #aab4c0; }</style>

흐린 글자

---
# 그림에 말이 없다

<img src="image/loss.png">

---
# 차례를 건너뛴다

##### 다섯째
"""


@pytest.fixture(scope="module", autouse=True)
def marp():
    """Marp, a browser and axe, which a fresh clone does not have yet."""
    install_marp(Folders(ROOT))


@pytest.mark.parametrize("draw", [draw_page, present_page], ids=["all at once", "as presented"])
def test_axe_finds_faint_text_a_picture_without_words_and_a_skipped_heading(tmp_path, draw):
    folders = Folders(tmp_path)
    folders.themes.symlink_to(ROOT / "themes")
    folders.image.mkdir(parents=True)
    (folders.image / "loss.png").write_bytes(grey_png())
    lend_marp(folders)
    (folders.slides / "talk.md").write_text(FAULTY, "utf-8")

    looked = look_at(folders, draw(folders, "talk"))

    found = [(fault["slide"], fault["rule"]) for fault in looked.violations]
    assert sorted(found) == [(2, "color-contrast"), (3, "image-alt"), (4, "heading-order")]


def test_the_deck_has_nothing_that_wcag_forbids():
    looked = look_at(Folders(ROOT), draw_page(Folders(ROOT), "midterm"))

    assert looked.violations == []
    assert looked.contrast_unknown == []
    assert looked.contrast_measured > 500


def test_each_slide_has_nothing_that_wcag_forbids_when_it_is_the_one_presented():
    looked = look_at(Folders(ROOT), present_page(Folders(ROOT), "midterm"))

    assert looked.violations == []
    assert looked.contrast_measured > 1000


def test_the_presenter_view_has_a_note_for_every_slide_but_the_evidence():
    page = draw_page(Folders(ROOT), "midterm", "bespoke")

    slides = page.count("<svg data-marpit-svg") - len(
        re.findall(r'<section[^>]*class="evidence"', page)
    )
    assert slides > 48
    assert page.count('class="bespoke-marp-note"') == slides
