"""Where somebody is signed in: noted at sign-in, ended by themselves or with what made the account unsafe."""

from __future__ import annotations

import datetime as dt
import uuid
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.people.models import SignIn, User
from touchstone.apps.people.services.letters import tell
from touchstone.apps.records.log import log


@transaction.atomic
def note_sign_in(*, person: User, session_key: str, browser: str, instead_of: str = "") -> None:
    """A session has begun, or goes on under another key. Not logged: nothing has been done yet."""
    at = SignIn.objects.filter(session_key=instead_of).values_list("at", flat=True).first() or timezone.now()
    keys = SignIn.objects.filter(person=person).values_list("session_key", flat=True)
    lives = Session.objects.filter(session_key__in=list(keys)).values("session_key")
    SignIn.objects.filter(person=person).exclude(session_key__in=lives).delete()
    SignIn.objects.filter(session_key__in=[session_key, instead_of]).delete()
    SignIn.objects.create(person=person, session_key=session_key, browser=browser, at=at)


def tell_of_sign_in(*, person: User, browser: str, at: dt.datetime) -> None:
    """A letter to whoever signed in with a browser they had not used before. ``at``: in any time zone."""
    when = f"{timezone.localtime(at):%-d %B %Y at %H:%M}"
    tell(
        person,
        "You signed in from a new browser",
        f"Somebody signed in to your account on {when} (UK time), with {browser}.\n\n"
        "Was it you? Then you need do nothing. You can see and end everywhere you are signed in under “Your account”.",
        kind="sign-in",
    )


@transaction.atomic
def end_sign_in(*, who: Actor, person: User, id: uuid.UUID) -> None:
    """Sign somebody out in one place, from its next request on. Nothing happens when it has ended already."""
    for one in SignIn.objects.filter(person=person, pk=id):
        _end(one)
        log("person.signed-out-elsewhere", who=who, on=person, details={"places": 1})


@transaction.atomic
def end_other_sign_ins(*, who: Actor, person: User, here: str | None) -> None:
    """Sign somebody out everywhere but ``here``, the key of the session they ask from."""
    ended = end_all(person, but=here)
    log("person.signed-out-elsewhere", who=who, on=person, details={"places": ended})


def end_all(person: User, but: str | None = None) -> int:
    """Part of a service that makes old sessions unsafe. Returns how many were ended."""
    going = list(SignIn.objects.filter(person=person).exclude(session_key=but or ""))
    for one in going:
        _end(one)
    return len(going)


def _end(one: SignIn) -> None:
    _sessions().delete(one.session_key)
    one.delete()


def _sessions() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore()


def drop_ended_sign_ins() -> int:
    """Forget the places whose session has ended. Those of today are left: their session may be about to be written."""
    yesterday = timezone.now() - dt.timedelta(days=1)
    lives = Session.objects.values("session_key")
    return SignIn.objects.filter(at__lt=yesterday).exclude(session_key__in=lives).delete()[0]
