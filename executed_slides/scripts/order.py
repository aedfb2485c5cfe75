"""Order: in which sequence a module acts, imports who acts, and binds a name more than once.

from training import fit      another order of such statements may come to something else,
fit = with_log(fit)           though each of them is as it was
"""

import ast
from collections import Counter
from collections.abc import Collection, Iterable, Iterator

from executed_slides.scripts.acting import Acting
from executed_slides.scripts.imports import Target, with_parents
from executed_slides.scripts.meanings import Meanings, may_export
from executed_slides.scripts.modules import Module
from executed_slides.scripts.outline import hash_outlines
from executed_slides.scripts.syntax import DEFINITION, IMPORT


class Order:
    """Tells the order of what decides a module's names and what it does to others."""

    def __init__(self, meanings: Meanings, acting: Acting):
        self.meanings = meanings
        self.acting = acting

    def hash_of(
        self, module: Module, statements: Iterable[ast.stmt], names: Collection[str] | None = None
    ) -> str | None:
        """A hash of the order of these statements, or None where it decides nothing.

        For a script, whose cells count in their order anyhow, `names` are those that they use.
        """
        rebound = _rebound_names(module, names)
        loaded: set[str] = set()
        events: list[str] = []
        end = 0
        for statement in statements:
            acts = [name for name in self.imported_by(module, statement) if name not in loaded]
            loaded.update(acts)
            bound = [f"{n} {of}" for n, of in self.bound_by(module, statement) if n in rebound]
            if self.is_step(module, statement, names is not None):
                events.append(module.facts_of(statement).outline)
                decides = acts or bound or isinstance(statement, DEFINITION)
            else:
                decides = acts or bound
                used = rebound & module.facts_of(statement).names.keys()
                if decides or used:
                    events.append(" ".join([*acts, *bound, *sorted(used)]))
            end = len(events) if decides else end
        return hash_outlines(f"{event}\n" for event in events[:end]) if end > 1 else None

    def is_step(self, module: Module, statement: ast.stmt, in_cells: bool) -> bool:
        """Whether a statement counts by itself, wherever it stands."""
        if isinstance(statement, IMPORT):
            return False
        in_cell = in_cells and not isinstance(statement, DEFINITION)
        return in_cell or self.acting.acts(module, statement)

    def bound_by(self, module: Module, statement: ast.stmt) -> Iterator[tuple[str, str]]:
        """The names that a statement binds, each with what it is imported from."""
        for name, statements in module.bindings.items():
            if statement in statements:
                yield name, ""
        for each in module.facts_of(statement).imports:
            if each.scope != "module":
                continue
            if each.name != "*":
                yield each.name, ".".join(filter(None, each.target))
            elif starred := self.meanings.local(each.target.module):
                for name in sorted(module.bindings.keys() | module.imports.keys()):
                    if may_export(starred, name):
                        yield name, f"* {starred.name}"
                if len(module.stars) > 1:
                    yield "*", starred.name

    def imported_by(self, module: Module, statement: ast.stmt) -> list[str]:
        """The modules that act, of all that the imports in a statement load."""
        found: dict[str, None] = {}
        imports = [each for each in module.facts_of(statement).imports if each.scope == "module"]
        ahead = [each.target for each in imports]
        seen: set[str] = {module.name}
        while ahead:
            target = ahead.pop()
            names = with_parents(target.module)
            if target.attribute:
                names.append(f"{target.module}.{target.attribute}")
            for other in filter(None, map(self.meanings.local, names)):
                if other.name in seen:
                    continue
                seen.add(other.name)
                ahead += [target for targets in other.imports.values() for target in targets]
                ahead += [Target(star, None) for star in other.stars]
                if self.acting.of(other):
                    found[other.name] = None
        return sorted(found)


def _rebound_names(module: Module, names: Collection[str] | None) -> set[str]:
    """The names that are bound more than once; of those given, if by other than the cells alone."""
    times = Counter({name: len(statements) for name, statements in module.bindings.items()})
    times.update({name: len(targets) for name, targets in module.imports.items()})
    rebound = {name for name, count in times.items() if count > 1 or module.stars}
    if names is not None:
        rebound = {
            name
            for name in rebound & set(names)
            if name in module.imports
            or any(isinstance(statement, DEFINITION) for statement in module.bindings[name])
        }
    return rebound | {"*"}
