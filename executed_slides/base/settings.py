"""What a deck sets for itself: `[tool.executed-slides]` in its pyproject.toml."""

import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from executed_slides.base.errors import DeckError

FILE = "pyproject.toml"
KINDS = {"artifacts_gb": int | float, "artifacts_store": str, "warm_start": bool}


@dataclass(frozen=True)
class Settings:
    """`environment` holds the environment variables of every run.

    Of artifacts, `artifacts_gb` gigabytes are kept, and machines share them in `artifacts_store`,
    a URL or a folder. Without `warm_start`, no run is forked from a process with its imports.
    """

    environment: dict[str, str] = field(default_factory=dict)
    artifacts_gb: float = 5
    artifacts_store: str | None = None
    warm_start: bool = True


def read_settings(root: Path) -> Settings:
    """The settings of the deck at `root`.

    Raises DeckError for a file that cannot be read, and for a setting that does not exist or is
    of the wrong type.
    """
    values = read_pyproject(root).get("tool", {}).get("executed-slides", {})
    known = [item.name for item in fields(Settings)]
    for name, value in values.items():
        if name not in known:
            raise DeckError(
                f"{FILE}: unknown setting {name!r} under [tool.executed-slides]",
                f"known are {', '.join(known)}",
            )
        kind = KINDS.get(name, dict)
        if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
            raise DeckError(
                f"{FILE}: {name} = {value!r} under [tool.executed-slides] is of the wrong type"
            )
    environment = {name: str(value) for name, value in values.get("environment", {}).items()}
    store = values.get("artifacts_store")
    if store and "://" not in store:
        store = str(root / store)
    return Settings(**{**values, "environment": environment, "artifacts_store": store})


def read_pyproject(root: Path) -> dict[str, Any]:
    """All that pyproject.toml says; nothing where there is none."""
    try:
        return tomllib.loads((root / FILE).read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DeckError(f"{FILE}: {error}", "mend it, then run the same again") from error
