"""Addresses of this section."""

from django.urls import path

from touchstone.web.about import views

app_name = "about"
urlpatterns = [
    path("privacy/", views.privacy, name="privacy"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("help/", views.help, name="help"),
]
