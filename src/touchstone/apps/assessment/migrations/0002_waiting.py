from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("apprenticeships", "0002_owner_role"),
        ("assessment", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name="booking",
            index=models.Index(
                condition=models.Q(("cancelled_at", None)), fields=["starts_at"], name="bookings_by_time"
            ),
        ),
        migrations.AddIndex(
            model_name="record",
            index=models.Index(
                condition=models.Q(("state", "agreed"), _negated=True), fields=["state"], name="records_in_work"
            ),
        ),
    ]
