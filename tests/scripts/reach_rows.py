"""Constructs of Python, each in a tiny program.

101 decides the outcome: another number there is another key. 103 does not, and is none.
Text that starts with `== PATH` is the module of that path, before the first one the script.
"""

import sys

ROWS = {
    # Docstrings
    "a docstring that a helper reads, and one that nobody does": '''
import tool, other
outcome = tool.usage() + other.value()
== tool
"""Usage: 101"""
def usage():
    """Gives 103."""
    return __doc__
== other
"""Is 103."""
def value(): return "."
''',
    # Packages and imports
    "a package's __init__ that imports from a module of its own": """
from pack import value
outcome = value()
== pack/__init__
from .core import value
def other(): return 103
== pack/core
def value(): return 101
def unused(): return 103
""",
    "a module by a relative import": """
import pack
outcome = pack.sub.value
== pack/__init__
from . import sub
== pack/sub
value = 101
other = 103
""",
    "a module of a module's own package": """
from pack.one import value
outcome = value()
== pack/__init__
== pack/one
from .two import base
def value(): return base()
== pack/two
def base(): return 101
def other(): return 103
""",
    "a relative import of the package above": """
from pack.deep.leaf import value
outcome = value
== pack/__init__
== pack/deep/__init__
from ..core import value
== pack/deep/leaf
from . import value
== pack/core
value = 101
other = 103
""",
    "a relative import of the package above in a deep __init__": """
import pack.deep
outcome = pack.deep.core.value
== pack/__init__
== pack/deep/__init__
from .. import core
== pack/core
value = 101
other = 103
""",
    "a module by its dotted name": """
import pack.sub
outcome = pack.sub.value()
== pack/__init__
== pack/sub
def value(): return 101
def other(): return 103
""",
    "two modules by their dotted names": """
import pack.one
import pack.two
outcome = pack.one.value() + pack.two.value()
== pack/__init__
== pack/one
def value(): return 101
def other(): return 103
== pack/two
def value(): return 101
def other(): return 103
""",
    "a module by its dotted name and another one": """
import pack.sub as s
outcome = s.value()
== pack/__init__
== pack/sub
def value(): return 101
def other(): return 103
""",
    "a module in a folder without an __init__": """
import pack.sub
from pack import two
outcome = pack.sub.value() + two.value()
== pack/sub
def value(): return 101
def other(): return 103
== pack/two
def value(): return 101
def other(): return 103
""",
    "a package that is named like a module": """
from tools import value
outcome = value
== tools/__init__
value = 101
== tools
value = 103
""",
    "what a package does when a module of it is imported": """
import random
from pack.deep.leaf import value
outcome = value(), random.random()
== pack/__init__
import random
random.seed(101)
== pack/deep/__init__
import random
random.seed(random.random() + 101)
== pack/deep/leaf
def value(): return 3
def other(): return 103
""",
    "what a package does when a dotted name is imported": """
import random
import pack.leaf
outcome = random.random()
== pack/__init__
import random
random.seed(101)
== pack/leaf
def other(): return 103
""",
    "what a package does that another helper imports": """
import random
from tools import value
outcome = value(), random.random()
== tools
import pack.leaf
def value(): return 3
== pack/__init__
import random
random.seed(101)
== pack/leaf
def other(): return 103
""",
    "what a module does that only its package imports": """
import random
from pack import value
outcome = value, random.random()
== pack/__init__
from . import acts
value = 3
== pack/acts
import random
random.seed(101)
""",
    "what a module does that a from-import names": """
import random
from pack import acts
outcome = random.random()
== pack/__init__
== pack/acts
import random
random.seed(101)
other = 103
""",
    "a name of a package beside a module of the same name": """
from pack import value
outcome = value
== pack/__init__
value = 101
== pack/value
x = 3
""",
    "a star import in the script": """
from tools import *
outcome = value()
== tools
def value(): return 101
def other(): return 103
""",
    "star imports through two levels": """
from top import *
outcome = value()
== top
from middle import *
== middle
from bottom import *
== bottom
def value(): return 101
def other(): return 103
""",
    "a star import that __all__ ends": """
from first import *
from second import *
outcome = value()
== first
def value(): return 101
== second
__all__ = ["other"]
def value(): return 103
def other(): return 103
""",
    "a star import that replaces a definition": """
from tools import value
outcome = value()
== tools
def value(): return 3
from base import *
== base
def value(): return 101
def other(): return 103
""",
    "a star import leaves private names alone": """
from first import *
from second import *
from first import _value
outcome = _value()
== first
def _value(): return 101
== second
def _value(): return 103
""",
    "a star import of a package's modules": """
from pack import *
outcome = sub.value()
== pack/__init__
__all__ = ["sub"]
== pack/sub
def value(): return 101
def other(): return 103
""",
    "an import that may fail": """
from tools import value
outcome = value()
== tools
try:
    from no_such_module import value
except ImportError:
    from base import value
== base
def value(): return 101
def other(): return 103
""",
    "a definition for an import that may fail": """
from tools import value
outcome = value()
== tools
try:
    from no_such_module import value
except ImportError:
    def value(): return 101
""",
    "an import under a condition": """
from tools import go
outcome = go()
== tools
FAST = True
if FAST:
    import quick as way
else:
    import slow as way
def go(): return way.value()
== quick
def value(): return 101
def other(): return 103
== slow
def other(): return 103
""",
    "an import for type checkers alone": """
from tools import value
outcome = value()
== tools
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    from types_only import Kind
    limit = 103
else:
    limit = 101
def value() -> "Kind": return limit
== types_only
import random
random.seed(103)
class Kind: size = 103
""",
    "a later import of the same name": """
from first import value
from second import value
outcome = value
== first
value = 3
== second
value = 101
""",
    # What acts on import
    "a call whose value nobody reads": """
import random
from tools import value
outcome = value(), random.random()
== tools
import random
_ = random.seed(101)
def value(): return 3
def other(): return 103
""",
    "a registration by a decorator": """
import tools
from registry import known
outcome = known["a"]()
== registry
known = {}
def register(name):
    def keep(f):
        known[name] = f
        return f
    return keep
== tools
from registry import register
@register("a")
def f(): return 101
def other(): return 103
""",
    "a registration of a class by a decorator": """
import tools
from registry import known
outcome = known[0].size
== registry
known = []
def register(f):
    known.append(f)
    return f
== tools
from registry import register
@register
class Kind: size = 101
""",
    "a registration in a cell": """
known = {}
def register(f):
    known[f.__name__] = f
    return f
@register
def double(x): return x * 101
outcome = known["double"](3)
""",
    "a registration in the only cell": """
from registry import known, register
@register
def double(x): return x * 101
outcome = known[0](3)
== registry
known = []
def register(f):
    known.append(f)
    return f
def other(): return 103
""",
    "a decorator that only wraps": """
from tools import value
outcome = value()
== tools
from functools import wraps
def twice(f):
    @wraps(f)
    def both(): return 2 * f() + 101
    return both
@twice
def value(): return 101
@twice
def other(): return 103
""",
    "a decorator with arguments that only wraps": """
from tools import value
outcome = value()
== tools
from functools import cache
def times(n):
    def wrap(f):
        def inner(): return n * f()
        return inner
    return wrap
@times(101)
def value(): return 3
@times(103)
def other(): return 103
@cache
def third(): return 103
""",
    "a default value that acts": """
import random
from tools import value
outcome = value(), random.random()
== tools
import random
def value(): return 3
def other(x=random.seed(101)): return 3
""",
    "an annotation that acts": """
import random
from tools import value
outcome = value(), random.random()
== tools
import random
def value(): return 3
def other(x: random.seed(101)): return 3
""",
    "a class body that acts": """
import random
from tools import value
outcome = value(), random.random()
== tools
import random
def value(): return 3
class Other:
    random.seed(101)
""",
    "a class body's assignment that acts": """
import random
from tools import value
outcome = value(), random.random()
== tools
import random
def value(): return 3
class Other:
    class Inner:
        x = random.seed(101)
""",
    "a base that hears of its subclasses": """
import tools
from base import Base
outcome = [kind.size for kind in Base.known]
== base
class Base:
    known = []
    def __init_subclass__(cls): Base.known.append(cls)
== tools
from base import Base
class Kind(Base): size = 101
""",
    "a base's base that hears of its subclasses": """
import tools
from base import Base
outcome = [kind().size for kind in Base.known]
== base
class Base:
    known = []
    def __init_subclass__(cls): Base.known.append(cls)
== tools
import base
class Middle(base.Base):
    size = 3
class Kind(Middle):
    size = 101
""",
    "a metaclass": """
import tools
from base import known
outcome = known[-1].size
== base
known = []
class Meta(type):
    def __new__(kind, *rest):
        made = super().__new__(kind, *rest)
        known.append(made)
        return made
== tools
from base import Meta
class Kind(metaclass=Meta): size = 101
""",
    "a metaclass of a base": """
import tools
from base import known
outcome = known[-1].size
== base
known = []
class Meta(type):
    def __init__(self, *rest): known.append(self)
class Base(metaclass=Meta): pass
== tools
from base import Base
class Kind(Base): size = 101
""",
    "the subclasses that a class knows": """
import tools
from base import Base
outcome = [kind.size for kind in Base.__subclasses__()]
== base
class Base: pass
== tools
from base import Base
class Kind(Base): size = 101
""",
    "a table that a loop fills": """
from tools import TABLE
outcome = TABLE
== tools
def entry(n): return n * 101
TABLE = {}
for n in range(3):
    TABLE[n] = entry(n)
def other(): return 103
""",
    "a table that a subscript fills": """
from tools import TABLE
outcome = TABLE["a"]
== tools
TABLE = {"a": 3}
TABLE["a"] = 101
""",
    "an augmented assignment": """
from tools import value
outcome = value
== tools
value = 101
value += 101
other = 103
""",
    "a tuple of targets": """
from tools import value
outcome = value
== tools
(first, *value), third = (3, 101), 3
other = 103
""",
    "a walrus": """
from tools import value
outcome = value
== tools
pair = ((value := 101), 3)
other = 103
""",
    "a walrus in a comprehension": """
from tools import value
outcome = value
== tools
pairs = [(value := n) for n in (3, 101)]
""",
    "an attribute that is set": """
from tools import value
outcome = value()
== tools
def value(): return value.size
value.size = 101
def other(): return 103
""",
    "a with statement": """
from tools import value
outcome = value
== tools
from contextlib import nullcontext
with nullcontext(101) as value:
    pass
other = 103
""",
    "a for loop's name": """
from tools import value
outcome = value
== tools
for value in (3, 101):
    pass
""",
    "a match": """
from tools import value, first
outcome = value, first
== tools
match [101, 101]:
    case [first, *value]:
        pass
""",
    "the name of an error": """
from tools import value
outcome = value
== tools
try:
    raise ValueError(101)
except ValueError as error:
    value = error.args
""",
    "a name that is deleted": """
import tools
outcome = getattr(tools, "value", 4)
== tools
value = 3
if 101 < 150:
    del value
""",
    "a name that is deleted, and found elsewhere": """
from tools import go
outcome = go()
== tools
from base import *
value = 3
if 101 < 150:
    del value
def go(): return "value" in globals()
== base
x = 3
""",
    "a global that another function sets": """
import tools
tools.setup()
outcome = tools.value
== tools
value = 3
def setup():
    global value
    value = 101
def other(): return 103
""",
    "a global that only a function sets": """
from tools import setup, read
setup()
outcome = read()
== tools
def setup():
    global value
    value = 101
def read(): return value
""",
    "a nonlocal": """
from tools import count
outcome = count()
== tools
def count():
    n = 101
    def more():
        nonlocal n
        n += step
    more()
    return n
step = 101
other = 103
""",
    "a call of a helper's own at its top": """
import random
from tools import value
outcome = value(), random.random()
== tools
import random
def start(): random.seed(101)
started = start()
def value(): return 3
def other(): return 103
""",
    "a constant of a pure call": """
from tools import value
outcome = value
== tools
import math
def area(r): return 101 * r * r
value = area(math.sqrt(101))
other = area(math.sqrt(103))
third = int("103") + max(3, 103)
""",
    "an operator of a helper's class": """
import tools
outcome = tools.seen
== tools
seen = []
class Chain:
    def __or__(self, other):
        seen.append(other)
        return self
chain = Chain()
result = chain | 101
""",
    "what is imported for its effect alone": """
import random
import tools
outcome = random.random()
== tools
import random
random.seed(101)
def other(): return 103
""",
    "what an import of an import does": """
import random
from tools import value
outcome = value(), random.random()
== tools
import deep
def value(): return 3
== deep
import random
random.seed(101)
def other(): return 103
""",
    "what runs only as a program": """
from tools import value
outcome = value()
== tools
def value(): return 101
def main(): return 103
if __name__ == "__main__":
    print(main(), 103)
""",
    "what runs only when it is no program": """
from tools import value
outcome = value()
== tools
LIMIT = 3
def value(): return LIMIT
if __name__ != "__main__":
    LIMIT = 101
""",
    "the other branch of a program's guard": """
from tools import value
outcome = value()
== tools
LIMIT = 3
def value(): return LIMIT
if __name__ == "__main__":
    LIMIT = 103
else:
    LIMIT = 101
""",
    "a guard in the script": """
from tools import value
if __name__ == "__main__":
    outcome = value()
== tools
def value(): return 101
def other(): return 103
""",
    "docstrings and comments": '''
from tools import value, Kind
outcome = value() + Kind().size()
== tools
"""Of 103 things."""
# 103 comments
def value():
    """Gives 103."""
    return 101  # not 103
class Kind:
    """Has 103."""
    def size(self):
        """Says 103."""
        return 101
''',
    "what a star import's module does": """
import random
from tools import *
outcome = random.random()
== tools
import random
random.seed(101)
def other(): return 103
""",
    "what a star import of a star import does": """
import random
from tools import value
outcome = value(), random.random()
== tools
from base import *
def value(): return 3
== base
import random
random.seed(101)
def other(): return 103
""",
    "what a star import that may fail does": """
import random
try:
    from pack import *
except ImportError:
    pass
outcome = random.random()
== pack/__init__
__all__ = ["acts"]
== pack/acts
import random
random.seed(101)
def other(): return 103
""",
    "functions of a guard's other branch": """
from tools import value
outcome = value()
== tools
if __name__ == "__main__":
    pass
else:
    if True:
        def value():
            return made() + [n for n in (101,)][0]
    else:
        def value():
            return 3
    def made():
        return (lambda: 101)()
    def other():
        return (lambda: 103)()
""",
    # Names that change
    "a helper's name that a cell sets": """
import tools
tools.FACTOR = 3
outcome = tools.value()
== tools
FACTOR = 3
def value(): return FACTOR * 101
def other(): return 103
""",
    "a helper's name that another helper sets": """
import patches
from tools import value
outcome = value()
== patches
import tools
tools.FACTOR = 101
def other(): return 103
== tools
FACTOR = 3
def value(): return FACTOR
def other(): return 103
""",
    "a helper's function that another helper replaces": """
import patches
from tools import value
outcome = value()
== patches
import tools
def step(): return 101
tools.step = step
def other(): return 103
== tools
def step(): return 3
def value(): return step()
""",
    "a helper's name that setattr sets": """
import tools
import patches
outcome = tools.value()
== patches
import tools
def start(): setattr(tools, "FACTOR", 101)
start()
== tools
FACTOR = 3
def value(): return FACTOR
def other(): return 103
""",
    "a method that another helper replaces": """
import patches
from tools import Kind
outcome = Kind().size()
== patches
from tools import Kind
Kind.size = lambda self: 101
def other(): return 103
== tools
class Kind:
    def size(self): return 3
""",
    "a cell that defines a helper's name anew": """
from tools import value
first = value()
def value(): return 3
outcome = first + value()
== tools
def value(): return 101
def other(): return 103
""",
    "a cell that assigns a helper's name anew": """
from tools import value
first = value
value = 3
outcome = first + value
== tools
value = 101
other = 103
""",
    "a function that a later cell uses": """
def double(x): return x * 101
# %% Later
outcome = double(3)
""",
    "a module's own getattr": """
import tools
outcome = tools.value
== tools
def __getattr__(name): return made(name)
def made(name): return name, 101
def other(): return 103
""",
    "a module's own getattr in a from-import": """
from tools import value
outcome = value
== tools
def __getattr__(name):
    if name == "value":
        from base import value
        return value
    raise AttributeError(name)
def other(): return 103
== base
value = 101
other = 103
""",
    "a module's own getattr for a name that nobody uses": """
import random
from tools import value
outcome = random.random()
== tools
import random
def __getattr__(name): return random.seed(101)
def other(): return 103
""",
    # Names that are computed
    "an import in a function": """
from tools import go
outcome = go()
== tools
def go():
    from base import value
    return value()
== base
def value(): return 101
def other(): return 103
""",
    "an import of a module in a function": """
from tools import go
outcome = go()
== tools
def go():
    import base
    return base.value()
== base
def value(): return 101
def other(): return 103
""",
    "an import of a dotted module in a function": """
from tools import go
outcome = go()
== tools
def go():
    import pack.sub
    import pack.two as two
    return pack.sub.value(), two.value()
== pack/__init__
== pack/sub
def value(): return 101
def other(): return 103
== pack/two
def value(): return 101
def other(): return 103
""",
    "a global import in a function": """
from tools import load, go
load()
outcome = go()
== tools
def load():
    global base
    import base
def go(): return base.value()
== base
def value(): return 101
def other(): return 103
""",
    "an import in a class": """
from tools import Kind
outcome = Kind().size()
== tools
class Kind:
    import base
    def size(self): return self.base.value()
== base
def value(): return 101
""",
    "import_module with a constant name": """
import importlib
tools = importlib.import_module("tools")
outcome = tools.value()
== tools
def value(): return 101
== other
def value(): return 103
""",
    "import_module of a module in a package": """
from importlib import import_module
outcome = import_module("pack.sub").value()
== pack/__init__
== pack/sub
def value(): return 101
== other
def value(): return 103
""",
    "import_module with a computed name": """
import importlib
outcome = [importlib.import_module(name).value() for name in ("too" + "ls", "pack.sub")]
== tools
def value(): return 101
== pack/__init__
== pack/sub
def value(): return 101
""",
    "a folder that is put on the path": """
import sys
sys.path.insert(0, "experiments/more")
outcome = __import__("more.tools").tools.value()
== more/tools
def value(): return 101
""",
    "eval of a constant with names of its own": """
from tools import value
outcome = eval("f() + x", {"f": value, "x": 3})
== tools
def value(): return 101
def other(): return 103
""",
    "import_module by another name": """
from importlib import import_module as load
find = load
outcome = find("tools").value()
== tools
def value(): return 101
""",
    "__import__": """
outcome = __import__("tools").value()
== tools
def value(): return 101
== other
def value(): return 103
""",
    "__import__ with a computed name": """
outcome = __import__("too" + "ls").value()
== tools
def value(): return 101
""",
    "getattr with a constant name": """
import tools
outcome = getattr(tools, "value")()
== tools
def value(): return 101
def other(): return 103
""",
    "getattr with a computed name": """
import tools
outcome = getattr(tools, "val" + "ue")()
== tools
from base import step
def value(): return 101 + step()
== base
def step(): return 101
def other(): return 103
""",
    "vars of a module": """
import tools
outcome = vars(tools)["value"]()
== tools
def value(): return 101
""",
    "the __dict__ of a module": """
import tools
outcome = tools.__dict__["value"]()
== tools
def value(): return 101
""",
    "the __dict__ of a module in a package": """
import pack.sub
outcome = pack.sub.__dict__["value"]()
== pack/__init__
other = 103
== pack/sub
def value(): return 101
""",
    "globals in a helper": """
from tools import go
outcome = go("val" + "ue")
== tools
def go(name): return globals()[name]()
def value(): return 101
""",
    "globals in a cell": """
from tools import value
def double(x): return x * 101
outcome = globals()["val" + "ue"]() + globals()["dou" + "ble"](3)
== tools
def value(): return 101
""",
    "names that a helper makes by globals": """
import tools
outcome = tools.b()
== tools
for name in "ab":
    globals()[name] = lambda: 101
""",
    "eval of a constant": """
from tools import go
outcome = go()
== tools
def go(): return eval("value() + 3")
def value(): return 101
def other(): return 103
""",
    "eval of a computed text": """
from tools import go
outcome = go("val" + "ue()")
== tools
def go(text): return eval(text)
def value(): return 101
""",
    "eval beside a star import that knows any name": """
from tools import go
outcome = go("val" + "ue()")
== tools
from base import *
def go(text): return eval(text)
def value(): return 101
== base
def __getattr__(name):
    if name.startswith("__"): raise AttributeError(name)
    return 3
""",
    "a star import whose list a module's own getattr gives": """
from tools import *
outcome = value, _more
== tools
def __getattr__(name): return ["value", "_more"] if name == "__all__" else 101
def other(): return 103
""",
    "eval beside a star import that may give it": """
from tools import go
outcome = go("val" + "ue()")
== tools
from base import *
def go(text): return eval(text)
def value(): return 101
== base
import random
if random is None:
    eval = print
""",
    "a star import that asks a module's own getattr": """
from tools import *
outcome = value
== tools
__all__ = ["value"]
def __getattr__(name): return 101
def other(): return 103
""",
    "exec of a computed text": """
from tools import go
outcome = go("ba" + "se")
== tools
def go(name):
    names = {}
    exec(f"import {name} as module", names)
    return names["module"].value()
== base
def value(): return 101
""",
    "exec of a constant": """
from tools import value
outcome = value()
== tools
exec("def value(): return made()")
def made(): return 101
def other(): return 103
""",
    "sys.modules by a constant name": """
import sys
import tools
outcome = sys.modules["tools"].value()
== tools
def value(): return 101
""",
    "sys.modules by the module's own name": """
from tools import go
outcome = go("value")
== tools
import sys
def go(name): return getattr(sys.modules[__name__], name)()
def value(): return 101
== other
x = 103
""",
    "the globals of a function": """
from tools import go
outcome = go.__globals__["val" + "ue"]()
== tools
def go(): return 3
def value(): return 101
""",
    "a module by another name": """
import tools
t = tools
outcome = t.value()
== tools
def value(): return 101
""",
    "a module that is passed on": """
import tools
def go(module): return module.value()
outcome = go(tools)
== tools
import base
def value(): return 101
== base
x = 3
""",
    "a module that is passed on with what it imports": """
import tools
def go(module): return module.base.value()
outcome = go(tools)
== tools
import base
== base
def value(): return 101
""",
    "a package that is passed on": """
import pack.sub
def go(module): return module.sub.value()
outcome = go(pack)
== pack/__init__
== pack/sub
def value(): return 101
""",
    # Values
    "a function that is passed on": """
from tools import value
outcome = list(map(value, [3]))
== tools
def value(x): return x * 101
def other(): return 103
""",
    "a partial": """
import tools
from functools import partial
outcome = partial(tools.value, 3)()
== tools
def value(x): return x * 101
def other(): return 103
""",
    "a partial of a helper": """
from tools import double
outcome = double(3)
== tools
from functools import partial
def times(x, y): return x * y
double = partial(times, 101)
triple = partial(times, 103)
""",
    "a method": """
from tools import Kind
outcome = Kind().size()
== tools
class Kind:
    def size(self): return made()
def made(): return 101
def other(): return 103
""",
    "a property": """
import tools
outcome = tools.Kind().size
== tools
class Kind:
    @property
    def size(self): return made()
def made(): return 101
def other(): return 103
""",
    "super and a base in another module": """
from tools import Kind
outcome = Kind().size()
== tools
from base import Base
class Kind(Base):
    def size(self): return super().size() + 101
class Other(Base):
    def size(self): return 103
== base
class Base:
    def size(self): return 101
class Third: x = 103
""",
    "a base by its module": """
from tools import Kind
outcome = Kind().size()
== tools
import base
class Kind(base.Base): pass
== base
class Base:
    def size(self): return 101
class Other: x = 103
""",
    "a class attribute": """
from tools import Kind
outcome = Kind.size
== tools
class Kind: size = 101
class Other: size = 103
""",
    "a nested class": """
from tools import Kind
outcome = Kind.Inner.size
== tools
class Kind:
    class Inner: size = 101
class Other:
    class Inner: size = 103
""",
    "the fields of a dataclass": """
from tools import Kind
outcome = Kind()
== tools
from dataclasses import dataclass, field
@dataclass
class Kind:
    size: int = 101
    more: list = field(default_factory=lambda: [101])
@dataclass(frozen=True)
class Other:
    size: int = 103
    more: list = field(default_factory=lambda: [103])
""",
    "an enumeration": """
from tools import Kind
outcome = Kind.A.value
== tools
from enum import Enum
class Kind(Enum):
    A = 101
class Other(Enum):
    A = 103
""",
    "a named tuple": """
from tools import Kind
outcome = Kind()
== tools
from typing import NamedTuple
class Kind(NamedTuple):
    size: int = 101
class Other(NamedTuple):
    size: int = 103
""",
    "an instance that a helper makes": """
from tools import value
outcome = value()
== tools
class Kind:
    def __init__(self, size): self.size = size
    def grow(self): return self.size * 101
KIND = Kind(101)
def value(): return KIND.grow()
def other(): return 103
""",
    "a lambda": """
from tools import value
outcome = value()
== tools
value = lambda: made()
made = lambda: 101
other = lambda: 103
""",
    "a generator and an await": """
from tools import value
outcome = value()
== tools
import asyncio
async def wait(): return 101
def many(): yield 101
def value(): return asyncio.run(wait()), list(many())
async def other(): return 103
""",
    "a conditional definition": """
from tools import value
outcome = value()
== tools
import sys
if sys.version_info > (3,):
    def value(): return 101
else:
    def value(): return 3
def other(): return 103
""",
    "an import in a cell's function": """
def go():
    import tools
    return tools.value()
outcome = go()
== tools
def value(): return 101
def other(): return 103
""",
    "another script's function": """
from imdb import value
outcome = value()
== imdb
# %% Model
def value(): return 101
def other(): return 103
""",
    # What looks as if it did not act
    "a key function that acts": """
import tools
from log import traces
outcome = traces
== log
traces = []
== tools
import log
def trace(x):
    log.traces.append(101)
    return x
WAYS = [trace]
most = max([3, 4], key=WAYS[0])
""",
    "a class that type makes": """
import tools
from base import Base
outcome = Base.known
== base
class Base:
    known = []
    def __init_subclass__(cls): Base.known.append(cls.size)
== tools
from base import Base
Kind = type("Kind", (Base,), {"size": 101})
""",
    "an enumeration that makes its members": """
import tools
from log import traces
outcome = traces
== log
traces = []
== tools
import log
from enum import Enum
class Base(Enum):
    def __init__(self, size): log.traces.append((size, 101))
class Kind(Base):
    A = 101
class Own(int, Enum):
    B = 101
    def __init__(self, size): log.traces.append((self.value, 101))
""",
    "a class that is subscripted": """
import tools
from log import traces
outcome = traces
== log
traces = []
== tools
import log
class Kind:
    def __class_getitem__(cls, item): log.traces.append((item, 101))
Kinds = Kind[101]
""",
    "an operator of what a function put in a name": """
import tools
from log import traces
outcome = traces
== log
traces = []
== tools
import log
class Chain:
    def __or__(self, other): log.traces.append((other, 101))
chain = 3
def start():
    global chain
    chain = Chain()
start()
result = chain | 101
""",
    "a function that a registry of functions calls": """
import tools
outcome = tools.area("a")
== tools
from functools import singledispatch
@singledispatch
def area(x): return 3
@area.register
def _(x: str): return 101
def other(): return 103
""",
    "the script by its own name": """
import tools
def value(): return made() * 101
outcome = tools.go()
== tools
def go():
    import __main__
    return __main__.value()
def other(): return 103
== unused
x = 103
""".replace("made() * 101", "(__import__('base').made(), 3)[0]")
    + """
== base
def made(): return 101
""",
    "a type in quotes that somebody resolves": """
from typing import get_type_hints
from tools import Kind
outcome = get_type_hints(Kind)["inner"].size
== tools
from typing import Literal
class Kind:
    inner: "Inner"
    way: Literal["other"] = "other"
class Inner:
    size = 101
def other(): return 103
""",
    # Figures
    "a figure's helper": """
from tools import value
from plots import curve
outcome = value()
# %% Figure tags=["figure"]
curve(103)
== tools
def value(): return 101
== plots
INK = 103
STYLE = dict(ink=103)
def curve(x): return 103
""",
    "a figure's helper that sets its own look": """
from tools import value
import plots
outcome = value()
# %% Figure tags=["figure"]
plots.curve()
== tools
import warnings
def value():
    with warnings.catch_warnings():
        return 101
== plots
import warnings
warnings.simplefilter("default", lineno=103)
def curve(): return 103
""",
    "a figure's helper that gives a measurement's helper a name": """
import plots
import tools
outcome = getattr(tools, "EX" + "TRA")
# %% Figure tags=["figure"]
plots.curve()
== plots
import tools
tools.EXTRA = 101
INKS = []
INKS.append(103)
def curve(): return 103
== tools
""",
    "a figure's helper that sets the seed of a measurement": """
import random
import plots
outcome = random.random()
# %% Figure tags=["figure"]
plots.curve()
== plots
import random
random.seed(101)
def curve(): return 103
""",
    "a figure's helper that gives a measurement a function": """
import plots
import tools
outcome = tools.value()
# %% Figure tags=["figure"]
plots.curve()
== plots
import tools
from base import step
table = []
table.append(101)
INKS = []
INKS.append(103)
def mine(): return step(table)
tools.step = mine
def curve(): return 103
== base
def step(table): return table, 101
def other(): return 103
== tools
def step(): return 3
def value(): return step()
""",
    "a figure's helper that changes a measurement's helper": """
import plots
import tools
outcome = tools.value()
# %% Figure tags=["figure"]
plots.curve()
== plots
import tools
tools.FACTOR = 101
def curve(): return 103
== tools
FACTOR = 3
def value(): return FACTOR
""",
    "a figure's helper that gives a measurement's helper a name by setattr": """
import plots
import tools
outcome = getattr(tools, "extra")
# %% Figure tags=["figure"]
plots.curve()
== plots
import tools
setattr(tools, "extra", 101)
def curve(): return 103
== tools
other = 103
""",
    "a figure's helper that imports a package late": """
import plots
import tools
outcome = tools.traces
# %% Figure tags=["figure"]
plots.curve()
== plots
def load():
    import pack.inks
    return pack.inks.INK
INK = load()
def curve(): return 103
== pack/__init__
import tools
tools.traces.append(101)
== pack/inks
INK = 3
other = 103
== tools
traces = []
""",
}
if sys.version_info >= (3, 14):
    # There it acts when somebody asks for it, and counts as before.
    del ROWS["an annotation that acts"]
