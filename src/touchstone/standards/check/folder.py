"""Checks whole folders, or one path: finds the files, reads them, and asks the checker of their kind."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TypeVar

from touchstone.standards import adoption, beside, catalogue, lock, training
from touchstone.standards.catalogue import Catalogue, NotFound
from touchstone.standards.check.notes import Notes
from touchstone.standards.check.plan import check_plan, check_published
from touchstone.standards.check.policy import check_policy
from touchstone.standards.check.rules import check_rules
from touchstone.standards.check.standard import check_sources, check_standard
from touchstone.standards.files import CalendarFile, PlanFile, PolicyFile, RulesFile, SourcesFile, StandardFile
from touchstone.standards.folder import Folder, shipped
from touchstone.standards.loader import Read, read, read_sources
from touchstone.standards.model import Document, Plan, PlanNotHeld, Standard
from touchstone.standards.questions import OF_A_PLAN, PREFIXES
from touchstone.standards.yaml_nodes import Problem, Problems, read_text

F = TypeVar("F")


def check_path(path: Path) -> list[Problem]:
    """A folder of standards, that of one standard, a data folder (with ``adoptions/``), or a file of any of these."""
    if path.is_file() and (path.parent / "standard.yaml").exists():
        path = path.parent
    elif path.is_file() and path.parent.name == "policies":
        path = path.parent.parent
    elif path.is_file():
        return _adoption(path, str(path))
    if not path.is_dir():
        return [Problem(str(path), 0, "", "is not there; name a folder of standards, of one standard, or an adoption")]
    if (path / "standard.yaml").exists():
        path = path.resolve()
        return check_folder(Folder(path.parent, shipped().shared), only=path.name)
    if (path / "common").is_dir():
        return check_folder(Folder(path, path))
    return check_folder(Folder(path, shipped().shared))


def check_folder(folder: Folder, only: str | None = None) -> list[Problem]:
    """Everything wrong with a folder of standards; ``only`` names the folder of one standard in it."""
    work = _Work(Catalogue(folder))
    if folder.root == folder.shared and only is None:
        work.common()
    for home in sorted(folder.root.glob("*-*/standard.yaml")):
        if only in (None, home.parent.name):
            work.standard(home.parent)
    if only is None:
        for name, path in folder.policies().items():
            work.policy(name, path)
        for path in sorted(folder.root.glob("adoptions/*/*.yaml")):
            work.adoption(path)
        if (folder.root / lock.NAME).exists() or folder == shipped():
            work.problems += lock.check(folder)
    if not work.files:
        work.problems.append(Problem(str(folder.root), 0, "", "holds no standards (a folder like XX0001-name)"))
    return sorted(set(work.problems))


class _Work:
    """One run over a folder: what was read, and what was wrong."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.folder = catalogue.folder
        self.problems: list[Problem] = []
        self.files = 0

    def _read(self, path: Path, shape: type[F]) -> Read[F] | None:
        self.files += 1
        try:
            return read(path, shape, self.folder.name(path))
        except Problems as error:
            self.problems += error.problems
            return None

    def _sources(self, home: Path) -> Read[SourcesFile] | None:
        try:
            return read_sources(self.folder, home)
        except Problems as error:
            self.problems += error.problems
            return None

    def common(self) -> None:
        sources = self._sources(self.folder.shared / "common")
        documents = _by_id(sources)
        if sources:
            self.problems += check_sources(sources)
        allowed = [prefix for question, prefix in PREFIXES.items() if question not in OF_A_PLAN]
        for path in self.folder.common():
            if file := self._read(path, RulesFile):
                notes = Notes(file)
                check_rules(file.value.rules, notes, prefixes=allowed, methods=(), documents=documents)
                self.problems += notes.problems
        for path in sorted(self.folder.shared.glob("calendars/*.yaml")):
            if calendar := self._read(path, CalendarFile):
                notes = Notes(calendar)
                notes.sources([calendar.value.source], {d.id: d for d in calendar.value.documents})
                self.problems += notes.problems
        for shared in (training, beside):
            if (self.folder.shared / shared.PLACE).exists():
                self.files += 1
                try:
                    shared.load(self.folder)
                except Problems as error:
                    self.problems += error.problems

    def standard(self, home: Path) -> None:
        sources = self._sources(home)
        file = self._read(home / "standard.yaml", StandardFile)
        if sources:
            self.problems += check_sources(sources)
        if file is None or sources is None:
            return
        try:
            shared = self.catalogue.shared
        except Problems as error:
            self.problems += error.problems
            return
        self.problems += check_standard(file, home.name, _by_id(sources), shared)
        if file.value.reference in self.catalogue.references():
            self._plans(self.catalogue.standard(file.value.reference))

    def _plans(self, standard: Standard) -> None:
        for version, path in self.folder.plans(standard.reference).items():
            if plan := self._read(path, PlanFile):
                self.problems += check_published(plan)
                expected = f"{standard.reference}-{version}"
                self.problems += check_plan(plan, expected, standard, self.catalogue.shared)

    def policy(self, name: str, path: Path) -> None:
        file = self._read(path, PolicyFile)
        if file is None:
            return
        try:
            self.problems += check_policy(file, name, self._plan(file.value.plan))
        except Problems:
            return  # the plan's own problems are told already

    def _plan(self, plan_id: str) -> Plan | PlanNotHeld | None:
        """A plan of this folder, else one that comes with this software."""
        for find in (self.catalogue.plan, catalogue.plan):
            try:
                return find(plan_id)
            except NotFound:
                continue
        return None

    def adoption(self, path: Path) -> None:
        self.files += 1
        name = self.folder.name(path)
        problems = _adoption(path, name)
        self.problems += problems
        if not problems and name != str(_place_of(path)):
            self.problems.append(Problem(name, 0, "", f"should lie at {_place_of(path)}, as it says itself"))


def _adoption(path: Path, name: str) -> list[Problem]:
    try:
        adoption.read(read_text(path, name), name)
    except Problems as error:
        return list(error.problems)
    return []


def _place_of(path: Path) -> PurePosixPath:
    plan = adoption.read(read_text(path))
    return adoption.place(plan.adoption.organisation if plan.adoption else "", plan.id)


def _by_id(sources: Read[SourcesFile] | None) -> dict[str, Document]:
    return {document.id: document for document in sources.value.documents} if sources else {}
