"""Reads of apprenticeships, always starting from what the actor may see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import FilteredRelation, Prefetch, Q, QuerySet
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship, BreakInLearning, Offer, Participant
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.apprenticeships.references import as_reference
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.members import organisation_seen
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.people.searching import contains


def visible_to(actor: Actor) -> QuerySet[Apprenticeship]:
    """The apprenticeships this person may see, with the people and organisations a page names."""
    return Apprenticeship.objects.filter(reach(actor)).select_related(
        "apprentice", "provider", "employer", "assessment_organisation"
    )


def matching(rows: QuerySet[Apprenticeship], words: str) -> QuerySet[Apprenticeship]:
    """Those of ``rows`` whose name, e-mail address, reference or ULN has every word typed."""
    for word in words.split():
        reference = as_reference(word)
        rows = rows.filter(
            contains("apprentice__name", word)
            | contains("apprentice__email", word)
            | (Q(reference__startswith=reference) if len(reference) > 3 else Q(pk=None))
            | Q(
                uln=word
            )  # whole: to find somebody by a part would tell the number, digit by digit, to who may not see it
        )
    return rows


def trained_by(rows: QuerySet[Apprenticeship], tutor: uuid.UUID) -> QuerySet[Apprenticeship]:
    """Those of ``rows`` with this tutor now."""
    return rows.filter(pk__in=_current().filter(role=Role.TUTOR, person=tutor).values("apprenticeship"))


def named(rows: QuerySet[Apprenticeship], organisation: str = "", tutor: str = "") -> QuerySet[Apprenticeship]:
    """Those of ``rows`` with these words in the name of one of their organisations, and of a tutor of today."""
    if organisation:
        rows = rows.filter(
            contains("provider__name", organisation)
            | contains("employer__name", organisation)
            | contains("assessment_organisation__name", organisation)
        )
    if tutor:
        tutors = _current().filter(contains("person__name", tutor), role=Role.TUTOR)
        rows = rows.filter(pk__in=tutors.values("apprenticeship"))
    return rows


def tutors_of(apprenticeships: Collection[uuid.UUID]) -> dict[uuid.UUID, list[str]]:
    """The names of the tutors of today, by apprenticeship, who began first before others. One query."""
    found: dict[uuid.UUID, list[str]] = {}
    tutors = _current().filter(role=Role.TUTOR, apprenticeship__in=apprenticeships).order_by("since")
    for one, name in tutors.values_list("apprenticeship", "person__name"):
        found.setdefault(one, []).append(name)
    return found


@dataclass(frozen=True, slots=True)
class Choices:
    """What a list can be filtered by: plan ids, organisations and tutors that occur in it, as (value, words)."""

    plans: tuple[tuple[str, str], ...]
    organisations: tuple[tuple[str, str], ...]
    tutors: tuple[tuple[str, str], ...]


def is_more_than(number: int, rows: QuerySet[Apprenticeship]) -> bool:
    """Whether ``rows`` has more than ``number``, without counting all of them. One query."""
    return rows.order_by()[: number + 1].count() > number


def choices_among(rows: QuerySet[Apprenticeship]) -> Choices:
    """What occurs in ``rows``. One query, whatever their number."""
    columns = [
        column
        for one in ("provider", "employer", "assessment_organisation", "now_tutor__person")
        for column in (one, f"{one}__name")
    ]
    now_tutor = FilteredRelation("participants", condition=Q(participants__role=Role.TUTOR, participants__until=None))
    found = rows.order_by().alias(now_tutor=now_tutor).values_list("standard", "version", *columns).distinct()
    plans: set[tuple[str, str]] = set()
    organisations: set[tuple[str, str]] = set()
    tutors: set[tuple[str, str]] = set()
    for standard, version, *named in found:
        plans.add((f"{standard}-{version}", f"{standard} version {version}"))
        *at, tutor = ((str(pk), name) for pk, name in zip(named[::2], named[1::2], strict=True))
        organisations.update(at)
        if tutor[1]:
            tutors.add(tutor)
    return Choices(*(tuple(sorted(choices, key=_by_words)) for choices in (plans, organisations, tutors)))


def with_participants(rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
    """``rows`` with everybody who takes or took part: one query more, and none to learn the roles somebody holds."""
    everybody = Participant.objects.select_related("person").order_by("since")
    return rows.prefetch_related(Prefetch("participants", queryset=everybody))


def participants_of(apprenticeship: Apprenticeship) -> Sequence[Participant]:
    """Everybody read ``with_participants``: those of today first, in the order of roles."""
    order = list(Role)
    return sorted(
        apprenticeship.participants.all(), key=lambda part: (part.until is not None, order.index(Role(part.role)))
    )


def break_visible_to(actor: Actor, pk: uuid.UUID) -> BreakInLearning | None:
    return (
        BreakInLearning.objects.filter(
            pk=pk, kind=BreakInLearning.Kind.BREAK, apprenticeship__in=visible_to(actor).values("pk")
        )
        .select_related("apprenticeship__apprentice", "apprenticeship__assessment_organisation")
        .first()
    )


def offers_to(actor: Actor) -> list[Offer]:
    """Those open to the providers this person is quality lead of, the oldest first. No query for anybody else."""
    own = actor.organisations(Role.QUALITY_LEAD)
    return list(_offers().filter(provider__in=own, state=Offer.State.OPEN).order_by("offered_at")) if own else []


def offer_seen(actor: Actor, pk: uuid.UUID) -> Offer | None:
    """An offer to a provider this person is of, whatever became of it."""
    return _offers().filter(pk=pk, provider__in={has.organisation for has in actor.held}).first()


def open_offer(apprenticeship: Apprenticeship) -> Offer | None:
    return _offers().filter(apprenticeship=apprenticeship, state=Offer.State.OPEN).first()


def provider_with(ukprn: str) -> Organisation | None:
    """The training provider of that UK provider reference number."""
    return Organisation.objects.filter(kind=OrganisationKind.PROVIDER, ukprn=ukprn).first()


def employers_known_to(providers: Collection[uuid.UUID]) -> QuerySet[Organisation]:
    """The employers whose apprentices these providers train: nobody sees another provider's customers."""
    known = Apprenticeship.objects.filter(provider__in=providers).values("employer")
    return Organisation.objects.filter(kind=OrganisationKind.EMPLOYER, pk__in=known).order_by("name")


@dataclass(frozen=True, slots=True)
class Customer:
    """An employer whose apprentices a provider trains. Belongs, as a thing of a page, to the provider."""

    provider: Organisation
    employer: Organisation

    @property
    def organisation_id(self) -> uuid.UUID:
        return self.provider.pk


def customer_seen(actor: Actor, pk: uuid.UUID, employer: uuid.UUID) -> Customer | None:
    """For whoever belongs to the provider ``pk``."""
    provider = provider_seen(actor, pk)
    known = employers_known_to([pk]).filter(pk=employer).first() if provider else None
    return Customer(provider, known) if provider and known else None


def provider_seen(actor: Actor, pk: uuid.UUID) -> Organisation | None:
    """The organisation, for whoever holds any role in it, if it is a provider."""
    found = organisation_seen(actor, pk)
    return found if found and found.kind == OrganisationKind.PROVIDER else None


def already_enrolled(uln: str, standard: str, start: dt.date, besides: uuid.UUID) -> bool:
    """Whether another apprenticeship has this ULN, standard and start. There can be only one."""
    return Apprenticeship.objects.filter(uln=uln, standard=standard, start=start).exclude(pk=besides).exists()


def _by_words(choice: tuple[str, str]) -> str:
    return choice[1].casefold()


def _offers() -> QuerySet[Offer]:
    return Offer.objects.select_related(
        "provider",
        "offered_by",
        "apprenticeship__apprentice",
        "apprenticeship__provider",
        "apprenticeship__employer",
        "apprenticeship__assessment_organisation",
    )


def _current() -> QuerySet[Participant]:
    return Participant.objects.filter(Q(until=None) | Q(until__gt=timezone.now()))
