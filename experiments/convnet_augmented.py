"""Photos changed at random, and dropout, keep the same small convnet from overfitting."""

# /// experiment
# needs = ["cats_and_dogs"]
# figures = ["cnn_small_2"]
# artifacts = ["convnet_augmented.keras"]
# seeds = 3
# typical = "test_accuracy"
# memory = 3
#
# [smoke]
# epochs = 2
# steps_per_epoch = 2
# ///

# %% Setup
import keras
import tensorflow as tf
from keras import layers, models, optimizers

from convnets import convnet_numbers, fit, use_precision
from executed_slides import record
from photos import build_augmentation, load_photos
from plots import SMALL_CONVNETS, epoch_with_range, loss_and_accuracy, trainings
from training import repeat_with, test_numbers

# %% Parameters tags=["parameters"]
seed = 1
epochs = 100
steps_per_epoch = 100
batch_size = 32
learning_rate = 1e-4
dropout = 0.5
precision = "mixed_bfloat16"

# %% Load
train, validation, test = load_photos("train", "validation", "test")

# %% Model
policy = use_precision(precision)
repeat_with(seed)
# region model
model = models.Sequential()
model.add(keras.Input(shape=(150, 150, 3)))
model.add(build_augmentation())  # 훈련할 때만 작동
model.add(layers.Rescaling(1 / 255))
model.add(layers.Conv2D(32, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(64, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(128, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
model.add(layers.Conv2D(128, (3, 3), activation="relu"))
model.add(layers.MaxPooling2D((2, 2)))
# region top
model.add(layers.Flatten())
model.add(layers.Dropout(dropout))
model.add(layers.Dense(512, activation="relu"))
model.add(layers.Dense(1, activation="sigmoid", dtype="float32"))
# endregion
# endregion
# region compile
model.compile(
    optimizer=optimizers.RMSprop(learning_rate=learning_rate),
    loss="binary_crossentropy",
    metrics=["accuracy"],
)
# endregion

# %% Train
# region train
shuffled = tf.data.Dataset.from_tensor_slices(train).shuffle(len(train[0]), seed=seed)
curves = fit(
    model,
    shuffled.repeat().batch(batch_size),
    epochs=epochs,
    steps_per_epoch=steps_per_epoch,
    shuffle=False,  # 이미 섞여 있음
    validation_data=validation,
)
# endregion

# %% Evaluate
test_loss, test_accuracy = model.evaluate(*test)

# %% Keep
model.save(record.artifact("convnet_augmented.keras"), include_optimizer=False)

# %% Measure
record.series(**curves)
record.numbers(
    bfloat16=policy == "mixed_bfloat16",
    weights=model.count_params(),
    views_an_epoch=steps_per_epoch * batch_size,
    **convnet_numbers(curves),
    **test_numbers(test_loss, test_accuracy, samples=len(test[0])),
)

# %% Figure tags=["figure"]
runs = record.runs()
network = trainings(runs)
record.figure(
    "cnn_small_2",
    loss_and_accuracy(network, SMALL_CONVNETS),
    alt="데이터 증식과 드롭아웃을 적용한 작은 컨브넷의 손실과 정확도 그래프. 검증 손실이 가장 "
    f"낮은 곳은 시드 {len(runs)}개의 중앙값으로 {epoch_with_range(network.best_epochs)}",
)
