from django.apps import AppConfig


class PostConfig(AppConfig):
    name = "touchstone.apps.post"
    label = "post"
