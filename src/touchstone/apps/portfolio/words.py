"""What things of a portfolio are called, on pages and in documents."""

from __future__ import annotations

# The part somebody had who saw it happen, and never a name: of a mentee nobody may know who they are.
WITNESSES: dict[str, str] = {
    "line-manager": "Line manager",
    "tutor": "Tutor",
    "supervisor": "Mentoring supervisor",
    "colleague": "A colleague",
    "nobody": "Nobody",
}

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

# Fact of a plan's gateway -> what the set of pieces is called that it asks for.
CALLED = {"portfolio": "Portfolio of evidence", "showcase": "Showcase"}
