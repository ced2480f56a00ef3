"""Waiting mail leaves, or its row says why not: against a real mail server that does whatever mail servers do."""

from __future__ import annotations

import datetime as dt
import uuid
from email.header import decode_header, make_header
from typing import Any

import pytest
from django.utils import timezone

from tests.at_once import at_once
from tests.mail_server import MailServer
from touchstone.apps.post import services
from touchstone.apps.post.models import Message
from touchstone.apps.post.services.sending import PAUSES, Outcome

State = Message.State


def written(**more: Any) -> Message:
    words: dict[str, Any] = {"to": "ann@example.org", "kind": "invitation", "subject": "Come in", "text": "A link"}
    return services.write(**words | more)


def now_due(message: Message) -> Message:
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now() - dt.timedelta(seconds=1))
    message.refresh_from_db()
    return message


@pytest.mark.django_db
class TestTaken:
    def test_mail_leaves_and_its_text_with_it(self, server: MailServer) -> None:
        message = written(text="Secret link é\n")
        assert services.send_one() is Outcome.SENT
        message.refresh_from_db()
        assert (message.state, message.text, message.trouble) == (State.SENT, "", "")
        assert message.sent_at is not None
        (taken,) = server.taken
        assert taken.to == ["ann@example.org"]
        content = taken.mail.get_payload(decode=True)
        assert isinstance(content, bytes)
        assert content.decode("utf-8").strip() == "Secret link é"
        assert taken.mail.get_content_type() == "text/plain"
        assert taken.mail["Auto-Submitted"] == "auto-generated"
        assert taken.mail["Message-ID"] == f"<{message.pk}@touchstone.example>"
        assert taken.mail["From"] == "Touchstone <touchstone@touchstone.example>"

    def test_nothing_waiting_troubles_no_mail_server(self, server: MailServer) -> None:
        assert services.send_one() is None
        assert server.calls == 0

    def test_what_is_sent_is_not_sent_again(self, server: MailServer) -> None:
        written()
        assert services.send_waiting(seconds=10) == 1
        assert services.send_waiting(seconds=10) == 0
        assert len(server.taken) == 1

    def test_all_that_waits_goes_at_once(self, server: MailServer) -> None:
        for number in range(3):
            written(to=f"person{number}@example.org")
        assert services.send_waiting(seconds=30) == 3

    def test_a_name_with_a_line_end_begins_no_header(self, server: MailServer) -> None:
        written(subject="Zoë\r\nBcc: everybody@example.org\r\n\r\nText")
        services.send_one()
        (taken,) = server.taken
        assert taken.mail["Bcc"] is None
        assert taken.to == ["ann@example.org"]
        assert str(make_header(decode_header(taken.mail["Subject"]))) == "Zoë Bcc: everybody@example.org Text"

    def test_the_envelope_names_the_row_where_reports_have_an_address(self, server: MailServer, settings: Any) -> None:
        settings.MAIL_BOUNCES = "bounces@example.org"
        message = written()
        services.send_one()
        (taken,) = server.taken
        assert taken.sender == f"bounces+{message.pk}@example.org"
        assert taken.mail["From"] == "Touchstone <touchstone@touchstone.example>"

    def test_a_bad_farewell_does_not_undo_it(self, server: MailServer) -> None:
        server.says["QUIT"] = "drop"
        written()
        assert services.send_one() is Outcome.SENT


@pytest.mark.django_db
class TestRefused:
    @pytest.mark.parametrize("step", ["RCPT", "CONTENT"])
    def test_a_final_no_is_final_and_keeps_the_words_and_the_text(self, server: MailServer, step: str) -> None:
        server.says[step] = "550 5.1.1 No such user here"
        message = written()
        assert services.send_one() is Outcome.REFUSED
        message.refresh_from_db()
        assert (message.state, message.trouble) == (State.REFUSED, "550 5.1.1 No such user here")
        assert message.text == "A link"
        assert services.send_one() is None

    @pytest.mark.parametrize("step", ["RCPT", "CONTENT"])
    def test_a_not_now_is_tried_again_later(self, server: MailServer, step: str) -> None:
        server.says[step] = "451 4.7.1 Greylisted, come back"
        message = written()
        assert services.send_one() is Outcome.PUT_OFF
        message.refresh_from_db()
        assert (message.state, message.trouble) == (State.WAITING, "451 4.7.1 Greylisted, come back")
        assert message.server_answered
        assert services.send_one() is None  # not yet due
        server.says.clear()
        now_due(message)
        assert services.send_one() is Outcome.SENT

    @pytest.mark.parametrize(
        ("step", "line"),
        [("HELLO", "554 no service"), ("MAIL", "550 unknown sender"), ("MAIL", "451 later"), ("RCPT", "drop")],
    )
    def test_what_is_wrong_between_the_servers_is_not_held_against_the_message(
        self, server: MailServer, step: str, line: str
    ) -> None:
        server.says[step] = line
        message = written()
        assert services.send_one() is Outcome.UNREACHED
        message.refresh_from_db()
        assert message.state == State.WAITING
        assert not message.server_answered
        assert message.trouble

    def test_a_server_that_hangs_is_given_up_after_the_time_out(self, server: MailServer, settings: Any) -> None:
        settings.EMAIL_TIMEOUT = 0.2
        server.says["HELLO"] = "hang"
        message = written()
        assert services.send_one() is Outcome.UNREACHED
        message.refresh_from_db()
        assert message.state == State.WAITING
        assert "mail server" in message.trouble

    def test_a_server_that_is_not_there_is_asked_once_a_round(self, server: MailServer, settings: Any) -> None:
        settings.EMAIL_PORT = 1  # nobody listens there
        messages = [written(), written()]
        assert services.send_waiting(seconds=10) == 0
        for message in messages:
            message.refresh_from_db()
        assert sorted(message.tries for message in messages) == [0, 1]
        assert any("cannot be reached" in message.trouble for message in messages)

    def test_pauses_grow_and_after_the_last_it_is_given_up(self, server: MailServer) -> None:
        server.says["RCPT"] = "450 mailbox busy"
        message = written()
        waited = []
        for _ in PAUSES:
            assert services.send_one() is Outcome.PUT_OFF
            message.refresh_from_db()
            waited.append(round((message.next_try_at - timezone.now()).total_seconds() / 60))
            now_due(message)
        assert waited == [1, 5, 15, 60, 240, 720, 1440]
        assert services.send_one() is Outcome.REFUSED
        message.refresh_from_db()
        assert (message.state, message.trouble) == (State.REFUSED, "450 mailbox busy")

    def test_a_clock_set_back_does_not_hold_up_new_mail(self, server: MailServer) -> None:
        message = written()
        Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now() + dt.timedelta(days=365))
        assert services.send_one() is Outcome.SENT


@pytest.mark.django_db
class TestBrokenOff:
    def test_a_message_in_somebodys_hands_is_left_alone_until_the_lease_ends(self, server: MailServer) -> None:
        message = written()
        Message.objects.filter(pk=message.pk).update(
            state=State.SENDING, tries=1, next_try_at=timezone.now() + dt.timedelta(minutes=1)
        )
        assert services.send_one() is None
        now_due(message)
        assert services.send_one() is Outcome.SENT
        assert server.taken[0].mail["Message-ID"] == f"<{message.pk}@touchstone.example>"

    def test_one_that_is_broken_off_each_time_is_given_up(self, server: MailServer) -> None:
        message = written()
        Message.objects.filter(pk=message.pk).update(state=State.SENDING, tries=len(PAUSES) + 1)
        now_due(message)
        assert services.send_one() is Outcome.REFUSED
        assert server.calls == 0


def test_two_workers_never_send_one_message(server: MailServer, transactional_db: None) -> None:
    messages = {str(written(to=f"p{number}@example.org").pk) for number in range(3)}
    at_once(*[lambda: services.send_waiting(seconds=20)] * 4)
    assert sorted(taken.mail["Message-ID"][1:37] for taken in server.taken) == sorted(messages)
    assert set(Message.objects.values_list("state", flat=True)) == {State.SENT}


@pytest.mark.django_db
class TestCleared:
    def test_old_rows_go_and_old_texts_before_them(self) -> None:
        now = timezone.now()

        def made(state: str, days: int) -> uuid.UUID:
            message = written()
            Message.objects.filter(pk=message.pk).update(state=state, made_at=now - dt.timedelta(days=days))
            return message.pk

        sent, refused, old = made(State.SENT, 80), made(State.REFUSED, 20), made(State.BOUNCED, 91)
        fresh, waiting = made(State.REFUSED, 3), made(State.WAITING, 200)
        assert services.clear_old() == 1
        left = dict(Message.objects.values_list("pk", "text"))
        assert old not in left
        assert left[refused] == ""
        assert left[fresh] == left[waiting] == "A link"
        assert sent in left
