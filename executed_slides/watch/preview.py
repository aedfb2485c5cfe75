"""The page of a preview: served on this machine alone, and told of every change.

    GET /                 the page, preview.html
    GET /events           server-sent events: what differs from what this browser has
    POST /ask/QUESTION    where a part of a slide comes from, as JSON
    GET /themes/fonts/…   the theme's fonts
    GET /image/… and all  the files beside the slides

There is one state, and each browser is told how it differs from what it was told last: a
browser that is slow, asleep or new gets the last state, never a queue of old ones.
"""

import contextlib
import json
import mimetypes
import re
import socket
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Any
from urllib.parse import unquote, urlsplit

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.base.picture_files import media_type
from executed_slides.toolchain import installation
from executed_slides.watch.problem_list import FindSlide, list_problems

_HOST = "127.0.0.1"
_HEARTBEAT_SECONDS = 15
_ASK = "/ask/"
_MOST_ASKED = 1_000_000
# What the page loads of its own, by address.
_OWN = {"/answers.js": "answers.page.js", "/problems.js": "problems.page.js"}


@dataclass(frozen=True)
class State:
    """What the page shows: slides, what is wrong, what is of old runs, and what goes on.

    `problems` and `busy` are by who says so, and `find_slide` leads from a problem to its slide;
    `stale` has reasons by slide, which count from 1; `mark` is the style of what every slide says;
    `times` are those of the last rendering, in seconds since the epoch.
    """

    title: str = ""
    slides: tuple[str, ...] = ()
    css: str = ""
    mark: str = ""
    problems: dict[str, list[str]] = field(default_factory=dict)
    stale: dict[int, list[str]] = field(default_factory=dict)
    busy: dict[str, str] = field(default_factory=dict)
    times: dict[str, float] = field(default_factory=dict)
    find_slide: FindSlide | None = field(default=None, compare=False)


class Preview:
    """The state, and the browsers that wait for its next one; `ask` answers their questions."""

    def __init__(self) -> None:
        self.state = State()
        self.ask: Callable[[str, Mapping[str, Any]], dict[str, Any] | None] = lambda *_: None
        self.changed = Condition()
        self.closed = False

    def show(self, **parts: Any) -> None:
        """Puts new parts of the state on the page; of `problems` and `busy`, what one says."""
        with self.changed:
            for part in ("problems", "busy"):
                if part in parts:
                    parts[part] = {**getattr(self.state, part), **parts[part]}
            state = replace(self.state, **parts)
            if state != self.state:
                self.state = state
                self.changed.notify_all()

    def close(self) -> None:
        with self.changed:
            self.closed = True
            self.changed.notify_all()

    def wait_for_other(self, told: State) -> State | None:
        """The first state that is not `told`, or None when it is time for a heartbeat."""
        with self.changed:
            self.changed.wait_for(lambda: self.closed or self.state is not told, _HEARTBEAT_SECONDS)
            return None if self.state is told else self.state


def _difference(old: State, new: State) -> dict[str, Any]:
    """What a browser that shows `old` must hear to show `new`."""
    known = dict(enumerate(old.slides))
    message = {
        "title": new.title,
        "count": len(new.slides),
        "slides": {n + 1: html for n, html in enumerate(new.slides) if known.get(n) != html},
        "problems": [problem for said in new.problems.values() for problem in said],
        "listed": [one._asdict() for one in list_problems(new.problems, new.find_slide)],
        "stale": new.stale,
        "mark": new.mark,
        "busy": [words for words in new.busy.values() if words],
        "times": new.times,
    }
    return message if new.css == old.css else {**message, "css": new.css}


@contextmanager
def serve_preview(folders: Folders, preview: Preview, port: int | None) -> Iterator[str]:
    """The page's address, on `port` or any free one, as long as the block lasts.

    Raises DeckError for a port that is taken, and says by whom.
    """
    server = _open_server(folders, preview, port)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.25}, daemon=True)
    thread.start()
    try:
        yield f"http://{_HOST}:{server.server_port}/"
    finally:
        preview.close()
        server.shutdown()
        server.server_close()


def _open_server(folders: Folders, preview: Preview, port: int | None) -> ThreadingHTTPServer:
    try:
        return _Server((_HOST, port or 0), partial(_Handler, folders, preview))
    except OSError as error:
        taken = _find_holder(port)
        reason = f"is taken by {taken}" if taken else f"cannot be used: {error.strerror}"
        free = command("watch", "--port", str(_find_free_port()))
        raise DeckError(
            f"port {port} {reason}", f"`{free}`, or no --port for any free one"
        ) from error


def _find_holder(port: int | None) -> str | None:
    """The program that listens on a port, as far as this user may know."""
    import psutil

    with contextlib.suppress(psutil.Error, PermissionError):
        for connection in psutil.net_connections("tcp"):
            if connection.laddr and connection.laddr.port == port and connection.status == "LISTEN":
                if connection.pid is None:
                    return "another program"
                return f"process {connection.pid} ({psutil.Process(connection.pid).name()})"
    return None


def _find_free_port() -> int:
    with socket.create_server((_HOST, 0)) as server:
        return server.getsockname()[1]


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that closes its tab is no error."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """One request of a browser."""

    disable_nagle_algorithm = True

    def __init__(self, folders: Folders, preview: Preview, *request: Any):
        self.folders, self.preview = folders, preview
        super().__init__(*request)

    def do_GET(self) -> None:
        if not self.is_for_here():
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        path = unquote(urlsplit(self.path).path)
        if path == "/events":
            self.send_events()
        elif file := _find_file(self.folders, path):
            self.send_file(file)
        else:
            self.send_error(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        # Only pages of this very address may say that they send JSON.
        is_json = self.headers.get("Content-Type") == "application/json"
        if not (self.is_for_here() and is_json):
            self.send_error(HTTPStatus.FORBIDDEN)
            return
        length = self.headers.get("Content-Length", "")
        path = urlsplit(self.path).path
        if not (path.startswith(_ASK) and length.isdecimal() and int(length) < _MOST_ASKED):
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        try:
            asked = json.loads(self.rfile.read(int(length)))
            answer = self.preview.ask(path.removeprefix(_ASK), asked)
        except ValueError:
            self.send_error(HTTPStatus.BAD_REQUEST)
            return
        content = json.dumps(answer).encode()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(content)

    def is_for_here(self) -> bool:
        """A page of another site whose name leads here must not read the slides."""
        host = urlsplit(f"//{self.headers.get('Host')}").hostname
        return host in (_HOST, "localhost")

    def send_file(self, file: Path) -> None:
        content = file.read_bytes()
        asked = find_range(self.headers.get("Range"), len(content))
        if asked is None:
            self.send_response(HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE)
            self.send_header("Content-Range", f"bytes */{len(content)}")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        part = content[asked.start : asked.stop]
        if len(part) == len(content):
            self.send_response(HTTPStatus.OK)
        else:
            self.send_response(HTTPStatus.PARTIAL_CONTENT)
            named = f"bytes {asked.start}-{asked.stop - 1}/{len(content)}"
            self.send_header("Content-Range", named)
        # An address with a version names one content for ever.
        cache = "max-age=31536000, immutable" if urlsplit(self.path).query else "no-store"
        guessed = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        kind = media_type(content) if "text/" not in guessed else f"{guessed}; charset=utf-8"
        self.send_header("Content-Type", kind or guessed)
        self.send_header("Content-Length", str(len(part)))
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Cache-Control", cache)
        self.end_headers()
        self.wfile.write(part)

    def send_events(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        told = State()
        self.wfile.write(b"retry: 300\n\n")
        while not self.preview.closed:
            if state := self.preview.wait_for_other(told):
                message = json.dumps({**_difference(told, state), "again": self.name_again(state)})
                self.wfile.write(f"data: {message}\n\n".encode())
                told = state
            else:
                self.wfile.write(b": still here\n\n")

    def name_again(self, state: State) -> str:
        """The command that starts this preview again at the address that its pages know."""
        deck = [state.title] if state.title else []
        smoke = ["--smoke"] if self.folders.smoke else []
        return command("watch", *deck, *smoke, "--port", str(self.connection.getsockname()[1]))

    def log_message(self, *_: Any) -> None:
        """Nobody needs a line for every picture."""


def _find_file(folders: Folders, path: str) -> Path | None:
    """The file that an address names: the page's own, the themes', or one beside the slides."""
    if path == "/":
        return Path(__file__).with_suffix(".html")
    if path in _OWN:
        return Path(__file__).with_name(_OWN[path])
    if path == "/marp.js":
        return installation.modules(folders) / "@marp-team/marp-core/lib/browser.js"
    room = folders.themes if path.startswith("/themes/") else folders.slides
    file = (room / path.removeprefix("/themes/").lstrip("/")).resolve()
    # In a smoke build the author's own files are lent from another room.
    rooms = [room.resolve()] if room == folders.themes else [room.resolve(), folders.media]
    inside = any(file.is_relative_to(allowed) for allowed in rooms)
    return file if inside and file.is_file() else None


def find_range(asked: str | None, size: int) -> range | None:
    """The bytes of a file that a browser asks for: all of them, or a part of a film.

    None for a part that is not there. What is no single range is answered with all, as RFC 9110
    allows.
    """
    found = re.fullmatch(r"bytes=(\d*)-(\d*)", (asked or "").strip())
    if not found or not any(found.groups()):
        return range(size)
    first, last = found.groups()
    if not first:
        return range(max(0, size - int(last)), size) if int(last) else None
    stop = min(int(last) + 1, size) if last else size
    return range(int(first), stop) if int(first) < stop else None
