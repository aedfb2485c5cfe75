"""What the finished HTML of a deck shows, and all that it holds besides."""

import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

from executed_slides.base.command_line import command
from executed_slides.base.files import is_file, read_utf8, sha256
from executed_slides.proof import marp_markup
from executed_slides.proof.inventory import Inventory, ShownPicture, ShownSlide, squeeze
from executed_slides.proof.pictures import (
    SOURCES,
    STYLE_URL,
    find_sources,
    inlined_picture,
    picture_at,
)

VOID = frozenset(("img", "br", "hr", "meta", "link", "input", "source", "wbr", "col", "track"))
_DIRECTIVES = {
    "og:title": "title",
    "og:description": "description",
    "article:author": "author",
    "og:image": "image",
    "og:url": "url",
}
_ABOUT = frozenset(("author", "description", "keywords", *_DIRECTIVES))


def read_finished_html(html: Path, emoji: Path | None = None) -> Inventory:
    """The inventory of a finished HTML, its pictures inlined or lying beside it.

    The pictures of emoji are those in the folder `emoji`, if it is there.
    """
    reader = _PageReader(html.parent, emoji if emoji and emoji.is_dir() else None)
    reader.feed(read_utf8(html, html.name, f"`{command()}` makes it anew"))
    reader.close()
    return reader.inventory


class _PageReader(HTMLParser):
    """Takes Marp's page apart: what is on each slide, and what is neither there nor Marp's own."""

    def __init__(self, folder: Path, emoji: Path | None):
        super().__init__()
        self.folder, self.emoji = folder, emoji
        self.inventory = Inventory()
        self.open: list[str] = []
        # Where, in `open`, that stands which the reader is in.
        self.depths: dict[str, int] = {}
        self.slide = self.noted = ShownSlide()
        self.styles = 0
        self.takes_settings = False

    # ---- Where one is ----

    def enter(self, place: str) -> None:
        self.depths.setdefault(place, len(self.open))

    def is_in(self, place: str) -> bool:
        return place in self.depths

    @property
    def parent(self) -> str:
        return self.open[-1] if self.open else ""

    # ---- Tags ----

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        about = {name: value or "" for name, value in attributes}
        if "data-marpit-svg" in about:
            self.slide = ShownSlide()
            self.inventory.slides.append(self.slide)
        if _is_formula(tag, about) or self.is_in("formula"):
            self.take_formula_tag(tag, about)
        elif "data-marpit-svg" in about or self.is_in("slide"):
            self.take_slide_tag(tag, about)
        else:
            self.take_page_tag(tag, about)
        if tag in VOID:
            return
        self.open.append(tag)
        self.enter_tag(tag, about)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        # HTML takes no notice of the slash, where a drawing does.
        if self.is_in("formula"):
            self.handle_endtag(tag)

    def enter_tag(self, tag: str, about: dict[str, str]) -> None:
        classes = about.get("class", "").split()
        if "data-marpit-svg" in about:
            self.enter("slide")
        elif "bespoke-marp-note" in classes and not self.is_in("slide"):
            self.noted = self.slide_at(about.get("data-index", ""))
            self.enter("note")
        elif tag == "section" and self.open[-2:-1] == ["foreignobject"]:
            layer = about.get("data-marpit-advanced-background", "content")
            self.enter(layer if layer in ("background", "pseudo") else "content")
        elif _is_formula(tag, about) and not self.is_in("formula"):
            self.slide.formulas.append("")
            self.enter("formula")
        elif "katex-mathml" in classes:
            self.enter("spoken")
        elif tag in ("style", "script", "pre", "title", "button", "figcaption"):
            self.enter(tag)
            if tag == "pre" and self.is_in("slide"):
                self.slide.code.append("")
        elif tag in ("header", "footer") and self.open[-2] == "section":
            self.enter(tag)

    def handle_endtag(self, tag: str) -> None:
        above = self.open
        if tag not in ("foreignobject", "svg") and "foreignobject" in above:
            # What stands on a slide ends nothing around it.
            above = above[len(above) - above[::-1].index("foreignobject") :]
        if tag not in above:
            return
        while self.open and self.open.pop() != tag:
            pass
        depth = len(self.open)
        self.depths = {place: at for place, at in self.depths.items() if at <= depth}

    def slide_at(self, index: str) -> ShownSlide:
        slides = self.inventory.slides
        if index.isdigit() and int(index) < len(slides):
            return slides[int(index)]
        self.inventory.strange.append(f"a note of no slide, {index!r}")
        return ShownSlide()

    # ---- What tags show ----

    def take_page_tag(self, tag: str, about: dict[str, str]) -> None:
        if tag == "meta" and (name := about.get("name") or about.get("property")) in _ABOUT:
            self.inventory.about[name] = about.get("content", "")
        elif tag == "html":
            self.inventory.about["lang"] = about.get("lang", "")
        elif tag == "script":
            self.takes_settings = "type" in about
        self.inventory.strange += marp_markup.find_page_markup(tag, about)

    def take_slide_tag(self, tag: str, about: dict[str, str]) -> None:
        slide = self.slide
        is_ground = self.is_in("background")
        foreign = marp_markup.find_slide_markup(
            tag, {k: v for k, v in about.items() if k not in SOURCES}, self.parent, is_ground
        )
        slide.markup.update(foreign)
        if tag in ("a", "img") and about.get("title"):
            slide.titles.add(squeeze(about["title"]))
        if tag == "a" and "href" in about:
            slide.links.append(about["href"])
        elif tag == "section" and self.parent == "foreignobject" and not slide.about:
            # Its words and what lies behind them have the same, if they are two.
            self.take_page(about)
        alt = about.get("alt", "")
        if tag == "img" and "data-marp-twemoji" in about and self.draws(alt, about.get("src", "")):
            self.take_words(alt)  # A letter that is drawn by a picture.
            return
        is_filtered = "filter" in marp_markup.read_styles(about.get("style", ""))
        slide.pictures += [
            self.picture(address, alt)._replace(is_filtered=is_filtered)
            for address in find_sources(tag, about)
        ]
        for address in STYLE_URL.findall(about.get("style", "")):
            if tag == "figure":
                ground = self.picture(address, "")
                slide.grounds.append(ground._replace(is_filtered=is_filtered))

    def take_page(self, about: dict[str, str]) -> None:
        styles = marp_markup.read_styles(about.get("style", ""))
        ground = styles.get("background-image", "")
        address = STYLE_URL.search(ground)
        self.slide.page = about.get("data-marpit-pagination", "")
        self.slide.about = {
            "class": about.get("class", ""),
            "color": styles.get("color", ""),
            "background-color": styles.get("background-color", ""),
            "background-image": self.picture(address[1], "").sha256 if address else squeeze(ground),
        }

    def take_formula_tag(self, tag: str, about: dict[str, str]) -> None:
        """MathJax draws each sign as a shape, and says which one it is."""
        code = about.get("data-c", "")
        if code and re.fullmatch(r"[0-9A-Fa-f]{1,6}", code):
            self.slide.formulas[-1] += squeeze(chr(int(code, 16)))
        if any(name.startswith("on") for name in about) or tag in ("script", "foreignobject", "a"):
            self.slide.markup.update(marp_markup.find_markup(tag, about))

    def draws(self, sign: str, address: str) -> bool:
        """Whether a picture is that of an emoji, as far as this machine has these pictures."""
        if self.emoji is None:
            return True
        name = "-".join(f"{ord(part):x}" for part in sign)
        files = [self.emoji / f"{known}.svg" for known in (name, name.replace("-fe0f", ""))]
        return self.picture(address, "").sha256 in [sha256(file) for file in files if is_file(file)]

    def picture(self, address: str, alt: str) -> ShownPicture:
        return inlined_picture(address, alt) or picture_at(address, self.folder, alt)

    # ---- What stands between tags ----

    def handle_data(self, data: str) -> None:
        if self.is_in("script"):
            if self.takes_settings:
                self.inventory.show += data
            elif not marp_markup.is_known_script(data):
                self.inventory.strange.append("a script that is not Marp's")
        elif self.is_in("style"):
            self.take_style(data)
        elif self.is_in("slide"):
            self.take_words(data)
        elif self.is_in("note"):
            self.noted.notes.append(squeeze(data))
        elif self.is_in("title"):
            self.inventory.about["title"] = data
        elif data.strip() and not (self.is_in("button") and data in marp_markup.LABELS):
            self.inventory.strange.append(f"{data.strip()[:40]!r} outside of all slides")

    def take_style(self, data: str) -> None:
        if marp_markup.TRANSITIONS.fullmatch(data) and not self.is_in("slide"):
            return
        self.styles += 1
        if self.is_in("slide"):
            self.inventory.strange.append("a style on a slide")
        elif self.styles == 1 and hashlib.sha256(data.encode()).hexdigest() != marp_markup.STYLE:
            self.inventory.strange.append("another style than Marp's for what turns the slides")
        elif self.styles > 2:
            self.inventory.strange.append("a style beside Marp's and the theme's")

    def take_words(self, data: str) -> None:
        slide, words = self.slide, squeeze(data)
        if self.is_in("formula"):
            # KaTeX says each formula once more, for those who hear it.
            slide.formulas[-1] += "" if self.is_in("spoken") else words
        elif self.is_in("figcaption"):
            if slide.grounds:
                ground = slide.grounds[-1]
                slide.grounds[-1] = ground._replace(alt=ground.alt + words)
        elif self.is_in("header"):
            slide.header += words
        elif self.is_in("footer"):
            slide.footer += words
        elif words and not self.is_in("content"):
            slide.markup[f"{words[:40]!r} outside of its page"] += 1
        else:
            if self.is_in("pre"):
                slide.code[-1] += data
            if words:
                slide.texts.append(words)

    def handle_comment(self, data: str) -> None:
        self.take_unseen(f"a comment, {data.strip()[:40]!r}")

    def handle_pi(self, data: str) -> None:
        self.take_unseen(f"<?{data[:40]}>")

    def unknown_decl(self, data: str) -> None:
        self.take_unseen(f"<![{data[:40]}>")

    def take_unseen(self, what: str) -> None:
        if self.is_in("slide"):
            self.slide.markup[what] += 1
        else:
            self.inventory.strange.append(what)


def _is_formula(tag: str, attributes: dict[str, str]) -> bool:
    classes = attributes.get("class", "").split()
    return tag == "mjx-container" or (tag == "span" and "katex" in classes)
