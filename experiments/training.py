"""What every training here shares: it repeats, and overfitting has one meaning.

A network is always evaluated as it was at the epoch of its lowest validation loss.
"""

from collections.abc import Mapping, Sequence

import keras
import numpy as np
import tensorflow as tf

from executed_slides import record

# One thread a run: a sum is then added up in the same order on a busy and an idle machine,
# and two runs side by side use two cores better than one run does.
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)


def repeat_with(seed: int) -> None:
    """From here on the same seed gives the same numbers on the same machine."""
    keras.utils.set_random_seed(seed)
    tf.config.experimental.enable_op_determinism()


def overfit_epoch(validation_loss: Sequence[float]) -> int:
    """The epoch of the lowest validation loss, counted from 1: overfitting starts after it."""
    return int(np.argmin(validation_loss)) + 1


def overfits(validation_loss: Sequence[float]) -> bool:
    """Whether the loss rises again after its lowest point by more than three times its noise.

    Noise is the standard deviation left when each point is compared with the mean of its
    neighbours, so that a steady rise is not taken for noise (Gasser, Sroka and
    Jennen-Steinmetz, "Residual variance and residual pattern in nonlinear regression",
    Biometrika 73, 1986); by the median, so that the bend of the first epochs is not either.
    """
    loss = np.asarray(validation_loss, dtype=float)
    later = loss[np.argmin(loss) + 1 :]
    if len(loss) < 3 or len(later) == 0:
        return False
    departures = loss[1:-1] - (loss[:-2] + loss[2:]) / 2
    noise = 1.4826 * np.median(np.abs(departures)) * np.sqrt(2 / 3)
    return bool(later.mean() - loss.min() > 3 * noise)


def training_numbers(curves: Mapping[str, Sequence[float]]) -> dict[str, float]:
    """What the slides say of a training; `loss_rise` is how far its loss ends above its lowest.

    `rise_an_epoch` is the same divided by the epochs in between, 0 where there are none.
    """
    best, lowest = overfit_epoch(curves["val_loss"]), min(curves["val_loss"])
    rise, later = curves["val_loss"][-1] - lowest, len(curves["val_loss"]) - best
    return {
        "overfit_epoch": best,
        "overfits": overfits(curves["val_loss"]),
        "lowest_val_loss": lowest,
        "val_accuracy": curves["val_accuracy"][best - 1],
        "final_loss": curves["loss"][-1],
        "final_val_loss": curves["val_loss"][-1],
        "loss_rise": rise,
        "rise_an_epoch": rise / later if later else 0.0,
    }


def test_numbers(loss: float, accuracy: float, samples: int) -> dict[str, float]:
    """What `evaluate` gave for so many test samples; the accuracy as a share of them."""
    return {
        "test_loss": loss,
        "test_accuracy": record.share(round(accuracy * samples), of=samples),
    }


WEIGHT_BINS = np.linspace(-0.3, 0.3, 61)
NEAR_ZERO = 0.001


def weight_counts(layer: keras.layers.Layer) -> list[int]:
    """How many weights of a layer lie in each of `WEIGHT_BINS`; those beyond are in the last."""
    (kernel, *_) = layer.get_weights()
    counts, _ = np.histogram(np.clip(kernel, WEIGHT_BINS[0], WEIGHT_BINS[-1]), WEIGHT_BINS)
    return counts.tolist()


def near_zero(layer: keras.layers.Layer) -> float:
    """The share of a layer's weights that are smaller than `NEAR_ZERO`."""
    (kernel, *_) = layer.get_weights()
    return float((np.abs(kernel) < NEAR_ZERO).mean())


def smooth(points: Sequence[float], factor: float = 0.9) -> list[float]:
    """Each point as the mean of all, whose weights fall by a tenth with each epoch's distance.

    The weights fall to both sides alike, so that the curve does not lag behind its points.
    """
    epochs = np.arange(len(points))
    weights = factor ** np.abs(np.subtract.outer(epochs, epochs))
    return (weights @ np.asarray(points) / weights.sum(axis=1)).tolist()
