"""Who may see and do what with evidence and portfolios."""

from __future__ import annotations

from touchstone.apps.people.access import Action, Line
from touchstone.apps.people.roles import Role

# The apprentice's own words: while at work they are for the apprentice and those who train them.
LIVE = frozenset({Role.APPRENTICE, Role.TUTOR, Role.QUALITY_LEAD})
# The employer follows progress: what there is and what it covers, not what it says.
PROGRESS = LIVE | {Role.LINE_MANAGER}
# What was submitted is what is assessed, checked and sampled.
SUBMITTED = PROGRESS | {Role.ASSESSOR, Role.QUALITY_ASSURER, Role.ADMINISTRATOR, Role.REGULATOR_READER}
# Whoever supervises the mentoring sees how far the apprentice is, and no piece.
COVERAGE = PROGRESS | {Role.SUPERVISOR}
WRITES = frozenset({Role.APPRENTICE, Role.TUTOR})
CONFIRMS = (Role.APPRENTICE, Role.TUTOR, Role.LINE_MANAGER)  # that a portfolio is authentic, in the order shown

TABLE = (
    Action("evidence.list", "see the list of evidence", roles=PROGRESS),
    Action("evidence.coverage", "see what the evidence covers", roles=COVERAGE),
    Action("evidence.add", "add evidence", roles=WRITES, stops=True),
    Action("evidence.import", "import evidence from another system", roles=WRITES, stops=True),
    Action("evidence.import-result", "open the result of an import of evidence", roles=WRITES, sensitive=True),
    Action("evidence.open", "open this piece of evidence", roles=LIVE, sensitive=True),
    Action("evidence.change", "change this piece of evidence", roles=WRITES, sensitive=True, stops=True),
    Action("evidence.note", "say what this piece shows of each KSB", roles=frozenset({Role.APPRENTICE}), stops=True),
    Action(
        "evidence.judge", "judge what this piece claims", roles=frozenset({Role.TUTOR, Role.QUALITY_LEAD}), stops=True
    ),
    Action("evidence.files", "rename or replace a file of this piece of evidence", roles=WRITES, stops=True),
    Action("evidence.remove", "remove this piece of evidence", roles=WRITES, stops=True),
    Action("evidence.withdraw", "withdraw this piece of evidence", roles=WRITES),
    Action("file.upload", "upload files", roles=WRITES, stops=True),
    Action("file.open", "open this file", roles=SUBMITTED, sensitive=True),
    Action("portfolio.selection", "see what is chosen for the portfolio", roles=PROGRESS),
    Action("portfolio.select", "choose what goes into the portfolio", roles=WRITES, stops=True),
    Action("portfolio.submit", "submit the portfolio", roles=frozenset({Role.TUTOR}), stops=True),
    Action("portfolio.see", "see the submitted portfolio", roles=SUBMITTED),
    Action("portfolio.open-form", "open the form of the submitted portfolio", roles=SUBMITTED, sensitive=True),
    Action("portfolio.open-draft", "open the draft of the form", roles=LIVE, sensitive=True),
    Action("portfolio.confirm", "confirm that the portfolio is authentic", roles=frozenset(CONFIRMS), stops=True),
    Action("portfolio.open-item", "open this piece of the submitted portfolio", roles=SUBMITTED, sensitive=True),
)

TIMELINE = {
    "evidence.added": Line("A piece of evidence was added", PROGRESS),
    "evidence.changed": Line("A piece of evidence was changed", PROGRESS),
    "evidence.removed": Line("A piece of evidence was removed", PROGRESS),
    "evidence.noted": Line("What a piece of evidence shows was written down", PROGRESS),
    "evidence.judged": Line("{accepted} claims of a piece of evidence accepted, {needs_work} need work", PROGRESS),
    "evidence.file-renamed": Line("A file of a piece of evidence was renamed", LIVE),
    "evidence.file-replaced": Line("A file of a piece of evidence was replaced; the earlier one is kept", PROGRESS),
    "evidence.import-started": Line("An import of evidence from another system was started", LIVE),
    "evidence.import-ended": Line("An import of evidence from another system ended: {done} pieces were added", LIVE),
    "evidence.import-opened": Line("The result of an import of evidence was opened", LIVE),
    "evidence.withdrawn": Line("A piece of evidence was withdrawn: consent for it was taken back", SUBMITTED),
    "evidence.opened": Line("A piece of evidence was opened", LIVE),
    "file.stored": Line("A file was uploaded", LIVE),
    "file.opened": Line("A file was opened", LIVE),
    "file.forgotten": Line("The content of a file was deleted for good", SUBMITTED),
    "file.infected": Line("The virus scanner found something in a file: nobody is given it any more", LIVE),
    "portfolio.selected": Line("What goes into the portfolio was chosen", PROGRESS),
    "portfolio.submitted": Line("Portfolio {number} was submitted, with {pieces} pieces", SUBMITTED),
    "portfolio.confirmed": Line("Portfolio {number} was confirmed to be authentic, as {role}", SUBMITTED),
    "portfolio.form-opened": Line("The form of portfolio {number} was opened", LIVE),
    "portfolio.draft-opened": Line("The draft of the mapping form was opened", LIVE),
    "portfolio.item-opened": Line("A piece of the submitted portfolio was opened", LIVE),
}
