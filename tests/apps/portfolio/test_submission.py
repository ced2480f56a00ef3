"""Submitting the portfolio."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.apps.apprenticeships.life_events.making import versioned
from tests.apps.portfolio.making import a_full_portfolio, added, chosen, piece, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import assign
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.digests import copies_of, digest_of, stands
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.apps.portfolio.queries import files_visible_to, items_of, submitted_of, submitted_visible_to
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.portfolio.services import change_evidence, open_submitted_item, remove_evidence, store_file, submit
from touchstone.apps.records.decisions import findings
from touchstone.apps.records.models import LogEntry, StoredDecision
from touchstone.apps.records.refusal import Refused, Stale


def submitted(cast: Cast, one: Apprenticeship) -> SubmittedPortfolio:
    return submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)


def test_a_portfolio_that_meets_the_plan_is_frozen_with_its_decision(cast: Cast) -> None:
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    portfolio = submitted(cast, one)
    stored = StoredDecision.objects.get(pk=portfolio.decision)
    assert (stored.question, stored.outcome) == ("portfolio", "allowed")
    assert {f.verdict for f in findings(stored)} == {"met"}
    assert [item.evidence_id for item in items_of(portfolio)] == [p.pk for p in pieces]
    assert portfolio.number == 1


def test_the_working_copy_goes_on_and_the_submitted_one_stays(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    first, second, *_ = a_full_portfolio(cast, one)
    portfolio = submitted(cast, one)
    change_evidence(who=alice, evidence=first, version=1, piece=piece(title="Rewritten", ksbs=["K1"]))
    remove_evidence(who=alice, evidence=second, version=1, reason="Not my best")
    frozen = list(items_of(portfolio))
    assert [frozen[0].title, frozen[1].title] == ["Piece 1", "Piece 2"]
    assert len(frozen) == 10


def test_submitting_again_unchanged_gives_the_same_and_changed_the_next(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    portfolio = submitted(cast, one)
    assert submitted(cast, one) == portfolio
    added(cast, one, title="One more")
    again = submitted(cast, one)
    assert (again.number, again.items.count()) == (2, 11)
    assert again.digest != portfolio.digest


def test_pieces_that_share_a_title_are_submitted_and_told_apart(cast: Cast) -> None:
    one = enrolled(cast)
    for number in range(3):
        added(cast, one, title="Session log", anonymised=number == 0)
    with pytest.raises(Refused) as refused:
        submitted(cast, one)
    assert "“Session log” (2), “Session log” (3)" in " ".join(refused.value.reasons)


def test_what_the_plan_refuses_is_not_submitted_and_says_why(cast: Cast) -> None:
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    pieces.append(added(cast, one, type="reflective-account", title="How I felt", anonymised=False))
    chosen(cast, one, pieces)
    with pytest.raises(Refused) as refused:
        submitted(cast, one)
    assert refused.value.decision is not None
    assert set(refused.value.decision.blockers) == {"portfolio.excluded-type", "portfolio.anonymised"}
    assert SubmittedPortfolio.objects.count() == 0


def test_what_is_chosen_is_submitted_in_the_chosen_order(cast: Cast) -> None:
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    added(cast, one, title="Left out")
    chosen(cast, one, reversed(pieces))
    portfolio = submitted(cast, one)
    frozen = [(item.number, item.evidence_id) for item in items_of(portfolio)]
    assert frozen == list(enumerate([piece.pk for piece in reversed(pieces)], 1))


def test_while_nobody_has_chosen_everything_that_can_count_is_submitted_oldest_first(cast: Cast) -> None:
    one = enrolled(cast)
    left = added(cast, one, type="reflective-account", title="How I felt")
    pieces = a_full_portfolio(cast, one)
    items = list(items_of(submitted(cast, one)))
    assert [item.evidence_id for item in items] == [piece.pk for piece in pieces]
    assert left.pk not in {item.evidence_id for item in items}


def test_another_order_is_another_portfolio_with_another_digest(cast: Cast) -> None:
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    first = submitted(cast, one)
    chosen(cast, one, [pieces[1], pieces[0], *pieces[2:]])
    second = submitted(cast, one)
    assert (second.number, second.digest != first.digest) == (2, True)
    digests = [set(portfolio.items.values_list("digest", flat=True)) for portfolio in (first, second)]
    assert digests[0] == digests[1]  # each piece says the same


def test_what_is_kept_gives_the_digests_noted_and_a_changed_word_does_not(cast: Cast) -> None:
    one = enrolled(cast)
    file = store_file(who=as_actor(cast.alice), apprenticeship=one, upload=upload())
    a_full_portfolio(cast, one)
    added(cast, one, files=[file])
    portfolio = submitted(cast, one)
    assert stands(portfolio, list(items_of(portfolio)))
    portfolio.items.filter(number=3).update(text="We agreed something else.")
    assert not stands(portfolio, list(items_of(portfolio)))


def test_only_what_was_seen_is_submitted(cast: Cast) -> None:
    one, alice, tom = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE), as_actor(cast.tom, Role.TUTOR)
    first, *others = a_full_portfolio(cast, one)
    seen = digest_of(item for item, _ in copies_of(selection_of(one).pieces))
    change_evidence(who=alice, evidence=first, version=1, piece=piece(title="Rewritten", ksbs=["K1"]))
    with pytest.raises(Stale):
        submit(who=tom, apprenticeship=one, seen=seen)
    seen = digest_of(item for item, _ in copies_of(selection_of(one).pieces))
    remove_evidence(who=alice, evidence=others[0], version=1, reason="Twice")
    with pytest.raises(Stale):
        submit(who=tom, apprenticeship=one, seen=seen)
    assert SubmittedPortfolio.objects.count() == 0


def test_a_form_sent_twice_submits_once_also_where_the_selection_has_gone_on(cast: Cast) -> None:
    one, tom = enrolled(cast), as_actor(cast.tom, Role.TUTOR)
    a_full_portfolio(cast, one)
    seen = digest_of(item for item, _ in copies_of(selection_of(one).pieces))
    portfolio = submit(who=tom, apprenticeship=one, seen=seen)
    added(cast, one, title="One more")
    assert submit(who=tom, apprenticeship=one, seen=seen) == portfolio


def test_unchanged_it_is_submitted_again_by_a_later_version_of_the_standard(cast: Cast) -> None:
    one = enrolled(cast, version="1.0", start=dt.date(2023, 6, 5))
    a_full_portfolio(cast, one)
    seen = digest_of(item for item, _ in copies_of(selection_of(one).pieces))
    first, before = submitted(cast, one), Apprenticeship.objects.get(pk=one.pk)
    versioned(cast, one, version="1.1", first_day=dt.date(2024, 9, 2))
    second = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=before, seen=seen)
    assert (first.number, second.number) == (1, 2)
    assert [portfolio.under for portfolio in submitted_of(one)] == ["ST1379-1.1", "ST1379-1.0"]  # type: ignore[attr-defined]
    assert second.form is not None
    assert second.form["version"] == "1.1"
    assert submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=before, seen=seen) == second


def test_nothing_at_all_is_not_a_portfolio(cast: Cast) -> None:
    with pytest.raises(Refused, match="no evidence to submit"):
        submitted(cast, enrolled(cast))


def test_a_plan_silent_on_portfolios_lets_the_showcase_pass_on(cast: Cast) -> None:
    one = enrolled(cast, standard="ST0148", version="1.0", start=dt.date(2022, 3, 7), date_of_birth=dt.date(1990, 1, 1))
    added(cast, one, ksbs=["K1"])
    portfolio = submitted(cast, one)
    assert StoredDecision.objects.get(pk=portfolio.decision).outcome == "needs-ruling"


def test_a_plan_not_held_decides_nothing(cast: Cast) -> None:
    one = enrolled(cast, version="1.2", start=dt.date(2025, 3, 3))
    a_full_portfolio(cast, one)
    with pytest.raises(Refused) as refused:
        submitted(cast, one)
    assert refused.value.decision is not None
    assert refused.value.decision.blockers == ("plan.held",)


def test_who_sees_a_submitted_portfolio_and_its_files(cast: Cast) -> None:
    one, ada = enrolled(cast), as_actor(cast.ada, Role.ADMINISTRATOR)
    file = store_file(who=as_actor(cast.alice), apprenticeship=one, upload=upload())
    a_full_portfolio(cast, one)
    kept = added(cast, one, files=[file])
    submitted(cast, one)
    seers = {"alice", "tom", "quentin", "lena", "ada", "abel", "iris"}

    def who(rows: object) -> set[str]:
        return {name for name, person in cast.people().items() if rows(as_actor(person)).exists()}  # type: ignore[operator]

    assert who(submitted_visible_to) == seers
    assert who(files_visible_to) == seers
    for person, role in ((cast.asif, Role.ASSESSOR), (cast.rhys, Role.REGULATOR_READER), (cast.sunil, Role.SUPERVISOR)):
        assign(who=ada, apprenticeship=one, person=person, role=role)
    assert who(submitted_visible_to) == seers | {"asif", "rhys"}
    remove_evidence(who=as_actor(cast.alice), evidence=kept, version=1, reason="Moved")
    assert who(files_visible_to) == seers | {"asif", "rhys"}


def test_reading_a_submitted_piece_is_logged(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    item = submitted(cast, one).items.first()
    assert item is not None
    open_submitted_item(who=as_actor(cast.ada, Role.ADMINISTRATOR), item=item)
    assert LogEntry.objects.filter(verb="portfolio.item-opened", subject=item.pk, actor=cast.ada.pk).count() == 1
