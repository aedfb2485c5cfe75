"""References: digits that say which, of works, of their parts and of several things.

[3, 7] · (Chollet, 2017) · Section 2.1 · Model 2 · 그림 1과 2 · 3장에서 · 2nd · 2.1. 결과
"""

from executed_slides.markdown.dates import LIKELY_YEAR, NO_YEAR, YEAR
from executed_slides.markdown.name_rules import NameRule, one_of
from executed_slides.markdown.units import THINGS_AFTER, WORD_END

_ITEM = r"\(?[1-9]\d{0,3}(?:[-.]\d{1,2})*[a-zA-H]?(?![\dA-Za-z])\)?"
_NEXT_ITEM = (
    rf"(?:\s?(?:,|;|&|/|·|of|[-–—~]|,?\s?and|,?\s?or|to|과|와|및)\s?{_ITEM}(?!{THINGS_AFTER}))"
)
_ITEMS = f"{_ITEM}{_NEXT_ITEM}*"

# A larger number in the place of an item's is no item's: 97. percent of images.
_OWN = r"(?:[01]?\d|20)"

_PART = one_of(
    r"slides? sections? secs?\.? chapters? ch(?:ap)?s?\.? figures? figs?\.? tables? tab\."
    r" equations? eqn?s?\.? pages? pp?\. lines? lectures? lessons? exercises? theorems? lemmas?"
    r" corollary propositions? definitions? algorithms? listings? appendix appendices articles?"
    r" parts? weeks? days? sessions? tutorials? questions? problems? homeworks? hW pS q\."
    r" assignments? volumes? vol\. nos?\. nr\. № versions? ver\. release refs?\.? art\. footnotes?"
    " paragraphs? act unit room building bug ticket pR issue"
)
_THING = one_of(
    "step model case experiment method option team class type stage phase level layer block branch"
    " example scenario hypothesis task topic item rule tip goal objective aim challenge claim law"
    " principle round player student user subject participant patient node image photo picture"
    " panel column row cell fold trial idea reason approach variant config configuration setup"
    " condition category dataset network module lab quiz floor gate hall year chart graph exam"
    " midterm problem_set semester term box course milestone sprint project story author reviewer"
    " world_war formula route group cluster study frame cohort poster"
)
# These are verbs as well: Plot 3 curves.
_THING_OR_VERB = one_of("run plot sample track note")
_KOREAN_THING = (
    "(?:그림|도표|수식|슬라이드|챕터|섹션|파트|페이지|부록|예제|예시|과제|실습|실험|연습|퀴즈|방법|방안"
    "|조건|가설|단계|사례|케이스|유형|모델|모형|그룹|집단|주제|목표|원칙|규칙|법칙|정리|정의|알고리즘"
    "|버전|시나리오|옵션|세션|레벨|블록|항목|참고|각주|코드|강의|모듈|단원|라운드|트랙|기술|연구|논문"
    "|문제|문항|질문|보기|답|(?<![가-힣])(?:표|식|예|조|안|쪽|팀))"
)
_KOREAN_PART = "(?:장|절|부|항|조|회|차|판|권|호|편|강|과|기|대|종|형|번|주|세대|단계|원칙|법칙)"
_NO_NAME = (  # Before a year: Samples 2000.
    "Since|About|Over|Only|With|Of|All|Total|Size|Max|Min|Mean|Accuracy|Loss|Error|Test|Train"
    "|Training|Validation|Samples?|Batch|Dense|Dropout|Conv|Units?|Epochs?|Steps?|Words?|Images?"
    "|Width|Height|Score|MAE|MSE|RMSE|LSTM|GRU|MLP|FC|The|An|And|For|Hidden|Embedding|Vocabulary"
)
_PERIODICAL = (
    "NIPS|NeurIPS|ICML|ICLR|CVPR|ICCV|ECCV|ACL|EMNLP|NAACL|AAAI|IJCAI|KDD|JMLR|T?PAMI|TACL|LNCS"
    "|Nature|Science|Neurocomputing"
)
_SETTING_BEFORE = (  # Before a list in brackets.
    r"(?<![=:∈≈]\[)(?<![=:∈≈]\s\[)(?<!CI\s\[)(?<!구간\s\[)(?<!interval of\s\[)(?<!units\s\[)"
    r"(?<!layers\s\[)(?<!sizes\s\[)"
)

REFERENCES = (
    NameRule(
        "number of a heading or an item",
        rf"(?:^\s*|[›»>|•]\s)(?:(?:(?:{_OWN}|\d{{1,2}}(?:\.\d{{1,2}})+)[.)]|\({_OWN}\)|\d\uFE0F?\u20E3)(?=\s)"
        r"|[Ⅰ-Ⅻ][-.]\d{1,2}\b)",
        "2.1. 결과",
    ),
    NameRule(
        "item within a line",
        rf"(?:\((?<![^\s,.;:]\(){_OWN}|[1-9](?<![^\s,.;:]\d))\)\s(?=[^\W\d])|\d\uFE0F?\u20E3",
        "수집, (2) 전처리",
        tentative=True,
    ),
    NameRule(
        "section of a section",
        r"(?<![\d.])(?!\d{1,3}(?:\.\d{3})+(?![\d.]))\d+(?:\.\d+){2,}\.?(?!\d)",
        "2.1.3에서",
    ),
    NameRule(
        "number with a zero before it",
        r"(?<![\d.,:/'’^+−-])(?<!\d\s)0\d{1,2}(?![\d.,:/-])",
        "02 방법",
        tentative=True,
    ),
    NameRule(
        "work in brackets",
        rf"\[{_SETTING_BEFORE}\^?[1-9]\d{{0,2}}(?:\s?[,;–-]\s?[1-9]\d{{0,2}})*(?:,\s?pp?\.\s?\d+(?:[-–]\d+)?)?\]"
        r"(?!\s?(?:구간|범위|사이|interval|range|units|층))",
        "[3, 7]에 따르면",
    ),
    NameRule(
        "years of works in brackets",
        rf"\((?:[^()\d]*[^\W\d][.,]*\s*{YEAR}[a-z]?(?:,\s*pp?\.\s*\d+(?:[-–]\d+)?)?\s*[;,]?\s*)+\)"
        rf"|\((?!2000\)){LIKELY_YEAR}[a-z]?\)",
        "(통계청 2015)",
    ),
    NameRule(
        "year after authors",
        rf"\bet al\.?,?\s*\(?{YEAR}[a-z]?(?:,\s?{YEAR}[a-z]?)*\b",
        "Vaswani et al. 2017 show",
    ),
    NameRule(
        "year at a work's end",
        rf"[^\W\d]\.?,\s{LIKELY_YEAR}[a-z]?(?=\s*(?:[.;)\]]|$))",
        "Manning, 2017",
    ),
    NameRule(
        "name and year",
        rf"\b(?!(?:{_NO_NAME})\b)[A-Z][A-Za-z]+\s\(?{LIKELY_YEAR}[a-z]?\b{NO_YEAR}"
        rf"|(?!2000){LIKELY_YEAR}(?=\s[A-Z][A-Za-z]*[A-Z])",
        "NeurIPS 2019",
        tentative=True,
    ),
    NameRule(
        "volume and pages",
        r"\b[A-Z][a-z]+\.?,?\s\d{1,4}(?:\(\d+\)[,:]\s?|,\s)\d{1,5}[-–]\d{1,5}",
        "Nature 521, 436–444",
    ),
    NameRule(
        "volume, issue and pages",
        r"\b[A-Z][A-Za-z]*\.?,?\s\d{1,4}\s?\(\d+(?:[-–]\d+)?\)\s?[:,]\s?e?\d+(?:[-–]\d+)?",
        "PNAS 117(48):30046–30054",
    ),
    NameRule(
        "year, volume and pages",
        rf"\b[A-Z][A-Za-z]*\.?\s(?:{YEAR};\s?\d{{1,4}}(?:\(\d+\))?:\s?[A-Za-z]?\d+(?:[-–]\d+)?"
        r"|\d{1,4}:\d{2,5}[-–]\d{2,5}(?![:\d]))",
        "Lancet 2021; 397: 99–111",
    ),
    NameRule(
        "abbreviated journal",
        rf"\b[A-Z][A-Za-z]*\.\s(?:[A-Z]\s)?(?:\d{{1,4}},\s[A-Z]?\d{{1,7}}(?:[-–]\d+)?\s\({YEAR}\)"
        rf"|{YEAR},\s\d{{1,4}}(?:\s?\(\d+\))?,\s\d{{1,6}}(?:[-–]\d+)?)",
        "Phys. Rev. Lett. 116, 061102 (2016)",
    ),
    NameRule(
        "volume of a series",
        r"\b(?:Advances|Annals|Journal|Letters|Proceedings|Transactions|Lecture Notes)"
        r"(?:\s(?:in|of|on|the|and|[A-Z][A-Za-z-]*))+,?\s\d{1,4}(?!\d)"
        r"(?:\s?\(\d+\))?(?:\s?[:,]\s?e?\d+(?:[-–]\d+)?)?",
        "Journal of Statistics 12",
        tentative=True,
    ),
    NameRule(
        "number of a grant or patent",
        r"(?i:\b(?:grants?|awards?|contracts?|agreements?|fellowships?)\s"
        r"(?:agreement\s)?(?:no\.?\s?|nr\.?\s?|numbers?\s|#)?)[A-Z/-]*\d{4,}"
        r"|\b[Pp]atents?\s(?:No\.\s?)?\d{1,3}(?:,\d{3})+",
        "Grant No. 123456",
    ),
    NameRule(
        "year before what it is of",
        # What is counted is many, but for crises.
        rf"\b[Tt]he\s(?!2000)(?:19\d|20[0-3])\d(?!\d){NO_YEAR}(?=\s[a-z]+(?:(?<!s)|(?<=[isu]s))\b)"
        rf"|\b(?:end|start|beginning|middle)\sof\s{LIKELY_YEAR}{NO_YEAR}",
        "the 2019 model",
        tentative=True,
    ),
    NameRule(
        "name in capitals inside, and which",
        rf"\b[A-Z][a-z]+[A-Z][A-Za-z]*\s[1-9](?![\d.,]*\d)\b{NO_YEAR}(?=\s*(?:[.,;:)]|\Z|and\b|[a-z]+s\b))",
        "AlphaFold 2",
        tentative=True,
    ),
    NameRule(
        "volume of a periodical",
        rf"\b(?:{_PERIODICAL})\s\d{{1,5}}(?=\s*(?:[,;.)]|$))",
        "LNCS 9351",
        tentative=True,
    ),
    NameRule(
        "volume and year",
        rf"\b(?:{_PERIODICAL})\s\d{{1,3}}(?:,\s|\s\(){LIKELY_YEAR}{NO_YEAR}",
        "NIPS 30, 2017",
    ),
    NameRule(
        "part of a law",
        rf"§+\s?{_ITEMS}(?:,?\s(?:Abs|Art|Nr|Satz|S|lit|para)\.?\s?{_ITEM})+",
        "§ 3 Abs. 2",
    ),
    NameRule("part of a work", rf"(?:\b{_PART}|§+)\s?{_ITEMS}", "Section 2.1", tentative=True),
    NameRule(
        "one of several",
        rf"\b{_THING}\s?#?[1-9]\d{{0,2}}[a-z]?\b(?![x×])"
        rf"|(?<!\d\s)\b{_THING}e?s\s{_ITEM}{_NEXT_ITEM}+"  # Not of 216 steps (186–304).
        rf"|\b{_THING_OR_VERB}\s?#?[1-9]\d{{0,2}}[a-z]?\b(?![x×]|\s[a-z]{{3,}}s\b)"
        r"|\b(?:RQ|WP|SDG)\s\d+",
        "Model 2",
        tentative=True,
    ),
    NameRule(
        "one of several in Korean",
        rf"{_KOREAN_THING}\s?{_ITEMS}(?:쪽|페이지)?|(?:문제|문항|질문|보기)\s?\d+번",
        "그림 1과 2",
        tentative=True,
    ),
    NameRule(
        "part of a work in Korean",
        rf"제\s*\d+(?:\s?[-~·,]\s?\d+)?\s*{_KOREAN_PART}|\d+(?:\.\d+)*\s*절(?!반|감|약)"
        r"|(?<!\d)\d{1,2}\s?단계|\d{1,3}(?:쪽|페이지)(?:을|를|에서|의)?\s?(?:참조|참고)",
        "2단계: 전처리",
    ),
    NameRule(
        "chapter in Korean",
        r"(?:^\s*|(?:교재|책|교과서|앞서?|이미|다음|이전|지난|위|본)의?\s"
        r"|(?:다음|지난|이번)\s(?:시간|주|강의|수업)(?:에는?|은)?\s?[:\-–]?\s)(?:1?\d|20)장(?!의\s|씩|짜리|으로)"
        r"(?:(?:과|와|,|부터|및|\s?[-~])\s?\d{1,2}장)*|\d{1,2}장(?:을|를)?\s(?:참조|참고)"
        rf"|\d{{1,2}}부(?!터|분|족|류|여|정|담|모|품){WORD_END}",
        "3장에서 보았듯이",
    ),
    NameRule(
        "school and house number",
        r"\d+\s?(?:학년도?|학기|학번|주\s?차|일\s?차|교시|차시|학점|회차|호선|호실|번지)"
        r"|\d{1,2}층\s[가-힣]*(?:실|홀|로비|강당)"
        rf"|\d+(?:호|판|쇄|반|강|막|기(?!가)|동|급){WORD_END}",
        "3학년 2반",
    ),
    NameRule(
        "order in Korean",
        r"\d+\s?(?:세기|세대|인칭)|(?<![\d.])[1-4]차(?!례|량|선|로|종)|[12]종\s?오류"
        r"|(?<![\d.,])\d{1,2}조(?!\s?(?:\d|원|개|달러))",
        "2차원 배열",
    ),
    NameRule(
        "order",
        r"\d{1,3}(?:st|nd|rd|th)\b"
        r"(?!\s(?:percentile|quantile|epoch|iteration|place|rank|run|seed|of\s\d))",
        "the 2nd layer",
    ),
    NameRule(
        "order of parts in Korean",
        r"\d+\s?번째\s(?:방법|줄|열|행|문제|질문|장|절|슬라이드|단계|예|이유|그림|표|인자|축|목표)",
        "2번째 방법",
    ),
)
