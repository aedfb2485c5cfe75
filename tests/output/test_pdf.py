"""A PDF's links lead home wherever it lies, and the rest of it stays byte for byte."""

import re
import zlib

import pytest

from executed_slides.output.pdf import find_objects, lead_links_home, unpack


def link(address: str) -> bytes:
    return f"<< /Subtype /Link /A << /S /URI /URI ({address}) >> >>".encode()


def plain_pdf(*objects: bytes) -> bytes:
    """A PDF whose table is text, as a browser writes it."""
    content = b"%PDF-1.4\n"
    for number, text in enumerate(objects, 1):
        content += b"%d 0 obj\n%s\nendobj\n" % (number, text)
    trailer = b"<< /Size %d /Root 1 0 R /Info 2 0 R >>" % (len(objects) + 1)
    table = b"xref\n0 1\n0000000000 65535 f \ntrailer\n" + trailer
    return content + table + b"\nstartxref\n%d\n%%%%EOF\n" % len(content)


def packed_pdf(*objects: bytes) -> bytes:
    """A PDF whose objects and table are packed in streams, as Marp writes it."""
    numbers, offset = [], 0
    for number, text in enumerate(objects, 1):
        numbers.append(b"%d %d" % (number, offset))
        offset += len(text) + 1
    index = b" ".join(numbers) + b"\n"
    packed = zlib.compress(index + b"\n".join(objects) + b"\n")
    about = b"<< /Type /ObjStm /N %d /First %d /Length %d >>" % (
        len(objects),
        len(index),
        len(packed),
    )
    content = b"%%PDF-1.7\n9 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (about, packed)
    table = b"10 0 obj\n<< /Size 11 /Root 1 0 R /Type /XRef >>\nstream\n\nendstream\nendobj"
    return content + table + b"\nstartxref\n%d\n%%%%EOF" % len(content)


@pytest.mark.parametrize("make", [plain_pdf, packed_pdf])
def test_links_into_the_makers_machine_lead_home(make, tmp_path):
    home = tmp_path / "slides"
    there = [b"<< /Type /Catalog >>", b"<< /Title (a) >>", link("https://example.org/")]
    machine = link(f"{(home / 'lab' / '가.html').as_uri()}#cell-1")
    pdf = make(*there, machine, link((tmp_path / "results" / "a.json").as_uri()))

    led = lead_links_home(pdf, home)

    assert led.startswith(pdf)
    assert list(find_objects(led[len(pdf) :])) == [
        (4, link("lab/%EA%B0%80.html#cell-1")),
        (5, link("../results/a.json")),
    ]


@pytest.mark.parametrize("make", [plain_pdf, packed_pdf])
def test_an_update_is_found_from_the_end_and_leads_to_the_former_table(make, tmp_path):
    pdf = make(b"<< /Type /Catalog >>", link((tmp_path / "a.html").as_uri()))
    former = int(re.search(rb"startxref\n(\d+)", pdf)[1])

    led = lead_links_home(pdf, tmp_path)

    table = led[int(re.findall(rb"startxref\n(\d+)", led)[-1]) :]
    assert b"/Prev %d" % former in table
    assert b"/Root 1 0 R" in table
    place = led.rindex(b"2 0 obj")
    assert b"%010d 00000 n" % place in table or place.to_bytes(5, "big") in table
    assert led.endswith(b"%%EOF\n")


def test_a_pdf_without_such_links_is_the_same(tmp_path):
    pdf = packed_pdf(b"<< /Type /Catalog >>", link("https://example.org/"), link("mailto:a@b.c"))

    assert lead_links_home(pdf, tmp_path) == pdf


def test_a_name_with_a_bracket_stays_one_address(tmp_path):
    pdf = plain_pdf(b"<<>>", link((tmp_path / "a").as_uri() + "\\(1\\).html"))

    assert list(find_objects(lead_links_home(pdf, tmp_path)))[-1].content == link("a%281%29.html")


def test_damaged_streams_are_passed_over():
    pdf = packed_pdf(b"<< /Type /Catalog >>").replace(b"stream\nx", b"stream\n\0")

    assert unpack(pdf) == [pdf]
    assert list(find_objects(pdf)) == []
