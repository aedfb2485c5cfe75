"""The cache saves time and decides nothing: an entry holds only for what it was made of."""

import hashlib
import marshal
import os
import shutil

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from executed_slides.base import cache as caching
from executed_slides.base import files
from executed_slides.base.cache import Cache
from executed_slides.base.files import state_of
from executed_slides.base.folders import Folders
from executed_slides.base.settings import Settings
from executed_slides.scripts import following, packages
from executed_slides.scripts.fingerprint import hash_helpers, read_code
from executed_slides.scripts.helpers import Helpers
from executed_slides.scripts.script import read_script
from executed_slides.state.project import Project


@pytest.fixture
def cache(tmp_path):
    return Cache(tmp_path / "cache")


@pytest.fixture
def seen(monkeypatch):
    """The names of the scripts that are followed, and not taken from the cache."""
    names = []
    follow = following.follow_code

    def hear(script, helpers):
        names.append(script.name)
        return follow(script, helpers)

    monkeypatch.setattr(following, "follow_code", hear)
    return names


def test_an_entry_is_given_back_for_what_it_was_made_of(cache):
    cache.put("kind", "subject", "a", "b", value={"x": [1, 2.5, None, "é"]})

    assert cache.get("kind", "subject", "a", "b") == {"x": [1, 2.5, None, "é"]}
    assert cache.get("kind", "subject", "a", "c") is None
    assert cache.get("kind", "subject", "a") is None
    assert cache.get("kind", "other", "a", "b") is None
    assert cache.get("other", "subject", "a", "b") is None


def test_an_entry_that_another_user_signed_is_never_read(cache, monkeypatch):
    """A repository came with a cache whose compiled templates ran."""
    cache.put("template", "talk", value=b"code")
    monkeypatch.setattr(caching, "secret_key", lambda: b"a stranger's key, of 32 letters..")
    monkeypatch.setattr("msgspec.msgpack.decode", lambda _: pytest.fail("was read"))

    assert Cache(cache.folder).get("template", "talk") is None


def test_an_entry_in_the_place_of_another_counts_as_none(cache):
    cache.put("kind", "one", value="one's")
    cache.put("other", "one", value="other's")
    entries = [caching.file_of(cache.folder, kind, "one") for kind in ("kind", "other")]
    entries[1].write_bytes(entries[0].read_bytes())

    assert cache.get("other", "one") is None


def test_a_name_that_is_no_text_is_remembered_too(cache):
    cache.put("data", "/data/caf\udce9", value="hash")

    assert cache.get("data", "/data/caf\udce9") == "hash"


def test_another_engine_begins_anew(cache, monkeypatch, tmp_path):
    cache.put("kind", "subject", value=1)
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "key.py").write_text("another")
    monkeypatch.setattr(caching, "ENGINE", tmp_path / "engine")

    assert Cache(cache.folder).get("kind", "subject") is None


def test_an_engine_that_is_changed_meanwhile_goes_on_as_it_was_loaded(cache, monkeypatch, tmp_path):
    """It would have signed what its former code made as made by the new one."""
    (tmp_path / "engine").mkdir()
    (tmp_path / "engine" / "key.py").write_text("as loaded")
    monkeypatch.setattr(caching, "ENGINE", tmp_path / "engine")
    cache.put("kind", "subject", value=1)
    (tmp_path / "engine" / "key.py").write_text("edited")

    assert Cache(cache.folder).get("kind", "subject") == 1


@given(at=st.integers(0), mask=st.integers(1, 255))
def test_a_damaged_byte_counts_as_no_entry(tmp_path_factory, at, mask):
    cache = Cache(tmp_path_factory.mktemp("cache"))
    cache.put("kind", "subject", value=[1, "two"])
    file = caching.file_of(cache.folder, "kind", "subject")
    entry = bytearray(file.read_bytes())
    entry[at % len(entry)] ^= mask
    file.write_bytes(bytes(entry))

    assert cache.get("kind", "subject") is None


@pytest.mark.parametrize("length", [0, 10, 32, 36])
def test_an_entry_that_is_cut_short_counts_as_none(cache, length):
    cache.put("kind", "subject", value=[1, "two"])
    file = caching.file_of(cache.folder, "kind", "subject")
    file.write_bytes(file.read_bytes()[:length])

    assert cache.get("kind", "subject") is None


def test_without_a_folder_or_room_nothing_is_remembered_and_nothing_fails(tmp_path):
    (tmp_path / "file").write_text("in the way")
    for cache in (Cache(), Cache(tmp_path / "file")):
        cache.put("kind", "subject", value=1)
        assert cache.get("kind", "subject") is None


@pytest.fixture
def read(deck, cache):
    def read_a():
        script = read_script(deck.root / "experiments/a.py", "experiments/a.py")
        return read_code(script, Helpers(deck.root / "experiments"), cache)

    return read_a


def test_code_that_is_the_same_is_followed_once(read, seen):
    assert read() == read()
    assert seen == ["a"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("a.py", "seed / 10", "seed / 11"),
        ("helper.py", "(number, 2)", "(number, 3)"),
        ("deep.py", "FACTOR = 1", "FACTOR = 2"),
        ("a.py", "# region sum", "# region total"),
    ],
)
def test_code_is_followed_anew_once_a_script_or_a_helper_of_any_depth_is_another(
    deck, read, seen, name, old, new
):
    read()
    deck.edit(f"experiments/{name}", old, new)

    cached = read()

    assert seen == ["a", "a"]
    assert cached == read_code(
        read_script(deck.root / "experiments/a.py", "experiments/a.py"),
        Helpers(deck.root / "experiments"),
    )


def test_a_helper_that_takes_the_place_of_a_package_is_seen(deck, read, seen):
    deck.edit(
        "experiments/a.py",
        "from executed_slides import record",
        "import colorsys\nfrom executed_slides import record",
    )
    deck.edit("experiments/a.py", "record.numbers(", "colorsys\nrecord.numbers(")
    before = read()
    deck.write("experiments/colorsys.py", "ONE = 1")

    assert read().measure.code != before.measure.code
    assert seen == ["a", "a"]


def test_a_helper_that_is_gone_is_seen(deck, read, seen):
    before = read()
    (deck.root / "experiments/deep.py").unlink()

    assert read().measure.code != before.measure.code


def test_versions_of_packages_are_never_remembered(deck, read, seen, monkeypatch):
    deck.edit(
        "experiments/a.py", "record.numbers(", "import numpy\nnumpy.zeros(1)\nrecord.numbers("
    )
    read()
    monkeypatch.setattr(packages, "installed_version", lambda package: f"{package} 99")

    assert read().measure.packages["numpy"] == "numpy 99"
    assert seen == ["a"]


@pytest.fixture
def data(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "TOO_RECENT", 0)
    folder = tmp_path / "photos"
    (folder / "cats").mkdir(parents=True)
    (folder / "cats" / "1.jpg").write_bytes(b"one")
    (folder / "cats" / "2.jpg").write_bytes(b"two")
    return folder


def hash_of(data, cache) -> str:
    return Project(Folders(data.parent), Settings(), {}, {}, Helpers(data), cache=cache).hash_data(
        data
    )


def test_data_is_read_once_while_its_files_are_untouched(data, cache, monkeypatch):
    before = hash_of(data, cache)
    monkeypatch.setattr(
        "executed_slides.state.project.sha256", lambda path: pytest.fail("read again")
    )

    assert hash_of(data, cache) == before


def swap(data):
    one, two = data / "cats" / "1.jpg", data / "cats" / "2.jpg"
    one.rename(data / "x")
    two.rename(one)
    (data / "x").rename(two)


def edit_and_set_times_back(data):
    file = data / "cats" / "1.jpg"
    times = file.stat()
    file.write_bytes(b"six")
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda data: (data / "cats" / "3.jpg").write_bytes(b"three"),
        lambda data: (data / "cats" / "2.jpg").unlink(),
        lambda data: (data / "cats").rename(data / "dogs"),
        swap,
        edit_and_set_times_back,
    ],
)
def test_any_change_of_data_is_seen(data, cache, change):
    before = hash_of(data, cache)
    change(data)

    changed = hash_of(data, cache)

    assert changed not in (before, None)
    assert changed == files.sha256(data)


def test_data_that_changes_while_it_is_hashed_is_read_again(data, cache, monkeypatch):
    def hash_and_change(path):
        digest = files.sha256(path)
        (data / "cats" / "1.jpg").write_bytes(b"meanwhile")
        return digest

    with monkeypatch.context() as patch:
        patch.setattr("executed_slides.state.project.sha256", hash_and_change)
        torn = hash_of(data, cache)

    assert hash_of(data, cache) == files.sha256(data) != torn


def test_what_was_touched_just_now_is_not_believed(data, cache, monkeypatch):
    monkeypatch.setattr(files, "TOO_RECENT", 3600 * 10**9)

    assert state_of(data) is None
    assert hash_of(data, cache) == files.sha256(data)
    assert not cache.folder.exists()


def test_a_record_that_was_found_whole_is_believed_for_its_very_text_alone(deck, monkeypatch):
    assert deck.run("build").code == 0
    monkeypatch.setattr(
        "executed_slides.records.record_files.checksum_of",
        lambda values: pytest.fail("hashed again"),
    )
    assert deck.run("check").code == 0
    monkeypatch.undo()
    deck.edit("results/a.json", '"total": 6', '"total": 7')

    checked = deck.run("check")

    assert checked.code == 3
    assert "edited after its run: its checksum differs" in checked.out


def test_the_place_of_a_typed_number_follows_its_template(deck):
    template = "{# a\n#} {{ 46 }}"
    deck.edit("templates/talk.md.j2", "* total", f"* {template} total")
    before = deck.run("check")
    deck.edit("templates/talk.md.j2", "{# a\n#}", "{#\na #}")

    after = deck.run("check")

    assert "talk.md.j2:6:7" in before.out
    assert "talk.md.j2:6:9" in after.out


def test_a_deck_checks_alike_with_and_without_its_cache(deck):
    assert deck.run("build").code == 0
    warm = deck.run("check", "--json")
    shutil.rmtree(deck.root / ".executed-slides" / "cache")

    assert deck.run("check", "--json").out == warm.out


def test_reading_back_believes_no_cache(deck):
    assert deck.run("build").code == 0
    cache = Cache(deck.root / ".executed-slides" / "cache")
    script = read_script(deck.root / "experiments/a.py", "experiments/a.py")
    helpers = Helpers(deck.root / "experiments")
    false = {**following.follow_code(script, helpers), "draw_names": []}
    false["sought"] = hash_helpers(helpers, false["sought"])
    false["measure"]["code"]["helper.double"] = "false"
    cache.put("code", "a", script.shown, files.hash_text(script.source), value=false)

    checked, read_back = deck.run("check"), deck.run("check", "--read-back")

    assert "stale   a" in checked.out
    assert "stale   a" not in read_back.out


def test_a_template_is_compiled_once_and_typed_numbers_stay_found(deck, monkeypatch):
    deck.edit("templates/talk.md.j2", "* total", "* 88% of total {{ 46 }} and {{ '47' }}")
    first = deck.run("check")
    monkeypatch.setattr("executed_slides.template.environment.BoundCode", None)
    monkeypatch.setattr(
        "executed_slides.template.judging.find_unbound",
        lambda *_: pytest.fail("looked for again"),
    )

    again = deck.run("check")

    assert again.out == first.out
    assert [f"talk.md.j2:5:{column}" in again.out for column in (3, 19, 32)] == [True] * 3


def test_code_that_is_planted_in_a_project_does_not_run(deck, tmp_path):
    """A forged cache of compiled templates, marked as whole by a checksum, ran its code."""
    mark = tmp_path / "ran"
    planted = marshal.dumps(compile(f"open({str(mark)!r}, 'w')", "talk", "exec"))
    for entry in (deck.root / ".executed-slides/cache/template").iterdir():
        content = msgspec.msgpack.encode(planted)
        for forged in (planted, content, hashlib.sha256(content).digest() + content):
            entry.write_bytes(forged)
            assert deck.run("check").code == 0

    assert not mark.exists()
