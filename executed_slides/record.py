"""What an experiment tells the slides: `from executed_slides import record` in its cells."""

from executed_slides.runs.recording import (
    artifact,
    data,
    figure,
    needed,
    needed_artifact,
    needed_runs,
    numbers,
    pictures,
    read,
    resume_folder,
    run,
    runs,
    series,
    share,
    smoke,
)

__all__ = [
    "artifact",
    "data",
    "figure",
    "needed",
    "needed_artifact",
    "needed_runs",
    "numbers",
    "pictures",
    "read",
    "resume_folder",
    "run",
    "runs",
    "series",
    "share",
    "smoke",
]
