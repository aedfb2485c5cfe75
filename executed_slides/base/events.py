"""Events: what a command tells while it works. Rooms tell; the command line prints."""

from collections.abc import Callable
from typing import Protocol


class Tell(Protocol):
    """Hears of one event: `run imdb 41.2s`, or of an error with the event that it spoiled."""

    def __call__(
        self, event: str, subject: str, detail: str = "", error: BaseException | None = None
    ) -> None: ...


# Hears a sentence that is neither an event nor an error.
Warn = Callable[[str], None]

# Returns when what draws slides is there. Raises DeckError when it cannot be brought.
Ready = Callable[[], None]
