"""Which version of a standard takes a start: asked of the standard's own rules, before anybody is enrolled."""

from __future__ import annotations

import datetime as dt

from touchstone import rules
from touchstone.rules.decision import BLOCKING, Decision
from touchstone.standards import catalogue
from touchstone.standards.model import Version

VERSION_RULE = "start.version-open"


def start_decision(plan_id: str, start: dt.date, funding: str) -> Decision:
    """May somebody start on this version on this day and funding?"""
    return rules.ask("start", catalogue.plan(plan_id), {"start": start, "funding": funding})


def versions_open(reference: str, start: dt.date) -> tuple[Version, ...]:
    """The versions of a standard that take a start on this day, oldest first; funding aside."""
    return tuple(
        version
        for version in catalogue.standard(reference).versions
        if not any(
            finding.rule == VERSION_RULE and finding.verdict in BLOCKING
            for finding in start_decision(f"{reference}-{version.version}", start, "private").findings
        )
    )
