"""Cuts fonts from Pretendard and D2Coding: of the tests what they show, of the example English.

    uv run tests/fonts/make.py FOLDER

FOLDER holds Pretendard-Regular.ttf, Pretendard-Bold.ttf and D2Coding.ttf. Run it again when a
test or the example shows a letter that its fonts do not have. Their licence keeps the names of the
originals for the originals: what is changed is called otherwise.
"""

import sys
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from executed_slides.output.fonts import ALWAYS, FEATURES

HERE = Path(__file__).parent
EXAMPLE = HERE.parents[1] / "examples" / "bikes" / "themes" / "fonts"
ORIGINALS = ("Pretendard-Regular", "Pretendard-Bold", "D2Coding")
# What tests write as an escape, or in parts.
ESCAPED = "\u2003\u200b\u0301é"
# What formats of numbers write beside what is always embedded.
FORMATS = "€⁻⁰¹²³⁴⁵⁶⁷⁸⁹"


def shown_in_tests() -> str:
    """Every sign of the tests that show slides in these fonts."""
    tests = [path for path in HERE.parent.rglob("test_*.py") if "midterm" not in path.parts]
    texts = [path.read_text("utf-8") for path in tests]
    return "".join(text for text in texts if "real_decks" in text)


def cut(original: Path, characters: str) -> TTFont:
    """A font of these characters, with its hints and with all that joins and places letters."""
    options = Options(
        layout_features=FEATURES.split(), name_IDs=["*"], drop_tables=["DSIG", "FFTM"]
    )
    font = TTFont(original, recalcTimestamp=False)
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    return font


def rename(font: TTFont, name: str, family: str) -> None:
    names = {1: family, 3: name, 4: name.replace("-", " "), 6: name, 16: family}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def called(original: str, word: str) -> tuple[str, str]:
    """What a cut is called, and its family: TestedSans-Bold of Tested Sans."""
    kind = "Mono" if original == "D2Coding" else "Sans"
    return original.replace("D2Coding", f"{word}Mono").replace("Pretendard", f"{word}Sans"), (
        f"{word} {kind}"
    )


if __name__ == "__main__":
    for folder, word, characters in (
        (HERE, "Tested", ESCAPED + shown_in_tests()),
        (EXAMPLE, "Talk", FORMATS),
    ):
        for original in ORIGINALS:
            font = cut(Path(sys.argv[1]) / f"{original}.ttf", ALWAYS + characters)
            name, family = called(original, word)
            rename(font, name, family)
            font.save(folder / f"{name}.ttf")
