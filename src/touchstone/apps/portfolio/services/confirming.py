"""Confirming that a submitted portfolio is authentic, each in their own account; and reading its form."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.mapping_form.content import form_of
from touchstone.apps.portfolio.mapping_form.parties import holders
from touchstone.apps.portfolio.models import AuthenticityConfirmation, SubmittedPortfolio
from touchstone.apps.portfolio.policy import CONFIRMS
from touchstone.apps.post.services import write
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.rules.days import say

TEXT = """Hello

The portfolio of the apprenticeship {reference} has been submitted. Please read what its form says, and confirm in your
own account that it is authentic:

{link}


Touchstone at {address}
"""


@transaction.atomic
def confirm_authenticity(*, who: Who, portfolio: SubmittedPortfolio) -> AuthenticityConfirmation:
    """Confirm this portfolio, by its digest, in the part ``who`` acts in. Sent twice, it is done once.

    Raises Refused for whoever does not have that part now, for a second confirmation in another part, and where
    somebody else confirmed in it before: that confirmation stands, also after they left.
    """
    SubmittedPortfolio.objects.select_for_update(of=("self",), no_key=True).get(pk=portfolio.pk)
    role, person = who.acting_as, person_of(who)
    if role not in CONFIRMS or person not in {one.pk for one in holders(portfolio.apprenticeship, Role(role))}:
        raise Refused("It is confirmed by the apprentice, the tutor and the line manager, each in their own account.")
    for before in portfolio.confirmations.select_related("person"):
        if (before.role, before.person_id) == (role, person):
            return before
        day = say(timezone.localdate(before.confirmed_at))
        if before.person_id == person:
            raise Refused(f"You confirmed this portfolio on {day} as {Role(before.role).label.lower()}.")
        if before.role == role:
            raise Refused(f"{before.person.name} confirmed it as {Role(role).label.lower()} on {day}. It stands.")
    made = AuthenticityConfirmation.objects.create(
        portfolio=portfolio,
        person_id=person,
        role=role,
        words=form_of(portfolio)["statement"]["says"][role],
        digest=portfolio.digest,
        confirmed_at=timezone.now(),
    )
    log(
        "portfolio.confirmed",
        who=who,
        on=made,
        apprenticeship=portfolio.apprenticeship_id,
        details={
            "portfolio": str(portfolio.pk),
            "number": portfolio.number,
            "role": role,
            "digest": portfolio.digest,
            "form": portfolio.form_sha256,
        },
    )
    return made


def ask_to_confirm(*, who: Who, portfolio: SubmittedPortfolio) -> int:
    """Put a mail for each who is to confirm into the outbox, in the caller's transaction; none to ``who``. How many.

    It names nobody: mail can be read by others on its way.
    """
    one = portfolio.apprenticeship
    asked = {person.pk: person for role in CONFIRMS for person in holders(one, role)}
    asked.pop(person_of(who), None)
    people = [person for person in asked.values() if person.is_active and not person.is_demo]
    for person in people:
        write(
            to=person.email,
            kind="portfolio-submitted",
            subject=f"Touchstone: portfolio to confirm ({one.reference})",
            text=TEXT.format(
                reference=one.reference,
                link=settings.ADDRESS + reverse("portfolio:confirm", args=[portfolio.pk]),
                address=settings.ADDRESS,
            ),
            person=person.pk,
            organisation=one.provider_id,
        )
    return len(people)


def open_form(*, who: Who, portfolio: SubmittedPortfolio, as_: str) -> SubmittedPortfolio:
    """Somebody reads the form, ``as_`` a "page", "pdf" or "xlsx": the log says who."""
    log(
        "portfolio.form-opened",
        who=who,
        on=portfolio,
        apprenticeship=portfolio.apprenticeship_id,
        details={"number": portfolio.number, "as": as_, "form": portfolio.form_sha256},
    )
    return portfolio


def open_draft(*, who: Who, apprenticeship: Apprenticeship, as_: str) -> None:
    """Somebody reads the form of what is not submitted yet: the log says who."""
    log("portfolio.draft-opened", who=who, on=apprenticeship, apprenticeship=apprenticeship.pk, details={"as": as_})
