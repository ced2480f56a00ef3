"""The gateway: prepared by the tutor, confirmed by the employer, accepted by the assessment organisation."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from touchstone.apps.apprenticeships.decisions import plan_of
from touchstone.apps.gateway import services
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.requirements import Fact, asked
from touchstone.apps.gateway.rulings import waiting_for_ruling
from touchstone.apps.people.actor import Actor
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.apps.portfolio.services import submit as submit_portfolio
from touchstone.demo.papers import paper
from touchstone.demo.play import Story
from touchstone.demo.stories.tale import Tale

# What is given where a document is not: the words of the rules' facts.
VALUES: dict[str, Any] = {
    "declaration": True,
    "employer": True,
    "yes-no": True,
    "qualification": {"level": 2, "route": "standard"},
    "level": 2,
}
SILENT = "The plan says nothing on this. The pieces show what the standard asks for, so it is accepted (demo)."


def gateway(tale: Tale) -> Story:
    """From the first requirement to the confirmation, as far as the story goes."""
    yield tale.after_gateway(-7, 11)
    tutor = tale.acting("tutor", Role.TUTOR)
    services.open_gateway(who=tutor, apprenticeship=tale.apprenticeship)
    portfolio = submit_portfolio(who=tutor, apprenticeship=tale.apprenticeship)
    _give_all(tale, tutor, portfolio)
    if not tale.reaches("submitted"):
        return
    yield tale.after_gateway(-4, 12)
    _give_all(tale, tale.acting("line_manager", Role.LINE_MANAGER), portfolio)
    yield tale.after_gateway(-3, 13)
    current = _current(tale)
    services.submit(who=tale.acting("tutor", Role.TUTOR), gateway=current, version=current.version)
    if not tale.reaches("confirmed"):
        return
    yield tale.after_gateway(0, 15)
    current = _current(tale)
    ada = tale.world.acting("ada", Role.ADMINISTRATOR)
    if waits := waiting_for_ruling(current, timezone.localdate()):
        says = dict.fromkeys(waits, services.Says(allowed=True, reason=SILENT))
        current = services.rule(who=ada, gateway=current, version=current.version, says=says)
    services.confirm(who=ada, gateway=current, version=current.version)


def _give_all(tale: Tale, who: Actor, portfolio: SubmittedPortfolio) -> None:
    """Everything the plan asks of this person, in the plan's order."""
    for fact in asked(plan_of(tale.apprenticeship)).values():
        if fact.turn == who.acting_as and fact.how not in ("choice", "waivers"):
            _give(tale, who, fact, portfolio)


def _give(tale: Tale, who: Actor, fact: Fact, portfolio: SubmittedPortfolio) -> None:
    current = _current(tale)
    if fact.how == "file":
        upload = paper("png", f"{fact.title} (demo)", "Not a real document")
        services.give_identity(who=who, gateway=current, fact=fact.name, upload=upload, version=current.version)
        return
    attached = portfolio if fact.how in ("portfolio", "mapping") else None
    services.give(
        who=who,
        gateway=current,
        fact=fact.name,
        value=VALUES.get(fact.how, True),
        portfolio=attached,
        version=current.version,
    )


def _current(tale: Tale) -> Gateway:
    return services.open_gateway(who=tale.acting("tutor", Role.TUTOR), apprenticeship=tale.apprenticeship)
