"""What apprentice, tutor, quality lead, line manager and supervisor find on their home page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import reverse

from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.requirements import asked
from touchstone.apps.people.roles import Role
from touchstone.apps.training.policy import TRAINS
from touchstone.web.home.situation import Situation
from touchstone.web.home.work.item import Item, Kind

NAMED = 5  # apprentices in one line about several
OPEN, SUBMITTED, CONFIRMED = Gateway.State.OPEN, Gateway.State.SUBMITTED, Gateway.State.CONFIRMED


def apprentice(s: Situation) -> Iterator[Item]:
    """Evidence first; later when the assessment is, and the result."""
    role, pk = Role.APPRENTICE, s.one.pk
    yield from _review(s, role)
    yield from _authenticity(s, role)
    if s.collecting and s.turns.need_work:
        which = "1 claim needs work" if s.turns.need_work == 1 else f"{s.turns.need_work} claims need work"
        matrix = reverse("portfolio:matrix", args=[pk], query={"state": "needs-work"})
        yield Item(Kind.TODO, role, which, matrix, "What each still needs is said on its piece of evidence.")
    if s.collecting and s.pieces == 0:
        first = "Anything from your work that shows you mentoring: a session plan, a log, a witness statement."
        yield Item(Kind.TODO, role, "Add your first piece of evidence", reverse("portfolio:add", args=[pk]), first)
    elif s.collecting:
        so_far = f"{s.pieces} {'piece' if s.pieces == 1 else 'pieces'} so far."
        yield Item(Kind.TODO, role, "Add evidence", reverse("portfolio:add", args=[pk]), so_far)
        covered = "What each piece shows, and what no piece shows yet."
        yield Item(Kind.TODO, role, "See what is still missing", reverse("portfolio:coverage", args=[pk]), covered)
    yield from _beside(s)
    yield from _put_right(s, role)
    yield from _assessment(s, role)


def tutor(s: Situation) -> Iterator[Item]:
    """The gateway is the tutor's work; before it they see who is still collecting, after it the dates."""
    yield from _review(s, Role.TUTOR)
    yield from _authenticity(s, Role.TUTOR)
    gateway = reverse("gateway:show", args=[s.one.pk])
    if s.returned:
        because = f"{s.name}. Returned because: {_reasons(s.returned)}"
        yield Item(Kind.TODO, Role.TUTOR, "Put the returned gateway right", gateway, because)
    elif s.at_gateway(OPEN) and _missing(s, Role.TUTOR):
        yield Item(Kind.TODO, Role.TUTOR, "Prepare the gateway", gateway, s.name)
    elif s.at_gateway(OPEN) and _missing(s, Role.LINE_MANAGER):
        yield Item(Kind.WAITING, Role.TUTOR, "The employer confirms", gateway, f"{s.name}, {s.one.employer.name}")
    elif s.at_gateway(OPEN):
        yield Item(Kind.TODO, Role.TUTOR, "Submit the gateway", gateway, s.name)
    elif s.collecting and s.pieces == 0:
        page = reverse("apprenticeships:show", args=[s.one.pk])
        yield Item(Kind.WAITING, Role.TUTOR, "Adds a first piece of evidence", page, s.name)
    yield from _assessment(s, Role.TUTOR)


def quality_lead(s: Situation) -> Iterator[Item]:
    """What has come back, and what waits: the tutors act."""
    yield from _put_right(s, Role.QUALITY_LEAD)
    yield from _assessment(s, Role.QUALITY_LEAD)


def behind(stand: Iterable[Situation]) -> Iterator[Item]:
    """One line about everybody in training who is behind, for whoever trains them."""
    trained = [s.held for s in stand if s.behind and s.on_programme and s.held & TRAINS]
    if trained:
        role = Role.TUTOR if any(Role.TUTOR in held for held in trained) else Role.QUALITY_LEAD
        who = "1 apprentice is behind or has" if len(trained) == 1 else f"{len(trained)} apprentices are behind or have"
        yield Item(Kind.TODO, role, f"{who} a late progress review", reverse("training:cohort"))


def judging(stand: Iterable[Situation]) -> Iterator[Item]:
    """One line about everybody whose claims wait for their tutor, until the gateway is submitted.

    Of one apprentice it leads to the piece that has waited the longest, of several to all of them.
    """
    waiting = [
        s for s in stand if Role.TUTOR in s.held and s.collecting and s.turns.to_judge and s.one.withdrawn_on is None
    ]
    if len(waiting) == 1:
        (s,) = waiting
        number = "1 claim" if s.turns.to_judge == 1 else f"{s.turns.to_judge} claims"
        first = reverse("portfolio:judge", args=[s.turns.first])
        yield Item(Kind.TODO, Role.TUTOR, "Judge what 1 apprentice claims", first, f"{s.name}: {number}")
    elif waiting:
        names = ", ".join(s.name for s in waiting[:NAMED])
        more = f" and {len(waiting) - NAMED} more" if len(waiting) > NAMED else ""
        text = f"Judge what {len(waiting)} apprentices claim"
        yield Item(Kind.TODO, Role.TUTOR, text, reverse("training:cohort"), names + more)


def line_manager(s: Situation) -> Iterator[Item]:
    """The confirmations that are the employer's to give."""
    role = Role.LINE_MANAGER
    yield from _review(s, role)
    yield from _authenticity(s, role)
    if s.at_gateway(OPEN):
        for fact in _missing(s, role):
            give = reverse("gateway:give", args=[s.one.pk, fact])
            yield Item(Kind.TODO, role, "Confirm that your apprentice is ready", give, s.name)
    yield from _put_right(s, role)
    yield from _assessment(s, role)


def supervisor(s: Situation) -> Iterator[Item]:
    """Somebody to look after: where the apprentice stands."""
    page = reverse("apprenticeships:show", args=[s.one.pk])
    if s.released_at is None:
        so_far = f"{s.name}: {s.pieces} {'piece' if s.pieces == 1 else 'pieces'} of evidence so far."
        yield Item(Kind.NEWS, Role.SUPERVISOR, "See how your apprentice gets on", page, so_far)


def _beside(s: Situation) -> Iterator[Item]:
    """From the day the gateway is prepared: what only the apprentice can answer, beside the plan."""
    if s.beside is None or s.gateway is None or s.released_at is not None or s.one.withdrawn_on is not None:
        return
    if s.beside.wanted is None:
        page = reverse("gateway:adjustments", args=[s.one.pk])
        why = "For a disability or another need. “None” is an answer too."
        yield Item(Kind.TODO, Role.APPRENTICE, "Say whether you want reasonable adjustments", page, why)
    if s.beside.permitted_at is None:
        page = reverse("gateway:certificate", args=[s.one.pk])
        why = "The assessment organisation needs it, and the address it goes to."
        yield Item(Kind.TODO, Role.APPRENTICE, "Give the permission to request your certificate", page, why)


def _put_right(s: Situation, role: Role) -> Iterator[Item]:
    """A gateway that came back: the tutor acts, and everybody concerned can see what is to be done."""
    if s.returned:
        gateway = reverse("gateway:show", args=[s.one.pk])
        about = "" if role == Role.APPRENTICE else s.name
        yield Item(Kind.WAITING, role, "The tutor puts a returned gateway right", gateway, about)


def _review(s: Situation, role: Role) -> Iterator[Item]:
    """The oldest progress review that waits for their own part."""
    if role in s.unsigned:
        review, number = s.unsigned[role]
        about = "" if role == Role.APPRENTICE else s.name
        page = reverse("training:review", args=[review])
        yield Item(Kind.TODO, role, f"Sign your part of progress review {number}", page, about)


def _authenticity(s: Situation, role: Role) -> Iterator[Item]:
    """The newest submitted portfolio, until somebody in this role has confirmed it or the gateway is confirmed."""
    if role in s.unconfirmed and not s.at_gateway(CONFIRMED):
        portfolio, number = s.unconfirmed[role]
        about = "" if role == Role.APPRENTICE else s.name
        page = reverse("portfolio:confirm", args=[portfolio])
        yield Item(Kind.TODO, role, f"Confirm that portfolio {number} is authentic", page, about)


def _reasons(returned: Gateway) -> str:
    """What was said of the whole, and of each item that was returned."""
    items = [given.answer_reason for given in returned.facts if given.answer == Given.Answer.RETURNED]  # type: ignore[attr-defined]
    return " ".join(filter(None, [returned.return_reason, *items]))


def _missing(s: Situation, turn: Role) -> list[str]:
    """The facts the plan's gateway asks of ``turn`` that nobody has given."""
    needed = [fact for fact in asked(s.plan).values() if fact.how not in ("choice", "waivers")]
    return [fact.name for fact in needed if fact.turn == turn and fact.name not in s.given]


def _assessment(s: Situation, role: Role) -> Iterator[Item]:
    """From the submitted gateway on: the same for everybody on the learning side."""
    mine = role == Role.APPRENTICE
    about = "" if mine else s.name
    organisation = s.one.assessment_organisation.name
    page = reverse("apprenticeships:show", args=[s.one.pk])
    if s.released_at is not None:
        result = reverse("results:show", args=[s.one.pk])
        yield Item(Kind.NEWS, role, "Read your result" if mine else "Read the result", result, about, s.released_at)
    elif s.at_gateway(SUBMITTED):
        gateway = reverse("gateway:show", args=[s.one.pk])
        yield Item(Kind.WAITING, role, f"{organisation} looks at the gateway", gateway, about)
    elif s.at_gateway(CONFIRMED):
        for booking in s.upcoming:
            yield Item(Kind.DUE, role, s.method_name(booking), page, about, booking.starts_at)
        if s.not_booked:
            yield Item(Kind.WAITING, role, f"{organisation} books the assessment", page, about)
        elif not s.upcoming:
            yield Item(Kind.WAITING, role, f"{organisation} completes and checks the assessment", page, about)
