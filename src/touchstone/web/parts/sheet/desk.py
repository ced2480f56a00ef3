"""A sheet in somebody's hands: what its pages show around it, and where they lead back to."""

from __future__ import annotations

from dataclasses import dataclass

from touchstone.apps.assessment.sheets import Sheet
from touchstone.web.parts.apprenticeship import Header

CHANGED = "This was changed meanwhile, in another window. What you typed is here; what is saved is shown below it."


@dataclass(frozen=True, slots=True)
class Desk:
    """``caption`` stands above each title, ``back`` is the address of the list of tasks.

    ``version``: what the sheet was read at. ``readers``: a sentence on who reads the notes, and when.
    """

    header: Header
    caption: str
    sheet: Sheet
    version: int
    back: str
    readers: str
