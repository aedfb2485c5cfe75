"""What runs are forked with is what their cells import of packages, in that order, and no more."""

import os

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from executed_slides.runs.imported_first import find_preload
from executed_slides.runs.run_sources import SOURCES_FILE, Source, write_sources

OWN = {
    "fits": "from sklearn.svm import SVC\nfrom tools import plots\nimport pandas\n",
    "tools/__init__": "import yaml\n",
    "tools/plots": "import h5py\nfrom . import colours\nfrom .colours import RED\n",
    "tools/colours": "import seaborn\n",
    "chosen": "import os\nos.environ['OMP_NUM_THREADS'] = '1'\nimport pandas\n",
    "deep": "import keras\n",
    "setting": "import decimal\ndecimal.getcontext().prec = 50\n",
}


@pytest.fixture
def imports(tmp_path):
    """What cells import beside these modules of the user's own."""
    folder = tmp_path / "experiments"
    folder.mkdir()
    (folder / "_speedups.cpython-311-x86_64-linux-gnu.so").touch()

    def read(*cells: str, **environment: str):
        modules = {
            name.removesuffix("/__init__").replace("/", "."): Source(f"{folder}/{name}.py", text)
            for name, text in OWN.items()
        }
        write_sources(tmp_path / "sources.json", modules, folder)
        known = {SOURCES_FILE: str(tmp_path / "sources.json"), **environment}
        return find_preload([new_code_cell(cell) for cell in cells], known)

    return read


@pytest.mark.parametrize(
    ("cells", "statements"),
    [
        (["import pandas as pd"], ["import pandas"]),
        (["import os, pandas, json, h5py.h5f"], ["import pandas", "import h5py.h5f"]),
        (["from sklearn.svm import SVC as S, SVR"],
         ["from sklearn.svm import SVC", "from sklearn.svm import SVR"]),
        (["import h5py", "import pandas\nimport h5py"], ["import h5py", "import pandas"]),
        # What stands behind a statement that does something is left to the run: it may tell.
        (["import pandas", "import sys\nsys.path.append('lib')", "import h5py"], ["import pandas"]),
        (["import h5py\nh5py.get_config().track_order = True\nimport seaborn"], ["import h5py"]),
        (["import h5py", "import setting\nimport pandas"], ["import h5py"]),
        (["import h5py\nwith open('x') as x: pass\nimport seaborn"], ["import h5py"]),
        (["import h5py\nx = h5py.File('x')\nimport seaborn"], ["import h5py"]),
        (["import h5py\nif h5py.File('x'): pass\nimport seaborn"], ["import h5py"]),
        (["'A word.'\nseed = 1\nSIZES = [1, 2]\ndef f(): g()\nimport h5py"], ["import h5py"]),
        (["try:\n    import quick\nexcept ImportError:\n    quick = None\nimport h5py"],
         ["import h5py"]),
        (["from executed_slides import record\nimport _speedups\nimport pandas"],
         ["import pandas"]),
        # What may not run is left to the run.
        (["if fast:\n    import pandas\ndef load():\n    import h5py\nimport yaml"],
         ["import yaml"]),
        # Through the user's own modules, in the order in which they run.
        (["import fits"], ["from sklearn.svm import SVC", "import yaml", "import h5py",
                           "import seaborn", "import pandas"]),
        (["import tools.colours"], ["import yaml", "import seaborn"]),
    ],
)  # fmt: skip
def test_cells_import_what_stands_at_their_top(imports, cells, statements):
    assert imports(*cells).statements == statements


@pytest.mark.parametrize(
    "cells",
    [
        ["1 + 1"],
        ["import json"],
        # What stands before an import may decide what it gives.
        ["import os\nos.environ['X'] = '1'\nimport pandas"],
        ["import sys\nsys.path.insert(0, 'lib')\nimport pandas"],
        ["%env X=1\nimport pandas"],
        ["import chosen"],
        # A device is opened by the run itself.
        ["import pandas", "import tensorflow"],
        ["import pandas\nimport deep"],
    ],
)
def test_a_run_imports_by_itself_what_its_code_or_a_device_may_decide(imports, cells):
    assert imports(*cells) is None


def test_files_of_the_project_and_of_its_data_are_inputs(imports, tmp_path):
    wanted = imports("import pandas", DECK_DATA="/data")

    assert wanted.places == [str(tmp_path), "/data"]
    assert wanted.own == ["_speedups", "chosen", "deep", "fits", "setting", "tools"]
    assert wanted.folder == os.fspath(tmp_path / "experiments")


def test_prose_imports_nothing(tmp_path):
    write_sources(tmp_path / "sources.json", {}, tmp_path)
    environment = {SOURCES_FILE: str(tmp_path / "sources.json")}

    assert find_preload([new_markdown_cell("import pandas")], environment) is None
    assert find_preload([new_code_cell("import pandas")], {}) is None
