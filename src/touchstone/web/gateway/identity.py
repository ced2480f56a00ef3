"""Opening the identity document: few may, and the log says who did."""

from __future__ import annotations

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import render

from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.queries import identity_of
from touchstone.apps.records.refusal import Refused
from touchstone.web.gateway.finding import find_gateway
from touchstone.web.parts.apprenticeship import header_of
from touchstone.web.parts.files import download
from touchstone.web.parts.page import Request, page


@page("gateway.identity", find=find_gateway)
def identity(request: Request, gateway: Gateway) -> HttpResponseBase:
    file = identity_of(gateway)
    if file is None:
        raise Http404
    try:
        return download(
            request, file, lambda part: services.open_identity(who=request.actor, gateway=gateway, part=part)
        )
    except Refused as refused:
        one = gateway.apprenticeship
        context = {"header": header_of(request.held, one, "gateway"), "one": one, "reasons": refused.reasons}
        return render(request, "gateway/no_identity.html", context, status=404)
