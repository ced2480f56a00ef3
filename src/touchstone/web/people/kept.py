"""Giving back what was typed into a form whose session had ended."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

from touchstone.apps.people.queries import held_forms
from touchstone.apps.people.services import drop_held_form
from touchstone.web.errors import views as errors
from touchstone.web.parts.page import Request, page
from touchstone.web.parts.signing_in import hold, remembered, sign_in_then, typed
from touchstone.web.ui.kept import kept_text


@page("account.own")
def kept(request: Request) -> HttpResponse:
    """What was kept for this person, newest first, each with a button that sends it to where it was meant to go."""
    if request.method == "POST":
        drop_held_form(who=request.actor, id=request.POST.get("drop", ""))
        messages.success(request, "Deleted")
        return redirect("people:kept")
    forms = [{"form": form, "text": _shown(form.fields)} for form in held_forms(request.actor)]
    if not forms:
        return redirect("home")
    return render(request, "people/kept.html", {"kept": forms})


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token no longer fits: its person has signed in anew since, or is signed out. Kept for them.

    ``reason`` is for developers and not shown.
    """
    person_id = request.actor.person_id or remembered(request)  # type: ignore[attr-defined]
    ours = request.headers.get("Origin") in {None, f"{request.scheme}://{request.get_host()}"}
    if not (ours and person_id and typed(request) and hold(request, person_id)):
        return errors.csrf_failure(request, reason)
    address = reverse("people:kept")
    return redirect(address if request.user.is_authenticated else sign_in_then(address))


def _shown(fields: dict[str, list[str]]) -> list[tuple[str, str]]:
    """What a person typed, by which they know the form again."""
    sent = QueryDict(mutable=True)
    for name, values in fields.items():
        sent.setlist(name, values)
    return kept_text(sent)
