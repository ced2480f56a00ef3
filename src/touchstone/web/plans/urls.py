"""Addresses of this section. An address of its own word comes before the one any plan id fits."""

from django.urls import path

from touchstone.web.plans import views

app_name = "plans"

urlpatterns = [
    path("", views.plan_list, name="list"),
    path("<str:plan_id>/", views.show, name="show"),
]
