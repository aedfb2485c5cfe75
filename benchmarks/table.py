"""All that is measured beside other tools, in one run, as the table that docs/speed.md quotes.

    uv run benchmarks/table.py

Takes some minutes on a quiet machine; set DECK_DATA for the deck's data.
"""

import datetime
import os
import platform
from collections.abc import Iterator

import export
import nothing_to_do
import previews


def main() -> None:
    cores, python = os.cpu_count(), platform.python_version()
    system = f"{platform.system()} {platform.machine()}"
    print(f"{datetime.date.today()}, {system}, {cores} cores, Python {python}\n")
    for table in (costs_of_nothing, times_of_saves, times_of_files):
        print(*table(), sep="\n", end="\n\n", flush=True)


def costs_of_nothing() -> Iterator[str]:
    yield from ("| With nothing to do | CPU s | as `import jinja2` |", "|---|---|---|")
    costs = nothing_to_do.measure()
    for name, (cpu, _) in costs.items():
        yield f"| `{name}` | {cpu:.3f} | {cpu / costs[nothing_to_do.JINJA].cpu:.2f} |"


def times_of_saves() -> Iterator[str]:
    yield from ("| From a save to the painted slide | ms | as `watch` |", "|---|---|---|")
    times = previews.measure()
    for name, (median, lost) in times.items():
        told = f" ({lost} of the saves lost)" if lost else ""
        yield f"| `{name}`{told} | {median:.0f} | {median / times[previews.OURS].median:.2f} |"


def times_of_files() -> Iterator[str]:
    yield from ("| HTML and PDF of changed slides | s | as Marp |", "|---|---|---|")
    seconds = export.measure()
    for name, taken in seconds.items():
        yield f"| {name} | {taken:.2f} | {taken / seconds[export.MARP]:.2f} |"


if __name__ == "__main__":
    main()
