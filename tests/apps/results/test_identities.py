"""The photo of an identity document goes when its time is over, and its hash stays."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.urls import reverse

from tests.apps.assessment.making import HELD
from tests.apps.portfolio.making import PNG, upload
from tests.apps.results.making import RELEASED, agreed, recorded, released
from tests.cast import Cast, as_actor
from tests.web.signed_in import client_of
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.gateway.models import Given
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import StoredFile
from touchstone.apps.portfolio.services import store_file
from touchstone.apps.records.models import LogEntry
from touchstone.apps.results.identities import keeping_of
from touchstone.apps.results.services import delete_old_identities
from touchstone.demo.clock import at

DUE = HELD.date() + dt.timedelta(days=30)
DAY = dt.timedelta(days=1)


@pytest.fixture
def one(cast: Cast, settings: Any, tmp_path: Path) -> Apprenticeship:
    """Both methods recorded; the document given for the gateway and for an attempt before it."""
    settings.MEDIA_ROOT = tmp_path
    one = recorded(cast)
    stored = store_file(who=as_actor(cast.tom, Role.TUTOR), apprenticeship=one, upload=upload("passport.png", PNG))
    confirmed = one.gateways.get()
    earlier = one.gateways.create(number=2, state="returned", decided_by=cast.ada, decided_at=confirmed.decided_at)
    for gateway in (confirmed, earlier):
        Given.objects.create(
            gateway=gateway,
            fact="photo_id",
            value=True,
            file=stored,
            given_by=cast.tom,
            given_as="tutor",
            given_at=HELD,
            at_version=1,
        )
    return one


def on(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(12), tzinfo=dt.UTC)


def deleted_on(day: dt.date) -> int:
    with at(on(day)):
        return delete_old_identities(who=SYSTEM)


def test_it_is_deleted_so_many_days_after_the_last_assessment_and_leaves_its_hash(
    cast: Cast, one: Apprenticeship, tmp_path: Path
) -> None:
    released(cast, one)
    sha256 = StoredFile.objects.get(name="passport.png").sha256
    assert deleted_on(DUE - DAY) == 0
    assert deleted_on(DUE) == 1
    assert deleted_on(DUE + DAY) == 0
    rows = Given.objects.filter(fact="photo_id")
    assert {(row.file_id, row.deleted_sha256, row.deleted_at) for row in rows} == {(None, sha256, on(DUE))}
    assert not StoredFile.objects.filter(sha256=sha256).exists()
    assert [path for path in tmp_path.iterdir() if path.read_bytes() == PNG] == []
    assert LogEntry.objects.filter(verb="gateway.identity-deleted", apprenticeship=one.pk).count() == 1
    assert LogEntry.objects.get(verb="file.erased").details["sha256"] == sha256


def test_the_number_of_days_is_a_setting(cast: Cast, one: Apprenticeship, settings: Any) -> None:
    settings.IDENTITY_DAYS = 60
    released(cast, one)
    assert deleted_on(DUE) == 0
    assert deleted_on(HELD.date() + dt.timedelta(days=60)) == 1


def test_without_a_result_it_is_kept_however_long(cast: Cast, one: Apprenticeship) -> None:
    agreed(cast, one)
    assert deleted_on(DUE + 300 * DAY) == 0
    with at(on(DUE)):
        assert keeping_of(one).because == "There is no result yet."


@pytest.mark.parametrize("state", ["open", "completed"])
def test_an_assessment_that_is_not_finished_holds_it(cast: Cast, one: Apprenticeship, state: str) -> None:
    released(cast, one)
    record = one.bookings.all()[0].record
    record.state = state
    record.save()
    assert deleted_on(DUE + DAY) == 0


def test_an_assessment_after_the_result_holds_it_until_the_next_result(cast: Cast, one: Apprenticeship) -> None:
    released(cast, one)
    later = one.bookings.all()[0]
    later.starts_at = RELEASED + 10 * DAY
    later.save()
    assert deleted_on(DUE + 40 * DAY) == 0
    with at(on(DUE)):
        assert keeping_of(one).because == "There is no result yet of the last assessment."


def test_a_storage_that_does_not_answer_leaves_everything_for_the_next_time(
    cast: Cast, one: Apprenticeship, tmp_path: Path, settings: Any
) -> None:
    released(cast, one)
    stored = StoredFile.objects.get(name="passport.png")
    path = Path(FileSystemStorage(tmp_path).path(stored.key))
    path.unlink()
    path.mkdir()  # what cannot be deleted as a file
    (path / "in the way").touch()
    with pytest.raises(OSError, match=r"not empty|directory"):
        deleted_on(DUE)
    assert StoredFile.objects.filter(pk=stored.pk).exists()
    assert Given.objects.filter(fact="photo_id", file=stored).count() == 2


def test_the_gateway_page_says_when_and_afterwards_that_it_was(cast: Cast, one: Apprenticeship) -> None:
    Given.objects.filter(gateway__number=2).delete()
    one.gateways.filter(number=2).delete()
    address = reverse("gateway:show", args=[one.pk])

    def page() -> str:
        return " ".join(client_of(cast.alice).get(address).content.decode().split())

    assert "The day is not known yet: there is no result yet." in page()
    released(cast, one)
    assert "The identity document is deleted on 15 April 2026, 30 days after the last assessment." in page()
    deleted_on(DUE)
    assert "The identity document was deleted on 15 April 2026" in page()
    assert "identity document" not in client_of(cast.lena).get(address).content.decode()
    assert client_of(cast.ada).get(reverse("gateway:identity", args=[one.gateways.get().pk])).status_code == 404
