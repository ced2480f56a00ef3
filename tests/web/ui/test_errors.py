"""Error pages: plain words, the right status, the reason where there is one, nothing secret."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import HttpResponse, QueryDict
from django.test import Client, RequestFactory

from touchstone.web.errors import views
from touchstone.web.ui.kept import kept_text


@pytest.mark.parametrize("status", [400, 403, 404, 413, 500, 503])
def test_error_page_answers_with_its_status(client: Client, status: int) -> None:
    answer = client.get(f"/patterns/errors/{status}/")
    assert answer.status_code == status
    assert answer.content.count(b"<h1") == 1


def test_refusal_shows_its_reason_escaped() -> None:
    answer = views.forbidden(RequestFactory().get("/"), PermissionDenied("You train <Ann>."))
    assert "You train &lt;Ann&gt;." in answer.content.decode()


def test_too_much_at_once_is_413() -> None:
    assert views.bad_request(RequestFactory().post("/"), RequestDataTooBig()).status_code == 413


def test_500_page_needs_no_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(name: str) -> HttpResponse:
        raise OSError("templates are gone")

    monkeypatch.setattr(views, "get_template", broken)
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()


def test_form_from_another_session_gives_its_text_back() -> None:
    answer = Client(enforce_csrf_checks=True).post(
        "/patterns/form/", {"story": "A long story\n  with lines", "password": "secret123"}
    )
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "A long story&#10;  with lines" in html
    assert "secret123" not in html


def test_only_text_worth_copying_is_given_back() -> None:
    posted = QueryDict(
        "title=Tuesday&day-day=2&csrfmiddlewaretoken=abcdef&new_password=abcdef&parts=S1&parts=long+one"
        "&id=f81d4fae-7dec-11d0-a765-00a0c91e6bf6"
    )
    assert kept_text(posted) == [("Title", "Tuesday"), ("Parts", "long one")]


def test_patterns_exist_in_a_demo_alone(client: Client, settings: object) -> None:
    settings.DEMO = False  # type: ignore[attr-defined]
    for path in ("", "form/", "question/", "done/", "errors/500/"):
        assert client.get(f"/patterns/{path}").status_code == 404
