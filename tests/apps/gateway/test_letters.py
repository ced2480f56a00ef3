"""Whoever has to do something next is told by mail what, and nothing more."""

from __future__ import annotations

from tests.apps.gateway.making import ada, prepared, submitted
from tests.cast import Cast
from touchstone.apps.gateway.services import Said, return_to_provider
from touchstone.apps.people.models import User
from touchstone.apps.post.models import Message


def test_on_submission_the_administrators_are_told(cast: Cast) -> None:
    gateway = submitted(cast)
    told = Message.objects.filter(kind="gateway-submitted")
    assert {message.person for message in told} == {cast.ada.pk, cast.abel.pk}
    assert f"/apprenticeships/{gateway.apprenticeship_id}/gateway/decide/" in told[0].text
    submitted(cast, gateway)
    assert told.count() == 2


def test_a_return_tells_what_is_to_be_done_by_whom_and_no_reason(cast: Cast) -> None:
    gateway = submitted(cast)
    said = {
        "photo_id": Said(accepted=False, reason="It is blurred."),
        "employer_confirms": Said(accepted=False, reason="It is of another standard."),
    }
    return_to_provider(who=ada(cast), gateway=gateway, version=gateway.version, said=said)
    told = Message.objects.filter(kind="gateway-returned")
    assert {message.person for message in told} == {cast.alice.pk, cast.tom.pk, cast.lena.pk}
    text = told[0].text
    assert "- Photo identification: the tutor gives it again." in text
    assert "- Employer’s confirmation: the line manager gives it again." in text
    assert "Maths" not in text
    for secret in ("blurred", "another standard", cast.alice.name, cast.ada.name):
        assert secret not in text


def test_nobody_of_the_demo_is_written_to(cast: Cast) -> None:
    User.objects.update(is_demo=True)
    submitted(cast, prepared(cast))
    assert not Message.objects.exists()
