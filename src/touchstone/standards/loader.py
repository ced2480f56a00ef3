"""Files -> ``Standard``, ``Plan``, ``Policy``. Reads only what is asked for; raises ``Problems`` with file and line.

What a file may hold is in ``files``; whether its parts fit together is asked by ``check``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic, TypeVar

from touchstone.standards.files import (
    AdoptionEntry,
    CalendarFile,
    PlanFile,
    PolicyFile,
    RulesFile,
    SourcesFile,
    StandardFile,
)
from touchstone.standards.folder import Folder
from touchstone.standards.model import Adoption, Document, Ksb, Plan, Policy, Rule, Standard
from touchstone.standards.typed import Reader
from touchstone.standards.yaml_nodes import Problem, Problems, parse, read_text

F = TypeVar("F")
F_co = TypeVar("F_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Read(Generic[F_co]):
    """A file once read: what it says, its own hash, and the reader that knows its lines."""

    file: str
    value: F_co
    sha256: str
    reader: Reader


def read(path: Path, shape: type[F], file: str) -> Read[F]:
    """One YAML file as ``shape``; ``file`` is its name in messages."""
    return read_string(read_text(path, file), shape, file)


def read_string(text: str, shape: type[F], file: str) -> Read[F]:
    reader = Reader(file)
    value = reader.read(parse(text, file), shape)
    return Read(file, value, hashlib.sha256(text.encode()).hexdigest(), reader)


@dataclass(frozen=True, slots=True)
class Shared:
    """What every standard of a folder has in common: rules, documents, bank holidays."""

    rules: tuple[Rule, ...]
    documents: Mapping[str, Document]
    calendar: CalendarFile
    hash: str

    def rules_of(self, *, start: bool) -> tuple[Rule, ...]:
        return tuple(rule for rule in self.rules if rule.id.startswith("start.") == start)


def load_shared(folder: Folder) -> Shared:
    rules = [read(path, RulesFile, folder.name(path)) for path in folder.common()]
    sources = read_sources(folder, folder.shared / "common")
    days = folder.shared / "calendars" / "england.yaml"
    calendar = read(days, CalendarFile, folder.name(days))
    return Shared(
        rules=tuple(replace(rule, shared=True) for file in rules for rule in file.value.rules),
        documents=_documents(sources.value.documents) | _documents(calendar.value.documents),
        calendar=calendar.value,
        hash=_hash_of(*rules, sources, calendar),
    )


def load_standard(folder: Folder, reference: str, shared: Shared) -> Standard:
    """Raises KeyError for a reference this folder does not have."""
    home = folder.standards()[reference]
    file = read(home / "standard.yaml", StandardFile, folder.name(home / "standard.yaml"))
    sources = read_sources(folder, home)
    said = file.value
    if said.reference != reference:
        message = f"'{said.reference}' should be '{reference}', as its folder is called"
        raise Problems([Problem(file.file, 1, "reference", message)])
    return Standard(
        reference=said.reference,
        title=said.title,
        level=said.level,
        route=said.route,
        lars_code=said.lars_code,
        versions=said.versions,
        ksbs={v: tuple(Ksb(*item) for item in ksbs.texts.items()) for ksbs in said.ksbs for v in ksbs.versions},
        duties=said.duties,
        rules=shared.rules_of(start=True) + said.rules,
        documents={**shared.documents, **_documents(sources.value.documents)},
        hash=_hash(shared.hash, file.sha256, sources.sha256),
        facts=said.facts,
        aliases=said.aliases,
        options=said.options,
    )


def load_plan(folder: Folder, standard: Standard, version: str, shared: Shared) -> Plan:
    """A published plan. Raises KeyError when its file is not held."""
    path = folder.plans(standard.reference)[version]
    return build_plan(read(path, PlanFile, folder.name(path)), standard, shared)


def build_plan(file: Read[PlanFile], standard: Standard, shared: Shared) -> Plan:
    said = file.value
    reference, _, version = said.plan.rpartition("-")
    if reference != standard.reference or version not in standard.ksbs:
        raise Problems([Problem(file.file, 1, "plan", f"'{said.plan}' is no version of {standard.reference}")])
    return Plan(
        id=said.plan,
        standard=standard,
        version=version,
        title=said.title,
        methods=said.methods,
        rules=said.rules + shared.rules_of(start=False),
        component_grades=said.component_grades,
        overall_grades=said.overall_grades,
        silent=said.silent,
        unset=said.unset,
        dispensations=said.dispensations,
        statements=said.statements,
        documents=standard.documents,
        hash=_hash(standard.hash, file.sha256),
        holidays=shared.calendar.days,
        each_ksb_in_one_method=said.each_ksb_in_one_method,
        delta_from_previous=said.delta_from_previous,
        adoption=_adoption(said.adoption) if said.adoption else None,
    )


def _adoption(entry: AdoptionEntry) -> Adoption:
    return Adoption(
        organisation=entry.organisation,
        organisation_name=entry.organisation_name,
        carried_from=entry.carried_from,
        drafted_by=entry.drafted_by,
        drafted_on=entry.drafted_on,
        signed_by=entry.signed_by,
        signed_on=entry.signed_on,
    )


def load_policy(folder: Folder, name: str) -> Policy:
    """Raises KeyError for a policy this folder does not have."""
    path = folder.policies()[name]
    return build_policy(read(path, PolicyFile, folder.name(path)))


def build_policy(file: Read[PolicyFile]) -> Policy:
    said = file.value
    return Policy(
        name=said.name,
        plan=said.plan,
        organisation=said.organisation,
        dated=said.dated,
        entered_by=said.entered_by,
        rules=said.rules,
        documents=_documents(said.documents),
        hash=file.sha256,
    )


def read_sources(folder: Folder, home: Path) -> Read[SourcesFile]:
    """A standard of which nothing is cited yet has no ``sources.yaml``."""
    path = home / "sources.yaml"
    if not path.exists():
        return read_string("documents: []", SourcesFile, folder.name(path))
    return read(path, SourcesFile, folder.name(path))


def _documents(documents: tuple[Document, ...]) -> dict[str, Document]:
    return {document.id: document for document in documents}


def _hash_of(*files: Read[RulesFile] | Read[SourcesFile] | Read[CalendarFile]) -> str:
    return _hash(*(part for file in files for part in (file.file, file.sha256)))


def _hash(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
