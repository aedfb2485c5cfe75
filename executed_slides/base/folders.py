"""The rooms of a deck: every folder is named here, once."""

from dataclasses import dataclass
from pathlib import Path

from executed_slides.base.file_names import spelled


@dataclass(frozen=True)
class Folders:
    """Where a deck's sources lie and where its outputs go.

    That is the root itself, `smoke/` in a smoke build, or `scratch`, of which nothing stays.
    """

    root: Path
    smoke: bool = False
    scratch: Path | None = None

    @property
    def experiments(self) -> Path:
        return self.root / "experiments"

    @property
    def templates(self) -> Path:
        return self.root / "templates"

    @property
    def themes(self) -> Path:
        return self.root / "themes"

    @property
    def outputs(self) -> Path:
        return self.scratch or (self.root / "smoke" if self.smoke else self.root)

    @property
    def results(self) -> Path:
        return self.outputs / "results"

    @property
    def slides(self) -> Path:
        return self.outputs / "slides"

    @property
    def image(self) -> Path:
        return self.slides / "image"

    @property
    def lab(self) -> Path:
        return self.slides / "lab"

    @property
    def state(self) -> Path:
        """The cache, finished runs not yet in a record, subsets of fonts: safe to delete."""
        return (self.scratch or self.root) / ".executed-slides"

    @property
    def artifacts(self) -> Path:
        """Trained models and the like, by their SHA-256: safe to delete."""
        return (self.outputs if self.smoke else self.state) / "artifacts"

    def shown(self, path: Path) -> str:
        """A path as messages name it: from the deck's root, with forward slashes."""
        inside = path.is_relative_to(self.root)
        return spelled(path.relative_to(self.root).as_posix() if inside else path)
