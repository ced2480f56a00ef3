"""``touchstone log``: what an operator sees, and the exit code a job goes by."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.apps.records import triggers_off
from tests.cast import Cast
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.records.decisions import keep
from touchstone.apps.records.log import log
from touchstone.apps.records.models import LogEntry, LogPersonal
from touchstone.apps.records.queries import head
from touchstone.cli.main import main
from touchstone.rules import ask
from touchstone.standards import catalogue

Printed = pytest.CaptureFixture[str]


def test_a_whole_log(cast: Cast, capsys: Printed) -> None:
    assert main(["log", "verify"]) == 0
    said = capsys.readouterr()
    assert "Everything is as it was written." in said.out
    assert f"The head to note elsewhere: {head()}" in said.out
    assert said.err == ""


def test_a_changed_entry_is_named_and_fails(cast: Cast, capsys: Printed) -> None:
    with triggers_off():
        LogEntry.objects.filter(number=3).update(role="tutor")
    assert main(["log", "verify"]) == 1
    out = capsys.readouterr().out
    assert out.splitlines()[0] == "Entry 3 is not as it was written: its hash does not fit its content."
    assert "as it was written." not in out.splitlines()[-1]


def test_for_programs(cast: Cast, capsys: Printed) -> None:
    with triggers_off():
        LogEntry.objects.filter(number=3).update(role="tutor")
    assert main(["log", "verify", "--json"]) == 1
    answer = json.loads(capsys.readouterr().out)
    assert (answer["whole"], answer["entries"], answer["head"]) == (False, LogEntry.objects.count(), str(head()))
    assert [fault["entry"] for fault in answer["faults"]] == [3]


def test_a_head_noted_elsewhere(cast: Cast, capsys: Printed) -> None:
    assert main(["log", "head"]) == 0
    noted = capsys.readouterr().out.strip()
    assert main(["log", "verify", "--head", noted]) == 0
    number, digest = noted.split(":")
    assert main(["log", "verify", "--head", f"{number}:{digest[::-1]}"]) == 1
    assert f"Entry {number} is not the one that was noted: the log was rewritten." in capsys.readouterr().out


@pytest.mark.parametrize("noted", ["", "12", "x:" + "a" * 64, "12:abc"])
def test_what_is_no_head_cannot_be_asked(cast: Cast, capsys: Printed, noted: str) -> None:
    assert main(["log", "verify", "--head", noted]) == 2
    assert "a head is a number" in capsys.readouterr().err


def test_an_empty_log_has_no_head(db: None, capsys: Printed) -> None:
    assert main(["log", "head"]) == 1
    assert capsys.readouterr().err == "The log is empty.\n"


def test_the_help_says_what_only_a_noted_head_finds(capsys: Printed) -> None:
    main(["log", "verify", "--help"])
    assert "Only a head noted where they cannot reach finds that" in " ".join(capsys.readouterr().out.split())


def test_erasing_says_which_entry_tells_of_it(cast: Cast, capsys: Printed) -> None:
    note = log("note.kept", who=SYSTEM, on=cast.harbour, personal={"text": "Ill"})
    assert main(["log", "erase", str(note.number), "--reason", "Asked for."]) == 0
    assert capsys.readouterr().out == f"Erased. Entry {note.number + 1} says so.\n"
    assert not LogPersonal.objects.filter(entry=note).exists()
    assert main(["log", "erase", str(note.number), "--reason", "Asked for."]) == 1
    assert "erased already" in capsys.readouterr().err


def test_replay_counts(cast: Cast, capsys: Printed) -> None:
    plan = catalogue.plan("ST1379-1.1")
    for _ in range(3):
        keep(ask("booking", plan, {}), facts={}, who=SYSTEM)
    assert main(["log", "replay"]) == 0
    assert "3 decisions asked again: 3 the same, 0 different." in capsys.readouterr().out
    assert main(["log", "replay", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["asked"], answer["same"], answer["decisions"]) == (3, 3, [])


def test_replay_fails_where_a_plan_is_not_at_hand(cast: Cast, capsys: Printed) -> None:
    made = ask("booking", catalogue.plan("ST1379-1.1"), {})
    stored = keep(
        type(made)(made.question, made.outcome, made.findings, made.plan, "b" * 64, "1"), facts={}, who=SYSTEM
    )
    assert main(["log", "replay"]) == 1
    assert f"Decision {stored.pk}, booking by ST1379-1.1 on " in capsys.readouterr().out
    assert main(["log", "replay", "--json"]) == 1
    (named,) = json.loads(capsys.readouterr().out)["decisions"]
    assert (named["decision"], named["state"]) == (str(stored.pk), "not-at-hand")


def test_replay_refuses_what_is_no_date(db: None, capsys: Printed) -> None:
    assert main(["log", "replay", "--since", "yesterday"]) == 2
    assert "'yesterday' is no date" in capsys.readouterr().err


def test_without_a_database_it_is_one_line(tmp_path: Path) -> None:
    answer = subprocess.run(
        [str(Path(sys.executable).with_name("touchstone")), "log", "verify"],
        env={
            **{name: value for name, value in os.environ.items() if name != "TOUCHSTONE_DATABASE"},
            "DJANGO_SETTINGS_MODULE": "touchstone.config.settings.demo",
            "TOUCHSTONE_DATA": str(tmp_path),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 2
    assert len(answer.stderr.splitlines()) == 1
    assert answer.stderr.startswith("touchstone: the database:")
