"""Meanings of names: what a name and the attributes read of it stand for, across modules.

    from pack import sub; sub.value ──▶ what binds `value` in pack/sub.py
    pack, passed on                 ──▶ the package itself, of which anything may be read
    np.ones                         ──▶ numpy.ones, of another package

A name may stand for several things, by the way that a run takes: all of them are given.
"""

import ast
from collections.abc import Iterator
from typing import NamedTuple

from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.imports import Target
from executed_slides.scripts.modules import Module

Names = tuple[str, ...]


class Defined(NamedTuple):
    """What a module's own statements bind to a name, and what is read of it."""

    module: Module
    name: str
    rest: Names = ()


class Itself(NamedTuple):
    """A module as a value, or its names all at once: `whole` says why, where the code does."""

    module: Module
    whole: str = ""


class Outside(NamedTuple):
    """Something of another package; `label` says where it was imported, and `target` what."""

    label: str
    target: str
    path: str


Meaning = Defined | Itself | Outside
_Seen = frozenset[tuple[str, str, Names]]
_ATTRIBUTES_OF_ALL = frozenset({"__name__", "__file__", "__doc__", "__package__", "__spec__"})


class Meanings:
    """Finds what names stand for in a script and its helpers.

    `sought` are the modules that were looked for in the folder of helpers, found or not.
    """

    def __init__(self, helpers: Helpers, main: Module):
        self.helpers = helpers
        self.main = main
        self.sought: set[str] = set()

    def local(self, name: str) -> Module | None:
        """A module of the folder, or None for any other."""
        if name == "__main__":
            return self.main
        if not name or name == self.main.name:
            return None
        self.sought.add(name)
        return self.helpers.find(name)

    def submodules(self, package: str) -> list[Module]:
        """All modules in a package; of the folder itself where it has no name."""
        self.sought.add(f"{package}.*".removeprefix("."))
        found = (self.local(name) for name in self.helpers.modules_in(package))
        return [module for module in found if module]

    def of(
        self, module: Module, name: str, chain: Names = (), seen: _Seen = frozenset()
    ) -> Iterator[Meaning]:
        """What `name.chain` stands for in a module: nothing for a builtin."""
        step = (module.name, name, chain)
        if step in seen:
            return
        seen |= {step}
        own = name in module.bindings or name in module.imports
        if name in module.bindings:
            yield Defined(module, name, chain)
        for target in module.imports.get(name, ()):
            label = f"import {name}" if module is self.main else f"{module.name}: import {name}"
            yield from self.of_target(target, chain, label, name, seen)
        for star in module.stars:
            if starred := self.local(star):
                if may_export(starred, name):
                    yield from self.of_attribute(starred, name, chain, seen)
            elif not own:
                yield Outside(f"import {name}", f"{star}.{name}", f"{star}.{name}")

    def of_target(
        self, target: Target, chain: Names, label: str, name: str = "", seen: _Seen = frozenset()
    ) -> Iterator[Meaning]:
        """What an import's name stands for."""
        dotted = ".".join(filter(None, target))
        first = target.module.partition(".")[0]
        around = self.local(target.module) if target.attribute else None
        if around and target.attribute:
            yield from self.of_attribute(around, target.attribute, chain, seen)
            return
        # The statement `import a.b` binds `a`.
        bound = first if name == first and target.attribute is None else dotted
        if module := self.local(bound):
            yield from self.of_module(module, chain, seen)
        elif target.module:
            yield Outside(label, dotted, ".".join([bound, *chain]))

    def of_module(
        self, module: Module, chain: Names, seen: _Seen = frozenset()
    ) -> Iterator[Meaning]:
        if chain:
            yield from self.of_attribute(module, chain[0], chain[1:], seen)
        else:
            yield Itself(module)

    def of_attribute(
        self, module: Module, name: str, chain: Names, seen: _Seen
    ) -> Iterator[Meaning]:
        """What a module has by a name, and else what its `__getattr__` gives."""
        if name == "__dict__":
            yield Itself(module, "its __dict__ is read")
            return
        found = list(self.of(module, name, chain, seen))
        if module.is_package and (submodule := self.local(f"{module.name}.{name}")):
            found += self.of_module(submodule, chain, seen)
        yield from found
        if not found and name not in _ATTRIBUTES_OF_ALL:
            yield from self.of(module, "__getattr__", (), seen)


def may_export(module: Module, name: str) -> bool:
    """Whether a star import of a module may bind a name."""
    listed = listed_names(module)
    if listed is None:
        computed = "__all__" in module.bindings or "__getattr__" in module.bindings
        return computed or not name.startswith("_")
    return name in listed


def listed_names(module: Module) -> list[str] | None:
    """The names of a module's `__all__`, or None where it has none, or one that is computed."""
    match module.bindings.get("__all__"):
        case [ast.Assign(targets=[ast.Name()], value=ast.List(elts=all_) | ast.Tuple(elts=all_))]:
            names = [n.value for n in all_ if isinstance(n, ast.Constant)]
            return [str(name) for name in names] if len(names) == len(all_) else None
    return None
