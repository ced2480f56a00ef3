"""Checks of a ``standard.yaml``: versions, KSBs, duties, options, aliases and the rules on starting."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from touchstone.standards.check.notes import Notes
from touchstone.standards.check.rules import check_rules
from touchstone.standards.files import KsbList, SourcesFile, StandardFile
from touchstone.standards.loader import Read, Shared
from touchstone.standards.model import Document
from touchstone.standards.yaml_nodes import Problem

REFERENCE = re.compile(r"[A-Z]{2}[0-9]{4}")
VERSION = re.compile(r"[0-9]+\.[0-9]+")
KSB = re.compile(r"([KSB])([1-9][0-9]*)")


def check_standard(
    file: Read[StandardFile], home: str, sources: Mapping[str, Document], shared: Shared
) -> list[Problem]:
    """``home`` is the name of the standard's folder; ``sources`` are the documents of that folder."""
    said, notes = file.value, Notes(file)
    if not REFERENCE.fullmatch(said.reference):
        notes.wrong(said, f"reference '{said.reference}' should be two capitals and four digits, like ST0000")
    elif home.split("-", 1)[0] != said.reference:
        notes.wrong(said, f"the folder '{home}' should begin with the reference, '{said.reference}-'")
    if not 0 <= said.level <= 8:
        notes.wrong(said, f"level {said.level} should be 1 to 8 (0: not given)")
    if said.lars_code < 0:
        notes.wrong(said, f"lars_code {said.lars_code} should be a positive number (0: not given)")
    _versions(said, notes)
    for ksbs in said.ksbs:
        _ksbs(ksbs, notes)
    _codes(said, notes)
    documents = {**shared.documents, **sources}
    check_rules(said.rules, notes, prefixes=("start",), methods=(), documents=documents, shared=shared.rules)
    return notes.problems


def check_sources(file: Read[SourcesFile]) -> list[Problem]:
    notes = Notes(file)
    notes.once([(document.id, document) for document in file.value.documents], "the document")
    return notes.problems


def _versions(said: StandardFile, notes: Notes) -> None:
    notes.once([(version.version, version) for version in said.versions], "version")
    if not said.versions:
        notes.wrong(said, "has no versions; a standard has at least one")
    for version in said.versions:
        if not VERSION.fullmatch(version.version):
            notes.wrong(version, f"version '{version.version}' should be two numbers and a dot, like 1.0")
        if version.earliest_start and version.latest_start and version.latest_start < version.earliest_start:
            notes.wrong(
                version, f"latest_start {version.latest_start} lies before earliest_start {version.earliest_start}"
            )
    dated = sorted((v for v in said.versions if v.earliest_start), key=lambda v: str(v.earliest_start))
    for earlier, later in pairwise(dated):
        if earlier.latest_start is None or str(later.earliest_start) <= str(earlier.latest_start):
            notes.wrong(later, f"its starts overlap those of {earlier.version}; a start belongs to one version")
    listed = [version for ksbs in said.ksbs for version in ksbs.versions]
    for version in said.versions:
        if listed.count(version.version) != 1:
            notes.wrong(
                version, f"its KSBs are listed {listed.count(version.version)} times; list them once, under ksbs"
            )
    for ksbs in said.ksbs:
        for name in ksbs.versions:
            if name not in [version.version for version in said.versions]:
                notes.wrong(ksbs, f"version '{name}' is not under versions; add it there or remove it here")


def _ksbs(ksbs: KsbList, notes: Notes) -> None:
    """Codes run K1…, S1…, B1… in this order without a gap."""
    expected = dict.fromkeys("KSB", 1)
    letters = ""
    for code in ksbs.texts:
        match = KSB.fullmatch(code)
        if match is None:
            notes.wrong(ksbs, f"'{code}' should be K, S or B and a number, like K1")
            continue
        letter, number = match.group(1), int(match.group(2))
        if number != expected[letter]:
            notes.wrong(
                ksbs, f"{code} stands where {letter}{expected[letter]} is due; number them in order, without gaps"
            )
        expected[letter] = number + 1
        letters += letter
    if letters != "".join(sorted(letters, key="KSB".index)):
        notes.wrong(ksbs, "should list knowledge (K) first, then skills (S), then behaviours (B)")


def _codes(said: StandardFile, notes: Notes) -> None:
    """Duties, options and aliases speak of KSBs there are."""
    known = {code for ksbs in said.ksbs for code in ksbs.texts}
    for duty in said.duties:
        for code in duty.ksbs:
            if code not in known:
                notes.wrong(duty, f"'{code}' is no KSB of this standard")
    notes.once([(option.name, option) for option in said.options], "option")
    for option in said.options:
        for code in option.ksbs:
            if code not in known:
                notes.wrong(option, f"'{code}' is no KSB of this standard")
    for alias, code in said.aliases.items():
        if code not in known:
            notes.wrong(said, f"alias '{alias}' stands for '{code}', which is no KSB of this standard")
        if alias in known:
            notes.wrong(said, f"alias '{alias}' is itself a KSB code; remove it")
