"""Decks in a temporary folder that the real Marp and a real browser can show."""

import struct
import zlib
from pathlib import Path

from executed_slides.base.folders import Folders
from executed_slides.output.browser import find_browser
from executed_slides.output.node import install_marp

ROOT = Path(__file__).parent.parent


def furnish(root: Path) -> Folders:
    """A deck at `root` with this repository's Marp, browser and themes, and one picture."""
    here = Folders(ROOT)
    install_marp(here)
    find_browser(here)
    for name in ("node_modules", "package-lock.json", "themes"):
        (root / name).symlink_to(ROOT / name)
    folders = Folders(root)
    folders.state.mkdir()
    if (here.state / "browser").is_dir():
        (folders.state / "browser").symlink_to(here.state / "browser")
    folders.image.mkdir(parents=True)
    (folders.image / "loss.png").write_bytes(grey_png())
    return folders


def grey_png(width: int = 1, height: int = 1) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height)
    picture = chunk(b"IHDR", header) + chunk(b"IDAT", pixels)
    return b"\x89PNG\r\n\x1a\n" + picture + chunk(b"IEND", b"")
