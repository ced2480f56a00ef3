"""Addresses of this section."""

from django.urls import path

from touchstone.web.concerns import leading, raising

app_name = "concerns"
urlpatterns = [
    path("apprenticeships/<uuid:pk>/concern/", raising.raise_one, name="raise"),
    path("concerns/", leading.all_of_mine, name="list"),
    path("concerns/<uuid:pk>/", leading.read, name="read"),
]
