"""Test accuracies of six models of cats and dogs, every run beside their median and range."""

# /// experiment
# needs = ["convnet", "convnet_augmented", "vgg16_features", "vgg16_frozen", "vgg16_fine_tuned"]
# figures = ["model_comparison"]
# ///

# %% Setup
from matplotlib.ticker import PercentFormatter

from executed_slides import record
from plots import middle, percent
from style import BLUE, INK, new_figure


# %% Draw every run's test accuracy, the lowest median first tags=["figure"]
def accuracies(experiment, group=""):
    runs = [run.numbers for run in record.needed_runs(experiment)]
    return [(numbers[group] if group else numbers).test_accuracy for numbers in runs]


models = {
    "작은 컨브넷": accuracies("convnet"),
    "작은 컨브넷 + 데이터 증식 + 드롭아웃": accuracies("convnet_augmented"),
    "VGG16 특성 추출 (픽셀 / 255)": accuracies("vgg16_features", "divided"),
    "VGG16 특성 추출 (preprocess_input)": accuracies("vgg16_features", "preprocessed"),
    "동결한 VGG16 + 데이터 증식": accuracies("vgg16_frozen"),
    "VGG16 미세 조정": accuracies("vgg16_fine_tuned"),
}
ranked = sorted(models.items(), key=lambda model: middle(model[1]), reverse=True)

figure, axes = new_figure(1080, 330)
for place, (_, values) in enumerate(ranked):
    axes.plot((min(values), max(values)), (place, place), color=BLUE, linewidth=8, alpha=0.25)
    axes.plot(middle(values), place, "o", color=BLUE, markersize=14)
    axes.plot(values, [place] * len(values), "o", color="white", markeredgecolor=BLUE)
    axes.text(1.01, place, percent(values), transform=axes.get_yaxis_transform(), va="center")
axes.set_yticks(range(len(ranked)), [label for label, _ in ranked], color=INK)
axes.tick_params(axis="y", length=0)
axes.xaxis.set_major_formatter(PercentFormatter(1, decimals=0))
axes.grid(axis="y", visible=False)
axes.spines["left"].set_visible(False)
axes.set(xlabel="테스트 정확도", ylim=(-0.6, len(ranked) - 0.4))

record.figure(
    "model_comparison",
    figure,
    alt=f"모델 {len(models)}개의 테스트 정확도, 시드의 중앙값과 범위로 낮은 것부터. "
    + ", ".join(f"{label} {percent(values)}" for label, values in reversed(ranked)),
)
