"""A deck that exists as a template: what is certainly known of it is asked of records.

정확도 88.2%                 ──▶  정확도 {{ imdb.test_accuracy | percent }}
![width:800px …](loss.png)   ──▶  {{ figure("loss", width=800) }}
```python … ```              ──▶  {{ code("imdb", "model") }}

All else stays letter by letter.
"""

import re
from collections.abc import Iterable, Iterator

from executed_slides.proof.audit_findings import BOUND, CERTAIN, Finding

_MARK = re.compile(r"\{[{%#]")
_IMAGE = re.compile(r"!\[(?P<about>[^\]]*)\]\([^)\n]*\)")
_WIDTH = re.compile(r"(?:w|width):(\d+)(?:px)?")
_OPTION = re.compile(r"bg|(?:h|height):\S+|\d+%|(?:w|width):\S+")
_DIGITS = re.compile(r"[-−+]?\d[\d.,  ’']*(?:[eE][-−+]?\d+)?(?P<unit>\s?%[pP]?)?")
_RANGE = re.compile(rf"{_DIGITS.pattern.replace('?P<unit>', '?:')}[–—~∼-]{_DIGITS.pattern}")


def as_template(markdown: str, findings: Iterable[Finding]) -> str:
    """The deck with its certain bindings filled in; what templates would read is kept as it is."""
    pieces, at = [], 0
    for start, end, expression in sorted(_find_changes(markdown, findings)):
        if start >= at:
            pieces += [_kept(markdown[at:start]), f"{{{{ {expression} }}}}"]
            at = end
    return "".join([*pieces, _kept(markdown[at:])])


def _find_changes(markdown: str, findings: Iterable[Finding]) -> Iterator[tuple[int, int, str]]:
    change = {"number": _change_number, "picture": _change_picture, "code": _change_code}
    for finding in findings:
        if finding.verdict == BOUND and finding.sure == CERTAIN:
            yield from change[finding.kind](markdown, finding)


def _change_number(markdown: str, finding: Finding) -> Iterator[tuple[int, int, str]]:
    """The digits, with the sign that the filter writes too; none that are typed otherwise."""
    if finding.key.startswith("figure("):
        return  # It goes with its picture.
    typed = markdown[finding.start : finding.end]
    found = (_RANGE if " | spread" in finding.key else _DIGITS).match(typed)
    writes_sign = bool(re.search(r"percent|points", finding.key))
    if not found or writes_sign != bool(found["unit"]) or re.search(r"\s%", found[0]):
        return
    yield finding.start, finding.start + len(found[0].rstrip(" ,.")), finding.key


def _change_picture(markdown: str, finding: Finding) -> Iterator[tuple[int, int, str]]:
    found = _IMAGE.match(markdown, finding.start)
    if not found:
        return
    widths = [width[1] for word in found["about"].split() if (width := _WIDTH.fullmatch(word))]
    options = [word for word in found["about"].split() if _OPTION.fullmatch(word)]
    if len(options) == len(widths) <= 1:
        size = f", width={widths[0]}" if widths else ""
        yield found.start(), found.end(), f"{finding.key.removesuffix(')')}{size})"


def _change_code(markdown: str, finding: Finding) -> Iterator[tuple[int, int, str]]:
    """Code whose fence begins its line: in a list it would leave its item."""
    if markdown.startswith(("```", "~~~"), finding.start):
        end = finding.end - markdown[: finding.end].endswith("\n")
        yield finding.start, end, finding.key


def _kept(markdown: str) -> str:
    """Braces that templates read, as slides show them."""
    return _MARK.sub(lambda mark: f"{{% raw %}}{mark[0]}{{% endraw %}}", markdown)
