"""certificate: may the certificate be requested?"""

from __future__ import annotations

from touchstone.rules import uln as unique_learner_number
from touchstone.rules.days import say
from touchstone.rules.decision import Finding
from touchstone.rules.facts.questions import CertificateFacts
from touchstone.rules.findings import Answers, met, missed, not_given
from touchstone.standards.kinds import (
    AchievementDate,
    CertifiableGrade,
    ConfirmedVersion,
    LearnerStatus,
    Permission,
    StandardCode,
    UlnCheckDigit,
)
from touchstone.standards.model import Plan, Rule


def grade(kind: CertifiableGrade, rule: Rule, facts: CertificateFacts, plan: Plan) -> Finding:
    if facts.overall is None:
        return not_given(plan, rule, overall=None)
    possible = plan.overall_grades[1:]
    because = f"Overall grade {facts.overall}; a certificate is for {', '.join(possible)}."
    return met(plan, rule, because) if facts.overall in possible else missed(plan, rule, because)


def standard_code(kind: StandardCode, rule: Rule, facts: CertificateFacts, plan: Plan) -> Finding:
    if facts.lars_code is None:
        return not_given(plan, rule, lars_code=None)
    because = f"LARS code {facts.lars_code}; {plan.standard.reference} has {plan.standard.lars_code}."
    return met(plan, rule, because) if facts.lars_code == plan.standard.lars_code else missed(plan, rule, because)


def confirmed_version(kind: ConfirmedVersion, rule: Rule, facts: CertificateFacts, plan: Plan) -> Finding:
    if facts.confirmed_version is None:
        return not_given(plan, rule, confirmed_version=None)
    because = f"Version {facts.confirmed_version} is confirmed; this is version {plan.version}."
    return met(plan, rule, because) if facts.confirmed_version == plan.version else missed(plan, rule, because)


def learner_status(kind: LearnerStatus, rule: Rule, facts: CertificateFacts, plan: Plan) -> Finding:
    if facts.learner_status is None:
        return not_given(plan, rule, learner_status=None)
    because = f"The learner is {facts.learner_status}; {' and '.join(kind.refused)} are refused."
    return missed(plan, rule, because) if facts.learner_status in kind.refused else met(plan, rule, because)


def achievement_date(kind: AchievementDate, rule: Rule, facts: CertificateFacts, plan: Plan) -> Finding:
    achieved, today = facts.achievement_date, facts.today
    if achieved is not None and achieved < kind.earliest:
        return missed(plan, rule, f"Achieved {say(achieved)}, before {say(kind.earliest)}.")
    if achieved is None or today is None:
        return not_given(plan, rule, achievement_date=achieved, today=today)
    if achieved > today:
        return missed(plan, rule, f"Achieved {say(achieved)}, after today, {say(today)}.")
    return met(plan, rule, f"Achieved {say(achieved)}; today is {say(today)}.")


def uln(kind: UlnCheckDigit, rule: Rule, facts: CertificateFacts, plan: Plan) -> Finding:
    if facts.uln is None:
        return not_given(plan, rule, uln=None)
    trouble = unique_learner_number.trouble(facts.uln)
    if trouble:
        return missed(plan, rule, f"{facts.uln} is no unique learner number: {trouble}.")
    return met(plan, rule, f"The check digit of {facts.uln} fits.")


def permission(kind: Permission, rule: Rule, facts: CertificateFacts, plan: Plan) -> Finding:
    if facts.permission is None:
        return not_given(plan, rule, permission=None)
    if facts.permission:
        return met(plan, rule, "The apprentice's permission is recorded.")
    return missed(plan, rule, "The apprentice has not given permission.")


ANSWERS: Answers = {
    CertifiableGrade: grade,
    StandardCode: standard_code,
    ConfirmedVersion: confirmed_version,
    LearnerStatus: learner_status,
    AchievementDate: achievement_date,
    UlnCheckDigit: uln,
    Permission: permission,
}
