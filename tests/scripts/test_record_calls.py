"""Calls of `record` that the run would refuse are found when the script is read."""

import ast

import pytest
from one_script import read

from executed_slides import record
from executed_slides.base.errors import DeckError
from executed_slides.scripts.calls_of_record import find_named_figures
from executed_slides.scripts.record_calls import WORDS, refuse_failing_calls

SCRIPT = '''"""Finding."""

# /// experiment
# data = ["rows.csv"]
# needs = ["base"]
# figures = ["loss"]
# artifacts = ["model.keras"]
# ///

# %% Setup
{imports}

# %% Measure
{measured}

# %% Draw tags=["figure"]
{drawn}
'''


def look_at(tmp_path, measured="pass", drawn="pass", imports="from executed_slides import record"):
    refuse_failing_calls(read(tmp_path, SCRIPT.format(**locals())))


@pytest.mark.parametrize(
    "call",
    [
        "numbers(x=1)",
        "texts(x='a')",
        "table('x', [])",
        "series(x=[1])",
        "pictures(x=image)",
        "artifact('model.keras')",
    ],
)
def test_a_figure_cell_that_records_is_refused(tmp_path, call):
    look_at(tmp_path, measured=f"record.{call}")

    with pytest.raises(DeckError) as told:
        look_at(tmp_path, drawn=f"for run in record.runs():\n    record.{call}")

    word = call.partition("(")[0]
    assert told.value.message == (
        f"experiments/one.py:18: record.{word} in a figure cell: measuring cells record, these draw"
    )
    assert told.value.hint == (
        "move it to a cell that measures; figure cells read it by record.run()"
    )


def test_a_measuring_cell_that_asks_for_all_runs_of_a_need_is_refused(tmp_path):
    look_at(tmp_path, drawn="record.needed_runs('base')")

    with pytest.raises(DeckError) as told:
        look_at(tmp_path, measured="record.needed_runs('base')")

    assert told.value.message == "experiments/one.py:14: record.needed_runs in a measuring cell"
    assert told.value.hint == "its run reads the same seed's, or the typical one, by record.needed"


def test_a_measuring_cell_draws_unless_each_point_of_a_sweep_would(tmp_path):
    draws = "record.figure('loss', fig, alt='')"
    look_at(tmp_path, measured=draws)
    sweeping = SCRIPT.replace("# ///\n\n", "#\n# [sweep]\n# rate = [1, 2]\n# ///\n\n")
    setup = 'from executed_slides import record\n\n# %% Set tags=["parameters"]\nrate = 1'
    script = sweeping.format(imports=setup, measured=draws, drawn="pass")

    with pytest.raises(DeckError) as told:
        refuse_failing_calls(read(tmp_path, script))

    assert told.value.message == (
        "experiments/one.py:20: record.figure in a measuring cell of a sweep: each point would "
        "draw it"
    )
    assert told.value.hint == (
        'tag the cell figure: # %% TITLE tags=["figure"]; there record.runs() has all points'
    )


WHICH = 'name in the block the number whose middle run stands for all: typical = "NUMBER"'


def look_at_seeded(tmp_path, block: str, measured="pass", drawn="pass"):
    """Looks at a script with a seed whose block has this line too."""
    with_seed = SCRIPT.replace("# artifacts", f"# {block}\n# artifacts").replace(
        "# %% Measure", '# %% Parameters tags=["parameters"]\nseed = 1\n\n# %% Measure'
    )
    imports = "from executed_slides import record"
    refuse_failing_calls(read(tmp_path, with_seed.format(**locals())))


@pytest.mark.parametrize(
    ("cells", "message", "hint"),
    [
        ({"measured": "record.figure('loss', f, alt='')"}, "18: record.figure", WHICH),
        ({"drawn": "print(record.run().x)"}, "21: record.run", f"{WHICH}; record.runs() has all"),
    ],
)
def test_what_is_of_one_run_needs_to_know_which(tmp_path, cells, message, hint):
    look_at_seeded(tmp_path, "seeds = 1", **cells)
    look_at_seeded(tmp_path, 'seeds = 3\n# typical = "loss"', **cells)

    with pytest.raises(DeckError) as told:
        look_at_seeded(tmp_path, "seeds = 3", **cells)

    assert told.value.message == (
        f"experiments/one.py:{message} is of one run, and its block has seeds = 3"
    )
    assert told.value.hint == hint


@pytest.mark.parametrize(
    "drawn",
    [
        "record.run(seed=2, because='the best')",
        "record.run(**which)",
        "record.runs()",
        "record.figure('loss', f, alt='')",
    ],
)
def test_what_says_itself_of_which_runs_it_is_needs_no_word_of_the_block(tmp_path, drawn):
    look_at_seeded(tmp_path, "seeds = 3", drawn=drawn)


@pytest.mark.parametrize(
    ("measured", "drawn", "message", "hint"),
    [
        (
            "",
            "record.figure('los', fig, alt='')",
            "17: figure 'los' is not declared",
            "figures = ['los']",
        ),
        (
            "record.artifact('m.keras')",
            "",
            "14: artifact 'm.keras' is not declared",
            "artifacts = ['m.keras']",
        ),
        ("record.data('a.csv', None)", "", "14: data 'a.csv' is not declared", "data = ['a.csv']"),
        ("record.needed('other')", "", "14: experiment 'other' is not declared", "needs = "),
        ("", "record.needed_runs('other')", "17: experiment 'other' is not declared", "needs = "),
        (
            "record.needed_artifact('other', 'm')",
            "",
            "14: experiment 'other' is not declared",
            "needs = ",
        ),
    ],
)
def test_what_the_block_does_not_declare_is_refused(tmp_path, measured, drawn, message, hint):
    with pytest.raises(DeckError) as told:
        look_at(tmp_path, measured or "pass", drawn or "pass")

    assert told.value.message == f"experiments/one.py:{message}"
    assert told.value.hint.startswith(f"add it to the script's block, {hint}")


def test_a_block_without_figures_declares_those_that_calls_name_by_a_text(tmp_path):
    script = SCRIPT.replace('# figures = ["loss"]\n', "").format(
        imports="from executed_slides import record as r\nfrom other import record",
        measured="def draw():\n    r.figure('late', fig, alt='')\nr.figure('early', fig, alt='')",
        drawn="r.figure('late', fig, alt='')\nr.figure(name, fig, alt='')\nrecord.figure('x', fig)",
    )

    assert read(tmp_path, script).block.figures == ["late", "early"]
    with pytest.raises(DeckError, match="figure 'a/b' stands in an address"):
        read(tmp_path, script.replace("'early'", "'a/b'"))


def test_what_the_block_declares_is_read(tmp_path):
    look_at(
        tmp_path,
        "record.artifact('model.keras'); record.data('rows.csv', None); record.needed('base')\n"
        "record.data(name, None)",
        "record.figure('loss', fig, alt=''); record.figure(f'{name}', fig, alt='')",
    )


@pytest.mark.parametrize(
    ("imports", "call"),
    [
        ("import executed_slides.record", "executed_slides.record.numbers(x=1)"),
        ("import executed_slides.record as r", "r.numbers(x=1)"),
        ("import executed_slides as es", "es.record.numbers(x=1)"),
        ("from executed_slides import record as r", "r.numbers(x=1)"),
        ("from executed_slides.record import numbers", "numbers(x=1)"),
        ("from executed_slides import record", "print([record.numbers(x=x) for x in (1, 2)])"),
    ],
)
def test_by_whatever_name_it_is_called(tmp_path, imports, call):
    with pytest.raises(DeckError, match=r"record\.numbers in a figure cell"):
        look_at(tmp_path, drawn=call, imports=imports)


@pytest.mark.parametrize(
    "drawn",
    [
        "def keep():\n    record.numbers(x=1)",
        "keep = lambda: record.numbers(x=1)",
        "other.record.numbers(x=1)",
        "record = history\nrecord.numbers(x=1)",
    ],
)
def test_what_may_be_another_ones_or_for_another_cell_is_left_to_the_run(tmp_path, drawn):
    look_at(tmp_path, drawn=drawn)


@pytest.mark.parametrize(
    "call",
    [
        "record.figure('loss', fig, alt='')",
        "record.figure(name='loss', figure=fig, alt='')",
        "record.figure(alt='', figure=fig, name='loss')",
    ],
)
def test_a_figure_is_named_by_place_or_by_word(call):
    tree = ast.parse(f"from executed_slides import record\n{call}")

    assert find_named_figures(tree) == ["loss"]


@pytest.mark.parametrize(
    ("call", "told"),
    [
        ("number(x=1)", ("record has no 'number'", "there are numbers")),
        ("save(x=1)", ("record has no 'save'", f"there are {', '.join(sorted(WORDS))}")),
        (
            "numbers({'x': 1})",
            (
                "record.numbers takes each value by a name",
                "record.numbers(NAME=…), and those of a dict by record.numbers(**…)",
            ),
        ),
        (
            "texts('best', 'adam')",
            (
                "record.texts takes each value by a name",
                "record.texts(NAME=…), and those of a dict by record.texts(**…)",
            ),
        ),
        (
            "figure('loss', fig)",
            (
                "record.figure without an alternative text",
                'alt="…" says what the figure shows to who cannot see it',
            ),
        ),
    ],
)
def test_a_call_that_can_only_fail_is_refused_in_functions_too(tmp_path, call, told):
    with pytest.raises(DeckError) as error:
        look_at(tmp_path, measured=f"def main():\n    record.{call}\n\nmain()")

    assert (error.value.message, error.value.hint) == (f"experiments/one.py:15: {told[0]}", told[1])


@pytest.mark.parametrize(
    "call", ["numbers(**{'x': 1})", "figure('loss', fig, 'Loss')", "figure('loss', fig, **look)"]
)
def test_a_call_that_may_be_good_is_run(tmp_path, call):
    look_at(tmp_path, measured=f"record.{call}")


def test_all_words_of_record_are_known():
    assert {*record.__all__} == WORDS


@pytest.mark.parametrize(
    "measured",
    [
        "def add(record):\n    record.append(1)",
        "add = lambda record: record.append(1)",
        "for record in rows:\n    record.append(1)",
        "[record.append(1) for record in rows]",
        "with rows as record:\n    record.append(1)",
        "record.figure('loss', *shown)",
    ],
)
def test_another_thing_of_that_name_and_what_is_not_known_are_left_alone(tmp_path, measured):
    look_at(tmp_path, measured=measured)
