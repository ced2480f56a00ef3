"""Change of provider: the provider of today offers the apprenticeship to another, whose quality lead takes it over."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, Change, Offer
from touchstone.apps.apprenticeships.services import events
from touchstone.apps.apprenticeships.services.changing import end_parts_without_role, note_change
from touchstone.apps.apprenticeships.services.participants import assign, end_part
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.post import services as post
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.rules.days import DAY, say

State = Offer.State
LONGEST_AHEAD = dt.timedelta(days=92)


@transaction.atomic
def offer(
    *, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, seen: int, provider: Organisation, first_day: dt.date
) -> Offer:
    """Offer it to ``provider`` from ``first_day`` on. Nothing changes, and nobody there sees it, until they accept.

    ``id`` comes from the form: sent twice, it makes one. Raises Stale; Refused while another offer is open.
    """
    before = Offer.objects.filter(pk=id).first()
    if before is not None:
        if before.apprenticeship_id != apprenticeship.pk:
            raise Refused("This form has already been used. Start again from the page of changes.")
        return before
    one = events.locked(apprenticeship, seen)
    events.refuse_released(one)
    events.refuse_day(one, Change.Kind.PROVIDER, first_day)
    if first_day > timezone.localdate() + LONGEST_AHEAD:
        raise Refused("Offer it at most three months ahead.")
    if provider.kind != OrganisationKind.PROVIDER or provider.pk == one.provider_id:
        raise Refused("Choose another training provider.")
    waiting = one.offers.filter(state=State.OPEN).select_related("provider").first()
    if waiting is not None:
        raise Refused(f"It is offered to {waiting.provider.name} already. Take that offer back first.")
    leads = list(holders(Role.QUALITY_LEAD, [provider.pk]))
    if not leads:
        raise Refused(f"{provider.name} has no quality lead here who could accept it.")
    made = Offer.objects.create(
        id=id,
        apprenticeship=one,
        provider=provider,
        first_day=first_day,
        offered_by_id=person_of(who),
        offered_at=timezone.now(),
    )
    _ask(leads, one, made)
    log(
        "offer.made",
        who=who,
        on=made,
        apprenticeship=one.pk,
        details={"provider": str(provider.pk), "first_day": first_day.isoformat()},
    )
    return made


@transaction.atomic
def accept_offer(*, who: Who, offer: Offer, tutor: User) -> Apprenticeship:
    """The new provider trains from now on, and ``tutor`` of theirs; whoever is of the old one sees it no more.

    Idempotent. Raises Refused for an offer that is answered, before its day, and for who cannot be the tutor.
    """
    one, offer = _locked(offer)
    if offer.state == State.ACCEPTED:
        return one
    _refuse_answered(offer)
    events.refuse_released(one)
    if offer.first_day > timezone.localdate():
        raise Refused(f"You train them from {say(offer.first_day)} on: accept it on that day or later.")
    events.refuse_day(one, Change.Kind.PROVIDER, offer.first_day)
    tutors = list(one.participants.filter(role=Role.TUTOR, until=None).select_related("person"))
    note_change(who, offer.pk, one, Change.Kind.PROVIDER, offer.first_day)
    before, one.provider = one.provider, offer.provider
    events.save(one, "provider")
    for part in tutors:
        end_part(who=who, participant=part, last_day=offer.first_day - DAY)
    end_parts_without_role(who, one, offer.first_day)
    assign(who=who, apprenticeship=one, person=tutor, role=Role.TUTOR, first_day=offer.first_day)
    _answer(who, offer, State.ACCEPTED)
    events.tell(
        who,
        one,
        "another training provider",
        f"{one.provider.name} trains from {say(offer.first_day)} on, in place of {before.name}.",
        also=[offer.offered_by, *(part.person for part in tutors)],
    )
    log(
        "provider.changed",
        who=who,
        on=one,
        apprenticeship=one.pk,
        details={"first_day": offer.first_day.isoformat(), "before": str(before.pk), "now": str(one.provider_id)},
    )
    return one


@transaction.atomic
def decline_offer(*, who: Who, offer: Offer, reason: str) -> Offer:
    """The apprenticeship stays where it is; whoever offered it is told. Idempotent."""
    one, offer = _locked(offer)
    if offer.state == State.DECLINED:
        return offer
    _refuse_answered(offer)
    if not reason.strip():
        raise Refused("Say why you do not take it over.")
    _answer(who, offer, State.DECLINED)
    if not offer.offered_by.is_demo:
        post.write(
            to=offer.offered_by.email,
            kind="life-event",
            subject=f"Touchstone: not taken over, {one.reference}",
            text=f"Hello {offer.offered_by.name}\n\n{offer.provider.name} does not take over the apprenticeship "
            f"{one.reference}. It stays with you.\nReason given: {reason.strip()}\n",
            person=offer.offered_by_id,
        )
    log("offer.declined", who=who, on=offer, apprenticeship=one.pk, personal={"reason": reason.strip()})
    return offer


@transaction.atomic
def take_back_offer(*, who: Who, offer: Offer) -> Offer:
    """By the provider that made it. Idempotent; raises Refused where it is answered already."""
    one, offer = _locked(offer)
    if offer.state == State.TAKEN_BACK:
        return offer
    _refuse_answered(offer)
    _take_back(who, offer, one)
    return offer


def drop_offers(*, who: Who, one: Apprenticeship) -> None:
    """Take back what is still open, in the caller's transaction."""
    for waiting in one.offers.filter(state=State.OPEN):
        _take_back(who, waiting, one)


def _take_back(who: Who, offer: Offer, one: Apprenticeship) -> None:
    _answer(who, offer, State.TAKEN_BACK)
    log("offer.taken-back", who=who, on=offer, apprenticeship=one.pk)


def _locked(offer: Offer) -> tuple[Apprenticeship, Offer]:
    one = events.locked(offer.apprenticeship, None)
    return one, Offer.objects.select_related("provider", "offered_by").get(pk=offer.pk)


def _refuse_answered(offer: Offer) -> None:
    if offer.state != State.OPEN:
        raise Refused(f"This offer is not open any more: {State(offer.state).label.lower()}.")


def _answer(who: Who, offer: Offer, state: Offer.State) -> None:
    offer.state, offer.answered_by_id, offer.answered_at = state, person_of(who), timezone.now()
    offer.save(update_fields=["state", "answered_by", "answered_at"])


def _ask(leads: list[User], one: Apprenticeship, made: Offer) -> None:
    for lead in leads:
        if not lead.is_demo:
            post.write(
                to=lead.email,
                kind="life-event",
                subject=f"Touchstone: an apprenticeship is offered to {made.provider.name}",
                text=f"Hello {lead.name}\n\n{one.provider.name} asks whether {made.provider.name} takes over the "
                f"apprenticeship {one.reference} from {say(made.first_day)} on. Sign in to Touchstone: it is above "
                "your list of apprentices. Until you accept, it stays where it is.\n",
                person=lead.pk,
                organisation=made.provider_id,
            )
