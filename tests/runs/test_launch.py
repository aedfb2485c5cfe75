"""A kernel begins in the environment that the build gave it, or not at all."""

import os
import subprocess
import sys

import pytest

SCRIPT = '''"""A asks what its programs see."""

# /// experiment
# ///
import os
import subprocess
import sys

from executed_slides import record

names = ("CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "GIT_PAGER", "PAGER", "TERM")
record.texts(seen=" ".join(f"{name}={os.environ[name]}" for name in names if name in os.environ))
record.numbers(total=1, debugs="debugpy" in sys.modules)
subprocess.run([sys.executable, "-c", "print('said aside')"])
'''


@pytest.fixture
def aside(tmp_path):
    """What is printed onto the output of this process, by whoever has inherited it."""
    place, usual = tmp_path / "aside", os.dup(1)
    with place.open("wb") as file:
        os.dup2(file.fileno(), 1)
    yield place
    os.dup2(usual, 1)
    os.close(usual)


@pytest.mark.parametrize("warm", ["true", "false"])
def test_programs_of_a_run_see_what_the_project_sets_and_print_into_no_build(deck, aside, warm):
    """Jupyter had colours forced upon them, whatever the project set."""
    deck.write(
        "pyproject.toml",
        f"[tool.executed-slides]\nwarm_start = {warm}\n"
        '[tool.executed-slides.environment]\nFORCE_COLOR = "0"\n',
    )
    deck.write("experiments/a.py", SCRIPT)
    deck.write("templates/talk.md.j2", "---\ntheme: plain\n---\n# {{ a.total }}\n")

    outcome = deck.run("build", "a")

    assert outcome.code == 0, outcome.err
    run = deck.record("a")["runs"][0]
    assert (run["texts"], run["numbers"]["debugs"]) == ({"seen": "FORCE_COLOR=0"}, False)
    assert aside.read_bytes() == b""


def test_no_cell_runs_where_a_kernel_did_not_begin_as_it_should(tmp_path):
    """IPython went on where what stands before the first cell had failed, and told nobody."""
    program = (
        "from executed_slides.runs import launch\n"
        "launch.stand_as_script = lambda shell: shell.none_such\n"
        f"launch.launch(['-f', {str(tmp_path / 'kernel.json')!r}])"
    )
    environment = {**os.environ, "IPYTHONDIR": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "no attribute 'none_such'" in done.stderr
