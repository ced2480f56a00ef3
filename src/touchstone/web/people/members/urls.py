"""Addresses of the members of an organisation."""

from django.urls import path

from touchstone.web.people.members import employers, ending, handing_over, inviting, listing, person, second_factor

app_name = "members"
urlpatterns = [
    path("<uuid:pk>/members/", listing.members, name="list"),
    path("<uuid:pk>/members/invite/", inviting.invite, name="invite"),
    path("<uuid:pk>/members/<uuid:person>/", person.show, name="person"),
    path("<uuid:pk>/members/<uuid:person>/end/", ending.end_membership, name="end"),
    path("<uuid:pk>/members/<uuid:person>/hand-over/", handing_over.hand_over, name="hand_over"),
    path("<uuid:pk>/members/<uuid:person>/second-step/", second_factor.remove, name="second_factor"),
    path("roles/<uuid:pk>/end/", ending.end_role, name="end_role"),
    path("invitations/<uuid:pk>/send-again/", inviting.send_again, name="send_again"),
    path("invitations/<uuid:pk>/withdraw/", inviting.withdraw, name="withdraw"),
    path("<uuid:pk>/employers/", employers.employers, name="employers"),
    path("<uuid:pk>/employers/<uuid:employer>/invite-owner/", employers.invite_owner, name="invite_owner"),
]
