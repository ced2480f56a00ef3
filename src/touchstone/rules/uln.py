"""The unique learner number and its check digit."""

from __future__ import annotations

PLACEHOLDER = "9999999999"  # what data returns carry when the number is not known


def trouble(uln: str) -> str | None:
    """What is wrong with a unique learner number, in a few words; None when it is a possible one.

    Ten digits, the first not zero; the digits weighted 10, 9 … 1 add up to a number that leaves 10 when divided by 11.
    """
    if uln == PLACEHOLDER:
        return "it is the placeholder for a number that is not known"
    if len(uln) != 10 or not (uln.isascii() and uln.isdigit()):
        return "it is not ten digits"
    if uln[0] == "0":
        return "it starts with a zero"
    total = sum(int(digit) * weight for digit, weight in zip(uln, range(10, 0, -1), strict=True))
    if total % 11 != 10:
        return "its check digit does not fit"
    return None
