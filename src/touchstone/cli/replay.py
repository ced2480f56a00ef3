"""``touchstone log replay``: what asking again found, as it is found."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from touchstone.apps.plans.replay import Replayed

MOST = 1000  # decisions named in one JSON answer


def run(since: str | None, *, as_json: bool) -> int:
    """0: everything is decided as it was, or its facts are erased; 1: something differs or cannot be asked."""
    from django.utils import timezone

    from touchstone.apps.plans.replay import replay

    try:
        day = dt.date.fromisoformat(since) if since else None
    except ValueError:
        print(f"touchstone log replay: '{since}' is no date; write it like 2026-03-01", file=sys.stderr)
        return 2
    start = timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None
    counts: Counter[str] = Counter()
    named: list[dict[str, Any]] = []
    for one in replay(since=start):
        counts[one.state] += 1
        if one.state != "same" and not as_json:
            print("\n  ".join([_head(one), *one.says]))
        elif one.state != "same" and len(named) < MOST:
            named.append(_as_data(one))
    asked = counts["same"] + counts["different"]
    if as_json:
        print(json.dumps({"asked": asked, **_counts(counts), "decisions": named}, indent=2))
    else:
        print(f"{asked:,} decisions asked again: {counts['same']:,} the same, {counts['different']:,} different.")
        print(f"{counts['erased']:,} have their facts erased, {counts['not-at-hand']:,} no plan or policy at hand.")
    return 1 if counts["different"] or counts["not-at-hand"] else 0


def _counts(counts: Counter[str]) -> dict[str, int]:
    return {state.replace("-", "_"): counts[state] for state in ("same", "different", "erased", "not-at-hand")}


def _head(one: Replayed) -> str:
    what = {
        "different": f"decided otherwise (engine {one.engine_then} then, {one.engine_now} now)",
        "erased": "its facts are erased",
        "not-at-hand": "cannot be asked",
    }[one.state]
    return f"Decision {one.decision}, {one.question} by {one.plan} on {one.at:%Y-%m-%d}: {what}"


def _as_data(one: Replayed) -> dict[str, Any]:
    return {
        "decision": str(one.decision),
        "at": one.at.isoformat(),
        "question": one.question,
        "plan": one.plan,
        "state": one.state,
        "says": list(one.says),
        "engine": {"then": one.engine_then, "now": one.engine_now},
    }
