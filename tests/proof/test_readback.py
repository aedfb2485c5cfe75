"""Finished slides are read back, and whatever they show that the Markdown does not is named."""

import random
from pathlib import Path

import pytest
from PIL import Image
from real_decks import furnish

from executed_slides.base.errors import DeckError
from executed_slides.output.exports import export_deck
from executed_slides.proof.html_contents import compare_html
from executed_slides.proof.markdown_contents import read_markdown
from executed_slides.proof.pdf_contents import compare_pdf

MARKDOWN = """---
marp: true
theme: tested
lang: ko
title: 읽기
---
<!-- _class: title -->
# 과대적합

<!-- 네 번째 에포크부터라고 말한다. -->

---
<!-- header: "1. 예 › 1.1. 결과" -->
## 1.1. 결과

* 정확도 **88.2%** <small>(시드 5개: 86.9–88.2%)</small>
* 손실은 `0.31`, 2,546$

![width:300px 손실 그래프. 최소는 4번째](image/loss.png)

---
## 1.2. 표와 코드

|모델|정확도|
|---|---|
|작은 컨브넷|72.0%|

```python
model.fit(x, epochs=4)  # 4번
```

1. 첫째
2. 둘째
"""


@pytest.fixture(scope="module")
def finished(tmp_path_factory):
    """The slides as real Marp and a real browser make them, and the folder they lie in."""
    folders = furnish(tmp_path_factory.mktemp("deck"))
    paint(folders.image / "loss.png", 1)
    paint(folders.image / "other.png", 2)
    (folders.slides / "talk.md").write_text(MARKDOWN, "utf-8")
    export_deck(folders, "talk")
    return folders.slides


def paint(path: Path, seed: int) -> None:
    pixels = random.Random(seed).randbytes(40 * 30 * 3)
    Image.frombytes("RGB", (40, 30), pixels).save(path)


def in_html(slides: Path, old: str = "", new: str = "", encoding: str = "utf-8") -> list[tuple]:
    """What is found in a copy of the HTML in which `old` was replaced."""
    html = (slides / "talk.html").read_text("utf-8")
    assert old in html
    (slides / "copy.html").write_text(html.replace(old, new), encoding)
    meant = read_markdown(MARKDOWN, slides)
    return [(d.slide, d.message) for d in compare_html(meant, slides / "copy.html")]


def in_pdf(slides: Path, markdown: str = MARKDOWN) -> list[tuple]:
    """What is found in the PDF when the Markdown says `markdown`."""
    meant = read_markdown(markdown, slides)
    return [(d.slide, d.message) for d in compare_pdf(meant, slides / "talk.pdf")]


def test_slides_just_made_show_what_the_markdown_says(finished):
    assert in_html(finished) == []
    assert in_pdf(finished) == []


def test_a_number_edited_in_the_html_is_found(finished):
    found = in_html(finished, "88.2%</strong>", "88.3%</strong>")

    assert found == [
        (
            2,
            "shows '1.1.결과정확도88.3%(시드5개:86.9–88.2%)손실은0.', "
            "not '1.1.결과정확도88.2%(시드5개:86.9–88.2%)손실은0.'",
        )
    ]


def test_a_header_edited_in_the_html_is_found(finished):
    found = in_html(finished, "1. 예 › 1.1. 결과", "2. 예 › 1.1. 결과")

    assert found == [
        (2, "is headed '2.예›1.1.결과', not '1.예›1.1.결과'"),
        (3, "is headed '2.예›1.1.결과', not '1.예›1.1.결과'"),
    ]


def test_a_word_edited_in_the_html_is_found(finished):
    assert [slide for slide, _ in in_html(finished, "작은 컨브넷", "큰 컨브넷")] == [3]


def test_code_edited_in_the_html_is_found(finished):
    assert [slide for slide, _ in in_html(finished, "# 4번", "# 5번")] == [3]


def test_a_picture_swapped_in_the_html_is_found(finished):
    meant = read_markdown(MARKDOWN.replace("loss.png", "other.png"), finished)

    found = list(compare_html(meant, finished / "talk.html"))

    assert [(d.slide, d.message) for d in found] == [
        (2, "shows other pictures than image/other.png")
    ]


def test_an_alternative_text_edited_in_the_html_is_found(finished):
    found = in_html(finished, "최소는 4번째", "최소는 5번째")

    assert found == [(2, "an alternative text is not the Markdown's")]


def test_notes_edited_in_the_html_are_found(finished):
    found = in_html(finished, "네 번째 에포크부터라고", "다섯 번째 에포크부터라고")

    assert [slide for slide, _ in found] == [1]
    assert found[0][1].startswith("its notes say '다섯번째")


def test_a_slide_taken_out_of_the_html_is_found(finished):
    assert in_html(finished, "data-marpit-svg", "data-gone") == [
        (0, "0 slides, the Markdown has 3")
    ]


def test_html_saved_in_another_encoding_says_so(finished):
    with pytest.raises(DeckError, match="is not UTF-8"):
        in_html(finished, encoding="utf-16")


def test_white_space_and_a_style_do_not_count(finished):
    assert in_html(finished, "<small>", '<small style="color: red">\n ') == []


def test_a_pdf_of_former_numbers_is_found(finished):
    found = in_pdf(finished, MARKDOWN.replace("72.0%", "73.1%"))

    assert found == [
        (3, "lacks '73.1%'"),
        (3, "shows 72.0%, which the Markdown does not"),
    ]


def test_a_pdf_with_another_picture_is_found(finished):
    found = in_pdf(finished, MARKDOWN.replace("loss.png", "other.png"))

    assert found == [(2, "does not show image/other.png")]


def test_a_pdf_with_a_number_more_is_found(finished):
    found = in_pdf(finished, MARKDOWN.replace("<small>(시드 5개: 86.9–88.2%)</small>", ""))

    assert found == [(2, "shows 5, 86.9, 88.2%, which the Markdown does not")]


def test_a_pdf_with_a_page_less_is_found(finished):
    assert in_pdf(finished, f"{MARKDOWN}\n---\n## 끝\n") == [
        (0, "3 pages, the Markdown has 4 slides")
    ]


def test_the_number_of_a_page_and_of_a_list_is_no_result(finished):
    assert (
        in_pdf(finished, MARKDOWN.replace("---\n## 1.1", "---\n<!-- paginate: true -->\n## 1.1"))
        == []
    )


ENCRYPTED = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
3 0 obj <</Filter /Standard /V 1 /R 2 /P -4 /O (01234567890123456789012345678901)
 /U (01234567890123456789012345678901)>> endobj
trailer <</Root 1 0 R /Size 4 /Encrypt 3 0 R /ID [(1) (1)]>>
%%EOF"""


@pytest.mark.parametrize("damage", [b"", b"%PDF-1.7\n", b"no PDF at all", ENCRYPTED])
def test_a_damaged_pdf_says_what_makes_it_anew(finished, damage):
    (finished / "broken.pdf").write_bytes(damage)

    with pytest.raises(DeckError, match="cannot be read as a PDF") as caught:
        list(compare_pdf([], finished / "broken.pdf"))

    assert caught.value.hint == "`uv run build.py` makes it anew"
