"""Giving what the gateway asks for, and submitting it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from tests.apps.apprenticeships.life_events.making import versioned
from tests.apps.gateway.making import (
    BY_POINTS,
    LEVEL_2,
    ada,
    decision_of,
    fresh,
    give,
    lena,
    newest,
    photo,
    portfolio_of,
    prepared,
    prepared_by_points,
    submitted,
    tom,
)
from tests.apps.portfolio.making import added, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.decisions import ask
from touchstone.apps.gateway import services
from touchstone.apps.gateway.facts import gateway_facts
from touchstone.apps.gateway.models import Gateway
from touchstone.apps.gateway.queries import identity_of
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.services import submit as submit_portfolio
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.demo.clock import at
from touchstone.rules.decision import Decision

TODAY = dt.date(2026, 3, 2)


def asked(gateway: Gateway, on: dt.date = TODAY) -> Decision:
    one = gateway.apprenticeship
    return ask("gateway", one, gateway_facts(gateway, on))


def verdicts(gateway: Gateway, on: dt.date = TODAY) -> dict[str, str]:
    return {finding.rule: finding.verdict for finding in asked(gateway, on).findings}


def test_what_nobody_has_given_is_not_known_and_never_guessed(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    assert asked(gateway).outcome == "undetermined"
    assert verdicts(gateway)["gateway.photo-id"] == "unknown"
    assert verdicts(gateway)["gateway.minimum-duration"] == "met"


def test_one_attempt_at_a_time(cast: Cast) -> None:
    one = enrolled(cast)
    first = services.open_gateway(who=tom(cast), apprenticeship=one)
    assert services.open_gateway(who=lena(cast), apprenticeship=one) == first


def test_with_everything_given_every_requirement_is_met(cast: Cast) -> None:
    gateway = prepared(cast)
    assert set(verdicts(gateway).values()) == {"met"}
    assert asked(gateway).outcome == "allowed"


def test_each_fact_keeps_who_gave_it_and_in_which_role(cast: Cast) -> None:
    rows = {given.fact: (given.given_by, given.given_as) for given in prepared(cast).given.select_related("given_by")}
    assert rows["employer_confirms"] == (cast.lena, Role.LINE_MANAGER)
    assert rows["declaration_signed"] == (cast.tom, Role.TUTOR)


@pytest.mark.parametrize("fact", ["photo_id", "english", "declaration_signed", "portfolio", "mapping_form"])
def test_the_line_manager_cannot_give_what_is_the_tutors(cast: Cast, fact: str) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    with pytest.raises(Refused, match="Only the tutor can give this"):
        give(lena(cast), gateway, fact, True)


def test_the_tutor_cannot_confirm_for_the_employer(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    with pytest.raises(Refused, match="Only the line manager can give this, in their own account"):
        give(tom(cast), gateway, "employer_confirms", True)


def test_the_employer_can_say_not_yet(cast: Cast) -> None:
    gateway = prepared(cast, without="employer_confirms")
    give(lena(cast), gateway, "employer_confirms", False, note="Two more sessions first.")
    assert verdicts(gateway)["gateway.employer"] == "not-met"
    assert gateway.given.get(fact="employer_confirms").note == "Two more sessions first."


def test_a_fact_the_plan_does_not_ask_for_is_refused(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    with pytest.raises(Refused, match="does not ask for this"):
        give(tom(cast), gateway, "showcase", True)


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("english", {"level": 7, "route": "standard"}),
        ("english", {"level": 2, "route": "by post"}),
        ("english", "level 2"),
        ("declaration_signed", "yes"),
    ],
)
def test_a_value_the_rules_cannot_read_is_refused_in_words(cast: Cast, fact: str, value: Any) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    with pytest.raises(Refused):
        give(tom(cast), gateway, fact, value)
    assert not gateway.given.exists()


def test_giving_it_again_replaces_it_and_the_log_keeps_both(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    give(tom(cast), gateway, "english", {"level": 1, "route": "standard"})
    give(tom(cast), gateway, "english", LEVEL_2, note="Functional Skills certificate")
    assert gateway.given.get().value == LEVEL_2
    entries = LogEntry.objects.filter(verb="gateway.given").order_by("number")
    assert entries.count() == 2
    assert entries[1].personal.body["before"] == {"level": 1, "route": "standard"}


def test_the_same_given_twice_is_given_once(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    for _ in range(2):
        give(tom(cast), gateway, "english", LEVEL_2, version=1)
    photo(cast, gateway)
    photo(cast, gateway)
    assert LogEntry.objects.filter(verb="gateway.given").count() == 2


def test_two_people_giving_different_facts_at_once_do_not_disturb_each_other(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    give(tom(cast), gateway, "english", LEVEL_2, version=1)
    give(lena(cast), gateway, "employer_confirms", True, version=1)
    assert fresh(gateway).given.count() == 2


def test_the_same_fact_given_by_a_colleague_meanwhile_is_stale(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    give(tom(cast), gateway, "english", LEVEL_2, version=1)
    with pytest.raises(Stale):
        give(tom(cast), gateway, "english", {"level": 1, "route": "standard"}, version=1)
    assert gateway.given.get().value == LEVEL_2


def test_the_identity_document_is_a_picture_or_a_pdf(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    with pytest.raises(Refused, match="is not a picture or a PDF"):
        services.give_identity(
            who=tom(cast), gateway=gateway, fact="photo_id", upload=upload("id.txt", b"It is me."), version=1
        )
    with pytest.raises(Refused, match="Upload the document"):
        give(tom(cast), gateway, "photo_id", True)


def test_opening_the_identity_document_is_logged(cast: Cast) -> None:
    gateway = prepared(cast)
    content = services.open_identity(who=ada(cast), gateway=gateway)
    content.close()
    entry = LogEntry.objects.get(verb="file.opened")
    assert (entry.actor, entry.role) == (cast.ada.pk, Role.ADMINISTRATOR)


def test_an_identity_document_that_storage_lost_is_said_in_words(cast: Cast) -> None:
    gateway = prepared(cast)
    file = identity_of(gateway)
    assert file is not None
    default_storage.delete(file.key)
    with pytest.raises(Refused, match="our storage does not have it"):
        services.open_identity(who=ada(cast), gateway=gateway)


def test_a_portfolio_of_another_apprenticeship_is_refused(cast: Cast) -> None:
    one = enrolled(cast)
    portfolio = portfolio_of(cast, one)
    other = enrolled(cast, **BY_POINTS, uln="9276308686")
    gateway = services.open_gateway(who=tom(cast), apprenticeship=other)
    with pytest.raises(Refused, match="belongs to another apprenticeship"):
        give(tom(cast), gateway, "showcase", True, portfolio=portfolio)


def test_the_mapping_form_is_confirmed_against_the_portfolio_attached(cast: Cast) -> None:
    one = enrolled(cast)
    first = portfolio_of(cast, one)
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    with pytest.raises(Refused, match="Attach the submitted portfolio first"):
        give(tom(cast), gateway, "mapping_form", True, portfolio=first)
    give(tom(cast), gateway, "portfolio", True, portfolio=first)
    give(tom(cast), gateway, "mapping_form", True, portfolio=first)
    added(cast, one, title="One more piece")
    second = submit_portfolio(who=tom(cast), apprenticeship=one)
    give(tom(cast), gateway, "portfolio", True, portfolio=second)
    assert not gateway.given.filter(fact="mapping_form").exists()


def test_a_portfolio_of_an_earlier_version_of_the_standard_is_attached_and_submitted_no_more(cast: Cast) -> None:
    gateway = prepared(cast, enrolled(cast, version="1.0", start=dt.date(2023, 6, 5)))
    first = gateway.given.get(fact="portfolio").portfolio
    gateway.given.filter(fact="portfolio").update(answer="accepted", answered_by=cast.ada, answered_at=timezone.now())
    one = versioned(cast, gateway.apprenticeship, version="1.1", first_day=dt.date(2024, 9, 2))
    with pytest.raises(Refused, match=r"under another version of the standard than 1\.1"):
        submitted(cast, gateway)
    with pytest.raises(Refused, match="Portfolio 1 was submitted under another version"):
        give(tom(cast), gateway, "portfolio", True, portfolio=first, note="Again")
    second = submit_portfolio(who=tom(cast), apprenticeship=one)
    give(tom(cast), gateway, "portfolio", True, portfolio=second)
    give(tom(cast), gateway, "mapping_form", True, portfolio=second)
    assert submitted(cast, gateway).state == Gateway.State.SUBMITTED


def test_the_choice_to_do_without_needs_its_date(cast: Cast) -> None:
    gateway = prepared(cast, without="maths")
    give(tom(cast), gateway, "maths", {"level": "none", "route": "standard"})
    with pytest.raises(Refused, match="day on which the choice was recorded"):
        give(tom(cast), gateway, "english_maths_choice_recorded", True)
    assert verdicts(gateway)["gateway.maths"] == "not-met"
    give(tom(cast), gateway, "english_maths_choice_recorded", True, dated=dt.date(2025, 3, 3))
    assert verdicts(gateway)["gateway.maths"] == "met"
    assert gateway.given.get(fact="english_maths_choice_recorded").dated == dt.date(2025, 3, 3)


def test_nothing_can_be_given_once_submitted(cast: Cast) -> None:
    gateway = submitted(cast)
    with pytest.raises(Refused, match="with the assessment organisation"):
        give(lena(cast), gateway, "employer_confirms", False)
    with pytest.raises(Refused):
        photo(cast, gateway, "another.png")


def test_submitting_keeps_the_decision(cast: Cast) -> None:
    gateway = submitted(cast)
    assert gateway.state == Gateway.State.SUBMITTED
    stored = decision_of(gateway)
    assert (stored.question, stored.outcome) == ("gateway", "allowed")
    assert LogEntry.objects.filter(verb="gateway.submitted").count() == 1


def test_submitting_with_something_missing_is_refused_with_every_reason_and_kept(cast: Cast) -> None:
    gateway = prepared(cast, without="photo_id")
    with pytest.raises(Refused) as refused:
        services.submit(who=tom(cast), gateway=gateway, version=gateway.version)
    assert refused.value.decision is not None
    assert refused.value.decision.blockers == ("gateway.photo-id",)
    assert newest(gateway.apprenticeship).state == Gateway.State.OPEN
    assert StoredDecision.objects.filter(question="gateway").get().outcome == "undetermined"


def test_submitting_before_the_minimum_duration_is_refused_with_the_sum(cast: Cast) -> None:
    with at(dt.datetime(2025, 1, 15, 12, tzinfo=dt.UTC)):
        gateway = prepared(cast)
        with pytest.raises(Refused, match=r"Start 4 March 2024 \+ 12 months = 4 March 2025"):
            services.submit(who=tom(cast), gateway=gateway, version=gateway.version)


def test_a_double_click_submits_once(cast: Cast) -> None:
    gateway = prepared(cast)
    for _ in range(2):
        services.submit(who=tom(cast), gateway=gateway, version=gateway.version)
    assert LogEntry.objects.filter(verb="gateway.submitted").count() == 1


def test_what_changed_since_it_was_read_is_not_submitted(cast: Cast) -> None:
    gateway = prepared(cast)
    give(tom(cast), gateway, "english", {"level": 1, "route": "standard"})
    with pytest.raises(Stale):
        services.submit(who=tom(cast), gateway=gateway, version=gateway.version)


def test_without_a_plan_nothing_can_be_given_or_submitted(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2024, 9, 2))
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    with pytest.raises(Refused, match="does not ask for this"):
        give(tom(cast), gateway, "english", LEVEL_2)
    with pytest.raises(Refused, match="is in no source at hand"):
        services.submit(who=tom(cast), gateway=gateway, version=gateway.version)


def test_a_plan_by_points_asks_for_what_it_says_and_nothing_else(cast: Cast) -> None:
    gateway = prepared_by_points(cast)
    assert set(verdicts(gateway)) == {
        "gateway.minimum-duration",
        "gateway.english",
        "gateway.maths",
        "gateway.ict",
        "gateway.safeguarding",
        "gateway.showcase",
        "gateway.employer",
    }
    assert set(verdicts(gateway).values()) == {"met"}


def test_a_dispensation_waives_its_rule_up_to_its_end_and_no_other(cast: Cast) -> None:
    gateway = prepared_by_points(cast, without="ict_level")
    give(tom(cast), gateway, "dispensations", ["D-ICT"])
    assert verdicts(gateway, dt.date(2024, 7, 28))["gateway.ict"] == "not-applicable"
    assert verdicts(gateway, dt.date(2024, 7, 29))["gateway.ict"] == "unknown"
    gateway.given.filter(fact="safeguarding_level").delete()
    assert verdicts(gateway, dt.date(2024, 7, 28))["gateway.safeguarding"] == "unknown"


def test_a_dispensation_the_plan_does_not_have_is_refused(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast, **BY_POINTS))
    with pytest.raises(Refused):
        give(tom(cast), gateway, "dispensations", ["D-ANYTHING"])


@pytest.mark.parametrize(("born", "verdict"), [(dt.date(2003, 9, 6), "not-met"), (dt.date(2003, 9, 5), "met")])
def test_only_those_19_or_over_at_the_start_may_do_without_english(cast: Cast, born: dt.date, verdict: str) -> None:
    one = enrolled(cast, **BY_POINTS, date_of_birth=born)
    gateway = prepared_by_points(cast, one, without="english")
    give(tom(cast), gateway, "english", {"level": "none", "route": "standard"})
    give(tom(cast), gateway, "english_maths_choice_recorded", True, dated=dt.date(2025, 3, 3))
    assert verdicts(gateway)["gateway.english"] == verdict


def test_breaks_move_the_minimum_duration(cast: Cast) -> None:
    one = enrolled(cast, breaks=[(dt.date(2024, 6, 3), dt.date(2024, 6, 30))])
    gateway = services.open_gateway(who=tom(cast), apprenticeship=one)
    decision = asked(gateway, dt.date(2025, 3, 10))
    assert "28 days of breaks" in decision.findings[0].because
    assert decision.score["earliest"] == dt.date(2025, 4, 1)


def test_the_supervisor_has_no_part_in_it(cast: Cast) -> None:
    gateway = services.open_gateway(who=tom(cast), apprenticeship=enrolled(cast))
    with pytest.raises(Refused):
        give(as_actor(cast.sunil, Role.SUPERVISOR), gateway, "english", LEVEL_2)
