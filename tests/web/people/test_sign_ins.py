"""Where somebody is signed in, ending it, and the letter about a browser they had not used before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from tests.architecture.guards import REPOSITORY, tracked
from tests.cast import Cast
from tests.web.people.test_accounts import PASSWORD, sign_in, signed_in_as, text
from touchstone.apps.people.models import SignIn, User
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.web.people import browsers

ADDRESS = "/account/signed-in/"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/17.5 Mobile/15E148 Safari/604.1"
)
EDGE = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 "
    "Safari/537.36 Edg/125.0.0.0"
)


@pytest.fixture(autouse=True)
def _no_attempts_yet(db: None) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def tom(cast: Cast) -> User:
    cast.tom.set_password(PASSWORD)
    cast.tom.save()
    return cast.tom


def browser(agent: str = FIREFOX) -> Client:
    return Client(headers={"User-Agent": agent})


def letters(person: User) -> list[Message]:
    assert mail.outbox == []
    return list(Message.objects.filter(person=person.pk, kind="sign-in").order_by("made_at"))


class TestTheLetter:
    def test_comes_once_a_browser_and_says_when_with_what_and_what_to_do(self, tom: User) -> None:
        first = browser()
        sign_in(first, tom.email)
        first.post(reverse("account_logout"))
        sign_in(first, tom.email)
        (letter,) = letters(tom)
        assert letter.to == tom.email
        assert "with Firefox on Linux." in letter.text
        assert re.search(r"on \d{1,2} \w+ \d{4} at \d\d:\d\d \(UK time\)", letter.text)
        assert "Was it not you? Then" in letter.text
        sign_in(browser(IPHONE), tom.email)
        assert "with Safari on an iPhone." in letters(tom)[1].text

    def test_comes_for_each_person_of_a_shared_browser(self, tom: User, cast: Cast) -> None:
        cast.lena.set_password(PASSWORD)
        cast.lena.save()
        shared = browser()
        for person in (tom, cast.lena, tom, cast.lena):
            sign_in(shared, person.email)
            shared.post(reverse("account_logout"))
        assert len(letters(tom)) == len(letters(cast.lena)) == 1

    def test_comes_for_a_browser_that_brings_a_cookie_of_its_own_making(self, tom: User) -> None:
        forged = browser()
        forged.cookies["known-browser"] = "WyJ4Il0:1abcde:forged"
        sign_in(forged, tom.email)
        assert len(letters(tom)) == 1

    def test_tells_nobody_else_at_the_computer_who_it_was(self, tom: User) -> None:
        shared = browser()
        sign_in(shared, tom.email)
        cookie = shared.cookies["known-browser"]
        assert str(tom.pk) not in cookie.value
        assert cookie["httponly"]
        assert cookie["samesite"] == "Strict"

    def test_does_not_come_for_a_wrong_password_or_for_demo_people(self, tom: User) -> None:
        sign_in(browser(), tom.email, "not the password")
        assert letters(tom) == []
        tom.is_demo = True
        tom.save()
        sign_in(browser(), tom.email)
        browser().post(reverse("demo_become", args=[tom.pk]))
        assert letters(tom) == []


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (IPHONE, "Safari on an iPhone"),
        (EDGE, "Edge on Windows"),
        ("", browsers.UNKNOWN),
        ("curl/8", browsers.UNKNOWN),
        ("<script>alert(1)</script>", browsers.UNKNOWN),
        ("x" * 100_000, browsers.UNKNOWN),
    ],
)
def test_a_browser_is_said_in_words(rf: Any, agent: str, words: str) -> None:
    assert browsers.in_words(rf.get("/", headers={"User-Agent": agent})) == words


class TestWhereSomebodyIsSignedIn:
    def test_shows_every_browser_this_one_first(self, tom: User) -> None:
        here = browser()
        sign_in(here, tom.email)
        sign_in(browser(IPHONE), tom.email)
        page = text(here.get(ADDRESS))
        assert page.index("Firefox on Linux – this browser") < page.index("Safari on an iPhone")
        assert page.count("Last used on") == 2

    def test_the_button_says_which_one_it_ends_in_words_and_never_in_markup(self, tom: User) -> None:
        here = browser()
        sign_in(here, tom.email)
        sign_in(browser(IPHONE), tom.email)
        SignIn.objects.filter(browser__startswith="Safari").update(browser="Safari on <b>an iPhone</b>")
        page = here.get(ADDRESS).content.decode()
        hidden = '<span class="govuk-visually-hidden">: Safari on &lt;b&gt;an iPhone&lt;/b&gt;</span>'
        assert re.search(rf"End this one{re.escape(hidden)}\s*</button>", page)
        assert "&lt;span" not in page

    def test_one_is_ended_from_its_next_request_on(self, tom: User) -> None:
        here, there = browser(), browser(IPHONE)
        sign_in(here, tom.email)
        sign_in(there, tom.email)
        place = SignIn.objects.get(browser__startswith="Safari")
        assert "You are signed out there" in text(here.post(ADDRESS, {"end": str(place.pk)}, follow=True))
        assert there.get("/form/")["Location"].startswith("/account/login/")
        assert here.get("/form/").status_code == 200
        assert LogEntry.objects.filter(verb="person.signed-out-elsewhere", actor=tom.pk).count() == 1

    def test_all_others_are_ended(self, tom: User) -> None:
        here, others = browser(), [browser(IPHONE), browser(EDGE)]
        for one in (here, *others):
            sign_in(one, tom.email)
        here.post(ADDRESS, {"others": "1"})
        assert [one.get("/form/").status_code for one in (here, *others)] == [200, 302, 302]
        assert "End all others" not in text(here.get(ADDRESS))

    @pytest.mark.parametrize("sent", [{}, {"end": ""}, {"end": "x"}, {"end": "00000000-0000-0000-0000-000000000000"}])
    def test_what_is_no_place_of_theirs_ends_nothing(self, tom: User, cast: Cast, sent: dict[str, str]) -> None:
        here = browser()
        sign_in(here, tom.email)
        assert here.post(ADDRESS, sent, follow=True).status_code == 200
        assert Session.objects.count() == 1

    def test_nobody_ends_the_session_of_another(self, tom: User, cast: Cast) -> None:
        cast.lena.set_password(PASSWORD)
        cast.lena.save()
        toms, lenas = browser(), browser()
        sign_in(toms, tom.email)
        sign_in(lenas, cast.lena.email)
        lenas.post(ADDRESS, {"end": str(SignIn.objects.get(person=tom).pk)})
        assert toms.get("/form/").status_code == 200

    def test_a_new_password_ends_the_others_and_leaves_this_one(self, tom: User) -> None:
        here, there = browser(), browser(IPHONE)
        sign_in(here, tom.email)
        sign_in(there, tom.email)
        new = {"oldpassword": PASSWORD, "password1": "three random words", "password2": "three random words"}
        assert "Your password is changed" in text(here.post(reverse("account_change_password"), new, follow=True))
        assert there.get("/form/").status_code == 302
        assert here.get("/form/").status_code == 200
        assert SignIn.objects.get(person=tom).session_key == here.session.session_key
        assert "this browser" in text(here.get(ADDRESS))

    def test_a_new_password_by_mail_ends_them_all(self, tom: User) -> None:
        here, there = browser(), browser(IPHONE)
        sign_in(here, tom.email)
        sign_in(there, tom.email)
        here.post(reverse("account_reset_password"), {"email": tom.email})
        letter = Message.objects.get(kind="password-reset")
        form = here.get(re.findall(r"http://127\.0\.0\.1:8000(/\S+)", letter.text)[0], follow=True)
        chosen = {"password1": "three random words", "password2": "three random words"}
        done = here.post(form.request["PATH_INFO"], chosen, follow=True)
        assert "Your password is changed" in text(done)
        assert [one.get("/form/").status_code for one in (here, there)] == [302, 302]
        sign_in(here, tom.email, "three random words")
        assert here.get("/form/").status_code == 200

    def test_a_session_that_has_ended_by_itself_is_not_shown(self, tom: User) -> None:
        here, there = browser(), browser(IPHONE)
        sign_in(here, tom.email)
        sign_in(there, tom.email)
        there.post(reverse("account_logout"))
        assert "iPhone" not in text(here.get(ADDRESS))

    def test_demo_people_see_where_they_are_signed_in_too(self, tom: User) -> None:
        tom.is_demo = True
        tom.save()
        here = browser()
        here.post(reverse("demo_become", args=[tom.pk]))
        assert signed_in_as(here) == str(tom.pk)
        assert "Firefox on Linux – this browser" in text(here.get(ADDRESS))


def test_everybody_signs_in_where_it_is_noted() -> None:
    """A session begun past the adapter would be in nobody's list, and not end with what made it unsafe."""
    sources = [name for name in tracked() if name.is_relative_to("src/touchstone") and name.suffix == ".py"]
    past = [name for name in sources if re.search(r"auth import .*\blogin\b", (REPOSITORY / name).read_text("utf-8"))]
    assert past == []


def test_a_mail_server_that_is_gone_stops_no_request(client: Client, tom: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert client.post(reverse("account_reset_password"), {"email": tom.email}).status_code == 302
    assert sign_in(client, tom.email).status_code == 302
    assert {one.kind for one in Message.objects.filter(person=tom.pk)} == {"password-reset", "sign-in"}
