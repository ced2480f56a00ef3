"""Late signatures of progress reviews: whoever has not signed a week after the review was opened is reminded."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.post import services as post
from touchstone.apps.training.models import Review, ReviewPart

CHASED_AFTER = dt.timedelta(days=7)


def chase_signatures() -> int:
    """Remind everybody whose signature is late, once a week each. How many letters."""
    now = timezone.now()
    late = ReviewPart.objects.filter(
        Q(chased_at=None) | Q(chased_at__lt=now - CHASED_AFTER),
        signed_at=None,
        review__opened_at__lt=now - CHASED_AFTER,
        review__apprenticeship__withdrawn_on=None,
    )
    letters = 0
    for pk in late.values_list("pk", flat=True):
        with transaction.atomic():
            part = late.select_for_update(of=("self",), no_key=True).filter(pk=pk).first()
            if part is None:  # signed or chased by another meanwhile
                continue
            part.chased_at = now
            part.save(update_fields=["chased_at"])
            for person in _written_to(part):
                _remind(person, part.review)
                letters += 1
    return letters


def _written_to(part: ReviewPart) -> list[User]:
    """Whoever holds the part's role on the apprenticeship now; nobody of the demo, whom nobody writes to."""
    one = part.review.apprenticeship
    if part.role == Role.APPRENTICE:
        people = [one.apprentice]
    else:
        now = one.participants.filter(role=part.role, until=None).select_related("person")
        people = [taking_part.person for taking_part in now]
    return [person for person in people if person.is_active and not person.is_demo]


def _remind(person: User, review: Review) -> None:
    post.write(
        to=person.email,
        kind="review",
        subject=f"Touchstone: your signature on a progress review ({review.apprenticeship.reference})",
        text=f"Hello {person.name}\n\nProgress review {review.number} of the apprenticeship "
        f"{review.apprenticeship.reference} still waits for your part and your signature. Sign in to Touchstone as you "
        "always do and open “Training” on the apprenticeship.\n",
        person=person.pk,
        organisation=review.apprenticeship.provider_id,
    )
