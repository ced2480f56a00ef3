from django.apps import AppConfig


class ResultsConfig(AppConfig):
    name = "touchstone.apps.results"
    label = "results"
