"""The second step of signing in: who must have one, what is kept of it, and help for who has lost theirs."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import connection

from tests.cast import Cast, as_actor
from tests.second_factor import code_of, with_app
from touchstone.apps.people import services
from touchstone.apps.people.actor import NOBODY, SYSTEM
from touchstone.apps.people.models import SignIn, User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.second_factor import has_one, is_required_of, steps_of
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, LogPersonal
from touchstone.apps.records.refusal import Refused


def signed_in(person: User, browser: str = "Firefox on Linux") -> str:
    """A session of that person, noted; its key."""
    session = SessionStore()
    session["whose"] = str(person.pk)
    session.create()
    services.note_sign_in(person=person, session_key=str(session.session_key), browser=browser)
    return str(session.session_key)


@pytest.mark.parametrize(
    ("asked_of", "apprentice", "tutor", "owner"),
    [("nobody", False, False, False), ("staff", False, True, True), ("everyone", True, True, True)],
)
def test_the_setting_says_who_must_have_one(
    cast: Cast, settings: Any, asked_of: str, apprentice: bool, tutor: bool, owner: bool
) -> None:
    settings.SECOND_FACTOR = asked_of
    answers = [is_required_of(as_actor(person)) for person in (cast.alice, cast.tom, cast.olga)]
    assert answers == [apprentice, tutor, owner]


def test_an_apprentice_who_is_given_another_role_must_have_one(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = "staff"
    services.give_role(who=SYSTEM, person=cast.alice, organisation=cast.northgate, role=Role.TUTOR)
    assert is_required_of(as_actor(cast.alice))


def test_nobody_and_people_of_the_demo_are_never_asked(cast: Cast, settings: Any) -> None:
    settings.SECOND_FACTOR = "everyone"
    cast.tom.is_demo = True
    assert not is_required_of(as_actor(cast.tom))
    assert not is_required_of(NOBODY)


def test_adding_an_app_gives_recovery_codes_once_tells_its_person_and_is_logged(cast: Cast) -> None:
    secret = with_app(cast.tom)
    services.add_app(who=as_actor(cast.tom), person=cast.tom, secret=secret, code=code_of(secret))  # a second click
    steps = steps_of(cast.tom.pk)
    assert steps.app is not None
    assert len(set(steps.codes)) == 10
    assert [one.subject for one in Message.objects.filter(person=cast.tom.pk)] == ["Touchstone: A second step is added"]
    entry = LogEntry.objects.get(verb="person.second-factor-added")
    assert (entry.actor, entry.subject, entry.details) == (cast.tom.pk, str(cast.tom.pk), {"kind": "totp"})


def test_secrets_lie_encrypted_in_the_database(cast: Cast) -> None:
    secret = with_app(cast.tom)
    codes = steps_of(cast.tom.pk).codes
    with connection.cursor() as cursor:
        cursor.execute("SELECT data FROM mfa_authenticator")
        stored = " ".join(str(row) for row in cursor.fetchall())
    assert secret not in stored
    assert not any(code in stored for code in codes)
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_a_changed_secret_of_the_site_is_said_and_opens_nothing(cast: Cast, settings: Any) -> None:
    secret = with_app(cast.tom)
    before, settings.SECRET_KEY = settings.SECRET_KEY, "another " * 10
    with pytest.raises(PermissionDenied, match="the secret of this installation has changed"):
        Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))
    settings.SECRET_KEY_FALLBACKS = [before]
    assert Authenticator.objects.get(type="totp").wrap().validate_code(code_of(secret))


def test_the_last_one_stays_with_whoever_must_have_one(cast: Cast, settings: Any) -> None:
    with_app(cast.tom)
    app = steps_of(cast.tom.pk).app
    assert app is not None
    settings.SECOND_FACTOR = "staff"
    with pytest.raises(Refused, match="Add another one first"):
        services.remove_step(who=as_actor(cast.tom), person=cast.tom, id=app.pk, here=None)
    assert has_one(cast.tom.pk)
    settings.SECOND_FACTOR = "nobody"
    services.remove_step(who=as_actor(cast.tom), person=cast.tom, id=app.pk, here=None)
    assert not Authenticator.objects.exists()  # recovery codes stand in for nothing now
    services.remove_step(who=as_actor(cast.tom), person=cast.tom, id=app.pk, here=None)  # a second click
    assert LogEntry.objects.filter(verb="person.second-factor-removed").count() == 1


def test_removing_one_ends_the_other_sessions(cast: Cast) -> None:
    with_app(cast.tom)
    here, elsewhere, of_another = signed_in(cast.tom), signed_in(cast.tom), signed_in(cast.lena)
    app = steps_of(cast.tom.pk).app
    assert app is not None
    services.remove_step(who=as_actor(cast.tom), person=cast.tom, id=app.pk, here=here)
    assert set(Session.objects.values_list("session_key", flat=True)) == {here, of_another}
    assert elsewhere not in SignIn.objects.values_list("session_key", flat=True)


def test_somebody_cannot_remove_what_another_has(cast: Cast) -> None:
    with_app(cast.tom)
    app = steps_of(cast.tom.pk).app
    assert app is not None
    services.remove_step(who=as_actor(cast.lena), person=cast.lena, id=app.pk, here=None)
    assert has_one(cast.tom.pk)


def test_new_recovery_codes_replace_the_old_ones(cast: Cast) -> None:
    with_app(cast.tom)
    old = steps_of(cast.tom.pk).codes
    services.renew_recovery_codes(who=as_actor(cast.tom), person=cast.tom)
    new = steps_of(cast.tom.pk)
    assert not set(old) & set(new.codes)
    assert not new.shown
    with pytest.raises(Refused, match="Add one first"):
        services.renew_recovery_codes(who=as_actor(cast.lena), person=cast.lena)


def test_few_codes_are_few(cast: Cast) -> None:
    with_app(cast.tom)
    for code in steps_of(cast.tom.pk).codes[:7]:
        assert not steps_of(cast.tom.pk).few
        assert Authenticator.objects.get(type="recovery_codes").wrap().validate_code(code)
    assert steps_of(cast.tom.pk).few


class TestALostOne:
    def test_is_removed_with_everything_it_opened(self, cast: Cast) -> None:
        with_app(cast.tom)
        signed_in(cast.tom)
        kept = signed_in(cast.lena)
        services.remove_second_factor(who=as_actor(cast.olga, Role.OWNER), person=cast.tom, reason="Lost her phone")
        assert not Authenticator.objects.exists()
        assert list(Session.objects.values_list("session_key", flat=True)) == [kept]
        letter = Message.objects.filter(to=cast.tom.email).latest("made_at")
        assert "has been removed" in letter.text
        assert "Lost her phone" not in letter.text

    def test_is_logged_with_its_reason_in_what_can_be_erased(self, cast: Cast) -> None:
        with_app(cast.tom)
        services.remove_second_factor(who=as_actor(cast.olga, Role.OWNER), person=cast.tom, reason="Lost her phone")
        entry = LogEntry.objects.get(verb="person.second-factor-removed")
        assert (entry.actor, entry.role, entry.subject) == (cast.olga.pk, "owner", str(cast.tom.pk))
        assert entry.details == {"kinds": ["recovery_codes", "totp"]}
        assert LogPersonal.objects.get(entry=entry).body == {"reason": "Lost her phone"}

    @pytest.mark.parametrize("reason", ["", "  \n"])
    def test_needs_a_reason(self, cast: Cast, reason: str) -> None:
        with_app(cast.tom)
        with pytest.raises(Refused, match="Say why"):
            services.remove_second_factor(who=as_actor(cast.olga), person=cast.tom, reason=reason)
        assert has_one(cast.tom.pk)

    def test_is_removed_by_somebody_else(self, cast: Cast) -> None:
        with_app(cast.olga)
        with pytest.raises(Refused, match="Somebody else"):
            services.remove_second_factor(who=as_actor(cast.olga), person=cast.olga, reason="Lost")
        services.remove_second_factor(who=SYSTEM, person=cast.olga, reason="Lost")
        assert not has_one(cast.olga.pk)

    def test_is_not_removed_where_there_is_none(self, cast: Cast) -> None:
        with pytest.raises(Refused, match="Tom Tutor has no second step"):
            services.remove_second_factor(who=as_actor(cast.olga), person=cast.tom, reason="Lost")


class TestWhereSomebodyIsSignedIn:
    def test_what_has_ended_by_itself_is_forgotten_at_the_next_sign_in(self, cast: Cast) -> None:
        gone = signed_in(cast.tom)
        SessionStore().delete(gone)
        kept = signed_in(cast.tom)
        assert list(SignIn.objects.values_list("session_key", flat=True)) == [kept]

    def test_a_session_under_a_new_key_is_the_same_place(self, cast: Cast) -> None:
        old = signed_in(cast.tom)
        at = SignIn.objects.get().at
        services.note_sign_in(person=cast.tom, session_key="new", browser="Firefox on Linux", instead_of=old)
        assert (SignIn.objects.get().session_key, SignIn.objects.get().at) == ("new", at)

    def test_nobody_ends_the_session_of_another(self, cast: Cast) -> None:
        signed_in(cast.tom)
        place = SignIn.objects.get()
        services.end_sign_in(who=as_actor(cast.lena), person=cast.lena, id=place.pk)
        assert Session.objects.count() == 1
        services.end_sign_in(who=as_actor(cast.tom), person=cast.tom, id=place.pk)
        assert Session.objects.count() == 0
        assert LogEntry.objects.filter(verb="person.signed-out-elsewhere").count() == 1

    def test_a_new_password_ends_every_session(self, cast: Cast) -> None:
        signed_in(cast.tom)
        services.set_password(who=as_actor(cast.tom), person=cast.tom, password="three random words")
        assert Session.objects.count() == 0
