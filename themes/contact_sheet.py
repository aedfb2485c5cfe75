"""All slides of a deck on one small picture, such as the README shows.

    uv run themes/contact_sheet.py FOLDER [--output themes/contact-sheet.png]

FOLDER holds a PNG of each slide, as the measuring of the layout leaves them with --png.
"""

import argparse
from pathlib import Path

from PIL import Image

COLUMNS = 8
WIDTH = 300
GAP = 14
GROUND = "#dfe5ec"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="holds a PNG of each slide")
    parser.add_argument("--output", type=Path, default=Path("themes/contact-sheet.png"))
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("*.png"))
    if not files:
        parser.error(f"{arguments.folder} holds no PNG")
    sheet = lay_out([Image.open(file).convert("RGB") for file in files])
    # A third of the size; of Pillow's ways the one that keeps the rare colours, such as orange.
    sheet = sheet.quantize(256, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    sheet.save(arguments.output, optimize=True)
    print(f"{len(files)} slides => {arguments.output} ({arguments.output.stat().st_size:,} bytes)")


def lay_out(slides: list[Image.Image]) -> Image.Image:
    """The slides in reading order, row by row, `WIDTH` pixels wide and as high as the first."""
    height = round(WIDTH * slides[0].height / slides[0].width)
    columns = min(COLUMNS, len(slides))
    rows = -(-len(slides) // columns)
    size = (columns * (WIDTH + GAP) + GAP, rows * (height + GAP) + GAP)
    sheet = Image.new("RGB", size, GROUND)
    for number, slide in enumerate(slides):
        row, column = divmod(number, columns)
        place = (GAP + column * (WIDTH + GAP), GAP + row * (height + GAP))
        sheet.paste(slide.resize((WIDTH, height), Image.Resampling.LANCZOS), place)
    return sheet


if __name__ == "__main__":
    main()
