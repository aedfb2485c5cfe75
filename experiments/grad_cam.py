"""Grad-CAM shows where on a photo the fine-tuned network sees the cat, and where the dog."""

# /// experiment
# needs = ["cats_and_dogs", "vgg16_fine_tuned"]
# figures = ["grad_cam"]
# seeds = 3
# typical = "cat.probability"
# memory = 3
#
# [smoke]
# cat = 0
# dog = 0
# ///

# %% Setup
import keras
import tensorflow as tf

from drawings import heat_maps
from executed_slides import record
from photos import load_photos
from training import repeat_with
from vgg16 import prepare

# %% Parameters tags=["parameters"]
seed = 1
cat = 17
dog = 18
layer_name = "block5_conv3"

# %% Load
((photos, labels),) = load_photos("test")
cats, dogs = photos[labels == 0], photos[labels == 1]
shown = {"cat": cats[cat], "dog": dogs[dog]}
network = keras.models.load_model(
    record.needed_artifact("vgg16_fine_tuned", "vgg16_fine_tuned.keras")
)

# %% Split the network at its last convolution
repeat_with(seed)
conv_base, classifier = network.layers
below = keras.Model(conv_base.input, conv_base.get_layer(layer_name).output)
pooling = conv_base.get_layer("block5_pool")
classifier.layers[-1].activation = keras.activations.linear


# %% Grad-CAM
# region grad cam
def heat_map(photo, sign):
    """클래스의 점수(개는 +, 고양이는 -)를 높이는 곳: 마지막 특성 맵의 가중 합"""
    maps = below(prepare(photo[None], "preprocess_input"))
    with tf.GradientTape() as tape:
        tape.watch(maps)
        score = classifier(pooling(maps))[0, 0]
    gradient = tape.gradient(score, maps)
    importance = sign * tf.reduce_mean(gradient, axis=(1, 2))  # 특성 맵마다 하나
    heat = tf.nn.relu(tf.reduce_sum(maps[0] * importance[0], axis=-1))
    return heat.numpy().astype("float32"), float(tf.sigmoid(tf.cast(score, "float32")))


# endregion

cat_heat, cat_as_dog = heat_map(shown["cat"], sign=-1)
dog_heat, dog_as_dog = heat_map(shown["dog"], sign=+1)


# %% Measure
def as_picture(heat):
    return (255 * heat / (heat.max() or 1)).round().astype("uint8")


record.pictures(**shown, cat_heat=as_picture(cat_heat), dog_heat=as_picture(dog_heat))
record.numbers(
    cat={"probability": 1 - cat_as_dog},
    dog={"probability": dog_as_dog},
    rows=cat_heat.shape[0],
    columns=cat_heat.shape[1],
)

# %% Figure tags=["figure"]
run = record.run()


def sure(probability):
    """A probability in percent, of which none is rounded to all."""
    return "99.9% 넘음" if probability > 0.999 else f"{probability:.1%}"


record.figure(
    "grad_cam",
    heat_maps(
        {
            f"고양이 {sure(run.numbers.cat.probability)}": (
                run.pictures.cat,
                run.pictures.cat_heat,
            ),
            f"개 {sure(run.numbers.dog.probability)}": (run.pictures.dog, run.pictures.dog_heat),
        }
    ),
    alt="고양이와 개 사진, 그리고 미세 조정한 VGG16이 고양이와 개라고 판단하는 데 기여한 곳을 "
    f"밝게 칠한 히트맵 (시드 {len(record.runs())}개 가운데 대표 실행). 고양이 사진이 고양이일 "
    f"확률은 {sure(run.numbers.cat.probability)}, "
    f"개 사진이 개일 확률은 {sure(run.numbers.dog.probability)}",
)
