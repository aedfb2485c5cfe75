"""Code that asks the clock, or draws without a seed, is named: no key counts what that gives."""

import pytest

from executed_slides.scripts.fingerprint import read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.script import read_script

SCRIPT = '''"""Uses."""

# /// experiment
# ///

# %% Measure
{code}
'''


@pytest.fixture
def used(tmp_path):
    """What the measuring cell of a script uses, without the script's own name."""

    def find(code: str) -> dict[str, list[str]]:
        path = tmp_path / "a.py"
        path.write_text(SCRIPT.format(code=code))
        script = read_script(path, "experiments/a.py")
        found = read_code(script, Helpers(tmp_path)).measure.influences
        return {k: [p.removeprefix("experiments/a.py: ") for p in v] for k, v in found.items()}

    return find


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("import time\ntime.time()", "time.time"),
        ("from time import perf_counter as now\nstart = now()", "time.perf_counter"),
        ("from datetime import datetime\nprint(datetime.now())", "datetime.datetime.now"),
        ("import datetime as dt\nx = dt.date.today()", "datetime.date.today"),
        ("import time\ndef f(clock=time.monotonic):\n    return clock()\nf()", "time.monotonic"),
        ("import time\ntime.localtime()", "time.localtime"),
    ],
)
def test_the_clock_is_named_by_what_asks_it(used, code, path):
    assert used(code) == {"clock": [path]}


@pytest.mark.parametrize(
    ("code", "path"),
    [
        ("import random\nrandom.random()", "random.random"),
        ("from random import shuffle\nshuffle(x)", "random.shuffle"),
        ("import numpy as np\nnp.random.normal(size=3)", "numpy.random.normal"),
        ("import numpy as np\nnp.random.default_rng().normal()", "numpy.random.default_rng"),
        ("import numpy as np\nnp.random.default_rng(None)", "numpy.random.default_rng"),
        (
            "from numpy.random import RandomState\nRandomState(seed=None)",
            "numpy.random.RandomState",
        ),
        ("import random\nrandom.seed()\nrandom.random()", "random.random"),
        ("import random\nimport numpy as np\nnp.random.seed(1)\nrandom.random()", "random.random"),
        ("import tensorflow as tf\ntf.random.normal((2,))", "tensorflow.random.normal"),
        ("import torch\ntorch.rand(2)", "torch.rand"),
        ("import os\nos.urandom(3)", "os.urandom"),
        ("import random, uuid\nrandom.seed(1)\nuuid.uuid4()", "uuid.uuid4"),
        ("import secrets\nsecrets.token_hex()", "secrets.token_hex"),
    ],
)
def test_randomness_without_a_seed_is_named(used, code, path):
    assert used(code) == {"randomness": [path]}


@pytest.mark.parametrize(
    "code",
    [
        "import random\nrandom.seed(1)\nrandom.random()",
        "import numpy as np\nnp.random.seed(1)\nnp.random.normal()",
        "import numpy as np\nnp.random.default_rng(1).normal()",
        "import numpy as np\nseeds = [1, 2]\nnp.random.default_rng(seeds)",
        "import numpy as np\nnp.random.RandomState(seed=3)",
        "import keras, random, numpy as np\nkeras.utils.set_random_seed(1)\n"
        "random.random()\nnp.random.rand()",
        "import tensorflow as tf\ntf.random.stateless_normal((2,), seed=(1, 2))",
        "import time\ntime.sleep(1)\ntime.localtime(0)",
        "import datetime\ndatetime.datetime(2020, 1, 1)",
    ],
)
def test_what_repeats_is_none(used, code):
    assert used(code) == {}


def test_a_helper_is_named_by_its_file_where_the_cells_reach_it(used, tmp_path):
    (tmp_path / "tools.py").write_text(
        "import time\nimport uuid\n\n\ndef stamp():\n    return time.time()\n\n\n"
        "def other():\n    return uuid.uuid4()\n"
    )

    found = used("from tools import stamp\nstamp()")

    assert found == {"clock": [f"{tmp_path.name}/tools.py: time.time"]}


def test_a_seed_in_a_helper_counts(used, tmp_path):
    (tmp_path / "tools.py").write_text("import random\n\n\ndef seed():\n    random.seed(1)\n")

    assert used("import random\nfrom tools import seed\nseed()\nrandom.random()") == {}
