from __future__ import annotations

from typing import Any

from django.db import migrations, models
from django.utils import timezone

from touchstone.rules.days import break_days


def count_what_is_known(apps: Any, schema_editor: Any) -> None:
    """Ends that are planned already stay where they are: what is out of learning today was known."""
    plans = apps.get_model("training", "TrainingPlan")
    today = timezone.localdate()
    for plan in plans.objects.exclude(planned_end=None).select_related("apprenticeship"):
        rows = plan.apprenticeship.breaks.values_list("first_day", "last_day")
        spans = [(first, last or max(first, today)) for first, last in rows if last or first <= today]
        plan.days_out = break_days(plan.apprenticeship.start, spans)
        plan.save(update_fields=["days_out"])


class Migration(migrations.Migration):
    dependencies = [
        ("apprenticeships", "0004_life_events"),
        ("training", "0002_whose_words_are_signed"),
    ]

    operations = [
        migrations.AddField(
            model_name="trainingplan",
            name="days_out",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.RunPython(count_what_is_known, migrations.RunPython.noop),
    ]
