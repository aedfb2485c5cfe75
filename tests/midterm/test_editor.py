"""An editor's preview of the rendered Markdown looks as the finished slides do."""

import json

from real_decks import ROOT

from executed_slides.base.folders import Folders
from executed_slides.markdown.themes import theme_of
from executed_slides.output.marp import core_options

SETTINGS = json.loads((ROOT / ".vscode/settings.json").read_text("utf-8"))


def test_vs_code_knows_every_theme():
    themes = sorted(f"./themes/{file.name}" for file in (ROOT / "themes").glob("*.css"))

    assert SETTINGS["markdown.marp.themes"] == themes


def test_vs_code_is_told_the_theme_that_the_deck_names():
    theme = theme_of(Folders(ROOT), (ROOT / "slides/midterm.md").read_text("utf-8"))

    assert f"./themes/{theme.name}.css" in SETTINGS["markdown.marp.themes"]


def test_vs_code_draws_mathematics_as_the_export_does():
    assert SETTINGS["markdown.marp.mathTypesetting"] == core_options(Folders(ROOT))["math"]["lib"]


def test_vs_code_offers_the_extension():
    extensions = json.loads((ROOT / ".vscode/extensions.json").read_text("utf-8"))

    assert extensions == {"recommendations": ["marp-team.marp-vscode"]}
