"""What an archive says of itself to machines: ro-crate-metadata.json.

RO-Crate 1.1 (https://w3id.org/ro/crate/1.1) is what archives such as Zenodo and WorkflowHub read.
Each experiment is a CreateAction: its script made a record, figures and a page out of data.
"""

import json
import mimetypes
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from executed_slides.base.files import sha256, text_of
from executed_slides.base.picture_files import media_type
from executed_slides.proof.crate_contents import Contents, outcomes_of
from executed_slides.proof.crate_license import (
    About,
    describe_license,
    license_files,
    read_about,
)
from executed_slides.records.schema import Record
from executed_slides.state.project import Project

METADATA = "ro-crate-metadata.json"
_PROFILE = "https://w3id.org/ro/crate/1.1"
# A term that RO-Crate 1.1 does not have.
_TERMS = {"sha256": "http://schema.org/sha256"}
_TYPES = {
    ".css": "text/css",
    ".ipynb": "application/x-ipynb+json",
    ".md": "text/markdown",
    ".otf": "font/otf",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".toml": "application/toml",
    ".ttf": "font/ttf",
}
# Python's own, for a machine's may say otherwise.
_KNOWN = mimetypes.MimeTypes()


def metadata_text(project: Project, name: str, contents: Contents) -> str:
    """The metadata of an archive; equal archives have equal ones.

    Raises DeckError where the project has no license.
    """
    about = read_about(project.folders.root)
    records = [
        experiment.record
        for experiment in project.experiments.values()
        if experiment.record and experiment.name not in contents.others
    ]
    licenses = [_id(file) for file in license_files(about, contents)]
    terms, license_entities = describe_license(about, licenses)
    authors = list(_describe_authors(about))
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": f"{name}: executed slides",
        "description": about.description,
        "datePublished": max((record.date for record in records), default="1980-01-01"),
        "license": terms,
        "author": [{"@id": author["@id"]} for author in authors],
        "hasPart": [{"@id": _id(shown)} for shown in contents.files],
        "mentions": [{"@id": f"#run-{record.experiment}"} for record in records],
    }
    descriptor = {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _PROFILE},
        "about": {"@id": "./"},
    }
    graph = [
        descriptor,
        root,
        *license_entities,
        *authors,
        *(
            _describe_file(shown, path, _id(shown) in licenses)
            for shown, path in contents.files.items()
        ),
        *_describe_data(records),
        *(_describe_run(project, record) for record in records),
    ]
    text = {"@context": [f"{_PROFILE}/context", _TERMS], "@graph": list(map(_compact, graph))}
    return json.dumps(text, ensure_ascii=False, indent=1) + "\n"


def _compact(entity: dict[str, Any]) -> dict[str, Any]:
    """An entity as JSON-LD writes it: one value is no list, and none is not there."""
    single = {key: value[0] if _is_single(value) else value for key, value in entity.items()}
    return {key: value for key, value in single.items() if value != []}


def _is_single(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 1


def _describe_authors(about: About) -> Iterator[dict[str, Any]]:
    """Those whom pyproject.toml names; where they are reached is left out."""
    for number, author in enumerate(about.authors, 1):
        if author.name:
            yield {"@id": f"#author-{number}", "@type": "Person", "name": author.name}


def _id(name: str) -> str:
    """A file's name as an IRI: letters of any script stay, signs and spaces are escaped."""
    return re.sub(r"[\x00-\x7f]+", lambda part: quote(part[0]), name)


def _describe_file(shown: str, path: Path, is_license: bool) -> dict[str, Any]:
    kinds = ["File"]
    if path.suffix in (".py", ".ipynb"):
        kinds.append("SoftwareSourceCode")
    if is_license:
        kinds.append("CreativeWork")
    return {
        "@id": _id(shown),
        "@type": kinds,
        "name": path.name,
        "encodingFormat": _find_form(path),
        "contentSize": str(path.stat().st_size),
        "sha256": sha256(path),
    }


def _find_form(path: Path) -> str:
    """A media type that is the same on every machine."""
    named = _TYPES.get(path.suffix) or _KNOWN.guess_type(path.name)[0]
    if named or (named := media_type(path.read_bytes())):
        return named
    return "application/octet-stream" if text_of(path) is None else "text/plain"


def _describe_data(records: list[Record]) -> Iterator[dict[str, Any]]:
    """Data sets are told by name and checksum; they stay where they are."""
    hashes = {name: checksum for r in records for name, checksum in r.measure.data.items()}
    for name, checksum in sorted(hashes.items()):
        about = {"@id": f"#data-{_id(name)}", "@type": "Dataset", "name": name}
        yield {**about, "sha256": checksum} if checksum else about


def _describe_run(project: Project, record: Record) -> dict[str, Any]:
    folders, experiment = project.folders, project.experiments[record.experiment]

    def named(path: Path) -> dict[str, str]:
        return {"@id": _id(folders.shown(path))}

    needs = experiment.script.block.needs
    result = folders.results / f"{experiment.name}.json"
    return {
        "@id": f"#run-{experiment.name}",
        "@type": "CreateAction",
        "name": record.finding,
        "instrument": named(experiment.script.path),
        "object": [
            *({"@id": f"#data-{_id(name)}"} for name in record.measure.data),
            *(named(folders.results / f"{need}.json") for need in needs),
        ],
        "result": [named(path) for path in (result, *outcomes_of(folders, experiment))],
        "endTime": record.date,
        "identifier": record.measure.key,
    }
