"""The beginning of an organisation in an installation: whoever runs the site makes it and invites its first owner."""

from __future__ import annotations

from django.db import transaction

from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.people.services.memberships import make_organisation
from touchstone.apps.records.log import Who
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def found_organisation(
    *, who: Who, kind: OrganisationKind, name: str, ukprn: str = "", epa_id: str = ""
) -> tuple[Organisation, bool]:
    """The organisation with that UKPRN or EPA id, else of that kind and exactly that name; made where there is none.

    Returns it, and whether it is new. Raises Refused for a number that is missing or belongs to another name or kind,
    and for a name that several have.
    """
    name = " ".join(name.split())
    if not name:
        raise Refused("The organisation needs a name.")
    if kind == OrganisationKind.PROVIDER and not ukprn:
        raise Refused("A provider is known by its UKPRN: give --ukprn.")
    if kind == OrganisationKind.ASSESSMENT and not epa_id:
        raise Refused("An assessment organisation is known by its EPA id: give --epa-id.")
    number = {"ukprn": ukprn} if ukprn else {"epa_id": epa_id} if epa_id else {}
    found = list(Organisation.objects.filter(**number or {"kind": kind, "name": name})[:2])
    if len(found) > 1:
        raise Refused(f"There are several organisations called {name}. A provider that knows it can invite its owner.")
    if not found:
        return make_organisation(who=who, kind=kind, name=name, ukprn=ukprn, epa_id=epa_id), True
    there = found[0]
    if (there.kind, there.name) != (kind, name):
        raise Refused(f"{ukprn or epa_id} is “{there.name}”, of the kind {there.kind}, and not “{name}”.")
    return there, False
