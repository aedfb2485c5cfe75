"""Training VGG16's last block a little, too, makes its features fit cats and dogs better."""

# /// experiment
# data = ["vgg16_imagenet_notop.weights.h5"]
# needs = ["cats_and_dogs", "vgg16_base", "vgg16_views", "vgg16_frozen"]
# figures = ["cnn_pre_3"]
# artifacts = ["vgg16_fine_tuned.keras"]
# seeds = 3
# typical = "test_accuracy"
# memory = 3
#
# [smoke]
# epochs = 2
# ///

# %% Setup
import keras
import numpy as np
from keras import models, optimizers

from convnets import convnet_numbers, fit, use_precision
from executed_slides import record
from photos import load_photos
from plots import PRETRAINED, Trainings, loss_and_accuracy, percent
from training import overfit_epoch, overfits, repeat_with, smooth, test_numbers
from vgg16 import OneViewEach, load_conv_base

# %% Parameters tags=["parameters"]
seed = 1
epochs = 30
batch_size = 20
learning_rate = 1e-5
precision = "mixed_bfloat16"

# %% Load
(_, train_labels), (_, validation_labels), (_, test_labels) = load_photos(
    "train", "validation", "test"
)
views = np.load(record.needed_artifact("vgg16_views", "block4.npy"), mmap_mode="r")
with np.load(record.needed_artifact("vgg16_base", "block4.npz")) as block4:
    validation_inputs, test_inputs = block4["validation"], block4["test"]

# %% Model
policy = use_precision(precision)
repeat_with(seed)
conv_base = load_conv_base()
classifier = keras.models.load_model(record.needed_artifact("vgg16_frozen", "classifier.keras"))
# region unfreeze
conv_base.trainable = True
for layer in conv_base.layers:
    layer.trainable = layer.name.startswith("block5")
# endregion

# region model
# block1~block4는 동결되어 출력이 변하지 않으므로, 미리 계산한 출력에서 시작
unfrozen = [layer for layer in conv_base.layers if layer.name.startswith("block5")]
model = models.Sequential([keras.Input(shape=(9, 9, 512)), *unfrozen, classifier])
model.compile(
    optimizer=optimizers.RMSprop(learning_rate=learning_rate),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
# endregion

# %% Train
curves = fit(
    model,
    OneViewEach(views, train_labels, batch_size, seed),
    epochs=epochs,
    shuffle=False,
    validation_data=(validation_inputs, validation_labels),
)

# %% Evaluate
test_loss, test_accuracy = model.evaluate(test_inputs, test_labels)

# %% Keep
whole = models.Sequential([conv_base, classifier])
whole.save(record.artifact("vgg16_fine_tuned.keras"), include_optimizer=False)

# %% Measure
smoothed = {name: smooth(points) for name, points in curves.items()}
record.series(**curves, smoothed=smoothed)
record.numbers(
    bfloat16=policy == "mixed_bfloat16",
    weights=whole.count_params(),
    trained_weights=model.count_params(),
    trained_layers=sum("conv" in layer.name for layer in unfrozen),
    **convnet_numbers(curves),
    smoothed_overfit_epoch=overfit_epoch(smoothed["val_loss"]),
    smoothed_overfits=overfits(smoothed["val_loss"]),
    smoothed_val_accuracy=smoothed["val_accuracy"][-1],
    **test_numbers(test_loss, test_accuracy, samples=len(test_labels)),
)

# %% Figure tags=["figure"]
runs = record.runs()
network = Trainings(
    curves=[run.series.smoothed for run in runs],
    best_epochs=[run.numbers.overfit_epoch for run in runs],
    raw=[run.series for run in runs],
)
record.figure(
    "cnn_pre_3",
    loss_and_accuracy(network, PRETRAINED),
    alt="VGG16의 block5를 미세 조정한 손실과 정확도, 그리고 그 양방향 지수 가중 평균의 그래프. "
    f"마지막 검증 정확도의 평균은 시드 {len(runs)}개의 중앙값으로 "
    f"{percent(run.numbers.smoothed_val_accuracy for run in runs)}",
)
