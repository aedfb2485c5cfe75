"""A deck as an RO-Crate: one archive with all that stands behind the slides, told to machines.

    experiments/, templates/, results/, slides/ ──▶ slides/NAME.crate.zip
                                                    ro-crate-metadata.json: what made what

RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) is what archives such as Zenodo and WorkflowHub read.
Each experiment is a CreateAction: its script made a record, figures and a page out of data.
"""

import json
import mimetypes
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from executed_slides.base.command_line import command
from executed_slides.base.errors import DeckError
from executed_slides.base.files import files_in, read_content, sha256, whole
from executed_slides.base.folders import Folders
from executed_slides.base.settings import read_pyproject
from executed_slides.output.exports import tracked_exports
from executed_slides.records.schema import Record
from executed_slides.state.experiments import Experiment
from executed_slides.state.project import Project
from executed_slides.template.provenance import provenance_file
from executed_slides.template.rendering import Rendered

_PROFILE = "https://w3id.org/ro/crate/1.1"
_METADATA = "ro-crate-metadata.json"
# The first date that a ZIP can hold: equal decks give equal archives.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def _crate_file(folders: Folders, name: str) -> Path:
    return folders.slides / f"{name}.crate.zip"


def write_crate(project: Project, deck: Rendered) -> Path:
    """Packs a deck and its provenance, and returns the archive.

    Raises DeckError where the deck is not built: a crate holds only what is there and current.
    """
    folders = project.folders
    files = {folders.shown(path): path for path in _find_files(project, deck)}
    for shown, path in files.items():
        if not path.is_file():
            raise DeckError(f"{shown} is not there", f"`{command()}` makes it")
    target = _crate_file(folders, deck.name)
    with whole(target) as draft, ZipFile(draft, "w", ZIP_DEFLATED) as archive:
        _put(archive, _METADATA, _metadata_text(project, deck, files).encode())
        for shown, path in sorted(files.items()):
            _put(archive, shown, read_content(path, shown))
    return target


def _put(archive: ZipFile, name: str, content: bytes) -> None:
    info = ZipInfo(name, _EPOCH)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    archive.writestr(info, content)


def _find_files(project: Project, deck: Rendered) -> Iterator[Path]:
    """All that made the slides, what it made, and the slides themselves."""
    folders = project.folders
    yield from files_in(folders.experiments, ".py")
    yield from files_in(folders.templates, ".j2", below=True)
    for experiment in project.experiments.values():
        yield folders.results / f"{experiment.name}.json"
        yield from _outcomes(folders, experiment)
    yield folders.slides / f"{deck.name}.md"
    yield provenance_file(folders, deck.name)
    yield from (file for file in tracked_exports(folders, deck.name) if file.is_file())


def _outcomes(folders: Folders, experiment: Experiment) -> Iterator[Path]:
    record = experiment.record
    for figure in record.figures.values() if record else ():
        yield folders.outputs / figure.file
    for page in record.evidence if record else ():
        yield folders.outputs / page


def _metadata_text(project: Project, deck: Rendered, files: dict[str, Path]) -> str:
    graph = [
        {
            "@id": _METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _PROFILE},
            "about": {"@id": "./"},
        },
        _describe_root(project, deck, files),
        *(_describe_file(shown, path) for shown, path in sorted(files.items())),
        *_describe_data(project),
        *(_describe_run(project, record) for record in _recorded(project)),
    ]
    text = {"@context": f"{_PROFILE}/context", "@graph": graph}
    return json.dumps(text, ensure_ascii=False, indent=1) + "\n"


def _describe_root(project: Project, deck: Rendered, files: dict[str, Path]) -> dict[str, Any]:
    about = read_pyproject(project.folders.root).get("project", {})
    records = _recorded(project)
    return {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{deck.name}: executed slides",
        "description": about.get("description", "Slides and all that they were made from."),
        "datePublished": max((record.date for record in records), default="1980-01-01"),
        "hasPart": [{"@id": shown} for shown in sorted(files)],
        "mentions": [{"@id": f"#run-{record.experiment}"} for record in records],
    }


def _recorded(project: Project) -> list[Record]:
    return [e.record for e in project.experiments.values() if e.record]


def _describe_file(shown: str, path: Path) -> dict[str, Any]:
    kind = ["File", "SoftwareSourceCode"] if path.suffix == ".py" else "File"
    form = "text/markdown" if path.suffix == ".md" else mimetypes.guess_type(path.name)[0]
    return {
        "@id": shown,
        "@type": kind,
        "name": path.name,
        "encodingFormat": form or "text/plain",
        "contentSize": str(path.stat().st_size),
        "sha256": sha256(path),
    }


def _describe_data(project: Project) -> Iterator[dict[str, Any]]:
    """Data sets are told by name and checksum; they stay where they are."""
    hashes = {
        name: checksum
        for record in _recorded(project)
        for name, checksum in record.measure.data.items()
    }
    for name, checksum in sorted(hashes.items()):
        about = {"@id": f"#data-{name}", "@type": "Dataset", "name": name}
        yield {**about, "sha256": checksum} if checksum else about


def _describe_run(project: Project, record: Record) -> dict[str, Any]:
    folders, experiment = project.folders, project.experiments[record.experiment]
    needs = experiment.script.block.needs
    return {
        "@id": f"#run-{experiment.name}",
        "@type": "CreateAction",
        "name": record.finding,
        "instrument": {"@id": folders.shown(experiment.script.path)},
        "object": [
            *({"@id": f"#data-{name}"} for name in record.measure.data),
            *({"@id": folders.shown(folders.results / f"{need}.json")} for need in needs),
        ],
        "result": [
            {"@id": folders.shown(path)}
            for path in (
                folders.results / f"{experiment.name}.json",
                *_outcomes(folders, experiment),
            )
        ],
        "endTime": record.date,
        "identifier": record.measure.key,
    }
