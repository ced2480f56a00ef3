"""Checks of a plan's methods: themes, criteria, points, and which method assesses which KSB."""

from __future__ import annotations

from collections.abc import Mapping

from touchstone.standards.check.notes import Notes
from touchstone.standards.files import PlanFile
from touchstone.standards.kinds import AllCriteria, Complete, PointsThreshold
from touchstone.standards.model import Document, Method, PointsSheet, Theme


def check_methods(said: PlanFile, notes: Notes, ksbs: tuple[str, ...], documents: Mapping[str, Document]) -> None:
    if not said.methods:
        notes.wrong(said, "has no methods; a plan has at least one")
    notes.once([(method.id, method) for method in said.methods], "the method")
    notes.once([(c.id, c) for method in said.methods for c in method.criteria], "the criterion")
    for method in said.methods:
        notes.sources([method.source], documents)
        notes.once([(theme.name, theme) for theme in method.themes], "the theme")
        if bool(method.themes) == bool(method.points):
            notes.wrong(method, "should have either themes (with criteria) or points")
        for theme in method.themes:
            _theme(theme, said, notes, ksbs)
        if method.points:
            _points(method.points, notes)
        _grading(method, said, notes)
    if said.each_ksb_in_one_method:
        _once_each(said, notes, ksbs)


def _theme(theme: Theme, said: PlanFile, notes: Notes, ksbs: tuple[str, ...]) -> None:
    for code in theme.ksbs:
        if code not in ksbs:
            notes.wrong(theme, f"'{code}' is no KSB of this version")
    lowest, passing = said.component_grades[0], said.component_grades[1]
    for criterion in theme.criteria:
        if criterion.grade not in said.component_grades or criterion.grade == lowest:
            allowed = ", ".join(said.component_grades[1:])
            notes.wrong(criterion, f"grade '{criterion.grade}' should be one of {allowed}")
        if not criterion.ksbs:
            notes.wrong(criterion, "names no KSBs; a criterion has at least one")
        for code in criterion.ksbs:
            if code not in theme.ksbs:
                notes.wrong(criterion, f"'{code}' is not among the KSBs of its theme, {theme.name}")
    covered = {code for criterion in theme.criteria if criterion.grade == passing for code in criterion.ksbs}
    for code in theme.ksbs:
        if code not in covered:
            notes.wrong(theme, f"'{code}' is covered by no {passing} criterion of this theme; add one or move the KSB")


def _points(points: PointsSheet, notes: Notes) -> None:
    if list(points.scale) != sorted(set(points.scale)) or len(points.scale) < 2 or points.scale[0] < 0:
        notes.wrong(points, "scale should name at least two different numbers of points from 0 up, lowest first")
    elif points.criteria * points.scale[-1] * points.weight != points.max_weighted:
        made = points.criteria * points.scale[-1] * points.weight
        notes.wrong(points, f"max_weighted is {points.max_weighted}; criteria × highest points × weight make {made}")


def _grading(method: Method, said: PlanFile, notes: Notes) -> None:
    """Each grade above the lowest has the rule that gives it, and what that rule asks for is there."""
    if "grade-method" in said.silent:
        return
    wanted = AllCriteria if method.themes else PointsThreshold
    given = [
        rule.kind.grade for rule in said.rules if isinstance(rule.kind, wanted) and rule.method in (None, method.id)
    ]
    missing = [grade for grade in said.component_grades[1:] if grade not in given]
    if missing:
        notes.wrong(method, f"has no grade rule for {' and '.join(missing)}; add it under rules")
    if not any(isinstance(rule.kind, Complete) and rule.method in (None, method.id) for rule in said.rules):
        notes.wrong(method, "has no rule of kind complete; without it a missing mark would pass unseen")
    for grade in said.component_grades[1:] if method.themes else ():
        if grade not in [criterion.grade for criterion in method.criteria]:
            notes.wrong(method, f"has no {grade} criterion, so everybody would have that grade; add one")


def _once_each(said: PlanFile, notes: Notes, ksbs: tuple[str, ...]) -> None:
    for code in ksbs:
        where = [method.id for method in said.methods if code in method.ksbs]
        if not where:
            notes.wrong(said, f"{code} is assessed by no method; put it in a theme")
        if len(where) > 1:
            notes.wrong(said, f"{code} is assessed by {' and '.join(where)}; the plan says by one method")
    for method in said.methods:
        codes = [(code, theme) for theme in method.themes for code in theme.ksbs]
        notes.once(codes, f"in {method.name} the KSB")
