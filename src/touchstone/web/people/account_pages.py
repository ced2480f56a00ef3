"""The pages of the accounts package, each under a row of the access table like every other page.

A page the package adds and this list does not know stops the site from starting.
"""

from __future__ import annotations

from collections.abc import Sequence

from allauth.account.urls import urlpatterns as of_accounts
from allauth.mfa.urls import urlpatterns as of_second_factors
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_safe

from touchstone.web.parts.page import Request, page
from touchstone.web.people.second_factor import pages

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
    "mfa_authenticate": "pages.public",  # between the password and being signed in
    "mfa_login_webauthn": "pages.public",
    "mfa_index": "account.own",
    "mfa_reauthenticate": "account.own",
    "mfa_activate_totp": "account.own",
    "mfa_deactivate_totp": "account.own",
    "mfa_view_recovery_codes": "account.own",
    "mfa_generate_recovery_codes": "account.own",
    "mfa_download_recovery_codes": "account.own",
    "mfa_list_webauthn": "account.own",
    "mfa_add_webauthn": "account.own",
    "mfa_edit_webauthn": "account.own",
    "mfa_remove_webauthn": "account.own",
    "mfa_reauthenticate_webauthn": "account.own",
}


@require_safe
def address(request: Request) -> HttpResponse:
    """The address of one's account. The organisation that made the account changes it: an address is an identity."""
    return render(request, "account/email.html")


# In place of the package's views
OWN = {
    "account_email": address,
    "mfa_index": pages.index,
    "mfa_activate_totp": pages.AddApp.as_view(),
    "mfa_deactivate_totp": pages.remove_app,
    "mfa_view_recovery_codes": pages.recovery_codes,
    "mfa_generate_recovery_codes": pages.RenewRecoveryCodes.as_view(),
    "mfa_download_recovery_codes": pages.download,
    "mfa_list_webauthn": pages.keys,
    "mfa_add_webauthn": pages.AddKey.as_view(),
    "mfa_remove_webauthn": pages.remove_key,
    "mfa_reauthenticate_webauthn": pages.ConfirmByKey.as_view(),
}


def guarded(patterns: Sequence[URLPattern | URLResolver]) -> list[URLPattern | URLResolver]:
    """The same addresses with the same names, each behind its row; in the folders the package puts them in."""
    return [_folder(one) if isinstance(one, URLResolver) else _one(one) for one in patterns]


def _folder(folder: URLResolver) -> URLResolver:
    return URLResolver(folder.pattern, guarded(folder.url_patterns), folder.default_kwargs)


def _one(one: URLPattern) -> URLPattern:
    name = str(one.name)
    return URLPattern(one.pattern, page(ACTIONS[name])(OWN.get(name, one.callback)), one.default_args, name)


urlpatterns = [*guarded(of_accounts), path("second-step/", include(guarded(of_second_factors)))]
