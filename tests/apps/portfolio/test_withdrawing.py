"""A piece withdrawn because consent for it was taken back: what goes, what stays, who is told."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils import timezone

from tests.apps.portfolio.importing.test_importing import sent
from tests.apps.portfolio.importing.zips import GOOD
from tests.apps.portfolio.importing.zips import portfolio as a_zip
from tests.apps.portfolio.making import PNG, a_full_portfolio, added, chosen, piece, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import assign
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.arriving import path_of
from touchstone.apps.portfolio.digests import stands
from touchstone.apps.portfolio.models import (
    Evidence,
    PortfolioImport,
    PortfolioImportRow,
    StoredFile,
    SubmittedItem,
    SubmittedPortfolio,
    Upload,
    Withdrawal,
)
from touchstone.apps.portfolio.queries import items_of, live
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.portfolio.services import (
    change_evidence,
    judge_claims,
    note_claims,
    open_file,
    open_submitted_item,
    remove_evidence,
    replace_file,
    store_file,
    submit,
    withdraw_evidence,
)
from touchstone.apps.portfolio.services.claims import Noted, Said
from touchstone.apps.portfolio.services.importing import carry_on_portfolio_import, start_portfolio_import
from touchstone.apps.portfolio.services.importing.working import FORGOTTEN
from touchstone.apps.portfolio.services.uploads import begin_upload, take_piece
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, LogPersonal, StoredDecision
from touchstone.apps.records.refusal import Refused
from touchstone.apps.records.verify import verify

SECRET = "Miranda"  # what nobody may find afterwards


def a_piece_with_everything(cast: Cast, one: Apprenticeship) -> Evidence:
    """Titles, texts, notes, judgements and files, each in an older and a newer form, all with the word in them."""
    alice, tom = as_actor(cast.alice, Role.APPRENTICE), as_actor(cast.tom, Role.TUTOR)
    first = store_file(who=alice, apprenticeship=one, upload=upload(f"{SECRET} first.pdf"))
    second = store_file(who=alice, apprenticeship=one, upload=upload(f"{SECRET} photo.png", PNG))
    words = {"title": f"{SECRET} and I", "text": f"{SECRET} told me", "mentee_code": SECRET, "ksbs": ["K1", "S2"]}
    found = added(cast, one, **words, files=[first, second])
    note_claims(who=alice, evidence=found, version=1, notes={"K1": Noted(f"{SECRET} said so", f"{SECRET}, page 3")})
    judge_claims(who=tom, evidence=found, version=2, said={"K1": Said(False, f"Ask {SECRET} again"), "S2": Said(True)})
    new = piece(**{**words, "title": f"{SECRET} and I, again"}, files=[first, second])
    return change_evidence(who=alice, evidence=found, version=2, piece=new)


def submitted(cast: Cast, one: Apprenticeship) -> SubmittedPortfolio:
    return submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)


def withdraw(cast: Cast, found: Evidence, **changes: object) -> Withdrawal:
    how = {"why": "mentee", "asked_on": timezone.localdate(), **changes}
    return withdraw_evidence(who=as_actor(cast.tom, Role.TUTOR), evidence=found, **how)  # type: ignore[arg-type]


def on_disk() -> list[Path]:
    return [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]


def test_what_it_said_is_gone_everywhere_and_that_it_was_there_stays(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    found = a_piece_with_everything(cast, one)
    first = submitted(cast, one)
    added(cast, one, title="One more")
    second = submitted(cast, one)
    hashes = {file.sha256 for file in StoredFile.objects.all()}
    withdraw(cast, found)
    found.refresh_from_db()
    assert (found.title, found.text, found.mentee_code, found.type) == ("", "", "", "mentoring-log")
    assert found.happened_on == dt.date(2024, 5, 7)
    for portfolio in (first, second):
        item = portfolio.items.get(evidence=found)
        assert (item.title, item.text, item.mentee_code) == ("", "", "")
        assert (item.ksbs, item.happened_on, bool(item.digest)) == (["K1", "S2"], found.happened_on, True)
        assert {file.sha256 for file in item.files.all()} == hashes
        assert item.number in range(1, 13)
    assert on_disk() == []
    assert SECRET not in json.dumps(everything_kept(), default=str)


def everything_kept() -> list[object]:
    """What the tables say of evidence, files, portfolios and the log, but not mail between people."""
    tables: list[type[models.Model]] = [Evidence, StoredFile, SubmittedItem, SubmittedPortfolio, LogEntry, LogPersonal]
    rows: list[object] = [list(table._base_manager.values()) for table in tables]
    for found in Evidence.objects.all():
        rows += [list(found.ksbs.values()), list(found.judgements.values())]
    return rows + [decision.body.body for decision in StoredDecision.objects.filter(body__isnull=False)]


def test_the_log_and_the_digests_still_verify(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    found = a_piece_with_everything(cast, one)
    portfolio = submitted(cast, one)
    item, digest = portfolio.items.get(evidence=found), portfolio.digest
    withdraw(cast, found)
    portfolio.refresh_from_db()
    assert portfolio.digest == digest
    assert stands(portfolio, list(items_of(portfolio)))
    SubmittedItem.objects.filter(evidence=found).update(digest="0" * 64)
    assert not stands(portfolio, list(items_of(portfolio)))
    assert verify() == []
    entry = LogEntry.objects.get(verb="evidence.withdrawn")
    assert entry.details["items"] == {str(item.pk): item.digest}
    assert entry.details["why"] == "mentee"
    assert entry.personal_digest == ""


def test_what_was_judged_stays_as_codes_with_who_and_when(cast: Cast) -> None:
    one = enrolled(cast)
    found = a_piece_with_everything(cast, one)
    withdraw(cast, found)
    said = list(found.judgements.order_by("code").values_list("code", "accepted", "why", "by"))
    assert said == [("K1", False, "", cast.tom.pk), ("S2", True, "", cast.tom.pk)]
    assert sorted(found.ksbs.values_list("code", "note")) == [("K1", ""), ("S2", "")]


def test_it_counts_no_more(cast: Cast) -> None:
    one = enrolled(cast)
    pieces = a_full_portfolio(cast, one)
    found = a_piece_with_everything(cast, one)
    chosen(cast, one, [found, *pieces])
    withdraw(cast, found)
    assert found.pk not in selection_of(one).ids
    assert selection_of(one).left == ()
    assert {one.pk for one in live(one)} == {one.pk for one in pieces}
    assert [item.evidence_id for item in items_of(submitted(cast, one))] == [one.pk for one in pieces]


def test_files_that_were_replaced_or_taken_out_before_go_too(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    a_full_portfolio(cast, one)
    files = [store_file(who=alice, apprenticeship=one, upload=upload(f"{n}.pdf")) for n in "abc"]
    found = added(cast, one, files=files[:2])
    submitted(cast, one)
    found = change_evidence(who=alice, evidence=found, version=1, piece=piece(files=files[1:]))
    replace_file(
        who=alice,
        evidence=found,
        version=found.version,
        old=files[2],
        new=store_file(who=alice, apprenticeship=one, upload=upload("d.pdf")),
    )
    withdraw(cast, found)
    assert StoredFile.objects.filter(forgotten_at=None).count() == 0
    assert on_disk() == []


def test_files_taken_out_of_it_and_those_on_their_way_to_it_go_too(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    taken_out, moved = (store_file(who=alice, apprenticeship=one, upload=upload(f"{SECRET} {n}.pdf")) for n in "ab")
    found = added(cast, one, files=[taken_out, moved])
    found = change_evidence(who=alice, evidence=found, version=1, piece=piece(files=[]))
    added(cast, one, title="Another", files=[moved])
    coming = begin_upload(who=alice, apprenticeship=one, name=f"{SECRET}.pdf", size=9, evidence=found)
    take_piece(upload=coming, at=0, length=5, pieces=[b"%PDF-"])
    withdraw(cast, found)
    for file in (taken_out, moved):
        file.refresh_from_db()
    assert (bool(taken_out.forgotten_at), moved.forgotten_at) == (True, None)
    assert not Upload.objects.exists()
    assert not path_of(coming.pk).exists()
    told = LogPersonal.objects.filter(entry__verb="file.stored").values_list("entry__subject", flat=True)
    assert list(told) == [str(moved.pk)]


def test_what_came_from_another_system_is_gone_from_every_import_and_does_not_come_back(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    rows = [{**GOOD, "title": f"{SECRET} and I", "note": f"{SECRET} told me"}, {**GOOD, "file": "b.pdf", "title": "B"}]
    first, again = (sent(cast, one, a_zip(*rows)) for _ in range(2))
    worked(first)
    start_portfolio_import(who=alice, one=first)
    worked(first)
    worked(again)
    withdraw(cast, Evidence.objects.get(title=f"{SECRET} and I"))
    assert SECRET not in json.dumps(list(PortfolioImportRow.objects.values()), default=str)
    assert [path.name for path in on_disk()] == [StoredFile.objects.get(forgotten_at=None).key]
    back = worked(sent(cast, one, a_zip(*rows)))
    assert list(back.rows.order_by("number").values_list("state", "errors")) == [("wrong", [FORGOTTEN]), ("there", [])]
    assert verify() == []


def test_an_import_that_still_has_the_zip_brings_nothing_more_in(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    half = worked(sent(cast, one, a_zip(GOOD, {**GOOD, "file": "b.pdf", "title": "B"})))
    start_portfolio_import(who=alice, one=half)
    carry_on_portfolio_import(id=half.pk, seconds=0)
    withdraw(cast, Evidence.objects.get())
    half.refresh_from_db()
    assert (half.state, half.archive_key) == ("cancelled", "")
    assert on_disk() == []
    with pytest.raises(Refused, match="the ZIP was deleted"):
        start_portfolio_import(who=alice, one=half)


def worked(one: PortfolioImport) -> PortfolioImport:
    """Checked, or run, to its end."""
    while carry_on_portfolio_import(id=one.pk, seconds=60):
        pass
    one.refresh_from_db()
    return one


def test_a_file_of_another_piece_stays(cast: Cast) -> None:
    one, alice = enrolled(cast), as_actor(cast.alice, Role.APPRENTICE)
    kept, gone = (store_file(who=alice, apprenticeship=one, upload=upload(f"{n}.pdf")) for n in "ab")
    added(cast, one, files=[kept])
    withdraw(cast, added(cast, one, title="To go", files=[gone]))
    assert default_storage.exists(kept.key)
    for file in (kept, gone):
        file.refresh_from_db()
    assert (kept.forgotten_at, bool(gone.forgotten_at)) == (None, True)
    with pytest.raises(Refused, match="deleted for good"):
        open_file(who=alice, file=gone)


def test_a_removed_piece_that_was_submitted_can_be_withdrawn(cast: Cast) -> None:
    one = enrolled(cast)
    first, *_ = a_full_portfolio(cast, one)
    portfolio = submitted(cast, one)
    remove_evidence(who=as_actor(cast.alice), evidence=first, version=1, reason="Not my best")
    withdraw(cast, first)
    assert portfolio.items.get(evidence=first).title == ""


def test_everybody_concerned_is_told_without_a_name_or_a_title(cast: Cast) -> None:
    one, ada = enrolled(cast), as_actor(cast.ada, Role.ADMINISTRATOR)
    a_full_portfolio(cast, one)
    found = added(cast, one, title="Miranda and I")
    portfolio = submitted(cast, one)
    assign(who=ada, apprenticeship=one, person=cast.asif, role=Role.ASSESSOR)
    item = portfolio.items.get(evidence=found)
    open_submitted_item(who=as_actor(cast.iris, Role.QUALITY_ASSURER), item=item)
    Message.objects.all().delete()
    withdraw(cast, found)
    people = (cast.alice, cast.asif, cast.iris, cast.ada, cast.abel)  # Tom recorded it himself
    assert set(Message.objects.values_list("to", flat=True)) == {person.email for person in people}
    for message in Message.objects.all():
        assert "Miranda" not in message.subject + message.text
        assert f"/portfolios/{portfolio.pk}/" in message.text
        assert f"number {item.number} of portfolio 1" in message.text


def test_what_was_never_submitted_is_told_to_those_at_work_with_it(cast: Cast) -> None:
    one = enrolled(cast)
    found = added(cast, one)
    Message.objects.all().delete()
    withdraw(cast, found)
    assert [message.to for message in Message.objects.all()] == [cast.alice.email]


def test_done_twice_it_is_done_once(cast: Cast) -> None:
    one = enrolled(cast)
    found = added(cast, one)
    first = withdraw(cast, found)
    entries = LogEntry.objects.count()
    assert withdraw(cast, found, why="other") == first
    assert LogEntry.objects.count() == entries


@pytest.mark.parametrize(
    ("changes", "why"),
    [({"why": "boredom"}, "whose consent"), ({"asked_on": dt.date(2999, 1, 1)}, "in the future")],
)
def test_whose_consent_and_when_are_asked(cast: Cast, changes: dict[str, object], why: str) -> None:
    found = added(cast, enrolled(cast))
    with pytest.raises(Refused, match=why):
        withdraw(cast, found, **changes)
    assert not Withdrawal.objects.exists()
