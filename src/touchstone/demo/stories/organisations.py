"""What the assessment organisations set up before anybody is assessed."""

from __future__ import annotations

from typing import Any

from touchstone.apps.apprenticeships.services import assign
from touchstone.apps.assessment.services import approve_assessor
from touchstone.apps.people.roles import Role
from touchstone.apps.plans.services import draft, enter_policy, sign
from touchstone.demo.people import World
from touchstone.demo.play import Story
from touchstone.demo.stories.tale import Tale
from touchstone.standards.folder import shipped

SET_UP = 200  # days ago


def approvals(world: World, described: dict[str, Any]) -> Story:
    """Every assessor is approved for every standard anybody here learns."""
    yield world.days_ago(SET_UP)
    administrator = world.acting("ada", Role.ADMINISTRATOR)
    standards = sorted({row["plan"].rpartition("-")[0] for row in described["apprentices"]})
    for key, row in described["people"].items():
        for role, at in row["roles"].items():
            if role == Role.ASSESSOR:
                for standard in standards:
                    approve_assessor(
                        who=administrator,
                        organisation=world.organisations[at],
                        person=world.people[key],
                        standard=standard,
                    )


def adoption(world: World, row: dict[str, Any]) -> Story:
    """One person drafts; another signs the week after."""
    yield world.days_ago(row["days_ago"])
    at = world.organisations[row["at"]]
    drafter = world.acting(row["drafted_by"], Role.ADMINISTRATOR)
    drafted = draft(who=drafter, organisation=at, plan_id=row["plan"], carried_from=row["carried_from"])
    yield world.days_ago(row["days_ago"] - 7)
    signer = world.acting(row["signed_by"], Role.ADMINISTRATOR)
    sign(who=signer, adoption=drafted, file_hash=drafted.file_hash)


def policy(world: World, row: dict[str, Any]) -> Story:
    """A policy that ships as an invented example, entered as it stands."""
    yield world.days_ago(row["days_ago"])
    text = shipped().policies()[row["shipped"]].read_text(encoding="utf-8")
    who = world.acting(row["entered_by"], Role.ADMINISTRATOR)
    enter_policy(who=who, organisation=world.organisations[row["at"]], text=text, file_name=row["shipped"])


def sharing(tales: list[Tale], names: list[str]) -> Story:
    """The regulator's reader is shown some apprenticeships: yesterday, when everything else had happened."""
    if not tales:
        return
    world = tales[0].world
    yield world.days_ago(1)
    who = world.acting("ada", Role.ADMINISTRATOR)
    for tale in tales:
        if tale.row["name"] in names:
            assign(who=who, apprenticeship=tale.apprenticeship, person=world.people["rhys"], role=Role.REGULATOR_READER)
