"""The data sets are read as Keras reads them, from where the user says, and never written."""

from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from executed_slides.base.files import sha256
from executed_slides.runs import recording


@pytest.fixture
def data():
    """The deck's module, whose TensorFlow takes seconds: not before a test of it runs."""
    return import_module("data")


@pytest.fixture
def training():
    return import_module("training")


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    """A data folder with a small `reuters.npz`: ten wires of one word, and their topics."""
    wires = np.empty(10, dtype=object)
    wires[:] = [[word] for word in range(1, 11)]
    np.savez(tmp_path / "reuters.npz", x=wires, y=np.arange(10))
    monkeypatch.setenv("DECK_DATA", str(tmp_path))
    monkeypatch.delenv("EXECUTED_SLIDES_TASK", raising=False)
    recording.this_run.cache_clear()
    yield tmp_path
    recording.this_run.cache_clear()


def test_wires_are_shuffled_marked_and_split_as_keras_does(folder, data):
    (x_train, y_train), (x_test, y_test) = data.load_reuters(num_words=8)

    order = np.arange(10)
    np.random.RandomState(113).shuffle(order)
    assert [*y_train, *y_test] == order.tolist()
    assert (len(x_train), len(x_test)) == (8, 2)
    ranks = [wire[1] for wire in [*x_train, *x_test]]
    assert ranks == [topic + 4 if topic + 4 < 8 else 2 for topic in order]
    assert all(wire[0] == 1 for wire in x_train)


@pytest.mark.parametrize("name", ["imdb", "reuters", "boston_housing"])
def test_every_data_set_is_what_keras_gives_in_its_order(folder, data, monkeypatch, name):
    """Test reviews once came in another order, and a slide called it Keras's."""
    rows = np.empty(20, dtype=object)
    rows[:] = [[word, word + 1] for word in range(1, 21)]
    x = np.arange(40.0).reshape(20, 2) if name == "boston_housing" else rows
    arrays = {"x": x, "y": np.arange(20)} if name != "imdb" else {}
    for part in ("train", "test"):
        arrays |= {f"x_{part}": rows, f"y_{part}": np.arange(20)} if name == "imdb" else {}
    np.savez(folder / f"{name}.npz", **arrays)
    module = import_module(f"keras.src.datasets.{name}")
    monkeypatch.setattr(module, "get_file", lambda *names, **about: folder / f"{name}.npz")
    words = {} if name == "boston_housing" else {"num_words": 12}
    load = {"imdb": data.load_imdb, "reuters": data.load_reuters}.get(name, data.load_boston)

    ours, keras = load(**words), module.load_data(**words)

    assert repr([[list(map(list_of, part)) for part in pair] for pair in ours]) == repr(
        [[list(map(list_of, part)) for part in pair] for pair in keras]
    )


def list_of(value):
    return np.asarray(value).tolist()


def test_the_record_learns_which_file_was_read(folder, data):
    data.load_reuters(num_words=8)

    read = recording.this_run().outcome.data
    assert read == {"reuters.npz": sha256(folder / "reuters.npz")}


def test_missing_data_says_what_where_and_how(folder, data):
    with pytest.raises(data.DataMissing) as error:
        data.load_imdb(num_words=8)

    assert str(error.value).startswith(f"no data set 'imdb.npz'; looked at {folder / 'imdb.npz'}.")
    assert "Set DECK_DATA to a folder that holds imdb.npz" in str(error.value)
    assert "--smoke" in str(error.value)


def test_a_file_in_keras_cache_is_read_and_keras_not_asked(folder, data, tmp_path, monkeypatch):
    monkeypatch.delenv("DECK_DATA")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    cached = tmp_path / "home" / "datasets" / "reuters.npz"
    cached.parent.mkdir(parents=True)
    cached.write_bytes((folder / "reuters.npz").read_bytes())
    monkeypatch.setattr(data.keras.datasets.reuters, "load_data", lambda: pytest.fail("asked"))

    (x_train, _), _ = data.load_reuters(num_words=8)

    assert len(x_train) == 8
    assert cached.exists()


def test_a_failed_download_says_where_else_to_get_the_data(folder, data, tmp_path, monkeypatch):
    def offline():
        raise OSError("no network")

    monkeypatch.delenv("DECK_DATA")
    monkeypatch.setenv("KERAS_HOME", str(tmp_path / "home"))
    monkeypatch.setattr(data.keras.datasets.imdb, "load_data", offline)

    with pytest.raises(data.DataMissing, match=r"then Keras's download \(no network\)"):
        data.load_imdb(num_words=8)


@pytest.mark.parametrize(
    ("loss", "epoch", "overfits"),
    [
        ([3.0, 2.0, 1.0, 1.5, 2.0, 2.5], 3, True),
        ([3.0, 2.0, 1.5, 1.2, 1.1, 1.0], 6, False),
        ([3.0, 1.0, 1.02, 0.99, 1.01, 1.0, 1.02, 1.0], 4, False),
        ([3.0, 1.5, 1.0, 0.9, 0.91, 0.93, 0.95, 0.97, 0.98, 1.0], 4, True),
        ([1.0, 2.0], 1, False),
    ],
)
def test_overfitting_starts_after_the_lowest_loss_if_it_rises_by_more_than_its_noise(
    training, loss, epoch, overfits
):
    assert (training.overfit_epoch(loss), training.overfits(loss)) == (epoch, overfits)


def test_smoothing_does_not_lag_behind_a_valley(training):
    valley = [abs(epoch - 50.0) for epoch in range(101)]

    smoothed = training.smooth(valley)

    assert int(np.argmin(smoothed)) == 50
    assert smoothed == pytest.approx(smoothed[::-1])


def test_a_point_counts_a_tenth_less_with_each_epoch_of_distance(training):
    assert training.smooth([0.0, 1.0, 0.0]) == pytest.approx([0.9 / 2.71, 1 / 2.8, 0.9 / 2.71])
    assert training.smooth([2.0, 2.0, 2.0, 2.0]) == pytest.approx([2.0] * 4)


def test_a_training_is_told_by_its_lowest_loss_and_what_came_after(training):
    curves = {
        "loss": [0.9, 0.5, 0.3, 0.2],
        "val_loss": [0.8, 0.4, 0.5, 0.7],
        "accuracy": [0.5, 0.6, 0.7, 0.8],
        "val_accuracy": [0.5, 0.6, 0.65, 0.6],
    }

    numbers = training.training_numbers(curves)

    assert (numbers["overfit_epoch"], numbers["val_accuracy"]) == (2, 0.6)
    assert numbers["loss_rise"] == pytest.approx(0.3)
    assert numbers["rise_an_epoch"] == pytest.approx(0.15)


def test_a_loss_that_is_lowest_at_the_end_has_not_risen(training):
    names = ("loss", "val_loss", "accuracy", "val_accuracy")
    curves = {name: [3.0, 2.0, 1.0] for name in names}

    assert training.training_numbers(curves)["rise_an_epoch"] == 0.0
