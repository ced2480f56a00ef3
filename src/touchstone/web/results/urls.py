"""Addresses of this section."""

from django.urls import path

from touchstone.web.results import check, decision, release, result

app_name = "results"

urlpatterns = [
    path("records/<uuid:pk>/quality/", check.check, name="check"),
    path("apprenticeships/<uuid:pk>/release/", release.release, name="release"),
    path("apprenticeships/<uuid:pk>/result/", result.show, name="show"),
    path("results/<uuid:pk>/statement.pdf", result.statement, name="statement"),
    path("decisions/<uuid:pk>/", decision.show, name="decision"),
]
