"""Dropout holds back the rise of the validation loss that the same network has without it."""

# /// experiment
# needs = ["imdb_vectors", "imdb"]
# figures = ["dropout"]
# seeds = 5
# typical = "lowest_val_loss"
# memory = 3
#
# [smoke]
# epochs = 3
# validation_samples = 100
# ///

# %% Setup
import keras
from keras import layers, models

from data import load_held_out
from executed_slides import record
from plots import compare_losses, epoch_with_range, trainings
from training import repeat_with, training_numbers

# %% Parameters tags=["parameters"]
seed = 1
units = 16
rate = 0.5
epochs = 20
batch_size = 512
validation_samples = 10000

# %% Prepare
(x_train, y_train), (x_val, y_val) = load_held_out(validation_samples)
num_words = x_train.shape[1]


# %% Model
repeat_with(seed)
# region model
model = models.Sequential()
model.add(keras.Input(shape=(num_words,)))
model.add(layers.Dense(units, activation="relu"))
model.add(layers.Dropout(rate))
model.add(layers.Dense(units, activation="relu"))
model.add(layers.Dropout(rate))
model.add(layers.Dense(1, activation="sigmoid"))
# endregion
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])

# %% Train
history = model.fit(
    x_train,
    y_train,
    epochs=epochs,
    batch_size=batch_size,
    validation_data=(x_val, y_val),
)
curves = history.history

# %% Measure
record.series(**curves)
record.numbers(weights=model.count_params(), **training_numbers(curves))

# %% Figure tags=["figure"]
runs = record.runs()
network, original = trainings(runs), trainings(record.needed_runs("imdb"))
record.figure(
    "dropout",
    compare_losses({"원본": original, "드롭아웃": network}),
    alt="드롭아웃이 있을 때와 없을 때의 훈련 손실과 검증 손실 그래프. 검증 손실이 가장 낮은 곳은 "
    f"시드 {len(runs)}개의 중앙값으로 드롭아웃 {epoch_with_range(network.best_epochs)}, "
    f"원본 {epoch_with_range(original.best_epochs)}",
)
