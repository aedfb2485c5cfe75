"""Documentation that runs: a page is a story, told block by block on a deck of its own.

What a fenced block is, says the line that opens it:

    python FILE, jinja FILE …   that file; the words above name it too, for a reader sees no more
    diff FILE                   an edit of it
    console                     `$ command`, and what it prints; … stands for anything
    jinja                       one more slide of the deck; `markdown` after it is what became of it
    toml                        settings, in a pyproject.toml
    sh                          commands that wait, or need a network: they are only parsed
    python                      what needs a cluster: it is only compiled
"""

import io
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from real_decks import ROOT

from executed_slides.base.folders import Folders
from executed_slides.base.settings import read_settings
from executed_slides.commands.main import main, read_arguments
from executed_slides.state.project import read_project
from executed_slides.template.rendering import judge_deck

PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_FENCE = re.compile(r"^(?P<ticks>`{3,})(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=ticks)$", re.M | re.S)
_OURS = (["uv", "run", "build.py"], ["uvx", "executed-slides"], ["executed-slides"])
# Programs that are not ours, by which the pages set something up.
_OTHERS = {"cd", "dask", "git", "pip", "pre-commit", "python", "uv"}


@dataclass(frozen=True)
class Block:
    """A fenced block: where it begins, its language, the file that it names, what stands in it."""

    place: str
    language: str
    file: str
    text: str
    above: str


def blocks_of(page: Path) -> Iterator[Block]:
    source = page.read_text("utf-8")
    for found in _FENCE.finditer(source):
        language, _, file = found["info"].strip().partition(" ")
        line = source.count("\n", 0, found.start()) + 1
        above = source[: found.start()].rstrip().rpartition("\n\n")[2]
        yield Block(f"{page.relative_to(ROOT)}:{line}", language, file, found["text"], above)


class Story:
    """A deck to which the blocks of a page happen, one after another."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch):
        self.folder, self.patch, self.code, self.slides = root, patch, 0, ""
        patch.chdir(root)

    def tell(self, block: Block) -> None:
        if block.file:
            assert block.file in block.above, f"{block.place}: {block.file} is not named above it"
            self.write(block)
        else:
            getattr(self, f"tell_{block.language}")(block)

    def write(self, block: Block) -> None:
        path = self.folder / block.file
        text = block.text
        if block.language == "diff":
            lines = text.splitlines(keepends=True)
            old = "".join(line[1:] for line in lines if line[0] != "+")
            new = "".join(line[1:] for line in lines if line[0] != "-")
            before = path.read_text("utf-8")
            assert before.count(old) == 1, f"{block.place}: not once in {block.file}:\n{old}"
            text = before.replace(old, new)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def tell_console(self, block: Block) -> None:
        for said in re.split(r"^\$ ", block.text, flags=re.M)[1:]:
            line, _, expected = said.partition("\n")
            printed = "".join(self.run(command) for command in commands_of(line))
            pattern = "".join(_as_pattern(line) for line in expected.rstrip().splitlines())
            assert re.fullmatch(pattern, printed), f"{block.place}: $ {line}\n{printed}"

    def run(self, words: list[str]) -> str:
        """What a command prints, on stdout and stderr."""
        if words == ["echo", "$?"]:
            return f"{self.code}\n"
        if words[0] == "export":
            self.patch.setenv(*words[1].split("="))
            return ""
        if words[0] == "cd":
            self.folder = self.folder / words[1]
            self.patch.chdir(self.folder)
            return ""
        if (arguments := arguments_of(words)) is not None:
            with redirect_stdout(io.StringIO()) as printed, redirect_stderr(printed):
                self.code = main(self.folder, arguments)
            return printed.getvalue()
        ended = subprocess.run(words, cwd=self.folder, capture_output=True, text=True)
        self.code = ended.returncode
        return ended.stdout + ended.stderr

    def tell_jinja(self, block: Block) -> None:
        template = self.folder / "templates/talk.md.j2"
        template.write_text(f"{template.read_text('utf-8')}\n---\n{block.text}", "utf-8")
        deck = judge_deck(read_project(Folders(self.folder)), "talk")
        assert not deck.mark, f"{block.place}: {deck.mark}"
        self.slides = str(deck.markdown)

    def tell_markdown(self, block: Block) -> None:
        pattern = "".join(_as_pattern(line) for line in block.text.splitlines())
        assert re.search(pattern, self.slides), f"{block.place}: is not in\n{self.slides}"

    def tell_toml(self, block: Block) -> None:
        (self.folder / "settings").mkdir()
        (self.folder / "settings/pyproject.toml").write_text(block.text, "utf-8")
        read_settings(self.folder / "settings")

    def tell_sh(self, block: Block) -> None:
        for line in block.text.splitlines():
            for words in commands_of(line):
                parse(words, block.place)

    def tell_python(self, block: Block) -> None:
        compile(block.text, block.place, "exec")


def commands_of(line: str) -> Iterator[list[str]]:
    """The words of each command of a line, without comments and variables set for it."""
    for command in re.split(r"\s*&&\s*", line):
        words = shlex.split(command, comments=True)
        while words and re.match(r"\w+=", words[0]):
            del words[0]
        if words:
            yield words


def arguments_of(words: list[str]) -> list[str] | None:
    """What the deck's own command is given; None where it is another program's."""
    given = (words[len(ours) :] for ours in _OURS if words[: len(ours)] == ours)
    return next(given, None)


def parse(words: list[str], place: str) -> None:
    if (arguments := arguments_of(words)) is not None:
        read_arguments(arguments)
    elif words[:2] == ["uv", "run"] and words[2:] and words[2].endswith(".py"):
        assert (ROOT / words[2]).is_file(), f"{place}: {words[2]} is not there"
    else:
        assert words[0] in _OTHERS, f"{place}: {words[0]}"


def _as_pattern(line: str) -> str:
    return r"(?:.*\n)*" if line == "…" else re.escape(line).replace("…", ".*") + r" *\n"
