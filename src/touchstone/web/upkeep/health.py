"""The health page: 200 when all is well, 503 and what is not.

It answers before anything else looks at the request: a probe names the machine and not the site, speaks plain HTTP from
inside, has no session, and must be answered when the database is gone.
"""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse

from touchstone.apps.upkeep.health import health

PATH = "/health/"


class HealthMiddleware:
    """First of all middleware; it is no address of the site's own, so the access table does not name it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info != PATH:
            return self.get_response(request)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        found = health()
        well = all(finding.well for finding in found)
        body = {"well": well} | {f.name: {"well": f.well, "says": f.says} for f in found}
        headers = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
        return JsonResponse(body, status=200 if well else 503, json_dumps_params={"indent": 1}, headers=headers)
