"""What VGG16's filters look for: edges and colours below, more complex patterns above."""

# /// experiment
# data = ["vgg16_imagenet_notop.weights.h5"]
# figures = ["filter_visualization"]
# memory = 3
#
# [smoke]
# filters = 2
# steps = 2
# ///

# %% Setup
import keras
import numpy as np
import tensorflow as tf
from keras.applications.vgg16 import preprocess_input

from drawings import named_rows
from executed_slides import record
from training import repeat_with
from vgg16 import load_conv_base

# %% Parameters tags=["parameters"]
seed = 1
layer_names = ["block1_conv2", "block2_conv2", "block3_conv3", "block4_conv3", "block5_conv3"]
filters = 10
pixels = 150
border = 37
steps = 40
step = 10.0

# %% Base
repeat_with(seed)
conv_base = load_conv_base()
random = np.random.default_rng(seed)


# %% Gradient ascent
# region ascend
def ascend(layer_name, filters):
    """경사 상승법으로 각 필터가 가장 강하게 반응하는 이미지를 찾기"""
    layer = conv_base.get_layer(layer_name)
    layer.activation = keras.activations.linear  # ReLU 뒤에서는 그래디언트가 0일 수 있음
    response = keras.Model(conv_base.input, layer.output)
    # 노이즈가 섞인 회색 이미지로 시작
    images = tf.Variable(random.random((filters, pixels, pixels, 3)) * 20 + 128, dtype="float32")
    for _ in range(steps):
        with tf.GradientTape() as tape:
            maps = response(preprocess_input(images))
            # 이미지마다 자기 필터의 평균 응답이 손실
            loss = sum(tf.reduce_mean(maps[i, :, :, i]) for i in range(filters))
        gradient = tape.gradient(loss, images)
        # 손실을 최대화하는 방향으로 입력 이미지 수정
        size = tf.sqrt(tf.reduce_mean(gradient**2, axis=(1, 2, 3), keepdims=True))
        images.assign_add(step * gradient / (size + 1e-5))
    return images.numpy()


# endregion


def as_picture(image):
    """Contrast that the eye can see, without the border, where padding leaves traces."""
    inner = image[border:-border, border:-border]
    normal = (inner - inner.mean()) / (inner.std() + 1e-5)
    return (normal * 40 + 128).clip(0, 255).astype("uint8")


# The deepest layer first: whoever is linear already is above the next one, and not run.
images = {name: ascend(name, filters) for name in reversed(layer_names)}

# %% Measure
record.pictures(
    **{
        name: np.concatenate([as_picture(image) for image in images[name]], axis=1)
        for name in layer_names
    }
)
record.numbers(
    layers=len(layer_names),
    filters={name: conv_base.get_layer(name).filters for name in layer_names},
)

# %% Figure tags=["figure"]
run = record.run()
record.figure(
    "filter_visualization",
    named_rows(run.pictures, run.numbers.filters),
    alt=f"VGG16의 층 {run.numbers.layers}개에서 필터가 가장 강하게 반응하는 무늬. "
    "아래층은 색과 방향이 있는 단순한 무늬, 위층으로 갈수록 더 복잡한 무늬",
)
