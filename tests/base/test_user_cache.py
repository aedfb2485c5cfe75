"""The user's cache is the user's alone, and so is the key that lies in it."""

import os
from pathlib import Path

import pytest

from executed_slides.base import user_cache as caching
from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError
from executed_slides.base.user_cache import secret_key, user_cache


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """A user with a home, and with temporary files, of whom nobody knows yet."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: tmp_path / "home/ours")
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path / "temporary"))
    (tmp_path / "home").mkdir()
    (tmp_path / "temporary").mkdir()
    caching._read_key.cache_clear()
    yield tmp_path / "home/ours"
    caching._read_key.cache_clear()


def without_home(monkeypatch) -> None:
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_, **__: Path("~/.cache"))


def test_the_key_is_made_once_and_closed_to_others(home):
    made = secret_key()
    caching._read_key.cache_clear()

    assert len(made) == 32
    assert secret_key() == made
    assert (home / "key").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("spoil", [lambda f: f.chmod(0o644), lambda f: f.write_bytes(b"short")])
def test_a_key_that_others_could_know_is_replaced(home, spoil):
    known = secret_key()
    spoil(home / "key")
    caching._read_key.cache_clear()

    assert secret_key() not in (known, None)
    assert (home / "key").stat().st_mode & 0o777 == 0o600


def test_a_key_that_is_a_link_is_replaced_and_what_it_leads_to_is_left(home, tmp_path):
    (tmp_path / "theirs").write_bytes(b"x" * 32)
    home.mkdir()
    (home / "key").symlink_to(tmp_path / "theirs")

    assert secret_key() not in (b"x" * 32, None)
    assert (tmp_path / "theirs").read_bytes() == b"x" * 32


def test_without_a_home_a_private_folder_takes_its_place(monkeypatch, tmp_path):
    without_home(monkeypatch)

    place = user_cache()

    assert place == tmp_path / "temporary" / f"executed-slides.{os.getuid()}"
    assert place.stat().st_mode & 0o777 == 0o700
    assert user_cache() == place


def test_another_users_folder_is_not_ours(home, monkeypatch):
    home.mkdir()
    monkeypatch.setattr("os.getuid", lambda: 4711)

    if home.stat().st_uid:  # The system's own user may own what others use.
        assert user_cache() != home


@pytest.mark.parametrize("kind", ["open", "link", "theirs"])
def test_a_folder_that_others_put_there_is_refused(monkeypatch, tmp_path, kind):
    without_home(monkeypatch)
    place = tmp_path / "temporary" / f"executed-slides.{os.getuid()}"
    if kind == "link":
        (tmp_path / "theirs").mkdir(0o700)
        place.symlink_to(tmp_path / "theirs")
    else:
        place.mkdir(0o777 if kind == "open" else 0o700)
        place.chmod(0o777 if kind == "open" else 0o700)
    if kind == "theirs":
        uid = os.getuid() + 1
        place.rename(place.with_name(f"executed-slides.{uid}"))
        monkeypatch.setattr("os.getuid", lambda: uid)

    with pytest.raises(DeckError) as refused:
        user_cache()

    assert "is not yours alone: others could put programs there" in refused.value.message
    assert secret_key() is None


def test_where_no_key_can_be_kept_nothing_is_remembered(monkeypatch, tmp_path):
    monkeypatch.setattr("executed_slides.base.cache.secret_key", lambda: None)
    cache = Cache(tmp_path / "cache")

    cache.put("kind", "subject", value=1)

    assert cache.get("kind", "subject") is None
    assert not cache.folder.exists()
