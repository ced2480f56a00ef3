"""Who is in a cohort, and which of them somebody asked for: the same for every page and table about them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.utils import timezone

from touchstone.apps.people.actor import Actor
from touchstone.apps.results.stages import Stage, with_stage
from touchstone.apps.training.queries import Standing, in_training, standings
from touchstone.rules.on_track import PARTS, WORST_FIRST
from touchstone.web.parts.apprenticeship import titled
from touchstone.web.training.words import IN_WORDS
from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm

WORST = {answer: place for place, answer in enumerate(WORST_FIRST)}
EARLIEST, LATEST = dt.date.min, dt.date.max

# Words of each order, and what it goes by; rows come by name, and stay so where they are equal.
ORDERS: dict[str, tuple[str, Callable[[Standing], Any]]] = {
    "": ("The worst first", lambda row: WORST[row.track.answer]),
    "quiet": ("Longest without activity", lambda row: row.active_on or EARLIEST),
    "review": ("Review due first", lambda row: row.review_due),
    "end": ("Planned end first", lambda row: row.planned_end or LATEST),
    "claimed": ("Fewest KSBs claimed", lambda row: row.claimed),
    "name": ("Name", lambda _: 0),
}


def everybody(actor: Actor) -> list[Standing]:
    """Whom this person trains or answers for, by name, without those who have come to the gateway. Two queries."""
    training = with_stage(in_training(actor)).filter(stage__in=[Stage.ON_PROGRAMME, Stage.RETURNED])  # type: ignore[misc]
    return standings(training, timezone.localdate())


class Filters(FilterForm):
    q = fields.TextField(label="Name", required=False, max_length=100)
    plan = fields.SelectField(label="Standard and version", empty="Any", required=False)
    answer = fields.SelectField(
        label="On track?",
        choices=[(answer, IN_WORDS[answer][0]) for answer in WORST_FIRST],
        empty="Any",
        required=False,
    )
    why = fields.SelectField(
        label="Held up by", choices=[(name, name) for name in PARTS], empty="Anything", required=False
    )
    quiet = fields.SelectField(
        label="No activity for",
        choices=[("28", "Four weeks or more"), ("56", "Eight weeks or more"), ("84", "Twelve weeks or more")],
        empty="Any time",
        required=False,
    )
    review = fields.SelectField(
        label="Progress review", choices=[("late", "Late"), ("soon", "Due in four weeks")], empty="Any", required=False
    )
    order = fields.SelectField(
        label="In which order",
        choices=[(name, words) for name, (words, _) in ORDERS.items() if name],
        empty=ORDERS[""][0],
        required=False,
    )

    def __init__(self, data: Any, rows: Sequence[Standing]) -> None:
        super().__init__(data)
        self.everybody = rows
        self.plans = Counter(row.apprenticeship.plan_id for row in rows)
        some = {row.apprenticeship.plan_id: row.apprenticeship for row in rows}
        self.fields["plan"].choices = [  # type: ignore[attr-defined]
            ("", "Any"),
            *((plan, titled(one.standard, one.version)) for plan, one in sorted(some.items())),
        ]

    def rows(self) -> list[Standing]:
        """Those asked for, in the order asked for."""
        chosen = self.chosen()
        found = [row for row in self.everybody if _asked_for(row, chosen, timezone.localdate())]
        return sorted(found, key=ORDERS[chosen.get("order", "")][1])


def _asked_for(row: Standing, chosen: dict[str, Any], today: dt.date) -> bool:
    name = row.apprenticeship.apprentice.name.casefold()
    return (
        all(word in name for word in chosen.get("q", "").casefold().split())
        and chosen.get("plan", row.apprenticeship.plan_id) == row.apprenticeship.plan_id
        and chosen.get("answer", row.track.answer) == row.track.answer
        and ("why" not in chosen or chosen["why"] in [part.name for part in row.track.why])
        and ("quiet" not in chosen or _quiet(row, today) >= int(chosen["quiet"]))
        and ("review" not in chosen or _due(chosen["review"], (row.review_due - today).days))
    )


def _quiet(row: Standing, today: dt.date) -> int:
    """Days without activity, since the start where there was none; -1 on a break, when nobody expects any."""
    return -1 if row.away_since else (today - (row.active_on or row.apprenticeship.start)).days


def _due(when: str, days: int) -> bool:
    return days < 0 if when == "late" else 0 <= days <= 28
