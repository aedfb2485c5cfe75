"""Slides in the look of the midterm deck, in a folder of their own."""

from pathlib import Path

from real_decks import ROOT, grey_png, lend_marp

from executed_slides.base.folders import Folders


def furnish_as_midterm(root: Path) -> Folders:
    """A deck at `root` with the real Marp and browser, the themes of midterm, and one picture."""
    folders = Folders(root)
    folders.themes.symlink_to(ROOT / "themes")
    folders.image.mkdir(parents=True)
    (folders.image / "loss.png").write_bytes(grey_png())
    lend_marp(folders)
    return folders
