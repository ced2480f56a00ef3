"""Who may do what with a gateway."""

from __future__ import annotations

from touchstone.apps.people.access import Action, Line
from touchstone.apps.people.roles import Role

# Everybody on the apprenticeship but the mentoring supervisor and the safeguarding lead: also for what comes later.
SEEN_BY = frozenset(
    {
        Role.APPRENTICE,
        Role.TUTOR,
        Role.QUALITY_LEAD,
        Role.LINE_MANAGER,
        Role.ASSESSOR,
        Role.QUALITY_ASSURER,
        Role.ADMINISTRATOR,
        Role.REGULATOR_READER,
    }
)
# The employer sees where each requirement stands. How somebody met English or maths can tell of a disability.
DETAILS_SEEN_BY = SEEN_BY - {Role.LINE_MANAGER}
# Whether the certificate can be requested, and whether adjustments were asked about: those who see to it that they are.
ANSWERS_KNOWN_BY = frozenset({Role.APPRENTICE, Role.TUTOR, Role.QUALITY_LEAD, Role.ADMINISTRATOR})
# What is done differently in the assessment concerns whoever takes part in it; why is for those who decide.
ADJUSTMENTS_SEEN_BY = SEEN_BY - {Role.REGULATOR_READER}
DECIDES_ADJUSTMENTS = frozenset({Role.ADMINISTRATOR})
SUPPORT_SEEN_BY = DECIDES_ADJUSTMENTS | {Role.APPRENTICE}
IDENTITY_SEEN_BY = frozenset({Role.TUTOR, Role.QUALITY_LEAD, Role.ADMINISTRATOR, Role.ASSESSOR})

TABLE = (
    Action("gateway.see", "see this gateway", roles=SEEN_BY),
    Action(
        "gateway.give", "give what the gateway asks for", roles=frozenset({Role.TUTOR, Role.LINE_MANAGER}), stops=True
    ),
    Action("gateway.submit", "submit this gateway", roles=frozenset({Role.TUTOR}), stops=True),
    Action("gateway.decide", "confirm or return this gateway", roles=frozenset({Role.ADMINISTRATOR})),
    Action("gateway.desk", "see the gateways that wait for a decision", roles=frozenset({Role.ADMINISTRATOR})),
    Action("gateway.promise", "say how soon gateways are decided", roles=frozenset({Role.ADMINISTRATOR})),
    Action("gateway.rule", "rule on this gateway", roles=frozenset({Role.ADMINISTRATOR})),
    Action("gateway.ruler", "say who rules on gateways", roles=frozenset({Role.OWNER, Role.ADMINISTRATOR})),
    Action(
        "certificate.address",
        "see the permission for the certificate and the address",
        roles=frozenset({Role.APPRENTICE, Role.ADMINISTRATOR}),
        sensitive=True,
    ),
    Action(
        "certificate.permit",
        "give or withdraw the permission for the certificate",
        roles=frozenset({Role.APPRENTICE}),
    ),
    Action("adjustments.see", "see the reasonable adjustments", roles=ADJUSTMENTS_SEEN_BY),
    Action(
        "adjustments.ask",
        "say whether reasonable adjustments are wanted",
        roles=frozenset({Role.APPRENTICE, Role.TUTOR}),
    ),
    Action("adjustments.decide", "decide on reasonable adjustments", roles=DECIDES_ADJUSTMENTS, sensitive=True),
    Action(
        "adjustments.support",
        "open what shows the need for adjustments",
        roles=SUPPORT_SEEN_BY,
        sensitive=True,
    ),
    Action("gateway.identity", "open the identity document", roles=IDENTITY_SEEN_BY, sensitive=True),
)

TIMELINE = {
    "gateway.begun": Line("Began to prepare the gateway", SEEN_BY),
    "gateway.given": Line("Given for the gateway: {title}", SEEN_BY),
    "gateway.submitted": Line("Submitted the gateway to the assessment organisation", SEEN_BY),
    "gateway.answered": Line("Looked at the gateway: {said}", SEEN_BY),
    "gateway.ruled": Line("Ruled on the gateway: {said}", SEEN_BY),
    "gateway.confirmed": Line("Confirmed the gateway", SEEN_BY),
    "gateway.identity-deleted": Line("The identity document was deleted: its time was over", SEEN_BY),
    "certificate.permitted": Line("Gave permission to request the certificate", ANSWERS_KNOWN_BY),
    "certificate.permission-withdrawn": Line("Withdrew the permission to request the certificate", ANSWERS_KNOWN_BY),
    "adjustments.asked": Line("Answered whether reasonable adjustments are wanted", ANSWERS_KNOWN_BY),
    "adjustments.decided": Line("Decided on reasonable adjustments", SUPPORT_SEEN_BY),
    # the name of such a file says enough already
    "adjustments.file-stored": Line("A file that shows the need for adjustments was uploaded", SUPPORT_SEEN_BY),
    "adjustments.file-opened": Line("A file that shows the need for adjustments was opened", SUPPORT_SEEN_BY),
    "gateway.returned": Line("Returned the gateway", SEEN_BY),
}
