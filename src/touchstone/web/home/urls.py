"""Addresses of this section."""

from django.urls import path

from touchstone.web.home import views

urlpatterns = [path("", views.home, name="home")]
