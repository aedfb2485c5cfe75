"""Fetches Microsoft's archive of 25,000 cats and dogs, 0.8 GB, into a folder.

    uv run experiments/fetch_photos.py FOLDER

Interrupted, the same command carries on where it stopped. Then set DECK_DATA to the folder:
the archive is read as it is.
"""

import hashlib
import sys
import urllib.request
from pathlib import Path
from urllib.error import HTTPError, URLError

URL = (
    "https://download.microsoft.com/download/3/E/1/3E1C3F21-ECDB-4869-8368-6DEBA77B919F/"
    "kagglecatsanddogs_5340.zip"
)
SHA256 = "b7974bd00a84a99921f36ee4403f089853777b5ae8d151c76a86e64900334af9"
CHUNK = 1 << 20
RANGE_NOT_SATISFIABLE = 416


class FetchFailed(Exception):
    """A download that did not give the published file, with what to do."""


def fetch(url: str, checksum: str, target: Path) -> Path:
    """Downloads what is not there yet, and gives the file its name once its SHA-256 is right.

    Raises FetchFailed; what came before a broken connection is kept for the next try.
    """
    if target.exists():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    try:
        download(url, part)
    except (URLError, OSError) as error:
        raise FetchFailed(
            f"{url}: {error}\nhint: {part} keeps what came; run the same again to carry on"
        ) from error
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != checksum:
        part.unlink()
        raise FetchFailed(
            f"{url}: its SHA-256 is {found[:12]}…, not {checksum[:12]}…: deleted\n"
            "hint: run the same again; if it stays so, the published file has changed"
        )
    return part.rename(target)


def download(url: str, part: Path) -> None:
    there = part.stat().st_size if part.exists() else 0
    request = urllib.request.Request(url, headers={"Range": f"bytes={there}-"})
    try:
        answer = urllib.request.urlopen(request, timeout=60)
    except HTTPError as error:
        if error.code == RANGE_NOT_SATISFIABLE and there:
            return  # All of it is there already.
        raise
    with answer:
        if answer.status != 206:  # A server that cannot continue begins again.
            there = 0
        size = there + int(answer.headers.get("Content-Length", 0))
        with part.open("ab" if there else "wb") as file:
            while chunk := answer.read(CHUNK):
                file.write(chunk)
                there += len(chunk)
                show_progress(there, size)
    if there < size:
        raise OSError(f"the connection broke after {there:,} of {size:,} bytes")


def show_progress(there: int, size: int) -> None:
    if sys.stderr.isatty():
        share = there / size if size else 0
        print(f"\r{there / 1e6:.0f} of {size / 1e6:.0f} MB, {share:.0%}", end="", file=sys.stderr)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    try:
        print(fetch(URL, SHA256, Path(sys.argv[1]) / Path(URL).name))
    except FetchFailed as error:
        sys.exit(f"error: {error}")
