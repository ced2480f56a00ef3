"""What a standard and an assessment plan are, once read: frozen, typed, every part with its source.

Nothing here reads files (``loader`` does) and nothing concludes anything (``touchstone.rules`` does).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from touchstone.standards.kinds import Kind

type_of_ksb = {"K": "knowledge", "S": "skill", "B": "behaviour"}


@dataclass(frozen=True, slots=True)
class Source:
    """Where a statement stands. ``document`` is a key of a ``sources.yaml``."""

    document: str
    section: str
    page: str | None = None
    confidence: Literal["high", "medium", "low"] = "high"


@dataclass(frozen=True, slots=True)
class Document:
    """A cited document, as a ``sources.yaml`` describes it."""

    id: str
    title: str
    publisher: str
    version: str | None = None
    dated: dt.date | None = None
    licence: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """Who compared a carried-over rule with the real plan, and where it stands there."""

    document: str
    page: str
    by: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class Ksb:
    code: str  # "K1"
    text: str  # verbatim

    @property
    def type(self) -> str:
        return type_of_ksb[self.code[0]]


@dataclass(frozen=True, slots=True)
class Duty:
    text: str
    ksbs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Version:
    """A version of a standard. ``latest_start`` is None while it is open."""

    version: str
    status: str
    earliest_start: dt.date | None
    latest_start: dt.date | None
    change: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of a plan: ``id`` is the question's prefix and a name, ``kind`` carries its figures.

    ``method`` is None for a rule of every method. ``force`` says what a miss does: "must" blocks, "should" (in a
    source often "typically") warns. ``says`` is our paraphrase, one sentence. ``also`` names further sources,
    where a rule rests on more than one. ``shared`` rules come from ``standards/common``, not from a plan.
    """

    id: str
    kind: Kind
    says: str
    source: Source
    method: str | None = None
    force: Literal["must", "should"] = "must"
    also: tuple[Source, ...] = ()
    shared: bool = False
    checked: Checked | None = None  # only in adopted plans; None there means "carried over, not checked"


@dataclass(frozen=True, slots=True)
class Criterion:
    id: str  # "O-P1"
    grade: str  # "pass" | "distinction"
    text: str  # verbatim
    ksbs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Theme:
    name: str
    ksbs: tuple[str, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Method:
    """An assessment method. A plan that marks by criteria has ``themes``; one that marks by points has ``points``."""

    id: str  # "observation" | "discussion": the word used in facts
    name: str  # the plan's own name for it
    source: Source
    themes: tuple[Theme, ...] = ()
    points: PointsSheet | None = None
    checked: Checked | None = None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return tuple(c for theme in self.themes for c in theme.criteria)

    @property
    def ksbs(self) -> tuple[str, ...]:
        return tuple(code for theme in self.themes for code in theme.ksbs)


@dataclass(frozen=True, slots=True)
class PointsSheet:
    """A sheet of criteria, each given a whole number of points from ``scale``; the sum counts ``weight`` times."""

    criteria: int
    scale: tuple[int, ...]
    weight: int
    max_weighted: int


@dataclass(frozen=True, slots=True)
class Dispensation:
    """A dated waiver. An unknown start is None; ``waives`` is None where what is waived is no rule of this plan."""

    id: str
    waives: str | None  # rule id
    valid_to: dt.date
    valid_from: dt.date | None
    says: str
    source: Source


@dataclass(frozen=True, slots=True)
class Unset:
    """Something the sources do not give: ``what`` is a sentence; ``rules`` (of ``method``) are those that need it."""

    what: str
    rules: tuple[str, ...]
    source: Source
    method: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement of the source that is shown to people and decides nothing (place, equipment, briefing …)."""

    about: str  # "observation" | "discussion" | "portfolio" | "gateway" | "assessment" | "appeal" …
    says: str
    source: Source


@dataclass(frozen=True, slots=True)
class Option:
    """A branch of a standard with options; ``ksbs`` are those it asks for beside the core."""

    name: str
    ksbs: tuple[str, ...] = ()
    code: str | None = None  # the occupation code


@dataclass(frozen=True, slots=True)
class Standard:
    """An occupational standard with all its versions. ``ksbs`` maps a version to its list (texts may differ)."""

    reference: str  # "ST0000"
    title: str
    level: int
    route: str
    lars_code: int
    versions: tuple[Version, ...]
    ksbs: Mapping[str, tuple[Ksb, ...]]
    duties: tuple[Duty, ...]
    rules: tuple[Rule, ...]  # of the question "start": they need no plan
    documents: Mapping[str, Document]
    hash: str
    facts: Mapping[str, str] = field(default_factory=dict)  # funding band, EQA provider, …: shown, decides nothing
    aliases: Mapping[str, str] = field(default_factory=dict)  # other spellings of KSB codes met in documents
    options: tuple[Option, ...] = ()

    def later_than(self, version: str) -> tuple[Version, ...]:
        """The versions that came after one of them, oldest first."""
        place = [each.version for each in self.versions].index(version)
        return self.versions[place + 1 :]


@dataclass(frozen=True, slots=True)
class Adoption:
    """Why this plan decides although its own text is not at hand: one organisation's adoption."""

    organisation: str  # EPA id
    organisation_name: str
    carried_from: str  # plan id
    drafted_by: str
    drafted_on: dt.date
    signed_by: str | None = None
    signed_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan that is held: its rules can be run. ``hash`` covers every file it was read from."""

    id: str  # "ST0000-1.0"
    standard: Standard
    version: str
    title: str
    methods: tuple[Method, ...]
    rules: tuple[Rule, ...]  # the plan's own and the common ones
    component_grades: tuple[str, ...]  # lowest first
    overall_grades: tuple[str, ...]  # lowest first
    silent: Mapping[str, Unset]  # question -> why the plan is silent on it as a whole
    unset: tuple[Unset, ...]
    dispensations: tuple[Dispensation, ...]
    statements: tuple[Statement, ...]
    documents: Mapping[str, Document]
    hash: str
    holidays: Mapping[dt.date, str] = field(default_factory=dict)  # bank holidays of England
    each_ksb_in_one_method: bool = False  # the plan says every KSB is assessed by exactly one method
    delta_from_previous: str | None = None
    adoption: Adoption | None = None

    @property
    def ksbs(self) -> tuple[Ksb, ...]:
        return self.standard.ksbs[self.version]

    @property
    def unchecked(self) -> tuple[Rule, ...]:
        """What an adopted plan carries over and nobody has compared with the real plan; nothing in a published plan."""
        if self.adoption is None:
            return ()
        return tuple(rule for rule in self.rules if not rule.shared and rule.checked is None)

    def method(self, method_id: str) -> Method:
        """Raises KeyError for a method this plan does not have."""
        for method in self.methods:
            if method.id == method_id:
                return method
        raise KeyError(method_id)


@dataclass(frozen=True, slots=True)
class PlanNotHeld:
    """A version of a known standard whose plan is in no source at hand. ``why``: where there is more to say."""

    id: str
    standard: Standard
    version: str
    why: str | None = None

    @property
    def ksbs(self) -> tuple[Ksb, ...]:
        return self.standard.ksbs[self.version]


@dataclass(frozen=True, slots=True)
class Policy:
    """An assessment organisation's own limits, layered over a plan.

    Each of ``rules`` replaces the plan's rule of the same id and method, or adds one where the plan is silent.
    A policy may fill what is unset or silent and change what the plan calls typical; it may not touch a "must".
    """

    name: str
    plan: str
    organisation: str
    dated: dt.date
    entered_by: str
    rules: tuple[Rule, ...]
    documents: Mapping[str, Document]
    hash: str
