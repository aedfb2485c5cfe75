"""Which words of slides mean which words of keys: `검증 손실` is the `val_loss` of a record.

a text ──▶ the things it names, each by one word: {"val", "loss"}
"""

import re
from functools import lru_cache

# The field's terms by which keys are named, and how slides write them. Any other word of Latin
# letters stands for itself. Of two that begin alike the longer one is meant.
_TERMS = """
accuracy: acc 정확도 정답률
augmentation: augmented 증식
batch: 배치
best: highest maximum 최고
channel: 채널
class: category 클래스 범주
column: 열
convolution: conv 합성곱
cat: 고양이
dog: 개가 강아지
dollar: usd $ 달러
dropout: 드롭아웃
empty: 비어 빈
epoch: 에포크 번째
error: 오차 오류
feature: 특성
filter: 필터
final: last 마지막 끝나 최종
first: 첫
float32: 32비트
fold: 폴드
frozen: 동결
gap: difference 차이 격차 높음 높게 벌어
guess: chance random 무작위
hidden: 은닉
hour: 시간
large: big 큰
layer: 층 은닉층 출력층
learning: lr 학습률
length: 길이
loss: 손실
lowest: min minimum best 최저 최소 낮은 낮고
mae: 오차
mean: average 평균
median: 중앙값
network: 네트워크 신경망
one: 원
output: 출력
overfit: overfitting 과대적합 과적합
parameter: 파라미터 매개변수
participant: 참가자
patient: 환자
photo: image picture 사진 이미지
pixel: 픽셀
precision: 정밀도
prediction: predicted 예측 확률
probability: 확률
rate: 비율 학습률
recall: 재현율
review: 리뷰
rise: 커짐 커지 커진 상승
row: 행
sample: 샘플 표본
score: 점수
second: 초
seed: 시드
small: 작은
step: 스텝 단계
test: evaluate 테스트 평가
topic: 토픽
training: train trained 훈련 학습
unit: neuron 유닛 뉴런
val: valid validation dev 검증
view: 변형 변환 증식
weight: parameter 가중치 파라미터
wire: newswire 기사 뉴스
word: 단어
zero: 0인 0의
"""
# Of these a number is of one alone, and of these things it counts one.
_SPLITS = {"training", "val", "test"}
_CONTRASTS = (_SPLITS, {"large", "small"}, {"final", "lowest", "best"})
_COUNTED = {"batch", "epoch", "fold", "layer", "seed", "unit"}
_TOKEN = re.compile(r"[A-Za-z]+\d*|\d+(?:\.\d+)?|[가-힣$]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _read_terms() -> tuple[dict[str, frozenset[str]], list[tuple[str, str]]]:
    latin: dict[str, set[str]] = {}
    other: list[tuple[str, str]] = []
    for line in _TERMS.strip().splitlines():
        term, _, forms = line.partition(": ")
        latin.setdefault(term, set()).add(term)
        for form in forms.split():
            if form.isascii() and form.isalnum():
                latin.setdefault(form, set()).add(term)
            else:
                other.append((form, term))
    return {form: frozenset(terms) for form, terms in latin.items()}, other


_LATIN, _OTHER = _read_terms()


@lru_cache(maxsize=4096)
def named_in(text: str) -> frozenset[str]:
    """What a text names: the field's terms, and its other words as they are."""
    found: set[str] = set()
    for token in _TOKEN.findall(_CAMEL.sub(" ", text)):
        if token[0].isascii() and token[0] != "$":
            word = _singular(token.lower())
            found |= _LATIN.get(word, {word})
        else:
            found |= {term for form, term in _OTHER if _says(token, form)}
    found |= {term for form, term in _OTHER if form[0].isdigit() and form in text}
    return frozenset(found)


def _says(token: str, form: str) -> bool:
    """Whether a word has a form in it: 정확도는 has 정확도, but 배열 no 열."""
    return token.startswith(form) if len(form) == 1 else form in token


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and word[-2] not in "su" else word


def contradictions(
    key: frozenset[str], near: frozenset[str], sentence: frozenset[str], counts: bool
) -> int:
    """How often words say another thing of a number than its key does: `test`, and not `val`.

    Words right at it decide; which part of the data, other words of its sentence too.
    """
    count = 0
    for contrast in _CONTRASTS:
        said = near & contrast or (sentence & contrast if contrast is _SPLITS else frozenset())
        count += bool(said and key & contrast and not key & said)
    counted = near & _COUNTED
    return count + bool(counts and counted and key & _COUNTED and not key & counted)
