"""Reads of evidence, files and portfolios, always starting from what the actor may see."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery, UUIDField
from django.utils import timezone

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.policy import reach
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import (
    AuthenticityConfirmation,
    ClaimJudgement,
    Evidence,
    EvidenceFile,
    Replacement,
    StoredFile,
    SubmittedItem,
    SubmittedPortfolio,
    Upload,
)
from touchstone.apps.portfolio.names import natural
from touchstone.apps.portfolio.policy import CONFIRMS, COVERAGE, LIVE, PROGRESS, SUBMITTED, WRITES
from touchstone.apps.records.models import StoredDecision

_WITH_PEOPLE = (
    "apprenticeship__apprentice",
    "apprenticeship__provider",
    "apprenticeship__employer",
    "apprenticeship__assessment_organisation",
)


def visible_to(actor: Actor) -> QuerySet[Evidence]:
    """The pieces of working evidence this person may know of. Whether they may open one is the table's answer."""
    return Evidence.objects.filter(_of(actor, PROGRESS), removed_at=None).select_related(*_WITH_PEOPLE)


def ever_visible_to(actor: Actor) -> QuerySet[Evidence]:
    """The same with those that were removed or withdrawn."""
    return Evidence.objects.filter(_of(actor, PROGRESS)).select_related("withdrawal__by", *_WITH_PEOPLE)


def live(apprenticeship: Apprenticeship) -> QuerySet[Evidence]:
    """The working evidence of an apprenticeship, newest first, with its ``claims`` of KSBs. Two queries."""
    rows = Evidence.objects.filter(apprenticeship=apprenticeship.pk, removed_at=None)
    return with_claims(rows).order_by("-happened_on", "-added_at", "pk")


def by_day_and_name(pieces: Iterable[Evidence]) -> list[Evidence]:
    """The newest day first, and those of one day by name: what was added together stands as it did in its folder."""
    by_name = sorted(pieces, key=lambda piece: natural(piece.title))
    return sorted(by_name, key=lambda piece: piece.happened_on, reverse=True)


def with_claims(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """``rows`` with the KSBs each claims in the list ``claims``: one query more."""
    return rows.prefetch_related(Prefetch("ksbs", to_attr="claims"))


def with_contents(rows: QuerySet[Evidence]) -> QuerySet[Evidence]:
    """``rows`` with what a page about one piece shows: who added it, ``claims`` of KSBs, files."""
    return with_claims(rows.select_related("added_by")).prefetch_related(
        Prefetch("attachments", queryset=EvidenceFile.objects.select_related("file__took_over").order_by("pk"))
    )


def listed(apprenticeship: Apprenticeship) -> QuerySet[Evidence]:
    """``live`` with who added each piece and ``file_count``."""
    return live(apprenticeship).select_related("added_by").annotate(file_count=Count("attachments"))


def earlier_files(piece: Evidence) -> dict[uuid.UUID, list[Replacement]]:
    """File of the piece, read ``with_contents``, -> what it took over from, the newest first. One query if any did."""
    if not any(hasattr(attachment.file, "took_over") for attachment in piece.attachments.all()):
        return {}
    before = {row.new_id: row for row in Replacement.objects.filter(evidence=piece.pk).select_related("old", "by")}
    found: dict[uuid.UUID, list[Replacement]] = {}
    for attachment in piece.attachments.all():
        chain, at = [], attachment.file_id
        while at in before:
            chain.append(before[at])
            at = before[at].old_id
        found[attachment.file_id] = chain
    return found


def judgements_of(apprenticeship: Apprenticeship) -> dict[tuple[uuid.UUID, str], ClaimJudgement]:
    """The newest judgement of each claim of the working evidence, by piece and KSB. One query."""
    rows = ClaimJudgement.objects.filter(
        evidence__apprenticeship=apprenticeship.pk, evidence__removed_at=None
    ).select_related("by")
    return {(row.evidence_id, row.code): row for row in rows.order_by("at", "pk")}


def accepted_or_not(pieces: Collection[Evidence]) -> dict[tuple[uuid.UUID, str], bool]:
    """What the newest judgement of each claim of ``pieces`` says, by piece and KSB. One query, for pages of many."""
    rows = ClaimJudgement.objects.filter(evidence__in=[piece.pk for piece in pieces]).order_by("at", "pk")
    return {(pk, code): accepted for pk, code, accepted in rows.values_list("evidence_id", "code", "accepted")}


def claimed_by_each(actor: Actor, apprenticeships: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many KSBs the working evidence claims, of those of ``apprenticeships`` whose coverage this person may see.

    One query.
    """
    codes = Count("evidence__ksbs__code", filter=Q(evidence__removed_at=None), distinct=True)
    mine = Apprenticeship.objects.filter(reach(actor, COVERAGE), pk__in=apprenticeships)
    return dict(mine.annotate(claimed=codes).order_by().values_list("pk", "claimed"))


def with_latest_submitted(rows: QuerySet[Apprenticeship]) -> QuerySet[Apprenticeship]:
    """With the newest submitted portfolio: ``submitted_pk``, ``submitted_number``, ``submitted_at``,
    ``submitted_digest``, or None."""
    newest = SubmittedPortfolio.objects.filter(apprenticeship=OuterRef("pk")).order_by("-number")
    return rows.annotate(
        submitted_pk=Subquery(newest.values("pk")[:1]),
        submitted_number=Subquery(newest.values("number")[:1]),
        submitted_at=Subquery(newest.values("submitted_at")[:1]),
        submitted_digest=Subquery(newest.values("digest")[:1]),
    )


def with_unconfirmed(rows: QuerySet[Apprenticeship], roles: Collection[Role]) -> QuerySet[Apprenticeship]:
    """``rows`` ready for ``unconfirmed_of`` in the roles that confirm; no query more."""
    newest = SubmittedPortfolio.objects.filter(apprenticeship=OuterRef("pk")).order_by("-number")[:1]
    confirmed = AuthenticityConfirmation.objects.filter(portfolio=OuterRef("to_confirm"))
    asked = {_confirmed(role): Exists(confirmed.filter(role=role)) for role in CONFIRMS if role in roles}
    if not asked:
        return rows
    return rows.annotate(to_confirm=Subquery(newest.values("pk"))).annotate(
        to_confirm_number=Subquery(newest.values("number")), **asked
    )


def unconfirmed_of(row: Any) -> dict[Role, tuple[uuid.UUID, int]]:
    """Role -> the newest submitted portfolio, id and number, where nobody confirmed it in this role.

    ``row`` is of ``with_unconfirmed``.
    """
    if getattr(row, "to_confirm", None) is None:
        return {}
    return {
        role: (row.to_confirm, row.to_confirm_number)
        for role in CONFIRMS
        if getattr(row, _confirmed(role), None) is False
    }


def _confirmed(role: Role) -> str:
    return f"confirmed_{role.name.lower()}"


def submitted_visible_to(actor: Actor) -> QuerySet[SubmittedPortfolio]:
    """The submitted portfolios this person may see."""
    return SubmittedPortfolio.objects.filter(_of(actor, SUBMITTED)).select_related("submitted_by", *_WITH_PEOPLE)


def with_confirmations(rows: QuerySet[Any], portfolio: str) -> QuerySet[Any]:
    """``rows`` with who confirmed the submitted portfolio each names in ``portfolio``, for ``confirmations_of``.

    No query more.
    """
    given = AuthenticityConfirmation.objects.filter(portfolio=OuterRef(portfolio))
    of = {role: given.filter(role=role) for role in CONFIRMS}
    by = {
        f"{_confirmed(role)}_by": Subquery(found.values("person"), output_field=UUIDField())
        for role, found in of.items()
    }
    at = {f"{_confirmed(role)}_at": Subquery(found.values("confirmed_at")) for role, found in of.items()}
    confirmed: QuerySet[Any, Any] = rows.annotate(**by, **at)
    return confirmed


def confirmations_of(row: Any) -> dict[Role, tuple[uuid.UUID, dt.datetime]]:
    """Role -> who confirmed in it, and when; ``row`` is of ``with_confirmations``."""
    found = {role: getattr(row, f"{_confirmed(role)}_by") for role in CONFIRMS}
    return {role: (person, getattr(row, f"{_confirmed(role)}_at")) for role, person in found.items() if person}


def items_visible_to(actor: Actor) -> QuerySet[SubmittedItem]:
    """The pieces of submitted portfolios this person may see."""
    return SubmittedItem.objects.filter(portfolio__in=submitted_visible_to(actor).values("pk")).select_related(
        "evidence__withdrawal__by", *(f"portfolio__{path}" for path in _WITH_PEOPLE)
    )


def files_visible_to(actor: Actor) -> QuerySet[StoredFile]:
    """The files this person may open: of working evidence with their earlier versions, of submitted portfolios, and
    their own not yet attached."""
    own = Q(uploaded_by=actor.person_id, attachment=None, replacement=None) & _of(actor, LIVE)
    working = Q(attachment__evidence__removed_at=None, attachment__isnull=False) & _of(actor, LIVE)
    earlier = Q(replacement__evidence__removed_at=None, replacement__isnull=False) & _of(actor, LIVE)
    submitted = Q(pk__in=SubmittedItem.files.through.objects.filter(
        submitteditem__portfolio__in=submitted_visible_to(actor).values("pk")
    ).values("storedfile"))  # fmt: skip
    return StoredFile.objects.filter(own | working | earlier | submitted).select_related(*_WITH_PEOPLE)


def attached_visible_to(actor: Actor) -> QuerySet[StoredFile]:
    """The files of working evidence this person may know of, as they are now, each with its piece."""
    rows = StoredFile.objects.filter(attachment__evidence__in=visible_to(actor).values("pk"))
    return rows.select_related("attachment__evidence", *_WITH_PEOPLE)


def submitted_of(apprenticeship: Apprenticeship) -> QuerySet[SubmittedPortfolio]:
    """The submitted portfolios of an apprenticeship, newest first; ``under``: the id of the plan that decided.

    An apprenticeship can go on to a later version.
    """
    rows = apprenticeship.submitted_portfolios.select_related("submitted_by").defer("form").order_by("-number")
    decided = StoredDecision.objects.filter(pk=OuterRef("decision"))
    return rows.annotate(under=Subquery(decided.values("plan")))


def latest_submitted(apprenticeship: Apprenticeship) -> SubmittedPortfolio | None:
    return submitted_of(apprenticeship).first()


def items_of(portfolio: SubmittedPortfolio) -> QuerySet[SubmittedItem]:
    """The pieces of a submitted portfolio in their order, with their files and withdrawals."""
    files = Prefetch("files", queryset=StoredFile.objects.order_by("uploaded_at", "pk"))
    return portfolio.items.select_related("evidence__withdrawal__by").prefetch_related(files).order_by("number")


def copies_submitted(piece: Evidence) -> QuerySet[SubmittedItem]:
    """Where a piece was submitted, with the portfolio and the files of each copy, the oldest first."""
    rows = SubmittedItem.objects.filter(evidence=piece.pk).select_related("portfolio").prefetch_related("files")
    return rows.order_by("portfolio__number")


def withdrawn_from(apprenticeship: Apprenticeship) -> QuerySet[Evidence]:
    """The pieces withdrawn because consent was taken back, the latest first."""
    rows = apprenticeship.evidence.filter(withdrawal__isnull=False).select_related("withdrawal__by")
    return rows.order_by("-withdrawal__at")


def _of(actor: Actor, roles: Collection[Role]) -> Q:
    return Q(apprenticeship__in=Apprenticeship.objects.filter(reach(actor, roles)).values("pk"))


def to_attach(actor: Actor, apprenticeship: Apprenticeship, evidence: Evidence | None) -> QuerySet[StoredFile]:
    """The files a form may attach: those of the piece it changes, and what this person uploaded and nobody used."""
    own = Q(uploaded_by=actor.person_id, attachment=None, replacement=None)
    usable = own | Q(attachment__evidence=evidence) if evidence else own
    return apprenticeship.files.filter(usable).order_by("uploaded_at", "pk")


def belongs_to_nothing() -> QuerySet[StoredFile]:
    """Files of no piece and no submitted portfolio, and no earlier versions of one. A later stage may hold them."""
    held = SubmittedItem.files.through.objects.values("storedfile")
    return StoredFile.objects.filter(attachment=None, replacement=None).exclude(pk__in=held)


def uploads_visible_to(actor: Actor) -> QuerySet[Upload]:
    """What this person uploads, where they may add evidence; what has expired is gone."""
    mine = Upload.objects.filter(_of(actor, WRITES), uploaded_by=actor.person_id, expires_at__gt=timezone.now())
    return mine.select_related("file", *_WITH_PEOPLE)


def unfinished(actor: Actor, apprenticeship: Apprenticeship) -> QuerySet[Upload]:
    """What this person has begun to upload here and not finished, oldest first."""
    return uploads_visible_to(actor).filter(apprenticeship=apprenticeship, file=None).order_by("begun_at", "pk")


def arrived(actor: Actor, apprenticeship: Apprenticeship) -> QuerySet[Upload]:
    """What this person uploaded here and put into no piece yet, oldest first."""
    whole = uploads_visible_to(actor).filter(apprenticeship=apprenticeship, file__in=belongs_to_nothing())
    return whole.order_by("begun_at", "pk")


def with_same_content(files: Collection[StoredFile]) -> dict[uuid.UUID, StoredFile]:
    """Of ``files`` of one apprenticeship, those whose content is there already: id -> the oldest other file that is in
    a piece or came before it, with its piece; of two that wait, the first is not the second. One query."""
    own = Q(pk__in=belongs_to_nothing().values("pk"), uploaded_by__in={file.uploaded_by_id for file in files})
    others = StoredFile.objects.filter(
        own | Q(attachment__evidence__removed_at=None, attachment__isnull=False),
        apprenticeship__in={file.apprenticeship_id for file in files},
        sha256__in={file.sha256 for file in files},
    ).select_related("attachment__evidence").order_by("uploaded_at", "pk")  # fmt: skip
    found: dict[uuid.UUID, StoredFile] = {}
    for file in files:
        same = next((one for one in others if one.sha256 == file.sha256 and _is_there_before(one, file)), None)
        if same is not None:
            found[file.pk] = same
    return found


def _is_there_before(one: StoredFile, file: StoredFile) -> bool:
    """Whether ``one`` is another file than ``file``, in a piece or uploaded before it."""
    in_a_piece = getattr(one, "attachment", None) is not None
    return one.pk != file.pk and (in_a_piece or (one.uploaded_at, one.pk) < (file.uploaded_at, file.pk))
