"""A PDF's links lead home wherever it lies, its fonts are known, and the rest of it stays."""

import contextlib
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, ObjectStreamMode

from executed_slides.base.errors import DeckError
from executed_slides.output.pdf import clear_note_icons, lead_links_home, read_pdf_fonts, write_xmp

# As Marp writes its objects, and as a browser does.
both_ways = pytest.mark.parametrize("packed", [True, False], ids=["packed", "plain"])


def write_pdf(path: Path, *links, add=lambda pdf: None, packed=True) -> Path:
    """Writes a page with these links, and what `add` adds."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.Annots = Array(links)
        page.resources.Font = Dictionary(F1=font("/ABCDEF+Pretendard-Bold"))
        add(pdf)
        mode = ObjectStreamMode.generate if packed else ObjectStreamMode.disable
        pdf.save(path, object_stream_mode=mode, compress_streams=packed)
    return path


def link(address: str) -> Dictionary:
    return Dictionary(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=address))


def link_to(file: Path) -> Dictionary:
    return link(file.as_uri())


def font(name: str) -> Dictionary:
    return Dictionary(Type=Name.Font, BaseFont=Name(name))


def drawing(pdf: pikepdf.Pdf, font_name: str, **about) -> pikepdf.Stream:
    return pdf.make_stream(b"", Resources=Dictionary(Font=Dictionary(F1=font(font_name))), **about)


def read_links(path: Path) -> list[str]:
    with pikepdf.open(path, attempt_recovery=False) as pdf:
        return [str(note.A.URI) for page in pdf.pages for note in page.obj.Annots]


@both_ways
def test_links_into_the_makers_machine_lead_home(tmp_path, packed):
    home = tmp_path / "slides"
    links = [
        link("https://example.org/"),
        link(f"{(home / 'lab' / '가.html').as_uri()}#cell-1"),
        link_to(tmp_path / "results" / "a.json"),
        link("mailto:a@b.c"),
    ]
    pdf = write_pdf(tmp_path / "talk.pdf", *links, packed=packed)

    lead_links_home(pdf, "talk.pdf", home)

    assert read_links(pdf) == [
        "https://example.org/",
        "lab/%EA%B0%80.html#cell-1",
        "../results/a.json",
        "mailto:a@b.c",
    ]


@pytest.mark.parametrize("odd", ["file://[a/b.html", "file:", "file://", "file:#a"])
def test_a_link_that_leads_to_no_file_stays_as_it_is(tmp_path, odd):
    pdf = write_pdf(tmp_path / "talk.pdf", link(odd))

    lead_links_home(pdf, "talk.pdf", tmp_path)

    assert read_links(pdf) == [odd]


def test_a_name_with_a_bracket_stays_one_address(tmp_path):
    address = f"{(tmp_path / 'a').as_uri()}(1).html?b=(2)#(3)"
    pdf = write_pdf(tmp_path / "talk.pdf", link(address))

    lead_links_home(pdf, "talk.pdf", tmp_path)

    assert read_links(pdf) == ["a%281%29.html?b=(2)#(3)"]


def add_what_else_a_deck_has(pdf: pikepdf.Pdf) -> None:
    page, root = pdf.pages[0].obj, pdf.Root
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf (a) Tj ET")
    page.Annots.append(pdf.make_indirect(Dictionary(Subtype=Name.Text, Contents="노트", P=page)))
    page.Annots.append(Dictionary(Subtype=Name.Link, Dest=Name("/2")))
    root.Dests = Dictionary({"/2": Array([page, Name.XYZ, 0, 540, 0])})
    root.MarkInfo = Dictionary(Marked=True)
    root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.StructTreeRoot.K = Dictionary(S=Name.Figure, Alt="손실", Pg=page, P=root.StructTreeRoot)
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem("과대적합", 0))
    pdf.docinfo["/Title"] = "신경망"


def find_differences(ours: pikepdf.Pdf, theirs: pikepdf.Pdf) -> Iterator[str]:
    """Where two PDFs part, by a way there; the numbers of their objects do not count."""
    ahead = [(key, ours.trailer[key], theirs.trailer[key]) for key in ("/Root", "/Info")]
    seen = set()
    while ahead:
        way, one, other = ahead.pop()
        if isinstance(one, pikepdf.Object) and one.is_indirect:
            if (one.objgen, other.objgen) in seen:
                continue
            seen.add((one.objgen, other.objgen))
        if isinstance(one, pikepdf.Stream):
            if one.read_bytes() != other.read_bytes():
                yield f"{way}/…"
            one, other = one.stream_dict, other.stream_dict
        if isinstance(one, Dictionary):
            keys = sorted({*one.keys(), *other.keys()} - {"/Length", "/Filter"})
            ahead += [(f"{way}{key}", one.get(key), other.get(key)) for key in keys]
        elif isinstance(one, Array) and len(one) == len(other):
            ahead += [(f"{way}/{n}", one[n], other[n]) for n in range(len(one))]
        elif one != other:
            yield way


@both_ways
def test_all_but_the_links_stays_object_by_object(tmp_path, packed):
    links = [link_to(tmp_path / "a.html"), link("https://example.org/")]
    before = tmp_path / "before.pdf"
    write_pdf(before, *links, add=add_what_else_a_deck_has, packed=packed)
    pdf = shutil.copyfile(before, tmp_path / "talk.pdf")

    lead_links_home(pdf, "talk.pdf", tmp_path)

    with pikepdf.open(before) as ours, pikepdf.open(pdf) as theirs:
        [way] = find_differences(ours, theirs)
        assert way.endswith("/Annots/0/A/URI")
        assert ours.pdf_version == theirs.pdf_version


def render(pdf: Path) -> bytes:
    """The first page as a reader shows it, its annotations too."""
    with pypdfium2.PdfDocument(pdf) as document:
        return document[0].render(may_draw_forms=True, draw_annots=True).to_pil().tobytes()


def test_a_note_keeps_its_words_and_draws_no_icon(tmp_path):
    def note(pdf: pikepdf.Pdf) -> None:
        rect = Array([0, 20, 20, 20])  # As Marp writes it.
        about = {"Type": Name.Annot, "Subtype": Name.Text, "Name": Name.Note}
        pdf.pages[0].obj.Annots.append(
            pdf.make_indirect(Dictionary(Rect=rect, Contents="노트", **about))
        )

    empty = write_pdf(tmp_path / "empty.pdf")
    pdf = write_pdf(tmp_path / "talk.pdf", add=note)
    assert render(pdf) != render(empty)

    clear_note_icons(pdf, "talk.pdf")

    assert render(pdf) == render(empty)
    with pikepdf.open(pdf, attempt_recovery=False) as cleared:
        assert [str(one.Contents) for one in cleared.pages[0].obj.Annots] == ["노트"]


def test_a_pdf_without_notes_stays_as_it_is(tmp_path):
    pdf = write_pdf(tmp_path / "talk.pdf", link("https://example.org/"))
    before = pdf.read_bytes()

    clear_note_icons(pdf, "talk.pdf")

    assert pdf.read_bytes() == before


def test_equal_pdfs_become_equal_ones(tmp_path):
    one = write_pdf(tmp_path / "one.pdf", link_to(tmp_path / "a.html"))
    other = shutil.copyfile(one, tmp_path / "other.pdf")

    lead_links_home(one, "one.pdf", tmp_path)
    time.sleep(1.1)  # The usual identifier of a PDF is made of the second.
    lead_links_home(other, "other.pdf", tmp_path)

    assert one.read_bytes() == other.read_bytes()


def read_xmp(path: Path) -> dict:
    with pikepdf.open(path, attempt_recovery=False) as pdf:
        return dict(pdf.open_metadata())


def test_what_a_pdf_says_of_itself_stands_in_xmp_too(tmp_path):
    def say(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Lang = "ko"
        pdf.docinfo["/Title"] = "신경망 & <친구>"
        pdf.docinfo["/Author"] = "홍길동"
        pdf.docinfo["/CreationDate"] = "D:20260102030405Z"

    pdf = write_pdf(tmp_path / "talk.pdf", add=say)

    write_xmp(pdf, "talk.pdf")

    assert read_xmp(pdf) == {
        "{http://purl.org/dc/elements/1.1/}title": "신경망 & <친구>",
        "{http://purl.org/dc/elements/1.1/}creator": ["홍길동"],
        "{http://purl.org/dc/elements/1.1/}language": {"ko"},
        "{http://ns.adobe.com/xap/1.0/}CreateDate": "2026-01-02T03:04:05+00:00",
    }


def test_a_pdf_that_says_nothing_of_itself_gets_no_words(tmp_path):
    pdf = write_pdf(tmp_path / "talk.pdf")

    write_xmp(pdf, "talk.pdf")

    assert read_xmp(pdf) == {}


def test_all_but_the_xmp_stays_object_by_object(tmp_path):
    before = write_pdf(tmp_path / "before.pdf", add=add_what_else_a_deck_has)
    pdf = shutil.copyfile(before, tmp_path / "talk.pdf")

    write_xmp(pdf, "talk.pdf")

    with pikepdf.open(before) as ours, pikepdf.open(pdf) as theirs:
        assert [*find_differences(ours, theirs)] == ["/Root/Metadata"]


def test_equal_pdfs_have_equal_xmp(tmp_path):
    one = write_pdf(tmp_path / "one.pdf", add=add_what_else_a_deck_has)
    other = shutil.copyfile(one, tmp_path / "other.pdf")

    write_xmp(one, "one.pdf")
    time.sleep(1.1)  # The usual identifier of a PDF is made of the second.
    write_xmp(other, "other.pdf")

    assert one.read_bytes() == other.read_bytes()


def test_a_pdf_without_such_links_is_not_touched(tmp_path):
    strange = Dictionary(Subtype=Name.Link, A=Name.Strange)
    pdf = write_pdf(tmp_path / "talk.pdf", link("https://example.org/"), None, 5, strange)
    before = pdf.read_bytes()

    lead_links_home(pdf, "talk.pdf", tmp_path)

    assert pdf.read_bytes() == before


def test_fonts_are_named_page_by_page_without_the_tag_of_a_subset(tmp_path):
    def add(pdf):
        pdf.add_blank_page()
        fonts = [font("/D2Coding"), font("/Arial"), font("/ABCDEF+Arial")]
        pdf.add_blank_page().resources.Font = Dictionary(F1=fonts[0], F2=fonts[1], F3=fonts[2])

    pdf = write_pdf(tmp_path / "talk.pdf", add=add)

    assert read_pdf_fonts(pdf, "talk.pdf") == [["Pretendard-Bold"], [], ["Arial", "D2Coding"]]


def test_a_font_with_a_name_only_in_its_descriptor_is_named_by_it(tmp_path):
    def add(pdf):
        described = Dictionary(FontName=Name("/ABCDEF+NotoColorEmoji"))
        fonts = pdf.pages[0].resources.Font
        fonts.F2 = Dictionary(Subtype=Name.Type3, FontDescriptor=described)
        fonts.F3 = Dictionary(Subtype=Name.Type3)

    pdf = write_pdf(tmp_path / "talk.pdf", add=add)

    assert read_pdf_fonts(pdf, "talk.pdf") == [["NotoColorEmoji", "Pretendard-Bold"]]


def test_fonts_of_what_is_drawn_on_a_page_count(tmp_path):
    def add(pdf):
        resources = pdf.pages[0].resources
        form = drawing(pdf, "/Form", Subtype=Name.Form)
        bare = pdf.make_stream(b"", PatternType=1)
        form.Resources.Pattern = Dictionary(P1=drawing(pdf, "/Pattern", PatternType=1), P2=bare)
        resources.XObject = Dictionary(X1=form)
        mask = Dictionary(G=drawing(pdf, "/Mask", Subtype=Name.Form))
        resources.ExtGState = Dictionary(G1=Dictionary(SMask=mask))
        letters = Dictionary(Subtype=Name.Type3, CharProcs=Dictionary(a=pdf.make_stream(b"")))
        letters.Resources = Dictionary(Font=Dictionary(F1=font("/Letter")))
        resources.Font.F2 = letters

    pdf = write_pdf(tmp_path / "talk.pdf", add=add)

    assert read_pdf_fonts(pdf, "talk.pdf") == [
        ["Form", "Letter", "Mask", "Pattern", "Pretendard-Bold"]
    ]


def test_fonts_of_pages_to_which_links_and_notes_lead_do_not_count(tmp_path):
    def add(pdf):
        here, there = pdf.pages[0].obj, pdf.add_blank_page()
        there.resources.Font = Dictionary(F1=font("/Arial"))
        here.Annots.append(Dictionary(Subtype=Name.Link, Dest=Array([there.obj, Name.Fit])))
        here.Annots.append(Dictionary(Subtype=Name.Text, Contents="노트", P=there.obj))
        here.B = Array([Dictionary(P=there.obj)])

    pdf = write_pdf(tmp_path / "talk.pdf", add=add)

    assert read_pdf_fonts(pdf, "talk.pdf") == [["Pretendard-Bold"], ["Arial"]]


def test_a_pdf_without_a_page_is_told(tmp_path):
    pikepdf.new().save(tmp_path / "talk.pdf")

    with pytest.raises(DeckError) as error:
        read_pdf_fonts(tmp_path / "talk.pdf", "slides/talk.pdf")

    assert error.value.message == "slides/talk.pdf: no page can be found in it"
    assert error.value.hint == "`uv run build.py` makes it anew"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda pdf: b"", "can't find startxref"),
        (lambda pdf: b"no PDF at all", "can't find startxref"),
        (lambda pdf: pdf[:-30], "can't find startxref"),
        (lambda pdf: pdf[30:], "(offset "),
        (lambda pdf: pdf.replace(b"/Pages", b"/Pagan"), "unable to find page tree"),
        (lambda pdf: pdf.replace(b"/BaseFont", b" BaseFont"), "(object "),
        (lambda pdf: pdf.replace(b"+Pretend", b"+P#ff#ff"), "'utf-8' codec can't decode"),
    ],
)
def test_a_damaged_pdf_says_what_makes_it_anew(tmp_path, damage, reason):
    pdf = write_pdf(tmp_path / "talk.pdf", packed=False)
    pdf.write_bytes(damage(pdf.read_bytes()))

    with pytest.raises(DeckError) as error:
        read_pdf_fonts(pdf, "slides/talk.pdf")

    assert error.value.message.startswith(f"slides/talk.pdf: cannot be read as a PDF: {reason}")
    assert error.value.hint == "`uv run build.py` makes it anew, if the disk has room"


def test_a_locked_pdf_is_told(tmp_path):
    pdf = write_pdf(tmp_path / "talk.pdf")
    with pikepdf.open(pdf, allow_overwriting_input=True) as opened:
        opened.save(encryption=pikepdf.Encryption(owner="key", user="key"))

    with pytest.raises(DeckError, match="cannot be read as a PDF: invalid password"):
        read_pdf_fonts(pdf, "slides/talk.pdf")


@both_ways
def test_a_pdf_that_is_cut_short_anywhere_is_told(tmp_path, packed):
    pdf = write_pdf(tmp_path / "talk.pdf", packed=packed)
    whole = pdf.read_bytes()
    told = 0
    for length in range(len(whole)):
        pdf.write_bytes(whole[:length])
        try:
            assert read_pdf_fonts(pdf, "talk.pdf") == [["Pretendard-Bold"]]
        except DeckError:
            told += 1

    # Without its last word, it has all it holds.
    assert told == len(whole) - len("\n%%EOF\n")


@both_ways
def test_no_damage_of_a_byte_ends_in_a_traceback(tmp_path, packed):
    pdf = write_pdf(tmp_path / "talk.pdf", link_to(tmp_path / "a.html"), packed=packed)
    whole = pdf.read_bytes()
    for place in range(len(whole)):
        wrong = b"\0 /9>\xff"[place % 6]
        pdf.write_bytes(whole[:place] + bytes([wrong]) + whole[place + 1 :])
        with contextlib.suppress(DeckError):
            read_pdf_fonts(pdf, "talk.pdf")
            lead_links_home(pdf, "talk.pdf", tmp_path)
            write_xmp(pdf, "talk.pdf")
