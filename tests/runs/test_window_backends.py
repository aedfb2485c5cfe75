"""A script that would open windows shows its plots on its page, in a run that has no screen."""

import pytest

SCRIPT = '''"""A opens a window."""

# /// experiment
# ///
BEFORE
import matplotlib.pyplot as plt
BEHIND
from executed_slides import record

plt.ion()
fig, ax = plt.subplots()
ax.plot([1, 2])
record.figure("line", fig, alt="A line")
record.texts(backend=plt.get_backend())
plt.show(block=True)
record.numbers(left=len(plt.get_fignums()))
'''


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ('import matplotlib\nmatplotlib.use("TkAgg")', ""),
        ("", 'import matplotlib\nmatplotlib.use("Qt5Agg", force=True)'),
        ("", 'plt.switch_backend("macosx")'),
    ],
)
def test_a_backend_with_windows_shows_on_the_page(deck, before, behind):
    deck.write("experiments/a.py", SCRIPT.replace("BEFORE", before).replace("BEHIND", behind))
    deck.write("templates/talk.md.j2", '---\ntheme: plain\n---\n{{ figure("line") }}\n')

    outcome = deck.run("build", "a")

    assert outcome.code == 0, outcome.err
    [run] = deck.record("a")["runs"]
    assert run["texts"]["backend"] in before + behind
    assert run["numbers"] == {"left": 0}
    assert deck.read("slides/lab/a.html").count('src="data:image/png') == 1
