"""An archive holds all that a deck is built from again, and nothing that others may not have."""

import getpass
import json
import shutil
import subprocess
from pathlib import Path
from zipfile import ZipFile

import pytest
from own_files import own_file
from real_decks import FONTS
from tiny_deck import SOURCES, Deck, build, leave_out_marp

CONTEXT = Path(__file__).with_name("ro-crate-1.1-context.jsonld").read_text("utf-8")

# A project with all that one may have beside scripts and templates.
PROJECT = {
    **SOURCES,
    "experiments/a.py": SOURCES["experiments/a.py"]
    .replace("from helper import", "from tools.shapes import side\nfrom helper import")
    .replace("double(step)", "side(double(step))")
    .replace("# seeds = 2", '# seeds = 2\n# files = ["experiments/표.csv"]'),
    "experiments/tools/__init__.py": "",
    "experiments/tools/shapes.py": "def side(length):\n    return length\n",
    "experiments/explore 1.ipynb": '{"cells": [], "metadata": {}, "nbformat": 4}\n',
    "experiments/표.csv": "a,b\n1,2\n",
    "templates/talk.md.j2": SOURCES["templates/talk.md.j2"]
    + "\n---\n{% include 'parts/logo.md' %}\n",
    "templates/parts/logo.md": "{% constant 'ours' %}![Our logo](<media/로고 1.svg>)"
    "{% endconstant %}\n",
    "themes/plain.css": "/* @theme plain */ @font-face { src: url(fonts/T.ttf) }\n",
    "pyproject.toml": '[project]\nname = "talk"\nlicense = "MIT"\n'
    'authors = [{ name = "A. Author", email = "a@example.org" }]\n',
    "LICENSE": "MIT License\n",
    "README.md": "# Talk\n",
    "tests/test_a.py": "",
    ".gitignore": "/slides/*\n!/slides/media/\n/results/\n*.key\n/.executed-slides/\n",
}
# What lies about in the folder of a project, and is nobody else's business.
ASTRAY = {
    "experiments/service.key": "secret",
    "experiments/.env": "TOKEN=secret",
    "passwords.txt": "secret",
    "data/rows.csv": "secret",
    ".env": "TOKEN=secret",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> Path:
    root = tmp_path_factory.mktemp("built") / "project"
    for name, content in {
        "slides/media/로고 1.svg": own_file("svg"),
        "slides/media/데모.webm": own_file("webm"),
        "themes/fonts/T.ttf": (FONTS / "TestedMono.ttf").read_bytes(),
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    return build(root, {**PROJECT, **ASTRAY})


def git(root: Path, *arguments: str) -> None:
    subprocess.run(["git", "-C", root, *arguments], check=True, capture_output=True)


@pytest.fixture(params=["tracked", "untracked", "without git"])
def project(request, deck) -> Deck:
    """The project as its author may keep it: committed, not committed yet, or without git."""
    if request.param != "without git":
        git(deck.root, "init")
    if request.param == "tracked":
        git(deck.root, "add", *PROJECT, "slides/media", "themes")
    return deck


def pack(deck: Deck, name: str = "talk") -> ZipFile:
    outcome = deck.run("crate", name)
    assert (outcome.err, outcome.code) == ("", 0)
    return ZipFile(deck.root / f"slides/{name}.crate.zip")


def unpack(crate: ZipFile, deck: Deck) -> Deck:
    """What somebody has who unpacks an archive into an empty folder."""
    root = deck.root.parent / "unpacked"
    crate.extractall(root)
    (root / "ro-crate-metadata.json").unlink()
    return Deck(root, deck.capsys)


def test_an_archive_holds_what_is_the_author_s_and_what_was_built(project):
    names = set(pack(project).namelist())

    hidden = {".gitignore"} if ".gitignore" in names else set()
    made = {
        *("results/a.json", "results/b.json", "slides/image/a.png"),
        *(f"slides/lab/{name}.{form}" for name in "ab" for form in ("html", "ipynb")),
        *("slides/talk.md", "slides/talk.provenance.json", "slides/talk.html", "slides/talk.pdf"),
        *("slides/talk.export.json", "slides/talk.layout.json"),
    }
    own = {"slides/media/로고 1.svg", "slides/media/데모.webm", "themes/fonts/T.ttf"}
    asked = {*PROJECT, *own, *made, "ro-crate-metadata.json"} - {".gitignore"}
    # Without git nobody says that a file in a room of the project is a secret.
    stray = {"experiments/service.key"} if not (project.root / ".git").exists() else set()
    assert names == asked | hidden | stray


def test_what_git_tracks_goes_along_and_nothing_else_that_is_hidden(deck):
    git(deck.root, "init")
    deck.write("notes/plan.txt", "a plan")
    git(deck.root, "add", "notes", ".gitignore")

    names = set(pack(deck).namelist())

    assert {"notes/plan.txt", ".gitignore"} <= names
    assert not names & ASTRAY.keys()


def test_an_archive_is_a_project_that_checks_and_builds_the_same_slides_without_a_run(project):
    unpacked = unpack(pack(project), project)

    assert unpacked.run("check").lines == [
        "good    slides/talk.md   2 records current, 1 claims true"
    ]
    for file in (unpacked.root / "slides").glob("talk.*"):
        file.unlink()
    lines = unpacked.run("build").lines

    assert lines[:3] == [
        "--      a                up to date",
        "--      b                up to date",
        "render  templates/talk.md.j2 => slides/talk.md",
    ]
    for name in ("talk.md", "talk.provenance.json"):
        assert unpacked.read(f"slides/{name}") == project.read(f"slides/{name}")
    assert unpacked.run("check").code == 0


def test_an_archive_of_an_archive_is_the_same(deck):
    deck.run("crate")
    first = deck.root / "slides/talk.crate.zip"

    unpacked = unpack(ZipFile(first), deck)
    unpacked.run("crate")

    assert (unpacked.root / "slides/talk.crate.zip").read_bytes() == first.read_bytes()


def validate(crate: Path, folder: Path, monkeypatch) -> set[str]:
    """What the validator of RO-Crate has against an archive; it is given no network."""
    from rocrate_validator.models import Severity
    from rocrate_validator.services import ValidationSettings
    from rocrate_validator.services import validate as judge
    from rocrate_validator.utils.http import HttpRequester

    class Answer:
        status_code = 200
        headers = {"Content-Type": "application/ld+json"}
        text, content = CONTEXT, CONTEXT.encode()

        def json(self):
            return json.loads(CONTEXT)

    def get(self, address, *_, **__):
        assert address == "https://w3id.org/ro/crate/1.1/context"
        return Answer()

    monkeypatch.setattr(HttpRequester, "get", get, raising=False)
    outcome = judge(
        ValidationSettings(
            rocrate_uri=str(crate),
            profile_identifier="ro-crate-1.1",
            requirement_severity=Severity.RECOMMENDED.name,
            offline=True,
            cache_path=str(folder / "cache"),
        )
    )
    assert len(outcome.executed_checks) > 30
    return {issue.message for issue in outcome.get_issues()}


def test_the_validator_of_ro_crate_has_nothing_against_it(deck, tmp_path, monkeypatch):
    pack(deck)

    crate = deck.root / "slides/talk.crate.zip"
    assert validate(crate, tmp_path, monkeypatch) == {
        # Who publishes is not known until it is published, and no project says where its
        # authors work.
        "The `publisher` property of a `Root Data Entity` SHOULD be an `Organization`",
        "The author SHOULD have an organizational affiliation.",
        "The author SHOULD have a Contextual Entity which specifies the organizational "
        "`affiliation`.",
    }


def test_the_validator_finds_what_is_wrong(deck, tmp_path, monkeypatch):
    metadata = json.loads(pack(deck).read("ro-crate-metadata.json"))
    root = metadata["@graph"][1]
    del root["license"]
    folder = tmp_path / "bad"
    folder.mkdir()
    (folder / "ro-crate-metadata.json").write_text(json.dumps(metadata), "utf-8")

    found = "\n".join(validate(folder, tmp_path, monkeypatch))

    assert "The Root Data Entity MUST have a `license` property" in found


def test_the_metadata_says_nothing_of_the_machine(project, monkeypatch):
    said = pack(project).read("ro-crate-metadata.json").decode()

    for private in (str(project.root.parent), f"{Path.home()}/", "a@example.org"):
        assert private not in said
    assert f'"{getpass.getuser()}"' not in said


def test_the_license_is_told_by_its_name_and_its_file(project):
    graph = json.loads(pack(project).read("ro-crate-metadata.json"))["@graph"]
    about = {entity["@id"]: entity for entity in graph}

    assert about["./"]["license"] == [
        {"@id": "https://spdx.org/licenses/MIT"},
        {"@id": "LICENSE"},
    ]
    assert about["LICENSE"]["@type"] == ["File", "CreativeWork"]
    assert about["./"]["author"] == {"@id": "#author-1"}
    assert about["#author-1"]["name"] == "A. Author"


@pytest.mark.parametrize(
    ("terms", "file", "told"),
    [
        ("", True, {"@id": "LICENSE"}),
        ('license = "MIT AND OFL-1.1"', False, "MIT AND OFL-1.1"),
        ('license = { text = "All rights reserved" }', False, "All rights reserved"),
        ('license = { file = "TERMS.md" }', False, {"@id": "TERMS.md"}),
    ],
)
def test_a_license_may_be_told_in_other_ways(deck, terms, file, told):
    deck.write("pyproject.toml", f"[project]\n{terms}\n")
    deck.write("TERMS.md", "Ask.\n")
    if not file:
        (deck.root / "LICENSE").unlink()

    graph = json.loads(pack(deck).read("ro-crate-metadata.json"))["@graph"]

    assert graph[1]["license"] == told


def test_without_a_license_there_is_no_archive(deck):
    (deck.root / "LICENSE").unlink()
    (deck.root / "pyproject.toml").unlink()

    outcome = deck.run("crate")

    assert outcome.code == 1
    assert outcome.err.startswith(
        "error: pyproject.toml names no license, and without one nobody may use an archive\n"
    )
    assert not (deck.root / "slides/talk.crate.zip").exists()


@pytest.mark.parametrize(
    "name",
    [
        "experiments/deep.py",
        "experiments/표.csv",
        "templates/parts/logo.md",
        "slides/media/로고 1.svg",
    ],
)
def test_what_git_ignores_and_the_slides_need_is_named(deck, name):
    git(deck.root, "init")
    deck.write(".gitignore", deck.read(".gitignore") + f"{name}\n")

    outcome = deck.run("crate")

    assert outcome.code == 1
    assert outcome.err == (
        f"error: {name} is needed to build the slides again, and may not go into an archive: git "
        "ignores it, or it is a link to what is not packed\n"
        "hint: take it out of .gitignore, or put the file itself there\n"
    )


def test_links_to_what_is_not_packed_stay_out_by_name(project):
    secret = project.root.parent / "id_rsa"
    secret.write_text("secret", "utf-8")
    (project.root / "experiments/key.csv").symlink_to(secret)
    (project.root / "experiments/env.csv").symlink_to(".env")
    (project.root / "experiments/table.csv").symlink_to("표.csv")
    (project.root / "experiments/home").symlink_to(project.root.parent)
    (project.root / "experiments/gone.csv").symlink_to("nowhere")

    outcome = project.run("crate")

    assert outcome.code == 0
    assert outcome.err.splitlines() == [
        f"note: experiments/{name}: it is not in slides/talk.crate.zip"
        for name in (
            "env.csv leads to a file that is not packed",
            "gone.csv leads to a file that is not packed",
            "home is a link to a folder",
            "key.csv leads to a file that is not packed",
        )
    ]
    held = ZipFile(project.root / "slides/talk.crate.zip").namelist()
    assert {name for name in held if name.endswith(".csv")} == {
        "experiments/표.csv",
        "experiments/table.csv",
    }


def test_a_repository_that_git_will_not_read_is_no_reason_to_pack_more(deck):
    (deck.root / ".git").write_text("gitdir: nowhere", "utf-8")

    outcome = deck.run("crate")

    assert outcome.code == 1
    assert outcome.err.startswith("error: git ls-files: ")


# ---- Several decks ----

C = '"""C is the other deck\'s."""\n' + SOURCES["experiments/a.py"].partition("\n")[2].replace(
    '["a"]', '["c"]'
).replace('figure("a"', 'figure("c"')


@pytest.fixture(scope="module")
def two_built(built, tmp_path_factory) -> Path:
    """The project with another deck, which shares a chapter and an experiment with the first."""
    root = tmp_path_factory.mktemp("two") / "project"
    shutil.copytree(built, root)
    other = {
        "experiments/c.py": C,
        "templates/other.md.j2": "---\ntheme: other\n---\n# {{ b.twice }}\n"
        "{% include 'other/own.md.j2' %}\n{% include 'parts/logo.md' %}\n",
        "templates/other/own.md.j2": "{{ figure('c') }}\n{% constant 'ours' %}![A](media/a.png)"
        "{% endconstant %}\n",
        "themes/other.css": "/* @theme other */\n",
    }
    (root / "slides/media/a.png").write_bytes(own_file("png"))
    return build(root, other)


@pytest.fixture
def two(two_built, tmp_path, capsys, monkeypatch) -> Deck:
    leave_out_marp(monkeypatch)
    shutil.copytree(two_built, tmp_path / "two")
    return Deck(tmp_path / "two", capsys)


def test_each_deck_has_an_archive_of_what_it_needs(two):
    assert two.run("crate").lines == [
        "crate   other            => slides/other.crate.zip",
        "crate   talk             => slides/talk.crate.zip",
    ]

    other, talk = (
        set(ZipFile(two.root / f"slides/{name}.crate.zip").namelist()) for name in ("other", "talk")
    )
    only_other = {
        *("templates/other.md.j2", "templates/other/own.md.j2", "themes/other.css"),
        *("experiments/c.py", "results/c.json", "slides/image/c.png", "slides/media/a.png"),
        *("slides/lab/c.html", "slides/lab/c.ipynb", "slides/other.md", "slides/other.html"),
        *("slides/other.pdf", "slides/other.provenance.json"),
        *("slides/other.export.json", "slides/other.layout.json"),
    }
    assert other - talk == only_other
    assert {name for name in talk - other if not name.startswith("slides/talk.")} == {
        *("templates/talk.md.j2", "themes/plain.css", "themes/fonts/T.ttf"),
    }


@pytest.mark.parametrize("name", ["talk", "other"])
def test_of_two_decks_each_is_proven_and_built_from_its_own_archive(two, name):
    unpacked = unpack(pack(two, name), two)

    assert unpacked.run("check").code == 0
    (unpacked.root / f"slides/{name}.md").unlink()
    assert not [line for line in unpacked.run("build").lines if line.startswith("run")]
    assert unpacked.read(f"slides/{name}.md") == two.read(f"slides/{name}.md")


def test_an_experiment_of_another_deck_that_is_stale_keeps_no_archive_back(two):
    two.edit("experiments/c.py", "steps = 3", "steps = 4")

    outcome = two.run("crate")

    assert outcome.code == 3
    assert outcome.lines == [
        "crate   talk             => slides/talk.crate.zip",
        "stale   c   parameter steps 3 → 4",
        "        mend: uv run build.py c",
    ]
