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
