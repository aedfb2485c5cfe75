"""The rules by which an audit decides, each with a deck that another rule would judge otherwise."""

from pathlib import Path

import pytest
from made_records import MEASURE, make_record
from msgspec import structs

from executed_slides.base.folders import Folders
from executed_slides.proof.audit import audit_deck, sources_in, sources_of
from executed_slides.proof.audit_words import named_in
from executed_slides.records.keys import with_key


def measured(name: str, *runs, **values):
    return make_record(name, [{"numbers": numbers} for numbers in runs], **values)


def needing(name: str, need: str):
    """A record of an experiment that needs another one."""
    return measured(name, {"x": 77}, measure=with_key(structs.replace(MEASURE, needs={need: "k"})))


def base(rows: int):
    return measured("base", {"rows": rows})


def told(folder: Path, markdown: str, *records) -> list[tuple[str, str, str]]:
    """Text, verdict with how sure it is, and key of each number."""
    folders = Folders(folder)
    found = audit_deck(markdown, folder, sources_of(records, folders), folders)
    return [(each.text, f"{each.verdict} {each.sure}".strip(), each.key) for each in found]


SMALL_AND_LARGE = measured("a", {"small": {"loss": 0.50123}, "large": {"loss": 0.50117}})
SPLITS = measured("a", {"test_loss": 0.501, "val_loss": 0.499})
LAYERS_AND_ROWS = measured("imdb", {"hidden_layers": 4, "training_rows": 4})
# Nearly all that is known is a loss.
LOSSES = measured("a", {"gap_loss": 0.5012, **{f"{n}_loss": 9.5 for n in "bcdefghijk"}})
ACCURACIES = {name: {"accuracy": of} for name, of in (("one", 0.8), ("two", 0.9), ("three", 0.7))}
RATES = [measured("other", {"rate": 0.884})]
ACCURACY = measured("imdb", {"accuracy": 0.8815})
SWEEP = make_record(
    "a",
    [
        {"seed": 1, "point": {"units": units}, "numbers": {"loss": loss}}
        for units, loss in ((16, 0.501), (32, 0.499))
    ],
    parameters={"units": 16},
)
IMDB_AND_REUTERS = (ACCURACY, measured("reuters", {"accuracy": 0.8803}))


@pytest.mark.parametrize(
    ("markdown", "records", "verdict"),
    [
        # Words say another thing of it than its key does.
        ("# a\n\nThe large loss is 0.5012.", [measured("a", {"small": {"loss": 0.50123}})], "open"),
        ("# a\n\nThe lowest loss is 0.5012.", [measured("a", {"final_loss": 0.50123})], "open"),
        (
            "# a\n\nOf the test data, which we kept apart, the loss is 0.5012.",
            [measured("a", {"val_loss": 0.50123})],
            "open",
        ),
        ("# a\n\nThe 512 units.", [measured("a", {"batch_size": 512})], "open"),
        ("# a\n\nThe batch size is 512.", [measured("a", {"batch_size": 512})], "certain"),
        # Of two networks that a record has by one name, words right at it name one.
        ("# a\n\nOf the small network.\n\nThe loss is 0.5012.", [SMALL_AND_LARGE], "open"),
        ("# a\n\nThe loss of the small network is 0.5012.", [SMALL_AND_LARGE], "certain"),
        # Few digits ask for a slide that the experiment owns or needs, and for words.
        ("# imdb\n\nThe accuracy is 88%.", [ACCURACY], "certain"),
        ("# imdb\n\nIt rains on 88% of days.", [ACCURACY], "open"),
        ("# Something\n\nThe accuracy is 88%.", [ACCURACY], "open"),
        ("# imdb\n\nThere are 41 rows.", [base(41), needing("imdb", "base")], "certain"),
        ("# imdb\n\nThere are 4 rows.", [base(4), needing("imdb", "base")], "open"),
        # Of one digit, no other one is meant while a word right at it names something.
        ("# imdb\n\n## Hidden layers of imdb\n\n4 rows.", [LAYERS_AND_ROWS], "open"),
        (
            "# imdb\n\nThe accuracy is 88.2%.",
            [measured("imdb", {"test_accuracy": 0.8815, "val_accuracy": 0.8817})],
            "open",
        ),
        # A longer name may be meant where words say no more than the shorter one.
        (
            "# vgg\n\nThe mean of the validation accuracy is 96.2%.",
            [measured("vgg", {"val_accuracy": 0.9621, "smoothed_val_accuracy": 0.9617})],
            "open",
        ),
        # Thousands are rarer than one digit says.
        (
            "# imdb\n\nIt has 4,000 rows.",
            [base(4000), needing("imdb", "base")],
            "certain",
        ),
        # Three digits ask for less.
        ("# Something\n\nThe accuracy is 88.15%.", [ACCURACY], "likely"),
        ("# Something\n\nIt is 88.15%.", [ACCURACY], "unknown"),
        ("# imdb\n\nIt is 88.15%.", [measured("imdb", {"x": 0.8815, "y": 0.88149})], "open"),
        (
            "# imdb\n\nThe accuracy is 88%.",
            [measured("imdb", {"test_accuracy": 0.8815, "val_accuracy": 0.8798})],
            "open",
        ),
        ("# imdb\n\nThe accuracy is 88%.", [measured("imdb", {"test_accuracy": 0.8815})], "likely"),
        # Most that is recorded is no difference of two shares.
        ("# a\n\nIt is better by 12.34%p.", [measured("a", {"dropout_rate": 0.1234})], "open"),
        ("# a\n\nThe dropout is 12.34%p.", [measured("a", {"dropout_rate": 0.1234})], "certain"),
        (
            "# a\n\nWith dropout, for which we wait, it is better by 12%p.\n\nThe rate.",
            [measured("a", {"dropout_rate": 0.12})],
            "open",
        ),
        # Words that few names have say more.
        ("# a\n\nThe gap is 0.50.", [LOSSES], "certain"),
        ("# a\n\nThe loss is 0.50.", [LOSSES], "open"),
        # A range is rarer than its ends.
        ("# a\n\nIt takes 4–6.", [measured("a", {"rows": 4}, {"rows": 6}, {"rows": 5})], "likely"),
        # What is more than 1000 % was no share.
        ("# a\n\nThe loss is 1234%.", [measured("a", {"loss": 12.34})], "near"),
        # What is less than ten, and rounded to a whole number, could be anything.
        ("# a\n\nThe loss is 3.", [measured("a", {"loss": 2.9})], "unknown"),
        ("# a\n\nThe loss is 30.", [measured("a", {"loss": 29.9})], "certain"),
        # Powers of ten are compared by their value.
        ("# a\n\nThe rate is 1e-1.", [measured("a", {"rate": 0.1})], "certain"),
        ("# a\n\nThe rate is 2e-05.", [measured("a", {"rate": 2.1e-05})], "unknown"),
        # Nearly so asks for words that name it, on a slide that it has to do with.
        ("# imdb\n\nIt rains on 88.4% of days.", [ACCURACY], "unknown"),
        ("# Something\n\nThe accuracy is 88.4%.", [ACCURACY], "unknown"),
        ("# imdb\n\nThe accuracy is 88.4%.", [ACCURACY], "near"),
        ("# a\n\n98% of rows.", [measured("a", {"rows": 1})], "unknown"),
        # What is nearly so and is named comes before what is so, and is not.
        ("# imdb\n\nThe accuracy is 88.4%.", [ACCURACY, *RATES], "near"),
        (
            "# imdb\n\nThe test accuracy is 88.2%.",
            [measured("imdb", {"val_accuracy": 0.8817, "test_accuracy": 0.879})],
            "near",
        ),
        # The parameter that tells runs apart is no result.
        (
            "# a\n\nThe seed is 7.",
            [make_record("a", [{"seed": 7, "numbers": {"x": 1.5}}], parameters={"seed": 7})],
            "unknown",
        ),
    ],
)  # fmt: skip
def test_a_number_is_as_sure_as_its_words_make_it(tmp_path, markdown, records, verdict):
    [(_, said, _)] = told(tmp_path, markdown, *records)

    assert said == {"open": "ambiguous", "certain": "bound certain", "likely": "bound likely"}.get(
        verdict, verdict
    )


@pytest.mark.parametrize(
    ("markdown", "records", "keys"),
    [
        # What stands before a number names whose it is.
        (
            "# Both\n\nimdb has an accuracy of 88%, reuters an accuracy of 88%.",
            IMDB_AND_REUTERS,
            ["imdb.accuracy", "reuters.accuracy"],
        ),
        # What a parenthesis says last is not of what stands before it.
        (
            "# a\n\nThe training loss (the test loss is 0.50) is fine.",
            [measured("a", {"training_loss": 0.501, "test_loss": 0.499})],
            ["a.test_loss"],
        ),
        # The items above it, one over the other.
        (
            "# a\n\n- Test\n  - of it\n    - loss 0.50\n- Validation\n  - of it\n    - loss 0.50\n",
            [SPLITS],
            ["a.test_loss", "a.val_loss"],
        ),
        # The numbers of a list are all of one thing.
        (
            "# a\n\nunits of 512, 16 and 64",
            [make_record("a", [{"numbers": {"x": 1.5, "rows": 16}}], parameters={"units": 16})],
            ["", "a.parameters.units", ""],
        ),
        ("# a\n\nvalLoss 0.50", [SPLITS], ["a.val_loss"]),
        # All digits of a measurement are those of one number, whatever its names.
        (
            "# a\n\nThe loss is 0.501234.",
            [measured("a", {"final_loss": 0.5012341, "mean_loss": 0.5012341})],
            ["a.final_loss"],
        ),
        (
            "# a\n\nThe lowest loss is 0.501234.",
            [measured("a", {"val_loss": 0.5012341, "lowest_loss": 0.5012341})],
            ["a.lowest_loss"],
        ),
        # A point of a sweep is named by its parameters.
        (
            "# a\n\n| network | loss |\n|---|---|\n| with 16 units | 0.50 |\n",
            [SWEEP],
            ["a.at(units=16).parameters.units", "a.at(units=16).loss"],
        ),
        # What goes on behind its digits is another number.
        ("# a\n\n10² rows", [measured("a", {"rows": 10})], [""]),
        ("# a\n\n3½ rows", [measured("a", {"rows": 3})], [""]),
        ("# a\n\n88,2,1 rows", [measured("a", {"rows": 88.2})], [""]),
        ("# a\n\n①5 rows", [measured("a", {"rows": 5})], [""]),
        # The second end of a range has a sign of its own.
        (
            "# a\n\nThe shift is -3.0–-1.0.",
            [measured("a", {"shift": -3.0}, {"shift": -1.0}, {"shift": -2.0})],
            ["a.shift"],
        ),
        # A number of its own unit ends no range.
        (
            "# a\n\nA share of 16.5%–32 units.",
            [make_record("a", [{"numbers": {"share": 0.165}}], parameters={"units": 32})],
            ["a.share", "a.parameters.units"],
        ),
        # What looks like a range may be two numbers.
        (
            "# imdb\n\nThe units 16–32 and more.",
            [make_record("imdb", [{"numbers": {"x": 77}}], parameters={"units": 16, "more": 32})],
            ["imdb.parameters.units", "imdb.parameters.more"],
        ),
        ("# a\n\n3/4 of rows", [measured("a", {"rows": 3})], [""]),
        # A rare number says what its slide is about, and is no surer for that.
        (
            "# Some\n\n160,305 weights it has.\n\nThe accuracy is 88%.",
            [measured("imdb", {"weights": 160_305, "accuracy": 0.8815})],
            ["imdb.weights", "imdb.accuracy"],
        ),
        # The header of all slides makes a section, and is one number.
        (
            "---\nheader: Reviews, accuracy 88%\n---\n# imdb\n\n---\n\n# Result\n\n88.15% it is.",
            [ACCURACY],
            ["imdb.accuracy", "imdb.accuracy"],
        ),
        # Of one experiment, the same thing of two parts is a difference; so is one of two kinds.
        (
            "# a\n\nTest accuracy is 90.0%, training accuracy 95.0%, a gap of 5.0%p.",
            [measured("a", {"test_accuracy": 0.9, "training_accuracy": 0.95})],
            ["a.test_accuracy", "a.training_accuracy", "(a.training_accuracy - a.test_accuracy)"],
        ),
        # Runs of the same seeds are paired.
        (
            "# a\n\nsmall accuracy 20.0%, large accuracy 40.0%, a gain of 30.0%p.",
            [
                measured(
                    "a",
                    *(
                        {"small": {"accuracy": one}, "large": {"accuracy": other}}
                        for one, other in ((0.1, 0.4), (0.5, 0.3), (0.2, 0.9))
                    ),
                )
            ],
            ["a.small.accuracy", "a.large.accuracy", "(a.large.accuracy - a.small.accuracy)"],
        ),
        # What could be the difference of several is of none.
        (
            "# a\n\none accuracy is 80.0%, two accuracy 90.0%, three accuracy 70.0%: gain 10.0%p.",
            [measured("a", ACCURACIES)],
            ["a.one.accuracy", "a.two.accuracy", "a.three.accuracy", ""],
        ),
        # Only what is called a multiple is one, and none is of nothing.
        (
            "# a\n\nsmall has 40 weights, large 5,000 weights, and 125 friends.",
            [measured("a", {"small": {"weights": 40}, "large": {"weights": 5000}})],
            ["a.small.weights", "a.large.weights", ""],
        ),
        (
            "# a\n\n0 rows of small, 40 rows of large, 125 times as many.",
            [measured("a", {"small": {"rows": 0}, "large": {"rows": 40}})],
            ["a.small.rows", "a.large.rows", ""],
        ),
    ],
)  # fmt: skip
def test_a_number_is_given_by_what_its_words_name(tmp_path, markdown, records, keys):
    found = told(tmp_path, markdown, *records)

    assert [key.partition(" | ")[0] for *_, key in found] == keys


def test_the_ends_of_what_is_no_range_have_their_own_digits_alone(tmp_path):
    record = make_record("imdb", [{"numbers": {"x": 77}}], parameters={"units": 16, "more": 32})

    found = told(tmp_path, "# imdb\n\nThe units 16–32 and more.", record)

    assert [text for text, *_ in found] == ["16", "32"]


def test_the_numbers_of_a_list_are_of_what_stands_before_all_of_them(tmp_path):
    record = make_record("a", [{"numbers": {"x": 1.5}}], parameters={"units": 16})

    found = told(tmp_path, "# a\n\nunits of 512, 16 and 64", record)

    assert found[1] == ("16", "bound certain", "a.parameters.units")


def test_what_words_contradict_stands_behind_what_they_do_not(tmp_path):
    record = measured("a", {"training_loss": 0.501, "test_loss": 0.499})

    found = told(tmp_path, "# a\n\nThe training loss (the test loss is 0.50) is fine.", record)

    assert found == [("0.50", "bound certain", "a.test_loss | fixed")]


def test_a_rare_number_alone_makes_its_slide_no_surer(tmp_path):
    record = measured("imdb", {"weights": 160_305})

    assert told(tmp_path, "# Some\n\n160,305 weights.", record)[0][1] == "bound likely"
    assert told(tmp_path, "# imdb\n\n160,305 weights.", record)[0][1] == "bound certain"


def test_a_term_that_begins_with_digits_is_one():
    assert "float32" in named_in("32비트 정확도")


# ---- Files of other tools ----


@pytest.mark.parametrize(
    ("words", "table", "verdict", "key"),
    [
        ("It rained on 88.12% of days.", "plain,0.8812", "ambiguous", ""),
        ("The acc of plain is 88.1%.", "plain,88.12", "bound", "acc (row 2) | fixed"),
        ("The acc of plain is 88.4%.", "plain,88.12", "near", "acc (row 2)"),
        ("The acc of plain is 87%.", "plain,88", "near", "acc (row 2)"),
    ],
)
def test_a_cell_may_be_in_percent_and_must_be_named(tmp_path, words, table, verdict, key):
    (tmp_path / "a.csv").write_text(f"model,acc\n{table}\n")

    sources = sources_in([tmp_path / "a.csv"])
    [finding] = audit_deck(f"# A\n\n{words}\n", tmp_path, sources, Folders(tmp_path))

    assert (finding.verdict, finding.key) == (verdict, key and f"a.csv: plain, {key}")
