"""Identifiers: digits that address somebody or something.

010-1234-5678 · 2018030328 · arXiv:1512.03385 · #336699 · 58ff134 · github.com/user/2
"""

from executed_slides.markdown.name_rules import NameRule
from executed_slides.markdown.units import MEASURED, THINGS_AFTER

IDENTIFIERS = (
    NameRule("address", r"\b(?:https?://|www\.)[^\s<>)\]]+|\blocalhost:\d+", "localhost:8888"),
    NameRule(
        "site",
        r"\b[A-Za-z][\w-]{0,63}(?:\.[\w-]{1,63}){0,5}\.(?:com|org|net|io|edu|gov|kr|jp|de|uk|fr|cn|ai|dev|app|me)"
        r"\b(?:[:/][^\s<>)\]]*)?",
        "github.com/user/2",
    ),
    NameRule("mail", r"[\w.+-]{1,64}@[\w-]+\.[\w.]+", "kim.2019@example.org"),
    NameRule("DOI", r"10\.\d{4,9}/\S+", "10.1145/3292500"),
    NameRule(
        "arXiv",
        r"(?i:arxiv[:\s]*(?:preprint\s)?(?:arxiv:)?|abs/)\d{4}\.\d{4,5}(?:v\d+)?"
        r"|(?<![\d.])\d\d(?:0[1-9]|1[0-2])\.\d{5}(?:v\d+)?(?!\d)"
        r"|\b(?:[a-z]+-[a-z]+|cs|math|physics|stat)(?:\.[A-Z]{2})?/\d{7}\b"
        r"|\b(?:bio|med|chem)Rxiv[:\s]+\d[\d.]+\d",
        "arXiv:1512.03385",
    ),
    NameRule(
        "registered number",
        r"\b(?:ISBN|ISSN|PMID|PMCID|ORCID)(?:-1[03])?[:\s]*[\dX][\dX-]+"
        r"|(?<!\d)\d{4}-\d{4}-\d{4}-\d{3}[\dX]|\b(?:[Zz]ip|ZIP|우편번호)\s\d{5}\b",
        "ISBN 978-3-16-148410-0",
    ),
    NameRule(
        "telephone",
        r"\+\d{1,3}[\s-]\(?\d{1,4}\)?(?:[\s-]\d{3,8}){1,3}|\(?0\d{1,2}\)\s?\d{3,4}-\d{4}"
        r"|(?<!\d)0\d{1,2}[- .]\d{3,4}[- .]\d{4}(?!\d)|(?<![\d.,-])1[5-8]\d\d-\d{4}(?![\d-])"
        r"|\b(?i:tel|phone|fax|전화|연락처)\W{0,3}\d[\d() -]+\d",
        "010-1234-5678",
    ),
    NameRule(
        "student's number",
        rf"(?<![\d-])(?:19|20)\d\d-?(?!0000)\d{{4,6}}(?![\d-])(?!{THINGS_AFTER})",
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
        rf"0x[0-9A-Fa-f]+(?![0-9A-Fa-f]|{MEASURED}|{THINGS_AFTER})|\b(?=[0-9a-f]{{7}})(?!\d+\b|\d*e\d+\b|[a-f]+\b)[0-9a-f]{{7,40}}(?!\w)",
        "58ff134",
    ),
    NameRule(
        "port", rf"\b[Pp]orts?\s\d{{2,5}}\b(?!{THINGS_AFTER}|\s[a-z]{{3,}}s\b)", "port 8080", True
    ),
    NameRule(
        "file",
        r"[\w./-]{0,80}\w\.(?:py|md|png|jpe?g|svg|pdf|csv|json|ipynb|txt|html?|css|js|h5|keras|npy|npz"
        r"|gif|mp4|toml|ya?ml)\b",
        "02-train.py",
        tentative=True,
    ),
)
