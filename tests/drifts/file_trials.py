"""Trials of changed files: each is made, `check` is asked, and the deck is as it was again."""

import json
from collections.abc import Iterable

from changed_files import Change
from drift_cases import SCORES
from tiny_deck import Deck


def find_wrong(deck: Deck, changes: Iterable[Change]) -> list[tuple[str, str, object]]:
    """The changes that were not judged rightly; all are counted."""
    wrong = []
    good = _contents(deck)
    for change in changes:
        said = said_of(deck, change, good)
        is_right = _is_told(change.told, said) if change.told else said == []
        SCORES.count(bool(change.told), change.kind, is_right)
        if not is_right:
            wrong.append((change.kind, change.name, said))
    return wrong


def said_of(deck: Deck, change: Change, good: dict[str, bytes]) -> list[tuple[str, str]]:
    """The problems, and with the exit code what a build or check that failed otherwise said."""
    try:
        for name, content in change.files.items():
            path = deck.root / name
            if content is None:
                path.unlink()
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        if change.act:
            change.act(deck.root)
        built = deck.run("build", "--no-run") if change.rebuilt else None
        checked = deck.run("check", "--json")
        problems = json.loads(checked.out)["problems"]
        said = [
            (p["subject"], p["reason"]) for p in problems if p["kind"] != "note" or not change.told
        ]
        if checked.code == 0 and change.told:
            return []
        if built and built.code:
            said.append(("build", built.err))
        return said
    finally:
        _restore(deck, good)


def _is_told(told: tuple[str, str] | None, said: list[tuple[str, str]]) -> bool:
    assert told
    return any(subject.startswith(told[0]) and told[1] in reason for subject, reason in said)


def _contents(deck: Deck) -> dict[str, bytes]:
    return {
        path.relative_to(deck.root).as_posix(): path.read_bytes()
        for path in deck.root.rglob("*")
        if path.is_file()
        and path.parts[len(deck.root.parts) :][:2] != (".executed-slides", "cache")
    }


def _restore(deck: Deck, good: dict[str, bytes]) -> None:
    now = _contents(deck)
    for name in now.keys() - good.keys():
        (deck.root / name).unlink()
    for name, content in good.items():
        if now.get(name) != content:
            (deck.root / name).write_bytes(content)
