"""Addresses of this section."""

from django.urls import path

from touchstone.web.gateway import (
    comparing,
    deciding,
    desk,
    giving,
    identity,
    promising,
    rulers,
    ruling,
    show,
    submitting,
)

app_name = "gateway"

urlpatterns = [
    path("apprenticeships/<uuid:pk>/gateway/", show.show, name="show"),
    path("apprenticeships/<uuid:pk>/gateway/submit/", submitting.submit, name="submit"),
    path("apprenticeships/<uuid:pk>/gateway/decide/", deciding.decide, name="decide"),
    path("apprenticeships/<uuid:pk>/gateway/rule/", ruling.rule, name="rule"),
    path("apprenticeships/<uuid:pk>/gateway/<str:fact>/", giving.give, name="give"),
    path("gateways/", desk.waiting, name="desk"),
    path("gateways/days/<uuid:pk>/", promising.promise, name="promise"),
    path("gateways/ruler/<uuid:pk>/", rulers.name, name="ruler"),
    path("gateways/<uuid:pk>/", show.attempt, name="attempt"),
    path("gateways/<uuid:pk>/compare/", comparing.compare, name="compare"),
    path("gateways/<uuid:pk>/identity/", identity.identity, name="identity"),
]
