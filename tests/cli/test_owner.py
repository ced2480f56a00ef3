"""``touchstone owner`` as whoever runs a site meets it."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cast import Cast
from touchstone.apps.people import services
from touchstone.apps.people.members import owners_of
from touchstone.apps.people.models import Invitation, Organisation, User
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.cli.owner import main

Capsys = pytest.CaptureFixture[str]
HILL = ["--organisation", "Hill College", "--kind", "provider", "--ukprn", "10000033"]
NIA = ["--email", "Nia@Example.org", "--name", "Nia  New"]


def link(said: str) -> str:
    found = re.search(r"http://\S+/join/(\S+)/", said)
    assert found, said
    return found[1]


def test_a_new_organisation_is_made_and_its_owner_invited(db: None, capsys: Capsys) -> None:
    assert main([*HILL, *NIA]) == 0
    said = capsys.readouterr().out
    assert "Hill College is made." in said
    hill = Organisation.objects.get(ukprn="10000033")
    nia = services.accept_with_password(token=link(said), name="Nia New", password="correct horse battery")
    assert list(owners_of(hill)) == [nia]
    mail = Message.objects.get(kind="invitation")
    assert (mail.to, mail.organisation) == ("nia@example.org", hill.pk)
    assert "Whoever runs this site invites you to join Hill College on Touchstone as organisation owner." in mail.text
    entry = LogEntry.objects.get(verb="invitation.made")
    assert (entry.actor, entry.role) == (None, "system")


def test_run_again_it_does_nothing_until_asked_for_a_new_link(db: None, capsys: Capsys) -> None:
    main([*HILL, *NIA])
    first = link(capsys.readouterr().out)
    assert main([*HILL, *NIA]) == 0
    assert "nia@example.org is invited already. Nothing was done; --again makes a new link." in capsys.readouterr().out
    assert Message.objects.count() == 1
    assert main([*HILL, *NIA, "--again"]) == 0
    second = link(capsys.readouterr().out)
    assert first != second
    services.accept_with_password(token=second, name="Nia", password="correct horse battery")
    assert main([*HILL, *NIA]) == 0
    assert "Nia owns Hill College already. Nothing was done." in capsys.readouterr().out
    assert Organisation.objects.filter(name="Hill College").count() == 1
    assert Invitation.objects.count() == 1


def test_an_organisation_that_is_there_is_found_by_its_number_or_its_name(cast: Cast, capsys: Capsys) -> None:
    tidewater = ["--organisation", "Tidewater Assessment", "--kind", "assessment", "--epa-id", "epa9002"]
    assert main([*tidewater, *NIA]) == 0
    harbour = ["--organisation", "Harbour Care", "--kind", "employer"]
    assert main([*harbour, *NIA]) == 0
    said = capsys.readouterr().out
    assert "is made" not in said
    assert {one.organisation for one in Invitation.objects.all()} == {cast.tidewater, cast.harbour}


def test_somebody_with_an_account_is_invited_with_it(cast: Cast, capsys: Capsys) -> None:
    main(["--organisation", "Harbour Care", "--kind", "employer", "--email", cast.lena.email, "--name", "Lena"])
    services.accept_with_password(token=link(capsys.readouterr().out), name="", password="correct horse battery")
    assert list(owners_of(cast.harbour)) == [User.objects.get(pk=cast.lena.pk)]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (["--organisation", "Another name", "--kind", "provider", "--ukprn", "10000011"], "“Northgate Training”"),
        (["--organisation", "Northgate Training", "--kind", "employer", "--ukprn", "10000011"], "of the kind provider"),
        (["--organisation", "Nowhere", "--kind", "provider"], "give --ukprn"),
        (["--organisation", "Nowhere", "--kind", "assessment"], "give --epa-id"),
        (["--organisation", "  ", "--kind", "employer"], "needs a name"),
    ],
    ids=["another name", "another kind", "no UKPRN", "no EPA id", "no name"],
)
def test_a_refusal_is_one_line_and_leaves_nothing(cast: Cast, capsys: Capsys, changes: list[str], said: str) -> None:
    before = Organisation.objects.count()
    assert main([*changes, *NIA]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert error.count("\n") == 1
    assert (Organisation.objects.count(), Invitation.objects.count()) == (before, 0)


def test_a_name_that_two_employers_have_is_refused(cast: Cast, capsys: Capsys) -> None:
    Organisation.objects.create(kind="employer", name="Harbour Care")
    assert main(["--organisation", "Harbour Care", "--kind", "employer", *NIA]) == 1
    assert "several organisations called Harbour Care" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([*HILL[:-1], "1000003", *NIA], "a UKPRN has 8 digits, which '1000003' has not"),
        ([*HILL[:-1], "1000003x", *NIA], "a UKPRN has 8 digits"),
        ([*HILL[:4], "--epa-id", "EPA12", *NIA], "an EPA id is EPA and 4 digits, which 'EPA12' is not"),
        ([*HILL, "--email", "nobody", "--name", "Nia"], "'nobody' is not an email address"),
        ([*HILL, "--email", "nia@example.org", "--name", " "], "the name is empty"),
        ([*HILL[:2], "--kind", "school", *NIA], "invalid choice: 'school'"),
        (HILL, "required: --email, --name"),
    ],
)
def test_words_that_cannot_be_are_refused(capsys: Capsys, words: list[str], said: str) -> None:
    with pytest.raises(SystemExit) as stop:
        main(words)
    assert stop.value.code == 2
    assert said in capsys.readouterr().err


def test_without_a_database_it_says_so_in_one_line(tmp_path: Path) -> None:
    answer = subprocess.run(
        [Path(sys.executable).with_name("touchstone"), "owner", *HILL, *NIA],
        env={
            "PATH": "",
            "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.demo",
            "TOUCHSTONE_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert "touchstone: the database:" in answer.stderr
    assert answer.stderr.count("\n") == 1
