"""What cells print, as a page shows it: how it began and how it ended, of a bounded size.

    piece by piece, of any length ──▶ 12 lines, `… 976 lines left out …`, 12 lines

Nothing here takes longer than what it reads is long, and none of it is kept that is not shown.
"""

import re
from collections import deque

# A page shows so many lines of a print, and so much of a line that is wider than `_WIDEST`.
LINES = 24
_WIDEST, _SHOWN = 4_000, 1_000
# Signs to a terminal: colours, the cursor's moves, a step back.
_TERMINAL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]?|\x08")


class Printed:
    """A print as a terminal would show it at last: what a progress bar overwrote is gone."""

    def __init__(self, lines: int = LINES):
        self.lines = lines
        self.first: list[str] = []
        self.last: deque[str] = deque(maxlen=lines // 2)
        self.ended = 0
        self._begin()

    def _begin(self) -> None:
        self.line, self.left_out = "", 0

    def hear(self, text: str) -> None:
        """Takes in what is printed next, which may begin and end within a line."""
        *lines, end = text.split("\n")
        # Of a million lines at once, most are only counted.
        begins, ends = self.lines - len(self.first), len(lines) - self.lines // 2
        for number, line in enumerate(lines):
            if number < begins or number >= ends:
                self._extend(line)
                self._end()
            else:
                self._begin()
        self.ended += len(lines)
        self._extend(end)

    def _end(self) -> None:
        shown = self._shown()
        if len(self.first) < self.lines:
            self.first.append(shown)
        self.last.append(shown)
        self._begin()

    def _extend(self, text: str) -> None:
        line = self.line + text
        if overwritten := line.rfind("\r", 0, len(line) - 1) + 1:
            line, self.left_out = line[overwritten:], 0
        if len(line) > _WIDEST:
            self.left_out += len(line) - 2 * _SHOWN
            line = line[:_SHOWN] + line[-_SHOWN:]
        self.line = line

    def _shown(self) -> str:
        if not self.left_out:
            return _TERMINAL.sub("", self.line)
        begin, end = (_TERMINAL.sub("", part) for part in (self.line[:_SHOWN], self.line[-_SHOWN:]))
        left_out = self.left_out + len(self.line) - 2 * _SHOWN
        return f"{begin} … {left_out:,} characters left out … {end}"

    def text(self) -> str:
        """What is shown of all that was heard."""
        half, line = self.lines // 2, self._shown()
        if self.ended < self.lines:
            return "\n".join([*self.first, line])
        note = f"… {self.ended + 1 - 2 * half:,} lines left out …"
        return "\n".join([*self.first[:half], note, *[*self.last, line][-half:]]) + "\n"


def shorten_print(text: str, lines: int = LINES) -> str:
    """The same of a text that is there as a whole."""
    printed = Printed(lines)
    printed.hear(text)
    return printed.text()
