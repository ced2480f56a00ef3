"""To the sign-in page and back, without losing what was typed.

At sign-in a signed cookie notes who it was, at sign-out it goes. A form that arrives from nobody, because the session
ran out while it was filled in, is held for the person of that cookie and given back after they, and only they, sign in.
"""

from __future__ import annotations

import uuid
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from touchstone.apps.people.services import hold_form
from touchstone.web.errors.views import lapsed

SALT = "touchstone.last-person"
COOKIE_SECONDS = 7 * 24 * 60 * 60


def remember(response: HttpResponse, person_id: uuid.UUID) -> None:
    """Note who signed in, so that text they send after time-out can be kept for them."""
    response.set_cookie(
        settings.LAST_PERSON_COOKIE_NAME,
        signing.dumps(str(person_id), salt=SALT),
        max_age=COOKIE_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(settings.LAST_PERSON_COOKIE_NAME, samesite="Strict")


def remembered(request: HttpRequest) -> uuid.UUID | None:
    """Who last signed in here and did not sign out; None when nobody, or when the cookie is not one of ours."""
    try:
        return uuid.UUID(
            signing.loads(request.COOKIES[settings.LAST_PERSON_COOKIE_NAME], salt=SALT, max_age=COOKIE_SECONDS)
        )
    except (KeyError, ValueError, signing.BadSignature):
        return None


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To sign-in and back to this address. A sent form is held; where it cannot be, its text is shown to be copied."""
    if request.method != "POST" or not typed(request):
        return HttpResponseRedirect(sign_in_then(_page_of_form(request)))
    person_id = remembered(request)
    if person_id is not None and hold(request, person_id):
        return HttpResponseRedirect(sign_in_then(reverse("people:kept")))
    return lapsed(request, sign_in_then(_page_of_form(request)))


def hold(request: HttpRequest, person_id: uuid.UUID) -> bool:
    """Keep the fields of this request for that person, for a week. False where they cannot be kept; files never are."""
    files = [file.name or "" for name in request.FILES for file in request.FILES.getlist(name)]
    return hold_form(person_id=person_id, path=request.get_full_path(), fields=typed(request), files=files)


def typed(request: HttpRequest) -> dict[str, list[str]]:
    """The fields sent, without passwords, tokens, empty ones and the null character (PostgreSQL holds none)."""
    sent = (
        (name.replace("\0", ""), [str(value).replace("\0", "") for value in values if value])
        for name, values in request.POST.lists()
    )
    return {
        name: values
        for name, values in sent
        if values and name not in {"csrfmiddlewaretoken", "held_form"} and "password" not in name.lower()
    }


def sign_in_then(address: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': address})}"


def _page_of_form(request: HttpRequest) -> str:
    """Where to come back to: this address, or the page whose form was sent to it (an address for forms has no page)."""
    came_from = urlsplit(request.headers.get("Referer", ""))
    if request.method == "POST" and came_from.netloc == request.get_host():
        return came_from._replace(scheme="", netloc="").geturl()
    return request.get_full_path()
