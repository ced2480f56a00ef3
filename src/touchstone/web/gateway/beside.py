"""What is wanted beside the plan, as lines of the gateway pages: what is missing warns, and keeps nothing back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.beside import Beside, beside_read_with
from touchstone.apps.gateway.policy import ADJUSTMENTS_SEEN_BY, ANSWERS_KNOWN_BY
from touchstone.apps.people.roles import Role
from touchstone.standards.beside import beside as said_of
from touchstone.web.gateway.items import Status
from touchstone.web.ui.formats import date

CERTIFICATE_HOW = "The apprentice gives it in their own account, and can withdraw it again."
ADJUSTMENTS_HOW = (
    "The apprentice answers in their own account, or the tutor with their consent. “None wanted” is an answer."
)


@dataclass(frozen=True, slots=True)
class Line:
    """``href`` is empty for whoever cannot act."""

    title: str
    says: str
    clause: str
    how: str
    status: Status
    href: str = ""
    link: str = ""

    @property
    def missing(self) -> bool:
        return self.status.tone == "doing"


def wanted_beside(one: Apprenticeship, held: Collection[Role]) -> list[Line]:
    """For whoever may know of it: whether it is answered is for some, what is granted for more."""
    stands = beside_read_with(one)
    lines = [_permission(one, stands, held)] if ANSWERS_KNOWN_BY & set(held) else []
    if ANSWERS_KNOWN_BY & set(held) or (stands.granted and ADJUSTMENTS_SEEN_BY & set(held)):
        lines.append(_adjustments(one, stands, held))
    return lines


def _permission(one: Apprenticeship, stands: Beside, held: Collection[Role]) -> Line:
    wanted = said_of().wanted
    permission, address = wanted["certificate-permission"], wanted["certificate-address"]
    if stands.permitted_at:
        status = Status("Given", "good", f"On {date(stands.permitted_at)}, with an address.")
    else:
        status = Status("Not given yet", "doing", "It can be submitted without; the certificate waits for it.")
    return Line(
        "Permission to request the certificate, and address",
        f"{permission.says} {address.says}",
        permission.clause,
        CERTIFICATE_HOW,
        status,
        *_to_the_permission(one, stands, held),
    )


def _to_the_permission(one: Apprenticeship, stands: Beside, held: Collection[Role]) -> tuple[str, str]:
    """Where it leads and how the link is called; nowhere for whoever may not read the address."""
    if Role.APPRENTICE in held and not stands.permitted_at:
        return reverse("gateway:permit", args=[one.pk]), "Give the permission and your address"
    if {Role.APPRENTICE, Role.ADMINISTRATOR} & set(held) and stands.permitted_at:
        return reverse("gateway:certificate", args=[one.pk]), "Open the permission and the address"
    return "", ""


def _adjustments(one: Apprenticeship, stands: Beside, held: Collection[Role]) -> Line:
    wanted = said_of().wanted["adjustments"]
    return Line(
        "Reasonable adjustments",
        wanted.says,
        wanted.clause,
        ADJUSTMENTS_HOW if ANSWERS_KNOWN_BY & set(held) else "",
        _answered(stands, held),
        reverse("gateway:adjustments", args=[one.pk]),
        "Reasonable adjustments",
    )


def _answered(stands: Beside, held: Collection[Role]) -> Status:
    """What was answered is between the apprentice and those who decide; that it was, others may know."""
    if stands.granted:
        return Status("Granted", "good", "What is granted stands on its page, not why.")
    if not ANSWERS_KNOWN_BY & set(held):
        return Status("None granted", "quiet")
    if stands.wanted is None:
        return Status("Not answered yet", "doing", "It can be submitted without, but later answers take time.")
    if not {Role.APPRENTICE, Role.ADMINISTRATOR} & set(held):
        return Status("Answered", "good", f"On {date(stands.answered_at)}.")
    if stands.open:
        return Status("Waits for a decision", "waiting", f"Asked for on {date(stands.answered_at)}.")
    return Status("Decided" if stands.wanted else "None wanted", "good")
