"""In K-fold cross-validation each part of the data validates once; the score is the mean."""

# /// experiment
# needs = ["boston"]
# figures = ["k_fold"]
# ///

# %% Setup
from drawings import arrow, box
from executed_slides import record
from style import BLUE, ORANGE, new_canvas

# %% Draw a row for each model, then the mean of their scores tags=["figure"]
folds = record.needed("boston").parameters.folds
ROW = 70
COLUMN = 520 / folds
LEFT, TOP = 100, ROW * folds
figure, sheet = new_canvas(1080, TOP + 40)

for fold in range(folds):
    x = LEFT + COLUMN * (fold + 0.5)
    sheet.text(x, TOP + 18, f"폴드 {fold + 1}", ha="center", va="center")

for model in range(folds):
    y = TOP - ROW * (model + 0.5)
    sheet.text(10, y, f"모델 {model + 1}", va="center")
    for fold in range(folds):
        center = (LEFT + COLUMN * (fold + 0.5), y)
        size = (COLUMN - 10, ROW - 14)
        if fold == model:
            box(sheet, center, size, "검증", BLUE, filled=True)
        else:
            box(sheet, center, size, "훈련", ORANGE)
    arrow(sheet, (630, y), (680, y), BLUE)
    sheet.text(690, y, f"검증 점수 #{model + 1}", va="center")

middle = TOP / 2
sheet.plot([820, 835, 835, 820], [TOP - 20, TOP - 20, 20, 20], color=BLUE)
arrow(sheet, (835, middle), (895, middle), BLUE)
box(sheet, (980, middle), (170, 90), "최종 점수\n= 평균", BLUE, filled=True)

record.figure(
    "k_fold",
    figure,
    alt=f"K-폴드 교차 검증. 데이터를 {folds}개의 폴드로 나누어 모델마다 다른 폴드 하나로 "
    f"검증하고 나머지로 훈련하며, 검증 점수 {folds}개의 평균이 최종 점수가 된다.",
)
