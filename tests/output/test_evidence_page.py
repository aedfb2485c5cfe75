"""Evidence fits its pages in any theme, measured in a real browser, and leaves none half empty."""

import random
import re
from pathlib import Path

import pytest
from made_records import MEASURE, make_record
from msgspec import structs
from real_decks import THEME, furnish

from executed_slides.base.cache import Cache
from executed_slides.base.folders import Folders
from executed_slides.markdown.page_size import find_page_size
from executed_slides.output.exports import export_deck
from executed_slides.output.faults import Fault
from executed_slides.output.layout import measure_layout
from executed_slides.template.bound_text import Binding, Text, bound, join
from executed_slides.template.evidence_slides import add_evidence

HUGE = """
/* @theme huge */
section {
  display: grid; place-content: center; width: 1920px; height: 1080px; padding: 200px;
  font: 70px/2 monospace; letter-spacing: 8px; text-align: center; text-transform: uppercase;
}
h2 { margin: 90px; border: 20px solid red; font-size: 150px; }
h2::before { content: "§"; display: block; }
p { margin: 3em; text-indent: 4em; line-height: 3; }
table { display: block; margin: 100px; border: 10px solid; font-size: 80px; }
tr { height: 150px; }
th, td { min-width: 500px; padding: 40px 90px !important; border: 5px solid; white-space: nowrap; }
code { display: inline-block; padding: 20px; font-size: 1.5em; }
footer, header { position: absolute; bottom: 0; }
"""
KEYS = ("loss", "test_accuracy", "large.weights", "lowest_validation_loss_of_all_epochs")
# Of what follows the first table of a page, so much that it would not fit a page half full.
MORE = "\n\n" + "\n".join(["more"] * 11) + "\n"


def make_deck(front: str) -> tuple[Text, dict]:
    """A deck of many numbers, with long names, long lists of data and of slides among them."""
    choose = random.Random(1)
    records, shown = {}, []
    for number in range(6):
        name = f"{'a_long_name_of_an_' * (number % 2)}experiment_{number}"
        keys = [f"{choose.choice(KEYS)}_{key}" for key in range(choose.randint(1, 20))]
        runs = [
            {"numbers": {key: choose.random() * 10 ** choose.randint(-7, 7) for key in keys}}
            for _ in range(3)
        ]
        data = {f"cats_and_dogs_small_{file}.npz": "0123456789" for file in range(number)}
        measure = structs.replace(MEASURE, key="0123456789abcdef", data=data)
        records[name] = make_record(name, runs, measure=measure)
        for key in keys:
            by_seed = {seed: run["numbers"][key] for seed, run in enumerate(runs, 1)}
            names = (f"{name}.{key}",)
            binding = Binding("number", names[0], by_seed[1], by_seed, names, (name,))
            shown += [bound("0.5", binding)] * choose.choice([1, 1, 2, 3, 4, 9])
    choose.shuffle(shown)
    slides = [
        join([piece for text in shown[at : at + 9] for piece in (text, " ")])
        for at in range(0, len(shown), 9)
    ]
    return join([front, *[piece for slide in slides for piece in (slide, "\n\n---\n")]]), records


def measure(folders: Folders, markdown: str) -> list[Fault]:
    (folders.slides / "talk.md").write_text(markdown, "utf-8")
    export_deck(folders, "talk", [folders.slides / "talk.html"])
    faults = measure_layout(folders, "talk")
    return [fault for fault in faults if fault.title.startswith("Evidence")]


@pytest.mark.parametrize(
    ("theme", "size"),
    [
        ("default", "16:9"),
        ("gaia", "4:3"),
        ("uncover", "16:9"),
        ("huge", ""),
        ("tested", ""),
    ],
)
def test_every_page_of_evidence_fits_and_none_but_the_last_is_half_empty(
    tmp_path: Path, theme: str, size: str
):
    folders = furnish(tmp_path, THEME)
    (folders.themes / "huge.css").write_text(HUGE)
    front = f"---\ntheme: {theme}\nsize: {size}\npaginate: true\nfooter: foot\nlang: en\n"
    deck, records = make_deck(f"{front}evidence: Evidence\n---\n")
    deck = add_evidence(deck, records, Cache(), lambda: find_page_size(folders, deck, Cache()))
    pages = deck.count("_class: evidence")

    assert pages > 4
    assert measure(folders, str.__str__(deck)) == []

    fuller = re.sub(r"(?=\n\n---\n<!-- _class: evidence)", MORE, str.__str__(deck))
    over = {fault.slide for fault in measure(folders, fuller) if fault.kind == "overflow"}
    assert len(over) == pages - 1
