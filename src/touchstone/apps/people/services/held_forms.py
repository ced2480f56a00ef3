"""Forms held for somebody whose session ended."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import HeldForm, User

HELD_CHARACTERS = 500_000  # of all fields together
HELD_AT_ONCE = 5  # forms a person
HELD_FOR = dt.timedelta(days=7)


@transaction.atomic
def hold_form(
    *, person_id: uuid.UUID, path: str, fields: Mapping[str, Sequence[str]], files: Sequence[str] = ()
) -> bool:
    """Keep what somebody typed when their session had ended. False where there is too much, or no such person.

    Not logged: nobody is signed in, and nothing has been done yet. Of many forms the newest few are kept.
    """
    if len(path) > 500 or _characters(fields) > HELD_CHARACTERS:
        return False
    if not User.objects.filter(pk=person_id, is_active=True).exists():
        return False
    HeldForm.objects.create(person_id=person_id, path=path, fields=dict(fields), files=list(files))
    newest = HeldForm.objects.filter(person_id=person_id).order_by("-held_at").values_list("pk", flat=True)
    HeldForm.objects.filter(person_id=person_id).exclude(pk__in=list(newest[:HELD_AT_ONCE])).delete()
    return True


def _characters(fields: Mapping[str, Sequence[str]]) -> int:
    return sum(len(name) + sum(map(len, values)) for name, values in fields.items())


def drop_held_form(*, who: Actor, id: str) -> None:
    """It was sent, or its person does not want it. Somebody else's is left alone; so is what is no id."""
    try:
        HeldForm.objects.filter(pk=uuid.UUID(id), person_id=who.person_id).delete()
    except ValueError:
        return


def drop_old_held_forms() -> int:
    """Delete what was held too long. Returns how many."""
    return HeldForm.objects.filter(held_at__lt=timezone.now() - HELD_FOR).delete()[0]
