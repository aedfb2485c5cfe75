"""A small convnet learns cats from dogs on 2,000 photos, and overfits within some epochs."""

# /// experiment
# needs = ["cats_and_dogs"]
# figures = ["cnn_small_1"]
# artifacts = ["convnet.keras"]
# seeds = 3
# typical = "test_accuracy"
# memory = 3
#
# [smoke]
# epochs = 2
# ///

# %% Setup
import math

import keras
from keras import layers, models, optimizers

from convnets import convnet_numbers, fit, use_precision
from executed_slides import record
from photos import load_photos
from plots import SMALL_CONVNETS, epoch_with_range, loss_and_accuracy, trainings
from training import repeat_with, test_numbers

# %% Parameters tags=["parameters"]
seed = 1
epochs = 30
batch_size = 20
learning_rate = 1e-4
precision = "mixed_bfloat16"

# %% Load
train, validation, test = load_photos("train", "validation", "test")

# %% Model
policy = use_precision(precision)
repeat_with(seed)
# region model
model = models.Sequential()
model.add(keras.Input(shape=(150, 150, 3)))
model.add(layers.Rescaling(1 / 255))  # 픽셀 값을 [0, 1] 사이로
model.add(layers.Conv2D(32, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(128, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(128, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Flatten())
model.add(layers.Dense(512, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid", dtype="float32"))
# endregion
# region compile
model.compile(
    optimizer=optimizers.RMSprop(learning_rate=learning_rate),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
# endregion

# %% Train
curves = fit(
    model,
    *train,
    epochs=epochs,
    batch_size=batch_size,
    validation_data=validation,
)

# %% Evaluate
test_loss, test_accuracy = model.evaluate(*test)

# %% Keep
model.save(record.artifact("convnet.keras"), include_optimizer=False)

# %% Measure
record.series(**curves)
record.numbers(
    bfloat16=policy == "mixed_bfloat16",
    weights=model.count_params(),
    steps_an_epoch=math.ceil(len(train[0]) / batch_size),
    **convnet_numbers(curves),
    **test_numbers(test_loss, test_accuracy, samples=len(test[0])),
)

# %% Figure tags=["figure"]
runs = record.runs()
network = trainings(runs)
record.figure(
    "cnn_small_1",
    loss_and_accuracy(network, SMALL_CONVNETS),
    alt="데이터 증식과 드롭아웃이 없는 작은 컨브넷의 손실과 정확도 그래프. 검증 손실이 가장 "
    f"낮은 곳은 시드 {len(runs)}개의 중앙값으로 {epoch_with_range(network.best_epochs)}",
)
