"""What is different between two plans of one standard, part by part: for whoever moves from one to the other."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.rules.findings import clause
from touchstone.standards.model import Method, Plan, Standard


@dataclass(frozen=True, slots=True)
class Different:
    """One part of a plan: ``was`` and ``now`` say it in a sentence, empty where that plan has no such part.

    ``about`` is the question a rule bears on ("gateway"), or "method" or "dispensation".
    """

    about: str
    id: str
    was: str
    was_clause: str
    now: str
    now_clause: str


@dataclass(frozen=True, slots=True)
class Ksbs:
    """Codes of KSBs: only in the version before, only in the one after, in both with another text."""

    gone: tuple[str, ...]
    new: tuple[str, ...]
    reworded: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.gone or self.new or self.reworded)


def of_plans(before: Plan, after: Plan) -> list[Different]:
    """In the order of the plans: what changed and went, then what is new. What every plan shares is left out."""
    found = []
    was, now = _parts(before), _parts(after)
    for key in [*was, *(key for key in now if key not in was)]:
        said, cited, compared = was.get(key, ("", "", None))
        says, new_cited, other = now.get(key, ("", "", None))
        if compared != other:
            found.append(Different(key[0], key[1], said, cited, says, new_cited))
    return found


def of_ksbs(standard: Standard, before: str, after: str) -> Ksbs:
    was = {ksb.code: ksb.text for ksb in standard.ksbs[before]}
    now = {ksb.code: ksb.text for ksb in standard.ksbs[after]}
    return Ksbs(
        tuple(code for code in was if code not in now),
        tuple(code for code in now if code not in was),
        tuple(code for code in was if code in now and was[code] != now[code]),
    )


def _parts(plan: Plan) -> dict[tuple[str, str, str], tuple[str, str, object]]:
    """(About, id, method) -> what it says, its clause, and what tells it from another."""
    found: dict[tuple[str, str, str], tuple[str, str, object]] = {}
    for rule in plan.rules:
        if not rule.shared:
            same = (rule.kind, rule.says, rule.force)
            found[(rule.id.partition(".")[0], rule.id, rule.method or "")] = (rule.says, clause(plan, rule), same)
    for method in plan.methods:
        said = _method_in_words(method)
        found[("method", method.id, "")] = (said, "", (said, method.themes, method.points))
    for one in plan.dispensations:
        found[("dispensation", one.id, "")] = (one.says, "", (one.says, one.waives, one.valid_from, one.valid_to))
    return found


def _method_in_words(method: Method) -> str:
    if method.points is not None:
        return f"{method.name}: {method.points.criteria} criteria, marked by points"
    return f"{method.name}: {len(method.criteria)} criteria for {len(method.ksbs)} KSBs"
