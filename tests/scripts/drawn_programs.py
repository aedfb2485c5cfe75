"""Programs drawn from a grammar: a script, and up to four helpers that import each other.

Each constant is a number of its own from 1000 on. The module `log` is a helper too, in which
others leave traces when they are imported.
"""

import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies as st
from scripts.python_programs import Program

CONSTANT = re.compile(r"\b1\d{3}\b")


def _several(text: str) -> list[str]:
    return text.strip("\n").split("\n\n")


# What binds {n} to something made of {v}; {o} and {p} are other numbers.
CONSTANTS = _several(
    """
{n} = {v}

{n}: int = {v}

({n}, *_) = ({v}, {o})

{n} = [{v}, {o}]

{n} = [(x, {v}) for x in (1, 2)]

_ = [{n} := {v}]

if {v}:
    {n} = {o}
else:
    {n} = {p}

{n} = [{o}]
{n} += [{v}]

{n} = [{o}]
{n}.append({v})

{n} = {{}}
{n}['a'] = {v}

for {n} in ({o}, {v}): pass

match [{v}, {o}]:
    case [{n}, _]: pass

try:
    raise ValueError({v})
except ValueError as e:
    {n} = str(e)

import contextlib
with contextlib.nullcontext({v}) as {n}: pass

{n} = dict(a={v})

{n} = {o}
{n} = str({v})

globals()['{n}'] = {v}

{n} = {o}
def set_{n}():
    global {n}
    {n} = {v}
set_{n}()

exec('{n} = {o}')

{n} = {o}
if __name__ != '__main__':
    {n} = {p}

{n} = {o}
if __name__ == '__main__':
    {n} = {p}
"""
)
# What makes a function {n}.
FUNCTIONS = _several(
    '''
def {n}(): return {v}

def {n}(x={o}): return {v}, x

def {n}(x=log.leave({o})): return {v}, x

def {n}(x: log.leave({o}) = 1): return {v}

{n} = lambda: {v}

import functools
def _{n}(x): return x, {v}
{n} = functools.partial(_{n}, {o})

import functools
@functools.cache
def {n}(): return {v}

def _{n}(f):
    def inner(): return f(), {o}
    return inner
@_{n}
def {n}(): return {v}

def _{n}(f):
    log.leave(f())
    return f
@_{n}
def {n}(): return {v}

def _{n}(k):
    def keep(f):
        log.traces.append(f())
        return lambda: ({o}, k)
    return keep
@_{n}({p})
def {n}(): return {v}

def {n}():
    x = {o}
    def inner():
        nonlocal x
        x = x, {v}
    inner()
    return x

def {n}(): return globals()['_' + '{n}']()
def _{n}(): return {v}

def {n}(): return eval('_{n}()')
def _{n}(): return {v}

def {n}(): return eval('_{n}' + '()')
def _{n}(): return {v}

def {n}(): return {n}.size
{n}.size = {v}

def {n}():
    """Of {p}."""
    return {v}
'''
)
# What makes a class {n} with a method `size`.
CLASSES = _several(
    '''
class {n}:
    def size(self): return {v}

class {n}:
    """Of {p}."""
    size = lambda self: {v}
    x = log.leave({o})

class _{n}:
    def size(self): return {v}
class {n}(_{n}):
    def size(self): return super().size(), {o}

class _{n}:
    def __init_subclass__(cls): log.leave(cls.x)
class {n}(_{n}):
    x = {o}
    def size(self): return {v}

class _{n}(type):
    def __new__(m, *r):
        k = super().__new__(m, *r)
        log.leave(k.x)
        return k
class {n}(metaclass=_{n}):
    x = {o}
    def size(self): return {v}

from dataclasses import dataclass
@dataclass
class {n}:
    x: int = {v}
    def size(self): return self.x, {o}

class {n}:
    class Inner:
        x = {v}
    def size(self): return self.Inner.x

class {n}:
    @property
    def x(self): return {v}
    def size(self): return self.x

class {n}:
    def size(self): return [k.x for k in {n}.__subclasses__()]
class _{n}({n}):
    x = {v}

class {n}:
    def __init__(self): self.x = {v}
    def size(self): return self.x
{n}_ = {n}()
log.traces.append({n}_.size())
'''
)
# What an import may do beside, or what looks so.
EFFECTS = _several(
    '''
log.leave({v})

_ = log.leave({v})

_: log.leave({v})

log.traces += [{v}]

log.extra = {v}

if __name__ == '__main__':
    log.leave({v})

if __name__ != '__main__':
    log.leave({v})

from typing import TYPE_CHECKING
if TYPE_CHECKING:
    log.leave({v})
else:
    log.leave({o})

with log.leave(__import__('contextlib').nullcontext({v})): pass

"""A text of {v}."""

# A comment of {o}.

def _{n}(): log.leave({v})
_{n}()

def _{n}(): log.leave({v})

[log.leave(x) for x in ({v}, {o})]

log.leave = lambda x, old=log.leave: old((x, {o}))

setattr(log, 'extra', {v})
'''
)


# How one module gets at the name {x} of another, {m}, or {w} where that is written otherwise: the
# lines, and what reads it then.
MODULE_WAYS = [
    ("import {m}", "{m}.{x}"),
    ("import {m} as {a}", "{a}.{x}"),
    ("import importlib\n{a} = importlib.import_module('{m}')", "{a}.{x}"),
    ("import {m} as {a}", "getattr({a}, '{x}')"),
    ("import {m} as {a}", "getattr({a}, '{y}' + '{z}')"),
    ("import {m} as {a}", "vars({a})['{x}']"),
    ("import {m} as {a}", "{a}.__dict__['{x}']"),
    ("try:\n    import {m} as {a}\nexcept ImportError:\n    {a} = None", "{a}.{x}"),
    ("def {a}():\n    import {m}\n    return {v}", "{m}.{x}"),
]
NAME_WAYS = [
    ("from {w} import {x}", "{x}"),
    ("from {w} import {x} as {a}", "{a}"),
    ("from {w} import *", "{x}"),
    ("try:\n    from {w} import {x} as {a}\nexcept ImportError:\n    pass", "{a}"),
    ("def {a}():\n    from {w} import {x} as x\n    return {v}", "x"),
]


@dataclass
class Drawn:
    """A module while it is written: its lines, and what others may use of it, by name."""

    name: str
    lines: list[str] = field(default_factory=list)
    values: dict[str, str] = field(default_factory=dict)
    # What this module may say for a value, its own and others'.
    known: list[str] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.lines += textwrap.dedent(text).strip("\n").split("\n")


class Writer:
    """Writes a program by asking `pick` for one of several."""

    def __init__(self, pick: Callable[[list], object]):
        self.pick = pick
        self.count = 999
        self.names = 0

    def number(self) -> str:
        self.count += 1
        return str(self.count)

    def name(self, stem: str) -> str:
        self.names += 1
        return f"{stem}{self.names}"

    def value(self, module: Drawn) -> str:
        """A number, or something that the module knows."""
        return self.pick([self.number(), *module.known])

    def program(self) -> Program:
        log = Drawn("log", ["traces = []", "def leave(x): traces.append(x); return x"])
        layout = self.pick(
            [
                ["a"],
                ["a", "b"],
                ["pack", "pack.a"],
                ["pack.a", "b"],
                ["pack.a", "pack", "b"],
                ["pack.a", "pack.deep.b", "pack", "c"],
            ]
        )
        written: list[Drawn] = []
        for name in layout:
            written.append(self.module(name, written, layout))
        one = self.script(written)
        texts = {"one": one, **{self.path(m.name, layout): "\n".join(m.lines) for m in written}}
        for name in layout:
            for end in range(1, name.count(".") + 1):
                package = "/".join(name.split(".")[:end])
                texts.setdefault(f"{package}/__init__", f"import log\nlog.leave({self.number()})")
        return {
            **{path: f"{text}\n" for path, text in texts.items()},
            "log": "\n".join(log.lines),
        }

    def path(self, name: str, layout: list[str]) -> str:
        is_package = any(other.startswith(f"{name}.") for other in layout)
        return name.replace(".", "/") + ("/__init__" if is_package else "")

    def module(self, name: str, before: list[Drawn], layout: list[str]) -> Drawn:
        module = Drawn(name)
        module.add("import log")
        for other in before:
            if self.pick([True, True, False]):
                self.import_into(module, other, layout)
        for _ in range(self.pick([1, 2, 3, 4])):
            self.pick(self.constructs)(self, module)
        return module

    def relative(self, module: Drawn, other: Drawn, layout: list[str]) -> str | None:
        """A relative name of another module, where both lie in one package."""
        is_package = any(n.startswith(f"{module.name}.") for n in layout)
        package = module.name if is_package else module.name.rpartition(".")[0]
        level = 1
        while package:
            if other.name.startswith(f"{package}."):
                return "." * level + other.name.removeprefix(f"{package}.")
            package = package.rpartition(".")[0]
            level += 1
        return None

    def import_into(self, module: Drawn, other: Drawn, layout: list[str]) -> None:
        names = list(other.values)
        where = self.pick([other.name, self.relative(module, other, layout) or other.name])
        ways = [*MODULE_WAYS, *(NAME_WAYS * 2 if names else [])]
        lines, reads = self.pick(ways)
        used = self.pick(names) if names else "no_such_name"
        alias = self.name("m")
        values = {"m": other.name, "w": where, "a": alias, "x": used}
        values |= {"y": used[:1], "z": used[1:]}
        uses = other.values.get(used, used)
        # A class is used by its instances, a function by its call.
        said = uses.replace(used, reads.format(**values), 1)
        module.add(lines.format(**values, v=said))
        if not names:
            return
        module.known.append(f"{alias}()" if lines.startswith("def") else said)
        if lines.startswith("from") and reads == "{x}":
            starred = names if "*" in lines else [used]
            module.values |= {name: other.values[name] for name in starred}

    def export(self, module: Drawn, name: str, said: str) -> None:
        module.values[name] = said
        module.known.append(said)

    # What a helper may hold

    def constant(self, module: Drawn) -> None:
        name, value = self.name("N"), self.value(module)
        text = self.pick(CONSTANTS)
        values = {"n": name, "v": value, "o": self.number(), "p": self.number()}
        module.add(text.format(**values))
        self.export(module, name, name)

    def function(self, module: Drawn) -> None:
        name, value = self.name("f"), self.value(module)
        text = self.pick(FUNCTIONS)
        values = {"n": name, "v": value, "o": self.number(), "p": self.number()}
        module.add(text.format(**values))
        self.export(module, name, f"{name}()")

    def kind(self, module: Drawn) -> None:
        name, value = self.name("K"), self.value(module)
        text = self.pick(CLASSES)
        values = {"n": name, "v": value, "o": self.number(), "p": self.number()}
        module.add(text.format(**values))
        self.export(module, name, f"{name}().size()")

    def effect(self, module: Drawn) -> None:
        value = self.value(module)
        text = self.pick(EFFECTS)
        values = {"n": self.name("e"), "v": value, "o": self.number()}
        module.add(text.format(**values))

    def hook(self, module: Drawn) -> None:
        if "__getattr__" not in "\n".join(module.lines):
            name, value = self.name("H"), self.value(module)
            module.add(
                f"def __getattr__(name):\n    if name == {name!r}: return {value}\n"
                "    raise AttributeError(name)"
            )
            # Only others may ask for it.
            module.values[name] = name

    constructs = [constant, constant, function, function, function, kind, kind, effect, hook]

    # The script

    def script(self, written: list[Drawn]) -> str:
        one = Drawn("one")
        one.add("import log")
        for other in written[:-1]:
            if self.pick([True, False, False]):
                self.import_into(one, other, [])
        self.import_into(one, written[-1], [])
        for _ in range(self.pick([0, 0, 1, 2])):
            one.add("# %% More")
            self.pick([Writer.function, Writer.kind, self.patch(written)])(self, one)
        one.add("# %% Measure")
        said = [self.pick(one.known or ["0"]) for _ in range(self.pick([1, 2]))]
        one.add(f"outcome = {', '.join(said)}, log.traces, getattr(log, 'extra', None)")
        # A figure draws by what is imported, never by what a measuring cell assigns.
        imports = " ".join(line for line in one.lines if line.startswith(("import ", "from ")))
        drawn = [s for s in one.known if re.split(r"\W", s)[0] in re.split(r"\W", imports)]
        if drawn and self.pick([True, False]):
            one.add(f'# %% Figure tags=["figure"]\n{self.pick(drawn)}')
        return "\n".join(one.lines)

    def patch(self, written: list[Drawn]) -> Callable:
        def add(writer: Writer, one: Drawn) -> None:
            other = self.pick(written)
            names = [name for name in other.values if not name.startswith("K")]
            if not names:
                return
            name = self.pick(names)
            value = f"lambda: {self.number()}" if name.startswith("f") else self.number()
            alias = self.name("p")
            one.add(f"import {other.name} as {alias}")
            one.add(
                self.pick([f"{alias}.{name} = {value}", f"setattr({alias}, {name!r}, {value})"])
            )

        return add


@st.composite
def programs(draw) -> Program:
    return Writer(lambda several: draw(st.sampled_from(several))).program()
