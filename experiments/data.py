"""The data sets: from the folder named by DECK_DATA, else by Keras; made by code in a smoke run.

    load_imdb, load_reuters ──▶ rows of word ranks, labels
    vectorize_sequences     ──▶ the same rows as zeros and ones
    load_held_out           ──▶ IMDB's training reviews so, as imdb_vectors keeps them
    load_boston             ──▶ 13 features a district, prices in thousands of dollars

Every loader tells the record what it read. A user's file is only ever read.
"""

import os
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import keras
import numpy as np

from executed_slides import record

Split = tuple[tuple[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]

SHUFFLE_SEED = 113  # Keras's own: the same rows are training rows here as there.
START, UNKNOWN, FIRST_WORD = 1, 2, 3  # Keras's marks in front of the word ranks.


class DataMissing(Exception):
    """A data set that is nowhere to be had, with where it was looked for and how to get it."""


def load_imdb(num_words: int) -> Split:
    """25,000 + 25,000 film reviews as lists of word ranks below `num_words`; 1 is positive."""
    raw = read_arrays("imdb.npz", keras.datasets.imdb, make_imdb)
    random = shuffler()
    x_train, y_train = shuffle(raw["x_train"], raw["y_train"], random)
    x_test, y_test = shuffle(raw["x_test"], raw["y_test"], random)
    return (mark_words(x_train, num_words), y_train), (mark_words(x_test, num_words), y_test)


def load_held_out(validation_samples: int) -> Split:
    """Training reviews as zeros and ones, and the first of them held out for validation."""
    with np.load(record.needed_artifact("imdb_vectors", "vectors.npz")) as kept:
        x = np.unpackbits(kept["bits"], axis=1, count=int(kept["words"])).astype("float32")
        y = kept["labels"].astype("float32").reshape(-1, 1)
    held_out, rest = slice(validation_samples), slice(validation_samples, None)
    return (x[rest], y[rest]), (x[held_out], y[held_out])


def load_reuters(num_words: int) -> Split:
    """8,982 + 2,246 newswires as lists of word ranks below `num_words`; labels are 46 topics."""
    raw = read_arrays("reuters.npz", keras.datasets.reuters, make_reuters)
    wires, topics = shuffle(raw["x"], raw["y"], shuffler())
    return split_last_fifth(mark_words(wires, num_words), topics)


def load_boston() -> Split:
    """404 + 102 districts of Boston, 13 features each; prices of homes in thousands of dollars."""
    raw = read_arrays("boston_housing.npz", keras.datasets.boston_housing, make_boston)
    return split_last_fifth(*shuffle(raw["x"], raw["y"], shuffler()))


def vectorize_sequences(sequences, dimension):
    results = np.zeros((len(sequences), dimension), dtype="float32")
    for i, sequence in enumerate(sequences):
        results[i, sequence] = 1.0
    return results


def read_arrays(
    name: str, keras_dataset: ModuleType, make: Callable[[np.random.Generator], dict]
) -> dict[str, np.ndarray]:
    """The raw arrays of a data set, and a note in the record of which they were."""
    if record.smoke():
        record.data(name, None)
        return make(np.random.default_rng(0))
    path = find_data(name, keras_dataset)
    record.data(name, path)
    # Rows of unequal length are pickled, and a pickle can run code: only a folder that the
    # user named, and Keras's own cache, are ever read.
    with np.load(path, allow_pickle=True) as arrays:
        return dict(arrays)


def find_data(name: str, keras_dataset: ModuleType) -> Path:
    """The file of a data set. Raises DataMissing."""
    if folder := os.environ.get("DECK_DATA"):
        if not (path := Path(folder) / name).exists():
            raise DataMissing(missing(name, str(path)))
        return path
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    path = home / "datasets" / name
    # Keras deletes a cached file that is not the published one, so a file that is there
    # is read as it is, and Keras asked only where there is none.
    if not path.exists():
        try:
            keras_dataset.load_data()
        except Exception as error:
            raise DataMissing(missing(name, f"{path}, then Keras's download ({error})")) from error
    return path


def missing(name: str, looked: str) -> str:
    return (
        f"no data set {name!r}; looked at {looked}.\n"
        f"Set DECK_DATA to a folder that holds {name}, or go online once so that Keras fetches it;"
        " `uv run build.py --smoke` tries the whole chain without any data."
    )


def shuffler() -> np.random.RandomState:
    """Keras's own source of order; whoever shuffles again with it goes on where it stopped."""
    return np.random.RandomState(SHUFFLE_SEED)


def shuffle(
    rows: np.ndarray, labels: np.ndarray, random: np.random.RandomState
) -> tuple[np.ndarray, np.ndarray]:
    order = np.arange(len(rows))
    random.shuffle(order)
    return rows[order], labels[order]


def split_last_fifth(rows: np.ndarray, labels: np.ndarray) -> Split:
    training = int(len(rows) * 0.8)
    return (rows[:training], labels[:training]), (rows[training:], labels[training:])


def mark_words(rows: np.ndarray, num_words: int) -> np.ndarray:
    """Ranks as Keras gives them: a start mark, ranks moved up by three, rare words unknown."""
    marked = np.empty(len(rows), dtype=object)
    for i, row in enumerate(rows):
        moved = (word + FIRST_WORD for word in row)
        marked[i] = [START, *(word if word < num_words else UNKNOWN for word in moved)]
    return marked


def make_imdb(random: np.random.Generator) -> dict[str, np.ndarray]:
    y = random.integers(2, size=600)
    x = made_texts(random, y, classes=2)
    return {"x_train": x[:400], "y_train": y[:400], "x_test": x[400:], "y_test": y[400:]}


def make_reuters(random: np.random.Generator) -> dict[str, np.ndarray]:
    y = np.arange(690) % 46
    return {"x": made_texts(random, y, classes=46), "y": y}


def make_boston(random: np.random.Generator) -> dict[str, np.ndarray]:
    x = random.lognormal(size=(506, 13))
    return {"x": x, "y": 22 + x @ random.normal(size=13) + random.normal(size=506)}


def made_texts(random: np.random.Generator, labels: np.ndarray, classes: int) -> np.ndarray:
    """Texts of common words, in which each class has favourite words of its own."""
    texts = np.empty(len(labels), dtype=object)
    for i, label in enumerate(labels):
        common = random.zipf(1.3, size=40)
        own = 10 + label + classes * random.integers(3, size=10)
        texts[i] = np.concatenate([common[common < 20000], own]).tolist()
    return texts
