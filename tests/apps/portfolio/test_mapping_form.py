"""The Mapping and Tracking Form: what it says, that it never changes, and who confirmed it."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from tests.apps.portfolio.making import a_full_portfolio, added, chosen
from tests.apps.results.test_statement import elements
from tests.cast import Cast, as_actor
from tests.stories import ULN, enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.apprenticeships.services import assign, end_part
from touchstone.apps.people import services
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.digests import copies_of
from touchstone.apps.portfolio.mapping_form import (
    content_of,
    draft_pdf,
    form_of,
    hash_of,
    parties_of,
    pdf_of,
    since_corrected,
    withdrawn_from,
)
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.apps.portfolio.selection import selection_of
from touchstone.apps.portfolio.services import confirm_authenticity, note_claims, submit
from touchstone.apps.portfolio.services.claims import Noted
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused

ROLES = (Role.APPRENTICE, Role.TUTOR, Role.LINE_MANAGER)


def _submitted(cast: Cast, **changes: Any) -> SubmittedPortfolio:
    """Of a full portfolio whose first piece says what it shows, where, and who saw it."""
    one = enrolled(cast, **changes)
    first, *_ = a_full_portfolio(cast, one)
    first.witness = "supervisor"
    first.save(update_fields=["witness"])
    note_claims(
        who=as_actor(cast.alice, Role.APPRENTICE),
        evidence=first,
        version=1,
        notes={first.ksbs.order_by("code")[0].code: Noted("How we agreed the outcomes", "page 3")},
    )
    return submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)


def _confirm(portfolio: SubmittedPortfolio, person: User, role: Role) -> Any:
    return confirm_authenticity(who=as_actor(person, role), portfolio=portfolio)


def _again(portfolio: SubmittedPortfolio) -> SubmittedPortfolio:
    return SubmittedPortfolio.objects.select_related("apprenticeship").get(pk=portfolio.pk)


def _draft(one: Apprenticeship) -> dict[str, Any]:
    items = [item for item, _ in copies_of(selection_of(one).pieces)]
    return content_of(one, items, on=timezone.localdate())


def _text(document: bytes) -> str:
    pages = pypdfium2.PdfDocument(document)
    return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)


def test_the_form_says_everything_about_each_piece(cast: Cast) -> None:
    form = form_of(_submitted(cast))
    about = {name: form[name] for name in ("apprentice", "uln", "provider", "ukprn", "employer", "version")}
    assert about == {
        "apprentice": cast.alice.name,
        "uln": ULN,
        "provider": "Northgate Training",
        "ukprn": "10000011",
        "employer": "Harbour Care",
        "version": "1.1",
    }
    first, second = form["items"][:2]
    assert (first["number"], first["title"], first["type"], first["date"]) == (
        1, "Piece 1", "Mentoring log", "2024-05-01"
    )  # fmt: skip
    assert (first["mentee"], first["witness"], first["anonymised"]) == ("M1", "Mentoring supervisor", "Confirmed")
    assert {"note": "How we agreed the outcomes", "place": "page 3"}.items() <= first["claims"][0].items()
    assert second["witness"] == "Not said"
    assert "Professional practice" in " ".join(item["theme"] for item in form["items"])


def test_the_totals_count_pieces_mentees_and_what_is_missing(cast: Cast) -> None:
    one = enrolled(cast)
    added(cast, one, ksbs=["K2"], mentee_code="M1")
    added(cast, one, ksbs=["K2", "S2"], mentee_code="")
    totals = _draft(one)["totals"]
    assert (totals["items"], totals["mentees"]) == (2, ["M1"])
    asked = next(part for part in totals["parts"] if part["asked"])
    assert asked["covered"] == 2
    assert len(asked["missing"]) == asked["of"] - 2
    assert not set(asked["missing"]) & {"K2", "S2"}
    assert [part["asked"] for part in totals["parts"]].count(False) == 1  # the observation needs no piece


def test_a_piece_without_claims_mentee_or_witness_says_so(cast: Cast) -> None:
    one = enrolled(cast)
    chosen(cast, one, [added(cast, one, ksbs=[], mentee_code="", anonymised=False)])
    form = _draft(one)
    assert (form["items"][0]["mentee"], form["items"][0]["witness"]) == ("None named", "Not said")
    text = _text(draft_pdf(form))
    assert "None claimed" in text
    assert "Not confirmed" in text
    assert "Different mentees None named" in text


def test_the_plan_that_asks_for_a_showcase_gives_the_form_that_word(cast: Cast) -> None:
    one = enrolled(cast, standard="ST0148", version="1.0", start=dt.date(2022, 3, 4))
    added(cast, one, ksbs=["K2"])
    portfolio = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one)
    form = form_of(portfolio)
    assert form["called"] == "Showcase"
    assert form["items"][0]["theme"] == "The plan names no themes"
    assert "Showcase 1" in _text(pdf_of(portfolio, form, parties_of(portfolio)))


def test_what_was_submitted_never_changes_its_form(cast: Cast) -> None:
    portfolio = _submitted(cast)
    kept = form_of(portfolio)
    cast.alice.name = "Alice Other"
    cast.alice.save()
    later = _again(portfolio)
    assert form_of(later) == kept
    assert hash_of(form_of(later)) == portfolio.form_sha256
    assert since_corrected(later) == ["apprentice"]
    assert since_corrected(portfolio) == []
    entry = LogEntry.objects.get(verb="portfolio.submitted")
    assert entry.details["form"] == portfolio.form_sha256


def test_what_was_submitted_before_forms_were_kept_still_has_one(cast: Cast) -> None:
    portfolio = _submitted(cast)
    SubmittedPortfolio.objects.update(form=None, form_sha256="")
    portfolio.items.update(claims=None, witness="")
    old = form_of(_again(portfolio))
    assert [item["title"] for item in old["items"]] == [item["title"] for item in form_of(portfolio)["items"]]
    assert {claim["note"] for item in old["items"] for claim in item["claims"]} == {""}
    assert _confirm(_again(portfolio), cast.tom, Role.TUTOR).words


def test_a_withdrawn_piece_keeps_its_number_date_and_codes_and_nothing_else(cast: Cast) -> None:
    portfolio = _submitted(cast)
    form = form_of(portfolio)
    left = withdrawn_from(form, portfolio.items.all()[0].evidence_id)["items"]
    assert "How we agreed" not in str(left)
    assert (left[0]["number"], left[0]["date"]) == (1, "2024-05-01")
    assert [claim["code"] for claim in left[0]["claims"]] == [claim["code"] for claim in form["items"][0]["claims"]]
    assert left[1:] == form["items"][1:]


def test_the_pdf_is_tagged_titled_and_in_english(cast: Cast) -> None:
    portfolio = _submitted(cast)
    document = pdf_of(portfolio, form_of(portfolio), parties_of(portfolio))
    with pikepdf.open(io.BytesIO(document)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        roles = {str(element.S) for element in elements(pdf.Root.StructTreeRoot) if "/S" in element}
        assert {"/H1", "/H2", "/Table", "/TH"} <= roles
        assert str(pdf.Root.Lang) == "en-GB"
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
            assert about["dc:title"] == f"Mapping and Tracking Form: {cast.alice.name}"
        assert pdf.pages[0].MediaBox[2] > pdf.pages[0].MediaBox[3]  # lies on its long side
    text = _text(document)
    for words in (ULN, "10000011", "How we agreed the outcomes (page 3)", "Mentoring supervisor", portfolio.digest):
        assert words in text
    assert "Draft" not in text
    assert document == pdf_of(portfolio, form_of(portfolio), parties_of(portfolio))


def test_a_draft_says_on_every_page_that_it_is_one(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one, 16)
    pages = pypdfium2.PdfDocument(draft_pdf(_draft(one)))
    assert len(pages) > 1
    assert all("Draft, not submitted." in page.get_textpage().get_text_range() for page in pages)


def test_three_people_confirm_each_for_themselves(cast: Cast) -> None:
    portfolio = _submitted(cast)
    for person, role in zip((cast.alice, cast.tom, cast.lena), ROLES, strict=True):
        made = _confirm(portfolio, person, role)
        assert (made.digest, made.words) == (portfolio.digest, form_of(portfolio)["statement"]["says"][role])
    parties = parties_of(portfolio)
    assert [party.confirmation.person for party in parties if party.confirmation] == [cast.alice, cast.tom, cast.lena]
    text = _text(pdf_of(portfolio, form_of(portfolio), parties))
    assert all(f"Confirmed by {person.name} on" in text for person in (cast.alice, cast.tom, cast.lena))
    details = [entry.details for entry in LogEntry.objects.filter(verb="portfolio.confirmed")]
    assert [(one["role"], one["digest"]) for one in details] == [(role, portfolio.digest) for role in ROLES]


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("tom", Role.APPRENTICE),
        ("alice", Role.LINE_MANAGER),
        ("lorna", Role.LINE_MANAGER),
        ("quentin", Role.QUALITY_LEAD),
    ],
)
def test_nobody_confirms_for_somebody_else(cast: Cast, name: str, role: Role) -> None:
    portfolio = _submitted(cast)
    with pytest.raises(Refused, match="each in their own account"):
        _confirm(portfolio, cast.people()[name], role)
    assert not portfolio.confirmations.exists()


def test_confirming_twice_is_confirming_once(cast: Cast) -> None:
    portfolio = _submitted(cast)
    assert _confirm(portfolio, cast.lena, Role.LINE_MANAGER) == _confirm(portfolio, cast.lena, Role.LINE_MANAGER)
    assert LogEntry.objects.filter(verb="portfolio.confirmed").count() == 1


def test_a_confirmation_stands_after_whoever_gave_it_has_left(cast: Cast) -> None:
    portfolio = _submitted(cast)
    one, quentin = portfolio.apprenticeship, as_actor(cast.quentin, Role.QUALITY_LEAD)
    _confirm(portfolio, cast.lena, Role.LINE_MANAGER)
    end_part(who=quentin, participant=one.participants.get(person=cast.lena))
    successor = _line_manager(cast)
    assign(who=quentin, apprenticeship=one, person=successor, role=Role.LINE_MANAGER)
    party = parties_of(_again(portfolio))[2]
    assert party.confirmation is not None
    assert party.confirmation.person == cast.lena
    assert party.left_at is not None
    assert party.now == (successor,)
    with pytest.raises(Refused, match=r"Lena Line confirmed it as line manager on .* It stands"):
        _confirm(_again(portfolio), successor, Role.LINE_MANAGER)
    later = _again(portfolio)
    assert "the confirmation stands" in _text(pdf_of(later, form_of(later), parties_of(later)))


def test_another_submission_asks_anew(cast: Cast) -> None:
    portfolio = _submitted(cast)
    _confirm(portfolio, cast.alice, Role.APPRENTICE)
    added(cast, portfolio.apprenticeship, title="One more")
    again = submit(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=portfolio.apprenticeship)
    assert [party.confirmation for party in parties_of(again)] == [None, None, None]
    assert portfolio.confirmations.count() == 1


def test_whoever_is_to_confirm_is_told_by_a_mail_that_names_nobody(cast: Cast) -> None:
    portfolio = _submitted(cast)
    letters = Message.objects.filter(kind="portfolio-submitted")
    assert sorted(letter.to for letter in letters) == ["alice@example.org", "lena@example.org"]  # Tom submitted it
    assert all(f"/portfolios/{portfolio.pk}/confirm/" in letter.text for letter in letters)
    assert not any(cast.alice.name in letter.subject + letter.text for letter in letters)


def test_nobody_of_the_demo_is_written_to(cast: Cast) -> None:
    User.objects.filter(pk__in=[cast.alice.pk, cast.lena.pk]).update(is_demo=True)
    _submitted(cast)
    assert not Message.objects.filter(kind="portfolio-submitted").exists()


def _line_manager(cast: Cast) -> User:
    made = services.make_person(who=SYSTEM, email="lukas@example.org", name="Lukas Line")
    services.give_role(
        who=SYSTEM, person=made, organisation=cast.harbour, role=Role.LINE_MANAGER, since=dt.date(2020, 1, 1)
    )
    return made
