"""From eight hidden units on, more of them end worse, and their best epoch is hardly better."""

# /// experiment
# needs = ["imdb_vectors"]
# figures = ["capacity_sweep"]
# seeds = 3
# typical = "lowest_val_loss"
# memory = 2
#
# [sweep]
# units = [2, 4, 8, 16, 32, 64, 128, 256, 512]
#
# [smoke]
# epochs = 3
# validation_samples = 100
# sweep = { units = [2, 4] }
# ///

# %% Setup
import keras
import numpy as np
from keras import layers, models

from data import load_held_out
from executed_slides import record
from plots import sweep_of_losses
from training import repeat_with, training_numbers

# %% Parameters tags=["parameters"]
seed = 1
units = 16
epochs = 20
batch_size = 512
validation_samples = 10000

# %% Prepare
(x_train, y_train), (x_val, y_val) = load_held_out(validation_samples)
num_words = x_train.shape[1]

# %% Train
repeat_with(seed)
model = models.Sequential()
model.add(keras.Input(shape=(num_words,)))
model.add(layers.Dense(units, activation="relu"))
model.add(layers.Dense(units, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(optimizer="rmsprop", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(
    x_train,
    y_train,
    epochs=epochs,
    batch_size=batch_size,
    validation_data=(x_val, y_val),
)

# %% Measure
record.series(**history.history)
record.numbers(weights=model.count_params(), **training_numbers(history.history))

# %% Figure tags=["figure"]
losses = {}
for run in record.runs():
    numbers = run.numbers
    losses.setdefault(run.parameters.units, []).append(
        (numbers.lowest_val_loss, numbers.final_val_loss)
    )
means = {units: np.mean(of_seeds, axis=0) for units, of_seeds in losses.items()}
best = min(means, key=lambda units: means[units][0])
record.figure(
    "capacity_sweep",
    sweep_of_losses(losses),
    alt=f"은닉 유닛 {min(losses)}개부터 {max(losses)}개까지의 검증 손실 그래프. 시드 평균의 최저 "
    f"검증 손실은 유닛 {best}개에서 {means[best][0]:.2f}로 가장 낮고, 마지막 에포크의 검증 손실은 "
    f"{means[min(losses)][1]:.2f}에서 {means[max(losses)][1]:.2f}로 변함",
)
