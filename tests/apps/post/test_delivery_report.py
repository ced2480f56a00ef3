"""Reading what a mail server sends back: reports as real servers write them, and everything else that arrives there."""

from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from touchstone.apps.post.delivery_report import NoReport, read_report

ID = uuid.UUID("0b5dc5b1-7a9e-4b1c-9b50-3d3b0c6f5a11")

POSTFIX = f"""\
From: MAILER-DAEMON@mail.example.org (Mail Delivery System)
To: bounces@touchstone.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="edge"

This is a MIME-encapsulated message.

--edge
Content-Type: text/plain; charset=us-ascii

I'm sorry to have to inform you that your message could not be delivered.

--edge
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
Arrival-Date: Thu, 5 Mar 2026 09:12:44 +0000 (GMT)

Final-Recipient: rfc822; ann@example.org
Original-Recipient: rfc822;ann@example.org
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.example.org
Diagnostic-Code: smtp; 550 5.1.1 <ann@example.org>: Recipient address rejected:
    User unknown

--edge
Content-Type: message/rfc822

Return-Path: <bounces@touchstone.example>
Subject: Come in
From: Touchstone <touchstone@touchstone.example>
To: ann@example.org
Message-ID: <{ID}@touchstone.example>

The text.
--edge--
"""


def test_a_report_with_the_mail_itself_names_the_row_and_the_reason() -> None:
    report = read_report(POSTFIX.encode())
    assert report.ids == [ID]
    assert report.failed
    assert report.words == "5.1.1 550 5.1.1 <ann@example.org>: Recipient address rejected: User unknown"


def test_a_report_with_the_headers_alone_will_do() -> None:
    report = read_report(POSTFIX.replace("message/rfc822", "text/rfc822-headers").encode())
    assert report.ids == [ID]


def test_the_address_it_was_sent_to_will_do() -> None:
    text = POSTFIX.replace(f"Message-ID: <{ID}@touchstone.example>\n", "").replace(
        "To: bounces@", f"To: <bounces+{ID}@"
    )
    assert read_report(text.encode()).ids == [ID]


def test_the_id_of_the_report_itself_is_not_taken_for_the_mails() -> None:
    other = uuid.uuid4()
    report = read_report(f"Message-ID: <{other}@mail.example.org>\n{POSTFIX}".encode())
    assert report.ids == [ID]


@pytest.mark.parametrize("action", ["delayed", "delivered", "relayed", "expanded"])
def test_a_delay_or_a_delivery_is_no_failure(action: str) -> None:
    assert not read_report(POSTFIX.replace("Action: failed", f"Action: {action}").encode()).failed


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "Subject: Out of office\n\nI am away until Monday.",
        "Content-Type: multipart/report; report-type=delivery-status; boundary=edge\n\n--edge--",
        "Content-Type: message/delivery-status\n\nnothing: here",
        "Content-Type: message/delivery-status",
        'Content-Type: multipart/report; boundary="' + "x" * 5000,
        "\0\0\0",
    ],
)
def test_anything_else_is_no_report(text: str) -> None:
    with pytest.raises(NoReport):
        read_report(text.encode())


@given(st.lists(st.tuples(st.integers(0, len(POSTFIX.encode()) - 1), st.integers(0, 255)), max_size=40))
def test_no_damage_to_a_report_is_more_than_no_report(damage: list[tuple[int, int]]) -> None:
    data = bytearray(POSTFIX.encode())
    for place, byte in damage:
        data[place] = byte
    try:
        report = read_report(bytes(data))
    except NoReport:
        return
    assert all(isinstance(one, uuid.UUID) for one in report.ids)
    assert "\0" not in report.words
