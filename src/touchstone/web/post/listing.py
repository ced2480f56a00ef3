"""What became of the mail of an organisation: for its owners, who invited people and hear that nothing came."""

from __future__ import annotations

from django.contrib import messages as banners
from django.core.paginator import Paginator
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from touchstone.apps.people.members import organisation_seen
from touchstone.apps.people.models import Organisation
from touchstone.apps.post import services
from touchstone.apps.post.models import Message
from touchstone.apps.post.queries import message_of, messages_of
from touchstone.apps.records.refusal import Refused
from touchstone.web.parts.page import Request, page
from touchstone.web.ui import fields
from touchstone.web.ui.forms import FilterForm

ROWS = 50
KINDS = {"invitation": "Invitation"}
TONES: dict[str, str] = {
    Message.State.WAITING: "waiting",
    Message.State.SENDING: "doing",
    Message.State.SENT: "good",
    Message.State.REFUSED: "bad",
    Message.State.BOUNCED: "bad",
}


class Filters(FilterForm):
    state = fields.SelectField(label="State", choices=Message.State.choices, empty="Any", required=False)


@page("messages.see", find=organisation_seen)
def messages(request: Request, organisation: Organisation) -> HttpResponseBase:
    if request.method == "POST":
        return _again(request, organisation)
    filters = Filters(request.GET)
    found = Paginator(messages_of(organisation.pk, **filters.chosen()), ROWS).get_page(request.GET.get("page"))
    rows = [
        {
            "one": one,
            "kind": KINDS.get(one.kind, one.kind.replace("-", " ").capitalize()),
            "tone": TONES[one.state],
        }
        for one in found
    ]
    return render(
        request, "post/list.html", {"organisation": organisation, "filters": filters, "page": found, "rows": rows}
    )


def _again(request: Request, organisation: Organisation) -> HttpResponseBase:
    """Send one again, and back to the list as it was filtered."""
    message = message_of(organisation.pk, request.POST.get("message", ""))
    try:
        if message is None:
            raise Refused("This message is not kept any more. Send a new one.")
        services.try_again(who=request.actor, message=message)
        banners.success(request, f"The message to {message.to} will be sent again.")
    except Refused as refused:
        banners.error(request, str(refused))
    return redirect(request.get_full_path())
