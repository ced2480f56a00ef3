"""Gateways for the tests: Tom prepares, Lena confirms, Ada decides."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from tests.apps.portfolio.making import PNG, a_full_portfolio, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import AdjustmentDecision, AdjustmentRequest, Gateway, Given
from touchstone.apps.gateway.queries import current
from touchstone.apps.gateway.rulings import waiting_for_ruling
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.apps.portfolio.queries import latest_submitted
from touchstone.apps.portfolio.services import submit as submit_portfolio
from touchstone.apps.records.models import StoredDecision

LEVEL_2 = {"level": 2, "route": "standard"}
BY_POINTS: dict[str, Any] = {"standard": "ST0148", "version": "1.0", "start": dt.date(2022, 9, 5)}


def tom(cast: Cast) -> Actor:
    return as_actor(cast.tom, Role.TUTOR)


def lena(cast: Cast) -> Actor:
    return as_actor(cast.lena, Role.LINE_MANAGER)


def ada(cast: Cast) -> Actor:
    return as_actor(cast.ada, Role.ADMINISTRATOR)


def abel(cast: Cast) -> Actor:
    return as_actor(cast.abel, Role.ADMINISTRATOR)


def fresh(gateway: Gateway) -> Gateway:
    return Gateway.objects.select_related("apprenticeship__assessment_organisation").get(pk=gateway.pk)


def decision_of(gateway: Gateway) -> StoredDecision:
    """The decision an attempt was submitted, confirmed or returned by."""
    assert gateway.decision is not None
    return StoredDecision.objects.get(pk=gateway.decision)


def give(who: Actor, gateway: Gateway, fact: str, value: Any, **more: Any) -> Given:
    return services.give(
        **{"who": who, "gateway": gateway, "fact": fact, "value": value, "version": fresh(gateway).version, **more}
    )


def portfolio_of(cast: Cast, one: Apprenticeship) -> SubmittedPortfolio:
    a_full_portfolio(cast, one)
    submit_portfolio(who=tom(cast), apprenticeship=one)
    portfolio = latest_submitted(one)
    assert portfolio is not None
    return portfolio


def photo(cast: Cast, gateway: Gateway, name: str = "passport.png") -> Given:
    return services.give_identity(
        who=tom(cast),
        gateway=gateway,
        fact="photo_id",
        upload=upload(name, PNG),
        version=fresh(gateway).version,
    )


def prepared(cast: Cast, one: Apprenticeship | None = None, without: str = "") -> Gateway:
    """An attempt with everything ST1379 asks for, but ``without``."""
    one = one or enrolled(cast)
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    portfolio = portfolio_of(cast, one)
    given: dict[str, Any] = {
        "portfolio": lambda: give(tom(cast), gateway, "portfolio", True, portfolio=portfolio),
        "mapping_form": lambda: give(tom(cast), gateway, "mapping_form", True, portfolio=portfolio),
        "photo_id": lambda: photo(cast, gateway),
        "declaration_signed": lambda: give(tom(cast), gateway, "declaration_signed", True),
        "english": lambda: give(tom(cast), gateway, "english", LEVEL_2),
        "maths": lambda: give(tom(cast), gateway, "maths", LEVEL_2),
        "employer_confirms": lambda: give(lena(cast), gateway, "employer_confirms", True),
    }
    return _with(gateway, given, without)


def prepared_by_points(cast: Cast, one: Apprenticeship | None = None, without: str = "") -> Gateway:
    """An attempt with everything ST0148 asks for, but ``without``."""
    one = one or enrolled(cast, **BY_POINTS)
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    showcase = portfolio_of(cast, one)
    given: dict[str, Any] = {
        "showcase": lambda: give(tom(cast), gateway, "showcase", True, portfolio=showcase),
        "english": lambda: give(tom(cast), gateway, "english", LEVEL_2),
        "maths": lambda: give(tom(cast), gateway, "maths", LEVEL_2),
        "ict_level": lambda: give(tom(cast), gateway, "ict_level", 2),
        "safeguarding_level": lambda: give(tom(cast), gateway, "safeguarding_level", 1),
        "employer_confirms": lambda: give(lena(cast), gateway, "employer_confirms", True),
    }
    return _with(gateway, given, without)


def submitted(cast: Cast, gateway: Gateway | None = None) -> Gateway:
    gateway = fresh(gateway or prepared(cast))
    return services.submit(who=tom(cast), gateway=gateway, version=gateway.version)


def confirmed(cast: Cast, gateway: Gateway | None = None) -> Gateway:
    gateway = gateway or submitted(cast)
    return services.confirm(who=ada(cast), gateway=gateway, version=gateway.version)


def ruled(cast: Cast, gateway: Gateway, reason: str = "Complete.", *, allowed: bool = True) -> Gateway:
    """Ada rules on all of it that waits for a ruling."""
    gateway = fresh(gateway)
    waits = waiting_for_ruling(gateway, timezone.localdate())
    says = dict.fromkeys(waits, services.Says(allowed=allowed, reason=reason))
    return services.rule(who=ada(cast), gateway=gateway, version=gateway.version, says=says)


def alice(cast: Cast) -> Actor:
    return as_actor(cast.alice, Role.APPRENTICE)


def asked_for_time(cast: Cast, one: Apprenticeship, text: str = "A quarter more time.") -> AdjustmentRequest:
    """Alice asks, says why, and adds a paper."""
    return services.ask_adjustments(
        who=alice(cast),
        id=uuid.uuid4(),
        apprenticeship=one,
        wanted=True,
        text=text,
        because="I am dyslexic.",
        uploads=[upload("letter.png", PNG)],
        after=one.adjustment_requests.count(),
    )


def decided_on(asked: AdjustmentRequest, who: Actor, outcome: str = "granted", **says: str) -> AdjustmentDecision:
    said = {"granted": "25 % more time for questions.", "reason": "The letter shows it.", **says}
    return services.decide_adjustments(who=who, request=asked, outcome=outcome, after=asked.decisions.count(), **said)


def newest(one: Apprenticeship) -> Gateway:
    gateway = current(one)
    assert gateway is not None
    return gateway


def _with(gateway: Gateway, given: dict[str, Any], without: str) -> Gateway:
    for fact, giving in given.items():
        if fact != without:
            giving()
    return fresh(gateway)
