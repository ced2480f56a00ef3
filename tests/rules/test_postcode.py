"""Postcodes are told from what is none, and written as on an envelope."""

from __future__ import annotations

import pytest

from touchstone.rules.postcode import tidy


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("SW1A 1AA", "SW1A 1AA"),
        ("sw1a1aa", "SW1A 1AA"),
        (" m1  1ae ", "M1 1AE"),
        ("B33 8TH", "B33 8TH"),
        ("CR2 6XH", "CR2 6XH"),
        ("DN55 1PT", "DN55 1PT"),
        ("W1A 1HQ", "W1A 1HQ"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("gir0aa", "GIR 0AA"),
        ("BF1 3AA", "BF1 3AA"),
    ],
)
def test_a_postcode_is_written_as_on_an_envelope(typed: str, written: str) -> None:
    assert tidy(typed) == written


@pytest.mark.parametrize(
    "typed", ["", "SW1A", "1AA SW1A", "QW1 1AA", "SW1A 1AAA", "SW1A-1AA", "12345", "ＳＷ１Ａ１ＡＡ", "M1 1CV"]
)
def test_what_has_another_form_is_none(typed: str) -> None:
    assert tidy(typed) is None
