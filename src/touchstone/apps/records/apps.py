from django.apps import AppConfig
from django.db.models.signals import post_migrate

from touchstone.apps.records import triggers


class RecordsConfig(AppConfig):
    name = "touchstone.apps.records"
    label = "records"

    def ready(self) -> None:
        post_migrate.connect(triggers.install, sender=self, dispatch_uid="records.triggers")
