"""Addresses of this section."""

from django.urls import path

from touchstone.web.gateway import (
    adjustments,
    certificate,
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
    path("apprenticeships/<uuid:pk>/gateway/certificate/", certificate.show, name="certificate"),
    path("apprenticeships/<uuid:pk>/gateway/certificate/permit/", certificate.permit, name="permit"),
    path("apprenticeships/<uuid:pk>/gateway/certificate/withdraw/", certificate.withdraw, name="withdraw_permission"),
    path("apprenticeships/<uuid:pk>/gateway/adjustments/", adjustments.show, name="adjustments"),
    path("apprenticeships/<uuid:pk>/gateway/adjustments/ask/", adjustments.ask, name="ask_adjustments"),
    path("apprenticeships/<uuid:pk>/gateway/<str:fact>/", giving.give, name="give"),
    path("gateways/", desk.waiting, name="desk"),
    path("gateways/days/<uuid:pk>/", promising.promise, name="promise"),
    path("gateways/adjustments/<uuid:pk>/", adjustments.decide, name="decide_adjustments"),
    path("gateways/adjustments/support/<uuid:pk>/", adjustments.support, name="support"),
    path("gateways/ruler/<uuid:pk>/", rulers.name, name="ruler"),
    path("gateways/<uuid:pk>/", show.attempt, name="attempt"),
    path("gateways/<uuid:pk>/compare/", comparing.compare, name="compare"),
    path("gateways/<uuid:pk>/identity/", identity.identity, name="identity"),
]
