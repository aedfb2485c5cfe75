"""What `audit` prints: a slide's things in order, each with its verdict, key and sentence."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from executed_slides.proof.audit_findings import AMBIGUOUS, BOUND, Finding, counts_of

_NAMES = {"number": "numbers", "picture": "pictures", "code": "code"}
_AROUND = 50


def finding_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """Slide by slide: verdict, text, key and how sure; below it the sentence, or what is wrong."""
    for (slide, title), found in groupby(findings, lambda finding: (finding.slide, finding.title)):
        yield f"slide {slide}   {title}"
        for finding in found:
            text = " ".join(finding.text.split())
            yield f"  {finding.verdict:<9}  {text:<12}  {_answer_of(finding)}".rstrip()
            if quoted := _quote(finding):
                yield f"             {quoted}"
        yield ""


def _answer_of(finding: Finding) -> str:
    if finding.verdict == AMBIGUOUS:
        return ", ".join(filter(None, [" or ".join(finding.others), finding.why]))
    sure = finding.sure if finding.verdict == BOUND else ""
    about = ", ".join(filter(None, [sure, finding.why]))
    return f"{finding.key}   ({about})" if finding.key and about else finding.key or about


def _quote(finding: Finding) -> str:
    """The number in its sentence, as far as one line has room for it."""
    if finding.kind != "number":
        return ""
    start, end = finding.at, finding.at + len(finding.text)
    before, after = finding.sentence[:start], finding.sentence[end:]
    left = f"…{before[-_AROUND:]}" if len(before) > _AROUND else before
    right = f"{after[:_AROUND]}…" if len(after) > _AROUND else after
    return " ".join(f"{left}[{finding.text}]{right}".split())


def count_lines(findings: Sequence[Finding]) -> Iterator[str]:
    """How many numbers, pictures and code blocks have which verdict."""
    for kind, counts in counts_of(findings).items():
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in counts.items())
        yield f"{_NAMES[kind]:<9} {sum(counts.values()):>4}: {verdicts}"
