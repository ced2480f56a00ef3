"""The pages of the accounts package, each under a row of the access table like every other page.

A page the package adds and this list does not know stops the site from starting.
"""

from __future__ import annotations

from allauth.account.urls import urlpatterns as of_the_package
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern
from django.views.decorators.http import require_safe

from touchstone.web.parts.page import Request, page

ACTIONS = {
    "account_login": "pages.public",
    "account_logout": "pages.public",
    "account_inactive": "pages.public",
    "account_signup": "pages.public",
    "account_confirm_email": "pages.public",
    "account_confirm_login_code": "pages.public",
    "account_email_verification_sent": "pages.public",
    "account_reset_password": "pages.public",
    "account_reset_password_done": "pages.public",
    "account_reset_password_from_key": "pages.public",
    "account_reset_password_from_key_done": "pages.public",
    "account_change_password": "account.own",
    "account_email": "account.own",
    "account_reauthenticate": "account.own",
    "account_set_password": "account.own",
}


@require_safe
def address(request: Request) -> HttpResponse:
    """The address of one's account. The organisation that made the account changes it: an address is an identity."""
    return render(request, "account/email.html")


OWN = {"account_email": address}  # in place of the package's view

urlpatterns = [
    URLPattern(
        pattern.pattern,
        page(ACTIONS[pattern.name])(OWN.get(pattern.name, pattern.callback)),
        pattern.default_args,
        pattern.name,
    )
    for pattern in of_the_package
]
