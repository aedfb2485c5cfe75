"""Reviews are divided in three: to train on, to say when to stop, and to test at the end."""

# /// experiment
# needs = ["imdb"]
# figures = ["data_split"]
# ///

# %% Setup
from drawings import box
from executed_slides import record
from style import BLUE, INK, ORANGE, QUIET, new_canvas

# %% Draw all reviews as one bar, in the order in which they lie tags=["figure"]
imdb = record.needed("imdb")
training, test = imdb.numbers.training_reviews, imdb.numbers.test_reviews
validation = imdb.parameters.validation_samples
fitting = training - validation

WIDTH, GAP, HEIGHT = 1080, 6, 84
figure, sheet = new_canvas(WIDTH, 200)
scale = WIDTH / (training + test)


def draw_part(start, reviews, name, color, filled=False):
    center = (scale * (start + reviews / 2), 100)
    box(sheet, center, (scale * reviews - GAP, HEIGHT), f"{name}\n{reviews:,}개", color, filled)


draw_part(0, validation, "검증", BLUE, filled=True)
draw_part(validation, fitting, "훈련", ORANGE)
draw_part(training, test, "테스트", INK, filled=True)

for start, reviews, name in ((0, training, "훈련 데이터"), (training, test, "테스트 데이터")):
    left, right = scale * start + GAP, scale * (start + reviews) - GAP
    sheet.plot((left, left, right, right), (152, 162, 162, 152), color=QUIET, linewidth=1.6)
    sheet.text((left + right) / 2, 170, f"{name} {reviews:,}개", ha="center", va="bottom")
for start, reviews, words, color in (
    (0, validation, "언제 멈출지 정함", BLUE),
    (validation, fitting, "가중치를 배움", ORANGE),
    (training, test, "마지막에 한 번 평가", INK),
):
    middle = scale * (start + reviews / 2)
    sheet.text(middle, 44, words, color=color, ha="center", va="top")

record.figure(
    "data_split",
    figure,
    alt=f"IMDB 리뷰를 나누는 막대. 훈련 데이터 {training:,}개에서 검증용 {validation:,}개를 떼어 "
    f"두고 나머지 {fitting:,}개로 훈련하며, 테스트 데이터 {test:,}개는 마지막 평가에만 쓴다.",
)
