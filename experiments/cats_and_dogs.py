"""4,000 photos of cats and dogs, decoded once for all who train on them."""

# /// experiment
# data = ["cats_and_dogs_small"]
# artifacts = ["photos.npz"]
# ///

# %% Setup
import numpy as np

from executed_slides import record
from photos import CLASSES, PIXELS, read_photos

# %% Decode
photos, skipped = read_photos()

# %% Keep
np.savez(record.artifact("photos.npz"), **photos)

# %% Measure
record.numbers(
    training_photos=len(photos["train"]),
    validation_photos=len(photos["validation"]),
    test_photos=len(photos["test"]),
    classes=len(CLASSES),
    pixels=PIXELS,
    skipped=len(skipped),
)
