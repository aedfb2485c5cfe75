"""A figure's stamp: in the PNG itself stands which experiment drew it, and from what.

It goes with the picture wherever someone pastes it, and changes no pixel.
"""

import struct
import zlib
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEADER_END = len(SIGNATURE) + 25  # the chunk IHDR, which is always first


def write_stamp(picture: Path, about: dict[str, str]) -> None:
    """Puts texts into a PNG, in front of its pixels; any other file stays as it is."""
    content = picture.read_bytes()
    if not is_png(content):
        return
    chunks = b"".join(text_chunk(name, text) for name, text in about.items())
    picture.write_bytes(content[:HEADER_END] + chunks + content[HEADER_END:])


def read_stamp(picture: Path) -> dict[str, str]:
    """The texts in a PNG, by name; none for any other file, or for one that is cut short."""
    content = picture.read_bytes()
    found: dict[str, str] = {}
    place = len(SIGNATURE) if is_png(content) else len(content)
    while place + 8 <= len(content):
        length, kind = struct.unpack(">I4s", content[place : place + 8])
        if kind == b"tEXt":
            name, _, text = content[place + 8 : place + 8 + length].partition(b"\0")
            found[name.decode("latin-1")] = text.decode("latin-1")
        place += length + 12
    return found


def is_png(content: bytes) -> bool:
    return content.startswith(SIGNATURE) and content[12:16] == b"IHDR"


def text_chunk(name: str, text: str) -> bytes:
    body = b"tEXt" + name.encode("latin-1") + b"\0" + text.encode("latin-1")
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
