"""Claims: sentences of result that a template may only say while their condition holds.

{% claim imdb.overfits %}과대적합 발생{% otherwise %}과대적합 없음{% endclaim %}
"""

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

MARK = "\x00claim {}\x00"


@dataclass(frozen=True)
class Claim:
    """One claim as it was rendered: where, the condition, its values, and whether it holds."""

    template: str
    line: int
    condition: str
    values: dict[str, Any]
    sentence: str
    holds: bool
    otherwise: bool

    @property
    def false(self) -> bool:
        """True when the deck would say what is not so: no other sentence is given."""
        return not (self.holds or self.otherwise)


class ClaimExtension(Extension):
    """`{% claim CONDITION %}…{% otherwise %}…{% endclaim %}`; keeps the claims it rendered.

    A false claim leaves a mark in the text, by which its slide is found.
    """

    tags: ClassVar = {"claim"}

    def __init__(self, environment: Any):
        super().__init__(environment)
        environment.claims = []
        self.sources: dict[str | None, list[str]] = {}

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        self.sources[name] = source.splitlines()
        return source

    def parse(self, parser: Parser) -> list[nodes.Node]:
        line = next(parser.stream).lineno
        condition = parser.parse_expression()
        body = parser.parse_statements(("name:otherwise", "name:endclaim"))
        other: list[nodes.Node] = []
        otherwise = parser.stream.current.value == "otherwise"
        if otherwise:
            next(parser.stream)
            other = parser.parse_statements(("name:endclaim",))
        next(parser.stream)
        about = nodes.Const((parser.name, line, self.condition_text(parser.name, line), otherwise))
        values = nodes.Dict(
            [nodes.Pair(nodes.Const(name), node) for name, node in chains(condition).items()]
        )
        judged = self.call_method("judge", [about, condition, values])
        sentence = nodes.CallBlock(judged, [], [], body).set_lineno(line)
        if not otherwise:
            return [sentence]
        return [sentence, nodes.If(nodes.Not(condition), other, [], []).set_lineno(line)]

    def condition_text(self, name: str | None, line: int) -> str:
        lines = self.sources.get(name, [])
        text = "\n".join(lines[line - 1 : line + 9])
        found = re.search(r"\{%[-+]?\s*claim\s+(.*?)\s*[-+]?%\}", text, re.DOTALL)
        return " ".join(found[1].split()) if found else "its condition"

    def judge(self, about: tuple, condition: Any, values: dict[str, Any], caller: Any) -> str:
        template, line, text, otherwise = about
        claims = self.environment.claims
        sentence = caller()
        claim = Claim(template, line, text, values, sentence.strip(), bool(condition), otherwise)
        claims.append(claim)
        if claim.holds:
            return sentence
        return MARK.format(len(claims) - 1) if claim.false else ""


def chains(node: nodes.Node) -> dict[str, nodes.Expr]:
    """The names that an expression reads, with all their attributes: `imdb.test_accuracy`."""
    if name := dotted(node):
        return {name: node}
    found: dict[str, nodes.Expr] = {}
    for child in node.iter_child_nodes():
        found |= chains(child)
    return found


def dotted(node: nodes.Node) -> str | None:
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr) and (base := dotted(node.node)):
        return f"{base}.{node.attr}"
    return None
