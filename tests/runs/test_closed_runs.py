"""A run is of the sources that were hashed, and sees none of its user's own settings."""

import os
import subprocess
import sys

import pytest
from file_scripts import reading

from executed_slides.base.environment import allowed
from executed_slides.runs import run_environment
from executed_slides.runs.closed_environment import find_withheld

MEASURES = '''"""Measures."""

# /// experiment
# figures = ["a"]
# ///

# %% Parameters tags=["parameters"]
seed = 1

# %% Measure
{setup}
from executed_slides import record

record.numbers({numbers})

# %% Figure tags=["figure"]
from helper import Picture

record.figure("a", Picture("a"), alt="Nothing")
'''


@pytest.fixture(params=["forked", "ordinary"])
def alone(request, deck):
    """The deck with one experiment of its own; runs `setup` and records `numbers`."""
    if request.param == "forked" and sys.platform != "linux":
        pytest.skip("forks kernels on Linux alone")
    if request.param == "ordinary":
        deck.write("pyproject.toml", "[tool.executed-slides]\nwarm_start = false\n")
    (deck.root / "experiments/b.py").unlink()
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# Talk\n")

    def run(setup: str, numbers: str) -> dict:
        deck.write("experiments/a.py", MEASURES.format(setup=setup, numbers=numbers))
        outcome = deck.run("build")
        assert outcome.code == 0, outcome.err
        return deck.record("a")["runs"][0]["numbers"]

    run.deck = deck
    return run


# ---- Sources ----


def test_a_helper_is_the_one_that_was_hashed_whatever_bytecode_lies_beside_it(alone):
    deck = alone.deck
    deck.write("experiments/answer.py", "VALUE = 1\n")
    compile_in_place = "import py_compile; py_compile.compile('answer.py', doraise=True)"
    subprocess.run(
        [sys.executable, "-c", compile_in_place], cwd=deck.root / "experiments", check=True
    )
    stamp = (deck.root / "experiments/answer.py").stat()
    deck.write("experiments/answer.py", "VALUE = 2\n")
    os.utime(deck.root / "experiments/answer.py", ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    assert alone("from answer import VALUE", "value=VALUE") == {"value": 2}


def test_a_branch_that_is_changed_while_a_run_goes_on_does_not_reach_it(alone):
    alone.deck.write("experiments/answer.py", "VALUE = 1\n")
    setup = (
        "from pathlib import Path\n"
        "import helper\n"
        "place = Path(helper.__file__).parent / 'answer.py'\n"
        "place.write_text('VALUE = 300\\n')\n"
        "from answer import VALUE\n"
        "place.write_text('VALUE = 1\\n')\n"
    )

    assert alone(setup, "value=VALUE") == {"value": 1}
    assert alone.deck.run("status").code == 0


def test_a_helper_that_changed_while_a_run_went_on_makes_its_record_stale(alone):
    alone.deck.write("experiments/answer.py", "VALUE = 1\n")
    setup = (
        "import answer\n"
        "from pathlib import Path\n"
        "Path(answer.__file__).write_text('VALUE = 2\\n')\n"
    )

    with pytest.raises(AssertionError):  # The build ends with what is stale.
        alone(setup, "value=answer.VALUE")

    assert alone.deck.record("a")["runs"][0]["numbers"] == {"value": 1}
    assert "answer.VALUE changed" in alone.deck.run("status").out


def test_the_files_of_helpers_are_true(alone):
    alone.deck.write("experiments/pack/__init__.py", "from .core import where, fail\n")
    alone.deck.write(
        "experiments/pack/core.py",
        "from pathlib import Path\n\n\ndef where():\n    return __file__\n\n\n"
        "def fail():\n    raise ValueError('here')\n",
    )
    alone.deck.write("experiments/pack/table.txt", "7")
    setup = (
        "import inspect, traceback\n"
        "from importlib.resources import files\n"
        "from pathlib import Path\n"
        "import pack\n"
        "try:\n    pack.fail()\nexcept ValueError:\n    told = traceback.format_exc()\n"
    )

    numbers = (
        "path=int(Path(pack.where()) == Path.cwd() / 'pack' / 'core.py'), "
        "source=int('return __file__' in inspect.getsource(pack.where)), "
        "told=int(\"raise ValueError('here')\" in told), "
        "resource=int(files('pack').joinpath('table.txt').read_text()), "
        "beside=int((Path(pack.__file__).parent / 'table.txt').read_text())"
    )

    assert alone(setup, numbers) == {
        "path": 1,
        "source": 1,
        "told": 1,
        "resource": 7,
        "beside": 7,
    }


def test_a_folder_without_init_is_a_package_and_circles_are_borne(alone):
    alone.deck.write("experiments/space/one.py", "import space.two\nVALUE = 1\n")
    alone.deck.write("experiments/space/two.py", "import space.one\nVALUE = 2\n")

    assert alone("from space import one, two", "sum=one.VALUE + two.VALUE") == {"sum": 3}


def test_helpers_that_import_each_other_run_and_each_counts(alone):
    alone.deck.write("experiments/one.py", "import two\nBASE = 1\ndef f():\n    return two.g()\n")
    alone.deck.write("experiments/two.py", "import one\ndef g():\n    return 1 + one.BASE\n")

    assert alone("from one import f", "sum=f()") == {"sum": 2}

    alone.deck.edit("experiments/two.py", "1 + one", "2 + one")
    assert "stale   a   two.g changed" in alone.deck.run("status").out


def test_processes_that_a_run_starts_have_the_same_helpers(alone):
    alone.deck.write("experiments/answer.py", "def double(number):\n    return 2 * number\n")
    setup = (
        "import multiprocessing, subprocess, sys\n"
        "from answer import double\n"
        "spawn = multiprocessing.get_context('spawn')\n"
        "with spawn.Pool(1) as pool:\n    [spawned] = pool.map(double, [2])\n"
        "code = 'from answer import double; print(double(3))'\n"
        "started = int(subprocess.check_output([sys.executable, '-c', code], cwd='/'))\n"
    )

    assert alone(setup, "spawned=spawned, started=started") == {"spawned": 4, "started": 6}


def test_nothing_of_the_users_is_compiled_beside_it(alone):
    alone.deck.write("experiments/answer.py", "VALUE = 1\n")
    alone("from answer import VALUE", "value=VALUE")

    assert not [*alone.deck.root.glob("experiments/**/*.pyc")]


# ---- Settings ----


def test_settings_of_the_user_do_not_reach_a_run(alone, tmp_path, monkeypatch):
    home = tmp_path / "home"
    startup = home / ".ipython/profile_default/startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("sum = lambda values: 999\n")
    (home / ".keras").mkdir()
    (home / ".keras/keras.json").write_text('{"floatx": "float16"}')
    (home / ".config/matplotlib").mkdir(parents=True)
    (home / ".config/matplotlib/matplotlibrc").write_text("lines.linewidth: 9\n")
    shadow = tmp_path / "shadow"
    shadow.mkdir()
    (shadow / "answer.py").write_text("VALUE = 7\n")
    (shadow / "colorsys.py").write_text("raise SystemExit('shadowed')\n")
    alone.deck.write("experiments/answer.py", "VALUE = 1\n")
    for name, value in {
        "HOME": str(home),
        "PYTHONPATH": str(shadow),
        "KERAS_MAX_EPOCHS": "1",
        "TZ": "Asia/Seoul",
        "IPYTHONDIR": str(home / ".ipython"),
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    setup = (
        "import colorsys, os\n"
        "from pathlib import Path\n"
        "from answer import VALUE\n"
        "names = ('KERAS_MAX_EPOCHS', 'TZ')\n"
        "import json\n"
        "keras = json.loads((Path(os.environ['KERAS_HOME']) / 'keras.json').read_text())\n"
    )

    numbers = (
        "value=VALUE, total=sum([1, 2]), seen=sum(name in os.environ for name in names), "
        "keras=int(keras['floatx'] == 'float32')"
    )

    assert alone(setup, numbers) == {"value": 1, "total": 3, "seen": 0, "keras": 1}


def test_matplotlibs_settings_in_no_folder_reach_a_run(alone, tmp_path, monkeypatch):
    pytest.importorskip("matplotlib")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("MATPLOTLIBRC", str(tmp_path))
    (tmp_path / "matplotlibrc").write_text("lines.linewidth: 9\n")
    alone.deck.write("experiments/matplotlibrc", "lines.linewidth: 8\n")

    seen = alone("import matplotlib", "width=matplotlib.rcParams['lines.linewidth']")

    assert seen == {"width": 1.5}


def test_what_the_project_sets_reaches_a_run(alone):
    text = (
        alone.deck.read("pyproject.toml") if (alone.deck.root / "pyproject.toml").exists() else ""
    )
    table = '[tool.executed-slides.environment]\nKERAS_MAX_EPOCHS = "1"\nPYTHONPATH = "lib"\n'
    alone.deck.write("pyproject.toml", text + table)
    alone.deck.write("experiments/answer.py", "VALUE = 1\n")
    setup = "import os, sys\nfrom answer import VALUE\n"

    seen = alone(
        setup,
        "epochs=int(os.environ['KERAS_MAX_EPOCHS']), value=VALUE, "
        "path=int(any(place.endswith('lib') for place in sys.path[:3]))",
    )

    assert seen == {"epochs": 1, "value": 1, "path": 1}


def test_a_run_reads_and_writes_utf8_in_every_locale(alone, monkeypatch):
    for name in ("LC_ALL", "LANG", "LC_CTYPE"):
        monkeypatch.setenv(name, "POSIX")
    (alone.deck.root / "experiments/data.txt").write_text("한글", "utf-8")

    seen = alone("from pathlib import Path", "letters=len(Path('data.txt').read_text())")

    assert seen == {"letters": 2}


def test_what_keras_has_fetched_stays_at_hand(alone, tmp_path, monkeypatch):
    (tmp_path / "datasets").mkdir()
    (tmp_path / "datasets/imdb.npz").write_bytes(b"here")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    setup = (
        "import os\nfrom pathlib import Path\n"
        "cached = Path(os.environ['KERAS_HOME']) / 'datasets' / 'imdb.npz'\n"
    )

    assert alone(setup, "size=len(cached.read_bytes())") == {"size": 4}


def test_variables_that_would_decide_a_result_are_named(deck, monkeypatch):
    shell = {"PATH": os.environ["PATH"], "HOME": os.environ["HOME"]}
    monkeypatch.setattr(os, "environ", {**shell, "OMP_NUM_THREADS": "1", "TF_X": "1"})
    deck.edit("experiments/a.py", "steps = 3", "steps = 4")

    told = deck.run("build").err

    assert told.splitlines()[0] == (
        "note: runs do not see OMP_NUM_THREADS, TF_X of this shell; what results need stands under "
        "[tool.executed-slides.environment] in pyproject.toml"
    )


def test_of_variables_a_run_sees_what_its_machine_needs():
    shell = {"PATH": "/bin", "Path": "C:", "OMP_NUM_THREADS": "1", "EDITOR": "vi", "TF_CLI_X": "1"}

    assert allowed(shell) == {"PATH": "/bin", "Path": "C:"}
    assert find_withheld(shell, {}) == ["OMP_NUM_THREADS"]
    assert find_withheld(shell, {"OMP_NUM_THREADS": "2"}) == []


@pytest.mark.parametrize(
    ("library", "browser"),
    [("plotly", "/opt/brought"), ("json", "none")],
)
def test_a_browser_is_brought_for_scripts_that_draw_by_one(deck, monkeypatch, library, browser):
    for name in ("CHROME_PATH", "BROWSER_PATH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(run_environment, "bring_figure_browser", lambda folders: "/opt/brought")
    deck.write(
        "experiments/c.py",
        reading(
            f"import os\nimport {library}\nassert {library}.__name__\n"
            "record.texts(by=os.environ.get('BROWSER_PATH', 'none'))"
        ),
    )

    outcome = deck.run("build", "c")

    assert outcome.code == 0, outcome.err
    assert deck.record("c")["runs"][0]["texts"] == {"by": browser}
