"""What of a submitted attempt waits for a person's ruling, who that person is, and what was ruled."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery, UUIDField

from touchstone.apps.apprenticeships.decisions import ask
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.facts import gateway_facts
from touchstone.apps.gateway.models import Gateway, NamedRuler
from touchstone.apps.gateway.queries import attached_portfolio
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Membership, Organisation, User
from touchstone.apps.people.queries import current
from touchstone.apps.people.roles import Role
from touchstone.apps.records.decisions import findings
from touchstone.apps.records.models import StoredDecision
from touchstone.rules.decision import BLOCKING, Finding

About = Literal["gateway", "portfolio"]


@dataclass(frozen=True, slots=True)
class Ruler:
    """Who rules for an organisation: the person named, or None: any of its administrators."""

    organisation: Organisation
    person_id: uuid.UUID | None = None
    person_name: str | None = None

    @property
    def name(self) -> str:
        return self.person_name or f"any administrator of {self.organisation.name}"

    def is_(self, who: Actor) -> bool:
        """Whether ``who`` may rule: as the person named, or as any administrator where nobody is."""
        if self.person_id is not None:
            return who.person_id == self.person_id
        return self.organisation.pk in who.organisations(Role.ADMINISTRATOR)


@dataclass(frozen=True, slots=True)
class Ruled:
    """A ruling, with the name of who made it."""

    about: About
    allowed: bool
    reason: str
    name: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ToRule:
    """A stored decision that needs a ruling: on the attempt itself, or on the portfolio it has. ``ruling``: made."""

    about: About
    stored: StoredDecision
    ruling: Ruled | None = None

    @property
    def asks(self) -> list[Finding]:
        return [finding for finding in findings(self.stored) if finding.verdict == "needs-ruling"]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What an attempt rests on: the decision it was submitted or decided by, and what of it needs a ruling."""

    own: StoredDecision | None
    to_rule: tuple[ToRule, ...]


def ruler_of(organisation: Organisation) -> Ruler:
    """The person named, while they are an administrator there; else any administrator. One query."""
    named = _named().filter(organisation=organisation).values_list("person", "person__name").first()
    return Ruler(organisation, *(named or ()))


def with_ruler(rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
    """``rows`` with who rules on the gateway of each, for ``ruler_read_with``."""
    named = _named().filter(organisation=OuterRef("assessment_organisation"))
    return rows.annotate(
        ruler_pk=Subquery(named.values("person")[:1], output_field=UUIDField()),
        ruler_name=Subquery(named.values("person__name")[:1]),
    )


def ruler_read_with(one: Any) -> Ruler:
    """Of an apprenticeship read ``with_ruler``."""
    return Ruler(one.assessment_organisation, one.ruler_pk, one.ruler_name)


def _named() -> QuerySet[NamedRuler]:
    """Those whose person is an administrator there today."""
    held = Membership.objects.filter(
        role=Role.ADMINISTRATOR, person=OuterRef("person"), organisation=OuterRef("organisation")
    )
    return NamedRuler.objects.filter(Exists(current(held)), person__is_active=True)


def named_ruler_of(organisation: uuid.UUID) -> NamedRuler | None:
    """What was set last, also where that person has left since."""
    return NamedRuler.objects.select_related("person", "set_by").filter(organisation=organisation).first()


def decisions_of(gateway: Gateway) -> Decisions:
    """The stored decisions of the attempt and of the portfolio it has, with the rulings made on them. One query."""
    portfolio = attached_portfolio(gateway)
    about: dict[uuid.UUID, About] = {}
    if gateway.decision:
        about[gateway.decision] = "gateway"
    if portfolio and portfolio.decision:
        about[portfolio.decision] = "portfolio"
    if not about:
        return Decisions(None, ())
    rows = StoredDecision.objects.filter(pk__in=about).select_related("body").order_by("question")
    found = {row.pk: row for row in _with_ruling(rows)}
    to_rule = [
        ToRule(about[pk], row, _ruled(about[pk], row)) for pk, row in found.items() if row.outcome == "needs-ruling"
    ]
    return Decisions(found.get(gateway.decision) if gateway.decision else None, tuple(to_rule))


def to_rule_on(gateway: Gateway) -> tuple[ToRule, ...]:
    """What of the attempt needed a ruling when it was submitted, ruled on or decided. One query."""
    return decisions_of(gateway).to_rule


def _with_ruling(rows: QuerySet[StoredDecision]) -> QuerySet[StoredDecision]:
    name = User.objects.filter(pk=OuterRef("rulings__by")).values("name")
    return rows.annotate(
        ruled_at=F("rulings__at"),
        ruled_allowed=F("rulings__allowed"),
        ruled_reason=F("rulings__reason"),
        ruled_name=Subquery(name[:1]),
    )


def _ruled(about: About, row: Any) -> Ruled | None:
    if row.ruled_at is None:
        return None
    return Ruled(about, row.ruled_allowed, row.ruled_reason, row.ruled_name or "somebody", row.ruled_at)


def waiting_for_ruling(gateway: Gateway, today: dt.date) -> list[About]:
    """What of the attempt nobody has ruled on that must be before it can be confirmed on that day."""
    fresh = ask("gateway", gateway.apprenticeship, gateway_facts(gateway, today))
    return unruled(to_rule_on(gateway), needing(fresh.findings))


def unruled(known: Collection[ToRule], needed: Collection[str]) -> list[About]:
    """Of ``known`` what has no ruling yet. ``needed``: the rules of the gateway that ask for one today."""
    of = {one.about: one for one in known}
    covers = of.get("gateway")
    ruled = {finding.rule for finding in covers.asks} if covers and covers.ruling else set()
    found: list[About] = ["gateway"] if set(needed) - ruled else []
    return found + (["portfolio"] if "portfolio" in of and of["portfolio"].ruling is None else [])


def needing(found: Iterable[Finding]) -> list[str]:
    """The rules of a decision a person has to rule on."""
    return [finding.rule for finding in found if finding.verdict == "needs-ruling"]


def lacks_only_rulings(found: Iterable[Finding]) -> bool:
    """Whether nothing stands against a pack but what a person rules on, or nothing at all.

    The outcome does not say so: it names the ruling, whatever else is not known beside it.
    """
    return all(finding.verdict == "needs-ruling" for finding in found if finding.verdict in BLOCKING)
