"""A form sent twice, or by two clicks at once, makes one thing: its id comes with the form."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from django.db import IntegrityError, transaction

from touchstone.apps.records.refusal import Refused

Made = TypeVar("Made")


def once(kind: type[Made], id: uuid.UUID, make: Callable[[], Made], *, of: uuid.UUID, start_again: str) -> Made:
    """What has been made of this id, else what ``make`` makes now, in a transaction of its own.

    ``kind``: a model with an ``apprenticeship``. Raises Refused where the id belongs to another apprenticeship than
    ``of``, and what ``make`` raises. ``start_again``: where somebody finds a new form ("the list of evidence").
    """
    rows: Any = kind._default_manager  # type: ignore[attr-defined]
    before = rows.filter(pk=id).first()
    if before is None:
        try:
            with transaction.atomic():
                return make()
        except IntegrityError:  # two clicks at once: the database let one through
            before = rows.filter(pk=id).first()
            if before is None:
                raise
    if before.apprenticeship_id != of:
        raise Refused(f"This form has already been used. Start again from {start_again}.")
    found: Made = before
    return found
