"""Newswires fall into 46 topics; the same dense network needs wider layers for so many classes."""

# /// experiment
# data = ["reuters.npz"]
# figures = ["mul_graph"]
# seeds = 5
# typical = "test_accuracy"
# memory = 2
#
# [smoke]
# num_words = 200
# epochs = 3
# validation_samples = 100
# ///

# %% Setup
import keras
import numpy as np
from keras import layers, models
from keras.utils import to_categorical

from data import load_reuters, vectorize_sequences
from executed_slides import record
from plots import epoch_with_range, loss_and_accuracy, trainings
from training import overfit_epoch, repeat_with, test_numbers, training_numbers

# %% Parameters tags=["parameters"]
seed = 1
num_words = 10000
units = 64
epochs = 20
batch_size = 512
validation_samples = 1000

# %% Load
(train_data, train_labels), (test_data, test_labels) = load_reuters(num_words=num_words)

# %% Prepare
x_train = vectorize_sequences(train_data, num_words)
x_test = vectorize_sequences(test_data, num_words)
# region one hot
one_hot_train_labels = to_categorical(train_labels)
one_hot_test_labels = to_categorical(test_labels)
# endregion
topics = one_hot_train_labels.shape[1]


# %% Model
def build_model():
    # region model
    model = models.Sequential()
    model.add(keras.Input(shape=(num_words,)))
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(topics, activation="softmax"))

    model.compile(
        optimizer="rmsprop",
        loss="categorical_crossentropy",
        metrics=["accuracy"],
    )
    # endregion
    return model


# %% Hold out
x_val, partial_x_train = x_train[:validation_samples], x_train[validation_samples:]
y_val = one_hot_train_labels[:validation_samples]
partial_y_train = one_hot_train_labels[validation_samples:]

# %% Train
repeat_with(seed)
history = build_model().fit(
    partial_x_train,
    partial_y_train,
    epochs=epochs,
    batch_size=batch_size,
    validation_data=(x_val, y_val),
)
curves = history.history
best_epoch = overfit_epoch(curves["val_loss"])

# %% Train again, up to the overfitting
repeat_with(seed)
model = build_model()
model.fit(
    partial_x_train,
    partial_y_train,
    epochs=best_epoch,
    batch_size=batch_size,
    validation_data=(x_val, y_val),
)

# %% Evaluate
results = model.evaluate(x_test, one_hot_test_labels)

# %% Compare with guessing
# 레이블을 무작위로 섞어 답으로 내면 얼마나 맞을까?
guesses = np.random.default_rng(seed).permutation(test_labels)
# 훈련 데이터에서 가장 큰 클래스만 답하면?
largest_class = np.bincount(train_labels).argmax()

# %% Measure
record.series(**curves)
record.numbers(
    training_wires=len(x_train),
    test_wires=len(x_test),
    topics=topics,
    hidden_layers=len(model.layers) - 1,
    weights=model.count_params(),
    **training_numbers(curves),
    **test_numbers(*results, samples=len(x_test)),
    guess_accuracy=record.share((guesses == test_labels).sum(), of=len(x_test)),
    largest_class=record.share((test_labels == largest_class).sum(), of=len(x_test)),
)

# %% Figure tags=["figure"]
runs = record.runs()
network = trainings(runs)
record.figure(
    "mul_graph",
    loss_and_accuracy(network),
    alt="로이터 훈련과 검증의 손실과 정확도 그래프. 검증 손실이 가장 낮은 곳은 "
    f"시드 {len(runs)}개의 중앙값으로 {epoch_with_range(network.best_epochs)}",
)
