"""A test client somebody is signed in with."""

from __future__ import annotations

from django.test import Client

from touchstone.apps.people.models import User


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
