"""Decks as people have them for Marp alone: each is a deck here on its first day, and the same one.

tests/foreign_decks/NAME.md ──audit --write──▶ templates/NAME.md.j2 ──build──▶ the same Markdown
"""

import json
import re
import shutil
from pathlib import Path

import pytest
from own_files import own_file
from real_decks import lend_marp
from tiny_deck import Deck, leave_out_marp

from executed_slides.base.folders import Folders
from executed_slides.base.processes import run_together
from executed_slides.output import marp
from executed_slides.state.problems import Problem
from executed_slides.state.project import read_project
from executed_slides.template.rendering import fill_deck
from executed_slides.toolchain import installation
from executed_slides.toolchain.browser import bring_browser
from executed_slides.toolchain.node import find_node

_DECKS = Path(__file__).parent.parent / "foreign_decks"
NAMES = sorted(file.stem for file in _DECKS.glob("*.md"))
# What of each no run made: numbers in words, code, pictures.
DRAFTS = {
    "code": 6,
    "columns": 3,
    "course": 3,
    "keynote": 6,
    "languages": 7,
    "lecture": 5,
    "links": 5,
    "photos": 8,
    "plain": 3,
    "talk": 68,
}
JINJA = {
    "code": "35: unexpected char '#' at 507",
    "course": "6: Missing end of comment tag",
    "keynote": "33: 'Hexagon' is undefined",
    "lecture": "36: Missing end of comment tag",
}


@pytest.fixture(name="project")
def new_project(tmp_path, capsys, monkeypatch) -> Deck:
    """A project without a record, and ten decks beside it, one of them as Windows writes it."""
    leave_out_marp(monkeypatch)
    return put_decks(tmp_path / "project", capsys)


def put_decks(root: Path, capsys: pytest.CaptureFixture | None = None) -> Deck:
    old = root / "old"
    shutil.copytree(_DECKS, old)
    keynote = old / "keynote.md"
    keynote.write_bytes(b"\xef\xbb\xbf" + keynote.read_bytes().replace(b"\n", b"\r\n"))
    pictures = {"logo.svg": "svg", "demo.mp4": "mp4"}
    pictures |= {"harbour.png": "png", "deep/market day.png": "png"}
    for name, form in pictures.items():
        for folder in ("slides/media", "old/media", "old/images"):
            file = root / folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(own_file(form))
    for room in ("templates", "experiments"):
        (root / room).mkdir()
    return Deck(root, capsys)


def take_all(project: Deck) -> None:
    """Makes templates, as the documentation says: by a command, and pictures lie in one folder."""
    for name in NAMES:
        taken = project.run("audit", f"{project.root}/old/{name}.md", *write_to(project, name))
        assert taken.code == 0
    project.edit("templates/photos.md.j2", "images/", "media/")


def write_to(project: Deck, name: str) -> tuple[str, str]:
    return "--write", f"{project.root}/templates/{name}.md.j2"


def test_each_is_a_template_of_the_very_same_markdown(project):
    take_all(project)

    for name in NAMES:
        markdown = fill_deck(read_project(Folders(project.root)), name).markdown
        was = (project.root / f"old/{name}.md").read_text("utf-8-sig")
        assert str(markdown) == was.replace("images/", "media/"), name


def test_one_build_shows_them_all_as_drafts(project):
    take_all(project)

    built = project.run("build")

    assert (built.code, built.err) == (3, "")
    told = dict(re.findall(r"^draft +slides/(\w+)\.md +(\d+) problem", built.out, re.MULTILINE))
    assert {name: int(count) for name, count in told.items()} == DRAFTS


def test_a_reason_in_the_front_matter_is_enough_where_no_number_is_typed(project):
    take_all(project)
    for name in ("code", "photos"):
        project.edit(f"templates/{name}.md.j2", "marp: true\n", 'marp: true\nconstants: "ours"\n')

    built = project.run("build")

    drafts = [line.split()[1] for line in built.lines if line.startswith("draft   slides/")]
    assert drafts == [f"slides/{name}.md" for name in NAMES if name not in ("code", "photos")]


@pytest.mark.parametrize("name", NAMES)
def test_a_copy_builds_or_says_which_command_takes_it(project, name):
    shutil.copy(project.root / f"old/{name}.md", project.root / f"templates/{name}.md.j2")

    built = project.run("build")

    if name in JINJA:
        assert built.code == 1
        assert built.err.startswith(f"error: templates/{name}.md.j2:{JINJA[name]}\nhint: ")
        assert "`uv run build.py audit FILE --write templates/NAME.md.j2`" in built.err
    elif name == "photos":
        assert built.code == 1
        assert len(re.findall(r"slides/photos\.md:\d+: the picture ", built.err)) == 7
        assert built.err.splitlines()[-1].endswith(
            "those of images/ there, and write media/ for images/"
        )
    else:
        assert (built.code, built.err) == (3, "")


def test_faults_of_other_decks_are_told_beside_the_one_that_fails(project, monkeypatch):
    fault = Problem("layout", "slides/plain.html", "slide 2: a list runs 9 px past the bottom", "-")
    monkeypatch.setattr(
        "executed_slides.commands.build.find_layout_faults",
        lambda folders, name: [fault] if name == "plain" else [],
    )
    for name in ("plain", "keynote"):
        shutil.copy(project.root / f"old/{name}.md", project.root / f"templates/{name}.md.j2")

    built = project.run("build")

    assert built.code == 1
    assert f"layout  {fault.subject}   {fault.reason}" in built.lines


@pytest.mark.exhaustive
def test_pages_are_those_of_marp_alone(tmp_path, capsys):
    project = put_decks(tmp_path / "project", capsys)
    lend_marp(Folders(project.root))
    take_all(project)
    project.edit("old/photos.md", "images/", "media/")

    built = project.run("build")

    assert built.code == 3
    assert [line for line in built.lines if line.startswith(("stale ", "failed "))] == []
    for name in NAMES:
        ours = pages_of(project.read(f"slides/{name}.html"))
        assert ours == pages_of(draw_alone(project.root / f"old/{name}.md", tmp_path)), name


def draw_alone(markdown: Path, desk: Path) -> str:
    """The HTML that Marp's own command makes of a deck, with emoji from disk."""
    folders = Folders(markdown.parent)
    modules = installation.modules(folders)
    emoji = (modules / "@discordapp/twemoji/dist").as_uri()
    options = {"emoji": {"twemoji": {"base": f"{emoji}/"}}, "math": {"lib": "mathjax"}}
    (desk / "marp.json").write_text(json.dumps({"options": options}), "utf-8")
    html = desk / "alone.html"
    command = [find_node().node, modules / "@marp-team/marp-cli/marp-cli.js", "--no-stdin"]
    command += ["--config-file", desk / "marp.json", markdown, "-o", html]
    environment = marp.environment(folders, desk, bring_browser(folders))
    [ended] = run_together([command], markdown.parent, environment, 120)
    assert ended.code == 0, ended.output
    return html.read_text("utf-8")


def pages_of(html: str) -> list[str]:
    """Each page, without the addresses of pictures, which lie in the finished file themselves.

    A theme that nobody named is Marp's default, and ours says so; styles of one slide have a name
    by chance.
    """
    for address in (r'(?<=src=")[^"]*', r'(?<=poster=")[^"]*', r"(?<=url\()[^)]*"):
        html = re.sub(address, "", html)
    html = re.sub(r' data-marpit-scope-\w+=""| data-theme="default"|--theme:default;', "", html)
    return re.findall(r"<section.*?</section>", html, re.DOTALL)
