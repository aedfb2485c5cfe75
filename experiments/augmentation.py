"""One photo, changed at random, gives ever new photos of the same cat."""

# /// experiment
# needs = ["cats_and_dogs"]
# figures = ["data_augmentation"]
#
# [smoke]
# photo = 0
# ///

# %% Setup
import numpy as np

from drawings import picture_grid
from executed_slides import record
from photos import build_augmentation, load_photos
from training import repeat_with

# %% Parameters tags=["parameters"]
seed = 1
photo = 32
views = 7

# %% Change a photo
((photos, _),) = load_photos("test")
repeat_with(seed)
augmentation = build_augmentation()
augmented = augmentation(np.repeat(photos[photo : photo + 1], views, axis=0), training=True)

# %% Measure
record.pictures(
    original=photos[photo],
    augmented=np.concatenate(np.asarray(augmented).astype("uint8"), axis=1),
)

# %% Figure tags=["figure"]
pictures = record.run().pictures
views = np.split(pictures.augmented, pictures.augmented.shape[1] // pictures.original.shape[1], 1)
record.figure(
    "data_augmentation",
    picture_grid([pictures.original, *views], columns=4, side=190, names=["원본"]),
    alt="고양이 사진 한 장과, 그것을 무작위로 뒤집고 돌리고 옮기고 확대해 만든 사진 "
    f"{len(views)}장",
)
