"""Templates read records by name; a claim is only said while it holds."""

import math
import os

import pytest
from made_records import in_runs

from executed_slides.base.errors import DeckError
from executed_slides.base.folders import Folders
from executed_slides.markdown.picture_options import keep_words
from executed_slides.markdown.slides import Slides
from executed_slides.state.project import read_project
from executed_slides.template.claims import Claim, Margin
from executed_slides.template.formats import fixed, percent, thousands
from executed_slides.template.rendering import judge_deck, make_environment
from executed_slides.template.slides_by_experiment import slides_by_experiment
from executed_slides.template.values import spread


def body(deck, template: str) -> str:
    deck.write("templates/talk.md.j2", template)
    return judge_deck(read_project(Folders(deck.root)), "talk").markdown


@pytest.mark.parametrize(
    ("alt", "kept"),
    [
        ("정확도는 95.5%", "정확도는 95.5%\u2060"),
        ("정확도는 95.5%다", "정확도는 95.5%다"),
        ("a good fit on the left", "a good fit\u2060 on the left\u2060"),
        ("w:300 is a word", "w:300\u2060 is a word"),
        ("benefit", "benefit"),
    ],
)
def test_marp_takes_no_word_of_an_alternative_text_for_a_size(alt, kept):
    assert keep_words(alt) == kept


def test_a_number_is_shown_with_its_spread_over_seeds(deck):
    template = '{{ a.share | percent(0) }} ({{ a.share | spread("percent", 0) }})'

    assert body(deck, template) == "15% (10–20%)"


def test_parameters_series_and_seeds_have_names_of_their_own(deck):
    template = "{{ a.parameters.steps }} {{ a.series.points | last }} {{ a.seeds }} {{ a.finding }}"

    assert body(deck, template) == r"3 2.0 \[1, 2\] A measures."


def test_a_figure_has_its_size_its_alternative_text_and_its_file(deck):
    assert body(deck, '{{ figure("a", width=400) }}') == "![width:400px Total is 6](image/a.png)"


def test_code_is_cut_from_the_script_that_ran(deck):
    assert body(deck, '{{ code("deep", "times") }}') == (
        "```python\ndef times(number, factor):\n    return number * factor * FACTOR\n```"
    )


def test_the_other_sentence_is_said_when_the_first_does_not_hold(deck):
    template = "{% claim a.total > 9 %}many{% otherwise %}few: {{ a.total }}{% endclaim %}"

    assert body(deck, template) == "few: 6"


def test_a_claim_knows_its_condition_values_and_sentence(deck):
    deck.write("templates/talk.md.j2", "\n{% claim a.total / 2 > a.share %}more{% endclaim %}")

    rendered = judge_deck(read_project(Folders(deck.root)), "talk")

    assert rendered.claims == [
        Claim(
            template="talk.md.j2",
            line=2,
            condition="a.total / 2 > a.share",
            values={"a.total": 6, "a.share": 0.15000000000000002},
            sentence="more",
            runs={1: True, 2: True},
            margins=(
                Margin("a.total / 2 > a.share", pytest.approx(2.85), pytest.approx(19.0), 2.8, 2.9),
            ),
        )
    ]


@pytest.mark.parametrize("form", ["percent", "fixed", "thousands", "round", 'spread("percent")'])
def test_a_name_that_there_is_not_is_named_by_whatever_filter_it_goes(deck, form):
    deck.write("templates/talk.md.j2", f"{{{{ a.totl | {form} }}}}")

    outcome = deck.run("build")

    assert "error: templates/talk.md.j2:1: no number 'a.totl'\nhint: a has total" in outcome.err


def test_a_smoke_rendering_says_false_sentences_too(deck):
    deck.run("build", "--smoke")

    assert "* more than five" in deck.read("smoke/slides/talk.md")


def test_an_error_in_an_included_template_is_named_with_its_own_line(deck):
    deck.write("templates/talk.md.j2", '{% include "talk/one.md.j2" %}')
    deck.write("templates/talk/one.md.j2", "fine\n{{ a.total / 0 }}\n")

    outcome = deck.run("build")

    assert outcome.code == 1
    assert outcome.err.startswith("error: templates/talk/one.md.j2:2: it divides by zero\n")


@pytest.mark.parametrize(
    ("before", "slide"),
    [
        ("# One\n", (1, "One")),
        ("---\ntheme: x\n---\n# One\n\n---\n## Two\ntext ", (2, "Two")),
        ("# One\n```yaml\n---\n# not a title\n```\n", (1, "One")),
        ("text ", (1, "without title")),
    ],
)
def test_a_slide_is_found_by_what_stands_on_it(before, slide):
    found = Slides(f"{before}HERE\n\n---\n# After\n").at(len(before))

    assert (found.number, found.title_at(len(before))) == slide


def test_a_shown_number_is_known_with_its_slide_line_key_and_values(deck):
    deck.write(
        "templates/talk.md.j2", "# One\n\n---\n# Two\n* {{ a.share | percent }}번\n# Three\n"
    )

    [shown] = judge_deck(read_project(Folders(deck.root)), "talk").numbers

    assert (shown.slide, shown.title, shown.line, shown.text) == (2, "Two", 5, "15.0%")
    assert (shown.binding.key, shown.binding.value) == ("a.share | percent", pytest.approx(0.15))
    assert shown.binding.by_seed == {1: 0.1, 2: 0.2}
    assert shown.binding.experiments == ("a",)


def test_an_experiment_feeds_the_slides_that_show_its_numbers_figures_and_code(deck):
    rendered = judge_deck(read_project(Folders(deck.root)), "talk")

    assert slides_by_experiment(rendered) == {"a": {1, 2}, "b": {1}}


def test_an_environment_can_be_used_again_after_an_edit(deck):
    project = read_project(Folders(deck.root))
    environment = make_environment(project)
    deck.write("templates/more.md.j2", "88% {% claim a.total > 1 %}x{% endclaim %}")
    deck.write("templates/talk.md.j2", '{% include "more.md.j2" %}')
    first = judge_deck(project, "talk", environment)
    deck.write("templates/talk.md.j2", "{{ a.total }}{% claim a.total > 2 %}y{% endclaim %} of 9개")
    os.utime(deck.root / "templates/talk.md.j2", (1, 1))  # The same second is another time too.

    second = judge_deck(project, "talk", environment)

    assert [unbound.text for unbound in first.unbound] == ["88%"]
    assert [unbound.text for unbound in second.unbound] == ["9개"]
    assert [claim.condition for claim in second.claims] == ["a.total > 2"]


def test_the_numbers_of_an_alternative_text_come_from_the_figures_record(deck):
    deck.write("templates/talk.md.j2", '{{ figure("a", width=400) }}{{ code("a", "sum") }}')

    [shown] = judge_deck(read_project(Folders(deck.root)), "talk").numbers

    assert (shown.text, shown.binding.kind) == ("6", "alt")
    assert (shown.binding.key, shown.binding.experiments) == ("figure('a').alt", ("a",))


def test_numbers_are_written_as_a_room_reads_them():
    assert percent(0.8813) == "88.1%"
    assert percent(0.8813, 0) == "88%"
    assert fixed(0.29431) == "0.29"
    assert thousands(2774.3) == "2,774"
    assert spread(in_runs("a.x", [4, 3, 5])) == "3–5"
    assert spread(in_runs("a.x", [4, 4])) == "4"
    assert spread(in_runs("a.x", [0.881, 0.879]), "percent") == "87.9–88.1%"


def test_a_template_that_may_be_missing_is_none_that_was_used(deck):
    included = "{% include 'no.j2' ignore missing %}{% include ['no.j2', 'parts/one.j2'] %}"
    deck.write("templates/parts/one.j2", "one")

    assert body(deck, included) == "one"


@pytest.mark.parametrize("width", ["'50%'", "'big'", "-5", "0", "1.5", "[400]"])
def test_a_width_of_a_figure_that_is_no_number_of_pixels_is_refused(deck, width):
    with pytest.raises(DeckError) as refusal:
        body(deck, f"{{{{ figure('a', width={width}) }}}}")

    assert "figure('a') has no width" in refusal.value.message
    assert refusal.value.hint == "give it in pixels of the slide: width=800"


@pytest.mark.parametrize(
    ("write", "value", "shown"),
    [
        (percent, -0.0004, "0.0%"),
        (percent, -0.0, "0.0%"),
        (fixed, -0.004, "0.00"),
        (thousands, -0.4, "0"),
        (thousands, -1234.5, "-1,234"),
        (percent, -0.001, "-0.1%"),
    ],
)
def test_what_rounds_to_nothing_has_no_sign(write, value, shown):
    assert write(value) == shown


def test_a_spread_around_nothing_has_no_sign():
    assert spread(in_runs("a.x", [-0.0004, 0.0003]), "percent") == "0.0%"


@pytest.mark.parametrize("write", [percent, fixed, thousands])
@pytest.mark.parametrize("value", [math.inf, -math.inf, math.nan, True, None, "5", [1]])
def test_what_is_no_number_is_not_written_as_one(write, value):
    with pytest.raises(DeckError, match="is no number"):
        write(value)


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("a.share * 1e308 * 1e308", "inf is no number that a slide can show"),
        ("(a.share * 1e308 * 1e308) | percent", "inf is no number that a slide can show"),
        ("3 | spread", "spread: no recorded number, where it takes"),
        ("a.share | spread('percents')", "spread: 'percents', where it takes"),
        (r"'\ud83d'", "half of a sign (a surrogate)"),
    ],
)
def test_what_no_slide_can_show_is_named_with_its_template(deck, expression, said):
    deck.edit("templates/talk.md.j2", "{{ a.total }}", f"{{{{ {expression} }}}}")

    outcome = deck.run("build", "--no-run")

    assert outcome.code == 1
    assert outcome.err.startswith("error: templates/talk.md.j2")
    assert said in outcome.err
