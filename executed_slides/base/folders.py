"""The rooms of a deck: every folder is named here, once."""

import os
import shutil
from contextlib import suppress
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
    def media(self) -> Path:
        """Pictures and films of the author's own, which no run drew: never written to."""
        return self.root / "slides" / "media"

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

    def find_outside(self, file: Path) -> str | None:
        """Where a file of the slides lies if that is not beside them, or leads out of the project.

        What lies elsewhere would be missing from a clone, an archive, or a smoke build.
        """
        if not Path(os.path.normpath(file)).is_relative_to(self.slides):
            return f"outside {self.shown(self.slides)}/"
        real, root = os.path.realpath(file), os.path.realpath(self.root)
        if not Path(real).is_relative_to(root):
            return f"outside the project: it leads to {spelled(real)}"
        return None

    def lend_media(self) -> None:
        """Has the author's own files beside the slides of a smoke build, as beside the others."""
        place = self.slides / "media"
        if place == self.media or place.is_symlink() or not self.media.is_dir():
            return
        self.slides.mkdir(parents=True, exist_ok=True)
        with suppress(OSError):
            place.symlink_to(os.path.relpath(self.media, self.slides), target_is_directory=True)
            return
        # Not every Windows lets a user make links. What is one may lead anywhere.
        shutil.copytree(self.media, place, ignore=_links_in, dirs_exist_ok=True)


def _links_in(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if Path(folder, name).is_symlink()]
