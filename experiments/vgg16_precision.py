"""VGG16's features in bfloat16 serve a classifier as well as in float32, within its seeds."""

# /// experiment
# data = ["vgg16_imagenet_notop.weights.h5"]
# needs = ["cats_and_dogs", "vgg16_base"]
# seeds = 3
# typical = "difference"
# memory = 3
#
# [smoke]
# every = 1
# epochs = 2
# ///

# %% Setup
import keras
import numpy as np
from keras import layers, models, optimizers

from executed_slides import record
from photos import load_photos
from training import repeat_with
from vgg16 import load_conv_base, load_features, prepare

# %% Parameters tags=["parameters"]
seed = 1
every = 4  # of so many photos one is used: float32 takes twice the time
preprocessing = "preprocess_input"
units = 256
dropout = 0.5
epochs = 30
compared_epochs = 5
batch_size = 20
learning_rate = 2e-5

# %% Load
photos, labels = zip(*load_photos("train", "validation"), strict=True)
labels = [some[::every] for some in labels]

# %% Extract in float32
keras.mixed_precision.set_dtype_policy("float32")
repeat_with(seed)
conv_base = load_conv_base()
whole = [conv_base.predict(prepare(some[::every], preprocessing)) for some in photos]
half = [some[::every] for some in load_features(preprocessing, "train", "validation")]


# %% Train
def late_accuracy(features):
    """The mean validation accuracy of the last epochs."""
    repeat_with(seed)
    model = models.Sequential(
        [
            keras.Input(shape=(4, 4, 512)),
            layers.Flatten(),
            layers.Dense(units, activation="relu"),
            layers.Dropout(dropout),
            layers.Dense(1, activation="sigmoid"),
        ]
    )
    model.compile(
        optimizer=optimizers.RMSprop(learning_rate=learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    train, validation = features
    curves = model.fit(
        train,
        labels[0],
        epochs=epochs,
        batch_size=batch_size,
        validation_data=(validation, labels[1]),
    ).history
    return np.mean(curves["val_accuracy"][-compared_epochs:])


float32, bfloat16 = late_accuracy(whole), late_accuracy(half)

# %% Measure
record.numbers(
    photos=sum(len(some) for some in labels),
    # How far the outputs of the two lie apart, as a share of the size of float32's.
    difference=np.mean(np.abs(half[1] - whole[1])) / np.mean(np.abs(whole[1])),
    float32=float32,
    bfloat16=bfloat16,
)
