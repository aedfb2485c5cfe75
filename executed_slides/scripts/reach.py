"""Which code decides an outcome: statements, and all that they reach in `experiments/`.

    cells ──names──▶ functions, classes, constants ──imports──▶ helpers of any depth
          each as the hash of its syntax tree: comments, docstrings, formatting do not count

Reach errs on the safe side: a module that is passed around whole is reached whole, and a
statement that acts when its module is imported always counts.
"""

import ast
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from executed_slides.base.errors import DeckError
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.imports import Target
from executed_slides.scripts.modules import Module
from executed_slides.scripts.script import Script
from executed_slides.scripts.syntax import DEFINITION

_RECORD = Target("executed_slides", "record")


@dataclass
class Reached:
    """What was reached: label → hash of each definition, packages, names of the script itself.

    `sought` are the modules that were looked for in the folder of helpers, found or not, and
    `reads` the files that `record.read` names.
    """

    hashes: dict[str, str] = field(default_factory=dict)
    packages: set[str] = field(default_factory=set)
    script_names: set[str] = field(default_factory=set)
    sought: set[str] = field(default_factory=set)
    reads: set[str] = field(default_factory=set)


class Reach:
    """Follows names from statements of a script to all that they reach.

    `main` is the script as a module, and `forbidden` maps names that must not be reached to the
    cell that assigns them.
    """

    def __init__(
        self,
        helpers: Helpers,
        script: Script,
        main: Module,
        forbidden: dict[str, str] | None = None,
    ):
        self.helpers = helpers
        self.script = script
        self.main = main
        self.forbidden = forbidden or {}
        self.reached = Reached()
        self.seen: set[tuple[str, str]] = set()
        # Calls may go deeper than Python's own calls may.
        self.ahead: deque[tuple[Module, ast.stmt]] = deque()

    def follow(self, statements: Iterable[ast.stmt] = ()) -> Reached:
        self.ahead.extend((self.main, statement) for statement in statements)
        while self.ahead:
            self.follow_statement(*self.ahead.popleft())
        return self.reached

    def follow_statement(self, module: Module, statement: ast.stmt) -> None:
        facts = module.facts_of(statement)
        self.reached.reads |= {
            path for name, path in facts.reads if module.imports.get(name) == _RECORD
        }
        for target in facts.imports:
            self.follow_target(target, None, f"import {'.'.join(filter(None, target))}")
        for name, attributes in facts.names.items():
            if module is self.main and name in self.forbidden:
                raise DeckError(
                    f"{self.script.shown}:{statement.lineno}: the figure cell uses {name!r}, "
                    f"which the measuring cell {self.forbidden[name]!r} assigns",
                    "a figure is drawn from the record alone: record it there with "
                    "record.numbers or record.series, and read it here with record.run()",
                )
            self.follow_name(module, name, attributes)

    def follow_name(self, module: Module, name: str, attributes: frozenset[str] | None) -> None:
        if module is self.main:
            self.reached.script_names.add(name)
        if name in module.bindings:
            self.count_definitions(module, name)
        elif name in module.imports:
            label = f"import {name}" if module is self.main else f"{module.name}: import {name}"
            self.follow_target(module.imports[name], attributes, label)
        else:
            for star in module.stars:
                self.follow_target(Target(star, name), attributes, f"import {name}")

    def count_definitions(self, module: Module, name: str) -> None:
        if (module.name, name) in self.seen:
            return
        self.seen.add((module.name, name))
        statements = module.bindings[name]
        if module is self.main:
            # The script's other statements count cell by cell, whether reached or not.
            statements = [s for s in statements if isinstance(s, DEFINITION)]
            label = f"{self.script.shown}: {name}"
        else:
            label = f"{module.name}.{name}"
        if statements:
            self.reached.hashes[label] = module.hash_of(statements)
        self.ahead.extend((module, statement) for statement in statements)

    def follow_target(self, target: Target, attributes: frozenset[str] | None, label: str) -> None:
        module = self.local(target.module)
        if module is None:
            if target.attribute and (
                submodule := self.local(f"{target.module}.{target.attribute}")
            ):
                self.follow_module(submodule, attributes)
            elif target.module:
                self.reached.packages.add(target.module.partition(".")[0])
                self.reached.hashes[label] = ".".join(filter(None, target))
        elif target.attribute is None:
            self.follow_module(module, attributes)
        elif submodule := self.local(f"{target.module}.{target.attribute}"):
            self.follow_module(submodule, attributes)
        else:
            self.follow_effects(module)
            self.follow_name(module, target.attribute, None)

    def follow_module(self, module: Module, attributes: frozenset[str] | None) -> None:
        self.follow_effects(module)
        for name in attributes if attributes is not None else module.bindings:
            self.follow_name(module, name, None)

    def follow_effects(self, module: Module) -> None:
        """What runs when a module is imported counts, and so do its own imports' effects."""
        if (module.name, "") in self.seen:
            return
        self.seen.add((module.name, ""))
        if module.effects:
            self.reached.hashes[f"{module.name} (on import)"] = module.hash_of(module.effects)
        self.ahead.extend((module, statement) for statement in module.effects)
        for target in [*module.imports.values(), *(Target(star, None) for star in module.stars)]:
            if imported_module := self.local(target.module):
                self.follow_effects(imported_module)

    def local(self, name: str) -> Module | None:
        if not name or name == self.script.name:
            return None
        self.reached.sought.add(name)
        return self.helpers.find(name)
