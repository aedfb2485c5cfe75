"""All that is measured beside other tools, in one run, as the table that docs/speed.md quotes.

    uv run benchmarks/table.py

Takes a quarter of an hour on a quiet machine; set DECK_DATA for the deck's data.
"""

import datetime
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
JINJA, OURS, MARP = "import jinja2", "watch", "Marp, HTML then PDF"


def main() -> None:
    cores, python = os.cpu_count(), platform.python_version()
    system = f"{platform.system()} {platform.machine()}"
    print(f"{datetime.date.today()}, {system}, {cores} cores, Python {python}\n")
    for line in (*nothing_to_do(), "", *previews(), "", *exports()):
        print(line, flush=True)


def nothing_to_do() -> Iterator[str]:
    yield from ("| With nothing to do | CPU s | as `import jinja2` |", "|---|---|---|")
    costs = measured("nothing_to_do.py")
    for name, cost in costs.items():
        yield f"| `{name}` | {cost['cpu']:.3f} | {cost['cpu'] / costs[JINJA]['cpu']:.2f} |"


def previews() -> Iterator[str]:
    yield from ("| From a save to the painted slide | ms | as `watch` |", "|---|---|---|")
    times = measured("previews.py")
    for name, taken in times.items():
        lost = f" ({taken['lost']} of the saves lost)" if taken["lost"] else ""
        ratio = taken["median"] / times[OURS]["median"]
        yield f"| `{name}`{lost} | {taken['median']:.0f} | {ratio:.2f} |"


def exports() -> Iterator[str]:
    yield from ("| HTML and PDF of changed slides | s | as Marp |", "|---|---|---|")
    seconds = measured("export.py")
    for name, taken in seconds.items():
        yield f"| {name} | {taken:.2f} | {taken / seconds[MARP]:.2f} |"


def measured(benchmark: str) -> Any:
    command = [sys.executable, HERE / benchmark, "--json"]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)


if __name__ == "__main__":
    main()
