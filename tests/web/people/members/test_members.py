"""The members of an organisation, for its owner."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.apps.assessment import making as assessing
from tests.apps.gateway import making as gateways
from tests.apps.people.test_invitations import invited, mail_of
from tests.cast import LONG_AGO, Cast, as_actor
from tests.stories import enrolled, uln
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.services import Newcomer, NewEmployer
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM, actor_for
from touchstone.apps.people.members import owners_of
from touchstone.apps.people.models import Invitation, Membership, User
from touchstone.apps.people.roles import Role
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, LogPersonal
from touchstone.demo.clock import at


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def olga(cast: Cast) -> Client:
    return client_of(cast.olga)


def of(name: str, cast: Cast, *more: Any) -> str:
    return reverse(f"members:{name}", args=[cast.northgate.pk, *more])


def role_of(person: User, role: Role) -> Membership:
    return Membership.objects.get(person=person, role=role, until=None)


def test_the_list_shows_people_their_roles_and_what_became_of_each_invitation(cast: Cast, olga: Client) -> None:
    mail = mail_of(invited(cast))
    for state, trouble, said in (
        ("waiting", "", "Waiting to be sent"),
        ("refused", "550 no such user", "Could not be sent: 550 no such user"),
        ("bounced", "mailbox full", "Came back: mailbox full"),
    ):
        Message.objects.filter(pk=mail.pk).update(state=state, trouble=trouble)
        assert said in text(olga.get(of("list", cast)))
    sent = dt.datetime(2026, 3, 2, 12, 3, tzinfo=dt.UTC)
    Message.objects.filter(pk=mail.pk).update(state="sent", trouble="", sent_at=sent)
    page = text(olga.get(of("list", cast)))
    for words in (
        "Tom Tutor",
        "tom@example.org",
        "Tutor, since 1 January 2020",
        "Nia New",
        "Sent 2 March 2026, 12:03pm",
    ):
        assert words in page
    assert "Wendy" not in page


def test_the_list_is_searched_filtered_and_in_pages(cast: Cast, olga: Client) -> None:
    people = [User(email=f"p{n}@example.org", name=f"Person {n:03}") for n in range(120)]
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(
        Membership(person=one, organisation=cast.northgate, role=Role.TUTOR, since=LONG_AGO) for one in people
    )
    for n in range(60):
        invited(cast, email=f"new{n}@example.org")
    with at_most(10):
        page = text(olga.get(of("list", cast)))
    assert "124 people" in page
    assert "There are more. Search" in page
    with at_most(10):
        assert "Person 119" in text(olga.get(of("list", cast) + "?page=3&role=tutor"))
    found = text(olga.get(of("list", cast) + "?q=new42@"))
    assert "new42@example.org" in found
    assert "new41@example.org" not in found


def test_an_invitation_is_sent_again_and_withdrawn(cast: Cast, olga: Client) -> None:
    one = invited(cast).invitation
    answer = olga.post(reverse("members:send_again", args=[one.pk]), follow=True)
    assert "A new link goes to nia@example.org" in text(answer)
    answer = olga.post(reverse("members:withdraw", args=[one.pk]), follow=True)
    assert "The invitation of Nia New is withdrawn." in text(answer)
    answer = olga.post(reverse("members:send_again", args=[one.pk]), follow=True)
    assert "This invitation was withdrawn." in text(answer)


def test_inviting_twice_with_one_form_invites_once(cast: Cast, olga: Client) -> None:
    sent = {"id": str(uuid.uuid4()), "name": "Nia New", "email": "Nia@example.org", "roles": ["tutor", "quality-lead"]}
    for _ in range(2):
        answer = olga.post(of("invite", cast), sent, follow=True)
        assert "Nia New is invited." in text(answer)
    assert Invitation.objects.get().roles == ["tutor", "quality-lead"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"email": "tom@example.org"}, "Tom Tutor is tutor at Northgate Training already."),
        ({"email": "nobody"}, "Enter an email address in the correct format"),
        ({"roles": []}, "Select at least one role"),
        ({"roles": ["assessor"]}, "in the list"),
        ({"roles": ["apprentice"]}, "in the list"),
        ({"name": ""}, "Enter full name"),
    ],
)
def test_a_refused_invitation_keeps_what_was_typed(cast: Cast, olga: Client, fields: dict[str, Any], said: str) -> None:
    sent = {"id": str(uuid.uuid4()), "name": "Nia New", "email": "nia@example.org", "roles": ["tutor"], **fields}
    answer = olga.post(of("invite", cast), sent)
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'value="{sent["email"]}"' in text(answer)
    assert not Invitation.objects.exists()


def test_a_role_is_given_and_ended(cast: Cast, olga: Client) -> None:
    page = of("person", cast, cast.tom.pk)
    answer = olga.post(page, {"role": "quality-lead"}, follow=True)
    assert "Tom Tutor is now provider quality lead." in text(answer)
    end = reverse("members:end_role", args=[role_of(cast.tom, Role.QUALITY_LEAD).pk])
    assert end in text(answer)
    assert actor_for(cast.tom).holds(Role.QUALITY_LEAD)
    olga.get(end)
    assert actor_for(cast.tom).holds(Role.QUALITY_LEAD)  # looking ends nothing
    answer = olga.post(end, follow=True)
    assert "Tom Tutor is no longer provider quality lead at Northgate Training." in text(answer)
    assert not actor_for(cast.tom).holds(Role.QUALITY_LEAD)
    assert olga.post(end).status_code == 404  # it is no role of today


def test_a_role_that_is_held_or_is_none_here_is_not_given(cast: Cast, olga: Client) -> None:
    for role in ("tutor", "assessor", "apprentice", ""):
        assert olga.post(of("person", cast, cast.tom.pk), {"role": role}).status_code == 422
    assert actor_for(cast.tom).roles == {Role.TUTOR}


def test_ending_says_first_what_is_still_in_hand(cast: Cast, olga: Client) -> None:
    enrolled(cast)
    page = text(olga.get(of("end", cast, cast.tom.pk)))
    assert "Tom Tutor trains 1 apprentice" in page
    assert of("hand_over", cast, cast.tom.pk) in page
    olga.post(of("end", cast, cast.tom.pk))
    assert actor_for(cast.tom).held == ()
    assert "Tom Tutor trains 1 apprentice." in text(olga.get(of("list", cast)))  # left behind, until handed over


def test_the_last_owner_is_told_to_make_somebody_else_owner_first(cast: Cast, olga: Client) -> None:
    answer = olga.post(of("end", cast, cast.olga.pk))
    assert answer.status_code == 422
    assert "Olga Owner is the only owner of Northgate Training. Make somebody else owner first." in text(answer)
    assert owners_of(cast.northgate).get() == cast.olga


def test_an_owner_who_is_not_the_last_leaves_after_a_warning(cast: Cast, olga: Client) -> None:
    services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.northgate, role=Role.OWNER)
    assert "This is your own role." in text(olga.get(of("end", cast, cast.olga.pk)))
    answer = olga.post(of("end", cast, cast.olga.pk), follow=True)
    assert answer.request["PATH_INFO"] == reverse("home")
    assert "Olga Owner no longer belongs to Northgate Training." in text(answer)


def test_parts_are_handed_over(cast: Cast, olga: Client) -> None:
    one = enrolled(cast)
    page = of("hand_over", cast, cast.tom.pk)
    assert "Nobody else is tutor at Northgate Training." in text(olga.get(page))
    services.give_role(who=SYSTEM, person=cast.quentin, organisation=cast.northgate, role=Role.TUTOR)
    refused = olga.post(page, {"role": "tutor", "tutor-to": str(cast.wendy.pk)})
    assert refused.status_code == 422
    answer = olga.post(page, {"role": "tutor", "tutor-to": str(cast.quentin.pk)}, follow=True)
    assert "Quentin Quality is tutor in 1 apprenticeship now." in text(answer)
    assert one.participants.get(role="tutor", until=None).person == cast.quentin
    assert "has nothing in hand here" in text(answer)


def test_what_forbids_a_hand_over_is_listed_and_nothing_moves(cast: Cast, olga: Client) -> None:
    one = enrolled(cast)
    services.give_role(who=SYSTEM, person=cast.lena, organisation=cast.northgate, role=Role.TUTOR)
    answer = olga.post(of("hand_over", cast, cast.tom.pk), {"role": "tutor", "tutor-to": str(cast.lena.pk)})
    assert f"{one.reference}: Nobody gives the word of both the provider and the employer." in text(answer)
    assert one.participants.get(role="tutor", until=None).person == cast.tom


def test_an_assessor_with_bookings_leaves_only_when_it_is_confirmed_and_administrators_see_it(cast: Cast) -> None:
    one = enrolled(cast)
    with at(assessing.CONFIRMED):
        gateways.confirmed(cast, gateways.submitted(cast, gateways.prepared(cast, one)))
    assessing.approve(cast, one)
    assessing.book(cast, one, "discussion")
    oscar, ada = client_of(cast.oscar), client_of(cast.ada)
    assert "Assessor has left" not in text(ada.get("/"))
    end = reverse("members:end", args=[cast.meridian.pk, cast.asif.pk])
    page = text(oscar.get(end))
    assert one.reference in page
    assert cast.alice.name not in page  # an owner sees no apprentice by it
    assert reverse("assessment:show", args=[one.pk]) not in page
    answer = oscar.post(end)
    assert answer.status_code == 422
    assert actor_for(cast.asif).holds(Role.ASSESSOR)
    oscar.post(end, {"booked": "on"})
    assert not actor_for(cast.asif).holds(Role.ASSESSOR)
    assert "Assessor has left: cancel the" in text(ada.get("/"))


def test_an_owner_who_administers_too_finds_the_bookings_by_link(cast: Cast) -> None:
    one = enrolled(cast)
    with at(assessing.CONFIRMED):
        gateways.confirmed(cast, gateways.submitted(cast, gateways.prepared(cast, one)))
    assessing.approve(cast, one)
    assessing.book(cast, one, "discussion")
    services.give_role(who=SYSTEM, person=cast.ada, organisation=cast.meridian, role=Role.OWNER)
    page = text(client_of(cast.ada).get(reverse("members:end", args=[cast.meridian.pk, cast.asif.pk])))
    assert reverse("assessment:show", args=[one.pk]) in page


def test_a_second_step_is_not_removed_for_somebody_another_owner_answers_for(cast: Cast, olga: Client) -> None:
    services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.meridian, role=Role.ASSESSOR)
    page = of("second_factor", cast, cast.tom.pk)
    assert "you cannot remove their second step" in text(olga.get(page))
    answer = olga.post(page, {"reason": "They came to my desk"})
    assert answer.status_code == 422
    assert "Meridian" not in text(answer)


def test_a_second_step_that_is_not_there_is_not_removed(cast: Cast, olga: Client) -> None:
    page = of("second_factor", cast, cast.tom.pk)
    assert "Say how you know that it is they who ask" in text(olga.post(page, {"reason": " "}))
    assert "Tom Tutor has no second step." in text(olga.post(page, {"reason": "They came to my desk"}))


def test_a_second_step_that_is_lost_is_removed_with_the_reason_in_the_log(cast: Cast, olga: Client) -> None:
    TOTP.activate(cast.tom, generate_totp_secret())
    answer = olga.post(of("second_factor", cast, cast.tom.pk), {"reason": "They came to my desk"}, follow=True)
    assert "Tom Tutor can sign in with the password alone" in text(answer)
    assert not Authenticator.objects.filter(user=cast.tom).exists()
    entry = LogEntry.objects.get(verb="person.second-factor-removed")
    assert (entry.actor, entry.subject) == (cast.olga.pk, str(cast.tom.pk))
    assert LogPersonal.objects.get(entry=entry).body == {"reason": "They came to my desk"}


def test_nobody_removes_a_second_step_of_who_holds_no_role_there_any_more(cast: Cast, olga: Client) -> None:
    TOTP.activate(cast.tom, generate_totp_secret())
    services.end_membership(who=as_actor(cast.olga), person=cast.tom, organisation=cast.northgate)
    answer = olga.post(of("second_factor", cast, cast.tom.pk), {"reason": "They came to my desk"})
    assert "Tom Tutor holds no role at Northgate Training." in text(answer)
    assert Authenticator.objects.filter(user=cast.tom).exists()


def test_nobody_removes_their_own(cast: Cast, olga: Client) -> None:
    TOTP.activate(cast.olga, generate_totp_secret())
    page = of("second_factor", cast, cast.olga.pk)
    assert "This is your own account." in text(olga.get(page))
    assert olga.post(page, {"reason": "It is me"}).status_code == 422
    assert Authenticator.objects.filter(user=cast.olga).exists()


def test_an_employer_without_an_owner_gets_one_from_its_provider(cast: Cast, olga: Client) -> None:
    one = enrolled(cast, employer=NewEmployer("Quarry Works"), line_manager=Newcomer("Mo Manager", "mo@example.org"))
    page = reverse("members:employers", args=[cast.northgate.pk])
    form = reverse("members:invite_owner", args=[cast.northgate.pk, one.employer_id])
    for client in (olga, client_of(cast.quentin)):
        assert form in text(client.get(page))
    sent = {"id": str(uuid.uuid4()), "name": "Hal Head", "email": "hal@example.org"}
    answer = olga.post(form, sent, follow=True)
    assert "Hal Head is invited to own Quarry Works." in text(answer)
    assert "Invited, not answered yet" in text(answer)
    again = olga.post(form, {**sent, "id": str(uuid.uuid4()), "email": "other@example.org"})
    assert "Somebody is invited already" in text(again)
    services.give_role(who=SYSTEM, person=cast.lena, organisation=one.employer, role=Role.OWNER)
    assert "Has an owner" in text(olga.get(page))
    Invitation.objects.filter(roles=["owner"]).update(withdrawn_at=timezone.now())
    refused = olga.post(form, {**sent, "id": str(uuid.uuid4())})
    assert "Quarry Works has an owner already." in text(refused)


def test_a_provider_invites_no_owner_for_another_providers_customer(cast: Cast, olga: Client) -> None:
    enrolled(
        cast,
        who=as_actor(cast.wendy, Role.TUTOR),
        provider=cast.westfield,
        tutor=cast.wendy,
        employer=cast.quayside,
        line_manager=cast.lorna,
        uln=uln(3),
    )
    form = reverse("members:invite_owner", args=[cast.northgate.pk, cast.quayside.pk])
    assert olga.get(form).status_code == 404


def test_a_role_that_ends_while_a_form_is_open_loses_no_text(cast: Cast, olga: Client) -> None:
    """An owner who is one no longer: refused with the reason, and what was typed is there to copy."""
    services.give_role(who=SYSTEM, person=cast.tom, organisation=cast.northgate, role=Role.OWNER)
    services.give_role(who=SYSTEM, person=cast.olga, organisation=cast.northgate, role=Role.TUTOR)
    page = of("second_factor", cast, cast.quentin.pk)
    typed = {"reason": "They rang me from the number on file"}
    services.end_role(who=as_actor(cast.tom), membership=role_of(cast.olga, Role.OWNER))
    refused = olga.post(page, typed)
    assert refused.status_code == 403
    assert "This can be done by: organisation owner." in text(refused)
    assert typed["reason"] in text(refused)
    services.end_membership(who=as_actor(cast.tom), person=cast.olga, organisation=cast.northgate)
    gone = olga.post(page, typed)  # sees nothing of the organisation any more
    assert gone.status_code == 404
    assert "A role of yours may have ended" in text(gone)
    assert typed["reason"] in text(gone)


def test_owners_find_their_members_from_every_page(cast: Cast, olga: Client) -> None:
    page = text(olga.get("/"))
    assert page.count(of("list", cast)) == 2  # in the header and among the places
    assert of("list", cast) not in text(client_of(cast.tom).get("/"))


def test_the_owner_of_an_assessment_organisation_finds_who_rules_on_gateways(cast: Cast) -> None:
    ruler = reverse("gateway:ruler", args=[cast.meridian.pk])
    page = client_of(cast.oscar).get(reverse("members:list", args=[cast.meridian.pk])).content.decode()
    assert ruler in page
    assert client_of(cast.oscar).get(ruler).status_code == 200
    of_a_provider = client_of(cast.olga).get(reverse("members:list", args=[cast.northgate.pk])).content.decode()
    assert "Who rules" not in of_a_provider
