"""``touchstone decide`` as its users meet it."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from touchstone.cli.decide import main
from touchstone.standards import adoption

Write = Callable[..., str]  # text (and file name) -> path
Capsys = pytest.CaptureFixture[str]

GOOD = """
- id: thirteen-days
  plan: ST1379-1.1
  ask: booking
  facts: {method: observation, notice_given: 2026-03-02, date: 2026-03-15, gateway_confirmed: 2026-02-20}
  expect: {outcome: refused, blockers: [booking.notice], score: {earliest: 2026-03-16}}
  source: an example
"""


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write_case(text: str, name: str = "cases.yaml") -> str:
        path = tmp_path / name
        path.write_text(text)
        return str(path)

    return write_case


def run(capsys: Capsys, *words: str) -> tuple[int, str, str]:
    code = main(list(words))
    out, err = capsys.readouterr()
    return code, out, err


def test_it_explains_outcome_rules_figures_and_clauses(write: Write, capsys: Capsys) -> None:
    code, out, err = run(capsys, write(GOOD))
    assert (code, err) == (0, "")
    assert "thirteen-days (ST1379-1.1, booking): refused" in out
    assert "not-met        booking.notice" in out
    assert "13 of 14 days" in out
    assert "Observation with Questioning" in out
    assert "earliest: 2026-03-16" in out


def test_json_is_one_object_a_line_with_the_agreed_keys(write: Write, capsys: Capsys) -> None:
    code, out, _ = run(capsys, "--json", write(GOOD + GOOD.replace("thirteen-days", "again")))
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [line["id"] for line in lines] == ["thirteen-days", "again"]
    first = lines[0]
    assert list(first) == ["id", "plan", "ask", "outcome", "blockers", "warnings", "gaps", "score", "reasons"]
    assert first["score"] == {"earliest": "2026-03-16"}
    assert all(list(reason) == ["rule", "verdict", "clause", "says"] for reason in first["reasons"])


def test_check_passes_what_is_as_expected(write: Write, capsys: Capsys) -> None:
    assert run(capsys, "--check", write(GOOD)) == (0, "1 passed, 0 failed\n", "")


@pytest.mark.parametrize(
    ("expect", "difference"),
    [
        ("{outcome: allowed}", "outcome: expected allowed, got refused"),
        ("{blockers: []}", "blockers: expected [], got [booking.notice]"),
        ("{warnings: [booking.notice]}", "warnings: expected [booking.notice], got []"),
        ("{gaps: [K1]}", "gaps: expected [K1], got []"),
        ("{score: {earliest: 2026-03-17}}", "score.earliest: expected 2026-03-17, got 2026-03-16"),
        ("{score: {minutes: 120}}", "score.minutes: expected 120, got nothing"),
    ],
)
def test_check_prints_each_difference_and_fails(write: Write, capsys: Capsys, expect: str, difference: str) -> None:
    text = "\n".join(f"  expect: {expect}" if "expect:" in line else line for line in GOOD.splitlines())
    file = write(text)
    code, out, _ = run(capsys, "--check", file)
    assert code == 1
    assert out.splitlines() == [f"{file}: case thirteen-days: {difference}", "0 passed, 1 failed"]


def test_lists_are_compared_as_sets(write: Write, capsys: Capsys) -> None:
    twice = GOOD.replace("[booking.notice]", "[booking.notice, booking.notice]")
    assert run(capsys, "--check", write(twice))[0] == 0


@pytest.mark.parametrize(
    ("old", "new", "line", "place", "said"),
    [
        ("2026-03-15", "2026-02-30", 5, "facts.date", "does not exist"),
        ("date: 2026-03-15", "dat: 2026-03-15", 5, "facts.dat", "not a fact of booking"),
        ("ST1379-1.1", "ST1379-1.7", 3, "plan", "no plan 'ST1379-1.7'"),
        ("ST1379-1.1", "1.1", 3, "plan", "should be text"),
        ("ask: booking", "ask: bookings", 4, "ask", "no question 'bookings'"),
        (
            "method: observation",
            "method: observation, short_notice_agreed: yes",
            5,
            "facts.short_notice_agreed",
            "true",
        ),
        ("  source:", "  sauce: x\n  source:", 7, "sauce", "not a key of a case"),
        ("  source:", "  policy: tquk\n  source:", 7, "policy", "no policy 'tquk'"),
        ("outcome: refused", "outcom: refused", 6, "expect.outcom", "known are outcome"),
        ("[booking.notice]", "booking.notice", 6, "expect.blockers", "a list"),
    ],
)
def test_a_fault_names_file_line_case_and_key_and_the_other_cases_are_decided(
    write: Write, capsys: Capsys, old: str, new: str, line: int, place: str, said: str
) -> None:
    file = write(GOOD.replace(old, new) + GOOD.replace("thirteen-days", "another"))
    code, out, err = run(capsys, "--json", file)
    assert code == 2
    assert [json.loads(answer)["id"] for answer in out.splitlines()] == ["another"]
    assert err.startswith(f"{file}:{line}: case thirteen-days: {place}: ")
    assert said in err
    assert len(err.splitlines()) == 1


CERTIFICATE = "- {id: c, plan: ST1379-1.1, ask: certificate, facts: {%s}}"


@pytest.mark.parametrize("fact", ["uln: 9276308686", "confirmed_version: 1.1", "confirmed_version: 1.10"])
def test_numbers_that_should_be_text_are_refused_and_quoted_ones_taken(write: Write, capsys: Capsys, fact: str) -> None:
    code, out, err = run(capsys, "--json", write(CERTIFICATE % fact))
    assert (code, out) == (2, "")
    assert "put it in quotes" in err
    key, _, number = fact.partition(": ")
    assert run(capsys, "--json", write(CERTIFICATE % f'{key}: "{number}"'))[0] == 0


def test_a_case_id_used_twice_is_refused_once(write: Write, capsys: Capsys) -> None:
    code, out, err = run(capsys, "--json", write(GOOD + GOOD))
    assert (code, len(out.splitlines())) == (2, 1)
    assert "is used twice in this file (first on line 2)" in err


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"- id: [a\n", "is not valid YAML"),
        (b"- id: a\n  id: b\n", ":2: case number 1: id: is given twice"),
        (b"- &a {id: a}\n- *a\n", "alias"),
        (b"id: a\n", "should be a list of cases"),
        (b"- a\n", "should be a mapping"),
        (b"", "is empty"),
        (b"\xff\xfe\x00", "is not UTF-8"),
        (b"\x00\x01", "is not valid YAML"),
        (b"a" * 10_000_000, "is larger than"),
        (b"[" * 100_000, "nested"),
        (b"- id: a\n  plan: ST1379-1.1\n  ask: start\n", "facts: is missing"),
    ],
)
def test_a_file_that_holds_no_cases_says_why_in_one_line(
    tmp_path: Path, capsys: Capsys, content: bytes, said: str
) -> None:
    file = tmp_path / "cases.yaml"
    file.write_bytes(content)
    code, out, err = run(capsys, "--json", str(file))
    assert (code, out) == (2, "")
    assert err.startswith(str(file))
    assert said in err
    assert "Traceback" not in err


def test_missing_files_and_folders_are_named_and_the_others_decided(
    write: Write, capsys: Capsys, tmp_path: Path
) -> None:
    code, out, err = run(capsys, "--check", str(tmp_path / "none.yaml"), str(tmp_path), write(GOOD))
    assert code == 2
    assert out == "1 passed, 2 failed\n"
    assert "none.yaml: cannot be read: no such file" in err
    assert "is a directory" in err


def test_a_case_without_expectations_cannot_be_checked(write: Write, capsys: Capsys) -> None:
    text = "\n".join(line for line in GOOD.splitlines() if "expect:" not in line)
    code, out, err = run(capsys, "--check", write(text))
    assert (code, out) == (2, "0 passed, 1 failed\n")
    assert "expect: is missing" in err


def test_a_dash_reads_the_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Capsys) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(GOOD.encode())))
    assert run(capsys, "--check", "-")[0] == 0


def test_an_adopted_plan_of_a_deployment_can_be_tried(write: Write, capsys: Capsys) -> None:
    day = dt.date(2025, 1, 6)
    draft = adoption.draft(
        "ST1379-1.2", "ST1379-1.1", organisation="EPA0001", organisation_name="Example AO", by="Ann", on=day
    )
    plan = write(adoption.sign(draft, by="Bob", on=day), "ST1379-1.2.yaml")
    cases = write(GOOD.replace("ST1379-1.1", "ST1379-1.2"))
    assert run(capsys, "--check", cases)[0] == 1
    assert run(capsys, "--check", "--plan", plan, cases)[0] == 0
    answer = json.loads(run(capsys, "--json", "--plan", plan, cases)[1])
    assert answer["rests_on"].startswith("Adopted by Example AO (EPA0001) from ST1379-1.1, signed by Bob")


def test_the_command_starts_light_and_without_django(write: Write) -> None:
    program = (
        "import sys; from touchstone.cli.main import main; code = main(sys.argv[1:]); "
        "sys.exit(9 if 'django' in sys.modules or len(sys.modules) > 280 else code)"
    )
    done = subprocess.run([sys.executable, "-c", program, "decide", "--check", write(GOOD)], check=False)
    assert done.returncode == 0
