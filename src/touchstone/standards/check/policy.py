"""Checks of a policy: an organisation may supply what a plan leaves open, never change what it says must be."""

from __future__ import annotations

from touchstone.standards.check.notes import Notes
from touchstone.standards.check.plan import check_names, names
from touchstone.standards.check.rules import check_rules, figures_unset
from touchstone.standards.files import PolicyFile
from touchstone.standards.loader import Read
from touchstone.standards.model import Document, Plan, PlanNotHeld, Rule
from touchstone.standards.questions import OF_A_PLAN, PREFIXES, prefix_of
from touchstone.standards.yaml_nodes import Problem


def check_policy(file: Read[PolicyFile], expected_name: str | None, plan: Plan | PlanNotHeld | None) -> list[Problem]:
    """``plan`` is the one the policy names; None where there is no such plan."""
    said, notes = file.value, Notes(file)
    if expected_name is not None and said.name != expected_name:
        notes.wrong(said, f"name '{said.name}' should be '{expected_name}', as the file is called")
    notes.once([(document.id, document) for document in said.documents], "the document")
    if not isinstance(plan, Plan):
        notes.wrong(said, f"plan '{said.plan}' is not held; name a plan of: touchstone plan list")
        return notes.problems
    documents: dict[str, Document] = {document.id: document for document in said.documents}
    check_rules(
        said.rules,
        notes,
        prefixes=[PREFIXES[question] for question in OF_A_PLAN],
        methods=[method.id for method in plan.methods],
        documents=documents,
        shared=[rule for rule in plan.rules if rule.shared],
    )
    for rule in said.rules:
        if rule.source.page is None:
            notes.wrong(rule.source, "'page' is missing; a policy says on which page of its document the figure stands")
        if figures_unset(rule):
            notes.wrong(rule, f"'{rule.id}' leaves a figure unset; a policy supplies figures")
        _may(rule, plan, notes)
        check_names(rule, plan, notes)
    return notes.problems


def _may(rule: Rule, plan: Plan, notes: Notes) -> None:
    there = [mine for mine in plan.rules if mine.id == rule.id and mine.method == rule.method]
    left_open = any(names(entry, rule) for entry in plan.unset)
    silent = any(PREFIXES[question] == prefix_of(rule.id) for question in plan.silent)
    if not there:
        if not (left_open or silent):
            notes.wrong(
                rule, f"'{rule.id}' is nothing the plan leaves open; a policy fills only what is unset or silent"
            )
        return
    mine = there[0]
    if type(mine.kind) is not type(rule.kind):
        notes.wrong(rule, f"'{rule.id}' is of another kind in the plan; keep the plan's kind")
    if mine.force != rule.force:
        notes.wrong(rule, f"'{rule.id}' is a '{mine.force}' in the plan; a policy changes figures, not that word")
    if mine.force == "must" and not (left_open and figures_unset(mine)):
        notes.wrong(rule, f"'{rule.id}' is a must of the plan; a policy may not change it")
