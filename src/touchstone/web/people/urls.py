"""Addresses of this section: accounts, staying signed in, what was kept; in demo mode, the demo people."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from touchstone.web.people import account_pages, correcting, demo, joining, kept, sign_ins, views

section = [
    path("account/keep-alive/", views.keep_alive, name="keep_alive"),
    path("account/kept/", kept.kept, name="kept"),
    path("account/signed-in/", sign_ins.signed_in, name="signed_in"),
    path("join/<str:token>/", joining.join, name="join"),
    path("organisations/<uuid:pk>/members/<uuid:person>/correct/", correcting.correct, name="correct"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((section, "people"))),
    path("account/", include(account_pages.urlpatterns)),
    path("organisations/", include("touchstone.web.people.members.urls")),
]
if settings.DEMO:
    urlpatterns += [
        path("demo/", demo.demo, name="demo"),
        path("demo/become/<uuid:pk>/", demo.become, name="demo_become"),
    ]
