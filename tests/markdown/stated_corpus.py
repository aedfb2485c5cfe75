"""Words as they stand on slides of research and teaching: what states a number, and what does not.

a block's words || each number in it, as it is written
"""

# Results and settings.
STATES = """
Test accuracy: 88.2% || 88.2%
We reach 94.1 % after 20 epochs || 94.1 % || 20
The model is right in 88 percent of all reviews || 88 percent
Eighty-eight percent of the reviews are classified correctly || Eighty-eight percent
Accuracy rose by twelve percentage points || twelve percentage points
About two thirds of the training images are cats || two thirds
A third of the feature maps stay empty || A third
Half of the units are dropped || Half
Three quarters of the budget went into tuning || Three quarters
It overfits after three epochs || three epochs
We train for twenty epochs with early stopping || twenty epochs
The network has two hidden layers || two hidden layers
Two fully connected layers with 64 units each || Two fully connected layers || 64
Training is ten times faster on the GPU || ten times
The small model is twice as fast || twice
A tenfold speed-up without loss of accuracy || tenfold
One hundred and twenty-five thousand parameters || One hundred and twenty-five thousand parameters
We average five seeds || five seeds
five-fold cross-validation || five-fold
5-fold cross-validation on 404 samples || 5 || 404
Nine out of ten errors come from short reviews || Nine out of ten
One in five images is mislabelled || One in five
one percent of the labels are wrong || one percent
A two-layer network is enough || two-layer
learning rate 1e-4, batch size 512 || 1e-4 || 512
lr = 3e-4, weight decay .01 || 3e-4 || .01
The loss falls to .5 within 1,000 steps || .5 || 1,000
25 000 training reviews, 25 000 test reviews || 25 000 || 25 000
60,000 images for training, 10,000 for testing || 60,000 || 10,000
Mean shift: −3.2 points || −3.2
Δ = -0.4 pp against the baseline || -0.4
0.88 ± 0.02 over all runs || 0.88 || 0.02
95% CI [0.86, 0.90] || 95% || 0.86 || 0.90
p < 0.05 in a paired test || 0.05
p = 0.031, n = 24 || 0.031 || 24
3× faster than the baseline || 3×
2.5x smaller at the same accuracy || 2.5x
speed-up ×4 on one GPU || ×4
x2 faster with mixed precision || x2
80/20 split of the data || 80/20
Train/test ratio 4:1 || 4:1
Signal to noise is 20:1 || 20:1
70:30 split, stratified by class || 70:30
3x3 kernels, stride 2, 32 filters || 3x3 || 2 || 32
Input: 150×150 pixels || 150 || 150
Conv 32-64-128-128, then Dense 512 || 32 || 64 || 128 || 128 || 512
Dropout(0.5), L2(0.001) || 0.5 || 0.001
Dropout rate 0.5 everywhere || 0.5
MNIST 98.2 || 98.2
VGG16 reaches 90%, ResNet-50 reaches 92.4% || 90% || 92.4%
F1 = 0.83, top-5 error 6.7% || 0.83 || 6.7%
AUC 0.91 (was 0.87) || 0.91 || 0.87
138M parameters, 15.3 GFLOPs || 138M || 15.3
3.4 million parameters || 3.4 million
1.28 million images in 1,000 classes || 1.28 million || 1,000
The run took 41.2s on 8 cores || 41.2s || 8
Latency dropped from 120 ms to 35 ms || 120 || 35
Trained in 2 h 15 min on an A100 || 2 || 15
The model trained for three days || three days
24GB of memory are enough || 24GB
Loss: 0.29 → 0.18 || 0.29 || 0.18
Off by about $2,774 on the test set || 2,774
We drop the learning rate 10⁻³ → 10⁻⁴ || 10⁻³ || 10⁻⁴
3×10⁻⁴ is the best learning rate || 3×10⁻⁴
2^10 units || 2^10
½ of the data is held out || ½
Only 1½ epochs are needed || 1½
accuracy ８８％ (test) || ８８％
Best epoch: ⑧ || ⑧
The winner needs Ⅳ epochs || Ⅳ
Accuracy ⁸⁸% || ⁸⁸%
error: ５.２ || ５.２
Since 2019 the error fell from 25% to 3% || 25% || 3%
Python 3.12 runs the suite in 12.5 s || 12.5
Table 2 shows 91% for the large model || 91%
Fig. 3: loss 0.12 at epoch 14 || 0.12 || 14
In May 2025 we measured 0.83 || 0.83
Smith et al. (2019) report 84.5%, we get 86.1% || 84.5% || 86.1%
As in [12], we use 300-dimensional embeddings || 300
the 95th percentile of the latency || 95th
Overfitting starts at the 4th epoch || 4th
From the fourth epoch on it overfits || fourth epoch
Model size: 7B || 7B
Context of 128k tokens || 128k
Trained on 1.4 TB of text || 1.4
46 topics, one of them with 3 articles only || 46 || 3
Vocabulary of 10,000 words || 10,000
2048 units in the bottleneck || 2048
2000 images per class || 2000
batch of 2000 || 2000
epoch4 is the best checkpoint || 4
100% sure? Not before we measure || 100%
Sixteen units, sixteen units, one output || Sixteen units || sixteen units
We hold out ten thousand reviews || ten thousand reviews
seventeen students took the survey || seventeen students
The loss is zero point one two || zero point one two
twenty or thirty epochs suffice || twenty or thirty epochs
five to ten epochs later it overfits || five to ten epochs
between 87 and 89% in all runs || 87 || 89%
3 layers || 3
1 of 5 runs diverged || 1 || 5
Speedup: 12-fold || 12
a 90% confidence interval of [78, 80] || 90% || 78 || 80
units in {16, 32, 64} || 16 || 32 || 64
16-16-1 network || 16 || 16 || 1
Pixels are divided by 255 || 255
30 fps at 4 W || 30 || 4
rotation up to 40°, zoom 0.2 || 40° || 0.2
92 % || 92 %
0.7312 || 0.7312
+4.5 points || +4.5
accuracy went up to ninety point five percent || ninety point five percent
Two-thirds of all errors || Two-thirds
Half the images are mirrored || Half
Two epochs || Two epochs
the last three convolutional layers are trained again || three convolutional layers
A dozen epochs is plenty || A dozen epochs
정확도 88.2% 달성 || 88.2%
검증 정확도는 88%, 손실은 0.29 || 88% || 0.29
정확도는 팔십팔 퍼센트입니다 || 팔십팔 퍼센트
오류의 삼분의 일은 짧은 리뷰 || 삼분의 일
특성 맵의 3분의 1이 비어 있음 || 3분의 1
사진 천이백 장으로 훈련 || 천이백 장
학습이 세 배 빨라짐 || 세 배
두 배 빠르고 세 배 작음 || 두 배 || 세 배
훈련 데이터 3만 5천 개 || 3만 5천 개
단어 1만2천 개 사용 || 1만2천 개
파라미터 3백만 개 || 3백만 개
이미지 6만 장으로 학습 || 6만 장
파라미터 1.2억 개 || 1.2억 개
파라미터의 절반만 학습 || 절반
오차가 절반으로 줄어듦 || 절반
에포크 8번 이후 과대적합 || 8번
8번째 에포크부터 과대적합 || 8번째
여덟 번째 에포크에서 최고 || 여덟 번째
에포크 스무 번 반복 || 스무 번
이십 에포크 동안 훈련 || 이십 에포크
열두 개의 필터 || 열두 개
은닉층 두 개, 유닛 16개 || 두 개 || 16개
두 개의 은닉층을 가진 신경망 || 두 개
다섯 시드의 중앙값 || 다섯 시드
시드 다섯 개로 실행 || 다섯 개
열다섯 장의 사진을 증식 || 열다섯 장
사진 백스무 장 || 백스무 장
최저 손실은 영점 일이 || 영점 일이
구십오 점 오 퍼센트의 정확도 || 구십오 점 오 퍼센트
정확도가 오 퍼센트포인트 오름 || 오 퍼센트포인트
학습률 0.001, 배치 크기 512 || 0.001 || 512
학습률은 1e-5로 낮춤 || 1e-5
훈련 샘플 404개, 테스트 샘플 102개 || 404개 || 102개
평균 2,774달러 차이 || 2,774달러
약 2,774$ 차이 || 2,774$
검증 데이터 10,000개를 떼어냄 || 10,000개
훈련:검증 = 8:2 || 8:2
데이터를 8:2로 나눔 || 8:2
데이터의 80%로 학습 || 80%
정확도 ８８％ || ８８％
최고 에포크는 ⑧ || ⑧
③배 빠름 || ③배
드롭아웃 비율 ½ || ½
에포크 Ⅳ에서 멈춤 || Ⅳ
훈련 손실이 0으로 감 || 0
정확도 1에 수렴 || 1
1개의 유닛과 시그모이드 || 1개
46가지 토픽으로 분류 || 46가지
4-겹 교차 검증, 에포크 80번 || 4 || 80번
K=4로 교차 검증 || 4
3시간 20분 동안 학습 || 3시간 || 20분
세 시간 걸려 학습 || 세 시간
15초 만에 한 에포크 || 15초
이미지 크기 150×150 || 150 || 150
255로 나눔 || 255
10명 중 7명이 맞힘 || 10명 || 7명
참가자 스물네 명 || 스물네 명
응답자 서른 명 중 스무 명 || 서른 명 || 스무 명
정답률 1위, 78% || 1위 || 78%
3개월 동안 모은 자료 || 3개
2017년 논문보다 3.2%p 높음 || 3.2%p
표 2에서 정확도는 91% || 91%
그림 3: 손실 0.12 || 0.12
3장에서 본 모델의 정확도는 85% || 85%
Keras 3에서 20 에포크를 15초 만에 || 20 || 15초
파이썬 3.12에서 12.5초 || 12.5초
1번 층의 특성 맵 30%가 비어 있음 || 30%
−0.5점 차이 || −0.5점
+3점 향상 || +3점
1 000개의 표본 || 1 000개
십여 개의 필터가 반응하지 않음 || 십여 개
백만 개의 파라미터 || 백만 개
이만 오천 개의 리뷰 || 이만 오천 개
사진 3장에서 고양이를 놓침 || 3장
테스트 이미지 10장 || 10장
5회 반복 실험의 평균 || 5회
다섯 번 실행한 중앙값 || 다섯 번
세 번의 실험 중 두 번 || 세 번
절반 이상의 필터가 비어 있음 || 절반
사분의 삼이 정답 || 사분의 삼
십 배 느림 || 십 배
학습률을 10분의 1로 || 10분의 1
최고 88점, 최저 72점 || 88점 || 72점
1,000배 || 1,000배
에포크 5부터 8까지 || 5 || 8
에포크 3~5에서 최저 || 3 || 5
층이 깊을수록 0.3씩 감소 || 0.3
100% 확신할 수는 없음 || 100%
"""

# Names, dates, references, order, structure.
STATES_NOTHING = """
9 Sep 2025
Sept. 9, 2025
September 2025
9th of September 2025
Tue, 24 Nov 2026
Monday 3 March
Nov 24–26, 2026
9–12 Sep 2025, Seoul
2025-09-09
2025/09/09
09.09.2025
9/9/2025
Dec 2024 – Feb 2025
'25 spring term
Class of ’25
in the 1990s
the 90s and the early 2000s
since the mid-'80s
Q3 2025
Results of Q1–Q3
FY2024 and H1 2025
2019/20 season
academic year 2025–26
2017–2019
In 2012, deep learning took off
Since 2017, attention is all you need
© 2025 The Authors
(c) 2019-2025
Summer of 2024
Fall 2025
the 21st century
10:30
10:30–12:00
3 pm
9 a.m. to 5 p.m.
at 3 o'clock
Office hours: Tue 14:00-16:00
24/7
Smith et al. (2019)
(Chollet, 2017)
(Chollet, 2017; Vaswani et al., 2017)
Vaswani et al., 2017
LeCun and Bengio (1995a)
[12]
as shown in [3, 7] and [9–11]
see Krizhevsky 2012 [5]
NeurIPS 2019
CVPR'16, ICLR 2015
ImageNet 2012 challenge
AlexNet (2012)
1986: backpropagation
Nature 521, 436–444 (2015)
Proc. of ICML, pp. 448–456, 2015
Vol. 12, No. 3
arXiv:1512.03385
arXiv preprint 1409.1556v6
10.1145/3292500.3330701
doi: 10.1038/nature14539
ORCID 0000-0002-1825-0097
ISBN 978-3-16-148410-0
Web 2.0
Python 3.12
Python 3.10, 3.11 and 3.12
Python >= 3.11
tensorflow==2.15
TensorFlow 2.21.0
Keras 3
v1.2
version 3 of the data
CUDA 12 on Ubuntu 22.04
Windows 10/11
PyTorch 2
C++17
HTML5 and CSS3
HTTP/2
ISO 9001
ISO/IEC 27001
RFC 2119
IEEE 754
PEP 8
IPv6
UTF-8
USB 3.0 and Wi-Fi 6
CC BY 4.0
Apache License 2.0
GPLv3
GPT-4
GPT-3.5 and Llama 3
ResNet-50
ResNet 50
MobileNetV2
EfficientNet-B0
ViT-B/16
BERT, T5, word2vec
YOLOv8
F1 score
L2 regularisation
top-1 accuracy
top-5
CIFAR-10 and CIFAR-100
SQuAD 2.0
MNIST, WMT14, Food-101
RTX 3090
GTX 1080 Ti
Raspberry Pi 4
SHA-256
x1, x2 and y2
CO2, H₂O
R² and m²
conv2d_3
block5_conv1–3
A4 paper
4K video
5G networks
2D and 3D
16:9
4:3 slides
#ff8800
#123456
#1a2b3c on white
Issue #42
+82 2 880 5114
(02) 880-5114
010-1234-5678
+1 (555) 123-4567
2018030328
2019-12345
kim2019@example.org
https://example.org/2026/11?x=52
www.example.org/v2
github.com/user/repo2
127.0.0.1
localhost:8888
results_2.csv
02-train.py
Commit 58ff134
Slide 2
slides 3–5
see slides 3, 5 and 8
Chapter 4
Section 2.1
Sec. 3
§2.1
Fig. 3b
Figs. 3 and 4
Figure 2.
Table 1
Eq. (4)
Eqs. (4)–(6)
page 12
p. 12
pp. 3-4
Step 1
Step 2: preprocessing
Part II
Part 2
Question 3
Week 3
Weeks 3–5
Lecture 12
Exercise 4.2
Theorem 3.1
Algorithm 1
Appendix B2
Appendix A.1
Day 1
Day 2, Session 3
Lab 3
Homework 2
Case 1
Model 2
Experiment 3
Option 2
Group 4
CS 229
Room 301
1. Introduction
2.1. Results
(1) collect (2) clean (3) train
1) collect
① collect ② clean ③ train
Ⅱ. Methods
Type Ⅱ errors
1️⃣ collect
01 Introduction
¹ Seoul National University
Kim¹, Lee²
2nd edition
the 2nd layer
first, second, third
the second approach
the third reason
At first glance
one of the reasons
no one knows
one can see
one-hot encoding
one by one
on the one hand
the other one
zero-padding
a zero-mean vector
zero-shot learning
two-dimensional data
these two layers
two ways to go
three ideas
two kinds of models
the first half of the talk
half-open interval
half precision
second half
someone, anyone, none
many times
hundreds of papers
a picture is worth a thousand words
values between 0 and 1
in [0, 1]
n - 1 folds
from 0 to 1
0 or 1
label=1
usually 0.2-0.5
often, tend, tension, content, weight, height
Seven Bridges
Four Seasons
2026년 3월
2026년 3월 2일
3월 2일
3월 2일(월)
2026. 3. 2.
2026.03.02
2026.11.24(화)
11/24(화)
'25년 봄
1980년대
90년대
2025학년도 2학기
2025-2학기
25학번
3학년 2반
오전 10시
오후 3시 30분
10시 30분
14시
10:30~12:00
월요일 2교시
3주차
3주 차 과제
1일차
2차시
제12회 학술대회
21세기
3분기 실적
김영희 외(2019)
(김영희, 2019)
홍길동 등(2021)
[3]에 따르면
2012년 ImageNet
파이썬 3.12
텐서플로 2.21
케라스 3
버전 2
1장
1장. 서론
3장에서 보았듯이
2부
2부: 모델 튜닝
제2절
제3장 제1절
2.1절
문제 3
3번 문제
1단계
2단계: 전처리
1번 층
2번 모델
그림 2
그림 3-1
그림 1과 2
표 1, 2
식 (4)
식(4)를 보면
슬라이드 12
12쪽 참조
부록 2
실험 1
실습 3
과제 2
예제 4
방법 1
질문 2
조건 1과 조건 2
Ⅰ. 서론
① 데이터 수집 ② 전처리 ③ 학습
①과 ②의 비교
제Ⅱ장
첫째, 둘째, 셋째
첫 번째 방법, 두 번째 방법
세 번째 줄
2번째 방법
하나의 층
한 번 더
한 가지 문제
두 가지 방법
세 사람
여러 번
몇 개의 층
수천 장의 사진
수십 배
이 층은 특성을 뽑음
이 배치를 사용
이 장에서는
사이, 조사, 구조, 오이, 구조 개선
만일 층이 깊으면
이상 탐지, 이만 마칩니다
천천히, 만약, 백분율
오전, 오후, 오차, 오류
사회, 사전, 사진, 사례
열심히, 두뇌, 세계, 네트워크
구분, 구간, 구현
일반화, 일부, 이진, 삼각형
이점과 초점
만점
세배를 드림
십분 활용
전반과 후반
시작이 절반
이차원 배열
2차원 배열
1차 미분, 2차 함수
4차 산업혁명
1종 오류
2조 발표
5세대
301호
02-880-5114
개인, 개선, 개념
열 이름, 행 번호
0과 1 사이
0에서 255 사이
[0, 1] 사이로
표준 편차 1
보통 0.2-0.5
"""
