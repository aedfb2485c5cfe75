"""A PDF's objects, read where a browser packed them, and its links led home.

A browser writes each relative link as the place that it has on the maker's machine.
"""

import contextlib
import os
import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote, urlsplit
from urllib.request import url2pathname

PACKED_OBJECTS = re.compile(rb"/ObjStm\b[^>]*>>\s*stream\r?\n(.*?)endstream", re.DOTALL)
PLAIN_OBJECT = re.compile(rb"^(\d+) 0 obj\b(.*?)\bendobj\b", re.DOTALL | re.MULTILINE)
FILE_LINK = re.compile(rb"/URI\s*\((file:(?:[^()\\]|\\.)*)\)")
LAST_SECTION = re.compile(rb"startxref\s+(\d+)\s+%%EOF\s*\Z")


class Object(NamedTuple):
    """An object's number and its text, without the words around it."""

    number: int
    content: bytes


def unpack(pdf: bytes) -> list[bytes]:
    """A PDF's bytes, and those of the objects that are packed in it, as Marp's are."""
    return [pdf, *(packed for _, packed in unpack_streams(pdf))]


def unpack_streams(pdf: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The dictionary and the content of each stream that packs objects."""
    for stream in PACKED_OBJECTS.finditer(pdf):
        with contextlib.suppress(zlib.error):
            start = pdf.rindex(b"<<", 0, stream.start(1))
            yield pdf[start : stream.start(1)], zlib.decompressobj().decompress(stream[1])


def find_objects(pdf: bytes) -> Iterator[Object]:
    """Every object without a stream of its own (ISO 32000-1, 7.5.7 for the packed ones)."""
    for found in PLAIN_OBJECT.finditer(pdf):
        if b"\nstream" not in found[2]:
            yield Object(int(found[1]), found[2].strip())
    for dictionary, packed in unpack_streams(pdf):
        first = int(re.search(rb"/First\s+(\d+)", dictionary)[1])
        index = [int(word) for word in packed[:first].split()]
        starts = [first + offset for offset in index[1::2]]
        for number, start, end in zip(index[::2], starts, [*starts[1:], None], strict=True):
            yield Object(number, packed[start:end].strip())


def lead_links_home(pdf: bytes, folder: Path) -> bytes:
    """The PDF with its links into the machine's files named from `folder`, where it will lie.

    What changes is written behind the former bytes, as an update (ISO 32000-1, 7.5.6).
    """
    changed = []
    for number, content in find_objects(pdf):
        led = FILE_LINK.sub(lambda link: b"/URI (" + relative(link[1], folder) + b")", content)
        if led != content:
            changed.append(Object(number, led))
    return append_update(pdf, changed) if changed else pdf


def relative(address: bytes, folder: Path) -> bytes:
    parts = urlsplit(re.sub(rb"\\(.)", rb"\1", address).decode())
    path = Path(os.path.relpath(url2pathname(parts.path), folder)).as_posix()
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return (quote(path) + fragment).replace("(", "%28").replace(")", "%29").encode()


def append_update(pdf: bytes, objects: list[Object]) -> bytes:
    """The PDF with these objects in place of those of the same numbers."""
    former = int(LAST_SECTION.search(pdf)[1])
    parts, end = [pdf], len(pdf)
    places: dict[int, int] = {}
    for number, content in sorted(objects):
        places[number] = end + 1
        parts.append(b"\n%d 0 obj\n%s\nendobj" % (number, content))
        end += len(parts[-1])
    keys = [*find_keys(pdf[former:]), b"/Prev %d" % former]
    is_plain = pdf.startswith(b"xref", former)
    table = plain_table(places, keys) if is_plain else stream_table(places, keys, end + 1)
    parts.append(b"\n%s\nstartxref\n%d\n%%%%EOF\n" % (table, end + 1))
    return b"".join(parts)


def find_keys(section: bytes) -> Iterator[bytes]:
    """What an update says again of a document: its size, and where it starts."""
    for key in (rb"/Size\s+\d+", rb"/Root\s+\d+ \d+ R", rb"/Info\s+\d+ \d+ R"):
        if found := re.search(key, section):
            yield found[0]


def plain_table(places: dict[int, int], keys: list[bytes]) -> bytes:
    entries = b"".join(b"%d 1\n%010d 00000 n \n" % place for place in places.items())
    return b"xref\n%strailer\n<< %s >>" % (entries, b" ".join(keys))


def stream_table(places: dict[int, int], keys: list[bytes], place: int) -> bytes:
    """Where objects lie, as a stream at `place`: a document with one must go on with one.

    The stream is an object too, with the next number that is free.
    """
    number = int(keys[0].split()[1])
    places = {**places, number: place}
    entries = b"".join(b"\1" + place.to_bytes(5, "big") + b"\0" for place in places.values())
    index = b" ".join(b"%d 1" % number for number in places)
    about = b"/Type /XRef /W [1 5 1] /Index [%s] /Length %d" % (index, len(entries))
    keys = [b"/Size %d" % (number + 1), *keys[1:]]
    return b"%d 0 obj\n<< %s %s >>\nstream\n%s\nendstream\nendobj" % (
        number,
        about,
        b" ".join(keys),
        entries,
    )
