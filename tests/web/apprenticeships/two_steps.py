"""Filling in a life event as a browser does: what the page carries goes with what is typed."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

from django.test import Client

HIDDEN = re.compile(r"<input type=\"hidden\" name=\"([^\"]+)\" value=\"([^\"]*)\"")


def carried(response: Any) -> dict[str, str]:
    """The hidden fields of the page."""
    found = {name: unescape(value) for name, value in HIDDEN.findall(response.content.decode())}
    return {name: value for name, value in found.items() if name != "csrfmiddlewaretoken"}


def typed(**fields: Any) -> dict[str, str]:
    """A day goes into its three boxes."""
    sent: dict[str, str] = {}
    for name, value in fields.items():
        if isinstance(value, dt.date):
            sent |= {f"{name}-day": str(value.day), f"{name}-month": str(value.month), f"{name}-year": str(value.year)}
        else:
            sent[name] = str(value)
    return sent


def see(client: Client, address: str, **fields: Any) -> Any:
    """The first step: fill it in, and see what it does."""
    return client.post(address, {**carried(client.get(address)), **typed(**fields)})


def record(client: Client, address: str, **fields: Any) -> Any:
    """Both steps; the page one is led to."""
    seen = see(client, address, **fields)
    assert seen.status_code == 200, seen.content.decode()
    return client.post(address, {**carried(seen), "do": "record"}, follow=True)


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
