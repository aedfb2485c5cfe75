"""Which theme a deck has: as Marp takes it from the front matter and from comments."""

import pytest

from executed_slides.base.cache import Cache
from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.page_size import find_page_size
from executed_slides.markdown.themes import find_theme, read_metas


@pytest.fixture
def folders(tmp_path) -> Folders:
    """Two themes, of which one has the name of one that Marp brings along."""
    (tmp_path / "themes").mkdir()
    for name in ("plain", "uncover"):
        (tmp_path / "themes" / f"{name}.css").write_text(f"/* @theme {name} */")
    return Folders(tmp_path)


def name_of(folders: Folders, markdown: str) -> str:
    return find_theme(folders, markdown, "talk.md").name


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("theme: gaia", "gaia"),
        ("theme:   gaia  ", "gaia"),
        ("theme : gaia", "gaia"),
        ('theme: "gaia"', "gaia"),
        ("theme: 'gaia'", "gaia"),
        ('"theme": gaia', "gaia"),
        ("theme: gaia # as Marp has it", "gaia"),
        ("theme: 'gaia' # as Marp has it", "gaia"),
        ("theme: plain", "plain"),
        ("theme: default", "default"),
        ("theme:", "default"),
        ('theme: ""', "default"),
        ("theme: # none", "default"),
        ("marp: true", "default"),
        ("# theme: gaia", "default"),
        ("subtheme: gaia", "default"),
    ],
)
def test_the_front_matter_names_the_theme_and_without_one_it_is_marp_s_default(folders, line, name):
    assert name_of(folders, f"---\n{line}\nsize: 4:3\n---\n# theme: plain\n") == name


@pytest.mark.parametrize(
    ("slides", "name"),
    [
        ("<!-- theme: gaia -->", "gaia"),
        ("<!-- theme: gaia -->\n<!-- theme: default -->", "default"),
        ("<!--\nclass: lead\ntheme: gaia\n-->", "gaia"),
        ("words <!-- theme: gaia --> words", "gaia"),
        ("<!-- My theme: gaia -->", "plain"),
        ("<!--\nI say:\ntheme\n-->", "plain"),
        ("<!-- _theme: gaia -->", "plain"),
        ("`<!-- theme: gaia -->`", "plain"),
        ("```html\n<!-- theme: gaia -->\n```", "plain"),
    ],
)
def test_a_directive_in_a_comment_comes_after_the_front_matter(folders, slides, name):
    assert name_of(folders, f"---\ntheme: plain\n---\n# One\n\n{slides}\n") == name


def test_without_front_matter_a_comment_names_it(folders):
    assert name_of(folders, "# One\n\n---\n<!-- theme: gaia -->\n") == "gaia"


def test_a_theme_of_the_project_s_own_is_taken_before_marp_s(folders):
    own = find_theme(folders, "---\ntheme: uncover\n---\n", "talk.md")

    assert own.file == folders.themes / "uncover.css"
    assert own.read(folders) == "/* @theme uncover */"
    assert find_theme(folders, "# One", "talk.md").file is None


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("---\nlang: ko\ntheme: gaya\n---\n", 3),
        ("---\ntheme: gaia\n---\n# One\n\n<!--\nclass: lead\ntheme: gaya\n-->\n", 8),
    ],
)
def test_a_theme_that_is_not_there_is_named_with_its_line_and_those_there_are(
    folders, markdown, line
):
    with pytest.raises(DeckError) as error:
        find_theme(folders, markdown, "talk.md")

    assert error.value.message == f"talk.md:{line}: there is no theme 'gaya'"
    assert error.value.hint == "themes/ has plain, uncover; Marp has default, gaia, uncover"


@pytest.mark.parametrize(
    "css",
    [
        "/* @theme plain */",
        "/*!\n * Plain\n *\n * @theme plain\n * @size 4:3 960px 720px\n */",
        "/*\n@theme other\n*/ /* @theme plain */",
    ],
)
def test_a_theme_says_its_name_as_marp_reads_it(folders, css):
    (folders.themes / "plain.css").write_text(css)

    assert find_theme(folders, "---\ntheme: plain\n---\n", "talk.md").read(folders) == css


def write_theme(folders, name, css):
    (folders.themes / f"{name}.css").write_text(f"/* @theme {name} */\n{css}", "utf-8")


def read(folders, name):
    return find_theme(folders, f"---\ntheme: {name}\n---\n", "talk.md").read(folders)


def test_a_theme_that_builds_on_others_has_their_rules_before_its_own(folders):
    write_theme(
        folders, "base", '@import "default";\n/* @size wall 3000px 700px */ p { margin: 0 }'
    )
    write_theme(folders, "brand", "@import-theme 'base'; h1 { color: teal }")
    write_theme(folders, "talk", '@import "brand";\n@import "gaia";\nh2 { color: teal }')

    css = read(folders, "talk")

    rules = ["@size wall", "p {", "h1 {", '@import "gaia"', "h2 {"]
    assert sorted(rules, key=css.index) == rules
    assert [value for key, value in read_metas(css) if key == "theme"] == ["talk"]
    assert "brand" not in css and "base" not in css
    deck = "---\ntheme: talk\nsize: wall\n---\n"
    assert find_page_size(folders, deck, Cache()) == (3000, 700)


def test_a_theme_is_made_of_all_files_on_which_it_builds(folders):
    write_theme(folders, "brand", '@import "plain"; @import "gaia"; @import "missing";')

    files = find_theme(folders, "<!-- theme: brand -->", "talk.md").files(folders)

    assert files == [folders.themes / "brand.css", folders.themes / "plain.css"]


def test_themes_that_build_on_each_other_are_read_once(folders):
    write_theme(folders, "one", '@import "two"; h1 { margin: 1px }')
    write_theme(folders, "two", '@import "one"; h1 { margin: 2px }')

    css = read(folders, "one")

    assert css.count("1px") == css.count("2px") == 1
    assert "@import" not in css


def test_an_import_in_a_comment_is_none(folders):
    write_theme(folders, "talk", '/* @import "missing"; */ h1 { color: teal }')

    assert '/* @import "missing"; */' in read(folders, "talk")


def test_a_theme_that_builds_on_what_is_not_there_is_refused(folders):
    write_theme(folders, "talk", '@import "gaya";')

    with pytest.raises(DeckError) as refusal:
        read(folders, "talk")

    message = "themes/talk.css: builds on a theme 'gaya' that is not there"
    assert refusal.value.message == message
    assert refusal.value.hint == (
        "themes/ has plain, talk, uncover; Marp has default, gaia, uncover"
    )


@pytest.mark.parametrize(
    ("front", "line", "fault"),
    [
        ("theme: own\ntitle: a\ntheme: own\n---\n", 4, "'theme' stands there twice"),
        ("theme: own\nevidence: a: b\n---\n", 3, "mapping values are not allowed here"),
        ("theme: own\nevidence: [a\n---\n", 3, "expected ',' or ']', but got '<stream end>'"),
        ("# A slide\n\nWords\n\n---\n# Next\n", 2, "has no `key: value`"),
        ("theme: own\r\nmath: katex\r\nmath: katex\r\n---\r\n", 4, "'math' stands there twice"),
    ],
)
def test_a_front_matter_of_which_marp_reads_no_key_is_refused_with_its_fault(
    tmp_path, front, line, fault
):
    with pytest.raises(DeckError) as refusal:
        find_theme(Folders(tmp_path), f"---\n{front}", "slides/talk.md")

    assert refusal.value.message == (
        f"slides/talk.md:{line}: the front matter is no YAML, and Marp would read nothing of it: "
        f"{fault}"
    )
