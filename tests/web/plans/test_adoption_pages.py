"""Adopting a plan, page by page."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from tests.apps.plans.making import NEW, OLD, abel, ada, checked, drafted, from_the_command_line, now, signed
from tests.cast import Cast
from tests.web.counting import at_most
from tests.web.signed_in import client_of
from touchstone.apps.plans import folder
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.services.checking import rule_of, seen
from touchstone.standards import catalogue
from touchstone.web.plans.figures import as_typed
from touchstone.web.plans.finding import key_of


def words(response: Any) -> str:
    return str(response.content.decode())


def rule_page(adoption: Adoption, rule: str = "gateway.photo-id") -> str:
    return reverse("plans:check_rule", args=[adoption.pk, rule])


def filled(
    adoption: Adoption, rule: str = "gateway.photo-id", method: str | None = None, **changes: str
) -> dict[str, str]:
    """The form of a rule as the page shows it, with document and page filled in."""
    part = rule_of(now(adoption), rule, method)
    assert part is not None
    return {"as_seen": seen(part), "document": "Plan 1.2", "page": "9", "says": part.says, **changes}


def test_an_administrator_drafts_and_comes_to_the_draft(cast: Cast) -> None:
    client = client_of(cast.ada)
    page = client.post(reverse("plans:draft"), {"plan": NEW, "source": OLD}, follow=True)
    adoption = Adoption.objects.get()
    assert page.redirect_chain[-1][0] == reverse("plans:adoption", args=[adoption.pk])
    assert "Nobody yet: it decides nothing" in words(page)
    assert (adoption.organisation, adoption.drafted_by) == (cast.meridian, cast.ada)


def test_a_draft_without_answers_says_what_is_missing(cast: Cast) -> None:
    client = client_of(cast.ada)
    page = client.post(reverse("plans:draft"), {})
    assert page.status_code == 422
    assert "Select the plan to adopt" in words(page)


def test_only_plans_not_held_can_be_adopted_and_only_held_ones_carried_over(cast: Cast) -> None:
    client = client_of(cast.ada)
    page = client.post(reverse("plans:draft"), {"plan": OLD, "source": NEW})
    assert words(page).count("Select one of the options in the list") >= 2


@pytest.mark.parametrize("name", ["adoption", "adopted"])
def test_who_may_read_an_adoption(cast: Cast, name: str) -> None:
    adoption = signed(cast)
    for who, person in cast.people().items():
        client = client_of(person)
        expected = 200 if who in {"iris", "ada", "abel", "rhys"} else 404
        assert client.get(reverse(f"plans:{name}", args=[adoption.pk])).status_code == expected, who


def test_reading_it_is_not_changing_it(cast: Cast) -> None:
    adoption = signed(cast)
    for person in (cast.iris, cast.rhys):
        client = client_of(person)
        assert client.get(rule_page(adoption)).status_code == 403
        assert client.post(rule_page(adoption), filled(adoption)).status_code == 403
        assert client.post(reverse("plans:put_back", args=[adoption.pk])).status_code == 403
        assert client.get(reverse("plans:draft")).status_code == 403
        assert "Not checked" in words(client.get(reverse("plans:adoption", args=[adoption.pk])))
    assert now(adoption).unchecked


def test_checking_a_rule(cast: Cast) -> None:
    adoption = drafted(cast)
    client = client_of(cast.ada)
    assert client.get(rule_page(adoption)).status_code == 200
    page = client.post(rule_page(adoption), filled(adoption), follow=True)
    assert "Plan 1.2, page 9: Ada Administrator" in words(page)


def test_checking_a_rule_of_a_method_with_another_figure(cast: Cast) -> None:
    adoption = drafted(cast)
    client = client_of(cast.ada)
    address = rule_page(adoption, "booking.notice:observation")
    sent = filled(adoption, "booking.notice", "observation", **{"figure-days": "21", "figure-waivable": "false"})
    assert client.post(address, sent).status_code == 302
    rule = rule_of(now(adoption), "booking.notice", "observation")
    assert rule is not None
    assert (rule.kind.days, rule.checked is not None) == (21, True)  # type: ignore[attr-defined]


def test_a_figure_that_does_not_fit_is_refused_and_what_was_typed_stays(cast: Cast) -> None:
    adoption = drafted(cast)
    client = client_of(cast.ada)
    address = rule_page(adoption, "booking.notice:observation")
    sent = filled(
        adoption, "booking.notice", "observation", **{"figure-days": "a fortnight", "figure-waivable": "false"}
    )
    page = client.post(address, sent)
    assert page.status_code == 422
    assert "is not a whole number" in words(page)
    assert "a fortnight" in words(page)


def test_every_rule_has_a_page_and_can_be_checked_as_it_stands(cast: Cast) -> None:
    adoption = drafted(cast)
    client = client_of(cast.ada)
    for rule in [rule for rule in now(adoption).rules if not rule.shared]:
        figures = {f"figure-{name}": text for name, text in as_typed(rule.kind).items()}
        sent = filled(adoption, rule.id, rule.method, **figures)
        assert client.get(rule_page(adoption, key_of(rule))).status_code == 200
        assert client.post(rule_page(adoption, key_of(rule)), sent).status_code == 302, rule.id
    for method in now(adoption).methods:
        address = reverse("plans:check_sheet", args=[adoption.pk, method.id])
        assert client.get(address).status_code == 200
        assert client.post(address, {"as_seen": seen(method), "document": "Plan 1.2", "page": "4"}).status_code == 302
    assert not now(adoption).unchecked
    kinds = {(rule.id, rule.method): rule.kind for rule in now(adoption).rules}
    original = catalogue.plan(OLD)
    assert kinds == {(rule.id, rule.method): rule.kind for rule in original.rules}  # type: ignore[union-attr]


def test_a_colleague_was_faster(cast: Cast) -> None:
    adoption = drafted(cast)
    sent = filled(adoption, page="77")
    checked(abel(cast), adoption, "gateway.photo-id", page="12")
    client = client_of(cast.ada)
    page = client.post(rule_page(adoption), sent)
    assert page.status_code == 422
    assert "Abel Administrator changed this after you opened the page" in words(page)
    assert 'value="77"' in words(page)
    again = filled(adoption, page="77")
    assert client.post(rule_page(adoption), again).status_code == 302
    rule = rule_of(now(adoption), "gateway.photo-id", None)
    assert rule is not None
    assert rule.checked is not None
    assert rule.checked.page == "77"


def test_a_rule_there_is_not_is_not_found(cast: Cast) -> None:
    adoption = drafted(cast)
    client = client_of(cast.ada)
    assert client.get(rule_page(adoption, "gateway.nothing")).status_code == 404
    assert client.get(rule_page(adoption, "assessor.independent")).status_code == 404  # shared by all plans
    assert client.get(reverse("plans:check_sheet", args=[adoption.pk, "exam"])).status_code == 404


def test_the_drafter_sees_that_somebody_else_signs(cast: Cast) -> None:
    adoption = drafted(cast)
    client = client_of(cast.ada)
    address = reverse("plans:sign", args=[adoption.pk])
    assert "another administrator" in words(client.get(address))
    page = client.post(address, {"file_hash": adoption.file_hash, "confirmed": "on"})
    assert page.status_code == 422
    assert "You drafted this adoption" in words(page)
    assert Adoption.objects.get().signed_at is None


def test_a_second_person_signs(cast: Cast) -> None:
    adoption = drafted(cast)
    client = client_of(cast.abel)
    address = reverse("plans:sign", args=[adoption.pk])
    assert client.post(address, {"file_hash": adoption.file_hash}).status_code == 422
    page = client.post(address, {"file_hash": adoption.file_hash, "confirmed": "on"}, follow=True)
    assert "decides for Meridian Assessment from now on" in words(page)
    assert Adoption.objects.get().signed_by == cast.abel


def test_a_second_person_does_not_sign_what_they_have_not_seen(cast: Cast) -> None:
    adoption = drafted(cast)
    old = adoption.file_hash
    checked(ada(cast), adoption, "gateway.photo-id")
    client = client_of(cast.abel)
    page = client.post(reverse("plans:sign", args=[adoption.pk]), {"file_hash": old, "confirmed": "on"}, follow=True)
    assert "changed since you opened the page" in words(page)
    assert Adoption.objects.get().signed_at is None


def test_a_file_changed_outside_has_a_page_that_says_so_and_can_be_put_back(cast: Cast) -> None:
    adoption = signed(cast)
    folder.adoption_file(cast.meridian, NEW).write_text("changed: yes\n")
    client = client_of(cast.ada)
    page = client.get(reverse("plans:adoption", args=[adoption.pk]))
    assert page.status_code == 409
    assert "was changed outside" in words(page)
    assert client.get(rule_page(adoption)).status_code == 404
    assert "File changed outside" in words(client.get(reverse("plans:adoptions")))
    page = client.post(reverse("plans:put_back", args=[adoption.pk]), follow=True)
    assert "Signed by" in words(page)
    assert now(adoption).id == NEW


def test_a_draft_from_the_command_line_is_found_and_taken_in(cast: Cast) -> None:
    from_the_command_line(cast)
    client = client_of(cast.tess)
    assert "data folder" not in words(client.get(reverse("plans:adoptions")))
    sent = {"organisation": str(cast.meridian.pk), "plan": NEW}
    client.post(reverse("plans:take_in"), sent)  # not hers
    assert not Adoption.objects.exists()
    client = client_of(cast.ada)
    assert "A draft lies in the data folder" in words(client.get(reverse("plans:adoptions")))
    page = client.post(reverse("plans:take_in"), sent, follow=True)
    assert "taken in" in words(page)
    assert Adoption.objects.get().organisation == cast.meridian


@pytest.mark.parametrize("name", ["adoptions", "adoption", "adopted", "check_rule", "sign"])
def test_every_page_stays_within_ten_queries(cast: Cast, name: str) -> None:
    adoption = drafted(cast)
    arguments: list[Any] = [] if name == "adoptions" else [adoption.pk]
    if name == "check_rule":
        arguments.append("gateway.photo-id")
    client = client_of(cast.abel)
    address = reverse(f"plans:{name}", args=arguments)
    client.get(address)
    with at_most(10):
        assert client.get(address).status_code == 200
