"""On programme: the apprentice collects evidence."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.portfolio import services
from touchstone.demo.papers import paper
from touchstone.demo.play import Story
from touchstone.demo.stories.tale import Tale


def learning(tale: Tale) -> Story:
    """All pieces for somebody who comes to the gateway, about half of them for somebody still collecting."""
    pieces = tale.described["pieces"]
    to_gateway = tale.reaches("ready")
    count = len(pieces) if to_gateway else len(pieces) // 2
    ksbs = _shares(tale, len(pieces))
    end = tale.after_gateway(-30, 9).date() if to_gateway else tale.world.today - dt.timedelta(days=4)
    begin = tale.start + dt.timedelta(days=20)
    for number, row in enumerate(pieces[:count]):
        day = begin + (end - begin) * number // max(1, count - 1)
        yield tale.on(day, 14)
        _add(tale, row, ksbs[number], tale.on(day, 14).date())


def _add(tale: Tale, row: dict[str, Any], ksbs: list[str], day: dt.date) -> None:
    who = tale.actor()
    files = []
    if "file" in row:
        upload = paper(row["file"], row["title"], row["text"])
        files.append(services.store_file(who=who, apprenticeship=tale.apprenticeship, upload=upload))
    services.add_evidence(
        who=who,
        id=uuid.uuid4(),
        apprenticeship=tale.apprenticeship,
        piece=services.Piece(
            type=row["type"],
            title=row["title"],
            happened_on=day,
            text=row["text"],
            mentee_code=row.get("mentee", ""),
            ksbs=ksbs,
            anonymised=True,
            contribution=row.get("contribution", ""),
            files=files,
        ),
    )


def _shares(tale: Tale, count: int) -> list[list[str]]:
    """The KSBs of the person's standard, dealt out like cards: every piece has some, every KSB is in one."""
    codes = [ksb.code for ksb in plan_of(tale.apprenticeship).ksbs]
    return [codes[number::count] for number in range(count)]
