"""The words of evidence: what its types and contributions are called on every page."""

from __future__ import annotations

# Type of the rules' facts -> its name for people, and a hint for choosing.
TYPES: dict[str, tuple[str, str]] = {
    "workplace-record": ("Document or record from work", "A policy you worked on, minutes, an e-mail, a report"),
    "mentoring-contract": ("Mentoring contract", "What you and a mentee agreed at the beginning"),
    "planning-document": ("Planning document", "A session plan, an action plan, a review of one"),
    "mentoring-log": ("Mentoring log", "What happened in sessions, over time"),
    "reflective-log": ("Reflective log", "Yours or a mentee’s, written session by session"),
    "observation-report": ("Observation report", "By somebody who watched you mentor"),
    "professional-communication": (
        "Communication with other professionals",
        "With peers, colleagues or specialists, about your own development",
    ),
    "session-recording": ("Recording of a session", "Sound or video, as a file"),
    "witness-statement": ("Witness statement", "By somebody who saw what you did"),
    "other": ("Something else", ""),
    "reflective-account": ("Reflective account", "How you felt about your work, looking back"),
    "self-assessment": ("Self-assessment", "Your own rating of your skills"),
}
CONTRIBUTIONS = {
    "observation": "Yes: they describe what they saw happen",
    "opinion": "Yes: they say what they think of the work",
}
WHAT_EMPLOYERS_SAID = {"observation": "Employer: what they saw", "opinion": "Employer: their opinion"}


def type_name(kind: str) -> str:
    return TYPES[kind][0] if kind in TYPES else kind
