from django.apps import AppConfig


class ConcernsConfig(AppConfig):
    name = "touchstone.apps.concerns"
    label = "concerns"
