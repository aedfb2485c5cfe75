"""While one writes, the preview shows what was saved: slides, errors, and what is stale."""

import contextlib
import fcntl
import json
import os
import pty
import re
import shutil
import signal
import socket
import subprocess
import sys
import termios
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from filelock import FileLock
from onlooker import COMMAND, SECONDS, Listener, Onlooker, Watcher, hear_signals
from own_files import own_file
from real_decks import FONTS, ROOT, grey_png, lend_marp
from tiny_deck import SOURCES, Deck

from executed_slides.base.folders import Folders
from executed_slides.base.processes import run_together
from executed_slides.output import marp
from executed_slides.output.marp_core import DrawnSlides, MarpCore
from executed_slides.output.styles import Style, write_style
from executed_slides.state.project import read_project
from executed_slides.template.rendering import judge_deck
from executed_slides.template.slides_by_experiment import slides_by_experiment
from executed_slides.watch.figures import Drawing
from executed_slides.watch.preview import Preview
from executed_slides.watch.session import Session
from executed_slides.watch.watching import watch_deck

TEMPLATE = """---
theme: plain
---
# Plan
* no numbers here

---
# Talk
* total {{ a.total }}, twice is {{ b.twice }}

---
# Picture
{{ figure("a", width=400) }}

---
# Result
* {% claim a.total > 5 %}more than five{% endclaim %}
"""
PLAN, TALK, PICTURE, RESULT = 1, 2, 3, 4
ROOMS = ("experiments/", "templates/", "themes/", "results/", "slides/image/", "pyproject.toml")

# What Marp renders in one way or another by its options.
TRICKY = "$a^2$ :smile: 😀 <b>x</b> <br> <script>1</script>\nnext line"


def copy_built(built: Path, root: Path, capsys: pytest.CaptureFixture | None = None) -> Deck:
    """The tiny deck, built, with this repository's Marp."""
    shutil.copytree(built, root)
    lend_marp(Folders(root))
    deck = Deck(root, capsys)
    deck.write("templates/talk.md.j2", TEMPLATE)
    deck.write("pyproject.toml", "[tool.executed-slides]\n")
    return deck


@pytest.fixture(scope="module")
def room(built, tmp_path_factory):
    """A deck that is watched, for one test after another."""
    deck = copy_built(built, tmp_path_factory.mktemp("watched") / "deck")
    watcher = Watcher(deck.root)
    yield deck, watcher
    watcher.close()


class Watched(Deck):
    """A watched deck, with the ear of somebody who follows its preview."""

    def __init__(self, root: Path, url: str):
        super().__init__(root)
        self.url, self.listener = url, Listener(url)
        self.see = self.listener.see
        self.see(is_calm)


def is_calm(state):
    return len(state["slides"]) == 4 and not (state["problems"] or state["stale"] or state["busy"])


@pytest.fixture
def watched(room):
    deck, watcher = room
    before = {name: content for name, content in deck.files().items() if name.startswith(ROOMS)}
    watched = Watched(deck.root, watcher.url)
    yield watched
    watched.listener.close()
    for name, content in before.items():
        if not (deck.root / name).exists() or (deck.root / name).read_bytes() != content:
            (deck.root / name).write_bytes(content)
    again = Listener(watcher.url)
    again.see(lambda state: is_calm(state) and "no numbers here" in state["slides"][PLAN])
    again.close()


@pytest.fixture
def alone(built, tmp_path, capsys):
    """A deck that nobody watches yet."""
    return copy_built(built, tmp_path / "deck", capsys)


@pytest.fixture
def watch():
    """Starts watching, and ends it whatever becomes of the test."""
    watchers = []

    def start(deck, *arguments, **options):
        watchers.append(Watcher(deck.root, *arguments, **options))
        listener = Listener(watchers[-1].url)
        listener.see(is_calm)
        return watchers[-1], listener

    yield start
    for watcher in watchers:
        watcher.close()


@pytest.fixture(scope="module")
def browser():
    onlooker = Onlooker(Folders(ROOT))
    yield onlooker
    onlooker.close()


# ---- In the browser ----


def test_a_saved_template_changes_its_slide_on_the_page_and_no_other(watched, browser):
    browser.do(open=f"{watched.url}#{TALK}")
    browser.see(lambda page: "total 6" in page["text"])

    watched.edit("templates/talk.md.j2", "twice is", "twofold is")

    page = browser.see(lambda page: "twofold is 12" in page["text"])
    assert (page["slide"], page["changed"]) == (TALK, [TALK])


def test_an_error_stands_on_the_page_with_its_line_until_it_is_mended(watched, browser):
    browser.do(open=f"{watched.url}#{TALK}")
    browser.see(lambda page: "total 6" in page["text"])

    watched.edit("templates/talk.md.j2", "a.total }},", "a.totl }},")

    page = browser.see(lambda page: page["problems"])
    assert page["problems"] == [
        [
            "templates/talk.md.j2:9",
            "slide 2 →",
            "no number 'a.totl'",
            "a has total, share, parameters, series, seeds, finding, date",
        ]
    ]
    assert "total 6" in page["text"]

    watched.edit("templates/talk.md.j2", "a.totl }},", "a.total }},")

    assert "total 6" in browser.see(lambda page: not page["problems"])["text"]


def test_a_click_on_a_number_tells_where_it_comes_from_and_leaves_the_slide_alone(watched, browser):
    browser.do(open=f"{watched.url}#{TALK}")
    browser.see(lambda page: "total 6" in page["text"])
    before = browser.do_and_read(press="Shift")

    told = browser.do_and_read(click="6 · a.total", says="a.total")

    assert told["lines"] == [
        *("6", "a.total", "×", "runs", "seed 1", "6", "seed 2", "6"),
        *("recorded in", "experiments/a.py:26", "template", "templates/talk.md.j2:9"),
    ]
    assert (told["lang"], told["focus"], told["smallest"] >= 14) == ("en", "card", True)

    closed = browser.do_and_read(press="Escape")
    assert (closed["lines"], closed["focus"]) == ([], "6 · a.total")
    assert before["slide"] == told["slide"] == closed["slide"]


def test_a_card_is_opened_by_keys_and_they_turn_no_slides_meanwhile(watched, browser):
    browser.do(open=f"{watched.url}#{TALK}")
    browser.see(lambda page: "total 6" in page["text"])
    browser.do_and_read(click="12 · b.twice", says="b.twice")
    browser.do_and_read(press="Escape")

    told = browser.do_and_read(press="Space", says="b.twice")

    assert told["lines"][:3] == ["12", "b.twice", "×"]
    assert "total 6" in told["slide"][0]


def test_a_card_follows_a_save_and_says_what_became_stale(watched, browser):
    browser.do(open=f"{watched.url}#{TALK}")
    browser.see(lambda page: "total 6" in page["text"])
    browser.do_and_read(click="12 · b.twice", says="b.twice")

    watched.edit("experiments/b.py", "2 *", "3 *")
    browser.see(lambda page: page["stale"])

    told = browser.do_and_read(press="Shift", says="STALE")
    assert told["lines"][3:5] == ["STALE · experiments/b.py: Measure changed", "uv run build.py b"]
    assert told["stale"] == ["12 · b.twice"]


def test_a_stale_slide_has_a_badge_and_others_have_none(watched, browser):
    browser.do(open=f"{watched.url}#{RESULT}")
    browser.see(lambda page: "more than five" in page["text"])

    watched.edit("experiments/a.py", "double(step)", "double(step + 1)")

    page = browser.see(lambda page: page["stale"])
    assert page["stale"] == "stale: a: experiments/a.py: Measure changed"

    browser.do(press="Home")
    watched.edit("templates/talk.md.j2", "no numbers here", "no numbers at all")

    page = browser.see(lambda page: "at all" in page["text"])
    assert (page["slide"], page["stale"]) == (PLAN, "")


def test_a_link_to_what_stands_on_a_slide_opens_that_slide(watched, browser):
    # So do the links of numbers to their rows of evidence.
    browser.do(open=f"{watched.url}#picture")

    browser.see(lambda page: page["text"] == "Picture")


def test_a_new_picture_comes_to_its_slide(watched, browser):
    watched.edit("templates/talk.md.j2", '{{ figure("a", width=400) }}', "![](image/own.png)")
    (watched.root / "slides" / "image" / "own.png").write_bytes(b"half a picture")
    browser.do(open=f"{watched.url}#{PICTURE}")
    browser.see(lambda page: page["pictures"] == [0])

    (watched.root / "slides" / "image" / "own.png").write_bytes(grey_png())

    page = browser.see(lambda page: page["pictures"] == [1])
    assert page["changed"] == [PICTURE]


def test_a_tab_that_nobody_sees_holds_no_connection_and_comes_back_as_it_was(
    watched, room, browser
):
    _, watcher = room
    browser.do(open=f"{watched.url}#{TALK}")
    browser.see(lambda page: "total 6" in page["text"])
    held = count_connections(watcher)

    browser.do(hide=True)
    deadline = time.monotonic() + SECONDS
    while count_connections(watcher) >= held:
        assert time.monotonic() < deadline
    watched.edit("templates/talk.md.j2", "twice is", "twofold is")
    watched.see(lambda state: "twofold" in state["slides"][TALK])
    browser.do(hide=False)

    page = browser.see(lambda page: "twofold is 12" in page["text"])
    assert (page["slide"], page["changed"]) == (TALK, [TALK])


def count_connections(watcher):
    held = psutil.Process(watcher.process.pid).net_connections("tcp")
    return sum(connection.status == psutil.CONN_ESTABLISHED for connection in held)


def test_no_save_waits_for_a_picture_that_does_not_come(watched, browser):
    with socket.create_server(("127.0.0.1", 0)) as silent:
        browser.do(open=f"{watched.url}#{PLAN}")
        browser.see(lambda page: "no numbers" in page["text"])
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/a.png"

        watched.edit("templates/talk.md.j2", "no numbers here", f"![]({address}) nothing here")

        assert browser.see(lambda page: "nothing here" in page["text"])["pictures"] == [0]


def test_a_picture_of_the_author_s_own_comes_to_its_slide(watched, browser):
    watched.edit(
        "templates/talk.md.j2",
        '{{ figure("a", width=400) }}',
        "{% constant 'ours' %}![A logo](<media/로고 (1).WEBP>){% endconstant %}",
    )
    browser.do(open=f"{watched.url}#{PICTURE}")
    browser.see(lambda page: page["pictures"] == [0])
    [problem] = watched.see(lambda state: state["problems"])["problems"]
    assert problem.startswith("slides/talk.md:13: the picture media/로고 (1).WEBP is not there")

    # The first one: its folder is not there yet.
    (watched.root / "slides/media").mkdir()
    (watched.root / "slides/media/로고 (1).WEBP").write_bytes(own_file("webp"))

    page = browser.see(lambda page: page["pictures"] == [80])
    assert page["changed"] == [PICTURE]
    watched.see(lambda state: not state["problems"])


def test_a_picture_of_the_author_s_own_comes_to_the_slides_of_a_smoke_build(alone, watch):
    logo = alone.root / "slides/media/logo.svg"
    logo.parent.mkdir()
    logo.write_bytes(own_file("svg"))
    alone.edit(
        "templates/talk.md.j2",
        "* no numbers",
        "{% constant 'ours' %}![](media/logo.svg){% endconstant %}\n* no numbers",
    )
    assert alone.run("build", "--smoke").code == 0
    _, listener = watch(alone, "--smoke")
    before = listener.slides[str(PLAN)]
    assert "media/logo.svg?v=" in before

    logo.write_bytes(own_file("svg").replace(b"06c", b"060"))

    assert listener.see(lambda state: str(PLAN) in state["changed"])["slides"][PLAN] != before


# ---- What can be wrong ----


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("templates/talk.md.j2", "> 5 %}", "> 50 %}", "templates/talk.md.j2:17: false claim on"),
        ("templates/talk.md.j2", "{% endclaim %}", "", "templates/talk.md.j2:17: Unexpected end"),
        ("experiments/a.py", "print(", "print((", "experiments/a.py:25: '(' was never closed"),
        ("experiments/deep.py", "return 0", "return )", "experiments/deep.py:11: unmatched ')'"),
        ("themes/plain.css", "\n", "\nsection {", "themes/plain.css:2: Unclosed block"),
        ("results/a.json", '"experiment"', '"experiment', "results/a.json: not a whole record"),
        ("templates/talk.md.j2", "plain", "gone", "templates/talk.md.j2:2: there is no theme"),
        (
            "pyproject.toml",
            "[tool.executed-slides]",
            "[tool.executed-slides",
            "pyproject.toml: Expected ']'",
        ),
    ],
)
def test_what_is_wrong_is_shown_by_file_and_line_and_goes(watched, file, old, new, problem):
    watched.edit(file, old, new)

    [said, *_] = watched.see(lambda state: state["problems"])["problems"]
    assert said.startswith(problem)

    watched.edit(file, new, old) if new else watched.write(file, TEMPLATE)

    assert watched.see(is_calm)


def test_a_deleted_template_is_missed_and_found_again(watched):
    (watched.root / "templates" / "talk.md.j2").unlink()

    state = watched.see(lambda state: state["problems"])
    [problem] = state["problems"]
    assert problem.startswith("no template 'talk.md.j2'\nhint: templates/ has ")
    assert "total 6" in state["slides"][TALK]

    watched.write("templates/talk.md.j2", TEMPLATE.replace("no numbers", "nothing"))

    assert "nothing here" in watched.see(is_calm)["slides"][PLAN]


def test_a_missing_picture_is_named(watched):
    watched.edit(
        "templates/talk.md.j2",
        "* no numbers here",
        "{% constant 'ours' %}![](image/gone.png){% endconstant %}",
    )

    [problem] = watched.see(lambda state: state["problems"])["problems"]
    assert problem.startswith("slides/talk.md:5: the picture image/gone.png is not there")


def test_slides_that_headings_part_are_slides(watched):
    watched.edit("templates/talk.md.j2", "plain\n---", "plain\nheadingDivider: 1\n---")

    assert watched.see(lambda state: state["count"] == 7)["problems"] == []


def test_two_saves_within_one_tick_of_the_clock_are_told_apart(watched):
    template = watched.root / "templates" / "talk.md.j2"
    written = template.stat().st_mtime_ns

    for words in ("nothing", "not much"):
        watched.write("templates/talk.md.j2", TEMPLATE.replace("no numbers", words))
        os.utime(template, ns=(written, written))
        watched.see(lambda state, words=words: f"{words} here" in state["slides"][PLAN])


def test_a_room_that_git_replaces_is_followed_on(watched):
    shutil.move(watched.root / "templates", watched.root / "elsewhere")
    watched.see(lambda state: state["problems"])
    shutil.copytree(watched.root / "elsewhere", watched.root / "templates")
    shutil.rmtree(watched.root / "elsewhere")
    watched.see(is_calm)

    watched.edit("templates/talk.md.j2", "no numbers", "nothing")

    watched.see(lambda state: "nothing here" in state["slides"][PLAN])


def test_a_project_that_was_moved_away_is_missed_and_found_again(alone, watch):
    _, listener = watch(alone)
    elsewhere = alone.root.rename(alone.root.with_name("elsewhere"))
    [problem] = listener.see(lambda state: state["problems"])["problems"]
    assert problem.startswith(f"no folder {alone.root / 'experiments'}")

    elsewhere.rename(alone.root)
    listener.see(is_calm)
    alone.edit("templates/talk.md.j2", "no numbers", "nothing")

    listener.see(lambda state: "nothing here" in state["slides"][PLAN])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no such name can be")
def test_a_file_whose_name_is_no_text_ends_nothing(watched):
    odd = watched.root / "templates" / os.fsdecode(b"\xff.j2")
    odd.touch()
    watched.edit("templates/talk.md.j2", "no numbers", "nothing")
    watched.see(lambda state: "nothing here" in state["slides"][PLAN])
    odd.unlink()

    watched.edit("templates/talk.md.j2", "nothing", "not much")

    watched.see(lambda state: "not much here" in state["slides"][PLAN])


def letters(number):
    """A word for a number: slides show no digits that come from nowhere."""
    return str(number).translate(str.maketrans("0123456789", "abcdefghij"))


def test_of_a_thousand_saves_the_last_wins_and_no_backlog_is_left(watched):
    for save in range(1000):
        watched.write(
            "templates/talk.md.j2", TEMPLATE.replace("no numbers", f"save {letters(save)},")
        )

    watched.see(lambda state: f"save {letters(999)}," in state["slides"][PLAN])
    watched.edit("templates/talk.md.j2", f"save {letters(999)},", "the end is")
    watched.see(lambda state: "the end is here" in state["slides"][PLAN])
    assert len(watched.listener.told) < 500


class Following:
    """A session that is told what changed, until `wanted` did."""

    told: list[set[Path]] = []

    def __init__(self, *_):
        self.close = lambda: None
        self.step = self.tick = lambda: False
        self.hear = print

    def update(self, changed):
        self.told.append(changed)
        if len(self.told) == 2:
            raise KeyboardInterrupt


def test_a_save_that_nobody_tells_of_is_seen_in_the_next_rest(alone, monkeypatch):
    template, result = alone.root / "templates/talk.md.j2", alone.root / "results/a.json"

    def forget(*rooms, **options):
        # As watchfiles does what comes in between that it answers and that it forgets.
        alone.edit("templates/talk.md.j2", "no numbers", "nothing")
        yield {(1, str(template))}
        alone.edit("templates/talk.md.j2", "nothing", "not much")
        result.unlink()
        yield from [set()] * 9

    monkeypatch.setattr("watchfiles.watch", forget)
    monkeypatch.setattr("executed_slides.watch.rest._AWAKE_SECONDS", -1)
    monkeypatch.setattr(Following, "told", [])
    monkeypatch.setattr("executed_slides.watch.watching.Session", Following)

    with pytest.raises(KeyboardInterrupt):
        watch_deck(Folders(alone.root), "talk", None, False, False, print, print)

    assert Following.told[1] == {template, result}


# ---- Files in the middle of being written ----


@pytest.fixture
def session(alone):
    """A session whose Marp shows the Markdown itself, as one slide."""
    core = SimpleNamespace(
        render=lambda markdown, style, shown: DrawnSlides((markdown,), ""), revive=lambda: None
    )
    folders, told = Folders(alone.root), []
    session = Session(folders, "talk", Preview(), core, False, lambda *_: None, told.append)
    session.update(set())
    yield session
    session.close()


@pytest.mark.parametrize("half", ["", "---\ntheme: plain\n---\n{% claim a.total"])
def test_a_template_that_is_half_written_flashes_nothing(alone, session, monkeypatch, half):
    template, shown = alone.root / "templates" / "talk.md.j2", []
    rest = TEMPLATE + "and more"
    monkeypatch.setattr(
        "executed_slides.watch.session.time.sleep", lambda seconds: template.write_text(rest)
    )
    monkeypatch.setattr(session.preview, "show", lambda **parts: shown.append(parts))

    template.write_text(half)
    session.update({template})

    [parts] = shown
    assert parts["slides"][0].endswith("and more")
    assert parts["problems"] == {"deck": []}


def test_a_part_that_is_emptied_before_it_is_written_flashes_nothing(alone, session, monkeypatch):
    part, shown = alone.root / "templates" / "part.md.j2", []
    alone.write("templates/talk.md.j2", TEMPLATE + '{% include "part.md.j2" %}')
    monkeypatch.setattr(
        "executed_slides.watch.session.time.sleep", lambda seconds: part.write_text("and more")
    )
    monkeypatch.setattr(session.preview, "show", lambda **parts: shown.append(parts))

    part.write_text("")
    session.update({part})

    assert shown[0]["slides"][0].endswith("and more")


def test_a_part_that_is_no_longer_shown_is_no_longer_judged(alone, session):
    part, template = alone.root / "templates" / "part.md.j2", alone.root / "templates/talk.md.j2"
    part.write_text("* typed: 42")
    alone.write("templates/talk.md.j2", TEMPLATE + '{% include "part.md.j2" %}')
    session.update({part, template})
    session.tick()
    [problem] = session.preview.state.problems["numbers"]
    assert problem.startswith("templates/part.md.j2:1:10: '42' stands in the words")

    alone.write("templates/talk.md.j2", TEMPLATE)
    session.update({template})
    session.tick()

    assert session.preview.state.problems["numbers"] == []


# ---- What is stale ----


def test_an_experiment_feeds_the_slides_with_its_numbers_figures_claims_and_code(alone):
    alone.write("templates/talk.md.j2", TEMPLATE + '\n---\n{{ code("b", "Measure") }}\n')

    feeds = slides_by_experiment(judge_deck(read_project(Folders(alone.root)), "talk"))

    assert feeds == {"a": {TALK, PICTURE, RESULT}, "b": {TALK, RESULT + 1}}


def test_a_changed_experiment_marks_the_slides_that_it_feeds_at_once(watched):
    watched.edit("experiments/b.py", "2 *", "3 *")

    state = watched.see(lambda state: state["stale"])
    assert state["stale"] == {str(TALK): ["b: experiments/b.py: Measure changed"]}


def test_a_changed_setting_marks_what_ran_under_another_at_once(watched):
    watched.write("pyproject.toml", '[tool.executed-slides.environment]\nKERAS_BACKEND = "jax"\n')

    state = watched.see(lambda state: state["stale"])
    assert state["stale"][str(TALK)] == [
        "a: environment KERAS_BACKEND is new",
        "b: environment KERAS_BACKEND is new, needed a changed",
    ]


def test_the_style_follows_the_theme_and_names_the_preview_s_fonts(watched):
    font = FONTS / "TestedSans-Bold.ttf"
    shutil.copyfile(font, watched.root / "themes" / "bold.ttf")
    watched.edit("themes/plain.css", "\n", '\n@font-face { font-family: "B"; src: url(bold.ttf) }')

    css = watched.see(lambda state: "font-face" in state.get("css", ""))["css"]
    address = css.partition("url(")[2].partition(")")[0].strip("\"'")
    assert address.startswith("/themes/bold.ttf?v=")
    with urllib.request.urlopen(watched.url + address[1:]) as response:
        assert response.read() == font.read_bytes()


# ---- The page's server ----


@pytest.mark.parametrize("path", ["../templates/talk.md.j2", "themes/../build.py", "nowhere.png"])
def test_nothing_is_served_but_slides_and_themes(watched, path):
    with socket.create_connection(("127.0.0.1", int(watched.url.split(":")[2][:-1]))) as server:
        server.sendall(f"GET /{path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())

        assert b" 404 " in server.recv(100)


def test_a_page_of_another_site_may_not_read_the_slides(watched):
    request = urllib.request.Request(watched.url, headers={"Host": "example.org"})

    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(request)

    assert error.value.code == 403


# ---- Processes ----


def test_a_killed_node_is_started_again_before_the_next_save(watched, room):
    _, watcher = room
    [node] = nodes(watcher)
    node.kill()

    deadline = time.monotonic() + SECONDS
    while nodes(watcher) in ([], [node]):
        assert time.monotonic() < deadline
    watcher.err.wait_for(lambda line: line == "warning: Marp died, and was started again")

    watched.edit("templates/talk.md.j2", "no numbers", "nothing")
    watched.see(lambda state: "nothing here" in state["slides"][PLAN])


def nodes(watcher):
    found = []
    for child in watcher.children():
        with contextlib.suppress(psutil.Error):
            found += [child] if "marp_core.mjs" in str(child.cmdline()) else []
    return found


def test_a_node_that_dies_while_it_renders_is_asked_once_more(monkeypatch):
    core = MarpCore(Folders(ROOT))
    start, started = core.start, []

    def start_badly():
        process = start()
        started.append(process)
        if len(started) == 1:
            process.kill()
        return process

    monkeypatch.setattr(core, "start", start_badly)
    slides = core.render("# One", Style("plain", SOURCES["themes/plain.css"]), "plain.css")
    told = [core.revive(), core.revive()]
    core.close()

    assert ">One</h1>" in slides.html[0]
    assert told == ["warning: Marp died, and was started again", None]
    assert [process.poll() is None for process in started] == [False, False]


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_an_ended_preview_leaves_no_process_and_no_port(alone, watch, name):
    watcher, listener = watch(alone)
    started = watcher.children()
    assert started

    watcher.process.send_signal(getattr(signal, name))

    assert watcher.process.wait(60) == 0
    with pytest.raises(EOFError):
        listener.see(lambda state: False)
    assert psutil.wait_procs(started, timeout=60)[1] == []
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", int(watcher.url.split(":")[2][:-1])))


def test_watching_writes_no_file(alone, watch):
    before = sources(alone)
    watcher, _ = watch(alone)
    watcher.close()

    assert sources(alone) == before


def sources(deck):
    return {
        name: content for name, content in deck.files().items() if ".executed-slides/" not in name
    }


def test_a_taken_port_is_said_with_its_holder_and_another(alone):
    with socket.create_server(("127.0.0.1", 0)) as holder:
        port = holder.getsockname()[1]
        ended = subprocess.run(
            [sys.executable, "-c", COMMAND, alone.root, "watch", "--no-open", "--port", str(port)],
            capture_output=True,
            text=True,
        )

    holder = f"process {os.getpid()} ({psutil.Process().name()})"
    error, hint = ended.stderr.splitlines()
    assert error == f"error: port {port} is taken by {holder}"
    assert hint.startswith("hint: `uv run build.py watch --port ")
    assert ended.returncode == 1


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_what_is_no_port_is_a_mistake_of_use(deck, port):
    outcome = deck.run("watch", "--no-open", "--port", port)

    assert outcome.code == 2
    assert "argument --port: " in outcome.err


def test_an_unknown_deck_is_named_with_those_there_are(alone):
    alone.write("templates/other.md.j2", TEMPLATE)

    outcomes = [
        subprocess.run(
            [sys.executable, "-c", COMMAND, alone.root, "watch", *name],
            capture_output=True,
            text=True,
        )
        for name in ([], ["tolk"])
    ]

    assert [outcome.stderr for outcome in outcomes] == [
        "error: which deck?\nhint: templates/ has other, talk\n",
        "error: no deck 'tolk'\nhint: templates/ has other, talk\n",
    ]
    assert [outcome.returncode for outcome in outcomes] == [2, 2]


# ---- Drawing and training ----


def test_a_restyled_figure_is_drawn_from_its_record_and_the_last_style_wins(alone, watch):
    recorded = json.loads(alone.read("results/a.json"))
    watcher, listener = watch(alone)

    alone.edit("experiments/a.py", 'Picture(f"total', 'Picture(f"sum')
    listener.see(lambda state: state["busy"] == ["drawing the figures of a …"])
    alone.edit("experiments/a.py", 'Picture(f"sum', 'Picture(f"altogether')

    def is_drawn(state):
        return any(str(PICTURE) in told["changed"] for told in listener.told[1:]) and is_calm(state)

    listener.see(is_drawn)
    watcher.close()
    assert b"altogether 6" in (alone.root / "slides/image/a.png").read_bytes()
    assert json.loads(alone.read("results/a.json"))["runs"] == recorded["runs"]
    assert alone.run("status").code == 0


def test_a_figure_is_drawn_again_when_code_changed_while_it_was_drawn(alone, monkeypatch):
    alone.edit("experiments/a.py", 'Picture(f"total', 'Picture(f"sum')
    project, drawn, done = read_project(Folders(alone.root)), [], threading.Event()

    def redraw(project, experiment, kernels):
        drawn.append(experiment.name)
        if len(drawn) == 1:  # Somebody saves, and takes it back: the key says nothing of it.
            drawing.follow(project, code_changed=True)
            alone.edit("experiments/a.py", 'Picture(f"sum', 'Picture(f"total')
        else:
            done.set()
        return 0.0

    monkeypatch.setattr("executed_slides.watch.figures.redraw_timed", redraw)
    drawing = Drawing(Folders(alone.root), Preview(), lambda *words: None)
    drawing.follow(project, code_changed=True)

    assert done.wait(120)
    drawing.close()
    assert drawn == ["a", "a"]


def test_new_figures_wait_for_a_build_in_another_terminal(alone, watch):
    _, listener = watch(alone)

    with FileLock(alone.root / ".executed-slides" / "lock"):
        alone.edit("experiments/a.py", 'Picture(f"total', 'Picture(f"sum')
        listener.see(lambda state: state["busy"] == ["new figures wait for a build to end"])
        alone.edit("templates/talk.md.j2", "no numbers", "nothing")
        listener.see(lambda state: "nothing here" in state["slides"][PLAN])

    listener.see(lambda state: str(PICTURE) in state["changed"])


def test_a_figure_cell_that_fails_is_shown_by_file_and_line(alone, watch):
    _, listener = watch(alone)

    alone.edit("experiments/a.py", "run = record.run()", "run = record.run().nothing")

    # Before it fails, its record is stale.
    failed = lambda problem: problem.startswith("experiments/")  # noqa: E731
    state = listener.see(lambda state: any(map(failed, state["problems"])))
    [problem] = filter(failed, state["problems"])
    assert problem.startswith("experiments/a.py:30: cell 'Figure' failed\nAttributeError")


def test_training_waits_for_the_key_r(alone, watch):
    keyboard, terminal = pty.openpty()
    watcher, listener = watch(alone, stdin=terminal, preexec_fn=take_terminal)
    alone.edit("experiments/b.py", "2 *", "3 *")
    listener.see(lambda state: state["stale"] and not state["busy"])
    assert "twice is 12" in listener.slides[str(TALK)]

    os.write(keyboard, b"r")

    assert listener.see(lambda state: state["busy"])["busy"] == ["running b …"]
    listener.see(lambda state: "twice is 18" in state["slides"][TALK] and not state["stale"])
    os.write(keyboard, b"\x03")
    assert watcher.process.wait(120) == 0


def take_terminal():
    """Makes stdin the terminal of a session of its own, as a terminal window does."""
    hear_signals()
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_training_asks_nobody_with_run(alone, watch):
    watcher, listener = watch(alone, "--run")

    alone.edit("experiments/b.py", "2 *", "3 *")

    listener.see(lambda state: "twice is 18" in state["slides"][TALK] and not state["stale"])
    assert watcher.close() == 0


# ---- The same slides as the export ----


@pytest.mark.parametrize("theme", ["plain", "default", "gaia", "uncover"])
def test_the_preview_shows_the_slides_that_marp_exports(tmp_path, theme):
    folders = Folders(ROOT)
    markdown = f"---\nsize: 4:3\nlang: ko\n---\n# One\n{TRICKY}\n\n---\n```python\nx = 1\n```\n"
    css = SOURCES["themes/plain.css"] if theme == "plain" else ""
    style = Style(theme, css)
    (tmp_path / "talk.md").write_text(markdown)
    draft = tmp_path / "talk.html"
    command = marp.html_command(folders, tmp_path / "talk.md", write_style(style, tmp_path), draft)
    [ended] = run_together(
        [[*command, "--template", "bare"]],
        ROOT,
        marp.environment(folders, tmp_path, None),
        300,
    )
    assert ended.code == 0, ended.output

    core = MarpCore(folders)
    slides = core.render(markdown, style, "theme.css")
    core.close()

    # The export carries Marp's script in its last slide; the preview has it once, in the page.
    exported = re.sub(r"<script>.*?</script>", "", draft.read_text("utf-8"), flags=re.DOTALL)
    assert len(slides.html) == 2
    assert all(slide in exported for slide in slides.html)
    assert slides.css in exported
