"""Intrusions: what a helper for figures does, when it is imported, to a measurement.

plt.rcParams["font.size"] = 20    is the figures' own
np.random.seed(3)                 is not, where measuring cells reach NumPy too
training.FACTOR = 2               neither, where they reach that helper
"""

import ast
from collections.abc import Iterable, Iterator

from executed_slides.scripts import inert
from executed_slides.scripts.facts import Facts, chain_of
from executed_slides.scripts.imports import Target
from executed_slides.scripts.meanings import Defined, Meaning, Outside
from executed_slides.scripts.modules import Module
from executed_slides.scripts.reach import Reach, is_loader

# Who calls them sets how pictures and lines of a log look.
_LOOKS = frozenset(
    {"PIL", "cycler", "logging", "matplotlib", "mpl_toolkits", "plotly", "seaborn", "warnings"}
)
# What they run, nobody wrote down.
_RUN_ANYTHING = frozenset({"eval", "exec", "__import__"})


def follow_intrusions(measure: Reach, targets: Iterable[Target]) -> None:
    """Counts the statements that act when `targets` are imported, and touch what is measured."""
    modules = [m for m in _imported_by(measure, targets) if (m.name, "") not in measure.seen]
    counted: dict[str, list[ast.stmt]] = {m.name: [] for m in modules}
    while True:
        others = measure.modules - counted.keys()
        found = {
            m.name: [s for s in measure.acting.of(m) if _intrudes(measure, others, m, s)]
            for m in modules
        }
        if found == counted:
            return
        counted = found
        for module in modules:
            if (module.name, "") not in measure.seen:
                measure.count_effects(module, found[module.name])
        measure.follow()


def _imported_by(measure: Reach, targets: Iterable[Target]) -> list[Module]:
    """The helpers that imports load, and those that these load in turn."""
    loaded: dict[str, Module] = {}
    ahead = list(targets)
    while ahead:
        for module in measure.loaded_by(ahead.pop()):
            if module.name not in loaded:
                loaded[module.name] = module
                ahead += [target for targets in module.imports.values() for target in targets]
                ahead += [Target(star, None) for star in module.stars]
    return list(loaded.values())


def _intrudes(measure: Reach, others: set[str], module: Module, statement: ast.stmt) -> bool:
    """Whether a statement touches what is measured, which has something of `others`."""
    ahead, seen = [(module, statement)], {statement}
    while ahead:
        owner, each = ahead.pop()
        facts = owner.facts_of(each)
        if facts.opaque or _RUN_ANYTHING & facts.names.keys():
            return True
        late = _imported_by(measure, [inner.target for inner in facts.imports])
        more = [(other, s) for other in late for s in measure.acting.of(other)]
        for meaning in [*_touched(measure, owner, each), *_used(measure, owner, facts)]:
            if _is_measured(measure, others, meaning):
                return True
            if isinstance(meaning, Defined):
                found = meaning.module.bindings[meaning.name]
                more += [(meaning.module, s) for s in found]
        ahead += [(other, s) for other, s in more if s not in seen]
        seen.update(s for _, s in more)
    return False


def _used(measure: Reach, module: Module, facts: Facts) -> Iterator[Meaning]:
    """What a statement's names stand for, and what stands before each attribute read of them."""
    for name, uses in facts.names.items():
        for chain in {use.chain[:end] for use in uses for end in range(len(use.chain) + 1)}:
            for meaning in measure.meanings.of(module, name, chain):
                if not isinstance(meaning, Outside):
                    yield meaning


def _touched(measure: Reach, module: Module, statement: ast.stmt) -> Iterator[Meaning]:
    """What a statement calls, or sets something of."""
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=part):
                pass
            case ast.Attribute(value=part, ctx=ast.Store() | ast.Del()):
                pass
            case ast.Subscript(value=part, ctx=ast.Store() | ast.Del()):
                pass
            case _:
                continue
        if found := chain_of(part):
            yield from measure.meanings.of(module, found.name, found.chain)


def _is_measured(measure: Reach, others: set[str], meaning: Meaning) -> bool:
    """Whether the measurement reaches a module, what one defines, or a package that is called."""
    if isinstance(meaning, Outside):
        top = meaning.path.partition(".")[0]
        if is_loader(meaning.path):
            return True
        return top in measure.packages - _LOOKS and not inert.is_inert(meaning.path)
    if isinstance(meaning, Defined) and (meaning.module.name, meaning.name) in measure.seen:
        return True
    return meaning.module.name in others
