"""Databases of SQLite, which may lie in two files: what was committed last, in the second alone."""

from pathlib import Path


def find_log(database: Path) -> Path | None:
    """The file beside a database with what is not in the database itself yet, if there is any.

    Whoever reads the database reads it too; it goes when the last program closes the database.
    See https://sqlite.org/wal.html.
    """
    log = database.parent / f"{database.name}-wal"
    return log if log.is_file() and log.stat().st_size else None
