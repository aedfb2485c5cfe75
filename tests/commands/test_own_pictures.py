"""A file of the author's own is an input of the slides, known by its name to every command."""

import pytest
from own_files import own_file

from executed_slides.output import exports

SHOWN = """
---
{% constant "ours" %}![Our logo](media/logo.svg)

<video src="media/데모 (1).webm"></video>{% endconstant %}
"""
THEME = (
    "/* @theme plain */\nsection { /* constant: ours */ background: url('grounds/g%20 1.PNG'); }\n"
)


@pytest.fixture
def own(deck):
    """The tiny deck with a logo, a film, and a ground that its theme names, built."""
    for name, form in {
        "slides/media/logo.svg": "svg",
        "slides/media/데모 (1).webm": "webm",
        "themes/grounds/g  1.PNG": "png",
    }.items():
        path = deck.root / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(own_file(form))
    deck.write("templates/talk.md.j2", deck.read("templates/talk.md.j2") + SHOWN)
    deck.write("themes/plain.css", THEME)
    assert deck.run("build").code == 0
    return deck


@pytest.mark.parametrize(
    "name", ["slides/media/logo.svg", "slides/media/데모 (1).webm", "themes/grounds/g  1.PNG"]
)
def test_a_changed_file_makes_the_slides_stale_by_its_name_until_they_are_made_anew(own, name):
    content = (own.root / name).read_bytes()
    (own.root / name).write_bytes(
        content.replace(b"#06c", b"#060") + b"\0" * (b"svg" not in content)
    )

    outcome = own.run("check")

    assert outcome.code == 3
    assert outcome.lines[0] == f"stale   slides/talk.html   {name} changed"


def test_a_file_that_was_saved_anew_is_in_the_next_build(own):
    own.edit("slides/media/logo.svg", "#06c", "#060")

    assert "export  slides/talk.md   => slides/talk.html" in own.run("build").lines
    assert own.run("check").code == 0


@pytest.mark.parametrize(
    ("name", "error"),
    [
        (
            "slides/media/logo.svg",
            "error: slides/talk.md:18: the picture media/logo.svg is not there\n"
            "hint: put the whole file there: pictures and films of your own lie in slides/media/, "
            "and git puts back those that it has\n",
        ),
        (
            "slides/media/데모 (1).webm",
            "error: slides/talk.md:20: the film media/데모 (1).webm is not there\n"
            "hint: put the whole file there: pictures and films of your own lie in slides/media/, "
            "and git puts back those that it has\n",
        ),
        (
            "themes/grounds/g  1.PNG",
            "error: themes/plain.css: url(grounds/g%20 1.PNG) is not there\n"
            "hint: a theme loads TTF and OTF fonts, and pictures that lie whole beside it\n",
        ),
    ],
)
def test_a_missing_file_is_an_error_before_marp_is_asked(own, monkeypatch, name, error):
    (own.root / name).unlink()
    monkeypatch.setattr(exports, "draw_slides", lambda *_: pytest.fail("Marp was asked"))

    found = own.run("check").lines[0]
    outcome = own.run("build")

    assert (outcome.code, outcome.err) == (1, error)
    told = error.partition("\n")[0].removeprefix("error: ")
    stale = f"stale   slides/talk.html   {name} is not there"
    assert found in (f"failed  slides/talk.html   {told}", stale)


def test_a_build_leaves_the_author_s_files_alone(own):
    before = {name: content for name, content in own.files().items() if "media/" in name}

    own.run("build", "--force")
    own.run("build", "--smoke")

    assert {name: own.files()[name] for name in before} == before


def test_a_smoke_build_shows_them_too_and_is_stale_when_they_change(own):
    assert own.run("build", "--smoke").code == 0
    assert own.run("check", "--smoke").code == 0

    own.edit("slides/media/logo.svg", "#06c", "#060")

    lines = own.run("check", "--smoke").lines
    assert lines[0] == "stale   smoke/slides/talk.html   smoke/slides/media/logo.svg changed"


def test_what_makes_the_html_heavy_is_named(own, monkeypatch):
    monkeypatch.setattr(exports, "_HEAVY", 100)
    own.edit("slides/media/logo.svg", "#06c", "#060")

    warning = own.run("build").err.splitlines()[-1]
    assert "the largest pictures and films: slides/media/데모 (1).webm 0.0 MB, themes/" in warning
