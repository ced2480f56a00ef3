from django.apps import AppConfig


class GatewayConfig(AppConfig):
    name = "touchstone.apps.gateway"
    label = "gateway"
