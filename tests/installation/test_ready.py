"""``touchstone prepare`` and ``touchstone check``: what a new installation is told until it is fit to be used."""

from __future__ import annotations

import secrets
import socket
import threading
from pathlib import Path

import pytest

from tests.apps.portfolio.clamd_server import daemon
from tests.installation.places import KINDS, Place, new_place

TO_DO = "To do: "


def production(place: Place, **more: str) -> Place:
    place.more = {
        "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.production",
        "TOUCHSTONE_SECRET_KEY": secrets.token_urlsafe(64),
        "TOUCHSTONE_HOSTS": "touchstone.example",
        "TOUCHSTONE_MAIL_HOST": "127.0.0.1",
        "TOUCHSTONE_MAIL_PORT": "1",  # nobody listens there
        **more,
    }
    return place


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_place_is_led_from_nothing_to_its_owner(kind: str, tmp_path: Path) -> None:
    place = production(new_place(kind, tmp_path))
    empty = place.run("check")
    assert empty.returncode == 1
    assert "The data folder" in empty.stdout
    assert not place.data.exists(), "looking makes nothing"
    prepared = place.run("prepare")
    assert prepared.returncode == 0, prepared.stderr
    assert place.data.stat().st_mode & 0o077 == 0
    said = place.run("check").stdout
    assert "The data folder" not in said
    assert "The database" not in said
    assert TO_DO + "No organisation has an owner" in said
    assert TO_DO + "The mail server 127.0.0.1:1 does not answer" in said
    assert TO_DO + "No worker runs" in said
    owner = ["owner", "--organisation", "Quayside", "--kind", "employer", "--email", "o@example.org", "--name", "Olga"]
    assert place.run(*owner).returncode == 0
    assert "To know: The first owner is invited and has not come yet." in place.run("check").stdout
    place.python(
        """
from django.utils import timezone
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import OrganisationKind, Role
from touchstone.apps.people.services import give_role, make_organisation, make_person
one = make_organisation(who=SYSTEM, kind=OrganisationKind.EMPLOYER, name="Harbour Care")
ann = make_person(who=SYSTEM, email="ann@example.org", name="Ann")
give_role(who=SYSTEM, person=ann, organisation=one, role=Role.OWNER, since=timezone.localdate())
"""
    )
    assert "owner" not in place.run("check").stdout


def test_without_a_secret_it_says_so(tmp_path: Path) -> None:
    answer = production(new_place("sqlite", tmp_path), TOUCHSTONE_SECRET_KEY="").run("check")
    assert answer.returncode == 2
    assert "TOUCHSTONE_SECRET_KEY must be" in answer.stderr


def test_a_mail_server_that_answers_is_fine(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_greet, args=[server], daemon=True).start()
        port = str(server.getsockname()[1])
        answer = production(new_place("sqlite", tmp_path), TOUCHSTONE_MAIL_PORT=port).run("check")
    assert "mail server" not in answer.stdout


def _greet(server: socket.socket) -> None:
    visitor, _ = server.accept()
    with visitor:
        visitor.sendall(b"220 mail.example\r\n")
        while line := visitor.recv(1000):
            visitor.sendall(b"250 mail.example\r\n" if line[:4].upper() in {b"EHLO", b"HELO"} else b"221 \r\n")


@pytest.mark.parametrize("kind", KINDS)
def test_guards_of_the_records_that_are_gone_are_noticed_and_put_back(kind: str, tmp_path: Path) -> None:
    place = production(new_place(kind, tmp_path))
    place.run("prepare")
    place.python("from touchstone.apps.records import triggers; triggers.remove()")
    assert TO_DO + "The database does not refuse changes of the log" in place.run("check").stdout
    place.run("prepare")
    assert "does not refuse" not in place.run("check").stdout


def test_a_clock_that_was_set_back_is_noticed(tmp_path: Path) -> None:
    place = production(new_place("sqlite", tmp_path))
    place.run("prepare")
    place.python(
        """
import datetime as dt
from django.utils import timezone
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.people.services import make_organisation
from touchstone.demo.clock import at
with at(timezone.now() + dt.timedelta(days=3)):
    make_organisation(who=SYSTEM, kind=OrganisationKind.EMPLOYER, name="Harbour Care")
"""
    )
    assert TO_DO + "The clock of this machine is behind" in place.run("check").stdout


def test_storage_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    place = production(new_place("sqlite", tmp_path))
    place.run("prepare")
    (place.data / "files").rmdir()
    (place.data / "files").write_text("in the way")
    assert TO_DO + "The storage of files does not take, give and delete a file" in place.run("check").stdout


def test_a_misspelt_setting_is_pointed_out_with_the_name_that_is_meant(tmp_path: Path) -> None:
    said = production(new_place("sqlite", tmp_path), TOUCHSTONE_SECOND_FACTORS="everyone").run("check").stdout
    assert "To know: TOUCHSTONE_SECOND_FACTORS is set, and is no setting" in said
    assert "Is TOUCHSTONE_SECOND_FACTOR meant?" in said
    assert said.count("is no setting") == 1


@pytest.mark.parametrize(("manner", "told"), [("speaks", False), ("hangs up", True), ("nonsense", True)])
def test_a_virus_scanner_that_does_not_answer_is_told(tmp_path: Path, manner: str, told: bool) -> None:
    with daemon(tmp_path, manner=manner) as (address, _):
        said = production(new_place("sqlite", tmp_path), TOUCHSTONE_CLAMAV=address).run("check").stdout
    assert (f"{TO_DO}The virus scanner {address} does not answer: Down: " in said) == told


def test_a_class_of_storage_that_is_not_there_is_told(tmp_path: Path) -> None:
    place = production(new_place("sqlite", tmp_path), TOUCHSTONE_STORAGE="not_there.S3Storage")
    place.data.mkdir(mode=0o700)
    said = place.run("check").stdout
    assert (
        TO_DO + "TOUCHSTONE_STORAGE cannot be loaded: InvalidStorageError: Could not find backend 'not_there.S3" in said
    )
