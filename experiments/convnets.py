"""What the trainings on photos share: half-width numbers, and epochs that outlive a break."""

import json
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


def fit(model, *data, **options):
    """Trains as `model.fit` does and returns its curves; an interrupted run carries on.

    It carries on after the last whole epoch, and its record says that it was resumed.
    """
    if not (folder := record.resume_folder()):
        return model.fit(*data, **options).history
    keep = KeepCurves(folder / "curves.json")
    backup = keras.callbacks.BackupAndRestore(folder / "backup")
    model.fit(*data, **options, callbacks=[keep, backup])
    return keep.curves()


def convnet_numbers(curves):
    """What the slides say of a training; accuracies at its end are means of five epochs.

    `gap` is how much better the network knows its training photos than the others.
    """
    training, validation = (np.mean(curves[name][-5:]) for name in ("accuracy", "val_accuracy"))
    return {
        **training_numbers(curves),
        "final_accuracy": training,
        "final_val_accuracy": validation,
        "best_val_accuracy": max(curves["val_accuracy"]),
        "gap": training - validation,
    }
