"""In bfloat16 the small convnet learns as well as in float32, within the spread of its seeds."""

# /// experiment
# needs = ["cats_and_dogs", "convnet"]
# seeds = 3
# typical = "float32"
# memory = 3
#
# [smoke]
# epochs = 2
# compared_epochs = 1
# ///

# %% Setup
import keras
import numpy as np
from keras import layers, models, optimizers

from convnets import fit
from executed_slides import record
from photos import load_photos
from training import repeat_with

# %% Parameters tags=["parameters"]
seed = 1
epochs = 6
compared_epochs = 3
batch_size = 20
learning_rate = 1e-4

# %% Load
train, validation = load_photos("train", "validation")

# %% Train in float32
keras.mixed_precision.set_dtype_policy("float32")
repeat_with(seed)
model = models.Sequential([keras.Input(shape=(150, 150, 3)), layers.Rescaling(1 / 255)])
for filters in (32, 64, 128, 128):
    model.add(layers.Conv2D(filters, (3, 3), activation="relu"))
    model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Flatten())
model.add(layers.Dense(512, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(
    optimizer=optimizers.RMSprop(learning_rate=learning_rate),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
curves = fit(model, *train, epochs=epochs, batch_size=batch_size, validation_data=validation)

# %% Compare with the same seed's epochs in bfloat16
other_curves = record.needed("convnet").series


def late_accuracy(curves):
    return np.mean(curves["val_accuracy"][epochs - compared_epochs : epochs])


# %% Measure
record.series(**curves)
record.numbers(
    same_network=model.count_params() == record.needed("convnet").numbers.weights,
    float32=late_accuracy(curves),
    bfloat16=late_accuracy(other_curves),
)
