"""A package is imported before the fork where that leaves nothing which a run would miss."""

import json
import os
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="forks kernels on Linux alone")

# Each package, and whether runs can be forked from a process that imported it.
PACKAGES = {
    "plain": ("import json, csv\nvalue = 1", True),
    "absent_part": ("import nowhere", False),
    "raises": ("raise ValueError", False),
    "ends": ("raise SystemExit", False),
    "prints": ("print('hello')", False),
    "warns": ("import warnings\nwarnings.warn('old', DeprecationWarning, stacklevel=2)", False),
    "threads": (
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
        False,
    ),
    "opens": ("import os\npipe = os.pipe()", False),
    "wraps": ("import io, sys\nsys.stdout = io.StringIO()", False),
    "keeps": ("import sys\ndef tell(file=sys.stderr): file.write('told')", True),
    "seeds": ("import random\nrandom.seed(1)", False),
    "seeds_numpy": ("import numpy\nnumpy.random.seed(1)", False),
    "draws": ("import uuid\nname = uuid.uuid4()", False),
    "draws_once": ("import random\nname = random.random()", False),
    "draws_later": ("import random\nown = random.Random()", True),
    "seeded": ("import random\nown = random.Random(1)", True),
    "seeded_numpy": ("import numpy\nown = numpy.random.default_rng(1)", True),
    "asks_for_kernel": ("kernel = hasattr(get_ipython(), 'kernel')\nassert kernel", True),
    "asks_for_more": ("from IPython import get_ipython\nget_ipython().events", False),
    "asks_by_name": ("try:\n    __IPYTHON__\nexcept NameError:\n    pass", False),
    "reads_input": ("import pathlib\npathlib.Path('settings.ini').read_text()", False),
    "lists_input": ("import os\nos.listdir('.')", False),
    "looks_for_input": ("import pathlib\npathlib.Path('nothing.ini').exists()", True),
    "finds_own": ("import helpers", False),
    "loads_device": ("import jax", False),
}  # fmt: skip
# Each in a fork of one process, as if each had one of its own.
TRY = """
import json, os, sys
import IPython
from executed_slides.runs.preloading import Preload, preload
places, fits = json.loads(sys.argv[1]), {}
for name in sys.argv[2:]:
    ours, theirs = os.pipe()
    if os.fork() == 0:
        spoilt = preload(Preload([f"import {name}"], ["helpers"], **places))
        os.write(theirs, spoilt.encode() or b"-")
        os._exit(0)
    fits[name] = os.read(ours, 100).decode()
    os.close(ours), os.close(theirs)
print(json.dumps(fits))
"""


@pytest.fixture(scope="module")
def spoilt_by(tmp_path_factory):
    root = tmp_path_factory.mktemp("packages")
    packages, experiments = root / "packages", root / "deck" / "experiments"
    for folder in (packages, experiments):
        folder.mkdir(parents=True)
    for name, (source, _) in PACKAGES.items():
        (packages / f"{name}.py").write_text(source)
    for name in ("helpers", "jax"):
        (packages / f"{name}.py").touch()
    (experiments / "settings.ini").write_text("speed = 1")
    places = {
        "places": [str(root / "deck")],
        "passed_over": [str(packages), "/usr", "/etc"],
        "folder": str(experiments),
    }
    tried = subprocess.run(
        [sys.executable, "-c", TRY, json.dumps(places), *PACKAGES],
        env={**os.environ, "PYTHONPATH": str(packages)},
        check=True,
        capture_output=True,
    )
    return json.loads(tried.stdout.splitlines()[-1])


@pytest.mark.parametrize("name", PACKAGES)
def test_runs_are_forked_with_a_package_that_leaves_nothing(spoilt_by, name):
    assert spoilt_by[name] == ("-" if PACKAGES[name][1] else name)
