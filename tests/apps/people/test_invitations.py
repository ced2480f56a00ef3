"""Invitations: a link that works once, for one person, until it ends or is withdrawn."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.utils import timezone

from tests.cast import Cast, as_actor
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM, actor_for
from touchstone.apps.people.models import Invitation, Membership, User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import Invited
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, LogPersonal
from touchstone.apps.records.refusal import Refused
from touchstone.demo.clock import at

PASSWORD = "correct horse battery"


def invited(cast: Cast, **changes: Any) -> Invited:
    """Nia, as tutor of Northgate, by its owner Olga."""
    arguments: dict[str, Any] = {
        "who": as_actor(cast.olga, Role.OWNER),
        "organisation": cast.northgate,
        "email": "Nia@Example.org ",
        "name": " Nia  New ",
        "roles": [Role.TUTOR],
        "id": uuid.uuid4(),
    }
    return services.invite(**{**arguments, **changes})


def by_oscar(cast: Cast, **changes: Any) -> Invited:
    """Nia, as assessor of Meridian, by its owner Oscar."""
    who = as_actor(cast.oscar, Role.OWNER)
    return invited(cast, **{"who": who, "organisation": cast.meridian, "roles": [Role.ASSESSOR], **changes})


def token_of(one: Invited) -> str:
    return one.link.rstrip("/").rpartition("/")[2]


def mail_of(one: Invited) -> Message:
    assert one.invitation.message
    return Message.objects.get(pk=one.invitation.message)


def roles_of(person: User) -> set[tuple[str, str]]:
    return {(one.role, one.organisation.name) for one in Membership.objects.filter(person=person, until=None)}


def test_the_mail_carries_a_link_of_which_only_the_hash_is_kept(cast: Cast) -> None:
    one = invited(cast)
    mail = mail_of(one)
    assert (mail.to, mail.organisation, mail.kind) == ("nia@example.org", cast.northgate.pk, "invitation")
    assert mail.subject == "Join Northgate Training on Touchstone"
    for words in ("Hello Nia New", "Olga Owner invites you", "Northgate Training", "as tutor", one.link):
        assert words in mail.text
    token = token_of(one)
    assert re.fullmatch(r"[\w-]{43}", token)  # 32 bytes
    row = Invitation.objects.filter(pk=one.invitation.pk).values().get()
    assert token not in str(row)
    assert row["token_hash"] == Invitation.hash_of(token)


def test_inviting_is_logged_with_the_name_apart(cast: Cast) -> None:
    one = invited(cast)
    entry = LogEntry.objects.get(verb="invitation.made")
    assert (entry.actor, entry.subject) == (cast.olga.pk, str(one.invitation.pk))
    assert entry.details == {"organisation": str(cast.northgate.pk), "roles": ["tutor"]}
    assert LogPersonal.objects.get(entry=entry).body == {"name": "Nia New", "email": "nia@example.org"}


def test_a_form_sent_twice_invites_once(cast: Cast) -> None:
    id = uuid.uuid4()
    first, second = invited(cast, id=id), invited(cast, id=id)
    assert first.invitation == second.invitation
    assert second.link == ""
    assert Message.objects.count() == 1


def test_a_form_used_for_somebody_else_is_refused(cast: Cast) -> None:
    id = uuid.uuid4()
    invited(cast, id=id)
    with pytest.raises(Refused, match="already been used"):
        invited(cast, id=id, email="other@example.org")


def test_whoever_accepts_gets_an_account_and_the_role_and_can_sign_in(cast: Cast) -> None:
    one = invited(cast)
    nia = services.accept_with_password(token=token_of(one), name="Nia Newman", password=PASSWORD)
    assert (nia.email, nia.name, nia.is_demo) == ("nia@example.org", "Nia Newman", False)
    assert nia.check_password(PASSWORD)
    assert roles_of(nia) == {("tutor", "Northgate Training")}
    address = EmailAddress.objects.get(user=nia)
    assert (address.email, address.verified, address.primary) == ("nia@example.org", True, True)
    entry = LogEntry.objects.get(verb="invitation.accepted")
    assert entry.actor == nia.pk
    assert entry.details == {"organisation": str(cast.northgate.pk), "person": str(nia.pk), "roles": ["tutor"]}


def test_a_link_works_once(cast: Cast) -> None:
    one = invited(cast)
    services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD)
    with pytest.raises(Refused, match="has been used"):
        services.accept_with_password(token=token_of(one), name="Mallory", password="another password")
    assert User.objects.get(email="nia@example.org").check_password(PASSWORD)


def test_a_link_works_until_it_ends(cast: Cast, settings: Any) -> None:
    settings.INVITATION_DAYS = 3
    one = invited(cast)
    with at(timezone.now() + dt.timedelta(days=3, seconds=1)), pytest.raises(Refused, match="has ended"):
        services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD)
    with at(timezone.now() + dt.timedelta(days=2, hours=23)):
        services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD)


def test_a_withdrawn_invitation_works_no_more(cast: Cast) -> None:
    one = invited(cast)
    for _ in range(2):  # idempotent
        services.withdraw(who=as_actor(cast.olga), invitation=one.invitation)
    with pytest.raises(Refused, match="was withdrawn"):
        services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD)
    assert LogEntry.objects.filter(verb="invitation.withdrawn").count() == 1
    assert not User.objects.filter(email="nia@example.org").exists()


def test_sent_again_the_old_link_is_dead_and_the_new_one_works(cast: Cast) -> None:
    one = invited(cast)
    with at(timezone.now() + dt.timedelta(days=30)):
        again = services.send_again(who=as_actor(cast.olga), invitation=one.invitation)
        with pytest.raises(Refused, match="This link does not work"):
            services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD)
        services.accept_with_password(token=token_of(again), name="Nia", password=PASSWORD)
    assert again.invitation.pk == one.invitation.pk
    assert Message.objects.filter(kind="invitation").count() == 2


@pytest.mark.parametrize("end", ["accept", "withdraw"])
def test_what_is_over_is_not_sent_again(cast: Cast, end: str) -> None:
    one = invited(cast)
    if end == "accept":
        services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD)
    else:
        services.withdraw(who=as_actor(cast.olga), invitation=one.invitation)
    with pytest.raises(Refused, match=r"used|withdrawn"):
        services.send_again(who=as_actor(cast.olga), invitation=one.invitation)


def test_an_accepted_invitation_is_not_withdrawn(cast: Cast) -> None:
    one = invited(cast)
    services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD)
    with pytest.raises(Refused, match="End their role instead"):
        services.withdraw(who=as_actor(cast.olga), invitation=one.invitation)


@pytest.mark.parametrize("northgate_first", [True, False])
def test_two_organisations_invite_one_address_and_there_is_one_account(cast: Cast, northgate_first: bool) -> None:
    one, two = invited(cast), by_oscar(cast)
    first, second = (one, two) if northgate_first else (two, one)
    nia = services.accept_with_password(token=token_of(first), name="Nia", password=PASSWORD)
    with pytest.raises(Refused, match="Sign in to join"):  # whoever found that mail cannot take the account over
        services.accept_with_password(token=token_of(second), name="Nia", password="another password")
    services.accept(who=actor_for(nia), token=token_of(second))
    assert roles_of(nia) == {("tutor", "Northgate Training"), ("assessor", "Meridian Assessment")}
    assert User.objects.filter(email="nia@example.org").count() == 1


def test_an_account_without_a_password_is_the_one_that_joins_and_keeps_its_name(cast: Cast) -> None:
    one = by_oscar(cast, email=cast.lena.email)
    lena = services.accept_with_password(token=token_of(one), name="Somebody Else", password=PASSWORD)
    assert lena == cast.lena
    assert lena.name == "Lena Line"
    assert ("assessor", "Meridian Assessment") in roles_of(lena)


def test_somebody_else_cannot_accept(cast: Cast) -> None:
    one = invited(cast)
    with pytest.raises(Refused, match="meant for somebody else"):
        services.accept(who=as_actor(cast.tom), token=token_of(one))
    assert one.invitation.state == Invitation.State.OPEN


def test_nobody_is_invited_to_what_they_are(cast: Cast) -> None:
    with pytest.raises(Refused, match="Tom Tutor is tutor at Northgate Training already"):
        invited(cast, email="TOM@example.org")


def test_a_member_can_be_invited_to_another_role(cast: Cast) -> None:
    one = invited(cast, email=cast.tom.email, roles=[Role.TUTOR, Role.QUALITY_LEAD])
    services.accept(who=as_actor(cast.tom), token=token_of(one))
    assert roles_of(cast.tom) == {("tutor", "Northgate Training"), ("quality-lead", "Northgate Training")}


def test_nobody_is_invited_twice_by_one_organisation(cast: Cast) -> None:
    one = invited(cast)
    with pytest.raises(Refused, match="Send that invitation again, or withdraw it"):
        invited(cast)
    services.withdraw(who=as_actor(cast.olga), invitation=one.invitation)
    invited(cast)


def test_an_invitation_to_no_role_or_one_the_organisation_cannot_have_is_refused(cast: Cast) -> None:
    with pytest.raises(Refused, match="at least one role"):
        invited(cast, roles=[])
    with pytest.raises(Refused, match="“Assessor” is not a role"):
        invited(cast, roles=[Role.ASSESSOR])


def test_the_organisation_invites_and_not_the_person(cast: Cast) -> None:
    """Olga leaves before Nia answers, and nobody else is tutor there any more."""
    one = invited(cast)
    services.give_role(who=SYSTEM, person=cast.quentin, organisation=cast.northgate, role=Role.OWNER)
    services.end_membership(who=as_actor(cast.quentin), person=cast.olga, organisation=cast.northgate)
    services.end_membership(who=as_actor(cast.quentin), person=cast.tom, organisation=cast.northgate)
    nia = services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD)
    assert roles_of(nia) == {("tutor", "Northgate Training")}


def test_no_name_of_an_account_is_told_to_who_knows_its_address(cast: Cast) -> None:
    one = invited(cast, email=cast.theo.email, name="Whoever")
    assert one.invitation.name == "Whoever"
    assert cast.theo.name not in mail_of(one).text


def test_whom_a_demo_person_invites_is_of_the_demo(cast: Cast) -> None:
    User.objects.filter(pk=cast.olga.pk).update(is_demo=True)
    one = invited(cast)
    assert services.accept_with_password(token=token_of(one), name="Nia", password=PASSWORD).is_demo


def test_a_closed_account_does_not_join(cast: Cast) -> None:
    one = invited(cast, email=cast.theo.email)
    User.objects.filter(pk=cast.theo.pk).update(is_active=False)
    with pytest.raises(Refused, match="closed"):
        services.accept_with_password(token=token_of(one), name="Theo", password=PASSWORD)


def test_a_way_in_is_given_once_and_only_to_who_needs_one(cast: Cast) -> None:
    def give(person: User) -> Invited | None:
        return services.invite_to_account(who=as_actor(cast.tom), person=person, organisation=cast.harbour)

    one = give(cast.lena)
    assert one is not None
    assert "as line manager" in mail_of(one).text
    assert give(cast.lena) is None  # that link still works
    services.accept_with_password(token=token_of(one), name="", password=PASSWORD)
    assert give(User.objects.get(pk=cast.lena.pk)) is None  # she has a password
    assert roles_of(cast.lena) == {("line-manager", "Harbour Care")}
    cast.sunil.is_demo = True
    assert give(cast.sunil) is None  # nobody writes to the people of the demo world


def test_a_way_in_to_an_account_whose_address_has_changed_makes_no_other(cast: Cast) -> None:
    one = services.invite_to_account(who=as_actor(cast.tom), person=cast.lena, organisation=cast.harbour)
    assert one is not None
    User.objects.filter(pk=cast.lena.pk).update(email="lena.line@example.org")
    with pytest.raises(Refused, match="withdrawn"):
        services.accept_with_password(token=token_of(one), name="Mallory", password=PASSWORD)
