"""VGG16's convolutional base, and its outputs for photos: each is computed once and kept.

photos ──prepare──▶ block1 … block4 ──(9, 9, 512)──▶ block5 ──(4, 4, 512)──▶ classifier
                    └──── frozen: run once for each photo and each random change ────┘
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import keras
import numpy as np
from keras.applications.vgg16 import VGG16, preprocess_input

from executed_slides import record

WEIGHTS = "vgg16_imagenet_notop.weights.h5"
KERAS_WEIGHTS = "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5"


class WeightsUnfit(Exception):
    """A file of weights that is not of VGG16's base, with what to do."""


def load_conv_base():
    weights = None if record.smoke() else find_weights()
    record.data(WEIGHTS, weights)
    with naming_unfit(weights):
        # region base
        conv_base = VGG16(weights=weights, include_top=False, input_shape=(150, 150, 3))
        # endregion
    return conv_base


@contextmanager
def naming_unfit(weights: Path | None) -> Iterator[None]:
    """Says of a file that holds other weights what to do. Raises WeightsUnfit."""
    try:
        yield
    except (ValueError, OSError, KeyError) as error:
        raise WeightsUnfit(
            f"{weights} holds no weights of VGG16's convolutional base ({error}).\n"
            "Put the published ones there, or unset DECK_DATA so that Keras fetches them."
        ) from error


def find_weights() -> Path:
    """The file of weights: of the folder named by DECK_DATA, else Keras's own, fetched once."""
    named = Path(os.environ.get("DECK_DATA", "")) / WEIGHTS
    if named.is_file():
        return named
    VGG16(weights="imagenet", include_top=False)
    home = Path(os.environ.get("KERAS_HOME", Path.home() / ".keras"))
    return home / "models" / KERAS_WEIGHTS


# region prepare
def prepare(photos, preprocessing):
    if preprocessing == "preprocess_input":
        return preprocess_input(photos.astype("float32"))
    return photos.astype("float32") / 255


# endregion


def frozen_blocks(conv_base):
    """A model of two outputs: what block4 gives, and what block5 makes of it."""
    outputs = [conv_base.get_layer(name).output for name in ("block4_pool", "block5_pool")]
    return keras.Model(conv_base.input, outputs)


def run_frozen(blocks, photos, preprocessing, batch_size=32):
    """Both outputs for all photos, as float16: half the size, and finer than bfloat16."""
    outputs = ([], [])
    for start in range(0, len(photos), batch_size):
        batch = prepare(np.asarray(photos[start : start + batch_size]), preprocessing)
        for kept, output in zip(outputs, blocks.predict_on_batch(batch), strict=True):
            kept.append(np.asarray(output, dtype="float32").astype("float16"))
    return [np.concatenate(kept) for kept in outputs]


def load_features(preprocessing, *splits):
    """Block5's output (n, 4, 4, 512) for each named split, once and for all."""
    with np.load(record.needed_artifact("vgg16_base", "features.npz")) as arrays:
        return [arrays[f"{preprocessing}_{split}"].astype("float32") for split in splits]


class OneViewEach(keras.utils.PyDataset):
    """An epoch shows every photo once, by one of its views (views, photos, …) at random."""

    def __init__(self, views, labels, batch_size, seed):
        super().__init__()
        self.views, self.labels, self.batch_size = views, labels, batch_size
        self.random = np.random.default_rng(seed)
        self.draw_lots()

    def draw_lots(self):
        self.photos = self.random.permutation(len(self.labels))
        self.chosen = self.random.integers(len(self.views), size=len(self.labels))

    def __len__(self):
        return -(-len(self.labels) // self.batch_size)

    def __getitem__(self, index):
        photos = self.photos[index * self.batch_size : (index + 1) * self.batch_size]
        return self.views[self.chosen[photos], photos].astype("float32"), self.labels[photos]

    def on_epoch_end(self):
        self.draw_lots()
