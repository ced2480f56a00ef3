"""What an administrator finds of their organisation's adopted plans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.models import Adoption
from touchstone.web.home.work.item import Item, Kind


def adoptions(viewer: Actor, found: Iterable[Adoption]) -> Iterator[Item]:
    """A draft waits for its second signature: somebody else's is mine to sign, mine waits on somebody else."""
    for adoption in found:
        if adoption.signed_at is not None:
            continue
        page = reverse("plans:adoption", args=[adoption.pk])
        if adoption.drafted_by_id == viewer.person_id:
            yield Item(Kind.WAITING, Role.ADMINISTRATOR, "Somebody else signs the adopted plan", page, adoption.plan_id)
        else:
            yield Item(Kind.TODO, Role.ADMINISTRATOR, "Check and sign the adopted plan", page, adoption.plan_id)
