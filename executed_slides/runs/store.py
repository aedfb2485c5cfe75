"""A store of artifacts that several machines share: a folder, or any URL that fsspec knows.

s3://bucket/models  gs://bucket/models  /shared/models   ──▶  STORE/SHA-256/NAME
"""

from pathlib import Path
from typing import Any
from uuid import uuid4

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import sha256, whole


def artifact_file(folder: Path, name: str, checksum: str) -> Path:
    """Where an artifact lies in the cache: addressed by its SHA-256, under its own name."""
    return folder / checksum[:32] / name


def put_in_store(store: str, name: str, checksum: str, file: Path) -> None:
    """Puts an artifact into the store, whole or not at all, unless it is there."""
    system, place = _find_stored(store, name, checksum)
    if system.exists(place):
        return
    draft = f"{place}.{uuid4().hex}"
    system.makedirs(draft.rpartition("/")[0], exist_ok=True)
    system.put_file(str(file), draft)
    system.mv(draft, place)


def is_stored(store: str, name: str, checksum: str) -> bool:
    system, place = _find_stored(store, name, checksum)
    return system.exists(place)


def fetch_from_store(store: str, name: str, checksum: str, file: Path) -> None:
    """Brings an artifact from the store to `file`.

    Raises DeckError when it is not there, or is not what the record says.
    """
    system, place = _find_stored(store, name, checksum)
    if not system.exists(place):
        raise DeckError(
            f"artifact {name} is neither here nor in {store}",
            f"run its maker again: {command('--force', 'NAME')}",
        )
    with whole(file) as draft:
        system.get_file(place, str(draft))
        if sha256(draft) != checksum:
            raise DeckError(
                f"artifact {name} in {store} was damaged: its SHA-256 differs",
                f"delete {place}, then run its maker again: {command('--force', 'NAME')}",
            )


def _find_stored(store: str, name: str, checksum: str) -> tuple[Any, str]:
    system, path = resolve_url(store)
    return system, f"{path}/{checksum[:32]}/{name}"


def resolve_url(url: str) -> tuple[Any, str]:
    """The file system that a URL is of, and the path there.

    Raises DeckError when fsspec, or its plugin for such URLs, is not installed.
    """
    try:
        from fsspec.core import url_to_fs

        return url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise DeckError(
            f"{url}: {error}",
            "uv sync --extra cluster; s3:// needs s3fs beside it, gs:// gcsfs",
        ) from error
