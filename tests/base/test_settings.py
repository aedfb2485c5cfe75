"""A deck's settings: a misspelt one is named, for nobody sees one that is not heeded."""

import pytest

from executed_slides.base.errors import DeckError
from executed_slides.base.settings import Settings, read_settings

TABLE = "[tool.executed-slides]"


def test_a_deck_without_a_project_file_has_the_usual_settings(tmp_path):
    assert read_settings(tmp_path) == Settings()


@pytest.mark.parametrize("value", ["[" * 2000 + "]" * 2000, "1" * 5000])
def test_what_python_cannot_hold_is_named(tmp_path, value):
    (tmp_path / "pyproject.toml").write_text(f"x = {value}\n")

    with pytest.raises(DeckError, match=r"pyproject.toml: (maximum recursion|Exceeds the limit)"):
        read_settings(tmp_path)


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

    assert read_settings(tmp_path) == Settings(
        environment={"THREADS": "2"},
        artifacts_gb=0.5,
        artifacts_store="s3://bucket/models",
        warm_start=False,
    )


def test_a_shared_folder_lies_beside_the_deck_unless_its_path_is_whole(tmp_path):
    for written, meant in (("shared", str(tmp_path / "shared")), ("/team/shared", "/team/shared")):
        (tmp_path / "pyproject.toml").write_text(
            f'[tool.executed-slides]\nartifacts_store = "{written}"\n'
        )

        assert read_settings(tmp_path).artifacts_store == meant


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("warm_strat = false", f"{TABLE}: unknown field warm_strat"),
        ('warm_start = "no"', f"{TABLE}: warm_start: expected bool, got str"),
        ("artifacts_gb = true", f"{TABLE}: artifacts_gb: expected float, got bool"),
        ("artifacts_gb = -1", f"{TABLE}: artifacts_gb: expected float >= 0.0"),
        ("artifacts_store = 3", f"{TABLE}: artifacts_store: expected str or nothing, got int"),
        ('environment = "A=1"', f"{TABLE} environment: expected table, got str"),
        ("environment = {A = [1]}", f"{TABLE} environment: [...]: expected "),
        ('environment = {"A=B" = 1}', f"{TABLE}: environment: expected a text of another form"),
        ('environment = {"" = 1}', f"{TABLE}: environment: expected a text of another form"),
        ('environment = {A = "\\u0000"}', f"{TABLE}: environment[...]: expected a text of another"),
        ('artifacts_store = "\\u0000"', f"{TABLE}: artifacts_store: expected a text of another"),
        ("artifacts_gb = nan", f"{TABLE}: artifacts_gb: expected float >= 0.0"),
        ("warm_start =", "Invalid value (at line 2, column 13)"),
    ],
)
def test_a_setting_that_cannot_be_heeded_is_named(tmp_path, setting, message):
    (tmp_path / "pyproject.toml").write_text(f"[tool.executed-slides]\n{setting}\n")

    with pytest.raises(DeckError) as error:
        read_settings(tmp_path)

    assert error.value.message.startswith(f"pyproject.toml: {message}")
    assert error.value.hint


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool]\nexecuted-slides = 5\n", f"{TABLE}: expected table, got int"),
        ("[[tool.executed-slides]]\nwarm_start = true\n", f"{TABLE}: expected table, got array"),
        ("tool = 5\n", "tool: expected table, got int"),
    ],
)
def test_a_table_that_is_none_is_named(tmp_path, text, message):
    (tmp_path / "pyproject.toml").write_text(text)

    with pytest.raises(DeckError) as error:
        read_settings(tmp_path)

    assert error.value.message == f"pyproject.toml: {message}"
    assert error.value.hint == "mend it, then run the same again"


def test_an_unknown_setting_comes_with_those_there_are(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.executed-slides]\nwarm_strat = false\n")

    with pytest.raises(DeckError) as error:
        read_settings(tmp_path)

    assert error.value.hint == (
        "known are environment, artifacts_gb, artifacts_store, warm_start, idle_minutes, strict, "
        "syllables_a_minute"
    )
