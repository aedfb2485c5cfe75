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
from keras import layers, models

from data import load_held_out
from executed_slides import record
from plots import fixed, middle, sweep_of_losses
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
lowest = {units: [of_run[0] for of_run in runs] for units, runs in losses.items()}
final = {units: [of_run[1] for of_run in runs] for units, runs in losses.items()}
best = min(lowest, key=lambda units: middle(lowest[units]))
record.figure(
    "capacity_sweep",
    sweep_of_losses(losses),
    alt=f"은닉 유닛 {min(losses)}개부터 {max(losses)}개까지의 검증 손실 그래프. "
    f"시드 {len(lowest[best])}개의 중앙값으로, 최저 검증 손실은 유닛 {best}개에서 "
    f"{fixed(lowest[best])}로 가장 낮고, 마지막 에포크의 검증 손실은 유닛 {min(losses)}개에서 "
    f"{fixed(final[min(losses)])}, {max(losses)}개에서 {fixed(final[max(losses)])}",
)
