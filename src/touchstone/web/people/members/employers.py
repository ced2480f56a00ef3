"""The employers whose apprentices a provider trains, and an owner for one that has none."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.apprenticeships.queries import Customer, customer_seen, employers_known_to, provider_seen
from touchstone.apps.apprenticeships.services import invite_first_owner
from touchstone.apps.people.members import with_owners
from touchstone.apps.people.models import Organisation
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.people.members.inviting import AddressForm

ROWS = 50


@page("employers.invite-owner", find=provider_seen)
def employers(request: Request, provider: Organisation) -> HttpResponseBase:
    found = with_owners(employers_known_to([provider.pk]))
    return render(
        request,
        "people/members/employers.html",
        {"provider": provider, "page": Paginator(found, ROWS).get_page(request.GET.get("page"))},
    )


@page("employers.invite-owner", find=customer_seen)
def invite_owner(request: Request, customer: Customer) -> HttpResponseBase:
    form = AddressForm(request.POST or None, initial={"id": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        try:
            invite_first_owner(
                who=request.actor, provider=customer.provider, employer=customer.employer, **form.cleaned_data
            )
        except Refused as refused:
            form.add_error(None, " ".join(refused.reasons))
        else:
            messages.success(request, f"{form.cleaned_data['name']} is invited to own {customer.employer.name}.")
            return redirect("members:employers", pk=customer.provider.pk)
    context = {"customer": customer, "form": form}
    return render(request, "people/members/invite_owner.html", context, status=422 if form.is_bound else 200)
