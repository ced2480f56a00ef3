"""Drafting an adoption, taking one in from the data folder, signing it, putting its file back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import Organisation
from touchstone.apps.plans import folder
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.services.files import lock, put, said_plainly, write
from touchstone.apps.records.log import log, person_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.standards import adoption as adopting
from touchstone.standards import catalogue
from touchstone.standards.yaml_nodes import read_text


@transaction.atomic
def draft(*, who: Actor, organisation: Organisation, plan_id: str, carried_from: str) -> Adoption:
    """Carry the plan ``carried_from`` over as a draft of ``plan_id``. It decides nothing until a second person signs.

    Raises Refused where the plan is held, nothing can be carried over, or the organisation has adopted it already.
    Sending the same again returns the draft.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    before = Adoption.objects.filter(organisation=organisation, plan_id=plan_id).first()
    if before and (before.carried_from, before.drafted_by_id) == (carried_from, who.person_id):
        return before
    if before:
        raise Refused(f"{organisation.name} has adopted {plan_id} already.")
    if plan_id in folder.adopted_by(organisation):
        raise Refused(f"A draft of {plan_id} lies in the data folder already: take it in, or have it removed.")
    with said_plainly():
        try:
            text = adopting.draft(
                plan_id,
                carried_from,
                organisation=organisation.epa_id,
                organisation_name=organisation.name,
                by=who.name,
                on=timezone.localdate(),
            )
        except catalogue.NotFound as unknown:
            raise Refused(str(unknown)) from unknown
    return _begin(who, organisation, plan_id, carried_from, text, "adoption.drafted")


@transaction.atomic
def take_in(*, who: Actor, organisation: Organisation, plan_id: str) -> Adoption:
    """Make a draft that lies in the data folder the organisation's own. Whoever takes it in cannot sign it.

    Raises Refused for one that is wrong in itself, another organisation's, or signed outside this site.
    """
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    before = Adoption.objects.filter(organisation=organisation, plan_id=plan_id).first()
    if before:
        return before
    path = folder.adopted_by(organisation).get(plan_id)
    if path is None:
        raise Refused(f"No draft of {plan_id} lies in the data folder any more.")
    with said_plainly():
        text = read_text(path, path.name)
        entry = adopting.read(text, path.name).adoption
    if entry is None or entry.organisation != organisation.epa_id:
        raise Refused(f"The draft in the data folder is not one of {organisation.name}.")
    if entry.signed_by:
        raise Refused(
            "The draft in the data folder was signed outside this site. Remove the signature and sign it here."
        )
    return _begin(who, organisation, plan_id, entry.carried_from, text, "adoption.taken-in")


@transaction.atomic
def sign(*, who: Actor, adoption: Adoption, file_hash: str) -> Adoption:
    """A second person signs: from now on the plan decides for the organisation's apprentices.

    Raises Refused for whoever drafted it, Stale when it changed since ``file_hash`` was read.
    """
    locked, text = lock(adoption)
    if locked.signed_at is not None and locked.signed_by_id == who.person_id:
        return locked
    if locked.drafted_by_id == who.person_id:
        raise Refused("You drafted this adoption, so somebody else has to sign it.")
    if locked.signed_at is not None or locked.file_hash != file_hash:
        raise Stale
    with said_plainly():
        text = adopting.sign(text, by=who.name, on=timezone.localdate())
    write(locked, text)
    locked.signed_by_id, locked.signed_at = who.person_id, timezone.now()
    locked.save()
    log("adoption.signed", who=who, on=locked, details=_details(locked))
    return locked


@transaction.atomic
def put_back(*, who: Actor, adoption: Adoption) -> Adoption:
    """Write the file again as it was last written here. Raises Refused when its copy is gone as well."""
    locked = (
        Adoption.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=adoption.pk)
    )
    copy = folder.adoption_contents(locked.organisation, locked.plan_id) / f"{locked.file_hash}.yaml"
    with said_plainly():
        text = read_text(copy, copy.name)
    if folder.sha256_of(text) != locked.file_hash:
        raise Refused("The copy kept of this adoption was changed as well. Restore the data folder from a back-up.")
    put(folder.adoption_file(locked.organisation, locked.plan_id), text)
    log("adoption.put-back", who=who, on=locked, details=_details(locked))
    return locked


def _begin(who: Actor, organisation: Organisation, plan_id: str, carried_from: str, text: str, verb: str) -> Adoption:
    adoption = Adoption(
        organisation=organisation,
        plan_id=plan_id,
        carried_from=carried_from,
        drafted_by_id=person_of(who),
        drafted_at=timezone.now(),
        is_demo=who.is_demo,
    )
    write(adoption, text)
    adoption.save()
    log(verb, who=who, on=adoption, details=_details(adoption))
    return adoption


def _details(adoption: Adoption) -> dict[str, str]:
    return {"plan": adoption.plan_id, "from": adoption.carried_from, "sha256": adoption.file_hash}
