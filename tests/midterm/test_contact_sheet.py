"""The contact sheet shows every slide once, in order."""

import subprocess
import sys

from PIL import Image
from real_decks import ROOT

SCRIPT = ROOT / "themes" / "contact_sheet.py"


def run(*arguments) -> subprocess.CompletedProcess:
    return subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, text=True)


def test_slides_lie_in_rows_in_their_order(tmp_path):
    for number in range(1, 10):
        slide = Image.new("RGB", (1280, 720), "red" if number == 9 else "white")
        slide.save(tmp_path / f"{number:03}.png")

    ended = run(tmp_path, "--output", tmp_path / "sheet.png")

    assert ended.returncode == 0, ended.stderr
    assert ended.stdout.startswith("9 slides => ")
    sheet = Image.open(tmp_path / "sheet.png").convert("RGB")
    assert sheet.size == (8 * 314 + 14, 2 * 183 + 14)
    assert sheet.getpixel((20, 20)) == (255, 255, 255)
    assert sheet.getpixel((20, 203)) == (255, 0, 0)


def test_a_folder_without_pictures_is_refused(tmp_path):
    ended = run(tmp_path)

    assert ended.returncode == 2
    assert ended.stderr.splitlines()[-1].endswith(f"error: {tmp_path} holds no PNG")
