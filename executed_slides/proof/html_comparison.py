"""Where the finished HTML of a deck does not show what was ordered, or shows something besides."""

from collections import Counter
from collections.abc import Callable, Iterator

from executed_slides.proof.drawn_formulas import draws_numbers
from executed_slides.proof.inventory import (
    Inventory,
    Mismatch,
    ShownPicture,
    ShownSlide,
    first_difference,
    quote,
    squeeze,
)

# By which name a record was asked for what stands at a place of the Markdown, if it was.
KeyAt = Callable[[int], str | None]

_ABOUT = {
    "og:title": "title",
    "author": "author",
    "article:author": "author",
    "description": "description",
    "og:description": "description",
    "keywords": "keywords",
    "og:image": "image",
    "og:url": "url",
    "lang": "lang",
}


def compare_html(ordered: Inventory, shown: Inventory, key_at: KeyAt) -> Iterator[Mismatch]:
    """Everything in which the HTML is another one than was ordered, slide by slide."""
    for strange in dict.fromkeys(shown.strange):
        yield Mismatch(0, f"holds {strange}, which is neither Marp's nor the Markdown's")
    yield from _compare_about(ordered, shown)
    if ordered.show != shown.show:
        does = "has other" if shown.show else "lacks the"
        yield Mismatch(0, f"{does} settings of its show")
    if len(ordered.slides) != len(shown.slides):
        yield Mismatch(0, f"{len(shown.slides)} slides, the Markdown has {len(ordered.slides)}")
        return
    # A title may stand beside its address, on whichever slide that is.
    titles = {title for slide in ordered.slides for title in slide.titles}
    for number, slides in enumerate(zip(ordered.slides, shown.slides, strict=True), 1):
        for title in sorted(slides[1].titles - titles):
            yield Mismatch(
                number, f"has the title {_shorten(title)!r}, which the Markdown does not"
            )
        for message in _compare_slide(*slides, key_at):
            yield Mismatch(number, message)


def _compare_about(ordered: Inventory, shown: Inventory) -> Iterator[Mismatch]:
    title = shown.about.get("title", "")
    meant = ordered.about.get("title")
    if meant is not None and squeeze(meant) != squeeze(title):
        yield Mismatch(0, f"is titled {title!r}, not {meant!r}")
    for name, directive in _ABOUT.items():
        if name not in shown.about:
            continue
        says, meant = shown.about[name], ordered.about.get(directive)
        if meant is None and name == "og:title":
            meant = title
        if meant is None and name == "lang":
            continue  # It is then the machine's.
        if meant is None or squeeze(meant) != squeeze(says):
            yield Mismatch(0, f"says of itself {name} {says!r}, not {meant!r}")


def _compare_slide(ordered: ShownSlide, shown: ShownSlide, key_at: KeyAt) -> Iterator[str]:
    yield from _compare_words(ordered, shown, key_at)
    yield from _compare_code(ordered, shown)
    for part in ("header", "footer", "page"):
        ours, theirs = getattr(ordered, part), getattr(shown, part)
        if ours != theirs:
            name = "page number" if part == "page" else part
            yield f"has the {name} {theirs!r}, not {ours!r}"
    yield from _compare_formulas(ordered, shown)
    yield from _compare_pictures(ordered.pictures, shown.pictures, "picture")
    yield from _compare_pictures(ordered.grounds, shown.grounds, "background")
    yield from compare_notes(ordered, shown.spoken)
    yield from _compare_links(ordered, shown)
    for name, says in shown.about.items():
        meant = ordered.about.get(name, "")
        if squeeze(says) != squeeze(meant):
            yield f"has the {name} {_shorten(says)!r}, not {_shorten(meant)!r}"
    for markup in shown.markup - ordered.markup:
        yield f"holds {_shorten(markup)}, which the Markdown does not"


def compare_notes(ordered: ShownSlide, spoken: str) -> Iterator[str]:
    if ordered.spoken != spoken:
        at = first_difference(spoken, ordered.spoken)
        yield f"has notes that say {quote(spoken, at)}, not {quote(ordered.spoken, at)}"


def _compare_words(ordered: ShownSlide, shown: ShownSlide, key_at: KeyAt) -> Iterator[str]:
    ours, theirs = ordered.words, shown.words
    if ours == theirs:
        return
    at = first_difference(theirs, ours)
    keys = (key_at(place) for place in ordered.places[at : at + 1])
    key = next((key for key in keys if key), None)
    from_record = f", which is {key}" if key else ""
    yield f"shows {quote(theirs, at)}, not {quote(ours, at)}{from_record}"


def _compare_code(ordered: ShownSlide, shown: ShownSlide) -> Iterator[str]:
    """Each block line by line: in code, the white space in front counts."""
    theirs = [code.rstrip("\n") for code in shown.code]
    rest = iter(theirs)
    for code in ordered.code:
        code = code.rstrip("\n")
        if code in rest:
            continue
        first = code.strip().partition("\n")[0]
        other = next((t for t in theirs if squeeze(first) in squeeze(t)), "")
        pairs = zip(code.split("\n"), other.split("\n"), strict=False)
        line = next((n for n, (a, b) in enumerate(pairs, 1) if a != b), None)
        where = f"line {line} of " if line else ""
        yield f"does not show {where}the code that begins {first[:40]!r} as it is"
        return


def _compare_formulas(ordered: ShownSlide, shown: ShownSlide) -> Iterator[str]:
    """MathJax draws what TeX says: of its words only numbers can be told again."""
    if len(ordered.formulas) != len(shown.formulas):
        yield f"shows {len(shown.formulas)} formulas, the Markdown has {len(ordered.formulas)}"
        return
    for tex, drawn in zip(ordered.formulas, shown.formulas, strict=True):
        if not draws_numbers(tex, drawn):
            yield f"draws {drawn[:40]!r} where the formula is {tex[:40]!r}"


def _compare_pictures(
    ordered: list[ShownPicture], shown: list[ShownPicture], what: str
) -> Iterator[str]:
    ours, theirs = [p.sha256 for p in ordered], [p.sha256 for p in shown]
    lost, added = Counter(ours) - Counter(theirs), Counter(theirs) - Counter(ours)
    if lost:
        names = ", ".join(dict.fromkeys(p.source for p in ordered if p.sha256 in lost))
        does = "shows another one than" if added else "lacks"
        yield f"{does} the {what} {names}"
    elif added:
        yield f"shows a {what} that the Markdown does not"
    elif ours != theirs:
        yield f"shows its {what}s in another order"
    else:
        for mine, other in zip(ordered, shown, strict=True):
            if mine.alt != other.alt:
                yield f"says of the {what} {mine.source} {other.alt!r}, not {mine.alt!r}"
            if other.is_filtered and not mine.is_filtered:
                yield f"shows the {what} {mine.source} through a filter"


def _compare_links(ordered: ShownSlide, shown: ShownSlide) -> Iterator[str]:
    lost, added = (
        Counter(ordered.links) - Counter(shown.links),
        Counter(shown.links) - Counter(ordered.links),
    )
    said = f"{ordered.header} {ordered.words} {ordered.footer}"
    for link in added:
        scheme, _, address = link.partition(":")
        if scheme == "mailto" and squeeze(address) in said:
            continue  # Marp makes a link of each address of e-mail.
        yield f"leads to {_shorten(link)!r}, which the Markdown does not"
    for link in lost:
        yield f"does not lead to {_shorten(link)!r}"


def _shorten(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
