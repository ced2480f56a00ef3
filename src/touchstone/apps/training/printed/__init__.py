"""A progress review on paper: a tagged PDF of what its page shows, as it stands at that moment."""

import datetime as dt
from pathlib import Path

from touchstone import paper
from touchstone.apps.training.models import Review
from touchstone.apps.training.printed.content import content_of

TEMPLATE = Path(__file__).parent / "review.typ"

__all__ = ["content_of", "printed"]


def printed(review: Review, *, at: dt.datetime) -> bytes:
    """The review as it stands, which is said to be ``at``."""
    return paper.render(TEMPLATE, content_of(review, at=at), dated=at)
