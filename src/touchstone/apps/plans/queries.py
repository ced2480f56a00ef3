"""Which plan and which policy decide for an assessment organisation.

A published plan decides for everyone. Where none is held, the organisation's own signed adoption decides. A file that
is not the one written through our services decides nothing: it is reported and treated as not there.
"""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path

from touchstone.apps.people.models import Organisation
from touchstone.apps.plans import folder
from touchstone.apps.plans.models import Adoption, PolicyFile
from touchstone.standards import catalogue
from touchstone.standards.files import PlanFile
from touchstone.standards.files import PolicyFile as PolicyFileShape
from touchstone.standards.folder import shipped
from touchstone.standards.loader import build_plan, load_shared, read_string
from touchstone.standards.model import Plan, PlanNotHeld, Policy
from touchstone.standards.yaml_nodes import Problems, read_text

logger = logging.getLogger(__name__)


def plan_for(organisation: Organisation, plan_id: str) -> Plan | PlanNotHeld:
    """The plan that decides for ``organisation``. Raises catalogue.NotFound for a version no standard has."""
    published = catalogue.plan(plan_id)
    if isinstance(published, Plan):
        return published
    adoption = Adoption.objects.filter(organisation=organisation, plan_id=plan_id).exclude(signed_at=None).first()
    return (adopted_plan(adoption) if adoption else None) or published


def adopted_plan(adoption: Adoption) -> Plan | None:
    """The plan as adopted, or None (reported in the server's log) where its file is missing, changed or unreadable."""
    text = _read_unchanged(folder.adoption_file(adoption.organisation, adoption.plan_id), adoption.file_hash)
    return None if text is None else plan_of_text(text, adoption.file_hash)


def policy_for(organisation: Organisation, plan_id: str) -> Policy | None:
    """The newest policy ``organisation`` has entered for the plan, or None."""
    newest = (
        PolicyFile.objects.filter(organisation=organisation, plan_id=plan_id).order_by("-entered_at", "-pk").first()
    )
    if newest is None:
        return None
    text = _read_unchanged(folder.policy_content(organisation, plan_id, newest.file_hash), newest.file_hash)
    return None if text is None else policy_of_text(text, newest.file_hash)


def _read_unchanged(path: Path, sha256: str) -> str | None:
    try:
        text = read_text(path, path.name)
    except Problems as problems:
        logger.error("A file of the data folder cannot be used: %s", problems)
        return None
    if folder.sha256_of(text) != sha256:
        logger.error("%s is not the file that was written here (its hash differs): it decides nothing", path.name)
        return None
    return text


@lru_cache(maxsize=64)
def policy_of_text(text: str, sha256: str) -> Policy:
    """The policy a file's text states. Raises Problems, all at once."""
    said = read_string(text, PolicyFileShape, f"policy {sha256[:12]}").value
    return Policy(
        name=said.name,
        plan=said.plan,
        organisation=said.organisation,
        dated=said.dated,
        entered_by=said.entered_by,
        rules=said.rules,
        documents={document.id: document for document in said.documents},
        hash=sha256,
    )


@lru_cache(maxsize=64)
def plan_of_text(text: str, sha256: str) -> Plan:
    """The plan an adoption's text states. Raises Problems, all at once."""
    file = read_string(text, PlanFile, f"adopted plan {sha256[:12]}")
    standard = catalogue.standard(file.value.plan.rpartition("-")[0])
    return build_plan(file, standard, load_shared(shipped()))
