"""Errors that a user can mend: where, what, and the next step."""


class DeckError(Exception):
    """A user's mistake, said in one line, with a hint for the next minute.

    Anything else that escapes is a fault of the deck's own and keeps its traceback.
    """

    def __init__(self, message: str, hint: str | None = None):
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        hint = f"\nhint: {self.hint}" if self.hint else ""
        return f"error: {self.message}{hint}"


class UsageError(DeckError):
    """A command that asks for what there is not; nothing was done."""


class Unreadable(DeckError):
    """A file that cannot be read: it is not there, is no file, may not be read, or is no UTF-8."""


class NoBrowser(DeckError):
    """The machine has no browser, which not everything needs."""


class NoRecord(DeckError):
    """A template uses an experiment that has no record to use."""
