from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "touchstone.apps.people"
    label = "people"
