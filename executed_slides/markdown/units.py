"""What numbers count and measure on a slide, in Korean and English: the pieces of patterns.

88 %, 46개, two hidden layers, 정확도는 0.88
"""

# What may follow a Korean counter or noun: nothing of the word, or particles.
_PARTICLE = (
    "(?:에서|에|으로|로|은|는|이나|이다|이며|이고|입니다|인|이|가|을|를|의|와|과|도|만큼|만|씩|짜리|까지|부터|보다|마다"
    "|당|나|쯤|정도|가량|이상|이하|미만|초과|내외|밖에|뿐|여)"
)
WORD_END = rf"(?={_PARTICLE}{{0,2}}(?![가-힣]))"

# Not the beginning of another word: 3 분류, 150 배열.
_COUNTERS = (
    "개(?![념선발])|층(?!위)|장(?![점애르치면])|번(?![역호])|회(?![귀전로사])|가지|종류|종(?!료)"
    "|명(?![령칭확시])|배(?![열치경우포분송])|건(?!강)|겹|초(?![기과반점록])|분(?![류포석할산야])|시간"
    "|일(?![반부정치관])|주(?![택요제의])|달러|달(?!성)|년|쪽|줄(?![이어임])|칸|쌍|권(?!장)|편(?![향차의])"
    "|곳|마리|문장|문항|대(?![부상체한비규략신])|점(?![수검])|픽셀|차원|시드|원(?![본래칙인소])"
)
# After digits. A rank is written without a space: 1위, and not 1 위에.
COUNTED = rf"(?:{_COUNTERS})|\s(?:{_COUNTERS})(?:{WORD_END}|이?었|였|입니)|[위등]{WORD_END}"
PERCENT = r"\s?(?:percentage points?\b|percent\b|per cent\b|퍼센트(?:\s?포인트)?|프로(?![가-힣]))"
SCALE = r"[\s-]?(?:hundred|thousand|million|billion|trillion)\b"

# What experiments have some of, whatever the number; and what talks show as well.
THINGS = (
    "epochs?|layers?|units?|neurons?|filters?|kernels?|channels?|parameters?|weights|folds?|seeds?"
    "|iterations?|batches|minibatches|GPUs?|TPUs?|FLOPs|tokens"
)
SHOWN_THINGS = (
    "samples?|examples?|images?|photos?|pictures?|class|classes|topics?|labels?|repetitions"
    "|reviews?|participants?|patients?|respondents?|observations?|data points?|feature maps?"
    "|seconds?|minutes?|hours?"
)
KOREAN_THINGS = (
    "은닉 ?[층유]|층|유닛|뉴런|필터|채널|클래스|토픽|레이블|샘플|표본|사진|이미지|리뷰|단어|특성"
    "|파라미터|에포크|배치|시드|폴드|(?i:layer|unit|class|epoch|fold|seed)"
)

METRICS = (
    "손실|정확도|오차|정답률|점수|순위|에포크|[Ll]oss|[Aa]ccuracy|MAE|MSE|[Ee]rror|[Ee]pochs?|[Rr]ank"
    "|[Ss]core"
)
# 정확도는 검증에서 0.88: a metric, and two words at most.
AFTER_METRIC = rf"(?:{METRICS})(?:\s*[:=]|은|는|이|가|을|를)?(?:\s+[^\s\d.,;:()]+){{0,2}}\s*\Z"

# What makes a count or measurement of digits that a name stands before: Figure 3%, 모델 3개.
MEASURED = (
    rf"[.,]?\d|\s?[%‰$€₩°×]|{PERCENT}|{SCALE}|{COUNTED}|\s?(?:에포크|시드|폴드|유닛|뉴런)"
    r"|\s?(?:ms|s|sec|[KMGT]B|Hz|fps|W|dB|px|pp|pt)\b"
)
# What makes a count of what might be a year or one of a list: 2000 images; Table 2, 20 epochs.
THINGS_AFTER = (
    rf"[\s-](?:[a-z]+\s)?(?:{THINGS}|{SHOWN_THINGS}|times|steps|dimensions?|words|pixels?|points)\b"
)
