"""Emoji are pictures that come with Marp, on every output, and nothing is fetched."""

import base64
import re

import pytest
from emoji_words import draw_shortcodes
from real_decks import furnish

from executed_slides.markdown import emoji
from executed_slides.output.marp_core import MarpCore
from executed_slides.output.styles import Style
from executed_slides.toolchain import installation

IMAGE = re.compile(
    r'<img class="emoji" draggable="false" alt="([^"]*)" '
    r'src="data:image/svg\+xml;base64,([^"]*)" data-marp-twemoji=""/>'
)
# The pictures and Marp's own list disagree on these: Marp leaves them letters, too.
LETTERS = """
    bouncing_ball_person business_suit_levitating detective golfing point_up
    raised_hand_with_fingers_splayed skier v weight_lifting writing_hand
"""


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    return furnish(tmp_path_factory.mktemp("emoji"))


@pytest.fixture(scope="module")
def draw(folders):
    core = MarpCore(folders)
    yield lambda markdown: core.render(markdown, Style("default", ""), "talk.md")
    core.close()


def picture(folders, name):
    return (installation.modules(folders) / "@discordapp/twemoji/dist/svg" / name).read_bytes()


def test_an_emoji_is_the_picture_of_it_wherever_markdown_has_it(folders, draw):
    deck = (
        "---\nheader: 🎉\n---\n# :tada: `🎉`\n\n```js\n// 🎉\n```\n\n| [:tada:](a.html) |\n|---|\n"
    )

    found = IMAGE.findall(draw(deck).html[0])

    assert [sign for sign, _ in found] == ["🎉"] * 5
    assert {base64.b64decode(data) for _, data in found} == {picture(folders, "1f389.svg")}


def test_an_emoji_of_several_signs_is_whole_in_code_too(folders, draw):
    deck = "`🇰🇷` 🇰🇷\n\n```js\nlet a = '👩‍💻'; // 👍🏽 🎉 \U000f0000\n```\n\n    👩‍💻\n"

    html = draw(deck).html[0]

    signs = ["🇰🇷", "🇰🇷", "👩‍💻", "👍🏽", "🎉", "👩‍💻"]
    assert [sign for sign, _ in IMAGE.findall(html)] == signs
    assert base64.b64decode(IMAGE.findall(html)[0][1]) == picture(folders, "1f1f0-1f1f7.svg")
    assert html.count("\U000f0000") == 1


def test_what_is_no_emoji_there_stays_a_letter(draw):
    deck = "<div>🎉</div>\n\n`:tada:` https://example.com/:tada: :no_such: ☺ \U0001faea"

    drawn = draw(deck)

    assert not IMAGE.search(drawn.html[0])
    assert "Twemoji" not in drawn.css
    # Newer than the pictures.
    assert "\U0001faea" in drawn.html[0]


def test_slides_with_emoji_name_those_who_drew_them(draw):
    assert "Twemoji by Twitter, Inc. and other contributors, CC-BY 4.0" in draw("🎉").css


def test_every_shortcode_is_read_as_marp_reads_it_and_has_its_picture(draw):
    names = sorted(emoji._shortcodes())
    deck = "\n\n".join(f":{name}:" for name in names)

    shown = IMAGE.sub(r"\1", draw(deck).html[0])

    assert re.findall(r"<p>(.*?)</p>", shown) == draw_shortcodes(deck).split("\n\n")
    pictures = {sign for sign, _ in IMAGE.findall(draw(deck).html[0])}
    assert [
        name for name in names if draw_shortcodes(f":{name}:") not in pictures
    ] == LETTERS.split()
