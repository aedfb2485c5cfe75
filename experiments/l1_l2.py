"""Weight penalties hold back overfitting in a network with just as many parameters."""

# /// experiment
# needs = ["imdb_vectors", "imdb"]
# figures = ["l1_l2"]
# seeds = 5
# typical = "l2.lowest_val_loss"
# memory = 3
#
# [smoke]
# epochs = 3
# validation_samples = 100
# ///

# %% Setup
import keras
from keras import layers, models, regularizers

from data import load_held_out
from executed_slides import record
from plots import compare_losses, epoch_with_range, trainings
from training import near_zero, repeat_with, training_numbers, weight_counts

# %% Parameters tags=["parameters"]
seed = 1
units = 16
l1 = 0.0001
l2 = 0.001
epochs = 20
batch_size = 512
validation_samples = 10000

# %% Prepare
(x_train, y_train), (x_val, y_val) = load_held_out(validation_samples)
num_words = x_train.shape[1]


# %% Train
def train(penalty):
    repeat_with(seed)
    # region model
    model = models.Sequential()
    model.add(keras.Input(shape=(num_words,)))
    model.add(layers.Dense(units, kernel_regularizer=penalty, activation="relu"))
    model.add(layers.Dense(units, kernel_regularizer=penalty, activation="relu"))
    model.add(layers.Dense(1, activation="sigmoid"))
    # endregion
    model.compile(
        optimizer="rmsprop",
        loss="binary_crossentropy",
        metrics=["accuracy", "binary_crossentropy"],
    )
    history = model.fit(
        x_train,
        y_train,
        epochs=epochs,
        batch_size=batch_size,
        validation_data=(x_val, y_val),
    )
    curves = without_penalty(history.history)
    numbers = {
        "weights": model.count_params(),
        "first_layer_near_zero": near_zero(model.layers[0]),
        **training_numbers(curves),
    }
    return {**curves, "first_layer": weight_counts(model.layers[0])}, numbers


def without_penalty(curves):
    """Keras adds the penalty to both losses; only cross-entropy compares between networks."""
    return {
        "loss": curves["binary_crossentropy"],
        "val_loss": curves["val_binary_crossentropy"],
        "accuracy": curves["accuracy"],
        "val_accuracy": curves["val_accuracy"],
    }


l1_curves, l1_numbers = train(regularizers.L1(l1))
l2_curves, l2_numbers = train(regularizers.L2(l2))

# %% Measure
record.series(l1=l1_curves, l2=l2_curves)
record.numbers(l1=l1_numbers, l2=l2_numbers)

# %% Figure tags=["figure"]
runs = record.runs()
l1, l2 = trainings(runs, "l1"), trainings(runs, "l2")
original = trainings(record.needed_runs("imdb"))
record.figure(
    "l1_l2",
    compare_losses({"원본": original, "L1 규제": l1, "L2 규제": l2}),
    alt="가중치 규제가 있을 때와 없을 때의 훈련 손실과 검증 손실 그래프. 검증 손실이 가장 "
    f"낮은 곳은 시드 {len(runs)}개의 중앙값으로 L1 규제 {epoch_with_range(l1.best_epochs)}, "
    f"L2 규제 {epoch_with_range(l2.best_epochs)}, 원본 {epoch_with_range(original.best_epochs)}",
)
