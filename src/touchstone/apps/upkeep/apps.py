from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "touchstone.apps.upkeep"
    label = "upkeep"
