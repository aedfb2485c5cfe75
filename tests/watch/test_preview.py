"""A preview serves the author's own files as browsers want them: by type, and films in parts."""

import json
import urllib.error
import urllib.request
from itertools import islice
from urllib.parse import quote, urlsplit

import pytest
from own_files import FORMS, own_file

from executed_slides.base.folders import Folders
from executed_slides.watch.preview import Preview, find_range, serve_preview

FILM = "media/데모 (1).webm"


@pytest.fixture(params=[False, True], ids=["results", "smoke"])
def address(request, tmp_path):
    """The address of a preview of a project with files of every kind."""
    folders = Folders(tmp_path / "project", smoke=request.param)
    folders.media.mkdir(parents=True)
    folders.themes.mkdir()
    for form in FORMS:
        (folders.media / f"a.{form.upper()}").write_bytes(own_file(form))
        (folders.media / form).write_bytes(own_file(form))
    (folders.root / "slides" / FILM).write_bytes(own_file("webm"))
    (folders.themes / "ground.WEBP").write_bytes(own_file("webp"))
    (folders.root / "secret.png").write_bytes(own_file("png"))
    (tmp_path / "secret.png").write_bytes(own_file("png"))
    (folders.media / "link.png").symlink_to(tmp_path / "secret.png")
    folders.lend_media()
    with serve_preview(folders, Preview(), None) as address:
        yield address


def ask(address: str, part: str = "") -> tuple[int, dict[str, str], bytes]:
    asked = urllib.request.Request(address, headers={"Range": part} if part else {})
    try:
        with urllib.request.urlopen(asked) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), b""


@pytest.mark.parametrize("form", FORMS)
def test_a_file_has_the_type_of_its_bytes(address, form):
    for name in (f"a.{form.upper()}?v=1", form):
        status, headers, content = ask(f"{address}media/{name}")

        assert (status, headers["Content-Type"]) == (200, FORMS[form])
        assert content == own_file(form)


def test_a_theme_s_picture_is_served_beside_it(address):
    assert ask(f"{address}themes/ground.WEBP")[1]["Content-Type"] == "image/webp"


def test_a_film_is_served_in_the_parts_that_are_asked_for(address):
    whole, film = own_file("webm"), address + quote(FILM)

    status, headers, content = ask(film, "bytes=10-19")
    assert (status, content) == (206, whole[10:20])
    assert headers["Content-Range"] == f"bytes 10-19/{len(whole)}"
    assert ask(film, "bytes=0-")[::2] == (200, whole)
    assert ask(film, "bytes=-5")[::2] == (206, whole[-5:])
    assert ask(film, f"bytes={len(whole)}-")[0] == 416


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        (None, range(100)),
        ("bytes=0-99", range(100)),
        ("bytes=90-200", range(90, 100)),
        ("bytes=-200", range(100)),
        ("bytes=0-1,5-6", range(100)),
        ("lines=1-2", range(100)),
        ("bytes=-", range(100)),
        ("bytes=-0", None),
        ("bytes=100-", None),
        ("bytes=9-8", None),
    ],
)
def test_a_range_is_read_as_rfc_9110_has_it(asked, part):
    assert find_range(asked, 100) == part


@pytest.mark.parametrize("name", ["media/link.png", "media/../../secret.png", "media/gone.png"])
def test_what_lies_outside_is_not_served(address, name):
    assert ask(address + quote(name))[0] == 404


def test_a_page_knows_the_command_that_brings_an_ended_preview_back_to_it(tmp_path):
    preview = Preview()
    preview.show(title="talk")

    with (
        serve_preview(Folders(tmp_path), preview, None) as address,
        urllib.request.urlopen(f"{address}events") as events,
    ):
        [told] = [json.loads(line[6:]) for line in islice(events, 3) if b"data: " in line]

    port = urlsplit(address).port
    assert told["again"] == f"uv run build.py watch talk --port {port}"


@pytest.fixture
def asked(tmp_path):
    """Asks a preview that answers with what it was asked, and is asked for sums alone."""
    preview = Preview()

    def answer(question, asked):
        if question != "sum":
            raise ValueError(question)
        return {"sum": sum(asked["of"])} if asked["of"] else None

    preview.ask = answer
    with serve_preview(Folders(tmp_path), preview, None) as address:

        def post(question, content, **headers):
            headers = {"Content-Type": "application/json", **headers}
            request = urllib.request.Request(f"{address}ask/{question}", content, headers)
            try:
                with urllib.request.urlopen(request) as reply:
                    return reply.status, json.load(reply)
            except urllib.error.HTTPError as error:
                return error.code, None

        yield post


def test_a_page_asks_and_is_answered(asked):
    assert asked("sum", b'{"of": [1, 2]}') == (200, {"sum": 3})
    assert asked("sum", b'{"of": []}') == (200, None)


@pytest.mark.parametrize(
    ("question", "content", "headers", "code"),
    [
        ("product", b'{"of": [1, 2]}', {}, 400),
        ("sum", b'{"of": [1, ', {}, 400),
        ("sum", b"\xff", {}, 400),
        ("sum", b'{"of": [1, 2]}', {"Content-Type": "text/plain"}, 403),
        ("sum", b'{"of": [1, 2]}', {"Host": "slides.example"}, 403),
        ("../sum", b'{"of": [1, 2]}', {}, 400),
        ("sum", b'{"of": [1, 2]}', {"Content-Length": "9999999"}, 404),
    ],
)
def test_what_no_page_of_its_own_asks_is_refused(asked, question, content, headers, code):
    assert asked(question, content, **headers) == (code, None)


@pytest.mark.parametrize("name", ["answers.js", "problems.js"])
def test_what_answers_a_click_is_the_page_s_own(address, name):
    status, headers, content = ask(f"{address}{name}")

    assert (status, headers["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert b'attachShadow({ mode: "open" })' in content
