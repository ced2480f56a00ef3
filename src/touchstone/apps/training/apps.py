from django.apps import AppConfig


class TrainingConfig(AppConfig):
    name = "touchstone.apps.training"
    label = "training"
