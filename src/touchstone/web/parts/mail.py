"""What became of a mail, for a cell of a table."""

from __future__ import annotations

from touchstone.apps.post.models import Message
from touchstone.web.ui import formats

State = Message.State
TONES = {
    State.WAITING: "waiting",
    State.SENDING: "waiting",
    State.SENT: "good",
    State.REFUSED: "bad",
    State.BOUNCED: "bad",
}


def delivery(mail: Message | None) -> tuple[str, str]:
    """In words, and the tone of ``uiStatus``: ("Sent 2 March 2026, 10:00am", "good"), ("Came back: no such user", …).

    None: the mail was written so long ago that it has been cleared away.
    """
    if mail is None:
        return "Sent long ago", "quiet"
    words = mail.get_state_display()
    if mail.state == State.SENT and mail.sent_at:
        words = f"{words} {formats.datetime_local(mail.sent_at)}"
    elif mail.trouble:
        words = f"{words}: {mail.trouble}"
    return words, TONES[State(mail.state)]
