"""Calls that change nothing outside themselves: of Python, of its library, of NumPy.

A helper that makes its constants by these acts not when it is imported. What is not listed may.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


BUILTINS = _words(
    """abs all any ascii bin bool bytes bytearray callable chr classmethod complex dict divmod
    enumerate float format frozenset hash hex int  len list map max min object
    oct ord pow property range repr reversed round set slice sorted staticmethod str sum super tuple
    zip"""
)

METHODS = _words(
    """as_posix capitalize casefold copy decode encode endswith expanduser format format_map get
    isdigit items join joinpath keys ljust lower lstrip partition removeprefix removesuffix replace
    resolve rjust rpartition rsplit rstrip split splitlines startswith strip title translate upper
    values with_name with_suffix zfill absolute"""
)

_FUNCTIONS = _words(
    """abc.ABCMeta collections.Counter collections.OrderedDict collections.defaultdict
    collections.deque collections.namedtuple dataclasses.field datetime.date datetime.datetime
    datetime.timedelta decimal.Decimal enum.auto fractions.Fraction functools.partial
    itertools.chain itertools.count itertools.cycle itertools.product itertools.repeat
    logging.getLogger
    operator.attrgetter operator.itemgetter os.environ.get os.fspath os.getenv pathlib.Path
    pathlib.PurePath pathlib.PurePosixPath re.compile string.Template textwrap.dedent
    types.MappingProxyType types.SimpleNamespace"""
)
_NUMPY = _words(
    """arange array asarray column_stack concatenate cos diag dtype empty exp eye float32 float64
    full geomspace hstack identity int32 int64 linspace log log10 log2 logspace meshgrid ones sin
    sqrt stack tile uint8 vstack zeros"""
)
_FAMILIES = ("math.", "os.path.", "typing.", "typing_extensions.")

# Decorators that only wrap what they are given.
WRAPPERS = _words(
    """abc.abstractmethod contextlib.asynccontextmanager contextlib.contextmanager
    dataclasses.dataclass enum.unique functools.cache functools.cached_property functools.lru_cache
    functools.singledispatch functools.total_ordering functools.wraps jax.jit numba.jit numba.njit
    tensorflow.function torch.inference_mode torch.no_grad types.coroutine"""
)
BUILTIN_WRAPPERS = frozenset({"classmethod", "property", "staticmethod"})


def is_inert(path: str) -> bool:
    """Whether a call of another package's function by this path changes nothing."""
    top, _, name = path.partition(".")
    return path in _FUNCTIONS or (top == "numpy" and name in _NUMPY) or is_wrapper(path)


def is_wrapper(path: str) -> bool:
    return path in WRAPPERS or path.startswith(_FAMILIES)
