"""Checks of a plan file: its methods, rules, tables, dispensations, and what it leaves unset."""

from __future__ import annotations

from itertools import product

from touchstone.standards.check.methods import check_methods
from touchstone.standards.check.notes import Notes
from touchstone.standards.check.rules import check_rules, figures_unset
from touchstone.standards.files import PlanFile
from touchstone.standards.kinds import (
    AllComponents,
    AllCriteria,
    Coverage,
    GradeTable,
    NoFailedComponent,
    NoZero,
    PointsThreshold,
    PointsTotal,
    PointsValid,
    RepeatCap,
    ThemesAsked,
    ThresholdsKnown,
)
from touchstone.standards.loader import Read, Shared
from touchstone.standards.model import Method, Plan, Rule, Standard, Unset
from touchstone.standards.questions import OF_A_PLAN, PREFIXES, prefix_of
from touchstone.standards.yaml_nodes import Problem


def check_plan(file: Read[PlanFile], expected_id: str | None, standard: Standard, shared: Shared) -> list[Problem]:
    """``expected_id`` is what folder and file name say; None for a file that has no such place."""
    said, notes = file.value, Notes(file)
    if expected_id is not None and said.plan != expected_id:
        notes.wrong(said, f"plan '{said.plan}' should be '{expected_id}', as its folder and file name say")
    ksbs = standard.ksbs.get(said.plan.rpartition("-")[2])
    if ksbs is None or not said.plan.startswith(f"{standard.reference}-"):
        notes.wrong(said, f"plan '{said.plan}' is no version of {standard.reference}; add it to standard.yaml")
        return notes.problems
    if not _grades(said, notes):
        return notes.problems  # nothing else can be asked without grades
    check_methods(said, notes, tuple(ksb.code for ksb in ksbs), standard.documents)
    check_rules(
        said.rules,
        notes,
        prefixes=[PREFIXES[question] for question in OF_A_PLAN],
        methods=[method.id for method in said.methods],
        documents=standard.documents,
        shared=shared.rules,
    )
    for rule in said.rules:
        check_names(rule, said, notes)
    _overall(said, notes)
    _questions(said, notes)
    _unset(said, notes, standard, {rule.id for rule in shared.rules})
    _dispensations(said, notes, standard)
    notes.sources([statement.source for statement in said.statements], standard.documents)
    return notes.problems


def check_published(file: Read[PlanFile]) -> list[Problem]:
    """A published plan is its own: nothing adopted, nothing left to be checked."""
    notes = Notes(file)
    if file.value.adoption:
        notes.wrong(file.value.adoption, "a published plan is not adopted; adoptions live in a data folder")
    parts: list[Rule | Method] = [*file.value.rules, *file.value.methods]
    for part in parts:
        if part.checked:
            notes.wrong(part, "'checked' belongs to adopted plans; remove it")
    return notes.problems


def _grades(said: PlanFile, notes: Notes) -> bool:
    for name, grades in (("component_grades", said.component_grades), ("overall_grades", said.overall_grades)):
        if len(grades) < 2 or len(set(grades)) != len(grades):
            notes.wrong(said, f"{name} should name at least two different grades, lowest first")
    return not notes.problems


def check_names(rule: Rule, said: PlanFile | Plan, notes: Notes) -> None:
    """What a rule names (a theme, a method, a grade) is there."""
    kind = rule.kind
    methods = [method.id for method in said.methods]
    themes = [theme.name for m in said.methods if rule.method in (None, m.id) for theme in m.themes]
    if isinstance(kind, ThemesAsked):
        _known(kind, kind.themes, themes, "theme", notes)
    if isinstance(kind, Coverage):
        _known(kind, (kind.underpins,), methods, "method", notes)
    if isinstance(kind, AllCriteria | PointsThreshold):
        _known(kind, (kind.grade,), said.component_grades[1:], "component grade", notes)
    if isinstance(kind, PointsTotal):
        _known(kind, (kind.grade, kind.otherwise), said.overall_grades, "overall grade", notes)
    if isinstance(kind, RepeatCap):
        _known(kind, (kind.grade,), said.overall_grades[1:], "overall grade", notes)
    if isinstance(kind, GradeTable):
        _table(kind, said, notes)
    of = [method for method in said.methods if rule.method in (None, method.id)]
    if isinstance(kind, AllCriteria) and any(method.points for method in of):
        notes.wrong(rule, "is about criteria; name a method that is marked by criteria")
    if isinstance(kind, PointsThreshold | PointsValid | NoZero | ThresholdsKnown) and any(m.themes for m in of):
        notes.wrong(rule, "is about points; name a method that is marked by points")


def _known(thing: object, names: tuple[str, ...], known: list[str] | tuple[str, ...], what: str, notes: Notes) -> None:
    for name in names:
        if name not in known:
            notes.wrong(thing, f"'{name}' is no {what} of this plan; there are {', '.join(known) or 'none'}")


def _table(kind: GradeTable, said: PlanFile | Plan, notes: Notes) -> None:
    """Each combination of grades above the lowest has its row, and no row speaks of anything else."""
    passing = ["+".join(grades) for grades in product(said.component_grades[1:], repeat=len(said.methods))]
    possible = ["+".join(grades) for grades in product(said.component_grades, repeat=len(said.methods))]
    missing = [row for row in passing if row not in kind.rows]
    if missing:
        notes.wrong(kind, f"the table has no row for {', '.join(missing)}; add it")
    for row, grade in kind.rows.items():
        if row not in possible:
            notes.wrong(kind, f"row '{row}' is no combination of this plan's grades, in the order of its methods")
        elif row not in passing and grade != said.overall_grades[0]:
            notes.wrong(
                kind, f"row '{row}' holds a {said.component_grades[0]}, so it can only be {said.overall_grades[0]}"
            )
        if grade not in said.overall_grades:
            notes.wrong(kind, f"'{grade}' is no overall grade of this plan; there are {', '.join(said.overall_grades)}")


def _overall(said: PlanFile, notes: Notes) -> None:
    if "grade-overall" in said.silent:
        return
    ways = [rule for rule in said.rules if isinstance(rule.kind, GradeTable | PointsTotal)]
    if len(ways) != 1:
        notes.wrong(said, "should have exactly one rule that makes the overall grade, a grade-table or a points-total")
    for needed, name in ((AllComponents, "all-components"), (NoFailedComponent, "no-failed-component")):
        if not any(isinstance(rule.kind, needed) for rule in said.rules):
            notes.wrong(said, f"has no rule of kind {name}; the overall grade needs one")


def _questions(said: PlanFile, notes: Notes) -> None:
    """Each question has rules, or the plan says that it is silent on it."""
    asked = {prefix_of(rule.id) for rule in said.rules}
    for question in OF_A_PLAN:
        if PREFIXES[question] in asked and question in said.silent:
            notes.wrong(
                said.silent[question], f"the plan has rules on {question}, so it is not silent on it; remove one"
            )
        if PREFIXES[question] not in asked and question not in said.silent:
            notes.wrong(said, f"has no rules on {question}; add them, or name it under silent with the reason")
    for question, unset in said.silent.items():
        if question not in OF_A_PLAN:
            notes.wrong(unset, f"'{question}' is no question of a plan; choose from {', '.join(OF_A_PLAN)}")


def _unset(said: PlanFile, notes: Notes, standard: Standard, shared: set[str]) -> None:
    """An entry names rules a policy may supply; a rule with a figure missing is named by an entry."""
    allowed = {PREFIXES[question] for question in OF_A_PLAN}
    for entry in (*said.unset, *said.silent.values()):
        notes.sources([entry.source], standard.documents)
        if entry.method is not None and entry.method not in [method.id for method in said.methods]:
            notes.wrong(entry, f"method '{entry.method}' is not known")
        for rule_id in entry.rules:
            if prefix_of(rule_id) not in allowed or "." not in rule_id or rule_id in shared:
                notes.wrong(entry, f"'{rule_id}' is no id of a rule a plan can have")
    for rule in said.rules:
        if figures_unset(rule) and not any(names(entry, rule) for entry in said.unset):
            notes.wrong(rule, f"a figure of '{rule.id}' is unset; say under unset what is missing and name the rule")


def names(entry: Unset, rule: Rule) -> bool:
    """The entry is about this rule."""
    return rule.id in entry.rules and entry.method in (None, rule.method)


def _dispensations(said: PlanFile, notes: Notes, standard: Standard) -> None:
    notes.once([(dispensation.id, dispensation) for dispensation in said.dispensations], "the dispensation")
    notes.sources([dispensation.source for dispensation in said.dispensations], standard.documents)
    for dispensation in said.dispensations:
        if dispensation.waives is not None and dispensation.waives not in [rule.id for rule in said.rules]:
            notes.wrong(
                dispensation, f"waives '{dispensation.waives}', which is no rule of this plan; name one or none"
            )
        if dispensation.valid_from and dispensation.valid_from > dispensation.valid_to:
            notes.wrong(dispensation, "valid_from lies after valid_to")
