"""How much faster two workers of a cluster are than one, on equal runs that sleep.

    uv run benchmarks/workers.py [RUNS] [SECONDS]

RUNS seeds (default 12) of one experiment sleep SECONDS each (default 2): what is not slept is the
price of the cluster, the kernels and the record. Workers are processes of this machine, with
folders of their own.
"""

import contextlib
import io
import sys
import tempfile
import time
from pathlib import Path

import executed_slides.commands.build
from executed_slides.commands.main import main

SCRIPT = '''"""Sleeps."""

# /// experiment
# seeds = {runs}
# ///

# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
import time

from executed_slides import record

time.sleep({seconds})
record.numbers(seed_squared=seed**2)
'''


def build(address: str, runs: int, seconds: float) -> float:
    """Seconds of a build from nothing on the cluster."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in ("experiments", "templates"):
            (root / name).mkdir()
        (root / "experiments" / "sleep.py").write_text(SCRIPT.format(runs=runs, seconds=seconds))
        (root / "templates" / "talk.md.j2").write_text("# {{ sleep.seed_squared }}\n")
        quiet = io.StringIO()
        began = time.perf_counter()
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            code = main(root, ["build", "--cluster", address])
        assert code == 0, quiet.getvalue()
        return time.perf_counter() - began


def compare(runs: int, seconds: float) -> None:
    from distributed import LocalCluster

    executed_slides.commands.build.write_exports = lambda *_: None
    taken = []
    for workers in (1, 2):
        with LocalCluster(
            n_workers=workers, threads_per_worker=1, dashboard_address=":0", silence_logs=50
        ) as cluster:
            cluster.wait_for_workers(workers)
            build(cluster.scheduler_address, workers, 0)  # Each worker has imported the engine.
            taken.append(build(cluster.scheduler_address, runs, seconds))
        print(f"{workers} workers  {taken[-1]:.1f} s  of {runs * seconds:.0f} s slept", flush=True)
    print(f"speed-up {taken[0] / taken[1]:.2f}")


if __name__ == "__main__":
    compare(
        int(sys.argv[1]) if len(sys.argv) > 1 else 12,
        float(sys.argv[2]) if len(sys.argv) > 2 else 2,
    )
