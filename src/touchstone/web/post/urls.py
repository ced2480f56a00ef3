"""Addresses of this section."""

from django.urls import path

from touchstone.web.post import listing

app_name = "post"
urlpatterns = [path("organisations/<uuid:pk>/messages/", listing.messages, name="list")]
