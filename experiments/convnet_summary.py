"""The small convnet, layer by layer: most of its parameters are in its first dense layer."""

# /// experiment
# needs = ["convnet"]
# figures = ["model_summary"]
# ///

# %% Setup
import keras

from drawings import layer_table
from executed_slides import record

# %% Load
model = keras.models.load_model(record.needed_artifact("convnet", "convnet.keras"))


# %% Measure
def shape_and_weights(layer):
    sizes = dict(zip(("rows", "columns", "channels"), layer.output.shape[1:], strict=False))
    if len(sizes) == 1:
        sizes = {"units": sizes["rows"]}
    return {**sizes, "weights": layer.count_params()}


record.numbers(
    weights=model.count_params(),
    layers={layer.name: shape_and_weights(layer) for layer in model.layers},
    dense_share=model.get_layer("dense").count_params() / model.count_params(),
)

# %% Figure tags=["figure"]
run = record.run()
record.figure(
    "model_summary",
    layer_table(run.numbers.layers, run.numbers.weights),
    alt=f"작은 컨브넷의 층별 출력 크기와 파라미터 수. 모두 {run.numbers.weights:,}개이고 "
    f"그중 {run.numbers.dense_share:.1%}가 첫 번째 완전 연결 층에 있음",
)
