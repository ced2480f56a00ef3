"""What each kind of YAML file in ``standards/`` holds: the outermost shape, before the parts become one ``Plan``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from touchstone.standards.model import (
    Dispensation,
    Document,
    Duty,
    Method,
    Option,
    Rule,
    Source,
    Statement,
    Unset,
    Version,
)


@dataclass(frozen=True, slots=True)
class KsbList:
    """The KSB texts of the named versions; the code is the key."""

    versions: tuple[str, ...]
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StandardFile:
    """``<REF>-<slug>/standard.yaml``"""

    reference: str
    title: str
    level: int
    route: str
    lars_code: int
    versions: tuple[Version, ...]
    ksbs: tuple[KsbList, ...]
    duties: tuple[Duty, ...] = ()
    rules: tuple[Rule, ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class AdoptionEntry:
    """The head of an adoption. ``signed_digest`` is the digest of everything that was signed."""

    organisation: str
    organisation_name: str
    carried_from: str
    drafted_by: str
    drafted_on: dt.date
    signed_by: str | None = None
    signed_on: dt.date | None = None
    signed_digest: str | None = None


@dataclass(frozen=True, slots=True)
class PlanFile:
    """``<REF>-<slug>/<version>.yaml``, and an adopted plan in a data folder (which has an ``adoption``)."""

    plan: str
    title: str
    component_grades: tuple[str, ...]
    overall_grades: tuple[str, ...]
    methods: tuple[Method, ...]
    rules: tuple[Rule, ...]
    each_ksb_in_one_method: bool = False
    silent: Mapping[str, Unset] = field(default_factory=dict)
    unset: tuple[Unset, ...] = ()
    dispensations: tuple[Dispensation, ...] = ()
    statements: tuple[Statement, ...] = ()
    delta_from_previous: str | None = None
    adoption: AdoptionEntry | None = None


@dataclass(frozen=True, slots=True)
class SourcesFile:
    """``sources.yaml``"""

    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class RulesFile:
    """A file of ``common/``: rules every plan shares."""

    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class PolicyFile:
    """A file of ``policies/``: an assessment organisation's own limits."""

    name: str
    plan: str
    organisation: str
    dated: dt.date
    entered_by: str
    documents: tuple[Document, ...]
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A file of ``calendars/``: days that are no working days, besides Saturdays and Sundays."""

    name: str
    documents: tuple[Document, ...]
    source: Source
    days: Mapping[dt.date, str]


@dataclass(frozen=True, slots=True)
class HoursEntry:
    """The least off-the-job hours of an apprenticeship that starts on or after a day."""

    starts_from: dt.date
    least: int
    source: Source


@dataclass(frozen=True, slots=True)
class OffTheJobFile:
    """``training/off-the-job.yaml``"""

    documents: tuple[Document, ...]
    hours: tuple[HoursEntry, ...]


@dataclass(frozen=True, slots=True)
class WantedEntry:
    """Something wanted at the gateway that no plan asks for."""

    id: str
    says: str
    source: Source


@dataclass(frozen=True, slots=True)
class WordingEntry:
    """What somebody signs at the gateway, from a day on."""

    signs: str
    dated: dt.date
    says: str
    source: Source


@dataclass(frozen=True, slots=True)
class BesideFile:
    """``gateway/beside.yaml``"""

    documents: tuple[Document, ...]
    wanted: tuple[WantedEntry, ...]
    wordings: tuple[WordingEntry, ...]
