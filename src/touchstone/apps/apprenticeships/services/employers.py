"""An owner for an employer that enrolment has made: the provider that trains its apprentices invites the first."""

from __future__ import annotations

import uuid

from django.db import transaction

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import employers_known_to
from touchstone.apps.people import services as people
from touchstone.apps.people.members import owners_of, unanswered
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import Invited
from touchstone.apps.records.log import Who
from touchstone.apps.records.refusal import Refused


@transaction.atomic
def invite_first_owner(
    *, who: Who, provider: Organisation, employer: Organisation, email: str, name: str, id: uuid.UUID
) -> Invited:
    """Raises Refused where the provider does not train the employer's apprentices, and where it has an owner already,
    or one is invited: from then on the employer alone says who belongs to it. Also where another provider trains some:
    an owner corrects the addresses of all its people, and whoever names a line manager at an enrolment trains some.
    """
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=employer.pk)
    if not employers_known_to([provider.pk]).filter(pk=employer.pk).exists():
        raise Refused(f"{provider.name} trains no apprentice of {employer.name}.")
    if owners_of(employer).exists():
        raise Refused(f"{employer.name} has an owner already. They say who belongs to it.")
    if Apprenticeship.objects.filter(employer=employer).exclude(provider=provider).exists():
        raise Refused(
            f"Another provider trains apprentices of {employer.name} as well. Whoever runs this installation "
            "invites its first owner: ask them."
        )
    if any(Role.OWNER in one.roles for one in unanswered(employer) if one.pk != id):
        raise Refused(f"Somebody is invited already to be owner of {employer.name}, and has not answered.")
    return people.invite(who=who, organisation=employer, email=email, name=name, roles=[Role.OWNER], id=id)
