from __future__ import annotations

import pytest

from touchstone.rules.uln import PLACEHOLDER, trouble


def test_a_number_whose_check_digit_fits() -> None:
    assert trouble("9276308686") is None


@pytest.mark.parametrize(
    ("uln", "why"),
    [
        ("9276308685", "check digit"),
        ("9267308686", "check digit"),  # two digits swapped
        (PLACEHOLDER, "placeholder"),
        ("0276308686", "zero"),
        ("927630868", "ten digits"),
        ("92763086860", "ten digits"),
        ("927630868X", "ten digits"),
        (" 9276308686", "ten digits"),
        ("９２７６３０８６８６", "ten digits"),  # full-width digits
        ("²276308686", "ten digits"),
        ("1000108001", "check digit"),  # a sandbox number
    ],
)
def test_a_number_that_cannot_be_says_why(uln: str, why: str) -> None:
    said = trouble(uln)
    assert said is not None
    assert why in said


def test_one_wrong_digit_is_always_found() -> None:
    right = "9276308686"
    wrong = {right[:i] + digit + right[i + 1 :] for i in range(10) for digit in "0123456789"} - {right}
    assert all(trouble(uln) for uln in wrong)
