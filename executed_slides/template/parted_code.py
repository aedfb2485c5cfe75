"""A template's code in parts: Python takes a hundred times a function's length to compile it.

template of 2,000 slides ──▶ parts of some nodes ──▶ a function each ──▶ run one after another

What one part sets at its top, the next one finds in the context, as an included template does.
"""

from collections.abc import Callable, Iterator
from types import CodeType
from typing import Any

from jinja2 import nodes

# Of the nodes at a template's top, as many as make a function of some hundred kilobytes.
_MOST = 200
# Their names are of the whole template: a macro sees what is set after it, a block what is before.
_OF_THE_WHOLE = (nodes.Macro, nodes.Block, nodes.Extends, nodes.EvalContextModifier)
_ALL = """\
roots = []
for part in {parts!r}:
    exec(part)
    roots.append(root)
root = environment.in_parts(roots)
debug_info = {debug_info!r}
"""
_PARTS = "the parts"


def divide_template(tree: nodes.Template) -> list[nodes.Template]:
    """A template as several, which say the same one after another; it alone where it is small."""
    if len(list(_pieces(tree))) <= _MOST or next(tree.find_all(_OF_THE_WHOLE), None):
        return [tree]
    parts: list[list[nodes.Node]] = [[]]
    for piece in _pieces(tree):
        if len(parts[-1]) >= _MOST:
            parts.append([])
        parts[-1].append(piece)
    return [_node(nodes.Template, tree, part, part[0]) for part in parts]


def _pieces(tree: nodes.Template) -> Iterator[nodes.Node]:
    for node in tree.body:
        if isinstance(node, nodes.Output):
            for child in node.nodes:
                yield _node(nodes.Output, tree, [child], child)
        else:
            yield node


def _node(kind: Any, tree: nodes.Template, inside: list[Any], first: nodes.Node) -> Any:
    return kind(inside, lineno=first.lineno).set_environment(tree.environment)


def join_parts(sources: list[str], compile_one: Callable[[str], CodeType]) -> CodeType:
    """The code of a template whose parts have these sources, as Jinja expects it of the whole."""
    codes, lines, places = [], 0, []
    for source in sources:
        # The lines of the parts differ, so that each tells its own line of the template.
        codes.append(compile_one("\n" * lines + source))
        places += [(at, line + lines) for at, line in _debug_info(source)]
        lines += source.count("\n") + 1
    told = "&".join(f"{at}={line}" for at, line in places)
    whole = compile_one(_ALL.format(debug_info=told, parts=_PARTS))
    constants = tuple(tuple(codes) if each == _PARTS else each for each in whole.co_consts)
    return whole.replace(co_consts=constants)


def _debug_info(source: str) -> Iterator[tuple[int, int]]:
    """Lines of the template, each with the line of its code, as Jinja writes them at the end."""
    _, _, told = source.rpartition("\ndebug_info = ")
    for pair in told.strip().strip("'").split("&"):
        at, _, line = pair.partition("=")
        if line:
            yield int(at), int(line)


def in_parts(roots: list[Callable[..., Any]]) -> Callable[..., Iterator[Any]]:
    """What renders a template that is divided into these."""

    def root(context: Any) -> Iterator[Any]:
        for one in roots:
            yield from one(context)

    return root
