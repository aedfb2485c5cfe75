"""The store holds artifacts for several machines: whole, checked, and told of when they are not."""

import hashlib

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.runs.store import fetch_from_store, is_stored, put_in_store

CHECKSUM = hashlib.sha256(b"weights").hexdigest()


@pytest.fixture
def model(tmp_path):
    (tmp_path / "model.keras").write_bytes(b"weights")
    return tmp_path / "model.keras"


@pytest.fixture(params=["folder", "URL"])
def store(request, tmp_path) -> str:
    folder = tmp_path / "store"
    return folder.as_uri() if request.param == "URL" else str(folder)


def test_what_is_kept_comes_back_as_it_was(store, model, tmp_path):
    assert not is_stored(store, "model.keras", CHECKSUM)

    put_in_store(store, "model.keras", CHECKSUM, model)
    fetch_from_store(store, "model.keras", CHECKSUM, tmp_path / "back" / "model.keras")

    assert is_stored(store, "model.keras", CHECKSUM)
    assert (tmp_path / "back" / "model.keras").read_bytes() == b"weights"


def test_it_lies_under_its_checksum_and_no_draft_is_left(store, model, tmp_path):
    put_in_store(store, "model.keras", CHECKSUM, model)
    put_in_store(store, "model.keras", CHECKSUM, model)

    files = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
    assert files == [tmp_path / "store" / CHECKSUM[:32] / "model.keras"]


def test_a_damaged_artifact_is_never_passed_on(store, model, tmp_path):
    put_in_store(store, "model.keras", CHECKSUM, model)
    (tmp_path / "store" / CHECKSUM[:32] / "model.keras").write_bytes(b"wEights")

    with pytest.raises(DeckError, match=r"model.keras in .* was damaged: its SHA-256 differs"):
        fetch_from_store(store, "model.keras", CHECKSUM, tmp_path / "back.keras")

    assert not (tmp_path / "back.keras").exists()


def test_a_missing_artifact_is_named_with_the_store(store, tmp_path):
    with pytest.raises(DeckError, match=r"artifact model.keras is neither here nor in "):
        fetch_from_store(store, "model.keras", CHECKSUM, tmp_path / "back.keras")


@pytest.mark.parametrize("url", ["s4://bucket/models", "gs://bucket/models"])
def test_a_url_that_needs_a_plugin_says_which(url):
    with pytest.raises(DeckError) as error:
        is_stored(url, "model.keras", CHECKSUM)

    assert error.value.message.startswith(f"{url}: ")
    assert error.value.hint == "uv sync --extra cluster; s3:// needs s3fs beside it, gs:// gcsfs"
