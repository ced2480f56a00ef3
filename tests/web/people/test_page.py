"""``@page``: the one door to a view."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.people import services
from touchstone.apps.people.actor import NOBODY, SYSTEM, Actor
from touchstone.apps.people.members import organisation_seen
from touchstone.apps.people.roles import Role
from touchstone.web.parts.page import Request, page


def asked(who: Actor, view: Any, **arguments: Any) -> Any:
    request = RequestFactory().get("/somewhere/?q=1")
    request.actor = who  # type: ignore[attr-defined]
    return view(request, **arguments)


def seen(actor: Actor, pk: Any) -> Apprenticeship | None:
    return visible_to(actor).filter(pk=pk).first()


@page("apprenticeship.breaks", find=seen)
def breaks(request: Request, one: Apprenticeship) -> HttpResponse:
    return HttpResponse(f"{request.actor.acting_as} {one.reference} {sorted(request.held)}")


@page("apprenticeship.enrol")
def enrol(request: Request) -> HttpResponse:
    return HttpResponse(request.actor.acting_as)


def test_a_view_gets_the_thing_and_who_acts_in_which_role(cast: Cast) -> None:
    one = enrolled(cast)
    answer = asked(as_actor(cast.tom), breaks, pk=one.pk)
    assert answer.content.decode() == f"tutor {one.reference} [Role.TUTOR]"


def test_what_somebody_does_not_see_is_not_there(cast: Cast) -> None:
    with pytest.raises(Http404):
        asked(as_actor(cast.wendy), breaks, pk=enrolled(cast).pk)


def test_what_somebody_sees_without_the_right_is_refused_with_the_reason(cast: Cast) -> None:
    with pytest.raises(PermissionDenied, match=r"You cannot record breaks in learning\. This can be done by: .*tutor"):
        asked(as_actor(cast.lena), breaks, pk=enrolled(cast).pk)


def test_a_role_held_on_another_apprenticeship_does_not_count(cast: Cast) -> None:
    """Lena is a tutor as well, but not Alice's."""
    services.give_role(who=SYSTEM, person=cast.lena, organisation=cast.northgate, role=Role.TUTOR)
    with pytest.raises(PermissionDenied):
        asked(as_actor(cast.lena), breaks, pk=enrolled(cast).pk)


def test_without_a_thing_a_role_held_anywhere_counts_and_is_the_one_acted_in(cast: Cast) -> None:
    services.give_role(who=SYSTEM, person=cast.lena, organisation=cast.northgate, role=Role.TUTOR)
    lena = as_actor(cast.lena)
    assert lena.acting_as == "line-manager"
    assert asked(lena, enrol).content.decode() == "tutor"


def test_a_part_that_has_ended_counts_no_more(cast: Cast) -> None:
    one = enrolled(cast)
    one.participants.filter(person=cast.tom).update(until=timezone.now())
    with pytest.raises(Http404):
        asked(as_actor(cast.tom), breaks, pk=one.pk)


def test_nobody_is_led_to_sign_in_before_anything_is_looked_up(cast: Cast) -> None:
    def find(actor: Actor) -> None:
        raise AssertionError("looked something up for nobody")

    guarded = page("apprenticeship.breaks", find=find)(lambda request: HttpResponse())
    assert asked(NOBODY, guarded)["Location"] == "/account/login/?next=%2Fsomewhere%2F%3Fq%3D1"


def test_an_action_no_table_has_lets_nobody_in(cast: Cast) -> None:
    with pytest.raises(KeyError):
        asked(as_actor(cast.tom), page("essay.burn")(lambda request: HttpResponse()))


def test_a_thing_of_an_organisation_is_guarded_by_the_roles_held_there(cast: Cast) -> None:
    class Thing:
        organisation_id = cast.meridian.pk

    guarded = page("adoptions.sign", find=lambda actor: Thing())(lambda request, thing: HttpResponse("signed"))
    assert asked(as_actor(cast.ada), guarded).content == b"signed"
    with pytest.raises(PermissionDenied):
        asked(as_actor(cast.tess), guarded)


def test_an_organisation_is_guarded_by_the_roles_held_in_it(cast: Cast) -> None:
    """Oscar owns Meridian and is a tutor at Northgate: he says nothing about who belongs there."""
    services.give_role(who=SYSTEM, person=cast.oscar, organisation=cast.northgate, role=Role.TUTOR)
    oscar = as_actor(cast.oscar)
    guarded = page("members.manage", find=organisation_seen)(lambda request, at: HttpResponse(f"{at}"))
    assert asked(oscar, guarded, pk=cast.meridian.pk).content == b"Meridian Assessment"
    with pytest.raises(PermissionDenied):
        asked(oscar, guarded, pk=cast.northgate.pk)
    with pytest.raises(Http404):
        asked(oscar, guarded, pk=cast.westfield.pk)


def test_no_page_is_kept_by_a_browser_or_a_proxy(cast: Cast) -> None:
    assert "no-store" in asked(as_actor(cast.tom), breaks, pk=enrolled(cast).pk)["Cache-Control"]
