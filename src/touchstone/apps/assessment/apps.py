from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    name = "touchstone.apps.assessment"
    label = "assessment"
