"""What is chosen for the portfolio, out of everything."""

from __future__ import annotations

import uuid

from django.db import models

from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.people.models import User
from touchstone.apps.portfolio.models.evidence import Evidence


class Selection(models.Model):
    """The pieces chosen for the portfolio of an apprenticeship; there is none while nobody has chosen.

    ``version`` counts changes: nobody overwrites another unseen.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    apprenticeship = models.OneToOneField(Apprenticeship, on_delete=models.PROTECT, related_name="selection")
    version = models.PositiveIntegerField()
    changed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()


class SelectedPiece(models.Model):
    """One of the pieces chosen; ``place`` orders them. One removed meanwhile counts no more and is left standing."""

    selection = models.ForeignKey(Selection, on_delete=models.PROTECT, related_name="pieces")
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["selection", "evidence"], name="a_piece_is_selected_once")]
        ordering = ["place"]
