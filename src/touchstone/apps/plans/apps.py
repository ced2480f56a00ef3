from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "touchstone.apps.plans"
    label = "plans"
