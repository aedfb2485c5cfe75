"""A route is printed as it is shown: its slides alone, in its order, with its page numbers."""

import pikepdf
import pypdfium2
import pytest
from real_decks import furnish

from executed_slides.base.folders import Folders
from executed_slides.output.exports import export_deck
from executed_slides.output.printing import choose_slides, print_handout, print_show

DECK = """---
theme: tested
paginate: true
lang: ko
---
# One

[first](lab/a.html)

---
# Two

<!-- 둘째 노트 -->

---
# Three

- item

<!-- third note -->
"""
THEME_WITH_PAGES = (
    "section::after { position: absolute; right: 9px; bottom: 9px;"
    " content: 'page ' attr(data-marpit-pagination) ' of ' attr(data-marpit-pagination-total); }"
)


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Folders:
    folders = furnish(tmp_path_factory.mktemp("print"))
    theme = folders.themes / "tested.css"
    theme.write_text(theme.read_text("utf-8") + THEME_WITH_PAGES, "utf-8")
    (folders.slides / "talk.md").write_text(DECK, "utf-8")
    export_deck(folders, "talk", [folders.slides / "talk.html"])
    return folders


def words(file) -> list[str]:
    with pypdfium2.PdfDocument(file) as pdf:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in pdf]


def test_a_route_is_printed_with_its_own_page_numbers(folders, tmp_path):
    file = tmp_path / "short.pdf"

    print_show(folders, folders.slides / "talk.html", [3, 1], file)

    assert words(file) == ["Three item page 1 of 2", "One first page 2 of 2"]
    with pikepdf.open(file) as pdf:
        assert pdf.open_metadata()["dc:language"] == {"ko"}


def test_a_handout_of_a_route_has_its_notes(folders, tmp_path):
    file = tmp_path / "short.handout.pdf"

    print_handout(folders, folders.slides / "talk.html", [3, 2], file)

    [page] = words(file)
    assert page.index("Three") < page.index("Two")
    for said in ("page 1 of 2", "third note", "page 2 of 2", "둘째 노트"):
        assert said in page
    assert "One" not in page


def test_a_page_to_print_has_nothing_that_turns_slides(folders):
    page = choose_slides((folders.slides / "talk.html").read_text("utf-8"), [1, 2, 3])

    assert page.count("<svg data-marpit-svg") == 3
    assert page.count("<script>") == 1  # What fits headings and code.
    assert "bespoke.js" not in page
    assert page.rstrip().endswith("</body></html>")
