"""Of several decks in one project each goes its own way: what is wrong with one stops no other."""

import subprocess
import webbrowser
from types import SimpleNamespace

import pytest
from own_files import own_file
from tiny_deck import SOURCES, Deck, build

from executed_slides.base.folders import Folders
from executed_slides.output.marp_core import DrawnSlides
from executed_slides.watch.preview import Preview
from executed_slides.watch.session import Session

CHAPTER = "{% include 'parts/shared.md' %}"
GOOD = SOURCES["templates/talk.md.j2"] + f"\n---\n{CHAPTER}\n"
# What is edited in the bad one, the place that is named, what is said of it, and the exit code:
# what cannot be made failed, and what must not be said makes a draft.
FAULTS = {
    "a template with a syntax error": (
        ("{% endclaim %}", ""),
        ("templates/other.md.j2:", "Unexpected end of template"),
        1,
    ),
    "an unknown name": (
        ("{{ a.total }}", "{{ a.totl }}"),
        ("templates/other.md.j2:5", "no number 'a.totl'"),
        1,
    ),
    "an unknown theme": (
        ("theme: plain", "theme: plan"),
        ("slides/other.md:2", "there is no theme 'plan'"),
        1,
    ),
    "a broken front matter": (
        ("theme: plain", "theme: [plain"),
        ("slides/other.md:2", "the front matter is no YAML, and Marp would read nothing of it: "),
        1,
    ),
    "a missing picture": (
        ("# Result", "{% constant 'ours' %}![](media/gone.png){% endconstant %}"),
        ("slides/other.md:10", "the picture media/gone.png is not there"),
        1,
    ),
    "a typed number": (
        ("# Result", "# Result 8.5"),
        ("templates/other.md.j2:10:10", "'8.5' stands in the words"),
        3,
    ),
}


def is_told(told: tuple[str, str], text: str) -> bool:
    return all(words in text for words in told)


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """Two decks that share experiments, a chapter, a picture and a theme."""
    root = tmp_path_factory.mktemp("several") / "project"
    media = root / "slides/media"
    media.mkdir(parents=True)
    (media / "logo.svg").write_bytes(own_file("svg"))
    decks = {f"templates/{name}.md.j2": GOOD for name in ("talk", "other")}
    shared = {
        "templates/parts/shared.md": "# Shared\n{% constant 'ours' %}![Our logo](media/logo.svg)"
        "{% endconstant %}\n",
        "pyproject.toml": '[project]\nlicense = "MIT"\n',
        ".gitignore": "/slides/*.html\n/slides/*.pdf\n/slides/*.zip\n/.executed-slides/\n",
    }
    build(root, {**SOURCES, **decks, **shared})
    for asked in (["init"], ["add", "."], ["commit", "-m", "Both decks"], ["gc"]):
        author = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", "-C", root, *author, *asked], check=True, capture_output=True)
    return root


@pytest.fixture(params=FAULTS)
def broken(request, deck, monkeypatch) -> tuple[Deck, tuple[str, str], int]:
    """The two decks, one of them with a fault; its place and words, and the exit code."""
    monkeypatch.setattr(webbrowser, "open", lambda address: True)
    edit, told, code = FAULTS[request.param]
    deck.edit("templates/other.md.j2", *edit)
    return deck, told, code


def test_build_makes_the_good_one(broken):
    deck, told, code = broken
    deck.edit("templates/talk.md.j2", "# Talk", "# New talk")

    outcome = deck.run("build")

    assert outcome.code == code
    assert is_told(told, outcome.err if code == 1 else outcome.out)
    assert outcome.err.count("error: ") == (code == 1)
    assert "# New talk" in deck.read("slides/talk.html")


def test_status_speaks_of_experiments_alone(broken):
    deck, *_ = broken

    assert deck.run("status").code == 0


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--claims"],
        ["--unused"],
        ["--layout"],
        ["--fit"],
        ["--png", "png"],
    ],
    ids=" ".join,
)
def test_check_finds_fault_with_the_bad_one_alone(broken, options):
    deck, told, code = broken

    outcome = deck.run("check", *options)

    kind = {1: "failed", 3: "draft"}[code]
    problems = [line for line in outcome.lines if line.startswith((kind, "stale", "layout"))]
    assert outcome.code == code
    assert any(line.startswith(kind) and is_told(told, line) for line in problems)
    assert [line for line in problems if "other" not in line] == []


def test_check_lists_the_claims_of_the_good_one(broken):
    deck, *_ = broken

    claims = [line for line in deck.run("check", "--claims").lines if line.startswith("claim")]

    assert claims[-1] == "claim   slide 2 (Result)   'more than five'"


def test_check_knows_not_what_a_deck_shows_that_cannot_be_read(broken):
    deck, _, code = broken
    deck.edit("experiments/b.py", "twice=", "unshown=1, twice=")
    assert deck.run("build", "b").code in (0, code)
    deck.edit("templates/other.md.j2", "{{ b.twice }}", "{{ b.unshown }}")

    assert "unshown" not in "".join(
        line for line in deck.run("check", "--unused").lines if line.startswith("note")
    )


def test_check_reads_back_the_good_one_as_ever(broken):
    deck, told, _ = broken
    deck.run("build")

    lines = deck.run("check", "--read-back").lines

    read_back = [line for line in lines if "slides/talk." in line]
    (deck.root / "templates/other.md.j2").write_text(GOOD, "utf-8")
    deck.run("build")
    assert read_back == [
        line for line in deck.run("check", "--read-back").lines if "slides/talk." in line
    ]
    assert any(is_told(told, line) for line in lines)


def test_the_one_that_was_never_made_is_not_measured_and_the_other_is(broken):
    deck, *_ = broken
    (deck.root / "slides/other.html").unlink()

    outcome = deck.run("check", "--layout")

    assert outcome.code == 1
    assert outcome.lines[0] == "measure slides/talk.html every slide shows all it has"
    assert outcome.err.startswith("error: slides/other.html is not there\n")


@pytest.mark.parametrize("name", ["talk", "other"])
def test_present_opens_either(broken, name):
    deck, told, code = broken

    outcome = deck.run("present", name)

    assert outcome.code == (code if name == "other" else 0)
    assert any(line.startswith("open ") and f"{name}.html" in line for line in outcome.lines)
    assert is_told(told, outcome.out) == (name == "other")


@pytest.mark.parametrize(("name", "is_good"), [("talk", True), ("other", False)])
def test_watch_shows_either(broken, name, is_good):
    deck, told, _ = broken
    core = SimpleNamespace(
        render=lambda markdown, theme, shown: DrawnSlides((markdown,), theme), revive=lambda: None
    )
    heard = []
    session = Session(Folders(deck.root), name, Preview(), core, False, heard.append, heard.append)
    session.tell = lambda *_: None

    session.update(set())
    session.tick()
    session.close()

    state = session.preview.state
    said = [problem for problems in state.problems.values() for problem in problems]
    # That Marp's own count is another is the doing of the one that stands here for it.
    said = "\n".join(problem for problem in said if "Marp makes" not in problem)
    # In a preview the Markdown is not written, so that some places are the template's.
    assert said == "" if is_good else told[1] in said
    assert not is_good or "# Shared" in state.slides[0]


def test_crate_packs_the_good_one(broken):
    deck, told, code = broken

    outcome = deck.run("crate")

    assert outcome.code == code
    assert outcome.lines[0] == "crate   talk             => slides/talk.crate.zip"
    assert is_told(told, outcome.out)
    assert not (deck.root / "slides/other.crate.zip").exists()
    assert deck.run("crate", "talk").code == 0
    assert deck.run("crate", "other").code == code


def test_diff_compares_the_good_one(broken):
    deck, *_ = broken
    deck.edit("templates/talk.md.j2", "# Talk", "# New talk")
    deck.run("build")

    outcome = deck.run("diff")

    assert outcome.code == 0
    assert "New talk" in outcome.out


def test_of_several_decks_crate_takes_the_one_that_is_named(deck):
    assert deck.run("crate", "other").lines == [
        "crate   other            => slides/other.crate.zip"
    ]
    assert deck.run("crate", "third").err == (
        "error: no deck 'third'\nhint: templates/ has other, talk\n"
    )


def test_failed_is_worse_than_stale(deck):
    deck.edit("templates/talk.md.j2", "# Talk", "# New talk")
    assert deck.run("check").code == 3

    deck.edit("templates/other.md.j2", "theme: plain", "theme: plan")

    assert deck.run("check").code == 1
    assert deck.run("crate").code == 1


def test_a_shared_picture_and_chapter_are_inputs_of_both(deck):
    (deck.root / "slides/media/logo.svg").write_bytes(own_file("svg").replace(b"06c", b"060"))

    stale = [line for line in deck.run("check").lines if line.startswith("stale")]

    assert stale == [
        f"stale   slides/{name}.{form}   slides/media/logo.svg changed"
        for name in ("other", "talk")
        for form in ("html", "pdf")
    ]
