"""``python -m bench.log_verify [N]``: how long verifying N entries (a million) and replaying their decisions takes.

Every third entry has a personal text, every twentieth tells of a decision with its facts and findings.
"""

from __future__ import annotations

import datetime as dt
import os
import resource
import subprocess
import sys
import time
import uuid
from pathlib import Path
from typing import Any

from bench.both import on_both

PORTION = 2000
FACTS: dict[str, Any] = {
    "date": "2025-11-03",
    "start": "2024-07-08",
    "date_of_birth": "1994-05-20",
    "breaks": [],
    "english": {"level": 2, "route": "standard"},
    "maths": {"level": 2, "route": "standard"},
    "declaration_signed": True,
    "photo_id": True,
    "portfolio": True,
    "mapping_form": True,
    "employer_confirms": False,
}


def main(words: list[str]) -> int:
    if words[:1] != ["here"]:
        return on_both("bench.log_verify", words)
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    _fill(int(words[1]) if words[1:] else 1_000_000)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    ended = 0
    for command in ("verify", "replay"):
        began, load, before = time.monotonic(), os.getloadavg()[0], _processor()
        program = Path(sys.executable).with_name("touchstone")
        ended |= subprocess.run([program, "log", command], check=False).returncode  # noqa: S603
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(
            f"log {command}: {time.monotonic() - began:.1f} s, of which our processor {_processor() - before:.1f} s, "
            f"at most {peak:.0f} MB (load {load:.1f} at its start)",
            flush=True,
        )
    return ended


def _processor() -> float:
    """Seconds of processor time the commands have used so far; the database server's are not in it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _fill(count: int) -> None:
    from django.db import transaction

    from touchstone.apps.records.log import START, hash_of, salted
    from touchstone.apps.records.models import ChainHead, DecisionBody, LogEntry, LogPersonal, StoredDecision

    began, previous, people = dt.datetime(2024, 1, 1, tzinfo=dt.UTC), START, [uuid.uuid4() for _ in range(1000)]
    made, body = _decision()
    for first in range(1, count + 1, PORTION):
        entries, texts, decisions = [], [], []
        for number in range(first, min(first + PORTION, count + 1)):
            at, salt, text = began + dt.timedelta(seconds=number), uuid.uuid4().hex, {"title": "A mentoring session"}
            one = people[number % 1000]
            entry = LogEntry(number=number, at=at, actor=one, role="tutor", apprenticeship=one, previous=previous)
            entry.verb, entry.subject_type, entry.subject = "evidence.added", "portfolio.evidence", str(one)
            if number % 20 == 0:
                decision = StoredDecision(at=at, actor=one, apprenticeship=one, digest=salted(salt, body), **made)
                decisions.append((decision, DecisionBody(decision=decision, salt=salt, body=body)))
                entry.verb, entry.subject_type, entry.subject = _told_of(decision)
                entry.details = _told(decision)
            elif number % 3 == 0:
                entry.personal_digest = salted(salt, text)
                texts.append(LogPersonal(entry_id=number, salt=salt, body=text))
            entry.hash = previous = hash_of(vars(entry))
            entries.append(entry)
        with transaction.atomic():
            LogEntry.objects.bulk_create(entries)
            LogPersonal.objects.bulk_create(texts)
            StoredDecision.objects.bulk_create([decision for decision, _ in decisions])
            DecisionBody.objects.bulk_create([body for _, body in decisions])
    ChainHead.objects.create(id=1, number=count, hash=previous)


def _decision() -> tuple[dict[str, str], dict[str, Any]]:
    from touchstone.apps.records.decisions import said
    from touchstone.rules import ask
    from touchstone.standards import catalogue

    made = ask("gateway", catalogue.plan("ST1379-1.1"), FACTS)
    columns = {"question": made.question, "outcome": made.outcome, "plan": made.plan, "plan_hash": made.plan_hash}
    return {**columns, "engine_version": made.engine_version}, {"facts": FACTS, **said(made)}


def _told_of(decision: Any) -> tuple[str, str, str]:
    from touchstone.apps.records.decisions import STORED

    return STORED, "records.storeddecision", str(decision.pk)


def _told(decision: Any) -> dict[str, str]:
    from touchstone.apps.records.decisions import told

    return told(decision)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.config.settings.production")
    sys.exit(main(sys.argv[1:]))
