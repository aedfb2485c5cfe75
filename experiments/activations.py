"""The deeper a convnet's layer, the more abstract its feature maps, and the fewer points active."""

# /// experiment
# needs = ["cats_and_dogs", "convnet_augmented"]
# figures = ["activation_visualization"]
# seeds = 3
# typical = "layers.conv2d_3.mean_zeros"
# memory = 3
#
# [smoke]
# photo = 0
# ///

# %% Setup
import keras
import numpy as np
from keras import layers

from convnets import as_strip
from drawings import feature_maps
from executed_slides import record
from photos import load_photos
from training import repeat_with

# %% Parameters tags=["parameters"]
seed = 1
photo = 8
shown_maps = 16
map_pixels = 48
photos_for_shares = 100

# %% Load
((photos, _),) = load_photos("test")
model = keras.models.load_model(
    record.needed_artifact("convnet_augmented", "convnet_augmented.keras")
)

# %% Activate
repeat_with(seed)
# region activations
watched = [
    layer for layer in model.layers if isinstance(layer, layers.Conv2D | layers.MaxPooling2D)
]
activation_model = keras.Model(model.inputs, [layer.output for layer in watched])
activations = activation_model.predict(photos[photo : photo + 1])
# endregion


# %% Count what is empty
def zeros(outputs):
    """The share of points that are not activated."""
    return float((np.asarray(outputs) == 0).mean())


def empty_maps(outputs):
    """The share of maps without a single activated point."""
    return float((np.asarray(outputs).max(axis=(1, 2)) == 0).mean())


some = np.linspace(0, len(photos) - 1, min(photos_for_shares, len(photos))).astype(int)
many_activations = activation_model.predict(photos[some])


# %% Measure
record.pictures(
    photo=photos[photo],
    **{
        layer.name: as_strip(maps[0], shown_maps, map_pixels)
        for layer, maps in zip(watched, activations, strict=True)
    },
)
record.numbers(
    photos=len(some),
    layers={
        layer.name: {
            "pixels": layer.output.shape[1],
            "maps": layer.output.shape[-1],
            "zeros": zeros(one),
            "mean_zeros": zeros(many),
            "mean_empty": empty_maps(many),
        }
        for layer, one, many in zip(watched, activations, many_activations, strict=True)
    },
)

# %% Figure tags=["figure"]
run = record.run()
record.figure(
    "activation_visualization",
    feature_maps(run.pictures, run.numbers.layers),
    alt="고양이 사진 한 장에 대한 작은 컨브넷 각 층의 특성 맵 "
    f"(시드 {len(record.runs())}개 가운데 대표 실행). 위쪽 층에는 고양이의 윤곽이 보이고, "
    "깊은 층으로 갈수록 추상적임. 값이 0인 곳은 첫 합성곱 층에서 "
    f"{run.numbers.layers.conv2d.zeros:.0%}, 마지막 합성곱 층에서 "
    f"{run.numbers.layers.conv2d_3.zeros:.0%}",
)
