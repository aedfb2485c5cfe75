"""The license of an archive: what pyproject.toml or a file of the project says of it."""

import re
from fnmatch import fnmatch
from typing import Any

from executed_slides.base.errors import DeckError
from executed_slides.base.settings import FILE
from executed_slides.proof.crate_contents import Contents

# A license by its name in the SPDX list; an expression of several has spaces.
_SPDX = re.compile(r"(?!LicenseRef-)[A-Za-z0-9.+-]+")
# As PEP 639 has them where a project names none.
_FILES = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")


def license_files(about: dict[str, Any], contents: Contents) -> list[str]:
    """The files in an archive that tell its license."""
    named = about.get("license")
    patterns = [*about.get("license-files", _FILES)]
    if isinstance(named, dict) and "file" in named:
        patterns.append(named["file"])
    return [name for name in contents.files if any(fnmatch(name, p) for p in patterns)]


def describe_license(about: dict[str, Any], files: list[str]) -> tuple[Any, list[dict[str, Any]]]:
    """What the root entity says of its license, and the entities that this names.

    RO-Crate has a license for every archive, since without one nobody may use it. Raises
    DeckError where the project has none.
    """
    named = about.get("license")
    text = named.get("text") if isinstance(named, dict) else named
    entities = []
    if isinstance(text, str) and _SPDX.fullmatch(text):
        address = f"https://spdx.org/licenses/{text}"
        entities = [{"@id": address, "@type": "CreativeWork", "name": text, "url": address}]
    found = [{"@id": entity["@id"]} for entity in entities] + [{"@id": name} for name in files]
    if not found and not text:
        raise DeckError(
            f"{FILE} names no license, and without one nobody may use an archive",
            'write license = "CC-BY-4.0" or another under [project], '
            "or put a file LICENSE beside it",
        )
    return found or text, entities
