"""Into the outbox, with the change it tells of; and there again."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.apps.post.test_sending import written
from tests.cast import Cast, as_actor
from touchstone.apps.people.roles import Role
from touchstone.apps.post import services
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused

State = Message.State


@pytest.mark.django_db
def test_a_change_that_is_taken_back_takes_its_mail_back() -> None:
    with transaction.atomic():
        written()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "to", ["", "ann", "ann@example.org\nBcc: all@example.org", "a@b@example.org", "ann @example.org"]
)
def test_what_is_no_address_is_refused(to: str) -> None:
    with pytest.raises(Refused, match="not an email address"):
        written(to=to)


@pytest.mark.django_db
def test_a_subject_is_one_line_and_fits() -> None:
    assert written(subject="Zoë\n\tsays\0 " + "x" * 300).subject == ("Zoë says " + "x" * 300)[:200]


def test_one_that_came_back_is_tried_again_and_the_log_says_who_asked(cast: Cast) -> None:
    message = written(organisation=cast.northgate.pk)
    Message.objects.filter(pk=message.pk).update(state=State.BOUNCED, tries=4, trouble="550 no")
    services.try_again(who=as_actor(cast.olga, Role.OWNER), message=message)
    message.refresh_from_db()
    assert (message.state, message.tries, message.trouble) == (State.WAITING, 0, "")
    entry = LogEntry.objects.get(verb="message.tried-again")
    assert (entry.actor, entry.subject) == (cast.olga.pk, str(message.pk))
    assert entry.details == {"kind": "invitation", "organisation": str(cast.northgate.pk)}


@pytest.mark.parametrize(
    ("state", "text", "why"),
    [(State.SENDING, "A link", "being sent"), (State.SENT, "", "sent already"), (State.BOUNCED, "", "not kept")],
)
def test_what_cannot_be_tried_again_is_refused_with_the_reason(cast: Cast, state: str, text: str, why: str) -> None:
    message = written()
    Message.objects.filter(pk=message.pk).update(state=state, text=text)
    message.refresh_from_db()
    assert not message.can_be_tried_again
    with pytest.raises(Refused, match=why):
        services.try_again(who=as_actor(cast.olga, Role.OWNER), message=message)
