"""The plans there are, by name. Each is read once, when first asked for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property
from pathlib import Path

from touchstone.standards.folder import Folder, shipped
from touchstone.standards.loader import Shared, load_plan, load_policy, load_shared, load_standard
from touchstone.standards.model import Plan, PlanNotHeld, Policy, Standard
from touchstone.standards.yaml_nodes import read_text


class NotFound(LookupError):
    """No plan, standard or policy of that name; the message says which there are."""


class Catalogue:
    """The standards, plans and policies of one folder. Raises ``NotFound``, and ``Problems`` for a file with errors."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._standards: dict[str, Standard] = {}
        self._plans: dict[str, Plan | PlanNotHeld] = {}
        self._policies: dict[str, Policy] = {}

    @cached_property
    def shared(self) -> Shared:
        return load_shared(self.folder)

    def references(self) -> tuple[str, ...]:
        return tuple(self.folder.standards())

    def standard(self, reference: str) -> Standard:
        if reference not in self._standards:
            if reference not in self.references():
                raise NotFound(_no("standard", reference, self.references()))
            self._standards[reference] = load_standard(self.folder, reference, self.shared)
        return self._standards[reference]

    def plan_ids(self) -> tuple[str, ...]:
        """Every version of every standard, held or not."""
        return tuple(f"{ref}-{v.version}" for ref in self.references() for v in self.standard(ref).versions)

    def plan(self, plan_id: str) -> Plan | PlanNotHeld:
        """The plan of a version; ``PlanNotHeld`` where the version is known and its plan is not at hand."""
        if plan_id not in self._plans:
            reference, _, version = plan_id.rpartition("-")
            if reference not in self.references():
                raise NotFound(_no("plan", plan_id, self.plan_ids()))
            standard = self.standard(reference)
            if version in self.folder.plans(reference):
                self._plans[plan_id] = load_plan(self.folder, standard, version, self.shared)
            elif any(v.version == version for v in standard.versions):
                self._plans[plan_id] = PlanNotHeld(plan_id, standard, version)
            else:
                raise NotFound(_no("plan", plan_id, self.plan_ids()))
        return self._plans[plan_id]

    def plan_text(self, plan_id: str) -> str:
        """The file of a published plan as it stands."""
        reference, _, version = plan_id.rpartition("-")
        path = self.folder.plans(reference)[version]
        return read_text(path, self.folder.name(path))

    def policy_names(self) -> tuple[str, ...]:
        return tuple(self.folder.policies())

    def policy(self, name: str) -> Policy:
        if name not in self._policies:
            if name not in self.policy_names():
                raise NotFound(_no("policy", name, self.policy_names()))
            self._policies[name] = load_policy(self.folder, name)
        return self._policies[name]


@cache
def _shipped() -> Catalogue:
    return Catalogue(shipped())


def of_folder(root: Path) -> Catalogue:
    """A folder of one's own standards; what all plans share comes from the shipped folder."""
    return Catalogue(Folder(root, shipped().shared))


def standard(reference: str) -> Standard:
    return _shipped().standard(reference)


def plan(plan_id: str) -> Plan | PlanNotHeld:
    return _shipped().plan(plan_id)


def policy(name: str) -> Policy:
    return _shipped().policy(name)


def plan_text(plan_id: str) -> str:
    return _shipped().plan_text(plan_id)


def shared() -> Shared:
    return _shipped().shared


def references() -> tuple[str, ...]:
    return _shipped().references()


def plan_ids() -> tuple[str, ...]:
    return _shipped().plan_ids()


def policy_names() -> tuple[str, ...]:
    return _shipped().policy_names()


def _no(what: str, name: str, known: Iterable[str]) -> str:
    import difflib

    known = list(known)
    close = difflib.get_close_matches(name, known, n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join(known) or 'none'}"
    return f"There is no {what} '{name}'; {hint}"
