"""What breaks first with thousands of runs on hundreds of workers: a simulation.

    uv run benchmarks/swarm.py [RUNS] [PLACES] [SECONDS]

RUNS (default 10,000) of one sweep go to workers that all live in the scheduler's process and only
sleep, SECONDS (default 20) each, in PLACES threads (default 500, ten a worker); what they answer
is as large as a run with four curves of 50 epochs. So the scheduler, the build that feeds it, and
the record are real, and nothing else is.
"""

import contextlib
import io
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from msgspec import msgpack

import executed_slides.commands.build
import executed_slides.runs.cluster
import executed_slides.runs.schedule
from executed_slides.commands.main import main
from executed_slides.records.schema import Machine, Run
from executed_slides.runs.kept_runs import KeptRun
from executed_slides.runs.worker import Answer, WorkerTask

SCRIPT = '''"""Sleeps, in simulation."""

# /// experiment
# seeds = {seeds}
#
# [sweep]
# units = {units}
# ///

# %% Parameters tags=["parameters"]
seed = 1
units = 1

# %% Measure
from executed_slides import record

record.numbers(accuracy=units)
'''
TEMPLATE = "{% for p in swarm.points %}{{ p.accuracy | spread('fixed', 3) }}\n{% endfor %}"
SERVE = """
import sys
from distributed import LocalCluster
places = int(sys.argv[1])
threads = min(places, 10)
workers = places // threads
cluster = LocalCluster(
    n_workers=workers, threads_per_worker=threads, processes=False, protocol="tcp",
    dashboard_address=":0", silence_logs=50,
)
cluster.wait_for_workers(workers)
print(cluster.scheduler_address, flush=True)
sys.stdin.read()
"""
SECONDS: dict[str, float] = defaultdict(float)
CALLS: dict[str, int] = defaultdict(int)


def sleep_instead(message: bytes) -> bytes:
    """Stands for the worker's `run_task`: sleeps, and answers as a training would."""
    task = msgpack.decode(message, type=WorkerTask)
    time.sleep(float(task.environment["SWARM_SECONDS"]))
    seed, point = task.variant
    curve = [seed / (epoch + 3) for epoch in range(50)]
    measured = Run(
        seed=seed,
        point=dict(point),
        numbers={"accuracy": 1 / seed, "epoch": seed},
        series={"loss": curve, "accuracy": curve, "val_loss": curve, "val_accuracy": curve},
        seconds=1.0,
    )
    kept = KeptRun(measured, {}, [], Machine("Linux", "x86_64", 2, 24))
    return msgpack.encode(Answer("here", kept))


def timed(owner: Any, name: str) -> None:
    """Adds up the time that calls of a function take."""
    function: Callable = getattr(owner, name)

    def wrapper(*arguments: Any, **named: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            SECONDS[name] += time.perf_counter() - began
            CALLS[name] += 1

    setattr(owner, name, wrapper)


@contextlib.contextmanager
def deck_of(runs: int, seconds: float) -> Iterator[Path]:
    points = max(1, runs // 100)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("experiments", "templates"):
            (root / name).mkdir()
        script = SCRIPT.format(seeds=runs // points, units=list(range(1, points + 1)))
        (root / "experiments" / "swarm.py").write_text(script)
        (root / "templates" / "talk.md.j2").write_text(TEMPLATE)
        settings = f'[tool.executed-slides.environment]\nSWARM_SECONDS = "{seconds}"\n'
        (root / "pyproject.toml").write_text(settings)
        yield root


def quietly(root: Path, *arguments: str) -> float:
    quiet, began = io.StringIO(), time.perf_counter()
    with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
        code = main(root, list(arguments))
    assert code in (0, 3), quiet.getvalue()
    return time.perf_counter() - began


@contextlib.contextmanager
def cluster_of(places: int) -> Iterator[str]:
    """The address of a scheduler, in a process of its own that ends with the block."""
    with subprocess.Popen(
        [sys.executable, "-c", SERVE, str(places)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        yield process.stdout.readline().strip()
        process.kill()


def simulate(runs: int, places: int, seconds: float) -> None:
    executed_slides.runs.cluster.run_task = sleep_instead
    executed_slides.commands.build.write_exports = lambda *_: None
    timed(executed_slides.runs.cluster.Cluster, "submit")
    timed(executed_slides.runs.cluster.Cluster, "accept")
    timed(executed_slides.runs.schedule, "finish_record")
    with deck_of(runs, seconds) as root, cluster_of(places) as address:
        took = quietly(root, "build", "--cluster", address)
        record = root / "results" / "swarm.json"
        ideal = runs * seconds / places
        print(f"{runs:,} runs of {seconds:g} s, {places} places: {took:.0f} s, ideal {ideal:.0f} s")
        for name in ("submit", "accept", "finish_record"):
            each = 1e3 * SECONDS[name] / CALLS[name]
            print(f"  {name:<13} {each:9.1f} ms each, {SECONDS[name]:.1f} s")
        print(f"  record        {record.stat().st_size / 1e6:9.1f} MB")
        print(f"  check         {quietly(root, 'check'):9.1f} s")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        print(f"  memory        {peak:9.0f} MB of the build")


if __name__ == "__main__":
    simulate(
        int(sys.argv[1]) if len(sys.argv) > 1 else 10_000,
        int(sys.argv[2]) if len(sys.argv) > 2 else 500,
        float(sys.argv[3]) if len(sys.argv) > 3 else 20,
    )
