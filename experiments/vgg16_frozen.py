"""A classifier on the frozen base learns from random views, each run through the base once."""

# /// experiment
# needs = ["cats_and_dogs", "vgg16_base", "vgg16_views"]
# figures = ["cnn_pre_2"]
# artifacts = ["classifier.keras"]
# seeds = 3
# typical = "test_accuracy"
# memory = 2
#
# [smoke]
# epochs = 2
# ///

# %% Setup
import keras
import numpy as np
from keras import layers, models, optimizers

from convnets import convnet_numbers, fit
from executed_slides import record
from photos import load_photos
from plots import PRETRAINED, loss_and_accuracy, percent, trainings
from training import repeat_with, test_numbers
from vgg16 import OneViewEach, load_features

# %% Parameters tags=["parameters"]
seed = 1
units = 256
epochs = 30
batch_size = 20
learning_rate = 2e-5

# %% Load
(_, train_labels), (_, validation_labels), (_, test_labels) = load_photos(
    "train", "validation", "test"
)
view_features = np.load(record.needed_artifact("vgg16_views", "features.npy"))
validation_features, test_features = load_features("preprocess_input", "validation", "test")

# %% Model
repeat_with(seed)
# region model
model = models.Sequential()
model.add(keras.Input(shape=(4, 4, 512)))  # 동결한 conv_base의 출력
model.add(layers.Flatten())
model.add(layers.Dense(units, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid"))
model.compile(
    optimizer=optimizers.RMSprop(learning_rate=learning_rate),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
# endregion

# %% Train
# region train
curves = fit(
    model,
    OneViewEach(view_features, train_labels, batch_size, seed),
    epochs=epochs,
    shuffle=False,  # 에포크마다 스스로 섞음
    validation_data=(validation_features, validation_labels),
)
# endregion

# %% Evaluate
test_loss, test_accuracy = model.evaluate(test_features, test_labels)

# %% Keep
model.save(record.artifact("classifier.keras"), include_optimizer=False)

# %% Measure
record.series(**curves)
record.numbers(
    weights=model.count_params(),
    **convnet_numbers(curves),
    **test_numbers(test_loss, test_accuracy, samples=len(test_labels)),
)

# %% Figure tags=["figure"]
runs = record.runs()
record.figure(
    "cnn_pre_2",
    loss_and_accuracy(trainings(runs), PRETRAINED),
    alt="동결한 VGG16 위의 분류기를 증식한 사진으로 훈련한 손실과 정확도 그래프. 마지막 검증 "
    f"정확도는 시드 {len(runs)}개의 중앙값으로 "
    f"{percent(run.numbers.final_val_accuracy for run in runs)}",
)
