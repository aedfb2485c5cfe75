"""Where a deck lies, and whose it is, stands in nothing that it gives to others."""

import shutil
import zipfile
from pathlib import Path

from tiny_deck import Deck, leave_out_marp

MARK = "kim-of-room-46"
TELLTALE = """
import os, pathlib, sys, traceback, warnings
from IPython.display import HTML, display
print(os.getcwd(), pathlib.Path.home(), sys.prefix, file=sys.stderr)
warnings.warn(str(pathlib.Path.home() / "x"))
display(HTML(f"<b>{os.getcwd()}</b>"), str(pathlib.Path.home()), pathlib.Path.home())
try:
    double("a", "b", "c")
except TypeError:
    traceback.print_exc()
try:
    from helper import Picture
    Picture("x").savefig(pathlib.Path.home() / "no/such", {})
except OSError as error:
    print(error)
    traceback.print_exc()
"""


def test_no_output_names_the_home_or_its_user(built, tmp_path, capsys, monkeypatch):
    home = tmp_path / MARK
    root = home / "talks" / "deck"
    shutil.copytree(built, root)
    for name, value in {"HOME": home, "USER": MARK, "LOGNAME": MARK}.items():
        monkeypatch.setenv(name, str(value))
    deck = Deck(root, capsys)
    leave_out_marp(monkeypatch)
    deck.write("LICENSE", "MIT")
    deck.edit("experiments/a.py", 'print("Epoch 1/1")', TELLTALE)
    deck.edit("experiments/a.py", "run = record.run()", f"{TELLTALE}\nrun = record.run()")
    outcome = deck.run("build")
    assert outcome.code == 0, outcome.err
    assert deck.run("crate").code == 0

    assert "experiments" in deck.read("slides/lab/a.html")
    assert "Traceback (most recent call last)" in deck.read("slides/lab/a.html")
    assert [name for name, content in outputs(root) if MARK.encode() in content] == []


def outputs(root: Path):
    """All that a deck gives to others, by name: records, slides, notebooks, pages, the archive."""
    for path in sorted([*(root / "results").rglob("*"), *(root / "slides").rglob("*")]):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}:{name}", archive.read(name)
        elif path.is_file():
            yield path.relative_to(root).as_posix(), path.read_bytes()
