"""Entering and reading policies."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.apps.plans.test_policies import POLICY, entered
from tests.cast import Cast
from tests.web.signed_in import client_of
from touchstone.apps.plans import folder
from touchstone.apps.plans.models import PolicyFile


def send(client: Client, content: bytes, name: str = "policy.yaml") -> Any:
    return client.post(reverse("plans:enter_policy"), {"file": SimpleUploadedFile(name, content)}, follow=True)


def test_an_administrator_enters_a_policy(cast: Cast) -> None:
    client = client_of(cast.ada)
    assert client.get(reverse("plans:enter_policy")).status_code == 200
    page = send(client, POLICY.encode())
    assert "in force from now on" in page.content.decode()
    assert PolicyFile.objects.get().entered_by == cast.ada


def test_every_problem_is_shown_with_its_line(cast: Cast) -> None:
    client = client_of(cast.ada)
    wrong = POLICY.replace("dated: 2026-01-08", "dated: soon").replace("kind: typical-time", "kind: typical-tide")
    page = send(client, wrong.encode())
    assert page.status_code == 422
    words = page.content.decode()
    assert "policy.yaml:4" in words
    assert "policy.yaml:12" in words
    assert not PolicyFile.objects.exists()


def test_a_file_that_is_no_text_is_refused_in_words(cast: Cast) -> None:
    client = client_of(cast.ada)
    assert "not UTF-8 text" in send(client, b"\xff\xfe\x00\x81").content.decode()
    assert "is not valid YAML" in send(client, b"rules: [").content.decode()
    assert "Select the policy file" in client.post(reverse("plans:enter_policy")).content.decode()


def test_who_may_see_and_enter_policies(cast: Cast) -> None:
    one = entered(cast)
    readers, writers = {"iris", "ada", "abel", "rhys"}, {"ada", "abel", "tess"}
    for who, person in cast.people().items():
        client = client_of(person)
        assert client.get(reverse("plans:policy", args=[one.pk])).status_code == (200 if who in readers else 404), who
        assert client.get(reverse("plans:enter_policy")).status_code == (200 if who in writers else 403), who
        sees_list = who in readers | {"tess"}
        assert client.get(reverse("plans:policies")).status_code == (200 if sees_list else 403), who
    client = client_of(cast.tess)
    assert str(one.pk) not in client.get(reverse("plans:policies")).content.decode()


def test_a_policy_whose_file_was_changed_is_not_shown_as_if_it_were_the_policy(cast: Cast) -> None:
    one = entered(cast)
    path = folder.policy_content(cast.meridian, one.plan_id, one.file_hash)
    path.write_text(path.read_text() + "\n")
    client = client_of(cast.ada)
    assert client.get(reverse("plans:policy", args=[one.pk])).status_code == 404


def test_the_list_says_which_one_is_in_force(cast: Cast) -> None:
    entered(cast)
    entered(cast, POLICY.replace("one-month-more", "two"))
    client = client_of(cast.ada)
    words = client.get(reverse("plans:policies")).content.decode()
    assert words.count("In force") == 1
    assert words.count("Replaced") == 1
