"""What is wanted beside the plan: who reads what of it, and that it keeps nothing back."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.urls import reverse

from tests.apps.assessment.making import approve, ready
from tests.apps.gateway.making import ada, alice, asked_for_time, decided_on, prepared
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import AdjustmentRequest, CertificatePermission
from touchstone.apps.gateway.services import Address, ask_adjustments, give_permission, open_support
from touchstone.apps.people.models import User
from touchstone.apps.records.models import LogEntry

HOME = {"line_1": "1 Quay Road", "line_2": "", "town": "Hull", "where": "uk", "postcode": "hu12ab", "agreed": "on"}


def words(person: User, name: str, pk: Any, status: int = 200) -> str:
    page = client_of(person).get(reverse(f"gateway:{name}", args=[pk]), follow=True)
    assert page.status_code == status
    return str(page.content.decode())


def send(person: User, name: str, pk: Any, **typed: str) -> Any:
    return client_of(person).post(reverse(f"gateway:{name}", args=[pk]), typed, follow=True)


def test_the_apprentice_gives_the_permission_and_withdraws_it(cast: Cast) -> None:
    one = enrolled(cast)
    assert "Not given yet" in words(cast.alice, "show", one.pk)
    wrong = send(cast.alice, "permit", one.pk, version="0", **{**HOME, "postcode": "nowhere"})
    assert wrong.status_code == 422
    assert "Enter a full UK postcode" in wrong.content.decode()
    assert "1 Quay Road" in wrong.content.decode()
    page = send(cast.alice, "permit", one.pk, version="0", **HOME).content.decode()
    assert "HU1 2AB" in page
    send(cast.alice, "withdraw_permission", one.pk)
    assert CertificatePermission.objects.get().address == []
    assert "The permission was withdrawn" in words(cast.alice, "certificate", one.pk)


def test_the_address_is_read_by_the_apprentice_and_the_administrators_alone(cast: Cast) -> None:
    one = enrolled(cast)
    give_permission(
        who=alice(cast), apprenticeship=one, address=Address("1 Quay Road", "", "Hull", "HU1 2AB"), version=0
    )
    assert "1 Quay Road" in words(cast.ada, "certificate", one.pk)
    assert LogEntry.objects.get(verb="certificate.address-read").actor == cast.ada.pk
    for person in (cast.tom, cast.quentin, cast.lena, cast.iris):
        words(person, "certificate", one.pk, status=403)
        assert "1 Quay Road" not in words(person, "show", one.pk)
    assert "with an address" in words(cast.tom, "show", one.pk)
    assert "Permission to request the certificate" not in words(cast.lena, "show", one.pk)


def test_what_is_missing_warns_and_the_gateway_can_be_submitted(cast: Cast) -> None:
    gateway = prepared(cast)
    page = words(cast.tom, "submit", gateway.apprenticeship.pk)
    assert "what is missing here does not keep the gateway back" in page
    assert "Not answered yet" in page
    assert "It cannot be submitted yet" not in page


def test_the_apprentice_asks_and_the_administrator_decides(cast: Cast) -> None:
    one = enrolled(cast)
    typed = {"id": str(uuid.uuid4()), "after": "0", "wanted": "yes", "text": "More time.", "because": "Dyslexia."}
    empty = send(cast.alice, "ask_adjustments", one.pk, **{**typed, "text": ""})
    assert "Enter what would help" in empty.content.decode()
    assert "Dyslexia." in empty.content.decode()
    send(cast.alice, "ask_adjustments", one.pk, **typed)
    asked = AdjustmentRequest.objects.get()
    page = words(cast.ada, "adjustments", one.pk)
    assert "Dyslexia." in page
    assert LogEntry.objects.filter(verb="adjustments.read", actor=cast.ada.pk).count() == 1
    said = {"after": "0", "outcome": "changed", "granted": "Breaks.", "reason": "Breaks do as well."}
    missing = send(cast.ada, "decide_adjustments", asked.pk, **{**said, "granted": ""})
    assert "Enter what is granted" in missing.content.decode()
    send(cast.ada, "decide_adjustments", asked.pk, **said)
    page = words(cast.alice, "adjustments", one.pk)
    assert "Breaks do as well." in page
    assert "Granted with changes" in page


@pytest.mark.parametrize("who", ["tom", "quentin", "lena", "iris"])
def test_others_read_what_is_granted_and_nothing_of_why(cast: Cast, who: str) -> None:
    one = enrolled(cast)
    asked = asked_for_time(cast, one)
    decided_on(asked, ada(cast))
    person = cast.people()[who]
    page = words(person, "adjustments", one.pk)
    assert "25 % more time for questions." in page
    for secret in ("A quarter more time.", "dyslexic", "letter.png"):
        assert secret not in page
    words(person, "decide_adjustments", asked.pk, status=403)
    words(person, "support", asked.files.get().pk, status=403)


def test_the_tutor_reads_what_they_said_themselves_with_the_day_of_the_consent(cast: Cast) -> None:
    one = enrolled(cast)
    typed = {"id": str(uuid.uuid4()), "after": "0", "wanted": "yes", "text": "A quiet room."}
    refused = send(cast.tom, "ask_adjustments", one.pk, **typed)
    assert "Enter the day on which the apprentice agreed" in refused.content.decode()
    day = {"consent_on-day": "2", "consent_on-month": "3", "consent_on-year": "2026"}
    page = send(cast.tom, "ask_adjustments", one.pk, **typed, **day).content.decode()
    assert "A quiet room." in page
    assert "agreed on 2 March 2026" in page
    assert "A quiet room." not in words(cast.quentin, "adjustments", one.pk)


def test_what_shows_the_need_is_opened_by_those_who_decide(cast: Cast) -> None:
    asked = asked_for_time(cast, enrolled(cast))
    held = asked.files.get()
    for person in (cast.alice, cast.ada):
        page = client_of(person).get(reverse("gateway:support", args=[held.pk]))
        assert page.status_code == 200
        b"".join(page)  # read to its end
    opened = LogEntry.objects.filter(verb="adjustments.file-opened")
    assert {entry.actor for entry in opened} == {cast.alice.pk, cast.ada.pk}
    assert client_of(cast.tom).get(reverse("portfolio:file", args=[held.file.pk])).status_code == 404


def test_those_who_decide_find_a_request_on_their_home_page_while_it_waits(cast: Cast) -> None:
    one, line = enrolled(cast), "Decide on reasonable adjustments"

    def told(person: User) -> bool:
        return line in client_of(person).get("/").content.decode()

    assert not told(cast.ada)
    asked = asked_for_time(cast, one)
    assert [told(person) for person in (cast.ada, cast.abel, cast.tom, cast.lena)] == [True, True, False, False]
    decided_on(asked, ada(cast))
    assert not told(cast.ada)
    asked_for_time(cast, Apprenticeship.objects.get(pk=one.pk))
    assert told(cast.ada)
    ask_adjustments(who=alice(cast), id=uuid.uuid4(), apprenticeship=one, wanted=False, after=2)
    assert not told(cast.ada)


@pytest.mark.parametrize("name", ["tom", "quentin", "lena", "iris"])
def test_nobody_else_learns_from_the_timeline_that_there_is_such_a_file_or_what_it_is_called(
    cast: Cast, name: str
) -> None:
    one = enrolled(cast)
    asked = asked_for_time(cast, one)
    open_support(who=ada(cast), file=asked.files.get().file).close()
    for query in ("", "?show=reading"):
        address = reverse("apprenticeships:timeline", args=[one.pk]) + query
        own = client_of(cast.alice).get(address).content.decode()
        other = client_of(getattr(cast, name)).get(address).content.decode()
        assert "shows the need for adjustments" in own
        assert "shows the need for adjustments" not in other
        assert "A file was" not in other
        assert "letter.png" not in other


def test_what_is_granted_is_read_where_it_is_booked(cast: Cast) -> None:
    one = enrolled(cast)
    decided_on(asked_for_time(cast, one), ada(cast))
    for person in (cast.ada, cast.iris):
        page = client_of(person).get(reverse("assessment:show", args=[one.pk])).content.decode()
        assert "25 % more time for questions." in page
        assert "dyslexic" not in page


def test_whoever_books_is_told_of_adjustments_that_wait(cast: Cast) -> None:
    one = ready(cast)
    approve(cast, one)
    address = reverse("assessment:book", args=[one.pk, "observation"])
    client = client_of(cast.ada)
    assert "nobody has decided yet" not in client.get(address).content.decode()
    asked = asked_for_time(cast, one)
    with at_most(10):
        page = client.get(address).content.decode()
    assert "nobody has decided yet" in page
    assert reverse("gateway:adjustments", args=[one.pk]) in page
    decided_on(asked, ada(cast))
    assert "nobody has decided yet" not in client.get(address).content.decode()


def test_the_pages_stay_within_ten_queries(cast: Cast) -> None:
    one = enrolled(cast)
    asked = asked_for_time(cast, one)
    decided_on(asked, ada(cast))
    asked_for_time(cast, Apprenticeship.objects.get(pk=one.pk))
    for person, name, pk in ((cast.ada, "adjustments", one.pk), (cast.ada, "decide_adjustments", asked.pk),
                             (cast.alice, "permit", one.pk), (cast.alice, "ask_adjustments", one.pk)):  # fmt: skip
        client = client_of(person)
        client.get(reverse(f"gateway:{name}", args=[pk]))
        with at_most(10):
            client.get(reverse(f"gateway:{name}", args=[pk]))
