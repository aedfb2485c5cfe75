"""Endings: what a script does to end, or to wait, and what is said of it.

sys.exit(main()) at its end, exit code 0   ──▶ the run is whole
sys.exit(1), parse_args(), input()         ──▶ it failed, and why, in place of a traceback
an import of what is not there, a pool
that waits for what it cannot find         ──▶ what helps
a program that fails                       ──▶ what was printed last
"""

from typing import Any

ENDED = (
    "it ends its process, by exit(), quit() or SystemExit: a run is all of its cells; "
    "leave the call out, and put what may be passed over under an `if`"
)
_ARGUMENTS = (
    "it parses arguments, and a run has none: give each that is required a default, a positional "
    'one nargs="?" too'
)
_QUESTION = (
    "it asks a question by input(), and nobody answers in a run: write the answer down in its place"
)
_POOL = (
    "processes that are spawned know no function of a cell: put what a pool runs into a module "
    "beside the script, and import it there"
)
_NO_MODULE = (
    "`uv add NAME` installs a package and notes it in pyproject.toml; a module of your own lies "
    "beside the script"
)
# Exit codes that say that all went well, as IPython writes them.
_WELL = {"", "0", "None"}


def ends_well(error: Any) -> bool:
    """Whether what a cell raised ends a script without a fault."""
    return bool(error.ename == "SystemExit" and error.evalue in _WELL)


def describe_ending(error: Any, printed: str) -> str | None:
    """What is to be said of an error of a cell that is none of its code; None of all others."""
    if error.ename == "StdinNotImplementedError":
        return _QUESTION
    if error.ename != "SystemExit":
        return None
    if ends_well(error):
        return ENDED
    if error.evalue == "2" and "usage: " in printed:
        return _ARGUMENTS
    return f"it exits with {error.evalue}, as what went wrong does"


def advise_on_fault(error: Any, log: str) -> str:
    """What helps beside a traceback, if more is known of it than that; `log` is of its process."""
    if error.ename == "ModuleNotFoundError":
        return _NO_MODULE
    if error.ename == "CalledProcessError" and log.strip():
        return "\n".join(["programs and libraries printed last:", *log.splitlines()[-10:]])
    return advise_pool(log) if error.ename == "BrokenProcessPool" else ""


def advise_pool(log: str) -> str:
    """What helps a pool whose processes end, each for want of a cell's function, as a log says."""
    last_lines = [line for line in log.splitlines() if line.startswith("AttributeError: ")]
    return _POOL if any("'__main__'" in line for line in last_lines) else ""
