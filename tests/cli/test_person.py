"""``touchstone person``: what whoever runs the installation does, with a reason."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator

from tests.cast import Cast
from tests.second_factor import with_app
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.people.services import give_role, set_password
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.cli.main import main

Printed = pytest.CaptureFixture[str]
WHY = ["--reason", "Asked for on the telephone"]
TOM = ["--email", "Tom@Example.org"]


def test_it_shows_who_somebody_is_and_nothing_secret(cast: Cast, capsys: Printed) -> None:
    set_password(who=SYSTEM, person=cast.tom, password="correct horse battery")
    give_role(who=SYSTEM, person=cast.tom, organisation=cast.meridian, role=Role.ASSESSOR)
    assert main(["person", "show", *TOM]) == 0
    said = capsys.readouterr().out
    for words in ("Tom Tutor", "tom@example.org", "Tutor, Northgate Training", "Assessor, Meridian Assessment", "none"):
        assert words in said
    cast.tom.refresh_from_db()
    assert cast.tom.password not in said
    assert main(["person", "show", "--email", "quentin@example.org"]) == 0
    assert "without a password" in capsys.readouterr().out


def test_it_corrects_the_address_of_somebody_who_works_for_two_organisations(cast: Cast, capsys: Printed) -> None:
    give_role(who=SYSTEM, person=cast.tom, organisation=cast.meridian, role=Role.ASSESSOR)
    assert main(["person", "correct", *TOM, "--new-email", "Tomas@Example.org", *WHY]) == 0
    assert "tomas@example.org" in capsys.readouterr().out
    found = User.objects.get(pk=cast.tom.pk)
    assert (found.name, found.email) == ("Tom Tutor", "tomas@example.org")
    entry = LogEntry.objects.get(verb="person.corrected")
    assert (entry.actor, entry.role) == (None, "system")
    assert entry.personal.body["reason"] == "Asked for on the telephone"
    assert "Whoever runs this installation" in Message.objects.get(to="tomas@example.org").text


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--email", "nobody@example.org", "--new-name", "X"], "no account with the address nobody@example.org"),
        ([*TOM], "Nothing is changed"),
        ([*TOM, "--new-email", "quentin@example.org"], "Another account"),
        ([*TOM, "--new-email", "no address"], "not an email address"),
    ],
)
def test_what_cannot_be_is_said_in_a_line(cast: Cast, capsys: Printed, words: list[str], says: str) -> None:
    assert main(["person", "correct", *words, *WHY]) == 1
    said = capsys.readouterr()
    assert says in said.err
    assert len(said.err.splitlines()) == 1
    assert said.out == ""
    assert not LogEntry.objects.filter(verb="person.corrected").exists()


def test_without_a_reason_it_is_not_asked(cast: Cast, capsys: Printed) -> None:
    for command in (["correct", "--new-name", "X"], ["second-factor", "--remove"], ["close"]):
        assert main(["person", command[0], *TOM, *command[1:]]) == 2
    assert main(["person", "close", *TOM, "--reason", " "]) == 1
    assert "Say why" in capsys.readouterr().err
    assert User.objects.get(pk=cast.tom.pk).is_active


def test_it_removes_a_lost_second_step(cast: Cast, capsys: Printed) -> None:
    with_app(cast.tom)
    assert main(["person", "second-factor", *TOM, "--remove", *WHY]) == 0
    assert not Authenticator.objects.filter(user=cast.tom).exists()
    assert LogEntry.objects.get(verb="person.second-factor-removed").personal.body == {"reason": WHY[1]}
    assert main(["person", "second-factor", *TOM, "--remove", *WHY]) == 1
    assert "has no second step" in capsys.readouterr().err


def test_it_closes_an_account(cast: Cast, capsys: Printed) -> None:
    assert main(["person", "close", *TOM, *WHY]) == 0
    assert "The account of Tom Tutor is closed." in capsys.readouterr().out
    assert not User.objects.get(pk=cast.tom.pk).is_active
    assert main(["person", "show", *TOM]) == 0
    assert "closed" in capsys.readouterr().out
