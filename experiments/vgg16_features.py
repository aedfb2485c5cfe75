"""A classifier on VGG16's features is right nine times in ten at once, and overfits."""

# /// experiment
# needs = ["cats_and_dogs", "vgg16_base"]
# figures = ["cnn_pre_1", "cnn_pre_1_preprocessed"]
# seeds = 3
# typical = "preprocessed.test_accuracy"
# memory = 2
#
# [smoke]
# epochs = 2
# ///

# %% Setup
import keras
from keras import layers, models, optimizers

from convnets import convnet_numbers, fit
from executed_slides import record
from photos import load_photos
from plots import PRETRAINED, epoch_with_range, loss_and_accuracy, percent, trainings
from training import repeat_with, test_numbers
from vgg16 import load_features

# %% Parameters tags=["parameters"]
seed = 1
units = 256
dropout = 0.5
epochs = 30
batch_size = 20
learning_rate = 2e-5

# %% Load
(_, train_labels), (_, validation_labels), (_, test_labels) = load_photos(
    "train", "validation", "test"
)


# %% Train
def train_classifier(preprocessing):
    repeat_with(seed)
    train_features, validation_features, test_features = load_features(
        preprocessing, "train", "validation", "test"
    )
    # region classifier
    model = models.Sequential()
    model.add(keras.Input(shape=(4, 4, 512)))
    model.add(layers.Flatten())
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dropout(dropout))
    model.add(layers.Dense(1, activation="sigmoid"))
    model.compile(
        optimizer=optimizers.RMSprop(learning_rate=learning_rate),
        loss="binary_crossentropy",
        metrics=["accuracy"],
    )
    # endregion
    curves = fit(
        model,
        train_features,
        train_labels,
        epochs=epochs,
        name=preprocessing,
        batch_size=batch_size,
        validation_data=(validation_features, validation_labels),
    )
    test_loss, test_accuracy = model.evaluate(test_features, test_labels)
    return curves, {
        "weights": model.count_params(),
        **convnet_numbers(curves),
        **test_numbers(test_loss, test_accuracy, samples=len(test_labels)),
    }


divided_curves, divided = train_classifier("divide_by_255")
preprocessed_curves, preprocessed = train_classifier("preprocess_input")

# %% Measure
record.series(divided=divided_curves, preprocessed=preprocessed_curves)
record.numbers(divided=divided, preprocessed=preprocessed)

# %% Figure tags=["figure"]
runs = record.runs()
for name, way, words in (
    ("cnn_pre_1", "divided", "픽셀 값을 255로 나누어 추출한"),
    ("cnn_pre_1_preprocessed", "preprocessed", "preprocess_input으로 전처리해 추출한"),
):
    network = trainings(runs, way)
    record.figure(
        name,
        loss_and_accuracy(network, PRETRAINED),
        alt=f"{words} VGG16 특성으로 훈련한 분류기의 손실과 정확도 그래프. 시드 {len(runs)}개의 "
        f"중앙값: 검증 손실은 {epoch_with_range(network.best_epochs)}에서 최소, 검증 정확도는 최고 "
        f"{percent(run.numbers[way].best_val_accuracy for run in runs)}",
    )
