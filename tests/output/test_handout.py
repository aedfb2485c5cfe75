"""A handout has each slide once, with its own notes or lines for new ones beside it."""

import re

from executed_slides.output.handout import LINES, compose_handout

SLIDES = (
    "<html><head><style>section { color: red }</style></head><body>"
    '<svg data-marpit-svg=""><section><svg>1</svg></section></svg>'
    '<svg data-marpit-svg=""><section>2</section></svg>'
    "<script>1</script></body></html>"
)
DECK = (
    '<svg data-marpit-svg=""></svg><div class="bespoke-marp-note" data-index="1" tabindex="0">'
    "<p>둘째 &amp; 노트</p><p>더</p></div><script>1</script>"
)


def rows(page: str) -> list[tuple[str, str]]:
    return re.findall(
        r"<article class=\"handout\">(.*?)<aside><p class=\"number\">(.*?)</aside></article>", page
    )


def test_each_slide_has_its_own_notes_beside_it():
    first, second = rows(compose_handout(SLIDES, DECK, [1, 2]))

    assert first == (
        '<svg data-marpit-svg=""><section><svg>1</svg></section></svg>',
        "1</p>" + "<hr>" * LINES,
    )
    assert second == (
        '<svg data-marpit-svg=""><section>2</section></svg>',
        "2</p><p>둘째 &amp; 노트</p><p>더</p>",
    )


def test_the_appendix_is_not_handed_out():
    assert [number[0] for _, number in rows(compose_handout(SLIDES, DECK, [1]))] == ["1"]


def test_slides_are_handed_out_in_the_order_that_is_asked():
    second, first = rows(compose_handout(SLIDES, DECK, [2, 1]))

    assert second[1].startswith("1</p><p>둘째")
    assert first[1] == "2</p>" + "<hr>" * LINES


def test_the_rest_of_the_page_is_kept():
    page = compose_handout(SLIDES, DECK, [1, 2])

    assert page.startswith("<html><head><style>section { color: red }</style></head><body>")
    assert page.endswith("<script>1</script></body></html>")
