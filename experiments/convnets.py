"""What the trainings on photos share: half-width numbers, and epochs that outlive a break."""

import json
import tempfile
from pathlib import Path

import keras
import numpy as np

from executed_slides import record
from training import training_numbers

FAST = "mixed_bfloat16"


def use_precision(precision: str) -> str:
    """Computes in bfloat16 where asked for and the processor has it, else in float32.

    Weights stay in float32 in either case. Returns the policy in use.
    """
    policy = precision if precision != FAST or has_bfloat16() else "float32"
    keras.mixed_precision.set_dtype_policy(policy)
    return policy


def has_bfloat16() -> bool:
    processor = Path("/proc/cpuinfo")
    return processor.exists() and "_bf16" in processor.read_text("utf-8")


class KeepCurves(keras.callbacks.Callback):
    """Keeps every epoch's numbers in a file, so that they outlive an interruption."""

    def __init__(self, file: Path):
        super().__init__()
        self.file = file
        self.epochs = json.loads(file.read_text("utf-8")) if file.exists() else {}

    def on_epoch_end(self, epoch, logs=None):
        self.epochs[str(epoch)] = {name: float(value) for name, value in logs.items()}
        draft = self.file.with_suffix(".draft")
        draft.write_text(json.dumps(self.epochs), "utf-8")
        draft.replace(self.file)

    def curves(self):
        return {name: [logs[name] for logs in self.epochs.values()] for name in self.epochs["0"]}


def fit(model, *data, epochs, name="training", **options):
    """Trains as `model.fit` does, returns its curves, and leaves the weights of the best epoch.

    That is the one with the lowest validation loss. An interrupted run carries on after its last
    whole epoch, and its record says that it was resumed; `name` tells its trainings apart.
    """
    folder = (record.resume_folder() or Path(tempfile.mkdtemp())) / name
    folder.mkdir(exist_ok=True)
    keep = KeepCurves(folder / "curves.json")
    lowest = min((logs["val_loss"] for logs in keep.epochs.values()), default=None)
    best = keras.callbacks.ModelCheckpoint(
        folder / "best.weights.h5",
        save_best_only=True,
        save_weights_only=True,
        initial_value_threshold=lowest,
    )
    backup = keras.callbacks.BackupAndRestore(folder / "backup")
    if len(keep.epochs) < epochs:
        model.fit(*data, epochs=epochs, **options, callbacks=[best, keep, backup])
    model.load_weights(best.filepath)
    return keep.curves()


def as_strip(maps, shown, pixels):
    """The first maps of a layer (rows, columns, maps) side by side, each up to its brightest."""
    maps = np.asarray(maps[..., :shown], dtype="float32").transpose(2, 0, 1)
    brightest = maps.max(axis=(1, 2), keepdims=True)
    scaled = 255 * maps / np.where(brightest == 0, 1, brightest)
    small = keras.ops.image.resize(scaled[..., None], (pixels, pixels))
    return np.concatenate(np.asarray(small)[..., 0], axis=1).round().clip(0, 255).astype("uint8")


def convnet_numbers(curves):
    """What the slides say of a training; accuracies at its end are means of five epochs.

    `gap` is how much better the network knows its training photos than the others then.
    """
    training, validation = (np.mean(curves[name][-5:]) for name in ("accuracy", "val_accuracy"))
    return {
        **training_numbers(curves),
        "final_accuracy": training,
        "final_val_accuracy": validation,
        "best_val_accuracy": max(curves["val_accuracy"]),
        "gap": training - validation,
    }
