"""The things the access walk looks at, made through the services.

Alice has three apprenticeships with the same people around her: ``done`` (result released), ``assessed`` (one
record marked, one open) and ``learning`` (evidence, a gateway being prepared; no assessor yet). Bea is somebody
else's apprentice; Nick has an account and no role.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.apps.apprenticeships.importing.tables import crowd, text
from tests.apps.assessment import making as assessing
from tests.apps.gateway import making as gateways
from tests.apps.mocks import making as mocks
from tests.apps.plans.making import ada, drafted
from tests.apps.plans.test_policies import POLICY
from tests.apps.portfolio.importing import zips
from tests.apps.portfolio.making import added, upload
from tests.apps.portfolio.pictures import document
from tests.apps.results import making as results
from tests.apps.training import making as training
from tests.cast import LONG_AGO, Cast, as_actor, gather
from tests.stories import enrolled, uln
from touchstone.apps.apprenticeships import services as apprenticeships
from touchstone.apps.apprenticeships.models import Apprenticeship, Offer
from touchstone.apps.concerns.models import Concern
from touchstone.apps.concerns.services import raise_concern
from touchstone.apps.gateway.services import open_gateway
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.queries import adopted_plan
from touchstone.apps.plans.services import enter_policy
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.services import begin_upload, store_file
from touchstone.apps.portfolio.services.importing import send_archive
from touchstone.demo.clock import at


@dataclass
class World:
    """``people``: name -> person. ``things``: name -> what stands for it in an address."""

    people: dict[str, User]
    things: dict[str, Any]


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Made once for a module, in a transaction that is taken back at its end."""
    data = tmp_path_factory.mktemp("access")
    with (
        django_db_blocker.unblock(),
        override_settings(DATA=data, MEDIA_ROOT=data / "files", ARRIVING=data / "arriving"),
        transaction.atomic(),
    ):
        yield _make(gather())
        transaction.set_rollback(True)


def _make(cast: Cast) -> World:
    bea = people.make_person(who=SYSTEM, email="bea@example.org", name="Bea Beck", is_demo=True)
    people.give_role(who=SYSTEM, person=bea, organisation=cast.quayside, role=Role.APPRENTICE, since=LONG_AGO)
    things = _done(cast) | _assessed(cast) | _learning(cast) | _neighbours(cast, bea) | _adopted(cast)
    things |= {"plan": "ST1379-1.1", "demo person": bea.pk}
    things |= {
        "northgate": cast.northgate.pk,
        "meridian": cast.meridian.pk,
        "alice herself": cast.alice.pk,
        "tom himself": cast.tom.pk,
        "lorna herself": cast.lorna.pk,
    }
    invited = people.invite(
        who=as_actor(cast.olga, Role.OWNER),
        organisation=cast.northgate,
        email="nia@example.org",
        name="Nia New",
        roles=[Role.TUTOR],
        id=uuid.uuid4(),
    )
    things |= {
        "harbour": cast.harbour.pk,
        "tom’s role": cast.tom.memberships.get().pk,
        "invitation": invited.invitation.pk,
        "invitation link": invited.link.rstrip("/").rpartition("/")[2],
    }
    things["import"] = apprenticeships.check_table(
        who=as_actor(cast.tom, Role.TUTOR),
        id=uuid.uuid4(),
        provider=cast.northgate,
        file_name="starters.csv",
        file=text(*crowd(1)),
    ).pk
    nick = people.make_person(who=SYSTEM, email="nick@example.org", name="Nick Nobody")
    return World(cast.people() | {"bea": bea, "nick": nick}, things)


def _around(cast: Cast, one: Apprenticeship) -> Apprenticeship:
    """The supervisor takes part, and the regulator's reader has been let in."""
    ada = as_actor(cast.ada, Role.ADMINISTRATOR)
    tom = as_actor(cast.tom, Role.TUTOR)
    apprenticeships.assign(who=tom, apprenticeship=one, person=cast.sunil, role=Role.SUPERVISOR)
    apprenticeships.assign(who=ada, apprenticeship=one, person=cast.rhys, role=Role.REGULATOR_READER)
    return one


def _adjusted(cast: Cast, one: Apprenticeship) -> dict[str, Any]:
    """Alice has asked for more time, with a paper that shows why."""
    asked = gateways.asked_for_time(cast, one)
    return {"adjustments": asked.pk, "what shows a need": asked.files.get().pk}


def _done(cast: Cast) -> dict[str, Any]:
    one = _around(cast, enrolled(cast))
    with at(assessing.CONFIRMED):
        file = _file(cast, one)
        added(cast, one, files=[file])
        gateway = gateways.confirmed(cast, gateways.submitted(cast, gateways.prepared(cast, one)))
    assessing.approve(cast, one)
    for method in ("observation", "discussion"):
        assessing.completed(cast, assessing.book(cast, one, method))
    result = results.released(cast, one)
    portfolio = one.submitted_portfolios.get()
    identity = gateway.given.get(fact="photo_id").file
    assert identity is not None
    return {
        "done": one.pk,
        "done gateway": gateway.pk,
        **_adjusted(cast, one),
        "gateway decision": gateway.decision,
        "identity file": identity.pk,
        "submitted file": file.pk,
        "portfolio": portfolio.pk,
        "item": portfolio.items.all()[0].pk,
        "done record": results.records_of(one)[0].pk,
        "result": result.pk,
        "overall decision": result.decision,
        "approval": cast.asif.approvals.get().pk,
    }


def _assessed(cast: Cast) -> dict[str, Any]:
    """The observation is marked and not yet agreed; the discussion is open."""
    one = _around(cast, enrolled(cast, version="1.0", start=dt.date(2023, 4, 3)))
    with at(assessing.CONFIRMED):
        gateways.confirmed(cast, gateways.submitted(cast, gateways.prepared(cast, one)))
    marked = assessing.completed(cast, assessing.book(cast, one, "observation"))
    booking = assessing.book(cast, one, "discussion")
    return {
        "assessed": one.pk,
        "booking": booking.pk,
        "record": booking.record.pk,
        "marked record": marked.pk,
        "unreleased decision": marked.grade_decision,
    }


def _learning(cast: Cast) -> dict[str, Any]:
    one = _around(cast, enrolled(cast, start=dt.date(2023, 10, 2), breaks=[(dt.date(2024, 5, 1), None)]))
    file = _file(cast, one)
    piece = added(cast, one, files=[file])
    alice = as_actor(cast.alice, Role.APPRENTICE)
    gateway = open_gateway(who=gateways.tom(cast), apprenticeship=one)
    gateways.photo(cast, gateway)
    return {
        "learning": one.pk,
        "piece": piece.pk,
        "file": file.pk,
        "upload": begin_upload(who=alice, apprenticeship=one, name="half.pdf", size=10).pk,
        "gateway": gateway.pk,
        "open break": one.breaks.get().pk,
        "milestone": training.milestone(cast, one).pk,
        "evidence import": send_archive(
            who=as_actor(cast.alice, Role.APPRENTICE),
            id=uuid.uuid4(),
            apprenticeship=one,
            file_name="portfolio.zip",
            upload=zips.upload(zips.portfolio(zips.GOOD)),
        ).pk,
        "offer": _offer(cast, one).pk,
        "concern": _concern(cast, one).pk,
        "review": training.review(cast, one).pk,
        "mock": mocks.begun(cast, one, held_on=dt.date(2024, 4, 2)).pk,
        "shared mock": mocks.shared(cast, one).pk,
        "provider": one.provider_id,
        "hours": training.hours(cast, one, day=dt.date(2024, 4, 2)).pk,
    }


def _offer(cast: Cast, one: Apprenticeship) -> Offer:
    """To Westfield, which has not answered."""
    one.refresh_from_db()
    return apprenticeships.offer(
        who=as_actor(cast.quentin, Role.QUALITY_LEAD),
        id=uuid.uuid4(),
        apprenticeship=one,
        seen=one.revision,
        provider=cast.westfield,
        first_day=dt.date(2024, 6, 3),
    )


def _concern(cast: Cast, one: Apprenticeship) -> Concern:
    tom = as_actor(cast.tom, Role.TUTOR)
    return raise_concern(who=tom, id=uuid.uuid4(), apprenticeship=one, organisation=cast.northgate, text="A worry")


def _file(cast: Cast, one: Apprenticeship) -> StoredFile:
    alice = as_actor(cast.alice, Role.APPRENTICE)
    return store_file(who=alice, apprenticeship=one, upload=upload("log.pdf", document(1)))


def _adopted(cast: Cast) -> dict[str, Any]:
    adoption = drafted(cast)
    plan = adopted_plan(adoption)
    assert plan is not None
    rule = next(rule for rule in plan.rules if not rule.shared and not rule.method)
    policy = enter_policy(who=ada(cast), organisation=cast.meridian, text=POLICY, file_name="policy.yaml")
    return {"adoption": adoption.pk, "adopted rule": rule.id, "policy": policy.pk}


def _neighbours(cast: Cast, bea: User) -> dict[str, Any]:
    one = enrolled(
        cast,
        who=as_actor(cast.wendy, Role.TUTOR),
        name=bea.name,
        email=bea.email,
        uln=uln(7),
        provider=cast.westfield,
        employer=cast.quayside,
        assessment_organisation=cast.tidewater,
        tutor=cast.wendy,
        line_manager=cast.lorna,
    )
    return {"neighbours": one.pk}
