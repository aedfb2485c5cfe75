"""The archive of photos arrives whole: it carries on where it stopped, and is checked."""

import hashlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from fetch_photos import FetchFailed, fetch

CONTENT = bytes(range(256)) * 40
CHECKSUM = hashlib.sha256(CONTENT).hexdigest()


class Server(BaseHTTPRequestHandler):
    """Serves CONTENT from where it is asked, and can break off or not know ranges."""

    breaks_after = None
    knows_ranges = True
    asked: list = []

    def do_GET(self):
        start = int(self.headers["Range"].removeprefix("bytes=").removesuffix("-"))
        self.asked.append(start)
        if not self.knows_ranges:
            start = 0
        if start >= len(CONTENT):
            self.send_error(416)
            return
        self.send_response(206 if self.knows_ranges else 200)
        self.send_header("Content-Length", str(len(CONTENT) - start))
        self.end_headers()
        end = start + self.breaks_after if self.breaks_after else None
        self.wfile.write(CONTENT[start:end])

    def log_message(self, *arguments):
        pass


@pytest.fixture
def server():
    handler = type("Handler", (Server,), {"asked": []})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as listening:
        Thread(target=listening.serve_forever, daemon=True).start()
        handler.url = f"http://127.0.0.1:{listening.server_port}/photos.zip"
        yield handler
        listening.shutdown()


def test_the_archive_arrives_whole_under_its_name(server, tmp_path):
    path = fetch(server.url, CHECKSUM, tmp_path / "new" / "photos.zip")

    assert path.read_bytes() == CONTENT
    assert [file.name for file in path.parent.iterdir()] == ["photos.zip"]


def test_a_broken_download_carries_on_where_it_stopped(server, tmp_path):
    server.breaks_after = 1000
    with pytest.raises(FetchFailed, match="run the same again to carry on"):
        fetch(server.url, CHECKSUM, tmp_path / "photos.zip")
    server.breaks_after = None

    path = fetch(server.url, CHECKSUM, tmp_path / "photos.zip")

    assert server.asked == [0, 1000]
    assert path.read_bytes() == CONTENT


def test_a_server_that_cannot_continue_begins_again(server, tmp_path):
    (tmp_path / "photos.zip.part").write_bytes(b"x" * 1000)
    server.knows_ranges = False

    assert fetch(server.url, CHECKSUM, tmp_path / "photos.zip").read_bytes() == CONTENT


def test_a_download_that_had_only_to_be_checked_is_not_repeated(server, tmp_path):
    (tmp_path / "photos.zip.part").write_bytes(CONTENT)

    assert fetch(server.url, CHECKSUM, tmp_path / "photos.zip").read_bytes() == CONTENT


def test_another_file_than_the_published_one_is_deleted(server, tmp_path):
    with pytest.raises(FetchFailed, match=r"its SHA-256 is .*…, not 000000000000…: deleted"):
        fetch(server.url, "0" * 64, tmp_path / "photos.zip")

    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_the_users_and_stays(tmp_path):
    (tmp_path / "photos.zip").write_bytes(b"the user's own")

    fetch("http://127.0.0.1:1/never", CHECKSUM, tmp_path / "photos.zip")

    assert (tmp_path / "photos.zip").read_bytes() == b"the user's own"
