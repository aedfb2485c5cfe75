"""Several random views of every training photo, each run once through VGG16's frozen blocks."""

# /// experiment
# data = ["vgg16_imagenet_notop.weights.h5"]
# needs = ["cats_and_dogs"]
# artifacts = ["block4.npy", "features.npy"]
# memory = 3
#
# [smoke]
# views = 2
# ///

# %% Setup
import numpy as np

from convnets import use_precision
from executed_slides import record
from photos import build_augmentation, load_photos
from training import repeat_with
from vgg16 import frozen_blocks, load_conv_base, run_frozen

# %% Parameters tags=["parameters"]
seed = 1
views = 5
precision = "mixed_bfloat16"

# %% Load
((photos, _),) = load_photos("train")

# %% Base
policy = use_precision(precision)
repeat_with(seed)
conv_base = load_conv_base()
blocks = frozen_blocks(conv_base)
augmentation = build_augmentation()


# %% Extract the features of each view
def new_views(photos):
    batches = (photos[start : start + 100] for start in range(0, len(photos), 100))
    return np.concatenate([augmentation(batch, training=True) for batch in batches])


block4, features = [], []
for view in range(views):
    below, above = run_frozen(blocks, new_views(photos), "preprocess_input")
    block4.append(below)
    features.append(above)
    print(f"view {view + 1} of {views}: {above.shape}")

# %% Keep
np.save(record.artifact("block4.npy"), block4)
np.save(record.artifact("features.npy"), features)

# %% Measure
record.numbers(bfloat16=policy == "mixed_bfloat16", photos=len(photos), views=views * len(photos))
