"""``touchstone owner``: an organisation, made if it is not there, and an invitation for somebody to own it."""

from __future__ import annotations

import argparse
import re
import sys
import uuid
from typing import TYPE_CHECKING

from touchstone.cli.installation import installation

if TYPE_CHECKING:
    from touchstone.apps.people.models import Organisation

KINDS = ("provider", "employer", "assessment", "regulator")
AFTER = "The link works once. It is in the mail too; it is shown here this one time, because no mail may be set up yet."


def main(words: list[str]) -> int:
    """0: invited, or there already; 1: refused, with the reason; 2: could not be asked."""
    options = _options(words)
    with installation():
        from touchstone.apps.records.refusal import Refused

        try:
            return _invite(options)
        except Refused as refused:
            print(f"touchstone owner: {' '.join(refused.reasons)}", file=sys.stderr)
            return 1


def _options(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="touchstone owner",
        description="Make an organisation, if it is not there, and invite somebody to own it: to say who belongs to it "
        "and in which role. For the first organisation of a new installation, and for each further one.",
    )
    parser.add_argument("--organisation", required=True, metavar="NAME")
    parser.add_argument("--kind", required=True, choices=KINDS)
    number = parser.add_mutually_exclusive_group()
    number.add_argument("--ukprn", type=_ukprn, metavar="NUMBER", help="of a provider: 8 digits")
    number.add_argument("--epa-id", type=_epa_id, metavar="ID", help="of an assessment organisation: EPA0000")
    parser.add_argument("--email", required=True, type=_email, help="the address the owner signs in with")
    parser.add_argument("--name", required=True, type=_name, help="the owner's full name")
    parser.add_argument("--again", action="store_true", help="a new link for somebody invited before; the old one dies")
    return parser.parse_args(words)


def _ukprn(text: str) -> str:
    if not re.fullmatch(r"[0-9]{8}", text):
        raise argparse.ArgumentTypeError(f"a UKPRN has 8 digits, which '{text}' has not")
    return text


def _epa_id(text: str) -> str:
    if not re.fullmatch(r"EPA[0-9]{4}", text.upper()):
        raise argparse.ArgumentTypeError(f"an EPA id is EPA and 4 digits, which '{text}' is not")
    return text.upper()


def _email(text: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(text)
    except ValidationError:
        raise argparse.ArgumentTypeError(f"'{text}' is not an email address") from None
    return text.lower()


def _name(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is empty")
    return " ".join(text.split())


def _invite(options: argparse.Namespace) -> int:
    from django.db import transaction

    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.people.roles import OrganisationKind
    from touchstone.apps.people.services import found_organisation

    with transaction.atomic():  # no organisation without somebody to own it
        organisation, new = found_organisation(
            who=SYSTEM,
            kind=OrganisationKind(options.kind),
            name=options.organisation,
            ukprn=options.ukprn or "",
            epa_id=options.epa_id or "",
        )
        said = _said(options, organisation)
    if new:
        print(f"{organisation.name} is made.")
    print(said)
    return 0


def _said(options: argparse.Namespace, organisation: Organisation) -> str:
    """Invite, and say so; or say why there is nothing to do."""
    from touchstone.apps.people import services
    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.people.members import owners_of, unanswered
    from touchstone.apps.people.roles import Role

    there = owners_of(organisation).filter(email=options.email).first()
    if there is not None:
        return f"{there.name} owns {organisation.name} already. Nothing was done."
    before = unanswered(organisation).filter(email=options.email).first()
    if before is not None and Role.OWNER in before.roles:
        if not options.again:
            return f"{options.email} is invited already. Nothing was done; --again makes a new link."
        invited = services.send_again(who=SYSTEM, invitation=before)
    else:
        invited = services.invite(
            who=SYSTEM,
            organisation=organisation,
            email=options.email,
            name=options.name,
            roles=[Role.OWNER],
            id=uuid.uuid4(),
        )
    until = f"{invited.invitation.ends_at:%Y-%m-%d %H:%M} UTC"
    return f"{options.email} is invited to own {organisation.name}, until {until}:\n\n  {invited.link}\n\n{AFTER}"
