"""A larger network fits the training reviews sooner and better, and overfits sooner and worse."""

# /// experiment
# needs = ["imdb_vectors", "imdb"]
# figures = ["capacity"]
# seeds = 5
# typical = "large.lowest_val_loss"
# memory = 3
#
# [smoke]
# epochs = 3
# validation_samples = 100
# large_units = 32
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
large_units = 512
small_units = 4
epochs = 20
batch_size = 512
validation_samples = 10000

# %% Prepare
(x_train, y_train), (x_val, y_val) = load_held_out(validation_samples)
num_words = x_train.shape[1]


# %% Train
def train(units):
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
    return history.history, model.count_params()


large, large_weights = train(large_units)
small, small_weights = train(small_units)

# %% Measure
record.series(large=large, small=small)
record.numbers(
    large={"weights": large_weights, **training_numbers(large)},
    small={"weights": small_weights, **training_numbers(small)},
)

# %% Figure tags=["figure"]
runs = record.runs()
large, small = trainings(runs, "large"), trainings(runs, "small")
original = trainings(record.needed_runs("imdb"))
record.figure(
    "capacity",
    compare_losses({"큰 네트워크": large, "원본": original, "작은 네트워크": small}),
    alt="큰 네트워크와 작은 네트워크, 원본의 훈련 손실과 검증 손실 그래프. 검증 손실이 가장 낮은 "
    f"곳은 시드 {len(runs)}개의 중앙값으로 큰 네트워크 {epoch_with_range(large.best_epochs)}, "
    f"원본 {epoch_with_range(original.best_epochs)}, "
    f"작은 네트워크 {epoch_with_range(small.best_epochs)}",
)
