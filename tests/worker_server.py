"""A process that forks workers of a cluster: to import what one needs is most of its start."""

import json
import os
import signal
import subprocess
import sys
import traceback
from pathlib import Path


class WorkerServer:
    """Has imported what each worker does, and nothing of any deck."""

    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def start(self, arguments: list[str], home: Path, environment: dict[str, str]) -> int:
        """The process id of a worker with these arguments, whose folder is `home`."""
        print(json.dumps([arguments, str(home), environment]), file=self.process.stdin, flush=True)
        return int(self.process.stdout.readline())

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def serve() -> None:
    """Forks a worker for each line that it reads, until there are no more."""
    from distributed.cli.dask_worker import main

    import executed_slides.runs.worker  # noqa: F401

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for workers that were killed.
    for line in sys.stdin:
        worker = os.fork()
        if worker == 0:
            become_worker(main, *json.loads(line))
        print(worker, flush=True)


def become_worker(main, arguments: list[str], home: str, environment: dict[str, str]) -> None:
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.chdir(home)
        os.environ.clear()
        os.environ.update(environment)
        with open(os.devnull, "r+b") as nothing, open("log", "wb") as log:  # noqa: PTH123
            for descriptor, file in enumerate((nothing, nothing, log)):
                os.dup2(file.fileno(), descriptor)
        main(arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(0)


if __name__ == "__main__":
    serve()
