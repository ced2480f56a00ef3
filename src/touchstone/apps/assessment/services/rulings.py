"""Going on with a decision: allowed, or needing a ruling that somebody gives a reason for; else refused."""

from __future__ import annotations

from touchstone.apps.records import decisions
from touchstone.apps.records.log import Who
from touchstone.apps.records.models import StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.rules.decision import Decision


def go_on_or_refuse(decision: Decision, kept: StoredDecision, *, who: Who, ruling_reason: str) -> None:
    """Raises Refused unless ``decision`` allows it, or needs a ruling and a reason for one is given."""
    if decision.outcome == "allowed":
        return
    if decision.outcome != "needs-ruling":
        raise Refused.by(decision)
    if not ruling_reason.strip():
        reasons = [finding.because for finding in decision.findings if finding.verdict == "needs-ruling"]
        raise Refused(*reasons, "This needs your ruling: give the reason for it.", decision=decision)
    decisions.rule_on(kept, who=who, allowed=True, reason=ruling_reason)
