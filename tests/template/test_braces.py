"""LaTeX and code have Jinja's marks too: what they would lose is refused, with how to keep it."""

import pytest

KEEP = "between {% raw %} and {% endraw %} all braces of code and formulas are the slide's own"


def build(deck, body):
    deck.write("templates/talk.md.j2", f"---\ntheme: plain\n---\n# Talk\n\n{body}\n")
    return deck.run("build")


def slides(deck):
    return deck.read("slides/talk.md").split("# Talk\n\n")[1]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (r"$\frac{#1}{2} #}$", "6:7: '{#1}{2} #}' is a comment, which would be cut out"),
        ("$$\n\\newcommand{\\a}{#1}\n{#2} #}\n$$", "7:16: '{#1} {#2} #}' is a comment, which"),
        ("```\na {#- gone\n#} b\n```", "7:3: '{#- gone #}' is a comment, which would be cut out"),
        ("`{# gone #}`", "6:2: '{# gone #}' is a comment, which would be cut out"),
        ("{# ``` #}\n\n- `{# gone #}`", "8:4: '{# gone #}' is a comment, which would be cut"),
        ("$x^{{12}}$", "6:4: '{{12}}' would lose its braces"),
        ("```python\nf'{{12}}'\n```", "7:3: '{{12}}' would lose its braces"),
        (r"$\hat{{x}}$", "6: 'x' is undefined"),
        ("```yaml\ntoken: ${{ secrets.TOKEN }}\n```", "7: 'secrets' is undefined"),
        ("```c\nx = {{1,2},{3,4}}\n```", "7: unexpected '}'"),
        ("`{{ mustache }}`", "6: 'mustache' is undefined"),
        ("```\n{% liquid %}\n```", "7: Encountered unknown tag 'liquid'."),
        (r"$\frac{#1}{2}$", "6: Missing end of comment tag"),
        ("<style>\n@media print{#a{top:0}}\n</style>", "7: Missing end of comment tag"),
        ("## In words {#words}", "6: Missing end of comment tag"),
        ("{% raw %}`{{ a }}`{% endraw %}\n\n`{{ b c }}`", "8: expected token 'end of print"),
    ],
)
def test_what_would_be_lost_or_is_unknown_says_how_to_keep_it(deck, body, place):
    before = deck.read("slides/talk.md")

    outcome = build(deck, body)

    assert outcome.code == 1
    assert outcome.err.startswith(f"error: templates/talk.md.j2:{place}")
    assert f"hint: {KEEP}" in outcome.err
    assert deck.read("slides/talk.md") == before


def test_one_command_keeps_all_of_a_deck_that_exists(deck):
    hint = build(deck, "## In words {#words}").err.splitlines()[-1]

    assert "`uv run build.py audit FILE --write templates/NAME.md.j2` makes a template" in hint


@pytest.mark.parametrize(
    "body",
    [
        r"$\frac{#1}{2} #}$ and $x^{{12}}$",
        "```yaml\ntoken: ${{ secrets.TOKEN }} {# gone #} {% liquid %}\n```",
    ],
)
def test_raw_keeps_it(deck, body):
    raw = f"{{% raw %}}{body}{{% endraw %}}"

    assert build(deck, f"{{% constant 'as it is typed' %}}{raw}{{% endconstant %}}").code == 0

    assert slides(deck) == f"{body}\n"


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("a{# gone #} b", "a b"),
        ("{# `gone` #}\n- $x$ {# $5 #}", "\n- $x$ "),
        ("{#\n```\n#}\n`a` {# gone #}", "\n`a` "),
        ("<!-- {# gone #} -->", "<!--  -->"),
        ("$a = {{ a.total }}$ `{{ a.total }}`", "$a = 6$ `6`"),
        (
            "{% constant 'a' %}```\n{{ '{{' }} mustache {{ '}}' }}\n```{% endconstant %}",
            "```\n{{ mustache }}\n```",
        ),
    ],
)
def test_what_is_meant_for_the_template_stays_so(deck, body, shown):
    assert build(deck, body).code == 0

    assert slides(deck) == f"{shown}\n"


def test_a_fault_elsewhere_on_the_page_is_said_as_ever(deck):
    outcome = build(deck, "`{{ a.total }}`\n\n{{ nope }}")

    assert outcome.err.startswith("error: templates/talk.md.j2:8: 'nope' is undefined\n")
    assert KEEP not in outcome.err
