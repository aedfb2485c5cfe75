"""Jupyter kernels as the build wants them: soon ready, forked where that can be.

Imported only when something runs.
"""

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path
from queue import Empty
from typing import Any

import psutil
import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from nbclient import NotebookClient

from executed_slides.runs import launch
from executed_slides.runs.fork_server import ForkServer
from executed_slides.runs.outputs import Outputs

# The path of a Unix socket has at most 103 characters, on macOS, and ours end with `/kernel-ipc-5`.
_LONGEST_PLACE = 90


class Exited(Exception):
    """A cell told its process to end, as `exit()` does; Jupyter would run the next one anyway."""


class Client(NotebookClient):
    """Runs a notebook; tells what its cells print, and which process runs them.

    `on_text` hears what is printed, `on_process` the process id. `place` is an empty folder, in
    which the kernel's sockets lie, `cell` the one that runs, or ran last, and `reply` what its
    kernel said of it.
    """

    on_text: Callable[[str], None]
    on_process: Callable[[int], None]
    server: ForkServer | None
    place: Path
    cell: Any
    kept: dict[int, Outputs]
    reply: dict[str, Any]

    def create_kernel_manager(self) -> Any:
        manager = super().create_kernel_manager()
        manager.client_factory = _QuickClient
        # Without the user's folders: a kernel that is registered there may be another Python's.
        manager.kernel_spec_manager = KernelSpecManager(kernel_dirs=[])
        spec: Any = manager.kernel_spec
        spec.argv[spec.argv.index("ipykernel_launcher")] = launch.__name__
        spec.argv[1:1] = ["-P"]
        if sys.platform != "win32" and len(str(self.place)) < _LONGEST_PLACE:
            # A free port that is chosen here may be another program's when the kernel binds it.
            manager.transport = "ipc"
            manager.connection_file = str(self.place / "kernel.json")
        if self.server:
            manager.provisioner = _ForkProvisioner(
                kernel_id="", kernel_spec=manager.kernel_spec, parent=manager
            )
            manager.provisioner.server = self.server
        return manager

    async def async_start_new_kernel(self, **kwargs: Any) -> None:
        await super().async_start_new_kernel(**kwargs)
        manager: Any = self.km
        # Known from now on, for one that never answers must end too.
        self.on_process(manager.provisioner.pid)

    async def async_execute_cell(self, cell: Any, *arguments: Any, **named: Any) -> Any:
        self.cell, self.reply = cell, {}
        executed = await super().async_execute_cell(cell, *arguments, **named)
        if any(part.get("source") == "ask_exit" for part in self.reply.get("payload", [])):
            raise Exited
        return executed

    def hear_reply(self, execute_reply: dict[str, Any], **_: Any) -> None:
        self.reply = execute_reply["content"]

    def process_message(self, msg: dict, cell: Any, cell_index: int) -> Any:
        if msg["msg_type"] == "stream":
            self.on_text(msg["content"]["text"])
        return super().process_message(msg, cell, cell_index)

    def output(self, outs: list, msg: dict, display_id: str | None, cell_index: int) -> Any:
        """Keeps of a cell's outputs what its page shows, however many and large they are."""
        if cell_index not in self.kept:
            self.kept = {cell_index: Outputs(outs)}
        if not self.clear_before_next_output and self.kept[cell_index].leaves_out(msg):
            return None
        output = super().output(outs, msg, display_id, cell_index)
        self.kept[cell_index].shorten()
        return output


class _QuickClient(AsyncKernelClient):
    """A client that takes a kernel to be ready as soon as it answers on both channels.

    Jupyter's own then waits a fifth of a second for messages that nbclient would leave out.
    """

    def start_channels(self, *arguments: Any, **named: Any) -> None:
        # The kernel listens a moment after we first call: ZeroMQ tries again after so many ms.
        self.context.setsockopt(zmq.RECONNECT_IVL, 10)
        super().start_channels(*arguments, **named)

    async def _async_wait_for_ready(self, timeout: float | None = None) -> None:
        deadline = time.monotonic() + (timeout or float("inf"))
        while time.monotonic() < deadline:
            self.kernel_info()
            with contextlib.suppress(Empty):
                reply = await self.shell_channel.get_msg(timeout=1)
                if reply["msg_type"] == "kernel_info_reply":
                    await self.iopub_channel.get_msg(timeout=0.2)
                    self._handle_kernel_info_reply(reply)
                    return
            if not await self._async_is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
        raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    wait_for_ready = _async_wait_for_ready


class _ForkProvisioner(LocalProvisioner):
    """Starts a kernel by the fork server; in the ordinary way where that fails."""

    server: ForkServer

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        pid = None
        if launch.__name__ in cmd:
            arguments = cmd[cmd.index(launch.__name__) + 1 :]
            log = kwargs["stderr"].name
            pid = self.server.fork(arguments, kwargs["env"], str(kwargs["cwd"]), log)
        if pid is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = _Forked(pid)  # type: ignore[assignment] # As much of it as Jupyter uses.
        self.pid = self.pgid = pid
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        await super().kill(restart)
        # Jupyter looks every tenth of a second whether it has ended.
        while await self.poll() is None:
            await asyncio.sleep(0.005)


class _Forked:
    """As much of `subprocess.Popen` as Jupyter uses, of a process that is not our child."""

    stdin = stdout = stderr = None

    def __init__(self, pid: int):
        self.pid = pid
        self.process: psutil.Process | None
        try:
            self.process = psutil.Process(pid)
        except psutil.NoSuchProcess:
            self.process = None

    def poll(self) -> int | None:
        # Without the server nobody may ever wait for it, as in a container: then it stays a zombie.
        with contextlib.suppress(psutil.NoSuchProcess):
            if self.process and self.process.is_running():
                return -signal.SIGKILL if self.process.status() == psutil.STATUS_ZOMBIE else None
        return -signal.SIGKILL

    def wait(self) -> int | None:
        return self.poll()

    def send_signal(self, number: int) -> None:
        if self.process:
            with contextlib.suppress(psutil.NoSuchProcess):
                self.process.send_signal(number)
