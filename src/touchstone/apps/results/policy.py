"""Who may check, release and see results. Before its release a result is nobody's but the assessment organisation's."""

from __future__ import annotations

from touchstone.apps.assessment.policy import RECORD_SEEN_BY
from touchstone.apps.gateway.policy import SEEN_BY
from touchstone.apps.people.access import Action, Line
from touchstone.apps.people.roles import Role

TABLE = (
    Action("record.check", "quality-assure this record", roles=frozenset({Role.QUALITY_ASSURER}), sensitive=True),
    Action("result.release", "release this result", roles=frozenset({Role.ADMINISTRATOR}), sensitive=True),
    Action("result.see", "see the result", roles=SEEN_BY),
    Action("result.statement", "open the statement of result", roles=SEEN_BY, sensitive=True),
    Action("decision.see", "see this decision", roles=SEEN_BY, sensitive=True),
)

TIMELINE = {
    "record.agreed": Line("Quality assurance agreed the record of the {method}", RECORD_SEEN_BY),
    "record.sent-back": Line("Quality assurance sent the record of the {method} back", RECORD_SEEN_BY),
    "result.released": Line("The result was released", SEEN_BY),
    "decision.opened": Line("A decision about the assessment was opened", RECORD_SEEN_BY),
    "statement.opened": Line("The statement of result was opened", SEEN_BY),
}
