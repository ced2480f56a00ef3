"""Letters about somebody's own account: what happened, and what to do if it was not them. No link: it may be copied."""

from __future__ import annotations

from touchstone.apps.people.models import User
from touchstone.apps.post import services as post

NOT_YOU = (
    "Was it not you? Then open Touchstone as you always do, choose a new password with “Forgotten your password”, and "
    "tell the organisation that made your account."
)


def tell(person: User, subject: str, words: str, *, kind: str = "account") -> None:
    """Put the letter into the outbox, in the caller's transaction."""
    post.write(
        to=person.email,
        kind=kind,
        subject=f"Touchstone: {subject}",
        text=f"Hello {person.name}\n\n{words}\n\n{NOT_YOU}\n",
        person=person.pk,
    )
