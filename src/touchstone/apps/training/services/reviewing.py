"""Progress reviews: opened by whoever trains, written and signed by each of the three in their own account."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import Organisation
from touchstone.apps.people.roles import Role
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.training.facts import happened_since
from touchstone.apps.training.models import Review, ReviewPart, ReviewRhythm
from touchstone.apps.training.policy import PARTIES
from touchstone.apps.training.printed import printed

LONGEST = 5000  # characters of a text


@dataclass(frozen=True, slots=True)
class Words:
    """What one of the three says: how it goes, what comes next, and, if they wish, how they are."""

    progress: str
    next_steps: str
    wellbeing: str = ""


@transaction.atomic
def hold_review(*, who: Who, id: uuid.UUID, apprenticeship: Apprenticeship, held_on: dt.date) -> Review:
    """Open a review with what happened since the last one. ``id`` comes from the form: sent twice, it makes one.

    Raises Refused for a day to come, before the start or before the last review.
    """
    # one at a time: two reviews of one number cannot be
    Apprenticeship.objects.select_for_update(of=("self",), no_key=True).get(pk=apprenticeship.pk)
    before = Review.objects.filter(pk=id).first()
    if before is not None:
        if before.apprenticeship_id != apprenticeship.pk:
            raise Refused("This form has already been used. Start again from the list of reviews.")
        return before
    newest = apprenticeship.reviews.order_by("-number").first()
    since = newest.held_on if newest else apprenticeship.start
    if held_on > timezone.localdate():
        raise Refused("The review is still to come: open it on its day.")
    if held_on < since:
        raise Refused("The day is before the apprenticeship started, or before the last review.")
    review = Review.objects.create(
        id=id,
        apprenticeship=apprenticeship,
        number=newest.number + 1 if newest else 1,
        held_on=held_on,
        since=since,
        facts=happened_since(apprenticeship, since, held_on),
        opened_by_id=person_of(who),
        opened_at=timezone.now(),
    )
    ReviewPart.objects.bulk_create(ReviewPart(review=review, role=role) for role in PARTIES)
    log(
        "review.opened",
        who=who,
        on=review,
        apprenticeship=apprenticeship.pk,
        details={"number": review.number, "held_on": held_on.isoformat()},
    )
    return review


@transaction.atomic
def write_part(*, who: Who, review: Review, version: int, words: Words) -> ReviewPart:
    """Write the part of the role ``who`` acts in. Raises Refused once it is signed, Stale where it has changed."""
    part = _own(who, review)
    _refuse_changed(part, version)
    _check(words)
    part.progress, part.next_steps, part.wellbeing = words.progress, words.next_steps, words.wellbeing
    part.written_by_id = person_of(who)
    part.version += 1
    part.save()
    log("review.written", who=who, on=part, apprenticeship=review.apprenticeship_id, details=_details(part, review))
    return part


@transaction.atomic
def sign_part(*, who: Who, review: Review, version: int) -> ReviewPart:
    """Sign one's own words as they stand; sent twice, it is one signature.

    Raises Refused for a part that says nothing, that somebody else wrote or has signed, and for whoever signed this
    review in another role; Stale for one that has changed.
    """
    part = _own(who, review)
    if part.signed_by_id == person_of(who) and part.version == version + 1:
        return part
    _refuse_changed(part, version)
    if not part.progress.strip():
        raise Refused("Write how it goes before you sign.")
    if part.written_by_id != person_of(who):
        raise Refused(
            "Somebody else wrote this part. Make it yours: change what you see otherwise, keep it, then sign."
        )
    if review.parts.filter(signed_by=person_of(who)).exists():
        raise Refused("You have signed this review in another role. Somebody else signs this part.")
    part.signed_at, part.signed_by_id = timezone.now(), person_of(who)
    part.version += 1
    part.save()
    log("review.signed", who=who, on=part, apprenticeship=review.apprenticeship_id, details=_details(part, review))
    return part


def open_review(*, who: Who, review: Review) -> Review:
    """Somebody reads a review: the log says who."""
    log(
        "review.read",
        who=who,
        on=review,
        apprenticeship=review.apprenticeship_id,
        details={"number": review.number},
    )
    return review


def print_review(*, who: Who, review: Review) -> bytes:
    """The review as it stands, as a tagged PDF; the log says who read it."""
    content = printed(review, at=timezone.now())
    open_review(who=who, review=review)
    return content


@transaction.atomic
def set_rhythm(*, who: Who, organisation: Organisation, weeks: int) -> ReviewRhythm:
    """From now on. Raises Refused for less than a week or more than a year."""
    if not 1 <= weeks <= 52:
        raise Refused("Reviews are held every 1 to 52 weeks.")
    rhythm, _ = ReviewRhythm.objects.update_or_create(organisation=organisation, defaults={"weeks": weeks})
    log("review.rhythm-set", who=who, on=rhythm, details={"weeks": weeks})
    return rhythm


def _own(who: Who, review: Review) -> ReviewPart:
    """The part of the role ``who`` acts in, locked. Raises Refused for whoever does not hold that role here today."""
    part = (
        ReviewPart.objects.select_for_update(of=("self",), no_key=True)
        .filter(review=review, role=who.acting_as)
        .first()
    )
    if part is None:
        raise Refused("A review is written and signed by the apprentice, the tutor and the line manager, each alone.")
    if not _holds_today(who, review.apprenticeship, Role(part.role)):
        raise Refused(f"You are not the {Role(part.role).label.lower()} of this apprenticeship today.")
    return part


def _holds_today(who: Who, one: Apprenticeship, role: Role) -> bool:
    if role == Role.APPRENTICE:
        return one.apprentice_id == who.person_id
    # Locked: nobody is replaced between this answer and the signature.
    taking_part = one.participants.select_for_update(of=("self",), no_key=True)
    return taking_part.filter(role=role, until=None, person=who.person_id).exists()


def _refuse_changed(part: ReviewPart, version: int) -> None:
    if part.signed_at is not None:
        raise Refused("Your part is signed, so it can no longer be changed. Say more in the next review.")
    if part.version != version:
        raise Stale


def _check(words: Words) -> None:
    if not words.progress.strip():
        raise Refused("Write how it goes.")
    if max(len(words.progress), len(words.next_steps), len(words.wellbeing)) > LONGEST:
        raise Refused(f"Each text can have {LONGEST:,} characters.")


def _details(part: ReviewPart, review: Review) -> dict[str, object]:
    return {"number": review.number, "role": part.role, "version": part.version}
