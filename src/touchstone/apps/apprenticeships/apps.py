from django.apps import AppConfig


class ApprenticeshipsConfig(AppConfig):
    name = "touchstone.apps.apprenticeships"
    label = "apprenticeships"
