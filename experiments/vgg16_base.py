"""What VGG16's frozen base makes of every photo: computed once, for all who train on it."""

# /// experiment
# data = ["vgg16_imagenet_notop.weights.h5"]
# needs = ["cats_and_dogs"]
# artifacts = ["features.npz", "block4.npz"]
# memory = 3
#
# [smoke]
# photo = 0
# ///

# %% Setup
import keras
import numpy as np

from convnets import as_strip, use_precision
from executed_slides import record
from photos import load_photos
from vgg16 import frozen_blocks, load_conv_base, prepare, run_frozen

# %% Parameters tags=["parameters"]
precision = "mixed_bfloat16"
photo = 8
shown_maps = 8
map_pixels = 48

# %% Load
splits = ("train", "validation", "test")
photos = {split: images for split, (images, _) in zip(splits, load_photos(*splits), strict=True)}

# %% Base
policy = use_precision(precision)
conv_base = load_conv_base()
blocks = frozen_blocks(conv_base)

# %% Extract features
features, block4 = {}, {}
for preprocessing in ("preprocess_input", "divide_by_255"):
    for split in splits:
        below, above = run_frozen(blocks, photos[split], preprocessing)
        features[f"{preprocessing}_{split}"] = above
        if preprocessing == "preprocess_input" and split != "train":
            block4[split] = below
        print(f"{split}, {preprocessing}: {above.shape}")

# %% Look at a photo
pools = [layer for layer in conv_base.layers if layer.name.endswith("pool")]
shown = photos["test"][photo]
blocks_of_photo = keras.Model(conv_base.input, [layer.output for layer in pools]).predict_on_batch(
    prepare(shown[None], "preprocess_input")
)

# %% Keep
np.savez(record.artifact("features.npz"), **features)
np.savez(record.artifact("block4.npz"), **block4)

# %% Measure
record.pictures(
    photo=shown,
    **{
        layer.name: as_strip(maps[0], shown_maps, map_pixels)
        for layer, maps in zip(pools, blocks_of_photo, strict=True)
    },
)
record.numbers(
    bfloat16=policy == "mixed_bfloat16",
    weights=conv_base.count_params(),
    convolutions=sum("conv" in layer.name for layer in conv_base.layers),
    rows=conv_base.output_shape[1],
    columns=conv_base.output_shape[2],
    channels=conv_base.output_shape[3],
)
