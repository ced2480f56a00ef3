"""Submitting, confirming and returning, on pages."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.urls import reverse

from tests.apps.gateway.making import (
    ada,
    give,
    newest,
    prepared,
    submitted,
    tom,
)
from tests.cast import LONG_AGO, Cast
from tests.stories import enrolled
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.services import assign
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry


def submit(person: User, gateway: Gateway, version: int | None = None) -> Any:
    address = reverse("gateway:submit", args=[gateway.apprenticeship.pk])
    return client_of(person).post(address, {"version": version or gateway.version}, follow=True)


def decide(person: User, gateway: Gateway, do: str, **sent: str) -> Any:
    """What the page of ``gateway`` sends."""
    about = {"do": do, "version": str(gateway.version), "attempt": str(gateway.number)}
    typed = {re.sub("^(item|reason)_", r"\1-", name): value for name, value in sent.items()}
    address = reverse("gateway:decide", args=[gateway.apprenticeship.pk])
    return client_of(person).post(address, {**about, **typed}, follow=True)


def test_the_tutor_submits(cast: Cast) -> None:
    gateway = prepared(cast)
    page = client_of(cast.tom).get(reverse("gateway:submit", args=[gateway.apprenticeship.pk]))
    assert "Submit the gateway" in page.content.decode()
    page = submit(cast.tom, gateway)
    assert "Gateway submitted" in page.content.decode()
    assert newest(gateway.apprenticeship).state == "submitted"


def test_only_the_tutor_submits(cast: Cast) -> None:
    gateway = prepared(cast)
    for person in (cast.alice, cast.lena, cast.quentin, cast.ada):
        assert submit(person, gateway).status_code == 403
    assert submit(cast.wendy, gateway).status_code == 404
    assert newest(gateway.apprenticeship).state == "open"


def test_what_is_missing_is_said_and_nothing_is_submitted(cast: Cast) -> None:
    gateway = prepared(cast, without="photo_id")
    page = client_of(cast.tom).get(reverse("gateway:submit", args=[gateway.apprenticeship.pk])).content.decode()
    assert "It cannot be submitted yet" in page
    assert "Submit the gateway</button>" not in page
    page = submit(cast.tom, gateway)
    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()


def test_a_double_submit_and_the_back_button_are_harmless(cast: Cast) -> None:
    gateway = prepared(cast)
    submit(cast.tom, gateway)
    again = submit(cast.tom, gateway)
    assert again.status_code == 200
    back = client_of(cast.tom).get(reverse("gateway:submit", args=[gateway.apprenticeship.pk]), follow=True)
    assert "With the assessment organisation" in back.content.decode()


def test_what_changed_meanwhile_is_looked_at_again(cast: Cast) -> None:
    gateway = prepared(cast)
    give(tom(cast), gateway, "english", {"level": 2, "route": "bsl"})
    page = submit(cast.tom, gateway)
    assert "Something changed since you opened the page. Given since: English, Tom Tutor" in page.content.decode()
    assert newest(gateway.apprenticeship).state == "open"


def test_the_administrator_confirms(cast: Cast) -> None:
    gateway = submitted(cast)
    address = reverse("gateway:decide", args=[gateway.apprenticeship.pk])
    page = client_of(cast.ada).get(address).content.decode()
    assert "The training provider uploads photo ID" in page
    assert "Open the identity document" in page
    page = decide(cast.ada, gateway, "confirm")
    assert "Gateway confirmed" in page.content.decode()
    assert newest(gateway.apprenticeship).state == "confirmed"


def test_only_the_administrator_of_the_assessment_organisation_decides(cast: Cast) -> None:
    gateway = submitted(cast)
    for person in (cast.alice, cast.tom, cast.lena, cast.iris):
        assert decide(person, gateway, "confirm").status_code == 403
    assert decide(cast.tess, gateway, "confirm").status_code == 404
    assert newest(gateway.apprenticeship).state == "submitted"


def test_returning_with_a_reason(cast: Cast) -> None:
    gateway = submitted(cast)
    page = decide(cast.ada, gateway, "return")
    assert "Return at least one item, or enter what has to be put right" in page.content.decode()
    page = decide(cast.ada, gateway, "return", reason="The photograph cannot be read. Ŵyn 🙂")
    assert "Gateway returned" in page.content.decode()
    assert newest(gateway.apprenticeship).number == 2
    assert (
        "The photograph cannot be read. Ŵyn 🙂"
        in client_of(cast.tom).get(reverse("gateway:show", args=[gateway.apprenticeship.pk])).content.decode()
    )


def test_a_double_click_on_return_is_one_return(cast: Cast) -> None:
    gateway = submitted(cast)
    for _ in range(2):
        page = decide(cast.ada, gateway, "return", reason="The date is wrong.")
        assert page.status_code == 200
    assert gateway.apprenticeship.gateways.count() == 2


def test_of_two_administrators_the_second_sees_what_happened_and_keeps_their_words(cast: Cast) -> None:
    gateway = submitted(cast)
    services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)
    page = decide(cast.abel, gateway, "return", reason="A page of the portfolio is missing.")
    assert page.status_code == 409
    words = page.content.decode()
    assert "Ada Administrator has decided meanwhile: confirmed" in words
    assert "&lt;p" not in words
    assert "A page of the portfolio is missing." in words


def test_the_second_of_two_sees_a_return_and_its_reason(cast: Cast) -> None:
    gateway = submitted(cast)
    services.return_to_provider(who=ada(cast), gateway=gateway, version=gateway.version, reason="Wrong photograph.")
    page = decide(cast.abel, gateway, "confirm")
    assert page.status_code == 409
    assert "Wrong photograph." in page.content.decode()


def test_without_a_plan_there_is_nothing_to_confirm_with(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2024, 9, 2))
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    Gateway.objects.filter(pk=gateway.pk).update(
        state="submitted", submitted_by=cast.tom, submitted_at=dt.datetime.now(dt.UTC)
    )
    page = client_of(cast.ada).get(reverse("gateway:decide", args=[one.pk])).content.decode()
    assert "It cannot be confirmed" in page
    assert "is not held here" in page
    page = decide(cast.ada, newest(one), "confirm")
    assert page.status_code == 422
    assert newest(one).state == "submitted"


def test_the_page_of_the_decision_stays_within_ten_queries(cast: Cast) -> None:
    gateway = submitted(cast)
    client = client_of(cast.ada)
    for name in ("decide", "show"):
        address = reverse(f"gateway:{name}", args=[gateway.apprenticeship.pk])
        client.get(address)
        with at_most(10):
            assert client.get(address).status_code == 200


def test_items_are_answered_one_by_one_and_the_provider_reads_the_reason_at_the_item(cast: Cast) -> None:
    gateway = submitted(cast)
    page = decide(cast.ada, gateway, "save", item_photo_id="return", item_english="accept")
    assert page.status_code == 422
    assert "Photo identification: enter what has to be put right" in page.content.decode()
    page = decide(cast.ada, gateway, "save", item_photo_id="return", reason_photo_id="Too dark.", item_english="accept")
    assert "Your answers are saved" in page.content.decode()
    assert newest(gateway.apprenticeship).state == "submitted"
    page = decide(cast.ada, newest(gateway.apprenticeship), "return", rest="on", item_photo_id="return", **DARK)
    assert "Gateway returned" in page.content.decode()
    address = reverse("gateway:show", args=[gateway.apprenticeship.pk])
    words = client_of(cast.tom).get(address).content.decode()
    assert "Photo identification: returned. Ada Administrator" in words
    assert "Too dark." in words
    assert "It cannot be changed any more." in words
    assert reverse("gateway:give", args=[gateway.apprenticeship.pk, "photo_id"]) in words
    assert reverse("gateway:give", args=[gateway.apprenticeship.pk, "maths"]) not in words
    give_page = client_of(cast.tom).get(reverse("gateway:give", args=[gateway.apprenticeship.pk, "photo_id"]))
    assert "Too dark." in give_page.content.decode()
    locked = client_of(cast.tom).get(reverse("gateway:give", args=[gateway.apprenticeship.pk, "maths"]), follow=True)
    assert "Maths is accepted, so it cannot be changed any more." in locked.content.decode()


DARK = {"reason_photo_id": "Too dark."}


def test_the_reason_of_an_english_return_is_not_for_the_line_manager(cast: Cast) -> None:
    gateway = submitted(cast)
    decide(cast.ada, gateway, "return", item_english="return", reason_english="The plan of 2019 has ended.")
    address = reverse("gateway:show", args=[gateway.apprenticeship.pk])
    assert "The plan of 2019 has ended." in client_of(cast.alice).get(address).content.decode()
    assert "The plan of 2019 has ended." not in client_of(cast.lena).get(address).content.decode()


def test_an_item_that_is_returned_keeps_the_whole_from_being_confirmed(cast: Cast) -> None:
    gateway = submitted(cast)
    page = decide(cast.ada, gateway, "confirm", item_photo_id="return", **DARK)
    assert page.status_code == 422
    assert "Photo identification is returned" in page.content.decode()
    assert "Too dark." in page.content.decode()


def test_what_a_colleague_answered_meanwhile_is_shown_beside_what_was_typed(cast: Cast) -> None:
    gateway = submitted(cast)
    decide(cast.ada, gateway, "save", item_english="accept")
    page = decide(cast.abel, gateway, "save", item_english="return", reason_english="Which certificate?")
    assert page.status_code == 422
    words = page.content.decode()
    assert "Accepted meanwhile by Ada Administrator" in words
    assert "Which certificate?" in words
    page = decide(
        cast.abel, newest(gateway.apprenticeship), "save", item_english="return", reason_english="Which certificate?"
    )
    assert "Your answers are saved" in page.content.decode()
    assert gateway.given.get(fact="english").answered_by == cast.abel


def test_of_two_tutors_who_submit_at_once_the_second_learns_who_was_first(cast: Cast) -> None:
    gateway = prepared(cast)
    second = people.make_person(who=SYSTEM, email="tara@example.org", name="Tara Tutor")
    people.give_role(who=SYSTEM, person=second, organisation=cast.northgate, role=Role.TUTOR, since=LONG_AGO)
    assign(who=tom(cast), apprenticeship=gateway.apprenticeship, person=second, role=Role.TUTOR)
    submit(cast.tom, gateway)
    page = submit(second, gateway)
    assert "Tom Tutor submitted the gateway just before you." in page.content.decode()
    assert LogEntry.objects.filter(verb="gateway.submitted").count() == 1
