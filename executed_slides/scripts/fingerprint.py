"""Fingerprints of code: what a script's cells run, and all that they reach, as hashes."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from executed_slides.base.cache import Cache
from executed_slides.base.files import hash_text
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.packages import versions
from executed_slides.scripts.script import Script


@dataclass(frozen=True)
class CodeParts:
    """What cells run: hashes of their statements by title, of all that they reach, and packages.

    `reads` are the files that they name to `record.read`, `influences` what they use that no key
    counts.
    """

    cells: dict[str, list[str]]
    code: dict[str, str]
    packages: dict[str, str]
    reads: tuple[str, ...] = ()
    influences: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Code:
    """The code parts of a script's two keys, and the names of it that its figure cells use.

    `constants` and `looks` are places of statements of measuring cells, which figure cells use or
    draw by; `left_out` says of other looks why they do not hold there.
    """

    measure: CodeParts
    draw: CodeParts
    draw_names: frozenset[str] = frozenset()
    constants: frozenset[tuple[int, int]] = frozenset()
    looks: frozenset[tuple[int, int]] = frozenset()
    left_out: tuple[str, ...] = ()


def read_code(script: Script, helpers: Helpers, cache: Cache | None = None) -> Code:
    """All the code that decides what a script's cells come to, and the versions of packages.

    What a cache has of the same script and helpers is not followed again. Raises DeckError when
    a figure cell uses a variable of a measuring cell.
    """
    cache = cache or Cache()
    decides = (script.shown, hash_text(script.source))
    kept = cache.get("code", script.name, *decides)
    if kept is None or kept["sought"] != hash_helpers(helpers, kept["sought"]):
        # To follow code is not on the fast path.
        from executed_slides.scripts.following import follow_code

        kept = follow_code(script, helpers)
        kept["sought"] = hash_helpers(helpers, kept["sought"])
        cache.put("code", script.name, *decides, value=kept)
    measure, draw = (
        CodeParts(
            kept[part]["cells"],
            kept[part]["code"],
            versions(kept[part]["packages"]),
            tuple(kept[part]["reads"]),
            kept[part]["influences"],
        )
        for part in ("measure", "draw")
    )
    return Code(
        measure,
        draw,
        frozenset(kept["draw_names"]),
        frozenset(map(tuple, kept["constants"])),
        frozenset(map(tuple, kept["looks"])),
        tuple(kept["left_out"]),
    )


def hash_helpers(helpers: Helpers, names: Iterable[str]) -> dict[str, str | None]:
    """The hash of each module's text, None for what is no helper."""
    sources = {name: helpers.source_of(name) for name in sorted(names)}
    return {name: None if source is None else hash_text(source) for name, source in sources.items()}
