"""An SVG that is no whole picture, or that would act where it is opened by itself, is refused."""

import pytest

from executed_slides.base.picture_files import find_fault_in

NAMESPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def fault(inside: str, before: str = "") -> str | None:
    return find_fault_in(f"{before}<svg {NAMESPACES}>{inside}</svg>".encode())


@pytest.mark.parametrize(
    ("inside", "held"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ('<g><svg:SCRIPT href="#a"/></g>', "<svg:SCRIPT>"),
        ('<foreignObject><iframe srcdoc="x"/></foreignObject>', "<iframe>"),
        ('<rect onload="alert(1)"/>', "the attribute onload"),
        ('<rect OnClick="alert(1)"/>', "the attribute OnClick"),
        ('<a href="javascript:alert(1)"/>', "a script in the attribute href"),
        ('<a xlink:href=" java&#10;Script:alert(1)"/>', "a script in the attribute xlink:href"),
        (
            '<a><set attributeName="href" to="javascript:alert(1)"/></a>',
            "a script in the attribute to",
        ),
    ],
)
def test_what_acts_where_it_is_opened_is_refused(inside, held):
    assert fault(inside) == f"holds {held}, which a picture has no use for"


@pytest.mark.parametrize(
    "entity", ['a "aaaa"', 'a SYSTEM "file:///etc/passwd"', '% a "aaaa"', 'a PUBLIC "x" "y"']
)
def test_an_entity_is_refused_before_it_stands_for_anything(entity):
    found = fault("", f"<!DOCTYPE svg [<!ENTITY {entity}>]>")

    assert found == "holds the entity a, which a picture has no use for"


@pytest.mark.parametrize(
    ("inside", "why"),
    [
        ("<g>", "mismatched tag: line 1, column "),
        ("a & b", "not well-formed (invalid token): line 1, column "),
        ('<rect x=1 y="2"/>', "not well-formed (invalid token): line 1, column "),
    ],
)
def test_what_is_no_xml_is_refused_with_its_place(inside, why):
    assert str(fault(inside)).startswith(f"is no well-formed SVG: {why}")


@pytest.mark.parametrize(
    "inside",
    [
        '<rect style="fill: url(#a)" id="one"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">words</p></foreignObject>',
        '<a href="https://example.org/"><text>book</text></a>',
        "<text>onload of the javascript</text>",
        '<animate attributeName="x" to="3"/>',
    ],
)
def test_what_drawing_programs_write_is_good(inside):
    assert fault(inside) is None
    assert fault(inside, '<?xml version="1.0"?>\n<!DOCTYPE svg PUBLIC "a" "b.dtd">\n') is None
