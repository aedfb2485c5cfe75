"""How long a command takes, and how much memory, when there is nothing to do.

    uv run benchmarks/nothing_to_do.py

Whole processes, best of several, beside a Python that does nothing; and that neither
Keras nor TensorFlow was imported.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
REPEATS = 9
COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "status": ["build.py", "status"],
    "check": ["build.py", "check"],
    "build": ["build.py"],
}


def run(arguments: list[str]) -> tuple[float, float, int]:
    """Seconds, megabytes at the peak, and the exit code of one process."""
    began = time.perf_counter()
    child = subprocess.Popen([sys.executable, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    unit = 1e6 if sys.platform == "darwin" else 1e3
    return time.perf_counter() - began, usage.ru_maxrss / unit, child.returncode


def imported(arguments: list[str]) -> set[str]:
    """The top-level packages that a command imports."""
    ended = subprocess.run(
        [sys.executable, "-X", "importtime", *arguments], cwd=ROOT, capture_output=True, text=True
    )
    names = [line.rpartition("|")[2].strip() for line in ended.stderr.splitlines()]
    return {name.partition(".")[0] for name in names}


def main() -> None:
    print(f"{'command':<16} {'seconds':>8} {'ratio':>6} {'MB':>6}  exit  Keras imported")
    baseline = None
    for name, arguments in COMMANDS.items():
        runs = [run(arguments) for _ in range(REPEATS)]
        seconds, memory, code = min(seconds for seconds, _, _ in runs), runs[0][1], runs[0][2]
        baseline = baseline or seconds
        keras = "yes" if {"keras", "tensorflow"} & imported(arguments) else "no"
        ratio = seconds / baseline
        print(f"{name:<16} {seconds:>8.3f} {ratio:>6.1f} {memory:>6.0f} {code:>5}  {keras}")


if __name__ == "__main__":
    main()
