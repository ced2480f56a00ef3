"""The form as a tagged PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from touchstone import paper
from touchstone.apps.portfolio.mapping_form.parties import Party
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.rules.days import say

TEMPLATE = Path(__file__).parent / "form.typ"


def pdf_of(portfolio: SubmittedPortfolio, form: dict[str, Any], parties: Sequence[Party]) -> bytes:
    """The form of a submitted portfolio with the confirmations there are; dated by the newest of them."""
    given = [party.confirmation for party in parties if party.confirmation]
    dated = max([portfolio.submitted_at, *(one.confirmed_at for one in given)])
    content = {
        **in_words(form),
        "number": str(portfolio.number),
        "submitted": f"Submitted by {portfolio.submitted_by.name} on {say(portfolio.submitted_at)}",
        "digest": portfolio.digest,
        "confirmations": [confirmation_in_words(party, form) for party in parties],
        "draft": False,
    }
    return paper.render(TEMPLATE, content, dated=dated)


def draft_pdf(form: dict[str, Any]) -> bytes:
    """What the form would say if the portfolio were submitted as it is now. Nobody confirms a draft."""
    now = timezone.now()
    content = {
        **in_words(form),
        "number": "",
        "submitted": f"Draft of {say(now)}: nothing has been submitted",
        "digest": "",
        "confirmations": [],
        "draft": True,
    }
    return paper.render(TEMPLATE, content, dated=now)


def confirmation_in_words(party: Party, form: dict[str, Any]) -> dict[str, Any]:
    """{"role", "says", "stands", "confirmed": bool}: who did, in which part and when; where nobody has, whose it is."""
    given = party.confirmation
    if given is None:
        names = ", ".join(person.name for person in party.now)
        stands = f"Not confirmed yet. Waits for {names}." if names else "Not confirmed yet. Nobody has this part now."
        says = form["statement"]["says"][party.role.value]
        return {"role": party.role.label, "says": says, "stands": stands, "confirmed": False}
    stands = f"Confirmed by {given.person.name} on {say(given.confirmed_at)}."
    if party.left_at:
        stands += f" They left this part on {say(timezone.localdate(party.left_at))}; the confirmation stands."
    return {"role": party.role.label, "says": given.words, "stands": stands, "confirmed": True}


def in_words(form: dict[str, Any]) -> dict[str, Any]:
    """Every date as people write it."""
    items = [
        {
            **item,
            "number": str(item["number"]),
            "date": _day(item["date"]),
            "claims": [{"code": claim["code"], "says": claim_in_words(claim)} for claim in item["claims"]],
        }
        for item in form["items"]
    ]
    ksbs = [{**ksb, "items": ", ".join(map(str, ksb["items"])) or "None"} for ksb in form["ksbs"]]
    statement = {**form["statement"], "dated": _day(form["statement"]["dated"])}
    return {**form, "items": items, "ksbs": ksbs, "statement": statement, "totals": totals_in_words(form)}


def claim_in_words(claim: dict[str, str]) -> str:
    """What a piece shows of a KSB, and where in it."""
    if not claim["note"] and not claim["place"]:
        return "nothing written, no place given"
    return f"{claim['note'] or 'Nothing written'} ({claim['place'] or 'no place given'})"


def totals_in_words(form: dict[str, Any]) -> list[list[str]]:
    """[[name, value]]"""
    totals = form["totals"]
    mentees = totals["mentees"]
    rows = [
        ["Pieces", str(totals["items"])],
        ["Different mentees", f"{len(mentees)}: {', '.join(mentees)}" if mentees else "None named"],
    ]
    for part in totals["parts"]:
        says = f"{part['covered']} of {part['of']}"
        missing = ", ".join(part["missing"])
        if not missing:
            says += ", none missing"
        elif part["asked"]:
            says += f"; missing {missing}"
        else:
            says += f"; not in it: {missing}. The portfolio does not have to show these"
        rows.append([f"KSBs of: {part['name']}" if part["name"] else "KSBs", says])
    return rows


def _day(iso: str) -> str:
    return say(dt.date.fromisoformat(iso))
