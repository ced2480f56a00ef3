"""Adopting a plan that is not held: an assessment organisation carries another version's plan over, checks it rule by
rule against the real document, and a second person signs.

Text in, text out: nothing here writes files or reads a clock. A change of what the plan says removes the signature;
a mark that a rule was checked is none, and can be made after it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from touchstone.standards import catalogue
from touchstone.standards.check.plan import check_plan
from touchstone.standards.files import AdoptionEntry, PlanFile
from touchstone.standards.loader import Read, build_plan, read_string
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.standards.write import Data, dump
from touchstone.standards.yaml_nodes import Problem, Problems, parse, plain

EPA_ID = re.compile(r"EPA[0-9]{4}")
SIGNATURE = ("signed_by", "signed_on", "signed_digest")


class Refused(ValueError):
    """This cannot be done with this adoption; the message says why."""


def place(organisation: str, plan_id: str) -> PurePosixPath:
    """Where an adoption lies in a data folder."""
    _epa_id(organisation)
    if not re.fullmatch(r"[A-Z]{2}[0-9]{4}-[0-9]+\.[0-9]+", plan_id):
        raise Refused(f"'{plan_id}' is no plan id.")
    return PurePosixPath("adoptions") / organisation / f"{plan_id}.yaml"


def draft(plan_id: str, carried_from: str, *, organisation: str, organisation_name: str, by: str, on: dt.date) -> str:
    """A full copy of the plan ``carried_from`` as one of ``plan_id``, with every rule and method sheet unchecked.

    Raises ``Refused``, and ``NotFound`` for ids there are not.
    """
    new, old = catalogue.plan(plan_id), catalogue.plan(carried_from)
    if not isinstance(new, PlanNotHeld):
        raise Refused(f"The plan {plan_id} is held, so there is nothing to adopt.")
    if not isinstance(old, Plan):
        raise Refused(f"The plan {carried_from} is not held, so nothing can be carried over from it.")
    if new.standard.reference != old.standard.reference:
        raise Refused(f"{carried_from} is a plan of another standard than {plan_id}.")
    _epa_id(organisation)
    said = _data(catalogue.plan_text(carried_from), carried_from)
    data = {
        "plan": plan_id,
        "title": f"{new.standard.title}, assessment plan of version {new.version} as adopted by {organisation}",
        "adoption": {
            "organisation": organisation,
            "organisation_name": _somebody(organisation_name, "the organisation's name"),
            "carried_from": carried_from,
            "drafted_by": _somebody(by, "who drafts it"),
            "drafted_on": on.isoformat(),
        },
        **{key: value for key, value in said.items() if key not in ("plan", "title", "delta_from_previous")},
        "delta_from_previous": "unverified",
    }
    for part in (*data["rules"], *data["methods"]):
        part["checked"] = "none"
    return _text(data)


def read(text: str, file: str = "adoption") -> Plan:
    """The plan an adoption makes, signed or not, for showing. Raises ``Problems`` with every fault."""
    return _read(text, file)[1]


def deciding(text: str, file: str = "adoption") -> Plan | PlanNotHeld:
    """The plan to decide by: ``PlanNotHeld`` while nobody has signed."""
    plan = read(text, file)
    if plan.adoption and plan.adoption.signed_by:
        return plan
    return PlanNotHeld(plan.id, plan.standard, plan.version)


def mark_checked(
    text: str,
    rule: str,
    *,
    method: str | None = None,
    document: str,
    page: str,
    by: str,
    on: dt.date,
    figures: Mapping[str, Data] | None = None,
    says: str | None = None,
) -> str:
    """``rule`` (of ``method``) was compared with ``document``; where the real plan differs, with its ``figures``.

    ``figures`` are those of the rule's kind, as text. Raises ``Refused`` for a rule there is not and ``Problems`` for
    figures that do not fit.
    """
    data = _data(text, "adoption")
    found = [r for r in data["rules"] if r["id"] == rule and r.get("method") == method]
    if not found:
        raise Refused(f"There is no rule {rule}" + (f" of {method}" if method else "") + " in this adoption.")
    if figures:
        found[0]["with"] = {**found[0].get("with", {}), **figures}
    if says:
        found[0]["says"] = says
    found[0]["checked"] = _checked(document, page, by, on)
    return _changed(data)


def mark_method_checked(text: str, method: str, *, document: str, page: str, by: str, on: dt.date) -> str:
    """The sheet of ``method`` (its themes and criteria, or its points) was compared with ``document``."""
    data = _data(text, "adoption")
    found = [m for m in data["methods"] if m["id"] == method]
    if not found:
        raise Refused(f"There is no method {method} in this adoption.")
    found[0]["checked"] = _checked(document, page, by, on)
    return _changed(data)


def sign(text: str, *, by: str, on: dt.date) -> str:
    """The adoption with the signature of a second person. Raises ``Refused`` with the reason."""
    file, plan = _read(text, "adoption")
    entry = _entry(file)
    if plan.adoption and plan.adoption.signed_by:
        raise Refused(f"This adoption is signed already, by {entry.signed_by}.")
    if _same(_somebody(by, "who signs"), entry.drafted_by):
        raise Refused(f"{entry.drafted_by} drafted this adoption, so somebody else must sign it.")
    if on < entry.drafted_on:
        raise Refused(f"It was drafted on {entry.drafted_on.isoformat()} and cannot be signed before.")
    data = _data(text, "adoption")
    digest = _digest(data)
    data["adoption"] |= {"signed_by": by.strip(), "signed_on": on.isoformat(), "signed_digest": digest}
    return _text(data)


def _read(text: str, file: str) -> tuple[Read[PlanFile], Plan]:
    read_file = read_string(text, PlanFile, file)
    entry = read_file.value.adoption
    if entry is None:
        raise Problems([Problem(file, 1, "adoption", "is missing; an adopted plan says whose adoption it is")])
    try:
        target, origin = catalogue.plan(read_file.value.plan), catalogue.plan(entry.carried_from)
    except catalogue.NotFound as error:
        raise Problems([Problem(file, 1, "adoption", str(error))]) from None
    shared = catalogue.shared()
    problems = check_plan(read_file, None, target.standard, shared)
    problems += [read_file.reader.problem_at(entry, message) for message in _faults(entry, target, origin)]
    if entry.signed_by and entry.signed_digest != _digest(_data(text, file)):
        said = "was changed after it was signed; remove the signature and have it signed again"
        problems.append(read_file.reader.problem_at(entry, said))
    if problems:
        raise Problems(problems)
    return read_file, build_plan(read_file, target.standard, shared)


def _faults(entry: AdoptionEntry, target: Plan | PlanNotHeld, origin: Plan | PlanNotHeld) -> list[str]:
    faults = []
    if isinstance(target, Plan):
        faults.append(f"{target.id} is published, so an adoption of it decides nothing; remove this file")
    if target.standard.reference != origin.standard.reference:
        faults.append(f"carried_from '{origin.id}' is a plan of another standard")
    if not EPA_ID.fullmatch(entry.organisation):
        faults.append(f"organisation '{entry.organisation}' should be EPA and four digits, like EPA0001")
    signature = (entry.signed_by, entry.signed_on, entry.signed_digest)
    if any(signature) and not all(signature):
        faults.append("has half a signature; it needs signed_by, signed_on and signed_digest")
    if entry.signed_by and _same(entry.signed_by, entry.drafted_by):
        faults.append("is signed by the person who drafted it; somebody else must sign")
    return faults


def _entry(file: Read[PlanFile]) -> AdoptionEntry:
    if file.value.adoption is None:
        raise Refused("This plan is no adoption.")
    return file.value.adoption


def _data(text: str, file: str) -> dict[str, Any]:
    data: Any = plain(parse(text, file))
    return dict(data)


def _changed(data: dict[str, Any]) -> str:
    """The text of changed data, read once more so nothing wrong is written; unsigned if what is signed changed."""
    if data["adoption"].get("signed_digest") != _digest(data):
        data["adoption"] = {key: value for key, value in data["adoption"].items() if key not in SIGNATURE}
    text = _text(data)
    read(text)
    return text


def _text(data: Mapping[str, Any]) -> str:
    old, new = data["adoption"]["carried_from"], data["plan"]
    head = (
        f"{new}, adopted by {data['adoption']['organisation']} from {old}. Rules and methods with 'checked: none' are\n"
    )
    head += f"carried over from {old} and not checked against the plan of {new}."
    return dump(data, head)


def _digest(data: Mapping[str, Any]) -> str:
    """SHA-256 of everything that is signed: all but the signature itself and the marks of what was checked."""
    entry = {key: value for key, value in data["adoption"].items() if key not in SIGNATURE}
    parts = {
        name: [{key: value for key, value in part.items() if key != "checked"} for part in data[name]]
        for name in ("rules", "methods")
    }
    # independent of how the YAML is laid out
    canonical = json.dumps({**data, **parts, "adoption": entry}, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def _checked(document: str, page: str, by: str, on: dt.date) -> dict[str, str]:
    return {
        "document": _somebody(document, "the document"),
        "page": _somebody(page, "the page"),
        "by": _somebody(by, "who checked it"),
        "on": on.isoformat(),
    }


def _somebody(text: str, what: str) -> str:
    if not text.strip():
        raise Refused(f"Say {what}.")
    return " ".join(text.split())


def _same(one: str, other: str) -> bool:
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _epa_id(organisation: str) -> None:
    if not EPA_ID.fullmatch(organisation):
        raise Refused(f"'{organisation}' is no EPA id; it is EPA and four digits, like EPA0001.")
