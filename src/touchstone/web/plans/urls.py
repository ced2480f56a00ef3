"""Addresses of this section. An address of its own word comes before the one any plan id fits."""

from django.urls import path

from touchstone.web.plans import adoptions, checking, policies, views

app_name = "plans"

urlpatterns = [
    path("", views.plan_list, name="list"),
    path("adoptions/", adoptions.adoption_list, name="adoptions"),
    path("adoptions/draft/", adoptions.draft, name="draft"),
    path("adoptions/take-in/", adoptions.take_in, name="take_in"),
    path("adoptions/<uuid:pk>/", adoptions.show, name="adoption"),
    path("adoptions/<uuid:pk>/plan/", adoptions.read, name="adopted"),
    path("adoptions/<uuid:pk>/sign/", adoptions.sign, name="sign"),
    path("adoptions/<uuid:pk>/put-back/", adoptions.put_back, name="put_back"),
    path("adoptions/<uuid:pk>/rules/<str:rule>/", checking.check_rule, name="check_rule"),
    path("adoptions/<uuid:pk>/criteria/<str:method>/", checking.check_sheet, name="check_sheet"),
    path("policies/", policies.policies, name="policies"),
    path("policies/enter/", policies.enter, name="enter_policy"),
    path("policies/<uuid:pk>/", policies.policy, name="policy"),
    path("<str:plan_id>/", views.show, name="show"),
]
