"""What every training here shares: it repeats, and overfitting has one meaning."""

from collections.abc import Mapping, Sequence

import keras
import numpy as np
import tensorflow as tf

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
    """What the slides say of a training; `loss_rise` is how far its loss ends above its lowest."""
    lowest = min(curves["val_loss"])
    return {
        "overfit_epoch": overfit_epoch(curves["val_loss"]),
        "overfits": overfits(curves["val_loss"]),
        "lowest_val_loss": lowest,
        "final_loss": curves["loss"][-1],
        "final_val_loss": curves["val_loss"][-1],
        "loss_rise": curves["val_loss"][-1] - lowest,
    }


def smooth(points: Sequence[float], factor: float = 0.9) -> list[float]:
    """Exponential moving average: each point moves the curve by a tenth of its distance."""
    smoothed: list[float] = []
    for point in points:
        smoothed.append(smoothed[-1] * factor + point * (1 - factor) if smoothed else point)
    return smoothed
