"""Handing waiting mail to the mail server: at least once, and never by two at the same time.

A row is taken with a lease, in a transaction of its own; the mail server is spoken to outside any; what came of it is
written in a third. Whoever is killed in between leaves a lease that runs out, and the mail goes again with the same
Message-ID.
"""

from __future__ import annotations

import datetime as dt
import smtplib
import time
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum

from django.conf import settings
from django.core.mail import get_connection
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from touchstone.apps.post.letter import letter
from touchstone.apps.post.models import Message

State = Message.State
# After the first try, the second, …; after the last pause and one more try it is given up.
PAUSES = [dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440)]
STEPS = 20  # more answers than a mail server ever owes for one message, each within EMAIL_TIMEOUT


class Outcome(Enum):
    SENT = "sent"
    PUT_OFF = "put off"
    REFUSED = "refused"
    UNREACHED = "unreached"  # put off, and every other message would be now


@dataclass(frozen=True)
class Trouble:
    """Why a mail did not go. ``final``: no use to try again. ``answered``: it is about this message, not the server."""

    words: str
    final: bool = False
    answered: bool = True


def send_one() -> Outcome | None:
    """Send the mail that has been due longest, if any. What comes of it stands in its row; nothing is raised for it."""
    if not _due().exists():  # asked without a lock, which on SQLite would hold up every writer
        return None
    message = _take()
    if message is None:
        return None
    return _note(message, _hand_over(message))


def send_waiting(*, seconds: float) -> int:
    """Send what is due, for about so long, or until the mail server cannot be reached. How many went."""
    sent, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        outcome = send_one()
        if outcome in (None, Outcome.UNREACHED):
            break
        sent += outcome is Outcome.SENT
    return sent


def _due() -> QuerySet[Message]:
    """New mail is due whatever the clock says: it may have been set back since."""
    new = Q(state=State.WAITING, tries=0)
    return Message.objects.filter(
        new | Q(state__in=[State.WAITING, State.SENDING], next_try_at__lte=timezone.now())
    ).order_by("next_try_at")


@transaction.atomic
def _take() -> Message | None:
    message = _due().select_for_update(skip_locked=True, no_key=True).first()
    if message is not None:
        lease = dt.timedelta(seconds=max(60, STEPS * settings.EMAIL_TIMEOUT))
        message.state, message.tries, message.next_try_at = State.SENDING, message.tries + 1, timezone.now() + lease
        message.save(update_fields=["state", "tries", "next_try_at"])
    return message


def _hand_over(message: Message) -> Trouble | None:
    """None: the mail server has taken it."""
    if message.tries > len(PAUSES) + 1:
        return Trouble("Sending was broken off each time.", final=True)
    connection = get_connection()
    try:
        connection.open()
        connection.send_messages([letter(message)])
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()))
        return Trouble(_words(f"{code} {_text(said)}"), final=code >= 500)
    except smtplib.SMTPDataError as refused:
        return Trouble(_words(f"{refused.smtp_code} {_text(refused.smtp_error)}"), final=refused.smtp_code >= 500)
    except smtplib.SMTPResponseException as refused:  # of us: wrong password, unknown sender. To be put right here
        why = f"{refused.smtp_code} {_text(refused.smtp_error)}"
        return Trouble(_words(f"The mail server does not take mail from this site: {why}"), answered=False)
    except TimeoutError:
        return Trouble("The mail server did not answer in time.", answered=False)
    except OSError as error:
        why = error.strerror or str(error)
        return Trouble(_words(f"The mail server cannot be reached: {why}"), answered=False)
    except ValueError as error:  # a header that cannot be written
        return Trouble(_words(f"The message cannot be written: {error}"), final=True)
    finally:
        with suppress(OSError):  # it has been taken: a bad farewell changes nothing
            connection.close()
    return None


def _note(message: Message, trouble: Trouble | None) -> Outcome:
    """Write what came of it, unless somebody else has the message by now."""
    mine = Message.objects.filter(pk=message.pk, state=State.SENDING, tries=message.tries)
    if trouble is None:
        mine.update(state=State.SENT, text="", trouble="", server_answered=True, sent_at=timezone.now())
        return Outcome.SENT
    if trouble.final or message.tries > len(PAUSES):
        mine.update(state=State.REFUSED, trouble=trouble.words, server_answered=trouble.answered)
        return Outcome.REFUSED
    again = timezone.now() + PAUSES[message.tries - 1]
    mine.update(state=State.WAITING, next_try_at=again, trouble=trouble.words, server_answered=trouble.answered)
    return Outcome.PUT_OFF if trouble.answered else Outcome.UNREACHED


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _words(said: str) -> str:
    limit = Message._meta.get_field("trouble").max_length
    return " ".join(said.replace("\0", "").split())[:limit]
