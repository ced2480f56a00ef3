"""When two names are the same person's: what an enrolment holds against an account that is there already."""

from __future__ import annotations

OTHER_NAME = (
    "There is already an account for {email}, under another name. Check the address; if it is right, "
    "enter the name as it stands on the account."
)


def same_name(one: str, other: str) -> bool:
    """Case and spaces do not matter."""
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
