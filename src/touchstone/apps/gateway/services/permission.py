"""The apprentice's permission to request the certificate, with their address: theirs to give, change and withdraw."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import CertificatePermission
from touchstone.apps.people.actor import Actor
from touchstone.apps.records.log import log, person_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.rules.postcode import tidy
from touchstone.standards.beside import Wording, beside

PERMISSION = "certificate-permission"


@dataclass(frozen=True, slots=True)
class Address:
    """``postcode`` in the United Kingdom, else ``elsewhere``: postal code and country."""

    line_1: str
    line_2: str
    town: str
    postcode: str = ""
    elsewhere: str = ""


def wording_of(one: Apprenticeship) -> tuple[Wording, str]:
    """What is given today: the wording of the day, and the same with the names put in."""
    wording = beside().wording(PERMISSION, timezone.localdate())
    return wording, wording.of(apprentice=one.apprentice.name, organisation=one.assessment_organisation.name)


@transaction.atomic
def give_permission(
    *, who: Actor, apprenticeship: Apprenticeship, address: Address, version: int
) -> CertificatePermission:
    """Give it in the wording of today, or give another address. ``version``: of what was read, 0 for nothing yet.

    Raises Refused for anybody but the apprentice and for an address nothing could be sent to; Stale when it was
    changed meanwhile (in another window). The log says that it was given, and nothing of the address.
    """
    _is_theirs(who, apprenticeship)
    sound = _sound(address)
    held = _locked(apprenticeship)
    if held and held.stands and _address_of(held) == sound:
        return held
    if (held.version if held else 0) != version:
        raise Stale
    held = held or CertificatePermission(apprenticeship=apprenticeship, version=0)
    again = held.stands
    for name, value in asdict(sound).items():
        setattr(held, name, value)
    if not again:
        held.given_at, held.withdrawn_at, held.wording = timezone.now(), None, wording_of(apprenticeship)[1]
    held.version += 1
    held.save()
    log("certificate.permitted", who=who, on=held, apprenticeship=apprenticeship.pk, details={"again": again})
    return held


@transaction.atomic
def withdraw_permission(*, who: Actor, apprenticeship: Apprenticeship) -> CertificatePermission | None:
    """Take it back: address and wording are emptied, the day stays. Twice is once. Raises Refused for anybody else."""
    _is_theirs(who, apprenticeship)
    held = _locked(apprenticeship)
    if held is None or not held.stands:
        return held
    for name in ("wording", *Address.__dataclass_fields__):
        setattr(held, name, "")
    held.given_at, held.withdrawn_at, held.version = None, timezone.now(), held.version + 1
    held.save()
    log("certificate.permission-withdrawn", who=who, on=held, apprenticeship=apprenticeship.pk)
    return held


def read_permission(*, who: Actor, apprenticeship: Apprenticeship) -> CertificatePermission | None:
    """With the address: the log says who read it. None: nothing was ever given."""
    held = CertificatePermission.objects.filter(apprenticeship=apprenticeship).first()
    if held is not None:
        log("certificate.address-read", who=who, on=held, apprenticeship=apprenticeship.pk)
    return held


def _is_theirs(who: Actor, apprenticeship: Apprenticeship) -> None:
    if person_of(who) != apprenticeship.apprentice_id:
        raise Refused("Only the apprentice can give this permission, in their own account.")


def _locked(apprenticeship: Apprenticeship) -> CertificatePermission | None:
    Apprenticeship.objects.select_for_update(no_key=True).get(pk=apprenticeship.pk)
    return CertificatePermission.objects.filter(apprenticeship=apprenticeship).first()


def _address_of(held: CertificatePermission) -> Address:
    return Address(held.line_1, held.line_2, held.town, held.postcode, held.elsewhere)


def _sound(address: Address) -> Address:
    line_1, line_2, town, elsewhere = (
        " ".join(part.split()) for part in (address.line_1, address.line_2, address.town, address.elsewhere)
    )
    if not line_1 or not town:
        raise Refused("Enter the first line of the address, and the town or city.")
    if bool(address.postcode.strip()) == bool(elsewhere):
        raise Refused("Enter a UK postcode, or for an address outside the UK the postal code and the country.")
    postcode = tidy(address.postcode) if address.postcode.strip() else ""
    if postcode is None:
        raise Refused("This is not a full UK postcode. It looks like SW1A 1AA.")
    return Address(line_1, line_2, town, postcode, elsewhere)
