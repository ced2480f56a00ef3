"""A progress review on paper: what it says, to whom, and that it can be read by everybody."""

from __future__ import annotations

import datetime as dt
import io
import json
import uuid

import pikepdf
import pypdfium2
import pytest
from django.utils import timezone

from tests.apps.portfolio.making import added
from tests.apps.training.making import alice, hours, milestone, review, tom
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.concerns.services import raise_concern
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.training import services
from touchstone.apps.training.models import Review
from touchstone.apps.training.printed import content_of, printed
from touchstone.apps.training.services.reviewing import Words
from touchstone.demo.clock import at

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2024, 6, 3, 11, 5, tzinfo=dt.UTC)


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())


def _signed_by_alice(cast: Cast) -> Review:
    one = enrolled(cast)
    with at(dt.datetime(2024, 5, 7, 12, tzinfo=dt.UTC)):
        added(cast, one, title="First contract", ksbs=["K2", "S2"])
    hours(cast, one, minutes=90)
    held = review(cast, one)
    services.write_part(
        who=alice(cast), review=held, version=1, words=Words("Three sessions.\nAll well.", "", "Tired, but fine.")
    )
    with at(NOON):
        services.sign_part(who=alice(cast), review=held, version=2)
    milestone(cast, one, review=held, title="Ask two mentees", due=dt.date(2024, 9, 1))
    return held


def test_it_says_who_signed_when_and_who_has_not(cast: Cast) -> None:
    text = text_of(printed(_signed_by_alice(cast), at=NOON))
    assert f"Signed by {cast.alice.name} on 3 June 2024, 12:05." in text
    assert text.count("Not signed.") == 2
    assert "Three sessions. All well." in text
    assert "Tired, but fine." in text
    assert "Ask two mentees 1 September 2024 To do" in text
    assert "1 hour 30 minutes" in text
    assert "As it stood on 3 June 2024, 12:05" in text


def test_the_facts_are_those_of_the_day_it_was_opened(cast: Cast) -> None:
    held = _signed_by_alice(cast)
    added(cast, held.apprenticeship, title="Came later", ksbs=["K3"])
    facts = dict(content_of(held, at=timezone.now())["facts"])
    assert facts["Evidence added"] == "First contract"
    assert facts["KSBs claimed by evidence"] == "2 of 35"


def test_it_is_tagged_and_says_its_title_and_language(cast: Cast) -> None:
    with pikepdf.open(io.BytesIO(printed(_signed_by_alice(cast), at=NOON))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert "pdfuaid" in document.Root.Metadata.read_bytes().decode()


def test_a_sealed_concern_is_never_in_it(cast: Cast) -> None:
    held = _signed_by_alice(cast)
    raise_concern(
        who=tom(cast),
        id=uuid.uuid4(),
        apprenticeship=held.apprenticeship,
        organisation=cast.northgate,
        text="Afraid to go home",
    )
    assert "Afraid" not in json.dumps(content_of(held, at=NOON))
    assert "concern" not in text_of(printed(held, at=NOON)).lower()


def test_long_texts_and_letters_no_font_has_are_printed(cast: Cast) -> None:
    held = review(cast, enrolled(cast))
    long = Words("Diolch ŵ 🌱 #let *not* $markup$ " * 150, "w" * 4000)
    services.write_part(who=alice(cast), review=held, version=1, words=long)
    text = text_of(printed(held, at=NOON))
    assert "#let *not* $markup$" in text
    assert "printed as □" in text


def test_whoever_takes_it_along_stands_in_the_log(cast: Cast) -> None:
    held = _signed_by_alice(cast)
    services.print_review(who=as_actor(cast.lena, Role.LINE_MANAGER), review=held)
    entry = LogEntry.objects.filter(verb="review.read").latest("number")
    assert (entry.actor, entry.role) == (cast.lena.pk, Role.LINE_MANAGER)
