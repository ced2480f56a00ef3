from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("portfolio", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="storedfile",
            name="found",
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scan",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "Not checked for viruses"),
                    ("clean", "Checked for viruses"),
                    ("waiting", "Not yet checked for viruses"),
                    ("infected", "Not given out: a virus was found in it"),
                ],
                default="",
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="storedfile",
            name="scanned_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="storedfile",
            index=models.Index(
                condition=models.Q(("scan", "waiting")), fields=["uploaded_at"], name="files_waiting_for_a_scan"
            ),
        ),
    ]
