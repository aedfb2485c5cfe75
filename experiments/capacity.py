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
from plots import compare_losses
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
run = record.run()
original = record.needed("imdb")
record.figure(
    "capacity",
    compare_losses(
        {
            "큰 네트워크": run.series.large,
            "원본": original.series,
            "작은 네트워크": run.series.small,
        },
        {
            "큰 네트워크": run.numbers.large.overfit_epoch,
            "원본": original.numbers.overfit_epoch,
            "작은 네트워크": run.numbers.small.overfit_epoch,
        },
    ),
    alt="큰 네트워크와 작은 네트워크의 훈련 손실과 검증 손실 그래프. "
    f"검증 손실의 최소는 큰 네트워크가 {run.numbers.large.overfit_epoch}번째, 작은 네트워크가 "
    f"{run.numbers.small.overfit_epoch}번째 에포크",
)
