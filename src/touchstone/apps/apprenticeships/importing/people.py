"""The people a row names: who has an account already, who may not be what on one apprenticeship."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from touchstone.apps.apprenticeships.importing.columns import LABELS
from touchstone.apps.apprenticeships.importing.known import Around, Known
from touchstone.apps.apprenticeships.names import OTHER_NAME, same_name
from touchstone.apps.apprenticeships.policy import NOT_TOGETHER
from touchstone.apps.people.roles import Role

IN_A_ROW = {"email": Role.APPRENTICE, "manager_email": Role.LINE_MANAGER, "tutor": Role.TUTOR}


def who_is_whom(given: dict[str, Any], errors: list[str], around: Around, known: Known) -> None:
    """Appends to ``errors``."""
    for email_key, name_key in (("email", "name"), ("manager_email", "manager_name")):
        email, name = given.get(email_key), given.get(name_key)
        if email and name and not same_name(known.names.get(email, name), name):
            errors.append(f"{LABELS[email_key]}: {OTHER_NAME.format(email=email)}")
    if (tutor := given.get("tutor")) and tutor not in around.tutors:
        errors.append(f"{LABELS['tutor']}: {tutor} is not a tutor at {around.provider.name}.")
    for one, other in combinations(IN_A_ROW, 2):
        pair = frozenset({IN_A_ROW[one], IN_A_ROW[other]})
        if given.get(one) and given.get(one) == given.get(other) and pair in NOT_TOGETHER:
            errors.append(NOT_TOGETHER[pair])
