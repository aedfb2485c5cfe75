"""A deck as an RO-Crate: one archive with all that stands behind the slides, told to machines.

    all that a deck is built from, and what was built ──▶ slides/NAME.crate.zip

Whoever unpacks it has a project: `check` proves it, and the build makes the same slides again.
"""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from executed_slides.base.files import read_content, whole
from executed_slides.base.folders import Folders
from executed_slides.proof.crate_contents import Contents, refuse_gaps
from executed_slides.proof.crate_metadata import METADATA, metadata_text
from executed_slides.state.project import Project

# The first date that a ZIP can hold: equal decks give equal archives.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def crate_file(folders: Folders, name: str) -> Path:
    return folders.slides / f"{name}.crate.zip"


def write_crate(project: Project, name: str, contents: Contents) -> Path:
    """Packs a deck and its provenance, and returns the archive; see `find_contents`.

    Raises DeckError for something that it needs and may not hold, and for a missing license.
    """
    refuse_gaps(project.folders, contents)
    target = crate_file(project.folders, name)
    metadata = metadata_text(project, name, contents)
    with whole(target) as draft, ZipFile(draft, "w", ZIP_DEFLATED) as archive:
        _put(archive, METADATA, metadata.encode())
        for shown, path in contents.files.items():
            _put(archive, shown, read_content(path, shown))
    return target


def _put(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)
