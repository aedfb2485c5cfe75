"""A deck's settings: a misspelt one is named, for nobody sees one that is not heeded."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.settings import Settings, read_settings


def test_a_deck_without_a_project_file_has_the_usual_settings(tmp_path):
    assert read_settings(tmp_path) == Settings({}, 5, None, True)


def test_settings_are_read_from_the_deck_s_table_alone(tmp_path):
    (tmp_path / "pyproject.toml").write_text("""\
[project]
name = "talk"

[tool.executed-slides]
artifacts_gb = 0.5
artifacts_store = "s3://bucket/models"
warm_start = false

[tool.executed-slides.environment]
THREADS = 2
""")

    assert read_settings(tmp_path) == Settings({"THREADS": "2"}, 0.5, "s3://bucket/models", False)


def test_a_shared_folder_lies_beside_the_deck_unless_its_path_is_whole(tmp_path):
    for written, meant in (("shared", str(tmp_path / "shared")), ("/team/shared", "/team/shared")):
        (tmp_path / "pyproject.toml").write_text(
            f'[tool.executed-slides]\nartifacts_store = "{written}"\n'
        )

        assert read_settings(tmp_path).artifacts_store == meant


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("warm_strat = false", "unknown setting 'warm_strat' under [tool.executed-slides]"),
        (
            'warm_start = "no"',
            "warm_start = 'no' under [tool.executed-slides] is of the wrong type",
        ),
        (
            "artifacts_gb = true",
            "artifacts_gb = True under [tool.executed-slides] is of the wrong type",
        ),
        (
            "artifacts_store = 3",
            "artifacts_store = 3 under [tool.executed-slides] is of the wrong type",
        ),
        (
            'environment = "A=1"',
            "environment = 'A=1' under [tool.executed-slides] is of the wrong type",
        ),
        ("warm_start =", "Invalid value (at line 2, column 13)"),
    ],
)
def test_a_setting_that_cannot_be_heeded_is_named(tmp_path, setting, message):
    (tmp_path / "pyproject.toml").write_text(f"[tool.executed-slides]\n{setting}\n")

    with pytest.raises(DeckError) as error:
        read_settings(tmp_path)

    assert error.value.message == f"pyproject.toml: {message}"


def test_an_unknown_setting_comes_with_those_there_are(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.executed-slides]\nwarm_strat = false\n")

    with pytest.raises(DeckError) as error:
        read_settings(tmp_path)

    assert error.value.hint == "known are environment, artifacts_gb, artifacts_store, warm_start"
