"""What acts when it runs: statements that may change more than the names that they bind.

    LIMIT = 3, def f(): …            only bind, and count once something uses the name
    setup(), TABLE["a"] = 1, @keep   act, so they count wherever their module is imported

What is not known to leave everything else as it is acts.
"""

import ast
from collections.abc import Iterable, Iterator

from executed_slides.scripts import inert
from executed_slides.scripts.facts import Chain, chain_of
from executed_slides.scripts.meanings import Defined, Meaning, Meanings, Outside
from executed_slides.scripts.modules import Module
from executed_slides.scripts.syntax import DEFINITION, IMPORT, children_of, nodes_of

_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef
_Names = frozenset[str]
_NO_NAMES: _Names = frozenset()
_MAKERS = frozenset({"__init__", "__new__", "_generate_next_value_", "__set_name__"})


class Acting:
    """Tells which statements of the modules act; what it cannot follow does."""

    def __init__(self, meanings: Meanings):
        self.meanings = meanings
        # What is being looked at is held to act until it is known: it may ask for itself.
        self.known: dict[tuple[ast.AST, int], bool] = {}
        self.statements: dict[str, list[ast.stmt]] = {}

    def of(self, module: Module) -> list[ast.stmt]:
        """The statements of a module that act when it is imported, in their order."""
        if module.name not in self.statements:
            self.statements[module.name] = [s for s in module.statements if self.acts(module, s)]
        return self.statements[module.name]

    def acts(self, module: Module, statement: ast.stmt) -> bool:
        if (statement, 0) not in self.known:
            self.known[statement, 0] = True
            self.known[statement, 0] = self.looks_acting(module, statement, _NO_NAMES)
        return self.known[statement, 0]

    def looks_acting(self, module: Module, statement: ast.stmt, own: _Names) -> bool:
        """Whether a statement acts, in a scope that has names of its `own`."""
        if isinstance(statement, IMPORT):
            return False
        if isinstance(statement, _FUNCTION):
            return not self.is_plain_function(module, statement, own)
        if isinstance(statement, ast.ClassDef):
            return not self.is_plain_class(module, statement, own)
        value = _assigned(statement)
        return value is None or not self.is_inert(module, value, own)

    def is_plain_function(
        self, module: Module, function: ast.FunctionDef | ast.AsyncFunctionDef, own: _Names
    ) -> bool:
        """Whether its decorators only wrap, and its defaults and annotations change nothing."""
        arguments = [function.args, *filter(None, [function.returns])]
        return all(self.is_inert(module, node, own) for node in arguments) and all(
            self.only_wraps(module, decorator, own) for decorator in function.decorator_list
        )

    def is_plain_class(self, module: Module, kind: ast.ClassDef, own: _Names) -> bool:
        """Whether nobody hears of the class, and its body changes nothing outside it."""
        inside = own | _names_in(kind.body)
        evaluated = [*kind.bases, *(keyword.value for keyword in kind.keywords)]
        return (
            all(self.only_wraps(module, d, own) for d in kind.decorator_list)
            and all(self.is_inert(module, node, own) for node in evaluated)
            and not self.is_heard_of(module, kind, own)
            and not any(
                self.looks_acting(module, s, inside) for s in kind.body if not _does_nothing(s)
            )
        )

    def is_heard_of(self, module: Module, kind: ast.ClassDef, own: _Names) -> bool:
        """Whether code of the folder may run when the class is made, beside its body."""
        return (
            any(self.hears(module, base, own) for base in kind.bases)
            or any(
                keyword.arg in (None, "metaclass") and self.is_local(module, keyword.value, own)
                for keyword in kind.keywords
            )
            # The members of an enumeration are made with it.
            or (bool(_MAKERS & _names_in(kind.body)) and self.is_enumeration(module, kind))
        )

    def is_enumeration(self, module: Module, kind: ast.ClassDef) -> bool:
        bases = [found for base in kind.bases if (found := chain_of(base))]
        for meaning in (m for b in bases for m in self.meanings.of(module, b.name, b.chain)):
            if isinstance(meaning, Outside) and meaning.path.startswith("enum."):
                return True
            if isinstance(meaning, Defined) and any(
                isinstance(s, ast.ClassDef)
                and s is not kind
                and self.is_enumeration(meaning.module, s)
                for s in meaning.module.bindings[meaning.name]
            ):
                return True
        return False

    def is_local(self, module: Module, value: ast.expr, own: _Names) -> bool:
        if (found := chain_of(value)) is None or found.name in own:
            return True
        meanings = self.meanings.of(module, found.name, found.chain)
        return any(isinstance(meaning, Defined) for meaning in meanings)

    def hears(self, module: Module, base: ast.expr, own: _Names) -> bool:
        while isinstance(base, ast.Subscript | ast.Call):
            base = base.value if isinstance(base, ast.Subscript) else base.func
        if (found := chain_of(base)) is None or found.name in own:
            return True
        return any(
            isinstance(meaning, Defined) and self.is_told(meaning)
            for meaning in self.meanings.of(module, found.name, found.chain)
        )

    def is_told(self, base: Defined) -> bool:
        """Whether a base of the folder, or a base of it, is told of its subclasses."""
        return bool(base.rest) or any(
            not isinstance(kind, ast.ClassDef)
            or "__init_subclass__" in _names_in(kind.body)
            or self.is_heard_of(base.module, kind, _NO_NAMES)
            for kind in base.module.bindings[base.name]
        )

    def only_wraps(self, module: Module, decorator: ast.expr, own: _Names) -> bool:
        called = isinstance(decorator, ast.Call)
        callee = decorator.func if isinstance(decorator, ast.Call) else decorator
        if isinstance(decorator, ast.Call) and not all(
            self.is_inert(module, node, own) for node in _arguments(decorator)
        ):
            return False
        if (found := chain_of(callee)) is None:
            return False
        if found.name in own:
            return found.chain in (("setter",), ("getter",), ("deleter",))
        meanings = list(self.meanings.of(module, found.name, found.chain))
        if not meanings:
            return not found.chain and found.name in inert.BUILTIN_WRAPPERS
        return all(self.is_wrapper(meaning, 2 if called else 1) for meaning in meanings)

    def is_wrapper(self, meaning: Meaning, calls: int) -> bool:
        if isinstance(meaning, Outside):
            return inert.is_wrapper(meaning.path)
        return isinstance(meaning, Defined) and self.is_inert_function(meaning, calls)

    def is_inert(self, module: Module, expression: ast.AST, own: _Names) -> bool:
        """Whether to evaluate an expression changes nothing but the names that it binds."""
        own |= _stored_in(nodes_of(expression))
        below: set[ast.AST] = set()
        for node in _evaluated(expression):
            if isinstance(node, ast.Await | ast.Yield | ast.YieldFrom):
                return False
            if isinstance(node, ast.Call):
                if not self.calls_inertly(module, node, own):
                    return False
                below.update(found.nodes if (found := chain_of(node.func)) else [])
            elif node not in below and (found := chain_of(node)):
                below.update(found.nodes)
                if found.name not in own and not self.is_plain(module, found.name, found.chain):
                    return False
        return True

    def is_plain(self, module: Module, name: str, chain: tuple[str, ...]) -> bool:
        """Whether a name stands for no object of a helper's class, whose operators may act."""
        for meaning in self.meanings.of(module, name, chain):
            if isinstance(meaning, Defined) and not self.is_plain_name(meaning):
                return False
        return True

    def is_plain_name(self, meaning: Defined) -> bool:
        module = meaning.module
        if meaning.name == "__getattr__" or meaning.name in module.set_elsewhere:
            return False
        return not any(
            self.acts(module, statement)
            or (
                isinstance(statement, ast.ClassDef)
                and "__class_getitem__" in _names_in(statement.body)
            )
            for statement in module.bindings[meaning.name]
        )

    def calls_inertly(self, module: Module, call: ast.Call, own: _Names) -> bool:
        found = chain_of(call.func)
        if found is None:
            return isinstance(call.func, ast.Attribute) and call.func.attr in inert.METHODS
        if found.name in own:
            return bool(found.chain) and found.chain[-1] in inert.METHODS
        meanings = list(self.meanings.of(module, found.name, found.chain))
        if not meanings:
            return self.calls_builtin_inertly(module, found, call, own)
        if found.chain and found.chain[-1] in inert.METHODS and not self.has_class(meanings):
            return self.is_plain(module, found.name, found.chain)
        return all(self.is_inert_callee(meaning) for meaning in meanings)

    def has_class(self, meanings: Iterable[Meaning]) -> bool:
        return any(
            isinstance(meaning, Outside)
            or (
                isinstance(meaning, Defined)
                and any(isinstance(s, ast.ClassDef) for s in meaning.module.bindings[meaning.name])
            )
            for meaning in meanings
        )

    def calls_builtin_inertly(
        self, module: Module, found: Chain, call: ast.Call, own: _Names
    ) -> bool:
        name, chain = found.name, found.chain
        if name not in inert.BUILTINS or (chain and chain[-1] not in inert.METHODS | {"fromkeys"}):
            return False
        called = [keyword.value for keyword in call.keywords if keyword.arg in (None, "key")]
        called += call.args[:1] if name in ("map", "filter") else []
        return all(self.is_inert_function_elsewhere(module, argument, own) for argument in called)

    def is_inert_function_elsewhere(self, module: Module, value: ast.expr, own: _Names) -> bool:
        """Whether what is called for each of several values is inert, and not of the folder."""
        if (found := chain_of(value)) is None or found.name in own:
            return False
        meanings = list(self.meanings.of(module, found.name, found.chain))
        if not meanings:
            return found.name in inert.BUILTINS
        return all(isinstance(m, Outside) and inert.is_inert(m.path) for m in meanings)

    def is_inert_callee(self, meaning: Meaning) -> bool:
        if isinstance(meaning, Outside):
            return inert.is_inert(meaning.path)
        return isinstance(meaning, Defined) and self.is_inert_function(meaning, 1)

    def is_inert_function(self, meaning: Defined, calls: int) -> bool:
        """Whether to call a helper's function changes nothing, and what it gives, `calls` - 1."""
        return not meaning.rest and all(
            isinstance(function, ast.FunctionDef)
            and all(self.is_outside_wrapper(meaning.module, d) for d in function.decorator_list)
            and self.has_inert_body(meaning.module, function, _NO_NAMES, calls)
            for function in meaning.module.bindings[meaning.name]
        )

    def is_outside_wrapper(self, module: Module, decorator: ast.expr) -> bool:
        callee = decorator.func if isinstance(decorator, ast.Call) else decorator
        found = chain_of(callee)
        meanings = list(self.meanings.of(module, found.name, found.chain)) if found else []
        return bool(meanings) and all(
            isinstance(m, Outside) and inert.is_wrapper(m.path) for m in meanings
        )

    def has_inert_body(
        self, module: Module, function: ast.FunctionDef, own: _Names, calls: int
    ) -> bool:
        if (function, calls) not in self.known:
            self.known[function, calls] = False
            inside = own | _names_of(function)
            self.known[function, calls] = all(
                self.is_inert_step(module, step, inside, calls) for step in function.body
            )
        return self.known[function, calls]

    def is_inert_step(self, module: Module, step: ast.stmt, own: _Names, calls: int) -> bool:
        match step:
            case ast.Return(value=value):
                return value is None or self.is_inert(module, value, own)
            case ast.FunctionDef():
                return self.is_plain_function(module, step, own) and (
                    calls == 1 or self.has_inert_body(module, step, own, calls - 1)
                )
            case ast.If(test=test, body=body, orelse=orelse):
                return self.is_inert(module, test, own) and all(
                    self.is_inert_step(module, inner, own, calls) for inner in [*body, *orelse]
                )
        if _does_nothing(step):
            return True
        value = _assigned(step)
        return value is not None and self.is_inert(module, value, own)


def _assigned(statement: ast.stmt) -> ast.expr | None:
    """All that a plain assignment to names evaluates; None for any other statement."""
    match statement:
        case ast.Assign(targets=targets, value=value):
            nodes = [n for target in targets for n in nodes_of(target)]
            plain = not any(isinstance(n, ast.Attribute | ast.Subscript) for n in nodes)
            return value if plain else None
        case ast.AnnAssign(target=ast.Name(), annotation=annotation, value=value):
            return ast.Tuple([annotation, *filter(None, [value])])
    return None


def _does_nothing(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.Pass) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant)
    )


def _evaluated(expression: ast.AST) -> Iterator[ast.AST]:
    """The nodes of an expression that run when it does, each before those inside it."""
    ahead = [expression]
    while ahead:
        node = ahead.pop(0)
        yield node
        ahead.extend([node.args] if isinstance(node, ast.Lambda) else children_of(node))


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _stored_in(nodes: Iterable[ast.AST]) -> _Names:
    return frozenset(
        n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
    )


def _names_in(body: Iterable[ast.stmt]) -> _Names:
    """The names that the statements of a class's or function's body bind."""
    nodes = [node for statement in body for node in nodes_of(statement)]
    return _stored_in(nodes) | {node.name for node in nodes if isinstance(node, DEFINITION)}


def _names_of(function: ast.FunctionDef) -> _Names:
    arguments = [n.arg for n in nodes_of(function.args) if isinstance(n, ast.arg)]
    shared = {
        name
        for node in nodes_of(function)
        if isinstance(node, ast.Global | ast.Nonlocal)
        for name in node.names
    }
    return frozenset(arguments) | (_names_in(function.body) - shared)
