"""To the sign-in page and back, without losing what was typed."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from touchstone.web.ui.kept import kept_text


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign-in; afterwards the person comes back to this address.

    A form that arrives after the session ended is answered with a page (403) that gives back what was typed and leads to
    sign-in. Browsers with script also put it back into the form themselves; this is for those without.
    """
    sign_in = f"{reverse('account_login')}?{urlencode({'next': request.get_full_path()})}"
    if request.method == "POST":
        return render(request, "errors/lapsed.html", {"kept": kept_text(request.POST), "next": sign_in}, status=403)
    return redirect(sign_in)
