"""Photos of cats and dogs, each decoded once, and how they are changed at random.

    DECK_DATA/cats_and_dogs_small/{train,validation,test}/{cats,dogs}/*.jpg ─┐
    DECK_DATA/*.zip (Kaggle's or Microsoft's 25,000 photos) ─────────────────┴▶ read_photos
    the artifact that experiments/cats_and_dogs.py keeps of them ──────────────▶ load_photos

Files are only ever read, and nothing is unpacked.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile

import keras
import numpy as np
from keras import layers
from PIL import Image, UnidentifiedImageError

from executed_slides import record

NAME = "cats_and_dogs_small"
CLASSES = ("cats", "dogs")  # 레이블은 0과 1
SPLITS = {"train": 1000, "validation": 500, "test": 500}  # photos a class
PIXELS = 150

Photos = dict[str, np.ndarray]


class PhotosMissing(Exception):
    """Photos that are nowhere to be had, or not enough of them, with where and what to do."""


def load_photos(*splits: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """Photos (n, 150, 150, 3) of 0 to 255 and labels (n,) of each named split; 1 is a dog."""
    with np.load(record.needed_artifact("cats_and_dogs", "photos.npz")) as arrays:
        return [(arrays[split], arrays[f"{split}_labels"]) for split in splits]


def read_photos() -> tuple[Photos, list[str]]:
    """All photos and labels by split, and the names of files that are no photos.

    Tells the record what was read. Raises PhotosMissing.
    """
    if record.smoke():
        record.data(NAME, None)
        return draw_photos(), []
    folder, archive = find_photos()
    record.data(NAME, archive or folder)
    return read_archive(archive) if archive else read_folder(folder)


def find_photos() -> tuple[Path, Path | None]:
    """The folder of photos, and the archive that stands in for it where there is none."""
    if not (named := os.environ.get("DECK_DATA")):
        raise PhotosMissing(missing("DECK_DATA names no folder"))
    folder = Path(named) / NAME
    if folder.is_dir():
        return folder, None
    for archive in sorted(Path(named).glob("*.zip")):
        if re.search("cat.*dog|dog.*cat|petimages", archive.name.lower()):
            return folder, archive
    raise PhotosMissing(missing(f"looked for {folder} and for a .zip beside it"))


def missing(what: str) -> str:
    return (
        f"no photos of cats and dogs; {what}.\n"
        f"Set DECK_DATA to a folder that holds {NAME}/, Kaggle's dogs-vs-cats.zip, or "
        "Microsoft's kagglecatsanddogs_5340.zip (`uv run experiments/fetch_photos.py FOLDER` "
        "fetches it); `uv run build.py --smoke` tries the whole chain without any data."
    )


def read_folder(folder: Path) -> tuple[Photos, list[str]]:
    photos, skipped = {}, []
    for split in SPLITS:
        classes = []
        for name in CLASSES:
            files = sorted((folder / split / name).glob("*.jpg"), key=by_number)
            opened = ((str(file.relative_to(folder)), file.open("rb")) for file in files)
            classes.append(decode_photos(opened, len(files), skipped))
            if not len(classes[-1]):
                raise PhotosMissing(missing(f"{folder / split / name} holds no photo (*.jpg)"))
        photos |= as_split(split, classes)
    return photos, skipped


def read_archive(archive: Path) -> tuple[Photos, list[str]]:
    """The first photos of each class by number, as the book took them; damaged ones left out."""
    wanted, skipped = sum(SPLITS.values()), []
    try:
        with ZipFile(archive) as files:
            classes = [class_photos(files, name[:3], wanted, skipped) for name in CLASSES]
    except BadZipFile as error:
        raise PhotosMissing(missing(f"{archive} is damaged or cut short ({error})")) from error
    for name, found in zip(CLASSES, classes, strict=True):
        if len(found) < wanted:
            reason = f"{archive} holds {len(found):,} photos of {name}, not {wanted:,}"
            raise PhotosMissing(missing(reason))
    photos, start = {}, 0
    for split, count in SPLITS.items():
        photos |= as_split(split, [found[start : start + count] for found in classes])
        start += count
    return photos, skipped


def class_photos(files: ZipFile, animal: str, wanted: int, skipped: list[str]) -> np.ndarray:
    # PetImages/Cat/12.jpg is Microsoft's name, train/cat.12.jpg Kaggle's.
    pattern = re.compile(rf"(^|/){animal}[./]\d+\.jpg$", re.IGNORECASE)
    names = sorted((Path(n) for n in files.namelist() if pattern.search(n)), key=by_number)
    opened = ((str(name), files.open(name.as_posix())) for name in names)
    return decode_photos(opened, wanted, skipped)


def by_number(path: Path) -> int:
    return int("0" + re.sub(r"\D", "", path.name))


def decode_photos(
    files: Iterator[tuple[str, IO[bytes]]], wanted: int, skipped: list[str]
) -> np.ndarray:
    photos = []
    for name, file in files:
        if len(photos) == wanted:
            break
        try:
            # region decode
            with file, Image.open(file) as image:
                small = image.convert("RGB").resize((PIXELS, PIXELS), Image.Resampling.BILINEAR)
                photos.append(np.asarray(small))
            # endregion
        except (UnidentifiedImageError, OSError) as error:
            print(f"skipped {name}: {error}")
            skipped.append(name)
    return np.array(photos, dtype="uint8").reshape(-1, PIXELS, PIXELS, 3)


def as_split(split: str, classes: list[np.ndarray]) -> Photos:
    labels = np.repeat(np.arange(len(classes)), [len(photos) for photos in classes])
    return {split: np.concatenate(classes), f"{split}_labels": labels.astype("float32")}


def draw_photos() -> Photos:
    """Discs for cats and squares for dogs, on noise: enough to try the chain."""
    random = np.random.default_rng(0)
    row, column = np.mgrid[:PIXELS, :PIXELS] - PIXELS // 2
    shapes = [row**2 + column**2 < 40**2, np.maximum(abs(row), abs(column)) < 35]
    photos = {}
    for split, count in {"train": 12, "validation": 6, "test": 6}.items():
        classes = []
        for shape in shapes:
            noise = random.integers(120, size=(count, PIXELS, PIXELS, 3))
            classes.append((noise + 120 * shape[None, :, :, None]).astype("uint8"))
        photos |= as_split(split, classes)
    return photos


def build_augmentation():
    # region augmentation
    options = {"fill_mode": "nearest", "dtype": "float32"}
    augmentation = keras.Sequential(
        [
            layers.RandomFlip("horizontal", dtype="float32"),
            layers.RandomRotation(40 / 360, **options),  # ±40도
            layers.RandomTranslation(0.2, 0.2, **options),  # 세로와 가로로 ±20%
            layers.RandomZoom(0.2, **options),  # ±20%
        ],
        name="augmentation",
    )
    # endregion
    return augmentation
