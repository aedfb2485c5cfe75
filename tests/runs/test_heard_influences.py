"""What a run uses and no key can count stands in its record, in the evidence, and in a note."""

import json
import socket
import sys

import pytest
from file_scripts import drawing, reading
from made_records import write_values

CONNECT = 'import socket\nsocket.create_connection(("127.0.0.1", {port})).close()'
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="as Linux and macOS start processes")


@pytest.fixture
def port():
    """A port of this machine at which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def build(deck, script: str, *options: str):
    deck.write("experiments/c.py", script)
    outcome = deck.run("build", "c", *options)
    assert outcome.code == 0, outcome.err
    return outcome


def influences(deck, part: str = "measure"):
    return deck.record("c")[part].get("influences")


def notes(outcome) -> list[str]:
    return [line for line in outcome.lines if line.startswith("note")]


def test_a_run_that_uses_nothing_of_the_kind_says_so(deck):
    outcome = build(deck, drawing(""))

    assert (influences(deck), influences(deck, "draw")) == ({}, {})
    assert notes(outcome) == []


def test_the_network_is_noted_once_and_makes_nothing_stale(deck, port):
    script = reading(CONNECT.format(port=port))
    outcome = build(deck, script)

    assert influences(deck) == {"network": ["experiments/c.py"]}
    assert notes(outcome) == [
        "note    c                used the network, which no key counts: experiments/c.py"
    ]
    status = deck.run("status")
    assert status.code == 0
    assert notes(status) == [
        "note    network          1 of 3 records used the network, which no key counts: c"
    ]
    assert notes(build(deck, script, "--force")) == []


def test_clock_and_randomness_are_noted_from_the_code(deck):
    outcome = build(deck, reading("import random, time\nrandom.random()\ntime.time()"))

    assert influences(deck) == {
        "clock": ["experiments/c.py: time.time"],
        "randomness": ["experiments/c.py: random.random"],
    }
    assert len(notes(outcome)) == 2


@pytest.mark.parametrize(
    ("cell", "program"),
    [
        ('import subprocess\nsubprocess.run(["true"])', "true"),
        ('import subprocess\nsubprocess.run("true", shell=True)', "sh"),
        ('import subprocess, sys\nsubprocess.run([sys.executable, "-c", ""])', "Python"),
        ('import os\nos.system("true")', "a shell"),
        ('import os\nos.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)', "true"),
        (
            'import os\nchild = os.fork()\nif child == 0:\n    os.execv("/bin/true", ["true"])\n'
            "os.waitpid(child, 0)",
            "Python, true",
        ),
        (
            "import multiprocessing\n"
            'process = multiprocessing.get_context("fork").Process(target=print)\n'
            "process.start()\nprocess.join()",
            "Python",
        ),
        (
            "import multiprocessing\n"
            'process = multiprocessing.get_context("spawn").Process(target=print)\n'
            "process.start()\nprocess.join()",
            "Python",
        ),
    ],
)
@POSIX
def test_other_processes_are_named_by_their_programs(deck, cell, program):
    build(deck, reading(cell))

    started = [f"experiments/c.py: {name}" for name in program.split(", ")]
    assert influences(deck) == {"processes": started}


@POSIX
def test_what_libraries_ask_of_the_machine_is_nobodys(deck):
    deck.write(
        "lib/asking.py",
        'import subprocess\nsubprocess.run(["true"])\nimport socket\n'
        'socket.getaddrinfo("127.0.0.1", 80)\n',
    )
    build(
        deck,
        reading(
            "import platform\nplatform.processor()\n"
            'import ctypes.util\nctypes.util.find_library("m")\n'
            "import sys\nsys.path.append('../lib')\nimport asking\n"
            "import socket\nends = socket.socketpair()"
        ),
    )

    assert influences(deck) == {}


def test_whoever_of_ones_own_code_is_nearest_is_named(deck, port):
    deck.write(
        "experiments/tools.py",
        f"import socket\n\n\ndef fetch():\n"
        f'    socket.create_connection(("127.0.0.1", {port})).close()\n',
    )
    build(deck, reading("from tools import fetch\nfetch()"))

    assert influences(deck) == {"network": ["experiments/tools.py"]}


@pytest.mark.parametrize(
    "cell",
    [
        "from concurrent.futures import ThreadPoolExecutor\nimport socket\n"
        "with ThreadPoolExecutor() as pool:\n"
        '    pool.submit(socket.create_connection, ("127.0.0.1", {port})).result().close()',
        "import asyncio\n"
        '_, writer = await asyncio.open_connection("127.0.0.1", {port})\nwriter.close()',
        "import urllib.request\ntry:\n"
        '    urllib.request.urlopen("http://127.0.0.1:{port}", timeout=0.1)\nexcept OSError:\n'
        "    pass",
        "import subprocess, sys\ncode = 'import socket; "
        'socket.create_connection((\\"127.0.0.1\\", {port}))\'\n'
        "subprocess.run([sys.executable, '-c', code], check=True)",
    ],
    ids=["thread", "coroutine", "library", "child"],
)
def test_the_network_is_heard_however_it_is_reached(deck, port, cell):
    build(deck, reading(cell.replace("{port}", str(port))))

    assert influences(deck)["network"] == ["experiments/c.py"]


def test_a_kernel_that_is_not_forked_hears_the_same(deck, port):
    deck.write("pyproject.toml", "[tool.executed-slides]\nwarm_start = false\n")
    build(deck, reading(CONNECT.format(port=port)))

    assert influences(deck) == {"network": ["experiments/c.py"]}


def test_what_figure_cells_use_is_the_figures_own(deck):
    outcome = build(deck, drawing("import time\ntime.time()"))

    assert (influences(deck), influences(deck, "draw")) == (
        {},
        {"clock": ["experiments/c.py: time.time"]},
    )
    assert notes(outcome) == [
        "note    c                its figure cells asked the clock, which no key counts: "
        "experiments/c.py: time.time"
    ]


def test_strict_refuses_the_network_alone(deck, port):
    deck.write("pyproject.toml", "[tool.executed-slides]\nstrict = true\n")
    build(deck, reading("import random, time\nrandom.random()\ntime.time()"))
    deck.write("experiments/c.py", reading(CONNECT.format(port=port)))

    outcome = deck.run("build", "c")

    assert outcome.code == 1
    assert (
        "error: experiments/c.py: used the network (experiments/c.py), and no key counts what it "
        "gave\n" in outcome.err
    )


def test_what_is_accepted_keeps_what_was_used(deck, port):
    deck.write("config/a.json", "{}")
    build(deck, reading(CONNECT.format(port=port), 'files = ["config/a.json"]'))
    deck.write("config/a.json", "[]")

    assert deck.run("accept", "c", "--because", "the same").code == 0

    assert influences(deck) == {"network": ["experiments/c.py"]}


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "clock asked, randomness without a seed"), ("ko", "시계 사용, 시드 없는 난수")],
)
def test_the_evidence_says_it_in_a_word(deck, language, words):
    build(deck, reading("import random, time\nrandom.random()\ntime.time()"))
    deck.write(
        "templates/talk.md.j2",
        f"---\ntheme: plain\nlang: {language}\nevidence: Proof\n---\n# Talk {{{{ c.one }}}}\n\n"
        "{{ a.total }}\n",
    )
    deck.run("build")

    facts = [line for line in deck.read("slides/talk.md").splitlines() if line.startswith("**[")]
    assert [words in line for line in facts] == ["[c]" in line for line in facts]
    assert len(facts) == 2


def test_what_is_used_again_and_again_is_written_down_once(deck, port):
    cell = f"for _ in range(3):\n    {CONNECT.format(port=port).replace(chr(10), chr(10) + '    ')}"
    count = (
        "\nimport os\nfolder = Path(os.environ['EXECUTED_SLIDES_TASK'])\n"
        "assert (folder / 'trace').read_bytes().count(b'n\\t\\0') == 1"
    )
    build(deck, reading(cell + count))

    assert influences(deck) == {"network": ["experiments/c.py"]}


def test_a_record_that_names_another_influence_is_refused_by_name(deck):
    build(deck, reading(""))
    rewritten = json.loads(deck.read("results/c.json"))
    rewritten["measure"]["influences"] = {"moon": ["experiments/c.py"]}
    write_values(deck.root / "results/c.json", rewritten)

    assert "results/c.json: measure.influences" in deck.run("status").out
