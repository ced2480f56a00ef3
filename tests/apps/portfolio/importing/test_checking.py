"""The words of a row: types, codes, dates, mentees."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest

from tests.apps.portfolio.importing.zips import GOOD, pdf, portfolio
from tests.cast import Cast
from tests.stories import enrolled
from touchstone.apps.apprenticeships.importing.cells import Wrong
from touchstone.apps.apprenticeships.importing.reading import Row
from touchstone.apps.portfolio.importing.archive import Archive
from touchstone.apps.portfolio.importing.checking import BEFORE_START, EXAMPLE, EXAMPLE_TITLE, NO_KSB, Checked, Checker
from touchstone.apps.portfolio.importing.codes import codes_in
from touchstone.apps.portfolio.importing.types import NAMES, type_of
from touchstone.rules.facts.parts import EVIDENCE_TYPES

KNOWN = {f"{letter}{number}" for letter in "KSB" for number in range(1, 10)}


@pytest.fixture
def checker(cast: Cast) -> Checker:
    archive = Archive(io.BytesIO(portfolio(GOOD, files={"log.pdf": pdf()})))
    return Checker(enrolled(cast), archive)


def checked(checker: Checker, **changes: Any) -> Checked:
    return checker.check(Row(2, {**GOOD, **changes}))


def test_a_row_that_is_right_becomes_what_it_says(checker: Checker) -> None:
    found = checked(checker)
    assert (found.errors, found.warnings) == ([], [])
    assert found.entry is not None
    assert found.entry.name == "log.pdf"
    assert found.given == {
        **GOOD,
        "type": "mentoring-log",
        "date": dt.date(2024, 5, 7),
        "ksbs": ["K2", "S2"],
        "anonymised": True,
    }


@pytest.mark.parametrize("said", ["K1; S2, B3", "k01 s02 b3", "K1/S2/B3", "K 1 and S 2 & B3", "K1S2B3", "K1,,S2;B3;"])
def test_codes_are_read_however_they_are_listed(said: str) -> None:
    assert codes_in(said, KNOWN, "1.1") == ["K1", "S2", "B3"]


@pytest.mark.parametrize("said", ["K1-K3, S9", "k1–3; S9", "K1 to K3 S9", "K1 - 3,S9"])
def test_codes_from_one_to_another_are_all_of_them(said: str) -> None:
    assert codes_in(said, KNOWN, "1.1") == ["K1", "K2", "K3", "S9"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("K1, K12, S10", "K12, S10: no such KSB in version 1.1 of the standard."),
        ("K1, mentoring", "“mentoring” is no code"),
        ("12", "“12” is no code"),
        ("K1x", "“x” is no code"),
        ("K3-K1", "“K3-K1” runs from one code to another"),
        ("K1-S3", "“K1-S3” runs from one code to another"),
    ],
)
def test_codes_nobody_can_mean_are_named(said: str, why: str) -> None:
    with pytest.raises(Wrong) as wrong:
        codes_in(said, KNOWN, "1.1")
    assert why in str(wrong.value)


def test_every_type_is_known_by_its_name_and_its_name_for_people() -> None:
    for kind in EVIDENCE_TYPES:
        assert type_of(kind) == type_of(NAMES[kind].upper()) == kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("Witness Statements", "witness-statement"),
        ("session log", "mentoring-log"),
        ("Observation", "observation-report"),
        ("VIDEO", "session-recording"),
    ],
)
def test_types_are_known_in_peoples_words(said: str, kind: str) -> None:
    assert type_of(said) == kind


def test_a_type_nobody_knows_is_answered_with_those_there_are() -> None:
    with pytest.raises(Wrong) as wrong:
        type_of("Selfie")
    assert all(name in str(wrong.value) for name in ("“Selfie”", *NAMES.values()))


@pytest.mark.parametrize("said", ["03/04/2025", "3 April 2025", "2025-04-03", "3.4.2025", "3rd April 2025"])
def test_dates_are_british(checker: Checker, said: str) -> None:
    assert checked(checker, date=said).given["date"] == dt.date(2025, 4, 3)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"file": ""}, "File is empty."),
        ({"file": "gone.pdf"}, "File: there is no file “gone.pdf” in the ZIP."),
        ({"title": ""}, "Title is empty."),
        ({"title": "x" * 201}, "Title: it is longer than 200 characters."),
        ({"date": "31/12/2999"}, "Date: “31/12/2999” is in the future."),
        ({"date": "01/01/1970"}, "Date: “01/01/1970” cannot be right."),
        ({"date": "12/31/2024"}, "Date: “12/31/2024” is not a day of the calendar."),
        ({"ksbs": "K99"}, "KSBs: K99: no such KSB in version 1.1 of the standard."),
        ({"mentee": "Maria"}, "Mentee code: “Maria” looks like a name."),
        ({"anonymised": "perhaps"}, "Anonymised: “perhaps” is neither “yes” nor “no”."),
        ({"note": "x" * 20_001}, "Note: it is longer than 20,000 characters."),
    ],
)
def test_what_is_wrong_with_a_row_is_said_with_its_column(checker: Checker, changes: dict[str, str], why: str) -> None:
    (said,) = checked(checker, **changes).errors
    assert said.startswith(why)


def test_everything_wrong_with_a_row_is_said_at_once(checker: Checker) -> None:
    assert len(checked(checker, file="gone.pdf", type="Selfie", date="soon", ksbs="K99", mentee="Maria").errors) == 5


def test_what_can_be_but_should_not_is_warned_of(checker: Checker) -> None:
    assert checked(checker, ksbs="").warnings == [NO_KSB]
    assert checked(checker, date="01/02/2024").warnings == [BEFORE_START]


def test_the_example_of_the_template_is_no_piece(checker: Checker) -> None:
    assert checked(checker, title=EXAMPLE_TITLE).errors == [EXAMPLE]


def test_a_row_with_a_stray_comma_is_told(checker: Checker) -> None:
    assert "comma or semicolon" in checker.check(Row(2, GOOD, surplus=True)).errors[0]
