"""Claims: what a piece shows of each KSB, said by the apprentice; and what those who train say of it, kept apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from touchstone.apps.portfolio.models import ClaimJudgement, Evidence, EvidenceKsb
from touchstone.apps.portfolio.services.evidence import locked
from touchstone.apps.records.log import Who, log, person_of
from touchstone.apps.records.refusal import Refused

NOTE_MAX, PLACE_MAX, WHY_MAX = 500, 100, 1000  # characters


@dataclass(frozen=True, slots=True)
class Noted:
    """What a piece shows of a KSB, and where in it: "page 3", "12:40 to 15:00"."""

    note: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One judgement: accepted, or needs work and ``why``."""

    accepted: bool
    why: str = ""


@transaction.atomic
def note_claims(*, who: Who, evidence: Evidence, version: int, notes: Mapping[str, Noted]) -> Evidence:
    """Say what the piece shows of each KSB it claims, and where; an empty text takes a note or a place away.

    Raises Stale where the piece has changed since ``version``, Refused for a KSB it does not claim.
    """
    evidence = locked(evidence, version)
    claims = {claim.code: claim for claim in evidence.ksbs.all()}
    _refuse_others(notes, claims)
    said = {code: Noted(one.note.strip(), one.place.strip()) for code, one in notes.items()}
    if any(len(one.note) > NOTE_MAX or len(one.place) > PLACE_MAX for one in said.values()):
        raise Refused(f"What a piece shows of one KSB can have {NOTE_MAX} characters, and where it is {PLACE_MAX}.")
    changed = [claims[code] for code, one in said.items() if Noted(claims[code].note, claims[code].place) != one]
    if not changed:
        return evidence
    before = {claim.code: {"note": claim.note, "place": claim.place} for claim in changed}
    for claim in changed:
        claim.note, claim.place = said[claim.code].note, said[claim.code].place
    EvidenceKsb.objects.bulk_update(changed, ["note", "place"])
    evidence.changed_at = timezone.now()
    evidence.version += 1
    evidence.save(update_fields=["changed_at", "version"])
    log(
        "evidence.noted",
        who=who,
        on=evidence,
        apprenticeship=evidence.apprenticeship_id,
        details={"version": evidence.version, "ksbs": sorted(before)},
        personal={"before": before},
    )
    return evidence


@transaction.atomic
def judge_claims(*, who: Who, evidence: Evidence, version: int, said: Mapping[str, Said]) -> list[ClaimJudgement]:
    """Judge some of the claims of the piece as it is. Earlier judgements stay, whoever made them.

    Raises Stale where the piece has changed since ``version``; Refused for a KSB it does not claim, for none at all,
    and for “needs work” without a reason.
    """
    evidence = locked(evidence, version)
    if not said:
        raise Refused("Judge at least one of the claims.")
    _refuse_others(said, {claim.code for claim in evidence.ksbs.all()})
    speechless = sorted(code for code, one in said.items() if not one.accepted and not one.why.strip())
    if speechless:
        raise Refused(*(f"Say what {code} still needs: the apprentice works by it." for code in speechless))
    if any(len(one.why) > WHY_MAX for one in said.values()):
        raise Refused(f"A reason can have {WHY_MAX:,} characters.")
    now, by = timezone.now(), person_of(who)
    made = ClaimJudgement.objects.bulk_create(
        ClaimJudgement(
            evidence=evidence,
            code=code,
            accepted=one.accepted,
            why=one.why.strip(),
            by_id=by,
            at=now,
            evidence_version=evidence.version,
        )
        for code, one in said.items()
    )
    accepted = sum(1 for one in said.values() if one.accepted)
    log(
        "evidence.judged",
        who=who,
        on=evidence,
        apprenticeship=evidence.apprenticeship_id,
        details={"version": evidence.version, "accepted": accepted, "needs_work": len(said) - accepted},
    )
    return made


def _refuse_others(codes: Collection[str], claimed: Collection[str]) -> None:
    others = sorted(set(codes) - set(claimed))
    if others:
        raise Refused(f"{', '.join(others)}: this piece does not claim it.")
