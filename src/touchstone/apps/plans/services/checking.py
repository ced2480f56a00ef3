"""Checking what was carried over against the real document, rule by rule and sheet by sheet."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping

from django.db import transaction
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.queries import plan_of_text
from touchstone.apps.plans.services.files import lock, said_plainly, write
from touchstone.apps.records.log import log
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards import adoption as adopting
from touchstone.standards.model import Method, Plan, Rule


def seen(part: Rule | Method) -> str:
    """What a form carries of the rule or sheet it was opened on: it changes when that does, and with nothing else."""
    return hashlib.sha256(repr(part).encode()).hexdigest()[:16]


def rule_of(plan: Plan, rule_id: str, method: str | None) -> Rule | None:
    """The plan's own rule of that id and method; rules all plans share are not checked in an adoption."""
    mine = (rule for rule in plan.rules if not rule.shared and (rule.id, rule.method) == (rule_id, method))
    return next(mine, None)


def check_rule(
    *,
    who: Actor,
    adoption: Adoption,
    rule: str,
    method: str | None,
    document: str,
    page: str,
    as_seen: str,
    figures: Mapping[str, str] | None = None,
    says: str = "",
) -> Adoption:
    """Record where ``rule`` stands in the real plan, with the figures and the sentence it has there if they differ.

    A changed figure or sentence removes the signature: a second person signs again. Raises Refused for a figure that
    does not fit, Stale when the same rule changed since the form was opened (``as_seen``); other rules do not matter.
    """

    def mark(text: str) -> str:
        return adopting.mark_checked(
            text,
            rule,
            method=method,
            document=document,
            page=page,
            by=who.name,
            on=timezone.localdate(),
            figures=figures or None,
            says=says.strip() or None,
        )

    def find(plan: Plan) -> Rule | None:
        return rule_of(plan, rule, method)

    return _check(who, adoption, find, as_seen, mark, {"rule": rule, "method": method or ""}, (document, page))


def check_method(*, who: Actor, adoption: Adoption, method: str, document: str, page: str, as_seen: str) -> Adoption:
    """Record where the sheet of a method (themes and criteria, or points) stands in the real plan."""

    def mark(text: str) -> str:
        return adopting.mark_method_checked(
            text, method, document=document, page=page, by=who.name, on=timezone.localdate()
        )

    def find(plan: Plan) -> Method | None:
        return next((one for one in plan.methods if one.id == method), None)

    return _check(who, adoption, find, as_seen, mark, {"sheet": method}, (document, page))


@transaction.atomic
def _check(
    who: Actor,
    adoption: Adoption,
    find: Callable[[Plan], Rule | Method | None],
    as_seen: str,
    mark: Callable[[str], str],
    what: dict[str, str],
    where: tuple[str, str],
) -> Adoption:
    locked, text = lock(adoption)
    with said_plainly():
        plan = plan_of_text(text)
    part = find(plan)
    if part is None:
        raise Refused("This adoption has no such rule.")
    if seen(part) != as_seen:
        raise Stale
    with said_plainly():
        text = mark(text)
        changed = plan_of_text(text)
    was_signed = locked.signed_at is not None
    if was_signed and changed.adoption and changed.adoption.signed_by is None:
        locked.signed_by, locked.signed_at = None, None
    write(locked, text)
    locked.save()
    log(
        "adoption.checked",
        who=who,
        on=locked,
        details={
            **what,
            "plan": locked.plan_id,
            "sha256": locked.file_hash,
            "signature_removed": was_signed and locked.signed_at is None,
        },
        personal={"document": where[0], "page": where[1]},
    )
    return locked
