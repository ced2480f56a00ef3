"""Pages of a PDF as pictures."""

from __future__ import annotations

import io

import pikepdf
import pytest
from PIL import Image

from tests.apps.portfolio.pictures import BLUE, GREEN, RED, close_to, document
from touchstone.apps.portfolio.drawing import NotDrawn, page_of, pages_of


def test_each_page_is_drawn_by_its_number() -> None:
    content = io.BytesIO(document(3))
    assert pages_of(content) == 3
    for number, colour in enumerate((RED, GREEN, BLUE), 1):
        image = Image.open(io.BytesIO(page_of(content, number)))
        assert (image.format, image.height) == ("JPEG", 1600)
        assert close_to(image.getpixel((image.width // 2, 800)), colour)


@pytest.mark.parametrize("number", [0, -1, 4, 10**9])
def test_a_page_that_is_not_there_is_not_drawn(number: int) -> None:
    with pytest.raises(NotDrawn, match="no such page"):
        page_of(io.BytesIO(document(3)), number)


def test_a_page_as_large_as_a_field_is_drawn_in_the_same_size() -> None:
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14_400, 14_400))
        pdf.save(held)
    assert Image.open(io.BytesIO(page_of(held, 1))).size == (1600, 1600)


def test_what_was_typed_into_a_form_is_drawn() -> None:
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 300))
        look = pdf.make_stream(b"1 0 0 rg 0 0 200 300 re f", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form)
        look.BBox = [0, 0, 200, 300]
        field = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="name", V="M1",
                Rect=[0, 0, 200, 300], F=4, AP=pikepdf.Dictionary(N=look),
            )
        )  # fmt: skip
        page.Annots = pdf.make_indirect(pikepdf.Array([field]))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
        pdf.save(held)
    red, green, blue = Image.open(io.BytesIO(page_of(held, 1))).getpixel((500, 800))  # type: ignore[misc]
    assert red > green + 20
    assert red > blue + 20


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"", document()[:200]])
def test_what_is_no_whole_pdf_is_not_drawn(content: bytes) -> None:
    with pytest.raises(NotDrawn, match="damaged"):
        pages_of(io.BytesIO(content))


def test_a_page_without_end_is_given_up() -> None:
    held = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 300))
        forms = [pdf.make_stream(b"0 0 200 300 re f")]
        for _ in range(12):  # each draws the one before it a hundred times
            form = pdf.make_stream(b"/X Do " * 100)
            form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, [0, 0, 200, 300]
            form.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=forms[-1]))
            forms[-1].Type, forms[-1].Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
            forms[-1].BBox = [0, 0, 200, 300]
            forms.append(form)
        page.Contents = pdf.make_stream(b"/X Do")
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=forms[-1]))
        pdf.save(held)
    with pytest.raises(NotDrawn, match="too large or too intricate"):
        page_of(held, 1)
