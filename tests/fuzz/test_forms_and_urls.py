"""Every form and every address, sent what nobody should send: never a failure, never somebody else's row.

Bounded and the same every time. TOUCHSTONE_FUZZ_SEED tries other values, TOUCHSTONE_FUZZ_SENDS sends each form oftener;
the seed is in the report of a failure.
"""

from __future__ import annotations

import os
import random
import uuid
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client, override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.walk import Walk
from tests.web.access_world import World, world  # noqa: F401 (a fixture)
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship, Participant
from touchstone.apps.people.models import User
from touchstone.apps.portfolio.models import Evidence, StoredFile
from touchstone.apps.records.verify import verify

pytestmark = pytest.mark.django_db

SEED = int(os.environ.get("TOUCHSTONE_FUZZ_SEED", "1"))
SENDS = int(os.environ.get("TOUCHSTONE_FUZZ_SENDS", "4"))
ALICES, BEAS = b"harbourmarker", b"quaysidemarker"  # words on the rows of one and the other
AROUND_BEA = ["bea", "wendy", "lorna", "tess"]
WALKERS = [
    "nobody", "nick", "alice", "tom", "lena", "asif", "iris", "ada", "olga", "oscar", "bea", "wendy", "tess",
]  # fmt: skip


@pytest.fixture(scope="module")
def marked(world: World) -> World:  # noqa: F811
    """The world, with a word on the rows of Alice's apprenticeships and another on those of Bea's."""
    for marker, one in ((ALICES, world.things["learning"]), (BEAS, world.things["neighbours"])):
        told = Apprenticeship.objects.get(pk=one)
        piece = Evidence.objects.get(pk=world.things["piece"])
        if marker == BEAS:
            piece.pk, piece.apprenticeship, piece._state.adding = None, told, True
            piece.pk = Evidence._meta.pk.get_default()
        piece.title, piece.text = f"A session {marker.decode()}", f"What happened {marker.decode()}"
        piece.save()
    StoredFile.objects.filter(pk=world.things["file"]).update(name=f"{ALICES.decode()}.pdf")
    world.things["neighbours piece"] = Evidence.objects.get(apprenticeship=world.things["neighbours"]).pk
    return world


@pytest.mark.parametrize("name", WALKERS)
def test_whatever_is_sent_is_answered_and_nobody_sees_or_changes_anothers(name: str, marked: World) -> None:
    strange = [marked.things["neighbours"]] if name not in AROUND_BEA else _alices(marked)
    before = _rows(strange)
    sign_in = partial(_sign_in, marked.people[name]) if name != "nobody" else None
    with transaction.atomic():
        walk = Walk(
            browser=client_of(marked.people[name]) if name != "nobody" else Client(),
            things=marked.things,
            known=_ids(marked),
            foreign=[ALICES, BEAS] if name in {"nobody", "nick", "olga", "oscar"} else [_foreign(name)],
            random=random.Random(f"{SEED} {name}"),
            sends=SENDS,
            sign_in=sign_in,
        )
        walk.everywhere()
        assert walk.offences == [], f"seed {SEED}, {name}: {len(walk.offences)} offences\n" + "\n\n".join(
            walk.offences[:8]
        )
        assert sum(walk.asked.values()) > 50
        assert _rows(strange) == before
        assert verify() == []
        transaction.set_rollback(True)


def test_a_failure_and_anothers_row_are_noticed(marked: World) -> None:
    browser = client_of(marked.people["alice"])
    walk = Walk(browser, marked.things, ["x"], [ALICES], random.Random(SEED), sends=1)
    walk.ask("get", f"/apprenticeships/{marked.things['learning']}/evidence/")
    assert len(walk.offences) == 1
    assert "shows b'harbourmarker'" in walk.offences[0]
    with override_settings(ROOT_URLCONF="tests.web.people.site"):
        walk.ask("get", "/boom/")
    assert len(walk.offences) == 2
    assert "RuntimeError" in walk.offences[1]


@pytest.mark.parametrize("name", ["nobody", "ada"])
@settings(max_examples=100, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_any_text_in_an_address_is_answered(name: str, marked: World, data: st.DataObject) -> None:
    browser = client_of(marked.people[name]) if name != "nobody" else Client()
    walk = Walk(browser, marked.things, ["x"], [BEAS], random.Random(SEED), sends=1)
    parts = data.draw(st.sampled_from(sorted(walk.addresses()))).split("/")
    words = st.text(st.characters(exclude_categories=())) | st.uuids().map(str) | st.integers().map(str)
    place = data.draw(st.integers(1, len(parts) - 1))
    parts[place] = quote(data.draw(words), safe="", errors="surrogatepass")
    asked = {data.draw(st.sampled_from(["page", "q", "next", "status", "id"])): data.draw(words)}
    walk.ask("get", "/".join(parts) + "?" + urlencode(asked, errors="surrogatepass"))
    assert walk.offences == []


def _foreign(name: str) -> bytes:
    return ALICES if name in AROUND_BEA else BEAS


def _alices(marked: World) -> list[uuid.UUID]:
    return [marked.things[one] for one in ("done", "assessed", "learning")]


def _rows(apprenticeships: list[uuid.UUID]) -> list[Any]:
    """Everything on these apprenticeships that others could have changed."""
    found: list[Any] = list(Apprenticeship.objects.filter(pk__in=apprenticeships).order_by("pk").values_list())
    for model in (Participant, Evidence, StoredFile):
        found += model._base_manager.filter(apprenticeship__in=apprenticeships).order_by("pk").values_list()
    return found


def _ids(marked: World) -> list[str]:
    """Ids of what the world is about, and of some rows of every table."""
    ids = {str(thing) for thing in marked.things.values()}
    for model in apps.get_models():
        ids.update(str(pk) for pk in model._base_manager.order_by("pk").values_list("pk", flat=True)[:8])
    return sorted(ids)


def _sign_in(person: User, browser: Client) -> None:
    browser.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
