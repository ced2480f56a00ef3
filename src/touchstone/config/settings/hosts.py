"""What a real installation must be told of itself: its names, its address, its secrets. Wrong ones stop the start."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NAME = re.compile(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]", re.IGNORECASE)
SHORTEST = 50  # characters of a secret


def hosts(text: str) -> list[str]:
    """``touchstone.example.org,.example.org,[::1]``: the names alone; one that begins with a dot is all below it."""
    names = [name for name in text.split(",") if name]
    if not names or "*" in names:
        raise ImproperlyConfigured("TOUCHSTONE_HOSTS must name the hosts of this service, separated by commas.")
    for name in names:
        if not NAME.fullmatch(name):
            raise ImproperlyConfigured(
                "TOUCHSTONE_HOSTS must be names alone, separated by commas: no https://, port, slash or space (and an "
                f"IPv6 address in brackets); {name!a} is none."
            )
    return names


def secure_address(text: str) -> str:
    """``https://host`` or ``https://host:port``, where people come in."""
    try:
        parts = urlsplit(text)
        named = bool(parts.hostname and NAME.fullmatch(parts.netloc.removesuffix(f":{parts.port}")))
    except ValueError:  # a port that is no number
        named = False
    if not named or text != f"https://{parts.netloc}" or parts.netloc.startswith("."):
        raise ImproperlyConfigured(
            "TOUCHSTONE_ADDRESS must be https:// and a host, with a port where it is not 443, and no more, like "
            "https://touchstone.example.org."
        )
    return text


def is_secret(text: str) -> bool:
    ours = ("demo-only", "test-only", "django-insecure")
    return len(text) >= SHORTEST and len(set(text)) >= 5 and not text.startswith(ours)


def old_secrets(text: str) -> list[str]:
    """Separated by commas, the newest first. Whatever was signed with one is believed, so none may be guessed."""
    secrets = [old for old in text.split(",") if old]
    if not all(map(is_secret, secrets)):
        raise ImproperlyConfigured(
            f"TOUCHSTONE_OLD_SECRET_KEYS must be secrets of before, of at least {SHORTEST} characters each, separated "
            "by commas."
        )
    return secrets
