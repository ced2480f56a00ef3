"""Writes: mail put into the outbox, handed to the mail server, come back, tried again, cleared away."""

from touchstone.apps.post.services.clearing import clear_old
from touchstone.apps.post.services.returning import came_back
from touchstone.apps.post.services.sending import Outcome, send_one, send_waiting
from touchstone.apps.post.services.writing import try_again, write

__all__ = ["Outcome", "came_back", "clear_old", "send_one", "send_waiting", "try_again", "write"]
