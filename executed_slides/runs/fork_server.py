"""Warm starts: kernels forked from one process that has imported what they all need.

    build ──a line: command, environment, folder, log──▶ server ──fork──▶ kernel
          ◀─────────────── its process id ─────────────

The server runs one thread and no cell, so a kernel begins as a fresh one does, but for the second
that its imports take. Where it cannot (Windows; macOS, whose libraries do not bear a fork) or
fails, kernels start on their own.

    one server for all ──having(imports of some cells)──▶ another one, with their packages

What other packages a run imports, a server for just these runs imports too, where that changes
nothing (`preloading.py`).
"""

import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import traceback
from pathlib import Path
from typing import Any

from executed_slides.runs.launch import launch, without_debugger
from executed_slides.runs.preloading import Preload, first_name, preload, seed_anew
from executed_slides.runs.run_sources import give_way, serve_sources
from executed_slides.runs.trace import watch_reads

# All that a kernel imports before its first cell.
KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.ipkernel",
    "ipykernel.debugger",
    "ipykernel.zmqshell",
    "IPython.core.completerlib",
    "matplotlib_inline.backend_inline",
    "IPython.core.debugger",
    "IPython.core.logger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
    "executed_slides.runs.launch",
)
# What cells record with: where a user has a module by a name that only this needs, it gives way.
_RECORD = "executed_slides.record"
# It imports before it answers for the first time.
_SECONDS_TO_ANSWER = 120
# Servers with packages that live at a time: each holds some hundred megabytes.
_MOST = 4
# Packages that bear a fork. TensorFlow does not: it starts threads.
_SAFE = {
    "numpy": ("numpy.random",),
    "matplotlib": ("matplotlib.pyplot", "matplotlib.backends.backend_agg"),
}


class ForkServer:
    """The process that kernels are forked from; it ends with this one, however that ends."""

    def __init__(
        self,
        folder: Path,
        environment: dict[str, str],
        modules: list[str],
        wanted: Preload | None = None,
    ):
        self.folder, self.environment, self.modules = folder, environment, modules
        self.installed = _installed()
        self.lock = threading.Lock()
        self.others: dict[str, ForkServer] = {}
        self.unfit: set[str] = set()
        self.kernels: list[int] = []
        self.spoilt_by: str | None = None
        ours, theirs = socket.socketpair()
        with theirs:
            what = f"{theirs.fileno()}, {modules!r}, {wanted and tuple(wanted)!r}"
            code = f"from {__name__} import serve_forks; serve_forks({what})"
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-c", code],
                cwd=folder,
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                # A session of its own: Ctrl-C reaches the build alone.
                start_new_session=True,
            )
        ours.settimeout(_SECONDS_TO_ANSWER)
        with ours:
            self.line = ours.makefile("rw", encoding="utf-8")

    def fork(
        self, arguments: list[str], environment: dict[str, str], folder: str, log: str
    ) -> int | None:
        """Starts an IPython kernel and returns its process id, or None when that failed."""
        request = {
            "arguments": arguments,
            "environment": environment,
            "folder": folder,
            "log": log,
        }
        try:
            with self.lock:
                self.line.write(json.dumps(request) + "\n")
                self.line.flush()
                kernel = int(self.line.readline())
        except (OSError, ValueError):
            self.end()  # An answer that comes later would be taken for another's.
            return None
        self.kernels.append(kernel)
        return kernel

    def having(self, wanted: Preload) -> "ForkServer":
        """A server that has imported this besides, or as much of it as changes nothing."""
        while statements := [s for s in wanted.statements if first_name(s) not in self.unfit]:
            if _SAFE.keys() >= set(map(first_name, statements)):
                return self
            server = self._other(wanted._replace(statements=statements))
            if not server or not (unfit := server.wait_for_imports()):
                return server or self
            self.unfit.add(unfit)
            server.end()
        return self

    def _other(self, wanted: Preload) -> "ForkServer | None":
        """The one that imports just this, begun now or before; None where too many are at work."""
        kind = json.dumps([wanted, _installed()])
        with self.lock:
            for other, server in list(self.others.items()):
                crowded = len(self.others) >= _MOST and server.is_idle() and kind not in self.others
                if crowded or server.process.poll() is not None:
                    self.others.pop(other).close()
            if kind not in self.others and len(self.others) < _MOST:
                self.others[kind] = ForkServer(self.folder, self.environment, self.modules, wanted)
            return self.others.get(kind)

    def wait_for_imports(self) -> str:
        """The package for which no kernel can be forked from it, if any."""
        with self.lock, contextlib.suppress(OSError, ValueError):
            if self.spoilt_by is None:
                self.spoilt_by = self.line.readline().strip()
        return self.spoilt_by or ""

    def is_idle(self) -> bool:
        """Whether kernels were forked from it, and all have ended."""
        alive = any(Path(f"/proc/{kernel}").exists() for kernel in self.kernels)
        return bool(self.kernels) and not alive

    def serves(self, modules: list[str]) -> bool:
        """Whether it lives, and has imported just these, as they are installed now."""
        alike = self.modules == modules and self.installed == _installed()
        return alike and self.process.poll() is None

    def close(self) -> None:
        """Ends the server; kernels that still run notice it within a second, and end."""
        self.end()
        for server in list(self.others.values()):
            server.close()
        with contextlib.suppress(OSError, ValueError):
            self.line.close()

    def end(self) -> None:
        """The same while another thread waits for its answer, who hears that there is none."""
        self.process.kill()
        self.process.wait()
        for server in list(self.others.values()):
            server.end()


def serve_forks(descriptor: int, modules: list[str], wanted: tuple[Any, ...] | None) -> None:
    """The server's whole life: it imports `modules`, then forks a kernel for every line it reads.

    With more that is `wanted` it says first which package spoils it, or nothing. It ends when the
    build has closed its end of the socket, or is gone.
    """
    os.environ["JPY_PARENT_PID"] = str(os.getpid())  # ipykernel reads it at its import.
    before = dict(os.environ)
    gc.disable()  # Imports make little garbage to look for.
    with without_debugger():
        for name in modules:
            with contextlib.suppress(ImportError):
                importlib.import_module(name)
    known = {*sys.modules}
    importlib.import_module(_RECORD)
    needed = [name for name in sys.modules.keys() - known if "." not in name]
    spoilt_by = preload(Preload(*wanted)) if wanted else ""
    from jupyter_client.localinterfaces import localhost

    localhost()  # Asks the system once for its network interfaces, and remembers.
    set_by_imports = {k: v for k, v in os.environ.items() if before.get(k) != v}
    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # Nobody waits for kernels that have ended.
    with socket.socket(fileno=descriptor) as connection:
        lines = connection.makefile("rw", encoding="utf-8")
        if wanted:
            lines.write(f"{spoilt_by}\n")
            lines.flush()
        for line in lines:
            request = json.loads(line)
            request["environment"] |= set_by_imports
            kernel = os.fork()
            if kernel == 0:
                _become_kernel(connection, needed, **request)
            lines.write(f"{kernel}\n")
            lines.flush()


def _become_kernel(
    connection: socket.socket,
    needed: list[str],
    arguments: list[str],
    environment: dict[str, str],
    folder: str,
    log: str,
) -> None:
    """Turns a process just forked into the kernel that `launch.py` starts."""
    try:
        server = os.getppid()
        os.setsid()
        with open(log, "ab") as file:  # noqa: PTH123 nothing more than needed after a fork
            for output in (1, 2):
                os.dup2(file.fileno(), output)
        os.close(connection.detach())
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.chdir(folder)
        os.environ.clear()
        # By this the kernel knows its parent, and ends when that does.
        os.environ.update(environment, JPY_PARENT_PID=str(server))
        serve_sources()
        give_way(needed)
        watch_reads()
        _forget_randomness()
        launch(arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(OSError):
            sys.stdout.flush()
        os._exit(0)


def _installed() -> list[int]:
    """When packages were last installed here: what was imported before is not what is there now."""
    places = [path for path in sys.path if path.endswith("-packages")]
    return [os.stat(place).st_mtime_ns for place in places if Path(place).is_dir()]  # noqa: PTH116


def _forget_randomness() -> None:
    """NumPy's own generator was seeded at its import; Python's reseeds itself in a fork."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    seed_anew()


def modules_for(packages: set[str], sources: list[str]) -> list[str]:
    """What the server imports for runs that use `packages`.

    Numerical libraries read the number of their threads when they are imported: where a source
    sets that, they are left to the runs.
    """
    safe: list[Any] = [] if any("_NUM_THREADS" in source for source in sources) else sorted(_SAFE)
    return [*KERNEL, *(module for name in safe if name in packages for module in _SAFE[name])]
