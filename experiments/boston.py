"""Four-fold cross-validation finds how long to train when there are only some hundred samples."""

# /// experiment
# data = ["boston_housing.npz"]
# figures = ["reg_val"]
# seeds = 5
# typical = "test_mae"
#
# [smoke]
# epochs = 4
# ///

# %% Setup
import keras
import numpy as np
import tensorflow as tf
from keras import layers, models

from data import load_boston
from executed_slides import record
from plots import epoch_with_range, fixed, validation_mae
from training import overfit_epoch, overfits, repeat_with, smooth

# %% Parameters tags=["parameters"]
seed = 1
units = 64
folds = 4
epochs = 500
batch_size = 16

# %% Load
(train_data, train_targets), (test_data, test_targets) = load_boston()

# %% Standardize
# region standardize
mean = train_data.mean(axis=0)
train_data -= mean  # 평균을 빼고
std = train_data.std(axis=0)
train_data /= std  # 표준 편차로 나누기

test_data -= mean
test_data /= std
# endregion


# %% Model
def build_model():
    # region model
    model = models.Sequential()
    model.add(keras.Input(shape=(train_data.shape[1],)))
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(units, activation="relu"))
    model.add(layers.Dense(1))
    model.compile(optimizer="rmsprop", loss="mse", metrics=["mae"])
    # endregion
    model.steps_per_execution = 20  # 파이썬을 거치지 않고 한 번에 실행하는 단계의 수
    return model


# %% Batches
def batches(samples, targets, shuffled=False):
    """Kept in memory: a step of so small a network takes less time than to prepare its batch."""
    data = tf.data.Dataset.from_tensor_slices((samples, targets)).cache()
    if shuffled:
        data = data.shuffle(len(samples), seed=seed)
    plain = tf.data.Options()
    plain.autotune.enabled = False
    plain.experimental_optimization.apply_default_optimizations = False
    return data.batch(batch_size).with_options(plain)


# %% Cross-validate
repeat_with(seed)
fold_samples = len(train_data) // folds
fold_maes = []
for fold in range(folds):
    held_out = slice(fold * fold_samples, (fold + 1) * fold_samples)
    # 정규화에 쓰는 값도 검증 폴드를 뺀 훈련 데이터에서만 계산
    training = np.delete(train_data, held_out, axis=0)
    mean, std = training.mean(axis=0), training.std(axis=0)
    validation = (train_data[held_out] - mean) / std
    history = build_model().fit(
        batches((training - mean) / std, np.delete(train_targets, held_out), shuffled=True),
        epochs=epochs,
        shuffle=False,
        validation_data=batches(validation, train_targets[held_out]),
    )
    fold_maes.append(history.history["val_mae"])

mae = np.mean(fold_maes, axis=0)
smoothed_mae = smooth(mae)
best_epoch = overfit_epoch(smoothed_mae)

# %% Train again, on all training data
repeat_with(seed)
model = build_model()
model.fit(batches(train_data, train_targets, shuffled=True), epochs=best_epoch, shuffle=False)

# %% Evaluate
test_mse, test_mae = model.evaluate(test_data, test_targets)

# %% Measure
record.series(mae=mae, smoothed_mae=smoothed_mae)
record.numbers(
    samples=len(train_data) + len(test_data),
    training_samples=len(train_data),
    test_samples=len(test_data),
    features=train_data.shape[1],
    hidden_layers=len(model.layers) - 1,
    weights=model.count_params(),
    overfit_epoch=best_epoch,
    overfits=overfits(smoothed_mae),
    lowest_mae=min(smoothed_mae),
    test_mae=test_mae,
    test_dollars=1000 * test_mae,
)

# %% Figure tags=["figure"]
runs = record.runs()
best_epochs = [run.numbers.overfit_epoch for run in runs]
record.figure(
    "reg_val",
    validation_mae(
        [run.series.mae for run in runs], [run.series.smoothed_mae for run in runs], best_epochs
    ),
    alt="보스턴 검증 MAE의 에포크별 폴드 평균 그래프. 양방향 지수 가중 평균은 "
    f"시드 {len(runs)}개의 중앙값으로 {epoch_with_range(best_epochs)}에서 최소인 "
    f"{fixed(run.numbers.lowest_mae for run in runs)}",
)
