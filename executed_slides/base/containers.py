"""Containers: whether a file whose parts tell their own lengths is as long as they say.

GIF    blocks, to a trailer          MP4, AVIF   boxes (ISO 14496-12)
WebP   one length (RIFF)             WebM        elements (RFC 8794)
"""

# The identifiers of WebM's elements.
_EBML, _DOC_TYPE, _SEGMENT = b"\x1a\x45\xdf\xa3", b"\x42\x82", b"\x18\x53\x80\x67"


def is_whole_gif(content: bytes) -> bool:
    """Whether blocks follow one another to the trailer."""
    try:
        at = 13 + _color_table(content[10])
        while content[at] != 0x3B:
            if content[at] == 0x2C:  # A picture: its place, perhaps colours, then its code size.
                at += 11 + _color_table(content[at + 9])
            elif content[at] == 0x21:  # An extension.
                at += 2
            else:
                return False
            while size := content[at]:
                at += size + 1
            at += 1
    except IndexError:
        return False
    return True


def _color_table(flags: int) -> int:
    """The bytes of a table of colours, which may not be there."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def is_whole_riff(content: bytes) -> bool:
    return len(content) >= 8 + int.from_bytes(content[4:8], "little")


def brands_of(content: bytes) -> list[bytes]:
    """The brands of a file of boxes, its own first; none for another file."""
    if content[4:8] != b"ftyp":
        return []
    box = content[8 : int.from_bytes(content[:4], "big")]
    return [box[start : start + 4] for start in (0, *range(8, len(box), 4))]


def is_whole_boxes(content: bytes, needed: tuple[bytes, ...]) -> bool:
    """Whether boxes end where the file does, those `needed` among them."""
    kinds, at = set(), 0
    while at < len(content):
        size, head = int.from_bytes(content[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(content[at + 8 : at + 16], "big"), 16
        size = size or len(content) - at  # The last one may go on to the end.
        if size < head or at + size > len(content):
            return False
        kinds.add(content[at + 4 : at + 8])
        at += size
    return kinds.issuperset(needed)


def doc_type_of(content: bytes) -> bytes:
    """What an EBML file says that it is, such as `webm`; empty for another file."""
    if not content.startswith(_EBML):
        return b""
    head, _, _ = content.partition(_SEGMENT)
    _, mark, rest = head.partition(_DOC_TYPE)
    return rest[1 : 1 + (rest[0] & 0x7F)].rstrip(b"\0") if mark and rest else b""


def is_whole_webm(content: bytes) -> bool:
    """Whether the segment is as long as it says; a live recording does not say."""
    _, mark, rest = content.partition(_SEGMENT)
    if not mark or not rest or not rest[0]:
        return False
    width = 9 - rest[0].bit_length()
    size = int.from_bytes(rest[:width], "big") & ((1 << 7 * width) - 1)
    is_unknown = size == (1 << 7 * width) - 1
    return len(rest) > width if is_unknown else len(rest) >= width + size
