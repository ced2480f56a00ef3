"""The plans the rules are tried on: the published ones, and one of a trade that does not exist."""

from __future__ import annotations

from pathlib import Path

from touchstone.standards import catalogue
from touchstone.standards.model import Plan

ROOT = Path(__file__).resolve().parents[2]
INVENTED = catalogue.of_folder(ROOT / "tests" / "standards" / "invented")


def held(plan_id: str) -> Plan:
    plan = INVENTED.plan(plan_id) if plan_id.startswith("XX") else catalogue.plan(plan_id)
    assert isinstance(plan, Plan)
    return plan


PUBLISHED = tuple(plan_id for plan_id in catalogue.plan_ids() if isinstance(catalogue.plan(plan_id), Plan))
ALL = (*PUBLISHED, "XX0001-2.0")
