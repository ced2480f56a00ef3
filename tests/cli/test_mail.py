"""``touchstone mail``: for whoever runs the site, and for the mail server's own pipe."""

from __future__ import annotations

import uuid

import pytest

from tests.apps.post.test_delivery_report import ID, POSTFIX
from tests.apps.post.test_sending import written
from tests.processes import run
from touchstone.apps.post.models import Message

State = Message.State


def sent(pk: uuid.UUID = ID) -> Message:
    message = written()
    Message.objects.filter(pk=message.pk).update(id=pk, state=State.SENT, text="")
    return Message.objects.get(pk=pk)


def test_a_report_marks_its_message_as_come_back_and_a_second_changes_nothing(transactional_db: None) -> None:
    sent()
    for _ in range(2):
        done = run("mail", "bounced", given=POSTFIX.encode())
        assert done.returncode == 0
        assert done.stdout.decode().startswith(f"{ID} came back: 5.1.1 550 5.1.1")
    message = Message.objects.get()
    assert message.state == State.BOUNCED
    assert "User unknown" in message.trouble


def test_a_report_about_another_installation_is_said_to_be_one(transactional_db: None) -> None:
    done = run("mail", "bounced", given=POSTFIX.encode())
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"touchstone: the report is about no message of this installation\n"


@pytest.mark.parametrize("given", [b"", b"\xff\xfe\0garbage", b"Subject: I am away\n\nUntil Monday"])
def test_garbage_is_one_clear_line(given: bytes, transactional_db: None) -> None:
    done = run("mail", "bounced", given=given)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == [
        "touchstone: this is not a delivery report: it has no part of the type message/delivery-status"
    ]


def test_a_delay_changes_nothing(transactional_db: None) -> None:
    sent()
    assert run("mail", "bounced", given=POSTFIX.replace("Action: failed", "Action: delayed").encode()).returncode == 0
    assert Message.objects.get().state == State.SENT


def test_without_its_database_the_mail_server_is_asked_to_come_again(transactional_db: None) -> None:
    done = run("mail", "bounced", given=POSTFIX.encode(), TOUCHSTONE_DATABASE="sqlite:/nowhere/at/all.sqlite3")
    assert done.returncode == 75
    assert len(done.stderr.decode().splitlines()) == 1


def test_the_list_shows_states_and_reasons_and_never_a_text(transactional_db: None) -> None:
    refused, waiting = written(to="ann@example.org"), written(to="bob@example.org")
    Message.objects.filter(pk=refused.pk).update(state=State.REFUSED, trouble="550 no such user")
    listed = run("mail", "list").stdout.decode()
    assert "A link" not in listed
    assert str(waiting.pk) in listed
    (line,) = run("mail", "list", "--state", "refused").stdout.decode().splitlines()
    assert str(refused.pk) in line
    assert line.endswith("ann@example.org  550 no such user")


def test_one_or_all_are_sent_again(transactional_db: None) -> None:
    first, second, gone = written(), written(), sent()
    Message.objects.filter(pk__in=[first.pk, second.pk]).update(state=State.REFUSED, tries=8)
    assert run("mail", "retry", str(first.pk)).stdout == b"1 to be sent again\n"
    assert dict(Message.objects.values_list("pk", "state")) == {
        first.pk: State.WAITING,
        second.pk: State.REFUSED,
        gone.pk: State.SENT,
    }
    assert run("mail", "retry", "--all").returncode == 0
    assert Message.objects.get(pk=second.pk).state == State.WAITING
    refused = run("mail", "retry", str(gone.pk))
    assert refused.returncode == 1
    assert b"sent already" in refused.stderr
    assert run("mail", "retry", str(uuid.uuid4())).returncode == 1
