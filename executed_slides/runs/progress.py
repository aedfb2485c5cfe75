"""Progress of runs, read from what Keras prints: a bar in a terminal, plain lines elsewhere."""

import re
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from rich.progress import TaskID

_EPOCH = re.compile(r"Epoch (\d+)/(\d+)")
_METRIC = re.compile(r"\b([a-z]\w*): ([-+\d.e]+)(?=\s|$)")
_NOISE = re.compile(r"\x1b\[[0-9;]*m|\x08")
# No line of Keras is wider.
_WIDEST = 10_000
_SECONDS_BETWEEN_LINES = 10


@dataclass
class Training:
    """Where a training stands, as its output tells: epoch n of N, its metrics, its pace."""

    epoch: int = 0
    epochs: int = 0
    metrics: dict[str, str] = field(default_factory=dict)
    began: float = 0.0
    left: float | None = None
    tail: str = ""

    def hear(self, text: str, now: float) -> bool:
        """Takes in printed text; True when a new epoch has begun."""
        *lines, tail = (self.tail + text).split("\n")
        self.tail = tail[-_WIDEST:]
        begun = False
        for line in lines:
            line = _NOISE.sub("", line[-_WIDEST:].rpartition("\r")[2])
            if found := _EPOCH.match(line):
                self.begin(int(found[1]), int(found[2]), now)
                begun = True
            elif "loss: " in line:
                self.metrics = dict(_METRIC.findall(line))
        return begun

    def begin(self, epoch: int, epochs: int, now: float) -> None:
        if epoch == 1:
            self.began, self.left = now, None
        else:
            self.left = (now - self.began) / (epoch - 1) * (epochs - epoch + 1)
        self.epoch, self.epochs = epoch, epochs

    def describe(self) -> str:
        """One line: `epoch 7/20  loss 0.21  val_loss 0.30`."""
        if not self.epochs:
            return "running"
        metrics = [f"{name} {value}" for name, value in self.metrics.items()]
        return "  ".join([f"epoch {self.epoch}/{self.epochs}", *metrics])


def clock(seconds: float | None) -> str:
    """Seconds as m:ss, or nothing while nobody can know."""
    if seconds is None:
        return ""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"


class Progress(Protocol):
    """Who watches the runs; `run` names one, such as `imdb seed 2`."""

    def begin(self, run: str) -> None: ...
    def hear(self, run: str, text: str) -> None: ...
    def end(self, run: str) -> None: ...
    def close(self) -> None: ...


def watch_runs() -> Progress:
    """A bar where stderr is a terminal, plain lines where it is a file or a pipe."""
    stream = sys.stderr
    return _Bars(stream) if stream.isatty() else Lines(stream)


class Lines:
    """A line when a run begins, and then one every few seconds."""

    def __init__(self, stream: TextIO):
        self.stream = stream
        self.trainings: dict[str, Training] = {}
        self.said: dict[str, float] = {}

    def begin(self, run: str) -> None:
        self.trainings[run] = Training()
        self.say(run, "begins")

    def hear(self, run: str, text: str) -> None:
        training, now = self.trainings[run], time.monotonic()
        if training.hear(text, now) and now - self.said[run] >= _SECONDS_BETWEEN_LINES:
            left = f"  left {clock(training.left)}" if training.left is not None else ""
            self.say(run, training.describe() + left)

    def say(self, run: str, text: str) -> None:
        self.said[run] = time.monotonic()
        # One write, since two threads may speak at once.
        self.stream.write(f"{run}: {text}\n")
        self.stream.flush()

    def end(self, run: str) -> None:
        del self.trainings[run]

    def close(self) -> None:
        pass


class _Bars:
    """A bar for each run: its epoch, its metrics, and the time that its training has left."""

    def __init__(self, stream: TextIO):
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.table import Column

        self.progress = Progress(
            TextColumn("{task.fields[run]}", table_column=Column(no_wrap=True)),
            BarColumn(bar_width=12),
            TextColumn("{task.fields[left]:>5} left", style="progress.remaining"),
            # In a narrow terminal the metrics give way, and nothing else.
            TextColumn("{task.fields[text]}", table_column=Column(ratio=1, no_wrap=True)),
            console=Console(file=stream),
            transient=True,
            expand=True,
            # Lines on stdout go above the bars, but stay on stdout where that is a pipe.
            redirect_stdout=sys.stdout.isatty(),
        )
        self.trainings: dict[str, Training] = {}
        self.tasks: dict[str, TaskID] = {}
        self.progress.start()

    def begin(self, run: str) -> None:
        self.trainings[run] = Training()
        self.tasks[run] = self.progress.add_task(
            "", total=None, run=run, text="starts", left="–:––"
        )

    def hear(self, run: str, text: str) -> None:
        training = self.trainings[run]
        training.hear(text, time.monotonic())
        self.progress.update(
            self.tasks[run],
            total=training.epochs or None,
            completed=max(training.epoch - 1, 0),
            text=training.describe(),
            left=clock(training.left) or "–:––",
        )

    def end(self, run: str) -> None:
        self.progress.remove_task(self.tasks.pop(run))
        del self.trainings[run]

    def close(self) -> None:
        self.progress.stop()
