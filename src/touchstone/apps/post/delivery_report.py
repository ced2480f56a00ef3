"""Reading a delivery report (RFC 3464): which message it is about, and whether and why it did not arrive."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message as Part

from touchstone.apps.post.letter import ids_named


class NoReport(Exception):
    """This is not a delivery report. The text says why, in one line."""


@dataclass(frozen=True)
class Report:
    """``ids``: the messages it may be about. ``failed``: it did not arrive and never will; ``words``: why."""

    ids: list[uuid.UUID]
    failed: bool
    words: str


def read_report(data: bytes) -> Report:
    """Raises NoReport for anything else than a report of delivery. Never raises another thing for what was sent."""
    try:
        mail = message_from_bytes(data)
        parts = list(mail.walk())
    except (ValueError, LookupError, RecursionError) as error:
        raise NoReport(f"this cannot be read as a mail: {error}") from None
    status = next((part for part in parts if part.get_content_type() == "message/delivery-status"), None)
    if status is None:
        raise NoReport("this is not a delivery report: it has no part of the type message/delivery-status")
    blocks = [part for part in _parts(status) if part.get("action")]
    if not blocks:
        raise NoReport("this delivery report does not say what happened: it has no Action")
    failed = [block for block in blocks if _value(block, "action").lower().startswith("failed")]
    words = "; ".join(_why(block) for block in failed or blocks)
    return Report(list(dict.fromkeys(_ids(mail, parts))), bool(failed), words)


def _parts(part: Part) -> list[Part]:
    held = part.get_payload()
    return [one for one in held if isinstance(one, Part)] if isinstance(held, list) else []


def _ids(mail: Part, parts: list[Part]) -> Iterator[uuid.UUID]:
    """From the message that came back, whole or its headers alone; else from the address the report was sent to."""
    for part in parts:
        inside = [part]
        if part.get_content_type() == "text/rfc822-headers":
            content = part.get_payload(decode=True)
            inside = [message_from_bytes(content)] if isinstance(content, bytes) else []
        for one in inside:
            if one is not mail:
                yield from ids_named(_value(one, "message-id"))
    for name in ("to", "delivered-to", "x-original-to"):
        for value in mail.get_all(name, []):
            yield from ids_named(str(value))


def _why(block: Part) -> str:
    words = [_value(block, name).rpartition(";")[2].strip() for name in ("status", "diagnostic-code")]
    return " ".join(word for word in words if word) or _value(block, "action")


def _value(part: Part, name: str) -> str:
    return " ".join(str(part.get(name, "")).replace("\0", "").split())
