from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    name = "touchstone.apps.portfolio"
    label = "portfolio"
