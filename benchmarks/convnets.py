"""How long chapter 4 trains, and in how much memory: the deck's way beside the book's.

    uv run benchmarks/convnets.py [PHOTOS]

The book's way decodes every photo in every epoch, changes it at random, and sends it through
the whole network in float32. The deck decodes once, computes in bfloat16, and runs what is
frozen once for each photo and random view. Each way is a process of its own on one core; times
are of one epoch over PHOTOS photos (default 60), scaled to the deck's photos and epochs.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
DECK_PHOTOS = 2000
DECK_VIEWS = 5
BATCH = 20
TITLES = ("book s", "deck s", "ratio", "book MB", "deck MB")
EPOCHS = {"convnet": 30, "convnet_augmented": 100, "frozen": 30, "fine_tuned": 30}


def main() -> None:
    photos = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    with tempfile.TemporaryDirectory() as folder:
        write_photos(Path(folder), photos)
        print(f"{'':<20}" + "".join(f" {title:>8}" for title in TITLES))
        totals = [0.0, 0.0]
        for name, epochs in EPOCHS.items():
            seconds, memory = [], []
            for way in ("book", "deck"):
                once, each, peak = measure(way, name, Path(folder))
                seconds.append((once + epochs * each) * DECK_PHOTOS / photos)
                memory.append(peak)
            totals = [total + part for total, part in zip(totals, seconds, strict=True)]
            print_row(f"{name} ×{epochs}", seconds, memory)
        print_row("all", totals, [0, 0])


def print_row(name: str, seconds: list[float], memory: list[float]) -> None:
    book, deck = seconds
    print(
        f"{name:<20} {book:>8.0f} {deck:>8.0f} {book / deck:>8.1f} "
        f"{memory[0]:>8.0f} {memory[1]:>8.0f}",
        flush=True,
    )


def write_photos(folder: Path, photos: int) -> None:
    import numpy as np
    from PIL import Image

    random = np.random.default_rng(1)
    for number in range(photos):
        rough = Image.fromarray(random.integers(255, size=(12, 16, 3), dtype="uint8"))
        place = folder / ("cats", "dogs")[number % 2]
        place.mkdir(exist_ok=True)
        rough.resize((224, 168), Image.Resampling.BICUBIC).save(place / f"{number}.jpg")


def measure(way: str, name: str, folder: Path) -> tuple[float, float, float]:
    """Seconds once, seconds an epoch, and megabytes at the peak, of one process on one core."""
    command = [sys.executable, __file__, way, name, str(folder)]
    log = folder / "log.txt"
    with log.open("w") as errors:
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{log.read_text()}\nerror: {name}, the {way}'s way, failed")
    once, each = json.loads(output.splitlines()[-1])
    return once, each, usage.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


def work(way: str, name: str, folder: Path) -> None:
    """One way of one training, in the process that `measure` started."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    sys.path.insert(0, str(ROOT / "experiments"))
    import keras

    import training

    training.repeat_with(1)
    keras.mixed_precision.set_dtype_policy("float32" if way == "book" else "mixed_bfloat16")
    once, each = {"book": book, "deck": deck}[way](name, folder)
    print(json.dumps([once, each]))


def book(name: str, folder: Path) -> tuple[float, float]:
    import keras
    from keras import layers

    from photos import build_augmentation

    photos = keras.utils.image_dataset_from_directory(
        folder, image_size=(150, 150), batch_size=BATCH, label_mode="binary", verbose=False
    )
    parts = [] if name == "convnet" else [build_augmentation()]
    if name.startswith("convnet"):
        model = keras.Sequential([*parts, layers.Rescaling(1 / 255), *small_convnet()])
    else:
        base = conv_base(block5=name == "fine_tuned")
        model = keras.Sequential([*parts, layers.Rescaling(1 / 255), base, *classifier()])
    return 0.0, seconds_an_epoch(model, photos, shuffle=False)


def deck(name: str, folder: Path) -> tuple[float, float]:
    import keras
    import numpy as np
    from keras import layers

    from photos import build_augmentation, decode_photos
    from vgg16 import OneViewEach, frozen_blocks, run_frozen

    began = time.perf_counter()
    files = sorted(folder.rglob("*.jpg"))
    photos = decode_photos(((f.name, f.open("rb")) for f in files), len(files), [])
    labels = np.arange(len(files)) % 2
    if name.startswith("convnet"):
        once = time.perf_counter() - began
        parts = [] if name == "convnet" else [build_augmentation()]
        model = keras.Sequential([*parts, layers.Rescaling(1 / 255), *small_convnet()])
        return once, seconds_an_epoch(model, photos, labels, batch_size=BATCH)

    base = conv_base(block5=True)
    blocks = frozen_blocks(base)
    run_frozen(blocks, photos[:32], "preprocess_input")  # So that compiling does not count.
    began = time.perf_counter()
    augmentation = build_augmentation()
    views = [
        run_frozen(blocks, np.asarray(augmentation(photos, training=True)), "preprocess_input")
        for _ in range(DECK_VIEWS)
    ]
    once = time.perf_counter() - began
    block4, block5 = (np.array(outputs) for outputs in zip(*views, strict=True))
    if name == "frozen":
        model = keras.Sequential(classifier())
        return once, seconds_an_epoch(model, OneViewEach(block5, labels, BATCH, 1))
    unfrozen = [layer for layer in base.layers if layer.name.startswith("block5")]
    model = keras.Sequential([*unfrozen, *classifier()])
    # The views are those of the frozen base: they are made once for both.
    return 0.0, seconds_an_epoch(model, OneViewEach(block4, labels, BATCH, 1))


def conv_base(block5: bool) -> "keras.Model":  # noqa: F821 Imported in the child alone.
    from keras.applications.vgg16 import VGG16

    base = VGG16(weights=None, include_top=False, input_shape=(150, 150, 3))
    for layer in base.layers:
        layer.trainable = block5 and layer.name.startswith("block5")
    return base


def small_convnet() -> list:
    from keras import layers

    blocks = []
    for filters in (32, 64, 128, 128):
        blocks += [layers.Conv2D(filters, (3, 3), activation="relu"), layers.MaxPooling2D((2, 2))]
    dense = layers.Dense(512, activation="relu")
    return [*blocks, layers.Flatten(), dense, layers.Dense(1, activation="sigmoid")]


def classifier() -> list:
    from keras import layers

    options = {"dtype": "float32"}
    dense = layers.Dense(256, activation="relu", **options)
    return [layers.Flatten(), dense, layers.Dense(1, activation="sigmoid", **options)]


def seconds_an_epoch(model: "keras.Model", *data: object, **options: object) -> float:  # noqa: F821
    """The quickest of three epochs after the first one, which compiles."""
    import keras

    model.compile(optimizer=keras.optimizers.RMSprop(1e-5), loss="binary_crossentropy")
    model.fit(*data, verbose=0, **options)
    seconds = []
    for _ in range(3):
        began = time.perf_counter()
        model.fit(*data, verbose=0, **options)
        seconds.append(time.perf_counter() - began)
    return min(seconds)


if __name__ == "__main__":
    if len(sys.argv) == 4:
        work(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
    else:
        main()
