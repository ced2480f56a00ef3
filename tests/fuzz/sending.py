"""Filling a form: as a person might, and as nobody should."""

from __future__ import annotations

from random import Random
from typing import Any
from urllib.parse import quote_from_bytes

from tests.fuzz.markup import Field, Form
from tests.fuzz.values import CONTENTS, KINDS_OF_NAMES, key, text

Pairs = list[tuple[str, bytes]]
BOUNDARY = "a-boundary"
DATES = {"day": (1, 28), "month": (1, 12), "year": (2023, 2027)}
LIKELY = ("2", "3", "2026", "10", "1", "30", "pass", "K1", "A few words.", "ann@example.org", "10:30", "1234567897")


def filled(form: Form, random: Random) -> Pairs:
    """Every field with something a person could choose or type."""
    return [(one.name, value) for one in form.fields for value in _likely(one, random)]


def _likely(one: Field, random: Random) -> list[bytes]:
    if one.kind == "checkbox":
        return [choice.encode() for choice in one.choices if random.random() < 0.6]
    if one.choices:
        return [random.choice(one.choices).encode()]
    if one.kind in {"hidden", "submit"} or (one.value and random.random() < 0.7):
        return [one.value.encode()]
    if one.kind == "file":
        return []
    for part, (first, last) in DATES.items():
        if one.name.endswith(part):
            return [str(random.randint(first, last)).encode()]
    return [random.choice(LIKELY).encode()]


def spoilt(form: Form, random: Random, known: list[str]) -> Pairs:
    """The form with one thing wrong, or many."""
    pairs = filled(form, random)
    for _ in range(random.choice((1, 1, 1, 2, 5, len(pairs)))):
        if not pairs:
            break
        place = random.randrange(len(pairs))
        name, value = pairs[place]
        how = random.random()
        if how < 0.45:
            pairs[place] = (name, text(random))
        elif how < 0.7:
            pairs[place] = (name, key(random, known))
        elif how < 0.8:
            del pairs[place]
        elif how < 0.9:
            pairs.insert(place, (name, text(random) if random.random() < 0.5 else value))
        else:
            pairs.append((f"{name}-{random.randrange(3)}", text(random)))
    return pairs


def body(pairs: Pairs, form: Form, random: Random) -> dict[str, Any]:
    """What the test client is to send: now and then not what the form says it is."""
    how = random.random()
    if how < 0.06:
        return {"data": b'{"a": [1, {"b": null}]}', "content_type": "application/json"}
    if how < 0.10:
        return {"data": b"\x00\xff" * 40, "content_type": random.choice(("", "text/plain", "multipart/form-data", "x"))}
    if form.sends_files or how < 0.15:
        content = _multipart(pairs, form, random)
        if random.random() < 0.1:
            content = content[: random.randrange(len(content) + 1)]
        return {"data": content, "content_type": f"multipart/form-data; boundary={BOUNDARY}"}
    return {"data": urlencoded(pairs), "content_type": "application/x-www-form-urlencoded"}


def urlencoded(pairs: Pairs) -> bytes:
    return "&".join(f"{quote_from_bytes(name.encode())}={quote_from_bytes(value)}" for name, value in pairs).encode()


def _multipart(pairs: Pairs, form: Form, random: Random) -> bytes:
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'.encode() + value + b"\r\n"
        for name, value in pairs
    ]
    for one in form.fields:
        if one.kind == "file":
            for _ in range(random.choice((0, 1, 1, 1, 3))):
                name = random.choice(KINDS_OF_NAMES)
                kind = random.choice(("application/pdf", "x", ""))
                head = f'name="{one.name}"; filename="{name}"\r\nContent-Type: {kind}'
                parts.append(
                    f"--{BOUNDARY}\r\nContent-Disposition: form-data; {head}\r\n\r\n".encode()
                    + random.choice(CONTENTS)
                    + b"\r\n"
                )
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
