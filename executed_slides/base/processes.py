"""Programs that the deck starts: side by side, with a time limit, and gone when it is gone."""

import contextlib
import subprocess
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

# Names, in the environment of a program and of all that it starts, the run that started it.
FAMILY = "EXECUTED_SLIDES_FAMILY"


class Ended(NamedTuple):
    """How a program ended: its exit code, or None when its time was up, and all it printed."""

    code: int | None
    output: str

    def lines(self) -> list[str]:
        return [line for line in self.output.splitlines() if line.strip()]

    def last_lines(self, count: int = 8) -> str:
        return "\n".join(self.lines()[-count:])


def run_together(
    commands: Sequence[Sequence[str | Path]],
    folder: Path,
    environment: dict[str, str],
    seconds: float,
    family: str | None = None,
) -> list[Ended]:
    """Runs commands side by side in `folder`, and tells how each ended, in their order.

    None of them reads the terminal. Whatever stops this function, Ctrl-C among it, first
    ends the programs and all that they started; so does a program that ends badly. Another
    thread ends them by the name of their `family`.
    """
    with Programs(folder, seconds, family) as programs:
        started = [programs.start(command, environment) for command in commands]
        return [programs.wait_for(program) for program in started]


class Program(NamedTuple):
    """One that was started, and what it prints."""

    child: subprocess.Popen
    output: BinaryIO


class Programs:
    """Programs that run side by side, for which one need not wait in their order.

    Whatever ends this context, it ends them first, as `run_together` does.
    """

    def __init__(self, folder: Path, seconds: float, family: str | None = None):
        self.folder, self.deadline = folder, time.monotonic() + seconds
        self.family = family or uuid.uuid4().hex
        self.started: list[subprocess.Popen] = []
        self.cleanup = contextlib.ExitStack()

    def __enter__(self) -> Self:
        self.cleanup.callback(_end_all, self.started, self.family)
        return self

    def __exit__(self, *error: object) -> None:
        self.cleanup.close()

    def start(self, command: Sequence[str | Path], environment: dict[str, str]) -> Program:
        output = self.cleanup.enter_context(tempfile.TemporaryFile())  # noqa: SIM115
        # A session of its own: Ctrl-C reaches us alone, and we end it in our way.
        child = subprocess.Popen(
            [str(word) for word in command],
            cwd=self.folder,
            env={**environment, FAMILY: self.family},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.started.append(child)
        return Program(child, output)

    def wait_for(self, program: Program) -> Ended:
        return Ended(wait(program.child, self.deadline), printed_by(program.output))


def wait(child: subprocess.Popen, deadline: float) -> int | None:
    """The program's exit code, or None once the deadline has passed and it was ended."""
    try:
        return child.wait(max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        end(child)
        return None


def printed_by(output: BinaryIO) -> str:
    output.seek(0)
    return output.read().decode(errors="replace")


def _end_all(started: list[subprocess.Popen], family: str) -> None:
    for child in started:
        end(child)
    # A Marp that is killed leaves its browser behind, with nobody as its parent.
    if any(child.returncode != 0 for child in started):
        end_family(family)


def end_family(family: str) -> None:
    """Ends what carries the family's name, whoever its parent is now."""
    import psutil

    strays = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.environ().get(FAMILY) == family:
                process.kill()
                strays.append(process)
    psutil.wait_procs(strays, timeout=5)


def end(child: subprocess.Popen) -> None:
    """Ends a program and all that it started, which for Marp includes a browser.

    The browser sits in a process group of its own, so the family is found by parentage;
    the parent stands still meanwhile and cannot start another.
    """
    if child.poll() is not None:
        return
    import psutil

    with contextlib.suppress(psutil.NoSuchProcess):
        parent = psutil.Process(child.pid)
        parent.suspend()
        family = parent.children(recursive=True)
        for process in [parent, *family]:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(family, timeout=5)
    child.wait()
