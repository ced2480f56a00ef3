"""Run by the tests as a program of its own, under production settings: what a real installation answers, as JSON."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

SECURE: dict[str, Any] = {"secure": True, "headers": {"Host": "touchstone.example"}}


def observe() -> dict[str, Any]:
    """Prepare the empty installation that the environment names, and look at it from outside."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "touchstone.config.settings.production"
    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test import Client, override_settings
    from django.urls import NoReverseMatch, reverse

    from touchstone.apps.people import services
    from touchstone.apps.people.actor import SYSTEM
    from touchstone.apps.people.roles import OrganisationKind, Role

    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    dana = services.make_person(
        who=SYSTEM, email="dana@example.org", name="Dana (demo)", password="correct horse battery", is_demo=True
    )
    real = services.make_person(
        who=SYSTEM, email="ann@example.org", name="Ann Lee", password="correct horse battery", is_demo=False
    )
    tutor = services.make_person(
        who=SYSTEM, email="tim@example.org", name="Tim Tutor", password="correct horse battery", is_demo=False
    )
    provider = services.make_organisation(
        who=SYSTEM, kind=OrganisationKind.PROVIDER, name="Northgate Training", ukprn="10000011"
    )
    services.give_role(who=SYSTEM, person=tutor, organisation=provider, role=Role.TUTOR)
    client = Client(raise_request_exception=False)

    def reversed_names() -> list[str]:
        found = []
        for name, arguments in (("demo", []), ("demo_become", [dana.pk])):
            try:
                found.append(reverse(name, args=arguments))
            except NoReverseMatch:
                continue
        return found

    def sign_in(email: str) -> str | None:
        browser = Client()
        fields = {"login": email, "password": "correct horse battery"}
        browser.post("/account/login/", fields, **SECURE)
        return browser.session.get("_auth_user_id")

    def led_to(email: str) -> str:
        """Where somebody comes who signs in and asks for a page."""
        browser = Client()
        browser.post("/account/login/", {"login": email, "password": "correct horse battery"}, **SECURE)
        return str(browser.get("/account/email/", **SECURE).headers.get("Location", ""))

    def key_is_for() -> str:
        """The name of this site in what a passkey is asked."""
        browser = Client()
        asked = browser.get(
            "/account/second-step/webauthn/login/",
            secure=True,
            headers={**SECURE["headers"], "Accept": "application/json"},
        )
        return str(asked.json()["request_options"]["publicKey"]["rpId"])

    def cookies() -> dict[str, dict[str, Any]]:
        browser = Client()
        browser.get("/account/login/", **SECURE)
        browser.post("/account/login/", {"login": real.email, "password": "correct horse battery"}, **SECURE)
        names = ("secure", "httponly", "samesite", "path", "domain")
        return {key: {name: morsel[name] for name in names} for key, morsel in browser.cookies.items()}

    def answer(path: str, **more: Any) -> dict[str, Any]:
        response = client.get(path, **{**SECURE, **more})
        return {"status": response.status_code, "headers": dict(response.headers), "text": response.content.decode()}

    page = answer("/account/login/")
    with override_settings(ROOT_URLCONF="tests.web.people.site"):
        broken = answer("/boom/")
    return {
        "tables": connection.introspection.table_names(),
        "demo addresses": reversed_names(),
        "demo page": answer("/demo/"),
        "become": client.post(f"/demo/become/{dana.pk}/", **SECURE).status_code,
        "patterns": answer("/patterns/")["status"],
        "demo person signs in": sign_in(dana.email),
        "real person signs in": sign_in(real.email),
        "staff are led to": led_to(tutor.email),
        "others are led to": led_to(real.email),
        "a passkey is for": key_is_for(),
        "page": page,
        "cookies": cookies(),
        "plain http": answer("/account/login/", secure=False),
        "claims https": answer(
            "/account/login/", secure=False, headers={**SECURE["headers"], "X-Forwarded-Proto": "https"}
        ),
        "another host": answer("/account/login/", headers={"Host": "evil.example"}),
        "not there": answer("/no/such/page/"),
        "broken": broken,
    }


if __name__ == "__main__":
    json.dump(observe(), sys.stdout)
