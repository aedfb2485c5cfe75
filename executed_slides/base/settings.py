"""What a project sets for itself: `[tool.executed-slides]` in its pyproject.toml."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any

from msgspec import Meta, structs

from executed_slides.base.errors import DeckError
from executed_slides.base.files import read_utf8
from executed_slides.base.typed import Plain, Stored, as_type

FILE = "pyproject.toml"
_TABLE = "executed-slides"
_MEND = "mend it, then run the same again"


_Name = Annotated[str, Meta(pattern=r"^[^=\x00]+$")]
_Word = Annotated[str, Meta(pattern=r"^[^\x00]*$")]


class Settings(Stored, frozen=True, kw_only=True):
    """`environment` holds the environment variables of every run.

    Of artifacts, `artifacts_gb` gigabytes are kept, and machines share them in `artifacts_store`,
    a URL or a folder. Without `warm_start`, no run is forked from a process with its imports;
    one that stands still for `idle_minutes` is ended, 0 for never. `strict` refuses runs that read
    files which their blocks do not declare, or use the network. Notes are said at
    `syllables_a_minute`; without it, as usual in the deck's language.
    """

    environment: dict[_Name, _Word] = {}
    artifacts_gb: Annotated[float, Meta(ge=0)] = 5
    artifacts_store: _Word | None = None
    warm_start: bool = True
    idle_minutes: Annotated[float, Meta(ge=0)] = 30
    strict: bool = False
    syllables_a_minute: Annotated[float, Meta(gt=0)] | None = None


def read_settings(root: Path) -> Settings:
    """The settings of the project at `root`.

    Raises DeckError for a file that cannot be read, and for a setting that does not exist or is
    of the wrong type.
    """
    tools = as_type(read_pyproject(root).get("tool", {}), dict[str, Any], f"{FILE}: tool", _MEND)
    where = f"{FILE}: [tool.{_TABLE}]"
    values = as_type(tools.get(_TABLE, {}), dict[str, Any], where, _MEND)
    variables = as_type(
        values.get("environment", {}), dict[str, Plain], f"{where} environment", _MEND
    )
    environment = {name: str(value) for name, value in variables.items()}
    settings = as_type({**values, "environment": environment}, Settings, where, _MEND)
    store = settings.artifacts_store
    if store and "://" not in store:
        store = str(root / store)
    return structs.replace(settings, artifacts_store=store)


def read_pyproject(root: Path) -> dict[str, Any]:
    """All that pyproject.toml says; nothing where there is none."""
    if not os.path.lexists(root / FILE):
        return {}
    try:
        return tomllib.loads(read_utf8(root / FILE, FILE))
    except (ValueError, RecursionError) as error:
        raise DeckError(f"{FILE}: {error}", _MEND) from error
