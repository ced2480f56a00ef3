"""Who rules on gateways, and the ruling itself: from then on it is part of the decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import ask, ask_and_keep
from touchstone.apps.gateway.facts import gateway_facts
from touchstone.apps.gateway.models import Gateway, NamedRuler
from touchstone.apps.gateway.rulings import About, ToRule, needing, ruler_of, to_rule_on, unruled, waiting_for_ruling
from touchstone.apps.gateway.services.answering import is_at_hand
from touchstone.apps.gateway.services.attempts import lock
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Organisation, User
from touchstone.apps.people.queries import holders
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.records.decisions import carry_ruling, rule_on
from touchstone.apps.records.log import log, person_of
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.days import say
from touchstone.rules.decision import Decision


@dataclass(frozen=True, slots=True)
class Says:
    """What is ruled, and why."""

    allowed: bool
    reason: str


@transaction.atomic
def name_ruler(*, who: Actor, organisation: Organisation, person: User | None, version: int) -> NamedRuler:
    """Name who rules on gateways; None: any administrator. ``version``: of what was read, 0 where nothing was set.

    Raises Refused for somebody who is no administrator there; Stale when a colleague set it meanwhile.
    """
    if organisation.kind != OrganisationKind.ASSESSMENT:
        raise Refused("Only an assessment organisation decides on gateways.")
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if person and not holders(Role.ADMINISTRATOR, [organisation.pk]).filter(pk=person.pk).exists():
        raise Refused(f"{person.name} is no administrator of {organisation.name}.")
    named = NamedRuler.objects.filter(organisation=organisation).first()
    if named and named.person_id == (person.pk if person else None):
        return named
    if (named.version if named else 0) != version:
        raise Stale
    named = named or NamedRuler(organisation=organisation, version=0)
    before = str(named.person_id) if named.person_id else None
    named.person, named.version = person, named.version + 1
    named.set_by_id, named.set_at = person_of(who), timezone.now()
    named.save()
    details = {"organisation": str(organisation.pk), "person": str(person.pk) if person else None, "before": before}
    log("gateway.ruler-named", who=who, on=named, details=details)
    return named


@transaction.atomic
def rule(*, who: Actor, gateway: Gateway, version: int, says: Mapping[About, Says]) -> Gateway:
    """Rule on what of a submitted attempt waits for it. Where the rules ask for more today, that is kept and ruled on.

    Raises Refused for somebody who does not rule here, without a reason, and for what waits for no ruling; Stale when
    somebody has answered, ruled or decided after ``version`` was read.
    """
    locked = lock(gateway)
    is_at_hand(locked, version)
    ruler = ruler_of(locked.apprenticeship.assessment_organisation)
    if not ruler.is_(who):
        raise Refused(f"This waits for a ruling by {ruler.name}.")
    waits = waiting_for_ruling(locked, timezone.localdate())
    if not says or not set(says) <= set(waits):
        raise Refused("Nothing of this gateway waits for a ruling, or it has been ruled on already.")
    for about, said in says.items():
        stored = _asked_now(locked, who) if about == "gateway" else _of(locked, about).stored
        rule_on(stored, who=who, allowed=said.allowed, reason=said.reason)
    locked.version += 1
    locked.save(update_fields=["decision", "version"])
    allowed: dict[str, bool] = {about: said.allowed for about, said in says.items()}
    said_in_words = "allowed" if all(allowed.values()) else "not allowed"
    log(
        "gateway.ruled",
        who=who,
        on=locked,
        apprenticeship=locked.apprenticeship_id,
        details={"number": locked.number, "said": said_in_words} | allowed,
    )
    return locked


def rest_on_rulings(*, who: Actor, gateway: Gateway, decision: Decision, stored: StoredDecision) -> int:
    """Make the ruling part of the decision ``stored`` that confirms. How many rulings the confirmation rests on.

    Raises Refused where something still waits for a ruling, and where somebody ruled against it.
    """
    needed, every = needing(decision.findings), to_rule_on(gateway)
    known = [one for one in every if one.about != "gateway" or needed]
    against = next((one.ruling for one in known if one.ruling and not one.ruling.allowed), None)
    if against:
        day = say(timezone.localdate(against.at))
        raise Refused(f"It was ruled on {day} that this is not allowed: {against.reason} Return the gateway.")
    if unruled(every, needed):
        raise Refused(f"This waits for a ruling by {ruler_of(gateway.apprenticeship.assessment_organisation).name}.")
    carry(who=who, gateway=gateway, decision=decision, to=stored)
    return len(known)


def carry(*, who: Actor, gateway: Gateway, decision: Decision, to: StoredDecision) -> None:
    """Make the ruling on the attempt part of ``to``, the ``decision`` of today, where that needs one too."""
    for one in to_rule_on(gateway) if needing(decision.findings) else ():
        for ruling in one.stored.rulings.all() if one.about == "gateway" else ():
            carry_ruling(ruling, to=to, who=who)


def _asked_now(gateway: Gateway, who: Actor) -> StoredDecision:
    """The decision on the attempt that is ruled on: the one it has, unless the rules ask for another ruling today."""
    facts = gateway_facts(gateway, timezone.localdate())
    needed = {*needing(ask("gateway", gateway.apprenticeship, facts).findings)}
    known = next((one for one in to_rule_on(gateway) if one.about == "gateway" and one.ruling is None), None)
    if known and {finding.rule for finding in known.asks} >= needed:
        return known.stored
    _, stored = ask_and_keep("gateway", gateway.apprenticeship, facts, who=who)
    gateway.decision = stored.pk
    return stored


def _of(gateway: Gateway, about: About) -> ToRule:
    return next(one for one in to_rule_on(gateway) if one.about == about)
