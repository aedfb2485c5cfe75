"""`artifacts`: the trained models and features that are kept."""

import argparse

from executed_slides.base.folders import Folders
from executed_slides.commands.exit_codes import GOOD
from executed_slides.commands.printer import Printer
from executed_slides.runs.artifacts import clear_artifacts, describe_artifact, list_artifacts
from executed_slides.state.project import read_project


def add_arguments(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--clear", action="store_true", help="delete them: who needs one makes it")


def run(folders: Folders, options: argparse.Namespace, printer: Printer) -> int:
    project = read_project(folders)
    kept = clear_artifacts(project) if options.clear else list_artifacts(project)
    for artifact in kept:
        event = "cleared" if options.clear else "kept"
        printer.tell(event, artifact.file.name, describe_artifact(artifact))
    total = sum(artifact.size for artifact in kept)
    printer.tell("--", folders.shown(folders.artifacts), f"{total / 1e6:9.1f} MB")
    return GOOD
