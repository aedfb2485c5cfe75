"""The license of an archive: what pyproject.toml or a file of the project says of it."""

import re
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from msgspec import Struct

from executed_slides.base.errors import DeckError
from executed_slides.base.settings import FILE, read_pyproject
from executed_slides.base.typed import as_type
from executed_slides.proof.crate_contents import Contents

# A license by its name in the SPDX list; an expression of several has spaces.
_SPDX = re.compile(r"(?!LicenseRef-)[A-Za-z0-9.+-]+")
# As PEP 639 has them where a project names none.
_FILES = ("LICEN[CS]E*", "COPYING*", "NOTICE*", "AUTHORS*")


class License(Struct, frozen=True):
    text: str = ""
    file: str = ""


class Author(Struct, frozen=True):
    name: str = ""


class About(Struct, frozen=True, rename="kebab"):
    """What an archive says of its project, as `[project]` in pyproject.toml has it."""

    description: str = "Slides and all that they were made from."
    license: str | License = ""
    license_files: tuple[str, ...] = _FILES
    authors: list[Author] = []


def read_about(root: Path) -> About:
    """Raises DeckError for what stands in `[project]` and is of another type."""
    return as_type(
        read_pyproject(root).get("project", {}),
        About,
        f"{FILE}: [project]",
        "packaging.python.org/specifications/pyproject-toml says what may stand there",
    )


def license_files(about: About, contents: Contents) -> list[str]:
    """The files in an archive that tell its license."""
    named = about.license
    patterns = [*about.license_files]
    if isinstance(named, License) and named.file:
        patterns.append(named.file)
    return [name for name in contents.files if any(fnmatch(name, p) for p in patterns)]


def describe_license(about: About, files: list[str]) -> tuple[Any, list[dict[str, Any]]]:
    """What the root entity says of its license, and the entities that this names.

    RO-Crate has a license for every archive, since without one nobody may use it. Raises
    DeckError where the project has none.
    """
    named = about.license
    text = named.text if isinstance(named, License) else named
    entities = []
    if _SPDX.fullmatch(text):
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
