"""A preview outlives every file that cannot be read, and says what is wrong with it."""

import os
from types import SimpleNamespace

import pytest
from own_files import own_file

from executed_slides.base.folders import Folders
from executed_slides.markdown.reader import read_deck
from executed_slides.output.marp_core import DrawnSlides
from executed_slides.watch.preview import Preview
from executed_slides.watch.session import Session

FAILED = (
    "the run of a failed: the terminal that watches says why\n"
    "hint: mend it, then press r there again, or uv run build.py a"
)
KOREAN = "한글".encode("cp949")


@pytest.fixture
def session(deck):
    """A session whose Marp shows the Markdown itself, as one slide; it tells no traceback."""
    core = SimpleNamespace(
        render=lambda markdown, style, shown: DrawnSlides((markdown,), style.css),
        revive=lambda: None,
    )
    told = []
    session = Session(Folders(deck.root), "talk", Preview(), core, False, told.append, told.append)
    session.tell = lambda *_: None
    session.update(set())
    yield session
    session.close()
    assert not any("Traceback" in words for words in told)


def test_evidence_follows_the_theme_s_page(deck, session):
    template = deck.read("templates/talk.md.j2").replace("plain\n", "plain\nevidence: Evidence\n")
    save(deck, session, "templates/talk.md.j2", template.encode())
    assert "font-size: 17px" in session.preview.state.slides[0]

    large = b"/* @theme plain */ section { width: 1920px; height: 1080px }"
    save(deck, session, "themes/plain.css", large)

    assert "font-size: 25.5px" in session.preview.state.slides[0]


def save(deck, session, name: str, content: bytes) -> list[str]:
    """Saves a file, and returns what the preview says of it then."""
    path = deck.root / name
    path.unlink(missing_ok=True)
    path.write_bytes(content)
    session.update({path})
    return session.preview.state.problems["deck"]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("templates/talk.md.j2", "templates/talk.md.j2:1: byte 1 "),
        ("themes/plain.css", "themes/plain.css:1: byte 1 "),
        ("experiments/a.py", "experiments/a.py:1: byte 1 "),
        ("experiments/deep.py", "experiments/deep.py:1: byte 1 "),
        ("pyproject.toml", "pyproject.toml:1: byte 1 "),
    ],
)
def test_a_file_in_another_encoding_is_named_until_it_is_mended(deck, session, name, place):
    path = deck.root / name
    good = path.read_bytes() if path.exists() else b""

    said = save(deck, session, name, KOREAN)

    assert said[0] == (
        f"{place}of the file (0xc7) is not UTF-8; it is probably in CP949 (EUC-KR)\n"
        "hint: save it as UTF-8, then run the same again"
    )
    assert save(deck, session, name, good) == []


def test_a_record_that_is_a_link_to_nowhere_is_named(deck, session):
    record = deck.root / "results/a.json"
    record.unlink()
    record.symlink_to("nowhere")

    session.update({record})

    assert session.preview.state.problems["deck"][0].startswith("results/a.json")


def test_a_template_with_a_mark_in_front_shows_what_it_showed(deck, session):
    before = session.preview.state.slides
    template = deck.root / "templates/talk.md.j2"

    assert (
        save(deck, session, "templates/talk.md.j2", b"\xef\xbb\xbf" + template.read_bytes()) == []
    )
    assert session.preview.state.slides == before


def test_what_editors_leave_and_pipes_are_no_tracebacks(deck, session):
    (deck.root / "experiments/.#a.py").symlink_to("me@host.1:2")
    session.update({deck.root / "experiments"})
    before = session.preview.state.problems["deck"]
    (deck.root / "themes/plain.css").unlink()
    os.mkfifo(deck.root / "themes/plain.css")
    session.update({deck.root / "themes/plain.css"})

    assert before == []
    assert session.preview.state.problems["deck"] == [
        "themes/plain.css is a pipe, no file\nhint: move it away, then run the same again"
    ]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("logo (1).svg", '<img src="media/logo%20(1).svg" alt="" />'),
        ("it's.webm", '<video src="media/it\'s.webm" controls></video>'),
        ("a.PNG", '<video src="a" poster="media/a.PNG"></video>'),
        ("손실.webp", '<i style="background:url(&quot;media/%EC%86%90%EC%8B%A4.webp&quot;);"></i>'),
    ],
)
def test_a_saved_picture_of_the_author_s_own_is_a_new_slide(deck, session, name, shown):
    file = deck.root / "slides/media" / name
    file.parent.mkdir()
    file.write_bytes(own_file("png"))
    os.utime(file, ns=(1, 1))
    deck.write("templates/talk.md.j2", deck.read("templates/talk.md.j2") + shown)
    session.update({deck.root / "templates/talk.md.j2"})
    [before] = session.preview.state.slides

    os.utime(file, ns=(2, 2))
    session.update({file})

    [after] = session.preview.state.slides
    assert before.count("?v=1") == 1 and after == before.replace("?v=1", "?v=2")
    address = shown[shown.index("media/") :].partition("&" if "&quot;" in shown else '"')[0]
    assert f"{address}?v=2" in after


def test_a_theme_s_picture_is_served_with_a_version(deck, session):
    (deck.root / "themes/g.png").write_bytes(own_file("png"))
    os.utime(deck.root / "themes/g.png", ns=(7, 7))
    deck.write("themes/plain.css", "/* @theme plain */ section { background: url('g.png') }")

    session.update({deck.root / "themes/plain.css"})

    assert "background: url(/themes/g.png?v=7)" in session.preview.state.css


def test_a_figure_that_went_and_came_back_leaves_no_slide_stale(deck, session):
    figure = deck.root / "slides/image/a.png"
    drawn = figure.read_bytes()
    session.tick()
    assert session.preview.state.stale == {}

    figure.unlink()
    session.update({figure})
    assert session.preview.state.problems["stale"] == [
        "results/a.json: slides/image/a.png is missing\nhint: uv run build.py a"
    ]

    figure.write_bytes(drawn)
    session.update({figure})
    assert (session.preview.state.problems["stale"], session.preview.state.stale) == ([], {})


def test_what_is_stale_is_said_also_while_a_template_cannot_be_read(deck, session):
    script = deck.read("experiments/a.py")
    save(deck, session, "templates/talk.md.j2", b"{% if")

    save(deck, session, "experiments/a.py", script.replace("steps = 3", "steps = 4").encode())
    session.tick()
    assert session.preview.state.problems["stale"][0].startswith("results/a.json: parameter steps")

    save(deck, session, "experiments/a.py", script.encode())
    session.tick()
    assert session.preview.state.problems["stale"] == []


@pytest.mark.parametrize(
    ("code", "problems"),
    [
        (0, []),
        (3, []),
        (1, [FAILED]),
        (-9, [FAILED]),
    ],
)
def test_a_run_that_failed_is_said_until_something_changes(deck, session, code, problems):
    session.tried = {"a 1b"}
    session.build = SimpleNamespace(poll=lambda: code)

    session.tick()
    assert session.preview.state.problems["build"] == problems

    save(deck, session, "experiments/a.py", deck.read("experiments/a.py").encode())
    assert session.preview.state.problems["build"] == []


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("math: katx", "Marp has no `math: katx`"),
        ("size: 9:9", "themes/plain.css has no `size: 9:9`"),
        ("title: [a, b]", "`title` is no text"),
    ],
)
def test_a_value_for_which_a_build_exports_nothing_is_named(deck, session, line, reason):
    template = deck.read("templates/talk.md.j2")

    save(deck, session, "templates/talk.md.j2", f"---\n{line}\n{template[4:]}".encode())
    session.tick()

    [problem] = session.preview.state.problems["values"]
    assert problem.startswith(f"slides/talk.md:2: {reason}\nhint: ")

    save(deck, session, "templates/talk.md.j2", template.encode())
    session.tick()
    assert session.preview.state.problems["values"] == []


def test_a_draft_is_marked_on_every_slide_of_the_preview(deck, session):
    template = deck.read("templates/talk.md.j2")
    assert session.preview.state.mark == ""

    save(deck, session, "templates/talk.md.j2", template.replace("* total", "* 88%").encode())
    session.tick()

    assert 'content: "DRAFT · 1 problem"' in session.preview.state.mark

    save(deck, session, "templates/talk.md.j2", template.encode())
    session.tick()

    assert session.preview.state.mark == ""


def test_a_save_that_makes_a_draft_of_the_slides_says_so_once(deck, session):
    told = []
    session.tell = lambda *words: told.append(words)
    template = deck.read("templates/talk.md.j2")

    for text in (
        template.replace("* total", "* 88%"),
        template.replace("* total", "* 89%"),
        template,
    ):
        save(deck, session, "templates/talk.md.j2", text.encode())
        session.tick()
    session.tick()

    assert [words for words in told if words[0] != "update"] == [
        ("draft", "talk", "1 problem: a build would say so on every page"),
        ("good", "talk", "no problem: the slides are no draft any more"),
    ]


def test_decks_that_were_saved_over_are_not_held(deck, session):
    """Thirty of 2,000 slides were 400 MB."""
    template, held = deck.read("templates/talk.md.j2"), []

    for word in ("one", "two", "three", "four"):
        save(deck, session, "templates/talk.md.j2", f"{template}\n\nsaid {word}.\n".encode())
        while session.step():
            pass
        held.append(read_deck.cache_info().currsize)

    assert held == [held[0]] * 4


def test_a_saved_sentence_is_shown_before_anybody_judges_it(deck, session):
    told = []
    session.warn = told.append
    template = deck.read("templates/talk.md.j2")
    false = template + "\n{% claim a.total > 50 %}more than fifty{% endclaim %}\n"

    assert save(deck, session, "templates/talk.md.j2", false.encode()) == []
    assert "more than fifty" in session.preview.state.slides[0]
    session.tick()
    session.tick()

    [problem] = session.preview.state.problems["claims"]
    assert problem.startswith("templates/talk.md.j2:") and "false claim on slide" in problem
    assert told == [f"error: {problem}"]

    save(deck, session, "templates/talk.md.j2", template.encode())
    session.tick()

    assert session.preview.state.problems["claims"] == []
