"""How many pixels a picture has, read from its first bytes: small files can hold huge ones."""

import struct

# A browser takes four bytes for each, and a 4K screen has eight millions.
MOST_PIXELS = 100_000_000
# Frames of JPEG that say a size; C4, C8 and CC say other things.
_JPEG_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def find_size(content: bytes) -> tuple[int, int] | None:
    """Width and height of a PNG, GIF or JPEG; None for another file, or where none is said."""
    try:
        if content.startswith(b"\x89PNG") and content[12:16] == b"IHDR":
            return struct.unpack_from(">II", content, 16)
        if content.startswith(b"GIF8"):
            return struct.unpack_from("<HH", content, 6)
        if content.startswith(b"\xff\xd8"):
            return _size_of_jpeg(content)
    except (struct.error, IndexError):
        pass  # It was cut short.
    return None


def _size_of_jpeg(content: bytes) -> tuple[int, int] | None:
    place = 2
    while content[place] == 0xFF:
        kind = content[place + 1]
        if kind in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        # 0xFF may be repeated before a mark.
        place += 1 if kind == 0xFF else 2 + struct.unpack_from(">H", content, place + 2)[0]
    return None
