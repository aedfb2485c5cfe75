"""A page is measured while other files are drawn, and only for the very bytes that are shipped."""

import pytest
from real_decks import furnish

from executed_slides.base.folders import Folders
from executed_slides.output import layout
from executed_slides.output.exports import export_deck, exports
from executed_slides.output.layout import Measuring, browse, measure_layout

MARKDOWN = "---\ntheme: tested\n---\n# One\n\n---\n\n## Two\n\n漢\n"


@pytest.fixture(scope="module")
def measured(tmp_path_factory) -> tuple[Folders, Measuring]:
    folders = furnish(tmp_path_factory.mktemp("measuring"))
    (folders.slides / "talk.md").write_text(MARKDOWN, "utf-8")
    measuring = Measuring(folders)
    assert export_deck(folders, "talk", measuring=measuring) == exports(folders, "talk")
    return folders, measuring


def test_what_is_found_beside_the_pdf_is_what_is_found_in_the_finished_page(measured):
    folders, measuring = measured
    html = folders.slides / "talk.html"

    assert measuring.found == (layout.sha256(html), browse(folders, html))


def test_a_page_that_was_measured_beside_is_not_measured_again(measured, monkeypatch):
    folders, measuring = measured
    faults = measure_layout(folders, "talk")
    monkeypatch.setattr(layout, "browse", lambda *_: pytest.fail("measured again"))

    assert measure_layout(folders, "talk", measuring=measuring) == faults


def test_a_page_that_is_another_one_since_is_measured_again(measured, monkeypatch):
    folders, measuring = measured
    html = folders.slides / "talk.html"
    before, asked = html.read_bytes(), []
    html.write_bytes(before + b"\n")
    monkeypatch.setattr(layout, "browse", lambda _, page: asked.append(page) or measuring.found[1])

    measure_layout(folders, "talk", measuring=measuring)
    html.write_bytes(before)

    assert asked == [html]
