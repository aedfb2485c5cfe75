"""Programs that the deck starts: side by side, with a time limit, and gone when it is gone."""

import contextlib
import subprocess
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

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
    deadline = time.monotonic() + seconds
    family = family or uuid.uuid4().hex
    started: list[subprocess.Popen] = []
    with contextlib.ExitStack() as cleanup:
        cleanup.callback(_end_all, started, family)
        outputs = [cleanup.enter_context(tempfile.TemporaryFile()) for _ in commands]
        for command, output in zip(commands, outputs, strict=True):
            # A session of its own: Ctrl-C reaches us alone, and we end it in our way.
            child = subprocess.Popen(
                [str(word) for word in command],
                cwd=folder,
                env={**environment, FAMILY: family},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            started.append(child)
        return [
            Ended(wait(child, deadline), printed_by(output))
            for child, output in zip(started, outputs, strict=True)
        ]


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
