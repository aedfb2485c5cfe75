"""What would make an overfull slide fit is tried in a browser, and only suggested."""

import pytest
from real_decks import furnish, grey_png

from executed_slides.base.folders import Folders
from executed_slides.output.exports import export_deck
from executed_slides.output.fit import find_line, suggest_fits
from executed_slides.output.layout import measure_layout

THEME = """
/* @theme tested */
@font-face { font-family: "Tested Sans"; src: url(fonts/TestedSans-Regular.ttf); }
@font-face { font-family: "Tested Mono"; src: url(fonts/TestedMono.ttf); }
section { box-sizing: border-box; width: 1280px; height: 720px; padding: 40px 60px; }
section { font: 24px/30px "Tested Sans", sans-serif; }
h1 { font-size: 40px; line-height: 50px; margin: 0; }
h2 { font-size: 30px; line-height: 40px; margin: 0; }
p, pre, ul { margin: 10px 0; }
pre, code { font: 20px/28px "Tested Mono", monospace; }
section.columns { columns: 2; column-fill: auto; }
"""


def lines(mark: str, count: int) -> str:
    return "".join(f"{mark}줄 {number}\n" for number in range(count))


SLIDES = {
    "list": lines("* ", 30),
    "block": lines("* ", 10) + "\n\n## 작은 제목\n\n```python\n" + lines("x = ", 12) + "```\n",
    "code": "```python\n" + lines("x = ", 40) + "```\n",
    "figure": lines("* ", 6) + "\n![width:900px 그림](image/900.png)\n",
    "columns": lines("* ", 16) + "\n![width:500px 그림](image/900.png)\n",
    "narrow": "<!-- _class: columns -->\n```python\n" + "x = 1 + 1 " * 6 + "\n```\n\n"
    "![width:500px 그림](image/900.png)\n",
    "one": "낱말 " * 1200,
    "good": "한 줄\n",
}


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> Folders:
    folders = furnish(tmp_path_factory.mktemp("fit"), THEME)
    (folders.image / "900.png").write_bytes(grey_png(900, 500))
    slides = "\n---\n\n".join(f"# {title}\n\n{content}" for title, content in SLIDES.items())
    (folders.slides / "talk.md").write_text(f"---\ntheme: tested\n---\n{slides}", "utf-8")
    folders.templates.mkdir()
    return folders


@pytest.fixture(scope="module")
def ways(folders) -> dict[str, list[str]]:
    """What is suggested for each slide, by title."""
    export_deck(folders, "talk", [folders.slides / "talk.html"])
    faults = measure_layout(folders, "talk")
    fits = suggest_fits(folders, "talk", faults)
    return {title: [fit.way for fit in fits if fit.title == title] for title in SLIDES}


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("list", ["split before '줄 20' (slides/talk.md:26)"]),
        ("block", ["split before '작은 제목' (slides/talk.md:53)"]),
        ("code", ["split before code line 'x = 줄 22' (slides/talk.md:97)"]),
        ("figure", ["width=760", "split before '그림' (slides/talk.md:128)"]),
        ("columns", ["<!-- _class: columns -->", "split before '그림' (slides/talk.md:151)"]),
        ("narrow", ["take its class columns away"]),
        ("one", ["say less on it, or show less code"]),
        ("good", []),
    ],
)
def test_a_way_to_make_a_slide_fit(ways, title, expected):
    assert ways[title] == expected


def test_nothing_is_changed_by_trying(folders, ways):
    before = [file.read_bytes() for file in sorted(folders.slides.glob("talk.*"))]

    suggest_fits(folders, "talk", measure_layout(folders, "talk"))

    assert [file.read_bytes() for file in sorted(folders.slides.glob("talk.*"))] == before


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("    * 테스트 정답률 **{{ imdb.test_accuracy | percent }}**", "테스트 정답률 87.7%"),
        ("## 2.1. `relu` 층", "2.1. relu 층"),
        (
            "* {% claim a > b %}작은 쪽이 느림{% otherwise %}아님{% endclaim %}",
            "작은 쪽이 느림아님",
        ),
        ("| [교과서](https://example.org) | {{ a.b }} |", "교과서 12"),
    ],
)
def test_a_line_of_a_template_is_found_by_what_it_shows(tmp_path, line, text):
    folders = Folders(tmp_path)
    (tmp_path / "templates" / "talk").mkdir(parents=True)
    template = tmp_path / "templates" / "talk" / "1.md.j2"
    template.write_text(f"# 제목\n\n{line}\n* 테스트\n", "utf-8")

    assert find_line(folders, "talk", text, 1) == "templates/talk/1.md.j2:3"


def test_a_line_that_stands_twice_in_templates_is_named_in_the_slides(tmp_path):
    folders = Folders(tmp_path)
    for name in ("templates", "slides"):
        (tmp_path / name).mkdir()
    (tmp_path / "templates" / "talk.md.j2").write_text("* 같은 줄\n---\n* 같은 줄\n", "utf-8")
    (tmp_path / "slides" / "talk.md").write_text("---\n---\n* 같은 줄\n---\n* 같은 줄\n", "utf-8")

    assert find_line(folders, "talk", "같은 줄", 2) == "slides/talk.md:5"
