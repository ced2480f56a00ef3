from django.apps import AppConfig


class MocksConfig(AppConfig):
    name = "touchstone.apps.mocks"
    label = "mocks"
