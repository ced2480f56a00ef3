"""To the sign-in page and back, without losing what was typed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse


def to_sign_in(request: HttpRequest) -> HttpResponseRedirect:
    """Redirect to sign-in; afterwards the person comes back to this address."""
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}")
