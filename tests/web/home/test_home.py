"""The home page: what is mine to do, what is due, what waits on others; for every role, and for nobody."""

from __future__ import annotations

import re

import pytest
from django.test import Client, override_settings

from tests.world import demo_world  # noqa: F401
from touchstone.apps.apprenticeships.policy import BY_ASSESSMENT_ORGANISATION, BY_PROVIDER
from touchstone.apps.people.actor import actor_for
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.web.home import situation, views
from touchstone.web.home.places import FIRST_TIME, PLACES
from touchstone.web.home.work import BY_ROLE, work

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def test_every_role_has_its_work_or_says_plainly_that_it_has_none() -> None:
    assert set(FIRST_TIME) == set(Role)
    assert set(BY_ROLE) == set(Role) - {Role.SAFEGUARDING_LEAD, Role.OWNER}
    assert all(place.roles for place in PLACES)


@pytest.mark.parametrize(
    ("name", "part", "line"),
    [
        ("Bilal", "Yours to do", "Add your first piece of evidence"),
        ("Alice", "Yours to do", "Add evidence 6 pieces so far."),
        ("Daniel", "Waiting on others", "Meridian Assessment (demo) looks at the gateway"),
        ("Ewa", "Waiting on others", "Meridian Assessment (demo) books the assessment"),
        ("Farah", "Coming up", "Observation with questioning"),
        ("Hana", "Waiting on others", "Meridian Assessment (demo) completes and checks the assessment"),
        ("Jamila", "New for you", "Read your result"),
        ("Tom", "Waiting on others", "The employer confirms"),
        ("Lena", "Yours to do", "Confirm that your apprentice is ready"),
        ("Ada", "Yours to do", "Accept or return the gateway"),
        ("Ada", "Yours to do", "Book: Observation with questioning"),
        ("Ada", "Yours to do", "Release the result"),
        ("Ada", "Coming up", "Observation with questioning"),
        ("Ada", "Waiting on others", "Quality assurance checks"),
        ("Asif", "Yours to do", "Record what took place and mark it"),
        ("Asif", "Coming up", "Observation with questioning"),
        ("Iris", "Yours to do", "Agree the marks or send them back"),
        ("Rhys", "New for you", "Read what was shared"),
    ],
)
def test_somebody_finds_what_is_theirs(name: str, part: str, line: str) -> None:
    parts = _parts(_home(name))
    assert line in parts.get(part, ""), parts


def test_a_person_with_several_roles_sees_in_which_each_line_is_theirs() -> None:
    page = _home("Abel")
    assert "As assessment administrator" in page
    assert "As internal quality assurer" in page
    assert "Agree the marks or send them back" in page


def test_somebody_with_one_role_is_not_told_it_on_every_line() -> None:
    assert "As assessor" not in _home("Asif")


def test_the_safeguarding_lead_is_told_what_the_role_can_and_cannot_do() -> None:
    page = _home("Sara")
    assert "Nothing is waiting for you." in page
    assert "sealed from everybody else" in page
    assert "Safeguarding concerns" in page


def test_no_mark_and_no_grade_is_on_the_apprentices_side_before_release() -> None:
    for name in ("Ivan", "Tom", "Lena", "Quentin"):
        page = _home(name).lower()
        assert "merit" not in page
        assert "distinction" not in page


def test_somebody_without_a_role_is_told_who_can_give_one() -> None:
    person = User.objects.create_user("nobody@example.org", name="Nobody Yet")
    assert "You hold no role today" in _text(_client(person).get("/").content.decode())


def test_a_demo_person_is_told_who_they_are() -> None:
    assert "You are Alice Adeyemi (demo)" in _home("Alice")


def test_nobody_signed_in_is_welcomed_in_the_demo() -> None:
    answer = Client().get("/")
    assert answer.status_code == 200
    assert "Choose who to be" in answer.content.decode()


@override_settings(DEMO=False)
def test_nobody_signed_in_goes_to_sign_in_elsewhere() -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/account/login/")


def test_the_header_marks_where_one_is() -> None:
    person = User.objects.get(name__startswith="Tom ")
    page = _client(person).get("/apprenticeships/").content.decode()
    assert re.search(r'href="/apprenticeships/" aria-current="true">Apprentices', page)
    assert not re.search(r'href="/" aria-current', page)


def test_an_apprentice_is_led_to_their_own_apprenticeship_and_not_to_a_search_of_apprentices() -> None:
    client = _client(User.objects.get(name__startswith="Alice "))
    assert "Your apprenticeship" in _text(client.get("/").content.decode())
    listed = _text(client.get("/apprenticeships/").content.decode())
    assert "Your apprenticeship" in listed
    assert "Name, reference, ULN or email" not in listed


def _home(name: str) -> str:
    return _text(_client(User.objects.get(name__startswith=f"{name} ")).get("/").content.decode())


def _client(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _parts(text: str) -> dict[str, str]:
    """The words under each heading of the page."""
    titles = "Yours to do|Coming up|New for you|Waiting on others|Your roles?|Go to"
    pieces = re.split(rf"\b({titles})\b", text)
    return dict(zip(pieces[1::2], pieces[2::2], strict=True))


def _text(page: str) -> str:
    main = page.split("<main")[1].split("</main>")[0]
    hidden = re.sub(r'<span class="govuk-visually-hidden">.*?</span>', "", main)
    return " ".join(re.sub(r"<[^>]+>", " ", hidden).split())


def test_who_looks_after_thousands_finds_the_same_as_if_all_were_read(monkeypatch: pytest.MonkeyPatch) -> None:
    through = BY_PROVIDER | BY_ASSESSMENT_ORGANISATION
    looking = [person for person in User.objects.all() if actor_for(person).holds(*through)]
    everything = {person: work(actor_for(person)) for person in looking}
    assert all(one.whole for one in everything.values())
    assert sum(any(one.parts.values()) for one in everything.values()) >= 3
    monkeypatch.setattr(situation, "MANY", 0)
    for person, before in everything.items():
        now = work(actor_for(person))
        assert now.parts == before.parts, person.name
        assert not now.whole


def test_who_looks_after_thousands_is_told_there_is_more_without_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SHOWN", 1)
    assert re.search(r"And \d+ more, in the list", _home("Ada"))
    monkeypatch.setattr(situation, "MANY", 0)
    assert "And many more, in the list" in _home("Ada")
