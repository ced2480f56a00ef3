"""Entering an organisation's policy: checked whole, kept under its hash, in force from then on."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Organisation
from touchstone.apps.plans import folder
from touchstone.apps.plans.models import PolicyFile
from touchstone.apps.plans.queries import plan_for
from touchstone.apps.plans.services.files import put
from touchstone.apps.records.log import log, person_of
from touchstone.apps.records.refusal import Refused
from touchstone.standards import catalogue
from touchstone.standards.check.policy import check_policy
from touchstone.standards.files import PolicyFile as PolicyShape
from touchstone.standards.loader import read_string
from touchstone.standards.yaml_nodes import Problems


@transaction.atomic
def enter_policy(*, who: Actor, organisation: Organisation, text: str, file_name: str = "policy") -> PolicyFile:
    """From now on ``text`` is the organisation's policy for the plan it names; older ones stay, with what they decided.

    Raises Refused with every problem found, each with its line. Entering the policy in force again changes nothing.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    try:
        file = read_string(text, PolicyShape, file_name)
        plan = plan_for(organisation, file.value.plan)
        if problems := check_policy(file, None, plan):
            raise Problems(problems)
    except Problems as wrong:
        raise Refused(*(str(problem) for problem in wrong.problems)) from wrong
    except catalogue.NotFound as unknown:
        raise Refused(f"{file_name}: {unknown}") from unknown
    by = person_of(who)
    newest = PolicyFile.objects.filter(organisation=organisation, plan_id=plan.id).order_by("-entered_at").first()
    sha256 = folder.sha256_of(text)
    if newest and newest.file_hash == sha256:
        return newest
    put(folder.policy_content(organisation, plan.id, sha256), text)
    entered = PolicyFile.objects.create(
        organisation=organisation,
        plan_id=plan.id,
        file_hash=sha256,
        entered_by_id=by,
        entered_at=timezone.now(),
    )
    log("policy.entered", who=who, on=entered, details={"plan": plan.id, "sha256": sha256})
    return entered
