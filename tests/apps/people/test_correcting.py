"""Correcting a name and an address: the address is the identity, and nobody gets into an account by changing it."""

from __future__ import annotations

import datetime as dt
import re
from functools import partial
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.test import Client

from tests.at_once import at_once
from tests.cast import LONG_AGO, Cast, as_actor, gather
from tests.second_factor import with_app
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Invitation, Membership, User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.second_factor import Steps, steps_of
from touchstone.apps.people.services import (
    Identity,
    close_account,
    correct_member,
    correct_person,
    end_role,
    give_role,
    invite,
    invite_to_account,
    set_password,
)
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.records.verify import verify

PASSWORD = "correct horse battery"
NEW = "tomas@example.org"


def correct(cast: Cast, **changes: Any) -> User:
    """Olga, owner of Northgate, corrects Tom."""
    person = changes.get("person", cast.tom)
    arguments: dict[str, Any] = {
        "who": as_actor(cast.olga, Role.OWNER),
        "person": person,
        "organisation": cast.northgate,
        "was": Identity.of(person),
        "now": Identity("Tomas Tutor", NEW),
        "reason": "Married & moved",
    }
    return correct_member(**{**arguments, **changes})


def sign_in(email: str, password: str = PASSWORD) -> Client:
    client = Client()
    client.post("/account/login/", {"login": email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/email/").status_code == 200


@pytest.mark.django_db
def test_name_and_address_change_with_a_reason_and_the_old_ones_can_be_erased(cast: Cast) -> None:
    correct(cast)
    assert Identity.of(User.objects.get(pk=cast.tom.pk)) == Identity("Tomas Tutor", NEW)
    entry = LogEntry.objects.get(verb="person.corrected")
    assert (entry.actor, entry.role, entry.subject, entry.apprenticeship) == (
        cast.olga.pk,
        "owner",
        str(cast.tom.pk),
        None,
    )
    assert entry.details == {"person": str(cast.tom.pk), "what": "name and email address"}
    assert entry.personal.body == {
        "old": {"name": "Tom Tutor", "email": "tom@example.org"},
        "new": {"name": "Tomas Tutor", "email": NEW},
        "reason": "Married & moved",
    }
    entry.personal.delete()
    assert verify() == []


@pytest.mark.django_db
def test_both_addresses_are_told_and_the_old_one_learns_nothing_of_the_new(cast: Cast) -> None:
    """The old address may be a stranger's: that may be why it is corrected."""
    correct(cast)
    sent = {message.to: message for message in Message.objects.filter(kind="correction")}
    assert set(sent) == {"tom@example.org", NEW}
    assert "Olga Owner (organisation owner)" in sent[NEW].text
    assert "it was tom@example.org" in sent[NEW].text
    assert "Married & moved" in sent[NEW].text
    for secret in (NEW, "Tomas", "Married"):
        assert secret not in sent["tom@example.org"].text


@pytest.mark.django_db
def test_a_corrected_name_alone_is_told_to_the_one_address_and_ends_no_session(cast: Cast) -> None:
    set_password(who=SYSTEM, person=cast.tom, password=PASSWORD)
    client = sign_in(cast.tom.email)
    assert is_in(client)
    correct(cast, now=Identity("Tomas Tutor", cast.tom.email))
    assert [message.to for message in Message.objects.filter(kind="correction")] == [cast.tom.email]
    assert is_in(client)


@pytest.mark.django_db
def test_the_person_chooses_a_new_password_at_the_new_address(cast: Cast) -> None:
    set_password(who=SYSTEM, person=cast.tom, password=PASSWORD)
    before = sign_in(cast.tom.email)
    assert is_in(before)
    correct(cast)
    assert not is_in(before)
    assert not Session.objects.filter(session_key=before.session.session_key).exists()
    assert not is_in(sign_in("tom@example.org"))
    page = Client()
    page.post("/account/password/reset/", {"email": NEW})
    path = re.search(r"/account/password/reset/key/\S+", Message.objects.get(kind="password-reset", to=NEW).text)
    assert path
    form = page.get(path[0], follow=True)
    page.post(form.request["PATH_INFO"], {"password1": "three random words", "password2": "three random words"})
    assert is_in(sign_in(NEW, "three random words"))
    assert list(EmailAddress.objects.filter(user=cast.tom).values_list("email", "primary")) == [(NEW, True)]


@pytest.mark.django_db
def test_whoever_had_the_account_at_the_old_address_does_not_come_along(cast: Cast) -> None:
    """Or a wrong address would give a stranger the account for good; and an owner could make one, choose its password,
    give it somebody else's address, and wait for another organisation to enrol them."""
    set_password(who=SYSTEM, person=cast.tom, password=PASSWORD)
    with_app(cast.tom)
    correct(cast)
    assert not is_in(sign_in(NEW))
    assert not User.objects.get(pk=cast.tom.pk).has_usable_password()
    assert steps_of(cast.tom.pk) == Steps(None, (), None)


@pytest.mark.django_db
def test_a_link_for_a_new_password_sent_before_works_no_more(cast: Cast) -> None:
    set_password(who=SYSTEM, person=cast.tom, password=PASSWORD)
    Client().post("/account/password/reset/", {"email": cast.tom.email})
    message = Message.objects.get(kind="password-reset")
    path = re.search(r"/account/password/reset/key/\S+", message.text)
    assert path
    asked = Client().get(path[0], follow=True)
    assert 'name="password1"' in asked.content.decode()
    correct(cast)
    dead = Client().get(path[0], follow=True)
    assert 'name="password1"' not in dead.content.decode()


@pytest.mark.django_db
def test_somebody_who_works_for_another_organisation_too_keeps_their_address(cast: Cast) -> None:
    give_role(who=SYSTEM, person=cast.tom, organisation=cast.meridian, role=Role.ASSESSOR)
    with pytest.raises(Refused, match="whoever runs this installation"):
        correct(cast)
    assert not Message.objects.filter(kind="correction").exists()
    correct(cast, now=Identity("Tomas Tutor", cast.tom.email))  # a name opens nothing
    moved = User.objects.get(pk=cast.tom.pk)
    correct_person(
        who=SYSTEM, person=moved, was=Identity.of(moved), now=Identity(moved.name, NEW), reason="Asked by both"
    )
    assert User.objects.get(pk=cast.tom.pk).email == NEW


@pytest.mark.django_db
def test_somebody_whose_role_elsewhere_has_ended_keeps_their_address_too(cast: Cast) -> None:
    """An apprentice sees their own apprenticeship for good: the end of the role ends nothing of that."""
    part = give_role(who=SYSTEM, person=cast.tom, organisation=cast.quayside, role=Role.APPRENTICE, since=LONG_AGO)
    end_role(who=SYSTEM, membership=part)
    with pytest.raises(Refused, match="another organisation"):
        correct(cast)


@pytest.mark.django_db
def test_an_employer_cannot_get_into_what_its_apprentices_write(cast: Cast) -> None:
    give_role(who=SYSTEM, person=cast.sunil, organisation=cast.harbour, role=Role.OWNER)
    sunil, alice = as_actor(cast.sunil, Role.OWNER), Identity.of(cast.alice)

    def to(now: Identity) -> None:
        correct_member(
            who=sunil, person=cast.alice, organisation=cast.harbour, was=alice, now=now, reason="Said to be wrong"
        )

    with pytest.raises(Refused, match="not their employer’s to read"):
        to(Identity(alice.name, NEW))
    to(Identity("Alice B. Adeyemi", alice.email))


@pytest.mark.django_db
def test_whoever_has_left_is_not_the_organisations_to_correct(cast: Cast) -> None:
    Membership.objects.filter(person=cast.tom).update(until=dt.date(2024, 1, 1))
    with pytest.raises(Refused, match="no role at Northgate Training any more"):
        correct(cast)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "because"),
    [
        ({"now": Identity("Tom Tutor", "quentin@example.org")}, "Another account"),
        ({"now": Identity("Tom Tutor", "tom@example.org")}, "Nothing is changed"),
        ({"reason": " \n"}, "Say why"),
        ({"now": Identity("Tom Tutor", "not an address")}, "not an email address"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(cast: Cast, changes: dict[str, Any], because: str) -> None:
    before = LogEntry.objects.count()
    with pytest.raises(Refused, match=because):
        correct(cast, **changes)
    assert Identity.of(User.objects.get(pk=cast.tom.pk)) == Identity("Tom Tutor", "tom@example.org")
    assert LogEntry.objects.count() == before
    assert not Message.objects.filter(kind="correction").exists()


@pytest.mark.django_db
def test_an_old_address_that_never_was_one_hinders_nothing(cast: Cast) -> None:
    User.objects.filter(pk=cast.tom.pk).update(email="tom at example")
    cast.tom.refresh_from_db()
    correct(cast)
    assert [message.to for message in Message.objects.filter(kind="correction")] == [NEW]


@pytest.mark.django_db
def test_two_who_correct_notice_each_other_and_a_form_sent_twice_corrects_once(cast: Cast) -> None:
    seen = Identity.of(cast.tom)
    correct(cast)
    correct(cast, was=seen)
    assert LogEntry.objects.filter(verb="person.corrected").count() == 1
    with pytest.raises(Stale):
        correct(cast, was=seen, now=Identity("Thomas Tutor", NEW))


@pytest.mark.usefixtures("transactional_db")
def test_of_two_who_are_given_the_same_address_at_the_same_moment_one_gets_it() -> None:
    cast = gather()
    acts = [partial(correct, cast, person=person) for person in (cast.tom, cast.quentin)]
    refused = at_once(*acts)
    assert [str(said) for said in refused] == ["Another account has this email address already."]
    assert User.objects.filter(email=NEW).count() == 1
    assert verify() == []


@pytest.mark.django_db
def test_an_open_invitation_stays_with_the_address_it_was_sent_to(cast: Cast) -> None:
    invited = invite(
        who=as_actor(cast.olga, Role.OWNER),
        organisation=cast.northgate,
        email=cast.tom.email,
        name=cast.tom.name,
        roles=[Role.QUALITY_LEAD],
        id=cast.tom.pk,
    ).invitation
    correct(cast)
    invited.refresh_from_db()
    assert invited.email == "tom@example.org"


@pytest.mark.django_db
def test_whoever_has_not_joined_is_invited_at_the_new_address_and_the_old_link_is_dead(cast: Cast) -> None:
    old = invite_to_account(who=SYSTEM, person=cast.tom, organisation=cast.northgate)
    assert old is not None
    correct(cast)
    old.invitation.refresh_from_db()
    assert old.invitation.state == Invitation.State.WITHDRAWN
    new = Invitation.objects.get(email=NEW)
    assert (new.state, new.organisation, new.roles) == (Invitation.State.OPEN, cast.northgate, [])
    assert Message.objects.filter(kind="invitation", to=NEW).count() == 1
    letter = Message.objects.get(kind="correction", to=NEW)
    assert "You have not joined yet: an invitation comes to this address" in letter.text
    assert "signed out everywhere" not in letter.text


@pytest.mark.django_db
def test_whoever_has_joined_is_not_invited_again_and_no_link_to_the_old_address_works(cast: Cast) -> None:
    old = invite_to_account(who=SYSTEM, person=cast.tom, organisation=cast.northgate)
    assert old is not None
    set_password(who=SYSTEM, person=cast.tom, password=PASSWORD)
    correct(cast)
    old.invitation.refresh_from_db()
    assert old.invitation.state == Invitation.State.WITHDRAWN
    assert not Invitation.objects.filter(email=NEW).exists()
    assert "signed out everywhere" in Message.objects.get(kind="correction", to=NEW).text


@pytest.mark.django_db
def test_a_corrected_name_alone_leaves_the_invitation(cast: Cast) -> None:
    old = invite_to_account(who=SYSTEM, person=cast.tom, organisation=cast.northgate)
    assert old is not None
    correct(cast, now=Identity("Tomas Tutor", cast.tom.email))
    assert Invitation.objects.get().state == Invitation.State.OPEN


@pytest.mark.django_db
def test_a_closed_account_is_signed_out_and_lets_nobody_in(cast: Cast) -> None:
    set_password(who=SYSTEM, person=cast.tom, password=PASSWORD)
    client = sign_in(cast.tom.email)
    assert is_in(client)
    close_account(who=SYSTEM, person=cast.tom, reason="Asked for")
    close_account(who=SYSTEM, person=cast.tom, reason="Asked for")
    assert not is_in(client)
    assert not is_in(sign_in(cast.tom.email))
    entry = LogEntry.objects.get(verb="person.closed")
    assert entry.personal.body == {"reason": "Asked for"}
    letter = Message.objects.get(to=cast.tom.email, subject="Touchstone: your account is closed")
    assert "Whoever runs this installation" in letter.text
    User.objects.filter(pk=cast.tom.pk).update(is_active=True)
    assert not is_in(client)  # nor does opening it again bring a session back
