"""Types of evidence in the words people and other systems have for them."""

from __future__ import annotations

from touchstone.apps.apprenticeships.importing.cells import Wrong
from touchstone.apps.apprenticeships.importing.header import squeezed
from touchstone.apps.portfolio.words import TYPES
from touchstone.rules.facts.parts import EVIDENCE_TYPES

# Besides its own name and its name for people.
ALSO: dict[str, tuple[str, ...]] = {
    "workplace-record": ("work record", "work product", "product evidence", "document", "workplace document", "report"),
    "mentoring-contract": ("contract", "mentoring agreement", "agreement", "learning contract"),
    "planning-document": ("plan", "session plan", "action plan", "planning"),
    "mentoring-log": ("log", "session log", "mentoring session log", "session record", "mentoring record"),
    "reflective-log": ("reflective journal", "reflection log", "journal", "learning log"),
    "observation-report": ("observation", "workplace observation", "observation record"),
    "professional-communication": ("communication", "email", "correspondence", "professional discussion record"),
    "session-recording": ("recording", "video", "audio", "video recording", "audio recording"),
    "witness-statement": ("witness testimony", "testimony", "testimonial", "employer statement"),
    "other": ("miscellaneous",),
    "reflective-account": ("reflection", "reflective statement", "reflective essay"),
    "self-assessment": ("self evaluation", "skills scan", "self rating"),
}
NAMES = {kind: TYPES[kind][0] for kind in EVIDENCE_TYPES}
UNKNOWN = "“{said}” is no type of evidence here. Write one of: {names}."

_BY_WORDS = {squeezed(word): kind for kind in EVIDENCE_TYPES for word in (kind, NAMES[kind], *ALSO[kind])}


def type_of(said: str) -> str:
    """One of the rules' types, whatever its case and whether it is written as many. Raises Wrong."""
    word = squeezed(said)
    kind = _BY_WORDS.get(word) or _BY_WORDS.get(word.removesuffix("s"))
    if kind is None:
        raise Wrong(UNKNOWN.format(said=said, names=", ".join(NAMES.values())))
    return kind
