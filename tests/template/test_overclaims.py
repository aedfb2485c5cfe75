"""Sentences that say more than all runs bear out are told, whatever way they are written.

Each case is a template over the same few records. Planted ones are told with their fault; fair
ones, which are as near to them as fair ones come, are not.
"""

import pytest
from judged_slides import counted, faults, fill, in_each_run

from executed_slides.base.errors import DeckError

RECORDS = [
    # Paired by their seeds: in accuracy `a` is ahead of `b` in four of five runs.
    in_each_run(
        "a",
        acc=[0.95, 0.82, 0.84, 0.80, 0.86],
        loss=[0.5, 0.4, 0.3, 0.45, 0.35],
        epoch=[9, 4, 5, 3, 6],
        good=[True, True, False, True, True],
        errors=[0, 2, 0, 1, 0],
        near=[0.9996, 0.9997, 0.9998, 0.9996, 0.9995],
        gone=[0.0001, 0.0002, 0.0001, 0.0003, 0.0001],
    ),
    in_each_run(
        "b",
        acc=[0.81, 0.825, 0.81, 0.79, 0.81],
        loss=[0.6, 0.6, 0.6, 0.6, 0.6],
        close=[0.9496, 0.8196, 0.8396, 0.7996, 0.8596],
    ),
    in_each_run("c", seeds=(1, 2, 3), acc=[0.78, 0.81, 0.79], loss=[0.7, 0.7, 0.7]),
    # One run each, counted on samples.
    counted("one", {"acc": (81, 100), "large": (8100, 10000)}),
    counted("five", *({"acc": (81 + i, 100), "low": (70 + i, 100)} for i in range(5))),
    counted("two", {"acc": (79, 100), "large": (7900, 10000), "none": (0, 100)}),
]

ONE_SHOWN = "1 of 5 runs of a.acc is shown"
DISAGREE = "in which the runs disagree"
SOME = "in 4 of 5 runs alone"
SAMPLING = "differ by no more than sampling explains"
PERCENT = "is the difference of two shares, which are points and no percent"
ROUNDED = "rounded it is nothing, or all"
COMPARED = "compared, and not each of them bears it out"
ALIKE = "a.acc and b.close differ, it says, and both read 84.0%"
ONE_RANGE = "the range over all runs is given of a.acc, and not of b.close"
NOTHING = "no recorded values could make it"


def told(tmp_path, template: str, **others: str) -> list[str]:
    return faults(fill(tmp_path, f"# Result\n{template}\n", *RECORDS, **others))


def claim(condition: str, sentence: str = "a가 더 낫다") -> str:
    return f"{{% claim {condition} %}}{sentence}{{% endclaim %}}"


PLANTED = {
    # One run picked of several.
    "the best run": ("최고 {{ a.acc.values | max | percent }}", ONE_SHOWN),
    "the worst run": ("{{ a.loss.values | min | fixed }}", "1 of 5 runs of a.loss is shown"),
    "the first run": ("정확도 {{ a.acc.values[0] | percent }}", ONE_SHOWN),
    "the last of all in order": ("{{ a.acc.values | sort | last | percent }}", ONE_SHOWN),
    "the first of all in reverse": (
        "{{ a.acc.values | sort(reverse=true) | first | percent }}",
        ONE_SHOWN,
    ),
    "by its place in order": ("{{ (a.acc.values | sort)[-1] | percent }}", ONE_SHOWN),
    "a slice": (
        "{{ a.acc.values[2:] | map('percent') | join(', ') }}",
        "3 of 5 runs of a.acc are shown",
    ),
    "a mean of the first ones": (
        "{{ (a.acc.values[:3] | sum / constant(3, 'of the first')) | percent }}",
        "3 of 5 runs of a.acc are shown",
    ),
    "a loop over the good ones": (
        "{% for v in a.acc.values if v > 0.83 %}{{ v | percent }} {% endfor %}",
        "3 of 5 runs of a.acc are shown",
    ),
    "a loop that says the first one alone": (
        "{% for v in a.acc.values %}{% if loop.first %}{{ v | percent }}{% endif %}{% endfor %}",
        ONE_SHOWN,
    ),
    "a variable": ("{% set best = a.acc.values | max %}{{ best | percent }}", ONE_SHOWN),
    "one of two variables": (
        "{% set lo, hi = a.acc.values | min, a.acc.values | max %}{{ hi | percent }}",
        ONE_SHOWN,
    ),
    "a variable of text": (
        "{% set best %}{{ a.acc.values | max | percent }}{% endset %}{{ best }}",
        ONE_SHOWN,
    ),
    "a namespace that keeps the best": (
        "{% set ns = namespace(best=0) %}{% for v in a.acc.values %}{% if v > ns.best %}"
        "{% set ns.best = v %}{% endif %}{% endfor %}{{ ns.best | percent }}",
        ONE_SHOWN,
    ),
    "a macro": (
        "{% macro best(x) %}{{ x.values | max | percent }}{% endmacro %}{{ best(a.acc) }}",
        ONE_SHOWN,
    ),
    "a macro that is called with a body": (
        "{% macro bold() %}**{{ caller() }}**{% endmacro %}"
        "{% call bold() %}{{ a.acc.values | max | percent }}{% endcall %}",
        ONE_SHOWN,
    ),
    "a block that is filtered": (
        "{% filter upper %}up to {{ a.acc.values | max | percent }}{% endfilter %}",
        ONE_SHOWN,
    ),
    "another template": ("{% include 'best.md.j2' %}", ONE_SHOWN),
    "a note": ("{% call note(a) %}{{ a.acc.values | max | percent }}{% endcall %}", ONE_SHOWN),
    "the best on the slide and the worst in its note": (
        "{{ a.acc.values | max | percent }}\n"
        "{% call note(a) %}{{ a.acc.values | min | percent }}{% endcall %}",
        ONE_SHOWN,
    ),
    "a table": ("|x|y|\n|-|-|\n|a|{{ a.acc.values | max | percent }}|", ONE_SHOWN),
    "arithmetic": ("{{ (100 * (a.acc.values | max)) | fixed(1) }}%", ONE_SHOWN),
    "what is left to one": ("오류 {{ (1 - (a.acc.values | max)) | percent }}", ONE_SHOWN),
    "joined": ("{{ [a.acc.values | max] | join }}", ONE_SHOWN),
    "put behind words": ("{{ '최고 ' ~ (a.acc.values | max) }}", ONE_SHOWN),
    "by a format": ('{{ "%.1f%%" | format(100 * (a.acc.values | max)) }}', ONE_SHOWN),
    "through a text and back": ("{{ (a.acc.values | max | string | float) | percent }}", ONE_SHOWN),
    "in a dictionary": ("{{ {'best': a.acc.values | max}.best | percent }}", ONE_SHOWN),
    "rounded": ("{{ a.acc.values | max | round(2) }}", ONE_SHOWN),
    "one of a batch": (
        "{{ a.acc.values | batch(2) | first | join(', ') }}",
        "2 of 5 runs of a.acc are shown",
    ),
    "the first that passes": ("{{ a.acc.values | select('gt', 0.85) | first }}", ONE_SHOWN),
    "all but those that fail": (
        "{{ a.acc.values | reject('lt', 0.85) | map('percent') | join(' ') }}",
        "2 of 5 runs of a.acc are shown",
    ),
    "the best against the best": (
        "{{ ((a.acc.values | max) - (b.acc.values | max)) | points }}",
        ONE_SHOWN,
    ),
    "the best of pairs": (
        "{{ (a.acc - b.acc).values | max | points }}",
        "1 of 5 runs of a.acc - b.acc is shown",
    ),
    "rounded before the best is taken": (
        "{{ a.acc.values | map('round', 2) | max }}",
        ONE_SHOWN,
    ),
    # A claim that some runs alone bear out.
    "true in four of five": (claim("a.acc > b.acc"), SOME),
    "true in four of five, by a difference": (claim("a.acc - b.acc > 0"), SOME),
    "true in four of five, by a ratio": (claim("a.acc / b.acc > 1", "a beats b"), SOME),
    "true in four of five, by texts": (
        claim("(a.acc | string | float) > (b.acc | string | float)"),
        SOME,
    ),
    "true in four of five, as written": (
        claim("(a.good | string) == 'True'", "always good"),
        SOME,
    ),
    "true in four of five, by the greater one": (claim("[a.acc, b.acc] | max == a.acc"), SOME),
    "true in four of five, by a test": (claim("a.acc is gt(b.acc)"), SOME),
    "true in four of five, in a macro": (
        "{% macro say(x, y) %}{% claim x > y %}better{% endclaim %}{% endmacro %}"
        "{{ say(a.acc, b.acc) }}",
        SOME,
    ),
    "not true of all pairs of runs": (claim("a.acc > c.acc"), "in 14 of 15 runs alone"),
    "in a few runs at the least": (
        "{% claim a.acc > b.acc %}better{% sometimes %}mostly better{% endclaim %}",
        "it does not say in how many runs",
    ),
    "the best run is better": (claim("(a.acc.values | max) > (b.acc.values | max)"), COMPARED),
    "the best run is better than the worst": (
        claim("(a.acc.values | max) > (b.acc.values | min)"),
        f"1 of 5 runs of a.acc and 1 of 5 runs of b.acc are {COMPARED}",
    ),
    "the first run is better": (claim("a.acc.values[0] > b.acc.values[0]"), COMPARED),
    "the best run reaches it": (claim("100 * (a.acc.values | max) > 90", "a reaches it"), COMPARED),
    "no run is worse than the worst": (
        claim("not (a.acc.values | max) <= (b.acc.values | max)"),
        COMPARED,
    ),
    "some runs in a loop": (
        "{% for v in a.acc.values[:2] %}{% claim v > 0.83 %}yes {% otherwise %}no {% endclaim %}"
        "{% endfor %}",
        f"1 of 5 runs of a.acc is {COMPARED}",
    ),
    "the best run, equal to what it is": (claim("(a.acc.values | max) == 0.95"), COMPARED),
    "the best run, by a macro": (
        "{% macro say(v) %}{% claim v > 0.9 %}a reaches it{% endclaim %}{% endmacro %}"
        "{{ say(a.acc.values | max) }}",
        COMPARED,
    ),
    "a median by hand": (claim("(a.acc.values | sort)[2] > (b.acc.values | sort)[2]"), COMPARED),
    "a sum by hand": (
        claim("(a.acc.values | sum) > (b.acc.values | sum)"),
        f"what is made of all runs is {COMPARED}",
    ),
    "a mean by hand": (
        claim("a.acc.values | sum / 5 > b.acc.values | sum / 5", "a is better"),
        COMPARED,
    ),
    "in a few runs, counted where nobody sees it": (
        "{% claim a.acc > b.acc %}better{% sometimes %}often better<!-- {{ held }} of {{ of }} -->"
        "{% endclaim %}",
        "it does not say in how many runs",
    ),
    # One run on a side, whose samples decide nothing.
    "shares of one run each": (claim("one.acc > two.acc"), SAMPLING),
    "shares of one run, by a difference": (claim("one.acc - two.acc > 0"), SAMPLING),
    "shares of one run, from the other side": (claim("0 < one.acc - two.acc"), SAMPLING),
    "shares of one run, in percent": (claim("100 * one.acc > 100 * two.acc"), SAMPLING),
    "shares of one run, and nothing added": (claim("one.acc > two.acc + 0"), SAMPLING),
    "shares of one run, by a ratio": (claim("one.acc / two.acc > 1"), SAMPLING),
    "shares of one run, by what they are not": (claim("not one.acc <= two.acc"), SAMPLING),
    "shares of one run, not equal": (claim("not one.acc == two.acc", "they differ"), SAMPLING),
    "shares of one run, apart": (claim("(one.acc - two.acc) | abs > 0.01", "differ"), SAMPLING),
    "shares of one run, by errors": (claim("1 - one.acc < 1 - two.acc"), SAMPLING),
    "shares of one run, by the greater one": (
        claim("[one.acc, two.acc] | max == one.acc"),
        SAMPLING,
    ),
    "shares of one run, by a filter": (
        claim("[one.acc] | select('gt', two.acc) | list | length > 0"),
        SAMPLING,
    ),
    "shares of one run, rounded": (
        claim("(one.acc | round(3)) > (two.acc | round(3))"),
        SAMPLING,
    ),
    "shares of one run, by points": (claim("100 * (one.acc - two.acc) >= 1"), SAMPLING),
    "shares of one run, taken from its values": (
        claim("(one.acc.values | first) > (two.acc.values | first)"),
        SAMPLING,
    ),
    "a share of one run against several": (
        "{% claim five.acc > one.acc %}better{% sometimes %}{{ held }} of {{ of }}{% endclaim %}",
        "false claim on slide 1 (Result)",
    ),
    "shares of one run choose words": (
        "{% if one.acc > two.acc %}better{% endif %}",
        "which sampling alone may explain",
    ),
    # Rounding that overstates.
    "a threshold said rounded up": (
        claim("a.acc > 0.796", "{{ constant(80, 'round') }}% 이상"),
        "it says 80, and asks for 79.6 alone",
    ),
    "a threshold as a share, said rounded up": (
        claim("0.796 < a.acc", "over {{ constant(0.8, 'round') | percent(0) }}"),
        "it says 80%, and asks for 0.796 alone",
    ),
    "a threshold from above, said rounded down": (
        claim("a.loss < 0.51", "below {{ constant(0.5, 'half') }}"),
        "it says 0.5, and asks for 0.51 alone",
    ),
    "a threshold that is declared in words": (
        claim("a.acc > 0.796", "{% constant '80%', 'a round number' %}over 80%"),
        "it says 80, and asks for 79.6 alone",
    ),
    "a threshold that some runs reach, said rounded up": (
        "{% claim a.acc > 0.856 %}over{% sometimes %}{{ held }} of {{ of }} over "
        "{{ constant(0.9, 'round') | percent(0) }}{% endclaim %}",
        "it says 90%, and asks for 0.856 alone",
    ),
    "a factor said rounded up": (
        claim("a.acc > 1.59 * a.loss", "{{ constant(1.6, 'so') }}배 넘게"),
        "it says 1.6, and asks for 1.59 alone",
    ),
    "nearly all, said as all": ("{{ a.near | percent }}", ROUNDED),
    "nearly all, with a typed sign": ("{{ (100 * a.near) | fixed(1) }}%", ROUNDED),
    "nearly all, in Korean": ("{{ (100 * a.near) | fixed(1) }} 퍼센트", ROUNDED),
    "nearly all, by a format": ('{{ "%.1f%%" | format(100 * a.near) }}', ROUNDED),
    "nearly all, rounded before": ("{{ (a.near | round(2)) | percent }}", ROUNDED),
    "nearly all, as a whole number": ("{{ (100 * a.near) | round | int }}%", ROUNDED),
    "nearly all, as a range": ("{{ a.near | spread('percent') }}", ROUNDED),
    "nearly all, in other signs": ("{{ a.near | percent | replace('%', ' 퍼센트') }}", ROUNDED),
    "nearly none": ("{{ a.gone | percent }}", ROUNDED),
    "nearly none, as a number": ("loss {{ a.gone | fixed }}", ROUNDED),
    "what is left of nearly all": ("오류 {{ (1 - a.near) | percent }}", ROUNDED),
    "both sides read alike": (
        claim("a.acc > b.close", "{{ a.acc | percent }} > {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of a difference read alike": (
        claim("a.acc - b.close > 0", "{{ a.acc | percent }} > {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of a difference that was set before read alike": (
        "{% set gain = a.acc - b.close %}"
        + claim("gain > 0", "{{ a.acc | percent }} > {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of a difference below zero read alike": (
        claim("b.close - a.acc < 0", "{{ a.acc | percent }} > {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of a ratio read alike": (
        claim("1 < a.acc / b.close", "{{ a.acc | percent }} > {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of a gain read alike": (
        claim("(a.acc / b.close - 1) * 100 > 0", "{{ a.acc | percent }}, {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of a share of one read alike": (
        claim("(a.acc - b.close) / b.close > 0", "{{ a.acc | percent }}, {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of a distance read alike": (
        claim("(b.close - a.acc) | abs > 0", "{{ a.acc | percent }}, {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of a negation read alike": (
        claim("not a.acc <= b.close", "{{ a.acc | percent }} > {{ b.close | percent }}"),
        ALIKE,
    ),
    "both sides of the other sentence read alike": (
        "{% claim b.close >= a.acc %}b wins{% otherwise %}a {{ a.acc | percent }}, "
        "b {{ b.close | percent }}: a wins{% endclaim %}",
        "b.close and a.acc differ, it says, and both read 84.0%",
    ),
    "both sides read alike elsewhere on the slide": (
        "|a|{{ a.acc | percent }}|\n|b|{{ b.close | percent }}|\n\n" + claim("a.acc > b.close"),
        ALIKE,
    ),
    # Ranges, signs, points.
    "the range of one side": (
        claim(
            "a.acc > b.close",
            "{{ a.acc | percent(2) }} ({{ a.acc | spread('percent') }}), {{ b.close | percent }}",
        ),
        ONE_RANGE,
    ),
    "the range of one side by hand": (
        claim(
            "a.acc > b.close",
            "{{ a.acc.values | min | percent }}–{{ a.acc.values | max | percent }}, "
            "b {{ b.close | percent }}",
        ),
        ONE_RANGE,
    ),
    "the range of one side of a difference": (
        claim(
            "a.acc - b.close > 0",
            "{{ a.acc | spread('percent') }}, b {{ b.close | percent }}",
        ),
        ONE_RANGE,
    ),
    "the wrong sign": (
        claim("a.acc > b.close", "a is ahead by {{ (b.close - a.acc) | points(2) }}"),
        "a.acc is the greater one, it says, and the difference reads -0.04%p",
    ),
    "the wrong sign of a difference": (
        claim("a.acc - b.close > 0", "a is ahead by {{ (b.close - a.acc) | points(2) }}"),
        "a.acc is the greater one, it says, and the difference reads -0.04%p",
    ),
    "points called percent": ("{{ (a.acc - b.acc) | percent }} 높음", PERCENT),
    "points with a typed sign": ("{{ (100 * (a.acc - b.acc)) | fixed(1) }}% higher", PERCENT),
    "points called percent in words": ("{{ (100*(a.acc - b.acc)) | fixed }} percent", PERCENT),
    "points called percent in Korean": ("{{ (100*(a.acc-b.acc)) | fixed(1) }}퍼센트 더", PERCENT),
    "points called percent in spoken Korean": ("{{ (100*(a.acc-b.acc)) | fixed }}프로 더", PERCENT),
    "points with a joined sign": ("{{ (100 * (a.acc - b.acc)) | fixed(1) ~ '%' }}", PERCENT),
    "points by a format": ('{{ "%.1f%%" | format(100 * (a.acc - b.acc)) }}', PERCENT),
    "points with a sign of full width": ("{{ (100 * (a.acc - b.acc)) | fixed(1) }}％", PERCENT),
    "points with an entity": ("{{ (100 * (a.acc - b.acc)) | fixed(1) }}&#37;", PERCENT),
    "points in bold": ("**{{ (100 * (a.acc - b.acc)) | fixed(1) }}**%", PERCENT),
    "points in a formula": ("${{ (100 * (a.acc - b.acc)) | fixed(1) }}\\%$", PERCENT),
    "a range of points": ("{{ (a.acc - b.acc) | spread('percent') }}", PERCENT),
    "points without their sign": ("{{ (a.acc - b.acc) | abs | percent }}", PERCENT),
    "points by a variable": ("{% set gain = a.acc - b.acc %}{{ gain | percent }}", PERCENT),
    "points above a constant": ("{{ (a.acc - constant(0.8, 'guess')) | percent }}", PERCENT),
    # Words that a template chose.
    "chosen by if": ("{% if a.acc > b.acc %}better{% endif %}", DISAGREE),
    "chosen inline": ("{{ 'better' if a.acc > b.acc else 'worse' }}", DISAGREE),
    "chosen before": ("{% set word = 'up' if a.acc > b.acc else 'down' %}{{ word }}", DISAGREE),
    "chosen by a test": ("{% if a.acc is gt(b.acc) %}better{% endif %}", DISAGREE),
    "chosen in a macro": (
        "{% macro say(x, y) %}{% if x > y %}better{% endif %}{% endmacro %}{{ say(a.acc, b.acc) }}",
        DISAGREE,
    ),
    "chosen in another template": ("{% include 'chosen.md.j2' %}", DISAGREE),
    "chosen by a place in a row": ("{{ ['worse', 'better'][a.acc > b.acc] }}", DISAGREE),
    "chosen by a number's place": (
        "{{ ['no', 'one', 'two', 'three', 'four', 'five', 'six', '7', '8', '9'][a.epoch] }} epochs",
        DISAGREE,
    ),
    "chosen from a dictionary": ("{{ {0: 'flawless', 1: 'one'}[a.errors] }}", DISAGREE),
    "chosen by yes and no": ("{% if a.good %}good{% endif %}", DISAGREE),
    "chosen by whether there are any": ("{% if not a.errors %}flawless{% endif %}", DISAGREE),
    "chosen by or": ("{{ a.errors or 'no errors' }}", DISAGREE),
    "chosen by a difference": ("{% if a.acc - b.acc > 0 %}better{% endif %}", DISAGREE),
    "chosen by pairs": ("{% if a.acc > c.acc %}better{% endif %}", DISAGREE),
    "chosen by what is even": ("{% if a.epoch is even %}even{% endif %}", DISAGREE),
    # Nothing is claimed.
    "what could not be otherwise": (claim("a.acc <= (a.acc.values | max)"), f"{NOTHING} false"),
    "what was decided before": (
        "{% set better = a.acc > 0.5 %}" + claim("better"),
        f"{NOTHING} false",
    ),
}

FAIR = {
    "the median": "정확도 {{ a.acc | percent }}",
    "the range": "{{ a.acc | percent }} ({{ a.acc | spread('percent') }})",
    "all runs": "{{ a.acc.values | map('percent') | join(', ') }}",
    "all runs in order": "{{ a.acc.values | sort | map('percent') | join(', ') }}",
    "all runs in a loop": "{% for v in a.acc.values %}{{ v | percent }} {% endfor %}",
    "all runs with a mark": (
        "{% for v in a.acc.values %}{{ v }}{% if v > 0.83 %}*{% endif %} {% endfor %}"
    ),
    "least and greatest": "{{ a.acc.values | min }} to {{ a.acc.values | max }}",
    "how far the runs are apart": "{{ (a.acc.values | max - a.acc.values | min) | points }}",
    "a mean of all": "평균 {{ (a.acc.values | sum / a.acc.values | length) | percent }}",
    "how many runs pass": "{{ a.acc.values | select('gt', 0.85) | list | length }} runs",
    "the best in the note, when the slide has all": (
        "{{ a.acc.values | join(', ') }}\n"
        "{% call note(a) %}{{ a.acc.values | max | percent }}{% endcall %}"
    ),
    "one run with a reason": "{{ a.run(seed=1, because='the one of the figure').acc | percent }}",
    "one run with a reason, in arithmetic": "{{ (100 * a.run(seed=1, because='so').acc) | fixed }}",
    "the only run": "{{ one.acc.values | max | percent }}",
    "true in every run": claim("a.loss < b.loss"),
    "true in every pair": claim("c.loss > a.loss"),
    "true in every run, by a difference": claim("b.loss - a.loss > 0"),
    "true in every run, by a test": claim("a.loss is lt(b.loss)"),
    "in how many runs": (
        "{% claim a.acc > b.acc %}낫다{% sometimes %}{{ of }}번 가운데 {{ held }}번 낫다"
        "{% otherwise %}낫지 않다{% endclaim %}"
    ),
    "in how many runs, in English": (
        "{% claim a.acc > b.acc %}better{% sometimes %}better in {{ held }} of {{ of }} runs"
        "{% otherwise %}not better{% endclaim %}"
    ),
    "the other sentence": "{% claim a.loss > b.loss %}worse{% otherwise %}not worse{% endclaim %}",
    "the worst run reaches it": claim("(a.acc.values | min) > 0.7", "all runs reach it"),
    "the worst run beats the best": claim("(a.loss.values | max) < (b.loss.values | min)"),
    "each run in a loop": (
        "{% for v in a.acc.values %}{% claim v > 0.82 %}yes {% otherwise %}no {% endclaim %}"
        "{% endfor %}"
    ),
    "the runs are close": claim("(a.acc.values|max) - (a.acc.values|min) < 0.2", "runs are close"),
    "better on average": claim("(a.acc.values | sum) > (b.acc.values | sum)", "평균은 a가 높다"),
    "shares beyond sampling": claim("one.large > two.large"),
    "shares beyond sampling, by a difference": claim("one.large - two.large > 0"),
    "shares beyond sampling, by a ratio": claim("one.large / two.large > 1"),
    "shares beyond sampling choose words": "{% if one.large > two.large %}better{% endif %}",
    "a share against a number": claim("one.acc > 0.8", "over {{ constant(80, 'asked') }}%"),
    "shares of several runs each": claim("five.acc > five.low"),
    "a share that is not better": (
        "{% claim one.acc > two.acc %}better{% otherwise %}no better{% endclaim %}"
    ),
    "a threshold said as it is": claim("a.acc > 0.79", "{{ constant(79, 'asked') }}% 이상"),
    "a threshold said smaller": claim("a.acc > 0.796", "over {{ constant(79, 'so') }}%"),
    "a factor said as it is": claim("a.acc > 1.5 * a.loss", "{{ constant(1.5, 'asked') }}배 넘게"),
    "more digits": claim(
        "a.acc > b.close", "{{ a.acc | percent(2) }} > {{ b.close | percent(2) }}"
    ),
    "more digits than on the slide": (
        "{{ a.acc | percent }} and {{ b.close | percent }}\n\n"
        + claim("a.acc > b.close", "{{ a.acc | percent(2) }} > {{ b.close | percent(2) }}")
    ),
    "alike, and no more is said": claim(
        "a.acc >= b.close", "{{ a.acc | percent }}, {{ b.close | percent }}: no worse"
    ),
    "a ratio that asks for less": claim(
        "a.acc / b.close > 0.5", "{{ a.acc | percent }}, {{ b.close | percent }}"
    ),
    "a difference that allows for less": claim(
        "a.acc - b.close > -0.01", "{{ a.acc | percent }}, {{ b.close | percent }}: no worse"
    ),
    "both ranges": claim(
        "a.acc > b.close",
        "{{ a.acc | percent(2) }} ({{ a.acc | spread('percent') }}), "
        "{{ b.close | percent(2) }} ({{ b.close | spread('percent') }})",
    ),
    "the range of an only run is none": claim(
        "a.acc > two.none", "{{ a.acc | spread('percent') }}, {{ two.none | percent }}"
    ),
    "the right sign": claim("a.acc > b.close", "by {{ (a.acc - b.close) | points(2) }}"),
    "the sign of what is less": claim("b.close < a.acc", "{{ (b.close - a.acc) | points(2) }}"),
    "points": "{{ (a.acc - b.acc) | points }}만큼 높음",
    "points by a letter behind percent": "{{ (a.acc - b.acc) | percent }}p 높음",
    "points by words behind percent": "{{ (a.acc - b.acc) | percent }} 포인트 높음",
    "points with a typed sign": "{{ (100 * (a.acc - b.acc)) | fixed(1) }}%p만큼 높음",
    "points with a typed sign and a particle": "{{ (100 * (a.acc - b.acc)) | fixed(1) }}%p가 높다",
    "points in Korean": "{{ (100 * (a.acc - b.acc)) | fixed(1) }}퍼센트포인트",
    "points in Korean, apart": "{{ (100 * (a.acc - b.acc)) | fixed(1) }}% 포인트 높음",
    "points in English": "{{ (100 * (a.acc - b.acc)) | fixed(1) }} percentage points",
    "points in English, with a sign": "{{ (100 * (a.acc - b.acc)) | fixed(1) }}%-points",
    "a range of points": "{{ (a.acc - b.acc) | spread('points') }}",
    "how much more in percent": "{{ ((a.acc - b.acc) / b.acc) | percent }}",
    "how much more in percent, by a ratio": "{{ (a.acc / b.acc - 1) | percent }}",
    "what is left to one": "{{ (1 - a.acc) | percent }}",
    "a difference of losses": "{{ (b.loss - a.loss) | fixed }}",
    "really none": "오류 {{ two.none | percent }}",
    "really none, counted": "{{ a.errors }}",
    "small, with its digits": "{{ a.gone | fixed(4) }}, {{ a.near | percent(2) }}",
    "a hundred that is no percent": "{{ (100 * a.near) | fixed(0) }} 점",
    "words by what all runs agree on": "{% if a.loss < b.loss %}better{% endif %}",
    "words by what was set": "{% if a.parameters is defined %}set{% endif %}",
    "the greater of two": "{{ [a.acc, b.acc] | max | percent }}",
    "a run's own number in a loop over seeds": "{{ a.seeds | join(', ') }}",
}

OTHERS = {
    "best": "{{ a.acc.values | max | percent }}",
    "chosen": "{% if a.acc > b.acc %}better{% endif %}",
}


@pytest.mark.parametrize(("template", "fault"), PLANTED.values(), ids=PLANTED)
def test_what_says_more_than_all_runs_is_told(tmp_path, template, fault):
    assert fault in "\n".join(told(tmp_path, template, **OTHERS))


@pytest.mark.parametrize("template", FAIR.values(), ids=FAIR)
def test_what_all_runs_bear_out_may_be_said(tmp_path, template):
    assert told(tmp_path, template) == []


@pytest.mark.parametrize(
    "template",
    [
        claim("(a.acc | percent) > (b.acc | percent)"),
        claim("(a.acc ~ '') > '0.5'"),
        claim("('%.3f' | format(a.acc)) > ('%.3f' | format(b.acc))"),
        "{% if (a.acc | percent) > (b.acc | percent) %}better{% endif %}",
        "{{ [a.acc | percent, b.acc | percent] | max }}",
    ],
)
def test_written_numbers_are_not_compared_letter_by_letter(tmp_path, template):
    with pytest.raises(DeckError, match="is a written number, compared letter by letter") as error:
        told(tmp_path, template)

    assert error.value.hint == (
        "compare the numbers themselves, and write them afterwards: a.x > b.x"
    )


def test_a_fault_has_its_place_and_what_mends_it(tmp_path):
    from executed_slides.template.rendering import false_claims

    deck = fill(tmp_path, "# One\n\n---\n# Two\n{{ a.acc.values | max }}\n", *RECORDS)

    assert list(false_claims(deck)) == [
        (
            "slide 2 (Two)",
            "1 of 5 runs of a.acc is shown",
            "show {{ a.acc }}, the median of all, or its range, {{ a.acc | spread(…) }}; "
            'one run by run(seed=…, because="REASON")',
        )
    ]


def test_runs_on_another_slide_do_not_excuse_one(tmp_path):
    template = "{{ a.acc.values | max }}\n\n---\n# All\n{{ a.acc.values | join(', ') }}"

    assert told(tmp_path, template) == [ONE_SHOWN]


def test_check_and_build_tell_what_is_said_too_much(deck):
    deck.edit("templates/talk.md.j2", "{{ a.total }}", "{{ a.share.values | max | percent }}")

    checked, built = deck.run("check"), deck.run("build")

    told = [
        "draft   slide 1 (Talk)   1 of 2 runs of a.share is shown",
        "        mend: show {{ a.share }}, the median of all, or its range, "
        '{{ a.share | spread(…) }}; one run by run(seed=…, because="REASON")',
    ]
    assert (checked.code, checked.lines[:2]) == (3, told)
    assert built.code == 3
    assert told[0] in built.out + built.err
