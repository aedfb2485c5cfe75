"""Influences that no key counts, as code names them: the clock, and randomness without a seed.

time.perf_counter(), datetime.now()          the clock
uuid4(), np.random.default_rng()             randomness without a seed
np.random.normal()                           the same, where nothing seeds NumPy's own
"""

import ast
from collections.abc import Iterable
from typing import NamedTuple

CLOCK, RANDOMNESS = "clock", "randomness"


class OutsideUse(NamedTuple):
    """One use of another package's `path` in the file `shown`, called with arguments or not."""

    shown: str
    path: str
    given: bool


def _paths(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CLOCK = _paths(
    """time.time time.time_ns time.monotonic time.monotonic_ns time.perf_counter
    time.perf_counter_ns time.process_time time.process_time_ns time.thread_time
    time.localtime time.gmtime time.ctime time.strftime timeit.default_timer timeit.timeit
    datetime.datetime.now datetime.datetime.utcnow datetime.datetime.today datetime.date.today
    pandas.Timestamp.now pandas.Timestamp.today pandas.Timestamp.utcnow"""
)
# Given a moment, they only write it down.
_OF_A_MOMENT = _paths("time.localtime time.gmtime time.ctime")
_NEVER_SEEDED = _paths(
    """os.urandom os.getrandom random.SystemRandom uuid.uuid1 uuid.uuid4 secrets.choice
    secrets.randbelow secrets.randbits secrets.token_bytes secrets.token_hex
    secrets.token_urlsafe"""
)
# With a seed they are as good as any constant.
_SEEDED_BY_ARGUMENT = _paths(
    """random.Random numpy.random.default_rng numpy.random.RandomState numpy.random.SeedSequence
    numpy.random.PCG64 numpy.random.PCG64DXSM numpy.random.MT19937 numpy.random.Philox
    numpy.random.SFC64"""
)
# What draws from the one generator of its library.
_DRAWING = {
    "random": _paths(
        """betavariate choice choices expovariate gammavariate gauss getrandbits lognormvariate
        normalvariate paretovariate randbytes randint random randrange sample shuffle triangular
        uniform vonmisesvariate weibullvariate"""
    ),
    "numpy.random": _paths(
        """beta binomial bytes chisquare choice dirichlet exponential f gamma geometric gumbel
        hypergeometric laplace logistic lognormal logseries multinomial multivariate_normal
        negative_binomial noncentral_chisquare noncentral_f normal pareto permutation poisson power
        rand randint randn random random_integers random_sample ranf rayleigh sample shuffle
        standard_cauchy standard_exponential standard_gamma standard_normal standard_t triangular
        uniform vonmises wald weibull zipf"""
    ),
    "tensorflow.random": _paths(
        "categorical gamma normal poisson shuffle truncated_normal uniform"
    ),
    "torch": _paths(
        "bernoulli multinomial normal rand rand_like randint randint_like randn randn_like randperm"
    ),
}
_ALL = frozenset(_DRAWING)
_SEEDING = {
    "random.seed": {"random"},
    "random.setstate": {"random"},
    "numpy.random.seed": {"numpy.random"},
    "numpy.random.set_state": {"numpy.random"},
    "tensorflow.random.set_seed": {"tensorflow.random"},
    "torch.manual_seed": {"torch"},
    "keras.utils.set_random_seed": _ALL,
    "tensorflow.keras.utils.set_random_seed": _ALL,
    "transformers.set_seed": _ALL,
    "lightning.seed_everything": _ALL,
    "pytorch_lightning.seed_everything": _ALL,
}


def outside_use(shown: str, path: str, call: ast.Call | None) -> OutsideUse | None:
    """A use of what other packages have, if it bears on these influences.

    What is passed on as a value may be called with anything.
    """
    bears = path in _CLOCK | _NEVER_SEEDED | _SEEDED_BY_ARGUMENT | _SEEDING.keys()
    if not (bears or _generator_of(path)):
        return None
    return OutsideUse(shown, path, call is None or _gives_one(call))


def _gives_one(call: ast.Call) -> bool:
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return any(not (isinstance(v, ast.Constant) and v.value is None) for v in values)


def _generator_of(path: str) -> str | None:
    """The library whose one generator is drawn from by a path."""
    library, _, name = path.rpartition(".")
    return library if name in _DRAWING.get(library, ()) else None


def find_influences(uses: Iterable[OutsideUse]) -> dict[str, list[str]]:
    """What code takes from the clock or draws without a seed: `experiments/a.py: time.time`.

    A library that is seeded anywhere counts as seeded: who seeds does so before drawing.
    """
    uses = list(uses)
    seeded = {library for use in uses if use.given for library in _SEEDING.get(use.path, ())}
    found: dict[str, set[str]] = {CLOCK: set(), RANDOMNESS: set()}
    for use in uses:
        if kind := _influence(use, seeded):
            found[kind].add(f"{use.shown}: {use.path}")
    return {kind: sorted(places) for kind, places in found.items() if places}


def _influence(use: OutsideUse, seeded: set[str]) -> str | None:
    if use.path in _CLOCK:
        return None if use.given and use.path in _OF_A_MOMENT else CLOCK
    if use.path in _SEEDED_BY_ARGUMENT:
        return None if use.given else RANDOMNESS
    library = _generator_of(use.path)
    draws = library is not None and library not in seeded
    return RANDOMNESS if draws or use.path in _NEVER_SEEDED else None
