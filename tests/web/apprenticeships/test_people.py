"""Who takes part, for tutor and quality lead: whether they found their way in, and who does it from now on."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.cast import Cast
from tests.stories import enrolled
from tests.web.apprenticeships.two_steps import record, see
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import Newcomer, assign
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import Invitation, Membership, User
from touchstone.apps.people.roles import Role
from touchstone.apps.post.models import Message


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    """As the page of enrolment does it: everybody but the tutor is named by name and address."""
    return enrolled(cast, line_manager=Newcomer(cast.lena.name, cast.lena.email))


@pytest.fixture
def tom(cast: Cast) -> Client:
    return client_of(cast.tom)


def people(one: Apprenticeship) -> str:
    return reverse("apprenticeships:people", args=[one.pk])


def part(one: Apprenticeship, role: str) -> str:
    return reverse("apprenticeships:change_part", args=[one.pk, role])


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def holders(one: Apprenticeship, role: Role) -> list[str]:
    return [there.person.name for there in one.participants.filter(role=role, until=None)]


def test_the_page_says_who_has_found_their_way_in(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    cast.tom.set_password("correct horse battery")
    cast.tom.save()
    Message.objects.filter(to=cast.lena.email).update(state="bounced", trouble="mailbox full")
    client = client_of(cast.tom)
    with at_most(10):
        page = text(client.get(people(one)))
    assert page.count("Has a password") == 1
    assert page.count("No password yet") == 2
    assert "Invitation: Came back: mailbox full." in page
    assert "Name somebody" in page  # as supervisor


def test_a_link_is_sent_again_and_the_old_one_is_dead(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    before = Invitation.objects.get(email=cast.lena.email).token_hash
    answer = tom.post(people(one), {"person": str(cast.lena.pk)}, follow=True)
    assert "A link goes to lena@example.org." in text(answer)
    assert Invitation.objects.get(email=cast.lena.email).token_hash != before
    assert Message.objects.filter(to=cast.lena.email).count() == 2


def test_no_link_goes_to_somebody_with_a_password_or_to_a_stranger(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    for person in (cast.lena, cast.theo):
        person.set_password("correct horse battery")
        person.save()
    assert "They can sign in." in text(tom.post(people(one), {"person": str(cast.lena.pk)}, follow=True))
    for nobody in (str(cast.theo.pk), "", "not an id"):
        tom.post(people(one), {"person": nobody})
    assert Message.objects.filter(kind="invitation").count() == 2  # those of the enrolment


def test_another_organisations_invitation_is_neither_shown_nor_sent(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    Invitation.objects.all().delete()
    theirs = services.invite(
        who=SYSTEM,
        organisation=cast.meridian,
        email=cast.lena.email,
        name="Lena",
        roles=[Role.ASSESSOR],
        id=cast.meridian.pk,
    ).invitation
    assert "Invitation:" not in text(tom.get(people(one)))
    tom.post(people(one), {"person": str(cast.lena.pk)})
    theirs_now = Invitation.objects.get(pk=theirs.pk)
    assert theirs_now.token_hash == theirs.token_hash
    assert Invitation.objects.get(organisation=cast.harbour).email == cast.lena.email


def test_a_tutor_hands_one_apprentice_to_a_colleague_and_sees_it_no_more(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    services.give_role(who=SYSTEM, person=cast.quentin, organisation=cast.northgate, role=Role.TUTOR)
    answer = record(tom, part(one, "tutor"), by=cast.quentin.pk)
    assert answer.request["PATH_INFO"] == reverse("apprenticeships:list")
    assert "Quentin Quality is tutor of Alice Adeyemi from now on." in text(answer)
    assert holders(one, Role.TUTOR) == ["Quentin Quality"]
    assert tom.get(people(one)).status_code == 404


def test_a_tutor_of_another_provider_is_no_choice(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    assert "Wendy" not in text(tom.get(part(one, "tutor")))
    assert see(tom, part(one, "tutor"), by=cast.wendy.pk).status_code == 422


def test_a_line_manager_new_to_the_system_is_invited(cast: Cast, one: Apprenticeship) -> None:
    quentin = client_of(cast.quentin)
    sent = {"name": "Mona Moor", "email": "Mona@example.org"}
    answer = record(quentin, part(one, "line-manager"), **sent)
    assert answer.request["PATH_INFO"] == people(one)
    assert holders(one, Role.LINE_MANAGER) == ["Mona Moor"]
    assert Invitation.objects.get(email="mona@example.org").organisation == cast.harbour


MISTYPED = {"name": "Mona Moor", "email": "mona@exmaple.org"}
RIGHT = {"name": "Mona Moor", "email": "mona@example.org"}


def roles_at_harbour(cast: Cast, email: str) -> list[str]:
    held = Membership.objects.filter(person__email=email, organisation=cast.harbour, until=None)
    return sorted(held.values_list("role", flat=True))


def test_an_address_put_right_takes_the_invitation_from_the_wrong_one(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    record(tom, part(one, "line-manager"), **MISTYPED)
    for _ in range(2):  # a form sent twice
        record(tom, part(one, "line-manager"), **RIGHT)
    states = {invitation.email: invitation.state for invitation in Invitation.objects.filter(name="Mona Moor")}
    assert states == {"mona@exmaple.org": "withdrawn", "mona@example.org": "open"}
    assert roles_at_harbour(cast, "mona@exmaple.org") == []
    assert roles_at_harbour(cast, "mona@example.org") == ["line-manager"]
    record(tom, part(one, "line-manager"), **MISTYPED)  # it was right after all
    assert Invitation.objects.filter(email="mona@exmaple.org", withdrawn_at=None).count() == 1
    assert roles_at_harbour(cast, "mona@exmaple.org") == ["line-manager"]


def test_what_another_part_or_an_owner_gave_is_left_to_whoever_is_replaced(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    record(tom, part(one, "supervisor"), **MISTYPED)
    record(tom, part(one, "line-manager"), **MISTYPED)
    record(tom, part(one, "line-manager"), **RIGHT)
    assert roles_at_harbour(cast, "mona@exmaple.org") == ["supervisor"]
    assert Invitation.objects.get(email="mona@exmaple.org").state == "open"
    tom.post(part(one, "supervisor"), {"do": "end"})
    assert roles_at_harbour(cast, "mona@exmaple.org") == []
    assert Invitation.objects.get(email="mona@exmaple.org").state == "withdrawn"
    assert roles_at_harbour(cast, cast.lena.email) == ["line-manager"]  # long before she was named here


def test_the_line_manager_of_another_apprentice_keeps_role_and_invitation(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    other = enrolled(cast, name="Bela", email="bela@example.org", uln="1000000035")
    for there in (one, other):
        record(tom, part(there, "line-manager"), **MISTYPED)
    record(tom, part(one, "line-manager"), **RIGHT)
    assert roles_at_harbour(cast, "mona@exmaple.org") == ["line-manager"]
    assert Invitation.objects.get(email="mona@exmaple.org").state == "open"
    record(tom, part(other, "line-manager"), **RIGHT)
    assert roles_at_harbour(cast, "mona@exmaple.org") == []
    assert Invitation.objects.get(email="mona@exmaple.org").state == "withdrawn"


def test_whoever_has_joined_keeps_the_role_when_replaced(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    record(tom, part(one, "line-manager"), **MISTYPED)
    services.set_password(
        who=SYSTEM, person=User.objects.get(email="mona@exmaple.org"), password="correct horse battery"
    )
    record(tom, part(one, "line-manager"), **RIGHT)
    assert roles_at_harbour(cast, "mona@exmaple.org") == ["line-manager"]


def test_a_refusal_keeps_what_was_typed(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    sent = {"name": "Somebody Else", "email": cast.lena.email}
    answer = see(tom, part(one, "supervisor"), **sent)
    assert answer.status_code == 422
    assert "under another name" in text(answer)
    assert 'value="Somebody Else"' in text(answer)
    himself = see(tom, part(one, "line-manager"), name=cast.alice.name, email=cast.alice.email)
    assert "Nobody is their own line manager." in text(himself)
    assert holders(one, Role.LINE_MANAGER) == ["Lena Line"]


def test_a_supervisor_can_be_named_no_more_and_nobody_else(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    assign(who=SYSTEM, apprenticeship=one, person=cast.sunil, role=Role.SUPERVISOR)
    tom.post(part(one, "supervisor"), {"do": "end"})
    assert holders(one, Role.SUPERVISOR) == []
    assert tom.post(part(one, "line-manager"), {"do": "end"}).status_code == 422
    assert holders(one, Role.LINE_MANAGER) == ["Lena Line"]


@pytest.mark.parametrize("role", ["assessor", "apprentice", "owner", "nonsense"])
def test_other_parts_are_not_changed_here(one: Apprenticeship, tom: Client, role: str) -> None:
    assert tom.get(part(one, role)).status_code == 404


def test_the_overview_leads_there_for_who_may(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    overview = reverse("apprenticeships:show", args=[one.pk])
    assert people(one) in text(tom.get(overview))
    assert people(one) not in text(client_of(cast.lena).get(overview))


def test_the_apprentice_is_corrected_by_the_quality_lead_and_the_tutor_is_told_by_whom(
    cast: Cast, one: Apprenticeship, tom: Client
) -> None:
    correct = reverse("apprenticeships:correct_person", args=[one.pk, cast.alice.pk])
    quentin = client_of(cast.quentin)
    assert correct in text(quentin.get(people(one)))
    assert quentin.get(correct).status_code == 200
    assert correct not in text(tom.get(people(one)))
    assert "The quality lead corrects name and email address" in text(tom.get(people(one)))


def test_somebody_of_the_demo_needs_no_password(cast: Cast, one: Apprenticeship, tom: Client) -> None:
    User.objects.update(is_demo=True)
    page = text(tom.get(people(one)))
    assert page.count("Demo person: needs no password") == 3
    assert "Send" not in page
