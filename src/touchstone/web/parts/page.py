"""How a view says who may come: ``@page("action", find=…)``. The only way a view gets its object, and default deny."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.cache import never_cache

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import held_on
from touchstone.apps.apprenticeships.queries import visible_to
from touchstone.apps.people.access import Action, allows
from touchstone.apps.people.access import action as row_of
from touchstone.apps.people.actor import NOBODY, Actor
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import drop_held_form
from touchstone.rules.days import say
from touchstone.web.parts.signing_in import to_sign_in


class Request(HttpRequest):
    """A request with who is acting. ``held``: the roles they hold on the apprenticeship the page is about."""

    actor: Actor
    held: frozenset[Role]


def page(
    action: str, *, find: Callable[..., Any] | None = None
) -> Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Name the view's row of the access table, and how its object is found.

    ``find(actor, **url_arguments)`` returns the object or None, reading through ``visible_to(actor)``: None is 404. An
    object that is seen without the right to the action is 403 with the table's sentence; so is, while the apprentice is
    withdrawn, an action that stops then. Without ``find`` the roles
    held in any organisation count. Nobody signed in: to sign-in, keeping what was typed.
    """

    def decorate(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: Request, **arguments: Any) -> HttpResponseBase:
            row = row_of(action)
            if row.audience != "everyone" and request.actor is NOBODY:
                return to_sign_in(request)
            if find is None:
                request.held = request.actor.roles
                found: tuple[Any, ...] = ()
            else:
                thing = find(request.actor, **arguments)
                if thing is None:
                    raise Http404
                arguments, found = {}, (thing,)
                request.held = _held_on(request.actor, thing)
            answer = allows(request.actor, action, request.held)
            if not answer.allowed:
                raise PermissionDenied(answer.because)
            if row.stops and found:
                _refuse_withdrawn(row, _apprenticeship_of(request.actor, found[0]))
            allowed_as = [role for role in Role if role in request.held and role in row.roles]
            if allowed_as:
                request.actor = request.actor.acting(allowed_as[0])
            response = view(request, *found, **arguments)
            if request.method == "POST" and "held_form" in request.POST:  # it has arrived: see web.people.kept
                drop_held_form(who=request.actor, id=request.POST["held_form"])
            return response

        guarded.action = action  # type: ignore[attr-defined]
        return never_cache(guarded)

    return decorate


def _refuse_withdrawn(row: Action, one: Apprenticeship | None) -> None:
    """Nothing is added for somebody who is withdrawn; what there is can be read, and they can come back."""
    if one is not None and one.withdrawn_on is not None:
        raise PermissionDenied(
            f"{one.apprentice.name} is withdrawn since {say(one.withdrawn_on)}: nobody can {row.does} before the "
            "return is recorded on the page “Changes”."
        )


def _held_on(actor: Actor, thing: Any) -> frozenset[Role]:
    """The roles held on a thing: on the apprenticeship it belongs to, or in the organisation it is or belongs to.

    A regulator's reader belongs to another organisation than any they read; ``find`` has said what they may see.
    """
    if isinstance(thing, Organisation):
        return frozenset(has.role for has in actor.held if has.organisation == thing.pk)
    if hasattr(thing, "organisation_id"):  # it belongs there, also where it is about an apprenticeship
        return frozenset(
            has.role
            for has in actor.held
            if has.organisation == thing.organisation_id or has.role == Role.REGULATOR_READER
        )
    apprenticeship = _apprenticeship_of(actor, thing)
    return frozenset() if apprenticeship is None else held_on(actor, apprenticeship)


def _apprenticeship_of(actor: Actor, thing: Any) -> Apprenticeship | None:
    """The apprenticeship at the end of the chain: a record has a booking, which has an apprenticeship."""
    if thing is None or isinstance(thing, Apprenticeship):
        return thing
    if isinstance(thing, uuid.UUID):  # records know an apprenticeship by its id alone
        return visible_to(actor).filter(pk=thing).first()
    owners = (getattr(thing, name, None) for name in ("apprenticeship", "booking", "portfolio"))
    return _apprenticeship_of(actor, next((owner for owner in owners if owner is not None), None))
