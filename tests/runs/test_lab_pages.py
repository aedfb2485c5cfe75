"""The executed notebook is kept in the script's order, and its prints as a reader wants them."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from executed_slides.runs.hidden_places import hide_places
from executed_slides.runs.inert_pages import POLICY, leave_inert, without_programs
from executed_slides.runs.lab_pages import _exporter
from executed_slides.runs.printed import shorten_print


def test_the_notebook_has_every_cell_under_its_title_with_its_output(deck):
    cells = json.loads(deck.read("slides/lab/a.ipynb"))["cells"]

    assert ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"] == [
        "A measures.",
        "### Setup",
        "### Parameters",
        "### Measure",
        "### Figure",
        "![Total is 6](../image/a.png)",
    ]
    [measured] = [c for c in cells if "total = sum" in "".join(c["source"])]
    assert measured["outputs"][0]["text"] == ["Epoch 1/1\n"]


def test_a_page_shows_the_parameters_of_a_smoke_run(deck):
    deck.run("build", "--smoke")

    assert "steps = 1" in deck.read("smoke/slides/lab/a.ipynb")
    assert "SMOKE RUN" in deck.read("smoke/slides/lab/a.html")


def test_a_page_refers_to_nothing_remote(deck):
    page = deck.read("slides/lab/a.html")

    assert "http" not in page.replace("http-equiv", "")
    assert '<img alt="Total is 6" src="../image/a.png"' in page


def test_a_bar_that_was_overwritten_is_gone():
    bar = "\x1b[1m 1/30\x1b[0m ━ loss: 0.7\x08\x08\r\x1b[1m30/30\x1b[0m ━ loss: 0.5"

    assert shorten_print(f"Epoch 1/1\n{bar}\n", lines=9) == "Epoch 1/1\n30/30 ━ loss: 0.5\n"


def test_a_long_print_keeps_its_beginning_and_its_end():
    text = "".join(f"{number}\n" for number in range(100))

    assert shorten_print(text, lines=4) == "0\n1\n… 97 lines left out …\n99\n\n"


# ---- Places of the machine ----


def printed(text: str, data: Path | None = None) -> str:
    """What is left of a print of a run in a project at /home/me/deck."""
    cell = new_code_cell("fit()", outputs=[new_output("stream", text=text)])
    hide_places([cell], Path("/home/me/deck"), Path("/home/me/deck/.state/a-x1"), data)
    return cell.outputs[0].text


@pytest.mark.parametrize(
    "place", ["/home/me/.venv/lib/python3.11/site-packages/", "C:\\deck\\Lib\\site-packages\\"]
)
def test_a_page_does_not_tell_where_packages_lie(place):
    assert printed(f"{place}keras/fit.py:74: UserWarning") == "keras/fit.py:74: UserWarning"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("at /home/me/deck/experiments/a.py:3", "at experiments/a.py:3"),
        ("in '/home/me/deck'", "in '.'"),
        ("/home/me/deck/.state/a-x1/task.json", "task.json"),
        ("/home/me/.keras/x.h5 /home/me", "~/.keras/x.h5 ~"),
        ("/disk/data/mnist.npz", "DECK_DATA/mnist.npz"),
        ("[<Line2D object at 0x7f3a52c1d010>]", "[<Line2D object at 0x…>]"),
        ("<f at 0x000001F2AC33> 0x7f3a52c1d010", "<f at 0x…> 0x7f3a52c1d010"),
        ("/home/mette /mnt/home/me /home/me-too", "/home/mette /mnt/home/me /home/me-too"),
    ],
)
def test_a_page_names_files_as_from_the_project_and_never_the_home(text, left, monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))

    assert printed(text, Path("/disk/data")) == left


def test_a_traceback_and_an_answer_hide_places_too(monkeypatch):
    monkeypatch.setattr(Path, "home", lambda: Path("/home/me"))
    shown = {"text/html": "<b>/home/me/x</b>", "image/png": "aa/home/me/"}
    error = new_output("error", ename="E", evalue="/home/me/x", traceback=["at /home/me/x"])
    cell = new_code_cell("x", outputs=[new_output("display_data", data=shown), error])

    hide_places([cell], Path("/home/me/deck"), Path("/tmp/run"), None)

    assert cell.outputs[0].data == {"text/html": "<b>~/x</b>", "image/png": "aa/home/me/"}
    assert (error.evalue, error.traceback) == ("~/x", ["at ~/x"])


# ---- Pages in which nothing acts ----

SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">{SCRIPT}</svg>'


def page_of(*cells) -> str:
    notebook = new_notebook(cells=without_programs(list(cells)))
    return leave_inert(_exporter().from_notebook_node(notebook)[0])


def put_out(kind: str, content) -> str:
    output = new_output("display_data", data={kind: content, "text/plain": "plain"})
    return page_of(new_code_cell("x", outputs=[output]))


def acting_parts(page: str) -> list[str]:
    """Whatever in a page could run, load or send anything."""
    from bs4 import BeautifulSoup

    found = []
    for tag in BeautifulSoup(page, "html.parser").find_all(True):
        if tag.name in ("script", "iframe", "object", "embed", "form", "svg", "style", "link"):
            found.append(tag.name)
        for name, value in tag.attrs.items():
            address = "".join(str(value).split()).lower()
            if name.startswith("on") or address.startswith(("javascript:", "data:text", "//")):
                found.append(f"{tag.name} {name}={value}")
    return found


@pytest.mark.parametrize(
    "text",
    [
        SCRIPT,
        f"```python\n{SCRIPT}\n```",
        f"# {SCRIPT}",
        f'![a"{SCRIPT}](../image/a.png)',
        "[a](javascript:alert(1)) <javascript:alert(1)>",
        '<a href="JaVa&#x0A;ScRiPt:alert(1)">a</a> <a href="\x01javascript:alert(1)">b</a>',
        '<a href="data:text/html,<script>alert(1)</script>">a</a> <a href="vbscript:x">b</a>',
        '<img src="//evil.example/a.png"> <img src="javascript:alert(1)">',
        "<svg/onload=alert(1)> <math><mtext></table><mglyph><style><img src=x onerror=alert(1)>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe><object data=x></object><embed src=x>",
        "<form action=https://evil.example><input name=a><button>b</button></form>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
        "<style>@import 'https://evil.example/a.css';</style><link rel=stylesheet href=x>",
        '<base href="https://evil.example/"><meta http-equiv=refresh content="0;url=x">',
    ],
)
def test_words_of_a_script_do_nothing_on_its_page(text):
    page = page_of(new_markdown_cell(text))

    assert acting_parts(page) == []
    assert "evil.example" not in page


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("text/html", SCRIPT),
        ("text/html", f"<table onclick=x><tr><td>{SCRIPT}</table>"),
        ("text/markdown", SCRIPT),
        ("text/latex", SCRIPT),
        ("text/plain", SCRIPT),
        ("image/svg+xml", SVG),
        ("image/png", f'">{SCRIPT}'),
        ("application/javascript", "alert(1)"),
        ("application/vnd.jupyter.widget-view+json", {"model_id": f"x</script>{SCRIPT}"}),
    ],
)
def test_no_output_acts_on_a_page(kind, content):
    assert acting_parts(put_out(kind, content)) == []


@pytest.mark.parametrize("kind", ["application/javascript", "application/vnd.x+json"])
def test_of_a_program_its_text_is_shown_the_same_each_time(kind):
    """nbconvert gave each an identifier of its own, and no two pages of equal runs were equal."""
    pages = {put_out(kind, "alert(1)").partition("output_area")[2] for _ in range(2)}

    assert len(pages) == 1
    assert "<pre>plain</pre>" in pages.pop()


def test_prints_and_tracebacks_are_text():
    stream = new_output("stream", text=f"\x1b[31m{SCRIPT}\x1b]8;;javascript:alert(1)\x07x")
    error = new_output("error", ename=SCRIPT, evalue=SCRIPT, traceback=[SCRIPT])

    page = page_of(new_code_cell(f"x  # {SCRIPT}", outputs=[stream, error]))

    assert acting_parts(page) == []
    assert page.count("&lt;script&gt;") == 3


def test_tables_pictures_and_links_are_still_shown():
    table = '<table class="dataframe"><tr><td colspan="2" style="text-align: right">8</td></tr>'
    words = "**b** $x^2$ [a](https://example.org) ![loss](../image/loss.png)"

    page = put_out("text/html", table) + page_of(new_markdown_cell(words))

    assert '<td colspan="2" style="text-align: right;">8</td>' in page
    assert "<strong>b</strong> $x^2$" in page
    assert '<a href="https://example.org">a</a>' in page
    assert '<img alt="loss" src="../image/loss.png">' in page
    assert '<img alt="' in (drawn := put_out("image/png", "iVBORw0K")) and "data:image/png" in drawn


def test_a_docstring_a_name_and_an_alternative_text_do_nothing(deck):
    deck.edit("experiments/a.py", '"""A measures."""', f'"""A {SCRIPT} measures."""')
    deck.edit("experiments/a.py", "Total is", f"](javascript:alert(1)) {SCRIPT} Total is")
    deck.run("build", "--force")

    page = deck.read("slides/lab/a.html")

    assert acting_parts(page.partition("<body>")[2]) == []
    assert "](javascript:alert(1)) <script>alert(1)</script>" in "".join(
        json.loads(deck.read("slides/lab/a.ipynb"))["cells"][-1]["source"]
    ).replace("\\", "")
    assert page.index(POLICY) < page.index("<style>")


def test_a_user_whom_the_system_does_not_know_has_pages_too(monkeypatch):
    def fail():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", fail)

    assert printed("at /home/me/deck/experiments/a.py:3") == "at experiments/a.py:3"


def test_pages_of_runs_that_end_together_are_each_cleaned_as_if_alone():
    """One page's tags were taken from the other's, or a run failed with `pop from empty list`."""
    pages = [f"<table>{f'<tr><td><b>{n}</b></td></tr>' * 300}</table>" for n in range(6)]
    alone = [leave_inert(page) for page in pages]

    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(leave_inert, pages)) == alone
