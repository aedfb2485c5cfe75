"""Digits that state nothing: they are part of a name, a date, a reference or a bound.

    VGG16 · Keras 3 · 3월 2일 · (Chollet, 2017) · Figure 3 · 010-1234-5678 · [0, 1]

One rule a kind, and with each an example that shows why it is needed.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from executed_slides.markdown.units import MEASURED, WORD_END


class NameRule(NamedTuple):
    """A kind of name with digits; a tentative one yields to a unit: Model 3, and not Model 3%."""

    kind: str
    pattern: str
    example: str
    tentative: bool = False


def blank_names(words: str) -> str:
    """The words with blanks in the places of all names that have digits."""
    return _pattern().sub(_blank, words)


@cache
def _pattern() -> re.Pattern:
    return compile_rules(NAME_RULES)


def compile_rules(rules: Iterable[NameRule]) -> re.Pattern:
    """What is any of these names, the rule that stands first before all others."""
    return re.compile(
        "|".join(
            rf"(?:{rule.pattern})(?!{MEASURED})" if rule.tentative else rule.pattern
            for rule in rules
        ),
        re.MULTILINE,
    )


def _blank(found: re.Match) -> str:
    return " " * len(found[0])


_YEAR = r"(?:1[5-9]|20)\d\d"
# A year in no company: 2048 units and 4096 are none.
_LIKELY_YEAR = r"(?:19[3-9]\d|20[0-3]\d)(?!\d)"

# ---- Dates and times ----

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\b\.?"
)
_NTH = r"\d{1,2}(?:st|nd|rd|th)?"
_DAYS = rf"{_NTH}(?:\s?[-–]\s?{_NTH})?(?!\d|:\d|\s?%)"
_OF_YEAR = rf"(?:,?\s+{_YEAR})?"
_SEASON = (
    r"(?:[Ss]pring|[Ss]ummer|[Ff]all|[Aa]utumn|[Ww]inter|[Ss]emester|[Tt]erm|봄|여름|가을|겨울)"
)
_DAY_OF_WEEK = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b\.?"

_DATES = [
    NameRule("date in figures", rf"(?<!\d){_YEAR}[-./]\d{{1,2}}[-./]\d{{1,2}}(?!\d)", "2026-11-24"),
    NameRule(
        "date in figures, day first",
        r"(?<![\d./-])\d{1,2}(?:\.\d{1,2}\.|/\d{1,2}/|-\d{1,2}-)(?:19|20)\d\d(?!\d)",
        "24.11.2026",
    ),
    NameRule(
        "Korean date in figures",
        rf"(?<![\d.]){_YEAR}\.\s?\d{{1,2}}\.(?:\s?\d{{1,2}}\b\.?)?(?![\d%])",
        "2026. 11. 24.",
    ),
    NameRule(
        "year and month in figures",
        r"(?<![\d.,])(?:19|20)\d\d[-./](?:0[1-9]|1[0-2])(?![\d%]|[.,]\d)",
        "2026-11",
    ),
    NameRule(
        "day of the week",
        rf"\b{_DAY_OF_WEEK},?\s+{_NTH}(?![\d:.%])|\d{{1,2}}[/.]\d{{1,2}}\s?\([월화수목금토일]\)"
        r"|\d{1,2}일\s?\([월화수목금토일]\)",
        "11/24(화)",
    ),
    NameRule(
        "year in Korean",
        r"['’‘]?\d{1,4}\s*년(?!\s*(?:간|동안|생|만에))(?:\s*\d{1,2}\s*월)?(?:\s*\d{1,2}\s*일)?",
        "2026년 11월 24일",
    ),
    NameRule(
        "month in Korean",
        r"(?<!\d)\d{1,2}(?:\s?[-~–]\s?\d{1,2})?\s*월(?!\s*간)"
        r"(?:\s*\d{1,2}(?:\s?일)?\s?[-~–]\s?\d{1,2}\s?일|\s*\d{1,2}\s*일)?",
        "3월 2일",
    ),
    NameRule("month and day", rf"\b{_MONTH}\s+{_DAYS}{_OF_YEAR}", "Sept. 9, 2025"),
    NameRule("day and month", rf"(?<![\d.,]){_DAYS}\s+(?:of\s+)?{_MONTH}{_OF_YEAR}", "9 Sep 2025"),
    NameRule("month and year", rf"\b{_MONTH},?\s+(?:['’]\d\d|{_YEAR})(?!\d)", "September 2025"),
    NameRule(
        "decade",
        r"(?<!\d)(?:1[5-9]|20)\d0['’]?s\b|['’‘]\d0s\b|\b(?:the|[Ee]arly|[Ll]ate|[Mm]id)[\s-]+\d0s\b",
        "1990s",
    ),
    NameRule("short year", r"(?<![a-z\d])['’‘]\d\d(?![\d%'’]|[.,]\d)", "CVPR'16"),
    NameRule(
        "years from and to",
        rf"(?<![\d.,-]){_YEAR}\s?[-–—/~]\s?(?:{_YEAR}|\d\d|[12](?=학기|\s?$))(?!\d)",
        "2019/20",
        tentative=True,
    ),
    NameRule(
        "quarter, half or season of a year",
        rf"\b(?:[QH][1-4]|FY|CY|{_SEASON}|[Cc]lass)(?:\s(?:of|term))?[\s,]+['’]?{_YEAR}(?!\d)"
        rf"|(?<!\d){_YEAR}(?:\s?[QH][1-4]\b|[\s-]*{_SEASON}|-[12]\s?학기)|[1-4]\s?분기",
        "Q3 2025",
    ),
    NameRule(
        "year after its word",
        r"\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Tt]ill|[Bb]y|[Ff]rom|[Bb]efore|[Aa]fter|[Dd]uring|[Aa]round"
        rf"|[Ee]arly|[Ll]ate|[Mm]id|[Ii]n the year|[Yy]ear|[Ss]easons?)[\s-]+{_YEAR}(?:\s?[-–/]\s?\d\d(?:\d\d)?)?(?!\d|-)"
        rf"|(?:©|\([Cc]\)|[Cc]opyright)\s*{_YEAR}(?:\s?[-–]\s?{_YEAR})?",
        "since 2017",
        tentative=True,
    ),
    NameRule("year of an entry", rf"^\s*{_YEAR}\s?(?:[:–—]|-\s)", "1986: backpropagation"),
    NameRule("year alone", rf"^\s*(?!2000){_LIKELY_YEAR}\s*$", "2012"),
    NameRule(
        "time of day",
        r"(?<!ratio )(?<!ratio of )(?<!비율 )(?<!비율은 )(?<!= )(?<![\d.:=])"
        r"(?:[01]?\d|2[0-4]):[0-5]\d(?::[0-5]\d)?(?![\d:])",
        "10:30",
    ),
    NameRule(
        "hour",
        r"(?<![\d.,])\d{1,2}(?:[-–]\d{1,2})?\s?(?:[ap]\.?m\b\.?|[AP]\.?M\b\.?|o['’]clock)",
        "3 pm",
    ),
    NameRule(
        "hour in Korean",
        r"(?<![\d.,])\d{1,2}\s?시(?!간|드|점|행|도|퀀|리|스|작|나|그|험|각)(?:\s?\d{1,2}\s?분)?",
        "오후 3시 30분",
    ),
]

# ---- References: to works, and to parts of a work ----

_INTERVAL = r"(?:구간|범위|사이|interval|range|units|층)"
_ITEM = r"\(?[1-9]\d{0,3}(?:[-.][1-9]\d?)*[a-z]?(?![\dA-Za-z])\)?"
_NEXT_ITEM = rf"(?:\s?(?:,|;|&|/|·|[-–—~]|,?\s?and|,?\s?or|to|과|와|및)\s?{_ITEM})"
_ITEMS = f"{_ITEM}{_NEXT_ITEM}*"
_PART = (
    r"[Ss]lides?|[Ss]ections?|[Ss]ecs?\.?|[Cc]hapters?|[Cc]hap?s?\.|[Ff]igures?|[Ff]igs?\.?|[Tt]ables?|[Tt]ab\."
    r"|[Ee]quations?|[Ee]qs?\.?|[Pp]ages?|pp?\.|[Ll]ines?|[Ll]ectures?|[Ll]essons?|[Ee]xercises?|[Tt]heorems?"
    r"|[Ll]emmas?|[Cc]orollary|[Pp]ropositions?|[Dd]efinitions?|[Aa]lgorithms?|[Ll]istings?|[Aa]ppendix"
    r"|[Aa]ppendices|[Aa]rticles?|[Pp]arts?|[Ww]eeks?|[Dd]ays?|[Ss]essions?|[Tt]utorials?|[Qq]uestions?"
    r"|[Pp]roblems?|[Hh]omeworks?|HW|[Aa]ssignments?|[Vv]olumes?|[Vv]ol\.|[Nn]os?\.|Nr\.|№|[Vv]ersions?|[Vv]er\."
    r"|[Rr]elease|[Ff]ootnotes?|[Pp]aragraphs?|[Aa]ct|[Uu]nit|[Rr]oom|[Bb]uilding"
)
_NUMBERED = (
    "step|model|case|experiment|method|option|group|team|class|type|stage|phase|level|layer|block"
    "|branch|example|scenario|hypothesis|task|topic|item|rule|tip|goal|objective|aim|challenge|claim|law"
    "|principle|note|round|player|student|user|subject|participant|patient|sample|cluster|node|image|photo"
    "|picture|panel|column|row|cell|fold|run|trial|idea|reason|approach|variant|config|configuration|setup"
    "|condition|category|dataset|network|module|lab|quiz|floor|gate|hall|grade|year|track|chart|plot|graph"
    "|box|frame|course|milestone|sprint|project|story|study|author|reviewer|world war|formula|route"
)
_KOREAN_PART = (
    "그림|도표|수식|슬라이드|챕터|섹션|파트|페이지|부록|예제|예시|과제|실습|실험|연습|퀴즈|방법|방안|조건|가설|단계"
    "|사례|케이스|유형|모델|모형|그룹|집단|주제|목표|원칙|규칙|법칙|정리|정의|알고리즘|버전|시나리오|옵션|세션|레벨"
    "|블록|항목|참고|각주|코드|강의|모듈|단원|라운드|트랙|기술|연구|논문|문제|문항|질문|보기|답|(?<![가-힣])(?:표|식|예|조|안|쪽|팀)"
)

_REFERENCES = [
    NameRule(
        "number before a heading's or item's words",
        r"^\s*(?:\d{1,2}(?:\.\d{1,2})*[.)]|\(\d{1,2}\)|\d\uFE0F?\u20E3)(?=\s)",
        "2.1. 결과",
    ),
    NameRule(
        "item within a line",
        r"(?<![^\s,.;:])\(?\d{1,2}\)\s(?=[^\W\d])|\d\uFE0F?\u20E3",
        "수집, (2) 전처리",
        tentative=True,
    ),
    NameRule("section of a section", r"(?<![\d.])\d+(?:\.\d+){2,}\.?(?!\d)", "2.1.3에서"),
    NameRule(
        "number with a zero before it", r"(?<![\d.,:/-])0\d{1,2}(?![\d.,:/-])", "02 방법", True
    ),
    NameRule(
        "work in brackets",
        r"(?<![=:∈≈])(?<![=:∈≈]\s)(?<!CI\s)(?<!구간\s)(?<!interval of\s)"
        r"\[[1-9]\d{0,2}(?:\s?[,;–-]\s?[1-9]\d{0,2})*\]"
        rf"(?!\s?{_INTERVAL})",
        "[3, 7]에 따르면",
    ),
    NameRule(
        "years of works in brackets",
        rf"\((?:[^()\d]*[^\W\d][.,]*\s*{_YEAR}[a-z]?(?:,\s*pp?\.\s*\d+(?:[-–]\d+)?)?\s*[;,]?\s*)+\)"
        rf"|\((?!2000\)){_LIKELY_YEAR}[a-z]?\)",
        "(Chollet, 2017)",
    ),
    NameRule("year after authors", rf"\bet al\.?,?\s*\(?{_YEAR}[a-z]?\b", "Vaswani et al., 2017"),
    NameRule(
        "year at a work's end",
        rf"[^\W\d]\.?,\s{_LIKELY_YEAR}[a-z]?(?=\s*(?:[.;)\]]|$))",
        "Manning, 2017",
    ),
    NameRule(
        "name and year",
        r"\b(?!(?:Since|About|Over|Only|With|Of|All|Total|Size|Max|Min|Mean|Accuracy|Loss|Error|Test|Train"
        r"|Training|Validation|Samples?|Batch|Dense|Dropout|Conv|Units?|Epochs?|Steps?|Words?|Images?|Width"
        r"|Height|Score|MAE|MSE|RMSE|LSTM|GRU|MLP|FC|The|A|An|And|For|Hidden|Embedding|Vocabulary)\b)"
        rf"[A-Z][A-Za-z]+\s\(?{_LIKELY_YEAR}[a-z]?\b",
        "NeurIPS 2019",
        tentative=True,
    ),
    NameRule(
        "volume and pages",
        r"\b[A-Z][a-z]+\.?,?\s\d{1,4}(?:\(\d+\)[,:]\s?|,\s)\d{1,5}[-–]\d{1,5}",
        "Nature 521, 436–444",
    ),
    NameRule(
        "part of a work",
        rf"\b(?:{_PART})\s?{_ITEMS}|§+\s?{_ITEMS}",
        "Section 2.1",
        tentative=True,
    ),
    NameRule(
        "one of several",
        rf"\b(?i:{_NUMBERED})\s?#?[1-9]\d{{0,2}}[a-z]?\b(?![x×])"
        rf"|\b(?i:{_NUMBERED})(?:s|es)\s{_ITEM}{_NEXT_ITEM}+|\b(?:RQ|WP)\s?\d+",
        "Model 2",
        tentative=True,
    ),
    NameRule(
        "part of a work in Korean",
        rf"(?:{_KOREAN_PART})\s?{_ITEMS}|(?:문제|문항|질문|보기)\s?\d+번",
        "그림 1과 2",
        tentative=True,
    ),
    NameRule(
        "ordered part in Korean",
        r"제\s*\d+(?:\s?[-~·,]\s?\d+)?\s*(?:장|절|부|항|조|회|차|판|권|호|편|강|과|기|대|종|형|번|세대|단계|원칙|법칙)"
        r"|\d+(?:\.\d+)*\s*절(?!반|감|약)|\d{1,2}\s?단계|\d{1,3}(?:쪽|페이지)(?:을|를|에서|의)?\s?(?:참조|참고)",
        "2단계: 전처리",
    ),
    NameRule(
        "chapter in Korean",
        r"(?:^\s*|(?:교재|책|교과서|앞|다음|이전|지난|위|본)의?\s)\d{1,2}장(?!의\s|씩|짜리|으로)"
        r"(?:(?:과|와|,|부터|및|\s?[-~])\s?\d{1,2}장)*|\d{1,2}장(?:을|를)?\s(?:참조|참고)"
        rf"|\d{{1,2}}부(?!터|분|족|류|여|정|담|모|품){WORD_END}",
        "3장에서 보았듯이",
    ),
    NameRule(
        "school and house number",
        r"\d+\s?(?:학년도?|학기|학번|주\s?차|일\s?차|교시|차시|학점|회차|호선|호실|번지)"
        rf"|\d+(?:호|반|강|막|기(?!가)|동|급){WORD_END}",
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
        r"(?<![\d.,])\d{0,3}(?:1st|2nd|3rd|\dth)\b"
        r"(?!\s(?:percentile|quantile|epoch|iteration|place|rank|run|seed))",
        "the 2nd layer",
    ),
    NameRule(
        "order in Korean, of a part",
        r"\d+\s?번째\s(?:방법|줄|열|행|문제|질문|장|절|슬라이드|단계|예|이유|그림|표|인자|축|목표)",
        "2번째 방법",
    ),
]

# ---- Names: of versions, models, standards, data sets ----

_SOFTWARE = (
    r"(?i:python|tensorflow|keras|pytorch|torch|numpy|scipy|pandas|matplotlib|scikit-learn|sklearn|jax|cuda|cudnn"
    r"|tensorrt|onnx|opencv|ubuntu|debian|fedora|centos|macos|ios|android|jupyter(?:lab)?|marp|chrome|firefox"
    r"|safari|node(?:\.js)?|java|javascript|typescript|docker|git|gcc|llvm|matlab|unity|blender|powerpoint|unicode"
    r"|opengl|directx|vulkan|bluetooth|usb|hdmi|pcie|wi-?fi|tls|oauth|spark|hadoop|django|postgresql|mysql|sqlite"
    r"|파이썬|텐서플로우?|케라스|파이토치|넘파이|우분투|윈도우|쿠다)"
    r"|Windows|Linux|Office|Visual Studio|Go|Rust|Swift|Kotlin|Ruby|PHP|Julia|Web|Industry|Transformers|Raspberry Pi"
    r"|iPhone|Galaxy|PlayStation|Core|Ryzen|GPT|Llama|Gemini|Claude|Gemma|Qwen|Mistral|Phi|Grok|Whisper|DALL[·-]?E"
    r"|Midjourney|Stable Diffusion|Inception|YOLO|SQuAD|GPL|LGPL|MPL|Apache(?: License,?)?(?: Version)?"
    r"|CC(?:[- ](?:BY|SA|NC|ND))+|C\+\+"
)
_VERSION = r"v?\d{1,4}(?:\.\d+)*"
_STANDARD = r"ISO(?:/IEC)?|IEC|RFC|IEEE|PEP|DIN|ANSI|ECMA|EN|NIST|KS|BSD|Fortune|HTTP|S&P|KOSPI|Apollo|Boeing|Area"
_NUMBERED_MODEL = (
    r"ResNet\s(?:18|34|50|101|152)|VGG\s(?:11|13|16|19)|DenseNet\s(?:121|169|201)|CIFAR\s100?|Caltech\s(?:101|256)"
    r"|(?:RTX|GTX|RX|Tesla|Quadro|Xeon|Titan)\s\w*\d+|(?:CS|EE|ECE|CSE|EECS|COMP|MATH|STAT|MIT)\s?-?\d{1,4}(?:\.\w+)?"
)

_NAMES = [
    NameRule(
        "version",
        rf"(?<![A-Za-z가-힣])(?:{_SOFTWARE})\s?(?:[=<>~≥≤^!]{{1,3}}\s?)?{_VERSION}\+?"
        r"(?:(?:\s?[/–~→-]\s?|,\s|,?\s(?:and|or|to)\s|과\s|와\s)\d{1,2}\.\d+(?![%\d])|[/–-]\d{1,2}(?!\d))*",
        "Keras 3에서",
        tentative=True,
    ),
    NameRule("standard", rf"\b(?:{_STANDARD})[\s/-]\d[\d.]*(?:-\d+)*(?:[a-z]+)?", "RFC 2119"),
    NameRule("numbered model", rf"\b(?:{_NUMBERED_MODEL})(?![\d.]*\d|\s?%)", "ResNet 50"),
    NameRule(
        "name with a hyphen",
        r"(?<![A-Za-z])(?!(?:Acc|Accuracy|Loss|Error|Epoch|Score|Batch)-)[A-Z][A-Za-z]*-\d+(?:\.\d+)?[a-z]?"
        r"(?:-\w*\d\w*)*(?![\d.%])",
        "SHA-256",
    ),
    NameRule("rank among guesses", r"\b[Tt]op-\d+\b", "top-1 accuracy"),
    NameRule(
        "name that goes on",
        r"(?<![A-Za-z\d])(?!(?i:epoch|acc|loss|lr|batch|seed))[A-Za-z][A-Za-z_]*\d\w*(?:[-–/~]\w*\d\w*)+(?![\d.]*%)",
        "block5_conv1–3",
    ),
    NameRule("letter and number", r"(?<![A-Za-z.])[A-Z]\.\d+(?:\.\d+)*(?![\d%])", "H.264"),
    NameRule(
        "digits before letters",
        r"(?<![\d.,])(?:\d(?:D|[A-Z](?![A-Za-z]*B\b)[A-Za-z]+)|[48]K|[2-6]G)(?![A-Za-z])",
        "2D 텐서",
        tentative=True,
    ),
    NameRule(
        "shape of a screen",
        r"(?<!\d)(?:16:9|16:10|21:9|9:16)(?!\d)|(?<!\d)4:3\s(?:slides?|screens?|video)|화면 비율\s\d+:\d+",
        "16:9",
    ),
    NameRule("always", r"(?<![\d/])24/7(?![\d/])", "24/7"),
    NameRule(
        "variable and number",
        r"(?<![A-Za-z\d.])[A-Za-z]\s*[-−+*/×^]\s*\d+(?![\d.,%])",
        "K - 1개의 분할",
    ),
]

# ---- Identifiers ----

_IDENTIFIERS = [
    NameRule(
        "address",
        r"\b(?:https?://|www\.)[^\s<>)\]]+|[\w.+-]+@[\w-]+\.[\w.]+|\blocalhost:\d+"
        r"|\b[A-Za-z][\w-]*(?:\.[\w-]+)*\.(?:com|org|net|io|edu|gov|kr|jp|de|uk|fr|cn|ai|dev|app|me)\b(?:[:/][^\s<>)\]]*)?",
        "github.com/user/2",
    ),
    NameRule("DOI", r"\b10\.\d{4,9}/\S+", "10.1145/3292500"),
    NameRule(
        "arXiv",
        r"(?i:arxiv[:\s]*(?:preprint\s)?(?:arxiv:)?|abs/)\d{4}\.\d{4,5}(?:v\d+)?|(?<![\d.])\d\d(?:0[1-9]|1[0-2])\.\d{5}(?:v\d+)?(?!\d)",
        "arXiv:1512.03385",
    ),
    NameRule(
        "registered number",
        r"\b(?:ISBN|ISSN|PMID|PMCID|ORCID)(?:-1[03])?[:\s]*[\dX][\dX-]+|(?<!\d)\d{4}-\d{4}-\d{4}-\d{3}[\dX]",
        "ISBN 978-3-16-148410-0",
    ),
    NameRule(
        "telephone",
        r"\+\d{1,3}[\s-]\(?\d{1,4}\)?[\s-]\d{3,4}[\s-]\d{3,4}|\(0\d{1,2}\)\s?\d{3,4}-\d{4}"
        r"|(?<!\d)0\d{1,2}[- .]\d{3,4}[- .]\d{4}(?!\d)|(?i:tel|phone|fax|전화|연락처)\W{0,3}\d[\d() -]+\d",
        "010-1234-5678",
    ),
    NameRule(
        "student's number",
        r"(?<![\d,.])\d{9,}(?![\d,.]*\d)|(?<![\d-])(?:19|20)\d\d-?\d{4,6}(?![\d-])",
        "2018030328",
        tentative=True,
    ),
    NameRule(
        "colour or issue",
        r"#[0-9A-Fa-f]{6}\b|#[0-9A-Fa-f]{3}\b|#\d+|\brgba?\([\d., ]+\)",
        "#336699",
    ),
    NameRule(
        "number in hexadecimal",
        r"\b0x[0-9A-Fa-f]+|(?<![\w.])(?=[0-9a-f]*[a-f])(?!\d+e\d+\b)[0-9a-f]{7,40}(?!\w)",
        "58ff134",
    ),
    NameRule(
        "file",
        r"[\w./-]*\w\.(?:py|md|png|jpe?g|svg|pdf|csv|json|ipynb|txt|html?|css|js|h5|keras|npy|npz|zip|gif|mp4|toml|ya?ml)\b",
        "02-train.py",
    ),
]

# ---- Bounds ----

_RANGE = r"\d+(?:\.\d+)?\s*(?:-|–|~|에서|to)\s*\d+(?:\.\d+)?"

_BOUNDS = [
    NameRule(
        "interval",
        r"[\[(]\s*(?:0(?:\.0)?|[-−]\s*\d+(?:\.\d+)?)\s*,\s*\d+(?:\.\d+)?\s*[\])]",
        "[-1, 1]",
    ),
    NameRule(
        "between bounds",
        r"(?<![\d.,])(?:0|[-−]\d+)\s*(?:에서|부터|과|와|~|–)\s*\d+(?:\.\d+)?\s*사이"
        r"|\b(?:[Bb]etween|[Ff]rom|[Ii]n)\s(?:0|[-−]\d+)\s?(?:and|to|–|-)\s?\d+(?:\.\d+)?(?![\d.]*\d|\s?%)",
        "0에서 255 사이",
    ),
    NameRule(
        "what is usual",
        rf"(?:보통|일반적으로|대개|대체로|흔히|usually|typically)\s*{_RANGE}(?![\d.]*\s*%)",
        "보통 0.2-0.5",
    ),
]

NAME_RULES = (*_IDENTIFIERS, *_DATES, *_BOUNDS, *_NAMES, *_REFERENCES)
