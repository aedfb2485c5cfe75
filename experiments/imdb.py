"""A small dense network tells good film reviews from bad ones, and overfits within a few epochs."""

# /// experiment
# data = ["imdb.npz"]
# figures = ["binary_graph"]
# seeds = 5
# typical = "test_accuracy"
# memory = 4
#
# [smoke]
# num_words = 200
# epochs = 3
# validation_samples = 100
# ///

# %% Setup
import keras
from keras import layers, models

from data import load_imdb, vectorize_sequences
from executed_slides import record
from plots import epoch_with_range, fixed, loss_and_accuracy, trainings
from training import (
    near_zero,
    overfit_epoch,
    repeat_with,
    test_numbers,
    training_numbers,
    weight_counts,
)

# %% Parameters tags=["parameters"]
seed = 1
num_words = 10000
units = 16
epochs = 20
batch_size = 512
validation_samples = 10000

# %% Load
# 가장 자주 사용되는 단어 num_words개만 사용
(train_data, train_labels), (test_data, test_labels) = load_imdb(num_words=num_words)

# %% Prepare
x_train = vectorize_sequences(train_data, num_words)
x_test = vectorize_sequences(test_data, num_words)
y_train = train_labels.astype("float32")
y_test = test_labels.astype("float32")


# %% Model
def build_model():
    # region model
    model = models.Sequential()
    model.add(keras.Input(shape=(num_words,)))
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(1, activation="sigmoid"))
    # endregion
    # region compile
    model.compile(
        optimizer="rmsprop",
        loss="binary_crossentropy",
        metrics=["accuracy"],  # 정확도를 사용해 모니터링
    )
    # endregion
    return model


# %% Hold out
# region hold out
x_val, partial_x_train = x_train[:validation_samples], x_train[validation_samples:]
y_val, partial_y_train = y_train[:validation_samples], y_train[validation_samples:]
# endregion

# %% Train
repeat_with(seed)
model = build_model()
# region fit
history = model.fit(
    partial_x_train,
    partial_y_train,
    epochs=epochs,
    batch_size=batch_size,
    validation_data=(x_val, y_val),
)
# endregion
curves = history.history
best_epoch = overfit_epoch(curves["val_loss"])
overfitted = model

# %% Train again, up to the overfitting
repeat_with(seed)
model = build_model()
model.fit(x_train, y_train, epochs=best_epoch, batch_size=batch_size)

# %% Evaluate
results = model.evaluate(x_test, y_test)

# %% Predict
predictions = model.predict(x_test)

# %% Measure
certain = (predictions > 0.99) | (predictions < 0.01)
record.series(**curves, first_layer=weight_counts(overfitted.layers[0]))
record.numbers(
    training_reviews=len(x_train),
    test_reviews=len(x_test),
    one_hot_zeros=float((x_train == 0).mean()),
    hidden_layers=len(model.layers) - 1,
    output_units=model.output_shape[-1],
    weights=model.count_params(),
    **training_numbers(curves),
    first_layer_near_zero=near_zero(overfitted.layers[0]),
    **test_numbers(*results, samples=len(x_test)),
    first_prediction=predictions[0, 0],
    first_label=int(y_test[0]),
    certain=record.share(certain.sum(), of=len(x_test)),
)

# %% Figure tags=["figure"]
runs = record.runs()
network = trainings(runs)
record.figure(
    "binary_graph",
    loss_and_accuracy(network),
    alt=f"IMDB 훈련과 검증의 손실과 정확도 그래프. 시드 {len(runs)}개의 중앙값: 검증 손실은 "
    f"{epoch_with_range(network.best_epochs)}에서 최소인 "
    f"{fixed(run.numbers.lowest_val_loss for run in runs)}이고, 마지막 훈련 손실은 "
    f"{fixed(run.numbers.final_loss for run in runs)}",
)
