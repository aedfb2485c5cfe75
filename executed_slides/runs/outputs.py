"""The outputs of one cell, bounded as they come: many and large ones would fill memory and page.

prints that follow each other are one, shortened; of the rest the first hundred are kept, and
ten megabytes of pictures and tables; the page says what was left out
"""

from typing import Any

from nbformat.v4 import new_output

from executed_slides.runs.printed import Printed, shorten_print

MOST_OUTPUTS = 100
MOST_BYTES = 10_000_000
# Of what is read and not only shown, each sign or tag costs the page time.
_MOST_SIGNS, _MOST_TAGS = 100_000, 20_000
_PLAIN, _READ = "text/plain", ("text/markdown", "text/latex")


class Outputs:
    """Watches over the `outputs` of a cell, a list that grows at its end."""

    def __init__(self, outputs: list[Any]):
        self.outputs = outputs
        self.last: Any = None
        self.printed = Printed()
        self.size = self.left_out = 0

    def leaves_out(self, message: dict[str, Any]) -> bool:
        """Whether one more is left out, and noted: no error is, nor what goes on printing."""
        if len(self.outputs) < MOST_OUTPUTS or message["msg_type"] == "error":
            return False
        if self._goes_on(self.outputs[-1], message["content"].get("name")):
            return False
        if len(self.outputs) == MOST_OUTPUTS:
            self.left_out = 0
            self.outputs.append(new_output("stream", name="stdout"))
        self.left_out += 1
        self.outputs[MOST_OUTPUTS].text = f"… {self.left_out:,} more outputs left out …\n"
        return True

    def _goes_on(self, before: Any, stream: str | None) -> bool:
        return before is self.last and before.name == stream

    def shorten(self) -> None:
        """Bounds the output that came last."""
        new = self.outputs[-1] if self.outputs else None
        if new is None or new is self.last:
            return
        if new.output_type == "stream":
            self._merge(new)
        elif new.output_type == "error":
            new.evalue = shorten_print(new.evalue)
            new.traceback = [shorten_print(part, 200) for part in new.traceback]
        else:
            self._bound(new)

    def _merge(self, new: Any) -> None:
        if len(self.outputs) > 1 and self._goes_on(self.outputs[-2], new.name):
            self.outputs.pop()
        else:
            self.last, self.printed = new, Printed()
        self.printed.hear(new.text)
        self.last.text = self.printed.text()

    def _bound(self, new: Any) -> None:
        data, words = new.data, []
        for kind in [kind for kind in data if kind != _PLAIN]:
            content = str(data[kind])
            if self._has_room(kind, content):
                self.size += len(content)
            else:
                words.append(f"… {kind} of {len(content):,} characters left out …")
                del data[kind]
        plain = data.get(_PLAIN, "")
        if len(plain) > _MOST_SIGNS:
            plain = shorten_print(plain)
        if words or plain:
            data[_PLAIN] = "\n".join([*words, *filter(None, [plain])])

    def _has_room(self, kind: str, content: str) -> bool:
        if kind in _READ and len(content) > _MOST_SIGNS:
            return False
        return content.count("<") <= _MOST_TAGS and self.size + len(content) <= MOST_BYTES
