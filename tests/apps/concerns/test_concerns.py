"""Safeguarding concerns are sealed: raised by anybody around an apprentice, read by the safeguarding lead alone."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db.models import QuerySet

from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.concerns import services
from touchstone.apps.concerns.models import Concern, ConcernNote
from touchstone.apps.concerns.queries import raised_by, visible_to
from touchstone.apps.people import services as people
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.post.models import Message
from touchstone.apps.records.models import LogEntry, LogPersonal
from touchstone.apps.records.refusal import Refused

pytestmark = pytest.mark.django_db
WORDS = "She said that she is afraid to go home."


@pytest.fixture
def one(cast: Cast) -> Apprenticeship:
    return enrolled(cast)


def raised(cast: Cast, one: Apprenticeship, **changes: Any) -> Concern:
    return services.raise_concern(
        **{
            "who": as_actor(cast.tom, Role.TUTOR),
            "id": uuid.uuid4(),
            "apprenticeship": one,
            "organisation": cast.northgate,
            "text": WORDS,
            **changes,
        }
    )


def _seen(name: str, cast: Cast) -> QuerySet[Concern]:
    return visible_to(as_actor(cast.people()[name]))


def test_the_safeguarding_lead_reads_it_and_nobody_else(cast: Cast, one: Apprenticeship) -> None:
    raised(cast, one)
    assert [name for name in cast.people() if _seen(name, cast).exists()] == ["sara"]


def test_neither_mail_nor_log_says_what_it_is_about(cast: Cast, one: Apprenticeship) -> None:
    concern = raised(cast, one)
    services.read_concern(who=as_actor(cast.sara, Role.SAFEGUARDING_LEAD), concern=concern)
    mail = Message.objects.get(kind="concern")
    assert mail.to == cast.sara.email
    assert "afraid" not in mail.text + mail.subject
    entries = LogEntry.objects.filter(verb__startswith="concern.")
    assert [entry.verb for entry in entries.order_by("number")] == ["concern.raised", "concern.read"]
    assert not any(entry.apprenticeship for entry in entries)  # so that no timeline can tell of it
    assert not LogPersonal.objects.filter(entry__in=entries).exists()


def test_whoever_raised_it_sees_that_it_was_read_and_no_words(cast: Cast, one: Apprenticeship) -> None:
    concern = raised(cast, one)
    tom = as_actor(cast.tom, Role.TUTOR)
    assert raised_by(tom, one).get().read_at is None
    services.read_concern(who=as_actor(cast.sara, Role.SAFEGUARDING_LEAD), concern=concern)
    assert raised_by(tom, one).get().read_at is not None
    assert not raised_by(as_actor(cast.alice, Role.APPRENTICE), one).exists()


def test_where_nobody_would_read_it_people_are_told_to_go_another_way(cast: Cast, one: Apprenticeship) -> None:
    with pytest.raises(Refused, match="has no safeguarding lead"):
        raised(cast, one, organisation=cast.harbour)
    with pytest.raises(Refused, match="has no safeguarding lead"):
        raised(cast, one, organisation=cast.westfield)
    assert not Concern.objects.exists()


def test_a_lead_never_reads_a_concern_on_their_own_apprenticeship(cast: Cast, one: Apprenticeship) -> None:
    people.give_role(who=SYSTEM, person=cast.alice, organisation=cast.northgate, role=Role.SAFEGUARDING_LEAD)
    raised(cast, one)
    assert not _seen("alice", cast).exists()


def test_sent_twice_it_is_one_and_nobody_elses_form_is_used(cast: Cast, one: Apprenticeship) -> None:
    id = uuid.uuid4()
    raised(cast, one, id=id)
    raised(cast, one, id=id)
    assert Concern.objects.count() == 1
    with pytest.raises(Refused, match="already been used"):
        raised(cast, one, id=id, who=as_actor(cast.lena, Role.LINE_MANAGER))


def test_notes_come_one_after_the_other_and_close_or_open_again(cast: Cast, one: Apprenticeship) -> None:
    concern, sara = raised(cast, one), as_actor(cast.sara, Role.SAFEGUARDING_LEAD)
    services.note_on(who=sara, id=uuid.uuid4(), concern=concern, text="Talked to her; children’s services told.")
    services.note_on(who=sara, id=uuid.uuid4(), concern=concern, text="Settled.", close=True)
    concern.refresh_from_db()
    assert concern.closed_at is not None
    services.note_on(who=sara, id=uuid.uuid4(), concern=concern, text="It goes on.")
    concern.refresh_from_db()
    assert concern.closed_at is None
    assert ConcernNote.objects.count() == 3
    with pytest.raises(Refused):
        services.note_on(who=sara, id=uuid.uuid4(), concern=concern, text="  ")
