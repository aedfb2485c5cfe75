"""Names of versions, models, standards and data sets that have digits.

Keras 3 · RFC 2119 · ResNet 50 · SHA-256 · top-1 · block5_conv1–3 · 2D · 4K · 16:9
"""

from executed_slides.markdown.name_rules import NameRule, one_of

_SOFTWARE = one_of(
    r"python pyTorch torch tensorFlow tensorRT keras numPy scipy sciPy numpy pandas matplotlib"
    r" scikit-learn sklearn jax jAX cuda cUDA cuDNN onnx oNNX opencv openCV openGL ubuntu debian"
    r" fedora centos centOS macos macOS ios iOS android jupyter(?:[Ll]ab)? marp chrome firefox"
    r" safari node(?:\.js)? java java[Ss]cript type[Ss]cript jDK docker git gcc gCC llvm lLVM"
    r" matlab mATLAB unity blender power[Pp]oint unicode directX vulkan bluetooth usb uSB(?:-C)?"
    r" hdmi hDMI pcie pCIe wi-?[Ff]i tls tLS oAuth spark hadoop django postgreSQL mysql mySQL"
    r" sqlite sQLite pytorch tensorflow transformers kaTeX mathJax npm fortran tF"
)
_CAPITAL_SOFTWARE = (
    r"Windows|Linux|Office|Visual\sStudio|NET|Vue|Angular|React|Flask|HTML|CSS|Go|Rust|Swift|Kotlin"
    r"|Ruby|PHP|Julia|Web|Industry|Raspberry\sPi|iPhone|Galaxy|PlayStation|Core|Ryzen|SQuAD|C\+\+|C#|R(?=\s[34]\.\d)"
    r"|GPL|LGPL|MPL|Apache(?:\sLicense,?)?(?:\sVersion)?|CC(?:[-\s](?:BY|SA|NC|ND))+"
    "|파이썬|텐서플로우?|케라스|파이토치|넘파이|우분투|윈도우|쿠다|아이폰|갤럭시"
)
_VERSION = r"v?\d{1,4}(?:\.\d+)*(?:\.x)?"
_NEXT_VERSION = (
    r"(?:(?:\s?[/–~→-]\s?|,\s|,?\s(?:and|or|to)\s|[과와]\s)\d{1,2}\.(?:\d+(?![%\d])|x)"
    r"|[/–-]\d{1,2}(?!\d))"
)
_STANDARD = (
    "ISO(?:/IEC)?|IEC|RFC|IEEE|PEP|DIN|ANSI|ECMA|NIST|BSD|HTTP|Fortune|S&P|KOSPI|Apollo|Boeing"
)
_MODEL = (
    r"(?:Chat)?GPT|gpt|Llama|Gemini|Claude|Gemma|Qwen|Mi[sx]tral|Grok|Whisper|DALL[·-]?E|Midjourney"
    r"|Stable\sDiffusion|Inception|YOLO"
)
# Only these numbers: ResNet 94.2 is a result.
_KNOWN_NUMBER = (
    r"ResNet\s(?:18|34|50|101|152)|VGG\s(?:11|13|16|19)|DenseNet\s(?:121|169|201)|CIFAR\s100?"
    r"|20\s[Nn]ewsgroups|Caltech\s(?:101|256)|(?:RTX|GTX|RX|Tesla|Quadro|Xeon|Titan)\s\w*\d+"
    r"|(?:CS|EE|ECE|CSE|EECS|COMP|MATH|STAT)\s?-?\d{2,4}|MIT\s\d{1,2}\.\w+"
)
_METRIC_OR_SETTING = "Acc|Accuracy|Loss|Error|Epoch|Score|Batch|Seed|LR"

PROPER_NAMES = (
    NameRule(
        "version",
        rf"(?:\b{_SOFTWARE}|(?<![A-Za-z가-힣])(?:{_CAPITAL_SOFTWARE}))"
        rf"\s?(?:[=<>~≥≤^!]{{1,3}}\s?)?{_VERSION}\+?{_NEXT_VERSION}*",
        "Keras 3에서",
        tentative=True,
    ),
    NameRule(
        "standard",
        rf"\b(?:{_STANDARD})[\s/-]\d[\d.]*(?:-\d+)*(?::\d{{4}})?(?:[a-z]+)?|\b802\.\d+[a-z]*",
        "RFC 2119",
    ),
    NameRule(
        "numbered model",
        rf"\b(?:(?:{_KNOWN_NUMBER})|(?:{_MODEL})[\s-]?v?(?:[1-9]|1\d)(?:\.\d)?[a-z]?(?:x\d+B)?"
        r"(?:[\s-]\d+B)?)(?!\.?\d|\s?%)",
        "ResNet 50",
    ),
    NameRule(
        "name with a hyphen",
        rf"(?<![A-Za-z\d])(?!(?:{_METRIC_OR_SETTING})-)[A-Z][A-Za-z]*-\d+(?:\.\d+)?[a-z]?"
        r"(?:-\w*\d\w*)*(?![\d.%])",
        "SHA-256",
    ),
    NameRule("rank among guesses", r"\b[Tt]op-\d+\b|\b[A-Za-z]+@\d+\b", "top-1 accuracy"),
    NameRule(
        "name that goes on",
        rf"(?<![A-Za-z\d])(?!(?i:{_METRIC_OR_SETTING}))[A-Za-z][A-Za-z_]*\d\w*"
        r"(?:[-–/~]\w*\d\w*)+(?![\d.]*%|\.\d)",
        "block5_conv1–3",
    ),
    NameRule(
        "number in a catalogue",
        r"\b(?:NGC|IC|UGC|HD|HIP|SN|GRB|PSR|Messier|Landsat|PDB)\s\d+[A-Za-z]{0,2}\b",
        "NGC 1300",
    ),
    NameRule(
        "name with two numbers",
        r"\b[A-Z]{2,}\d-\d(?:\.\d)?(?![\d.%])|(?<![\d.,\w])\d[A-Z]\d(?!\w)",
        "SSP2-4.5",
    ),
    NameRule("letter and number", r"(?<![A-Za-z.])[A-Z]\.\d+(?:\.\d+)*(?![\d%])", "H.264"),
    NameRule(
        "digit before letters",
        r"(?<![\d.,])\d(?:-?D|[A-Z](?![A-Za-z]*B\b)[A-Za-z]+)(?![A-Za-z])",
        "2D 텐서",
    ),
    NameRule("resolution or network", r"(?<![\d.,])(?:[48]K|[2-6]G)\b", "4K", tentative=True),
    NameRule(
        "shape of a screen",
        r"(?:16:9|16:10|21:9|9:16)(?!\d)|4:3\s(?:slides?|screens?|video)|화면 비율\s\d+:\d+",
        "16:9",
    ),
    NameRule(
        "version before its word",
        r"(?<![\d.,\w])(?:v\d{1,2}|(?=[1-9]|\d\.\d+\.)\d{1,2})(?:\.\d{1,3}){1,2}\s(?:release|version|버전)(?!s)",
        "1.0 release",
    ),
    NameRule("width of a word", r"(?<![\d.,-])(?:32|64)-?[Bb]it\b", "64-bit floats"),
    NameRule("always", r"(?<![\d/])24/7(?![\d/])", "24/7"),
    NameRule(
        "variable and number",
        r"(?<![A-Za-z\d.])[A-Za-z]\s*[-−+*/×^]\s*\d+(?![\d.,%])",
        "K - 1개의 분할",
    ),
)
