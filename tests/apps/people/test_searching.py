"""People are found however their name is typed, on every database."""

from __future__ import annotations

import pytest

from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.models import User
from touchstone.apps.people.searching import contains
from touchstone.apps.people.services import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["Ŵyn Élodie", "ŵyn élodie", "ŴYN ÉLODIE"])
@pytest.mark.parametrize("word", ["Ŵyn", "ŵyn", "ŴYN", "Élodie", "éLODIE", "lod", "ŵ"])
def test_capitals_beyond_ascii_make_no_difference(name: str, word: str) -> None:
    person = make_person(who=SYSTEM, email="wyn@example.org", name=name)
    make_person(who=SYSTEM, email="other@example.org", name="Eve Wynne")
    assert list(User.objects.filter(contains("name", word))) == [person]


@pytest.mark.parametrize("word", ["%", "_", "\\", "'", "Ŵ%"])
def test_what_stands_for_anything_in_a_database_stands_for_itself(word: str) -> None:
    make_person(who=SYSTEM, email="wyn@example.org", name="Ŵyn Élodie")
    assert not User.objects.filter(contains("name", word)).exists()
