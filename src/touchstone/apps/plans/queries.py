"""Which plan and which policy decide for an assessment organisation, and what it has made its own.

A published plan decides for everyone. Where none is held, the organisation's own signed adoption decides. A file that
is not the one written through our services decides nothing: it is reported in the server's log and on its page.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from django.db.models import Q, QuerySet, Value

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import Role
from touchstone.apps.plans import folder
from touchstone.apps.plans.models import Adoption, PolicyFile
from touchstone.apps.plans.policy import READERS
from touchstone.standards import adoption as adopting
from touchstone.standards import catalogue
from touchstone.standards.files import PolicyFile as PolicyShape
from touchstone.standards.loader import build_policy, read_string
from touchstone.standards.model import Plan, PlanNotHeld, Policy
from touchstone.standards.yaml_nodes import Problems, read_text

logger = logging.getLogger(__name__)

NOT_SIGNED = "{organisation} has drafted an adoption of this plan. A second person has not signed it yet."
NOT_OURS = (
    "The file of the plan adopted by {organisation} is not the one that was written here, so nothing is decided by it. "
    "Its administrator can see what to do on the page of the adoption."
)


def plan_for(organisation: Organisation, plan_id: str) -> Plan | PlanNotHeld:
    """The plan that decides for ``organisation``. Raises catalogue.NotFound for a version no standard has."""
    published = catalogue.plan(plan_id)
    if isinstance(published, Plan):
        return published
    return plan_among(adoptions_of([organisation.pk]), organisation.pk, plan_id)


def adoptions_of(organisations: Collection[uuid.UUID]) -> list[Adoption]:
    """Every adoption of these organisations, drafts too. One query: for ``plan_among`` on a page about many plans."""
    return list(Adoption.objects.filter(organisation__in=organisations).select_related("organisation"))


def plan_among(adoptions: Iterable[Adoption], organisation: uuid.UUID, plan_id: str) -> Plan | PlanNotHeld:
    """``plan_for``, choosing among adoptions read before. No query."""
    published = catalogue.plan(plan_id)
    if isinstance(published, Plan):
        return published
    adoption = next((one for one in adoptions if (one.organisation_id, one.plan_id) == (organisation, plan_id)), None)
    if adoption is None:
        return published
    if adoption.signed_at is None:
        return replace(published, why=NOT_SIGNED.format(organisation=adoption.organisation.name))
    adopted = adopted_plan(adoption)
    return adopted or replace(published, why=NOT_OURS.format(organisation=adoption.organisation.name))


def adopted_plan(adoption: Adoption) -> Plan | None:
    """The plan as adopted, signed or not; None (reported) where its file is missing, changed or unreadable."""
    text = adopted_text(adoption)
    try:
        return None if text is None else plan_of_text(text)
    except Problems as problems:
        logger.error("An adopted plan cannot be read: %s", problems)
        return None


def adopted_text(adoption: Adoption) -> str | None:
    """What the adoption says; None (reported) where its file is missing or was changed outside.

    While a change is being written, the file is ahead of the row for a moment: a content that was kept under its hash
    is ours, and the row says which of them counts.
    """
    stands = _text(folder.adoption_file(adoption.organisation, adoption.plan_id))
    if stands is None:
        return None
    contents = folder.adoption_contents(adoption.organisation, adoption.plan_id)
    if not (contents / f"{folder.sha256_of(stands)}.yaml").exists():
        logger.error("The file of %s is not one that was written here: it decides nothing", adoption.plan_id)
        return None
    return _unchanged(contents / f"{adoption.file_hash}.yaml", adoption.file_hash)


def plan_by_hash(plan_id: str, plan_hash: str) -> Plan | PlanNotHeld | None:
    """The plan a decision was made by: published, or any content an adoption ever had. None: no longer at hand."""
    published = catalogue.plan(plan_id)
    if plan_hash == published.standard.hash:  # decided while no plan was held
        return PlanNotHeld(plan_id, published.standard, published.version)
    if isinstance(published, Plan) and published.hash == plan_hash:
        return published
    for adoption in Adoption.objects.filter(plan_id=plan_id).select_related("organisation"):
        for path in sorted(folder.adoption_contents(adoption.organisation, plan_id).glob("*.yaml")):
            text = _unchanged(path, path.stem)
            plan = None if text is None else plan_of_text(text)
            if plan is not None and plan.hash == plan_hash:
                return plan
    return None


def deciding(organisation: Organisation, plan_id: str) -> tuple[Plan | PlanNotHeld, Policy | None]:
    """``plan_for`` and ``policy_for`` together, with one query for both."""
    published = catalogue.plan(plan_id)
    if isinstance(published, Plan):
        return published, policy_for(organisation, plan_id)
    mine = {"organisation": organisation, "plan_id": plan_id}
    adoptions = Adoption.objects.filter(**mine).values_list(Value("adoption"), "pk", "file_hash", "signed_at")
    policies = PolicyFile.objects.filter(**mine).values_list(Value("policy"), "pk", "file_hash", "entered_at")
    rows = list(adoptions.union(policies, all=True))
    adopted = [Adoption(**mine, file_hash=file, signed_at=at) for what, _, file, at in rows if what == "adoption"]
    entered = [
        PolicyFile(**mine, pk=pk, file_hash=file, entered_at=at) for what, pk, file, at in rows if what == "policy"
    ]
    newest = max(entered, key=lambda one: (one.entered_at, one.pk), default=None)
    return plan_among(adopted, organisation.pk, plan_id), _policy(organisation, newest) if newest else None


def policy_for(organisation: Organisation, plan_id: str) -> Policy | None:
    """The newest policy ``organisation`` has entered for the plan, or None."""
    newest = (
        PolicyFile.objects.filter(organisation=organisation, plan_id=plan_id).order_by("-entered_at", "-pk").first()
    )
    return _policy(organisation, newest) if newest else None


def policy_by_hash(policy_hash: str) -> Policy | None:
    """The policy a decision was made by. None: no longer at hand."""
    entered = PolicyFile.objects.filter(file_hash=policy_hash).select_related("organisation").first()
    return _policy(entered.organisation, entered) if entered else None


def policy_text(entered: PolicyFile) -> str | None:
    """The file as it was entered; None (reported) where it is missing or not that file."""
    path = folder.policy_content(entered.organisation, entered.plan_id, entered.file_hash)
    return _unchanged(path, entered.file_hash)


def adoptions_visible_to(actor: Actor) -> QuerySet[Adoption]:
    """Adoptions of the organisations this person administers or assures; for a regulator's reader all signed ones."""
    mine = Q(organisation__in=actor.organisations(*READERS))
    if actor.holds(Role.REGULATOR_READER):
        mine |= Q(signed_at__isnull=False)
    return Adoption.objects.filter(mine).select_related("organisation", "drafted_by", "signed_by").order_by("plan_id")


def policies_visible_to(actor: Actor) -> QuerySet[PolicyFile]:
    """Policies of the organisations this person administers or assures; for a regulator's reader all of them."""
    mine = Q(organisation__in=actor.organisations(*READERS))
    if actor.holds(Role.REGULATOR_READER):
        mine = Q()
    return PolicyFile.objects.filter(mine).select_related("organisation", "entered_by").order_by("-entered_at", "-pk")


def found_in_folder(organisation: Organisation) -> list[str]:
    """Plan ids of drafts that lie in the data folder and have not been taken in."""
    known = set(Adoption.objects.filter(organisation=organisation).values_list("plan_id", flat=True))
    return [plan_id for plan_id in folder.adopted_by(organisation) if plan_id not in known]


@lru_cache(maxsize=64)
def plan_of_text(text: str) -> Plan:
    """The plan an adoption's file makes. Raises Problems, all at once."""
    return adopting.read(text)


@lru_cache(maxsize=64)
def policy_of_text(text: str) -> Policy:
    """The policy a file states. Raises Problems, all at once."""
    return build_policy(read_string(text, PolicyShape, "policy"))


def _policy(organisation: Organisation, entered: PolicyFile) -> Policy | None:
    entered.organisation = organisation
    text = policy_text(entered)
    return None if text is None else policy_of_text(text)


def _unchanged(path: Path, sha256: str) -> str | None:
    text = _text(path)
    if text is not None and folder.sha256_of(text) != sha256:
        logger.error("%s is not the file that was written here (its hash differs): it decides nothing", path.name)
        return None
    return text


def _text(path: Path) -> str | None:
    try:
        return read_text(path, path.name)
    except Problems as problems:
        logger.error("A file of the data folder cannot be used: %s", problems)
        return None
