"""Photos come from a folder or an archive that the user has; what is no photo is named."""

from importlib import import_module
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pytest
from PIL import Image

from executed_slides.runs import recording


@pytest.fixture
def photos():
    """The deck's module, whose TensorFlow takes seconds: not before a test of it runs."""
    return import_module("photos")


@pytest.fixture
def folder(tmp_path, photos, monkeypatch) -> Path:
    """An empty data folder, of which two training photos and one other of each class are asked."""
    monkeypatch.setenv("DECK_DATA", str(tmp_path))
    monkeypatch.delenv("EXECUTED_SLIDES_TASK", raising=False)
    monkeypatch.setattr(photos, "SPLITS", {"train": 2, "validation": 1, "test": 1})
    recording.this_run.cache_clear()
    yield tmp_path
    recording.this_run.cache_clear()


def jpeg(grey: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (40, 30), (grey, grey, grey)).save(file, "JPEG")
    return file.getvalue()


def write_folder(photos, folder: Path) -> Path:
    root = folder / "cats_and_dogs_small"
    for split, count in photos.SPLITS.items():
        for name in photos.CLASSES:
            place = root / split / name
            place.mkdir(parents=True)
            for number in range(count):
                (place / f"{name[:3]}.{number}.jpg").write_bytes(jpeg(50 * number))
    return root


def write_archive(path: Path, name: str, damaged: tuple[int, ...] = ()) -> None:
    with ZipFile(path, "w") as archive:
        for animal in ("Cat", "Dog"):
            for number in (10, 2, 0, 1, 3, 4):
                content = b"" if number in damaged else jpeg(20 * number)
                archive.writestr(name.format(animal, animal.lower(), number), content)


def brightness(images: np.ndarray) -> list[int]:
    return [round(float(image.mean())) for image in images]


def test_a_folder_gives_arrays_and_labels_by_split(photos, folder):
    write_folder(photos, folder)

    arrays, skipped = photos.read_photos()

    assert arrays["train"].shape == (4, 150, 150, 3)
    assert arrays["train_labels"].tolist() == [0, 0, 1, 1]
    assert brightness(arrays["train"]) == [0, 50, 0, 50]
    assert skipped == []
    assert set(recording.this_run().outcome.data) == {"cats_and_dogs_small"}


def test_a_corrupt_photo_is_skipped_by_name(photos, folder, capsys):
    root = write_folder(photos, folder)
    (root / "train/dogs/dog.0.jpg").write_bytes(b"no photo")

    arrays, skipped = photos.read_photos()

    assert skipped == ["train/dogs/dog.0.jpg"]
    assert "skipped train/dogs/dog.0.jpg: cannot identify image file" in capsys.readouterr().out
    assert arrays["train_labels"].tolist() == [0, 0, 1]


def test_an_empty_class_folder_is_an_error_that_names_it(photos, folder):
    root = write_folder(photos, folder)
    for photo in (root / "test/cats").iterdir():
        photo.unlink()

    with pytest.raises(photos.PhotosMissing, match=r"test/cats holds no photo \(\*\.jpg\)"):
        photos.read_photos()


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("kagglecatsanddogs_5340.zip", "PetImages/{0}/{2}.jpg"),
        ("dogs-vs-cats.zip", "train/{1}.{2}.jpg"),
    ],
)
def test_an_archive_gives_its_first_photos_by_number(photos, folder, file, name):
    write_archive(folder / file, name)

    arrays, skipped = photos.read_photos()

    assert brightness(arrays["train"]) == [0, 20, 0, 20]
    assert brightness(arrays["validation"]) == [40, 40]
    assert brightness(arrays["test"]) == [60, 60]
    assert arrays["test_labels"].tolist() == [0, 1]
    assert skipped == []


def test_a_corrupt_photo_of_an_archive_gives_way_to_the_next(photos, folder):
    write_archive(folder / "kagglecatsanddogs_5340.zip", "PetImages/{0}/{2}.jpg", damaged=(1,))

    arrays, skipped = photos.read_photos()

    assert skipped == ["PetImages/Cat/1.jpg", "PetImages/Dog/1.jpg"]
    assert brightness(arrays["train"]) == [0, 40, 0, 40]


def test_an_archive_cut_short_is_an_error_that_names_it(photos, folder):
    archive = folder / "kagglecatsanddogs_5340.zip"
    write_archive(archive, "PetImages/{0}/{2}.jpg")
    archive.write_bytes(archive.read_bytes()[:-200])

    with pytest.raises(
        photos.PhotosMissing, match=r"kagglecatsanddogs_5340\.zip is damaged or cut short"
    ):
        photos.read_photos()


def test_an_archive_of_too_few_photos_says_how_many_it_holds(photos, folder):
    write_archive(folder / "dogs-vs-cats.zip", "train/{1}.{2}.jpg", damaged=(0, 1, 2))

    with pytest.raises(photos.PhotosMissing, match="holds 3 photos of cats, not 4"):
        photos.read_photos()


def test_without_photos_the_error_says_what_to_do(photos, folder):
    with pytest.raises(photos.PhotosMissing) as error:
        photos.read_photos()

    assert "Set DECK_DATA to a folder that holds cats_and_dogs_small/" in str(error.value)
    assert "--smoke" in str(error.value)


@pytest.mark.filterwarnings("ignore:Skipping nested container")
def test_weights_of_another_shape_are_an_error_that_names_the_file(folder):
    import keras

    import vgg16

    other = keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])
    other.save_weights(folder / vgg16.WEIGHTS)

    with pytest.raises(vgg16.WeightsUnfit, match="holds no weights of VGG16's convolutional base"):
        vgg16.load_conv_base()


def test_an_epoch_shows_every_photo_once_by_some_view():
    from vgg16 import OneViewEach

    views = np.arange(3)[:, None] * 100 + np.arange(10)[None, :]
    epoch = OneViewEach(views, np.arange(10), batch_size=4, seed=1)

    batches = [epoch[index] for index in range(len(epoch))]

    shown, labels = (np.concatenate(parts) for parts in zip(*batches, strict=True))
    assert sorted(labels) == list(range(10))
    assert (shown % 100).tolist() == labels.tolist()
    assert len(set(shown // 100)) > 1
