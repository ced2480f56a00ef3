"""A review names the pieces of its time by their ids: what one is called can be taken back with consent for it."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.models import Q


def by_ids(apps: Any, schema_editor: Any) -> None:
    """The pieces that were counted when it was opened, found again in the same way."""
    Review, Evidence = apps.get_model("training", "Review"), apps.get_model("portfolio", "Evidence")
    for review in Review.objects.all().iterator():
        there = Q(removed_at=None) | Q(removed_at__gt=review.opened_at)
        pieces = Evidence.objects.filter(there, apprenticeship=review.apprenticeship_id, added_at__lte=review.opened_at)
        since = pieces.filter(added_at__date__gte=review.since).order_by("added_at")
        review.facts["pieces"] = [str(pk) for pk in since.values_list("pk", flat=True)]
        review.save(update_fields=["facts"])


class Migration(migrations.Migration):
    dependencies = [
        ("portfolio", "0001_initial"),
        ("training", "0003_days_without_learning"),
    ]

    operations = [migrations.RunPython(by_ids, migrations.RunPython.noop)]
