"""Addresses of this section."""

from django.urls import path

from touchstone.web.patterns import views

app_name = "patterns"
urlpatterns = [
    path("", views.components, name="components"),
    path("form/", views.form, name="form"),
    path("question/", views.question, name="question"),
    path("done/", views.done, name="done"),
    path("errors/<str:name>/", views.error, name="error"),
]
