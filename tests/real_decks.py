"""Decks in a temporary folder that the real Marp and a real browser can show."""

import struct
import zlib
from pathlib import Path

from executed_slides.base.folders import Folders
from executed_slides.toolchain.browser import bring_browser
from executed_slides.toolchain.installation import install_marp

ROOT = Path(__file__).parent.parent
FONTS = Path(__file__).parent / "fonts"
THEME = """
/* @theme tested */
@font-face { font-family: "Tested Sans"; font-weight: 400; src: url(fonts/TestedSans-Regular.ttf); }
@font-face { font-family: "Tested Sans"; font-weight: 700; src: url(fonts/TestedSans-Bold.ttf); }
@font-face { font-family: "Tested Mono"; src: url(fonts/TestedMono.ttf); }
section { box-sizing: border-box; width: 1280px; height: 720px; padding: 40px 60px; }
section { font: 24px/30px "Tested Sans", sans-serif; background: white; }
pre, code { font: 20px/28px "Tested Mono", monospace; }
header, footer { position: absolute; left: 60px; top: 8px; }
footer { top: auto; bottom: 8px; }
"""


def furnish(root: Path, theme: str = THEME) -> Folders:
    """A deck at `root` with the real Marp and browser, the theme `tested`, and one picture."""
    folders = Folders(root)
    folders.themes.mkdir(parents=True)
    (folders.themes / "fonts").symlink_to(FONTS)
    (folders.themes / "tested.css").write_text(theme, "utf-8")
    folders.image.mkdir(parents=True)
    (folders.image / "loss.png").write_bytes(grey_png())
    lend_marp(folders)
    return folders


def lend_marp(folders: Folders) -> None:
    """Marp and a browser are there."""
    install_marp(folders)
    bring_browser(folders)


def grey_png(width: int = 1, height: int = 1) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + content))
        return struct.pack(">I", len(content)) + kind + content + check

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x80" * width) * height)
    picture = chunk(b"IHDR", header) + chunk(b"IDAT", pixels)
    return b"\x89PNG\r\n\x1a\n" + picture + chunk(b"IEND", b"")
