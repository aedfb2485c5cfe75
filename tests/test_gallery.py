"""Scripts as galleries have them become experiments by five lines, and draw where they compute.

They are written in the manner of SciPy's lectures, lmfit, statsmodels, seaborn, emcee, scikit-learn
and books on Keras, and compute with NumPy what those leave to their libraries.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from made_once import made_once
from tiny_deck import Deck, build

GALLERY = Path(__file__).parent / "gallery"
SCRIPTS = sorted(path.stem for path in GALLERY.glob("*.py"))
# By what a line is one of those that make an experiment of a script.
_ADDED = re.compile(
    r"# /// experiment|# ///|from executed_slides import record|\s*record\.\w+\(.*\)"
)


def added_lines(source: str) -> list[str]:
    return [line for line in source.splitlines() if _ADDED.fullmatch(line)]


def before(source: str) -> str:
    """The script as it was."""
    return "\n".join(line for line in source.splitlines() if not _ADDED.fullmatch(line)) + "\n"


def shown_of(name: str) -> tuple[str, str]:
    """A number and the figure that a script records."""
    source = (GALLERY / f"{name}.py").read_text("utf-8")
    number = re.search(r"record\.numbers\((\w+)=({\"(\w+)\")?", source)
    figure = re.search(r"record\.figure\([\"'](\w+)", source)
    return ".".join(filter(None, [number[1], number[3]])), figure[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """One deck of them all, each on a slide."""
    sources = {f"experiments/{path.name}": path.read_text("utf-8") for path in GALLERY.iterdir()}
    slides = []
    for name in SCRIPTS:
        number, figure = shown_of(name)
        words = name.replace("_", " ")
        slides.append(f'# {words}\n\n* {{{{ {name}.{number} }}}}\n\n{{{{ figure("{figure}") }}}}\n')
    sources["templates/talk.md.j2"] = "---\ntheme: plain\n---\n" + "\n---\n".join(slides)
    sources["themes/plain.css"] = "/* @theme plain */\n"
    return made_once(tmp_path_factory, "gallery", lambda root: build(root, sources))


def test_there_are_as_many_manners_as_were_tried():
    assert len(SCRIPTS) == 18


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_needs_five_lines_to_be_an_experiment(name):
    assert len(added_lines((GALLERY / f"{name}.py").read_text("utf-8"))) == 5


def test_without_these_lines_they_are_scripts_as_they_were(tmp_path):
    for path in GALLERY.iterdir():
        text = path.read_text("utf-8")
        (tmp_path / path.name).write_text(before(text) if path.suffix == ".py" else text, "utf-8")
    run_all = (
        f"import runpy\nfor name in {SCRIPTS}:\n    runpy.run_path(name + '.py', {{}}, '__main__')"
    )

    done = subprocess.run(
        [
            sys.executable,
            "-W",
            "ignore",
            "-c",
            f"import matplotlib\nmatplotlib.use('Agg')\n{run_all}",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("name", SCRIPTS)
def test_its_number_and_its_figure_are_on_a_slide_and_its_plots_on_its_page(built, name):
    deck = Deck(built)  # It is only read.
    number, figure = shown_of(name)
    [run] = deck.record(name)["runs"]
    value = run["numbers"]
    for key in number.split("."):
        value = value[key]
    slides, page = deck.read("slides/talk.md"), deck.read(f"slides/lab/{name}.html")

    assert [*run["figures"]] == [figure]
    assert f"{value}" in slides
    assert run["figures"][figure]["alt"] in slides
    kept = deck.record(name)["figures"][figure]
    assert kept["sha256"] == run["figures"][figure]["sha256"]
    assert (deck.root / kept["file"]).stat().st_size > 1000
    shows = "plt.show()" in deck.read(f"experiments/{name}.py")
    assert ('src="data:image/png' in page) == shows
    assert not re.search(r"at 0x[0-9a-f]", page)


def test_all_is_good_and_no_later_build_has_anything_to_do(deck):
    assert deck.run("check").code == 0
    assert deck.run("build").lines == ["--      slides           up to date"]


def test_another_run_makes_the_same_pages_and_figures(deck):
    names = ["lectures_temperatures", "seaborn_facets", "statsmodels_autoregressions"]
    kept = {n: (deck.record(n)["figures"], deck.read(f"slides/lab/{n}.ipynb")) for n in names}

    assert deck.run("build", "--force", *names).code == 0

    for name in names:
        assert (deck.record(name)["figures"], deck.read(f"slides/lab/{name}.ipynb")) == kept[name]


def test_prose_headings_and_formulas_of_a_gallery_stand_on_its_page(deck):
    page = BeautifulSoup(deck.read("slides/lab/lectures_temperatures.html"), "html.parser")

    assert [title.text.rstrip("¶") for title in page.find_all(["h3", "h4"])] == [
        "Fitting a yearly wave to the light of day",
        "opening",
        "The hours of light",
        "Fitting the wave",
    ]
    assert page.find("math")["alttext"] == r"a + b\,\cos(2\pi(t - c)/12)"
    assert "[<matplotlib.lines.Line2D at 0x…>]" in page.text
    assert "It is linear in a cosine and a sine." in page.text
    assert (
        deck.record("lectures_temperatures")["finding"]
        == "Fitting a yearly wave to the light of day"
    )


def test_the_cells_of_a_gallery_print_into_the_notebook(deck):
    notebook = json.loads(deck.read("slides/lab/sklearn_from_csv.ipynb"))
    [cell] = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    printed = "".join(
        o.get("text", [""])[0] for o in cell["outputs"] if o["output_type"] == "stream"
    )

    assert printed.startswith("Points an hour, of grades: ")
