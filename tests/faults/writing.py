"""Apprentices who add evidence without a pause, and note what the site has acknowledged."""

from __future__ import annotations

import hashlib
import re
import threading
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.browser import Answer, Browser, Unanswered
from tests.faults.site import Site

KSBS = ["K1", "K2", "S1"]


def alice(site: Site) -> tuple[Browser, str]:
    """A browser of Alice's, and the address of her apprenticeship."""
    browser = Browser(site)
    browser.become("Alice Adeyemi (demo)")
    found = re.search(r'href="(/apprenticeships/[0-9a-f-]{36}/)', browser.get("/").text)
    assert found is not None
    return browser, found[1]


def add(browser: Browser, home: str, id: uuid.UUID, *, size: int = 300, text: str = "") -> Answer:
    """Send the form of a new piece, with a file whose content is its id again and again; with none for a size of 0."""
    fields: dict[str, str | list[str]] = {
        "id": str(id),
        "type": "mentoring-log",
        "title": f"{'Piece' if size else 'Text'} {id}",
        "happened_on-day": "7 May 2026",
        "text": text or f"What happened in {id}",
        "mentee_code": "M1",
        "ksbs": KSBS,
        "anonymised": "on",
    }
    content = (f"{id}\n" * (size // 37 + 1)).encode()
    return browser.post(f"{home}evidence/add/", fields, (f"{id}.txt", content) if size else None)


@dataclass
class Writers:
    """Several at once, until told to stop. Somebody who got no answer sends the same form again later."""

    site: Site
    count: int = 3
    acknowledged: set[uuid.UUID] = field(default_factory=set)
    sent: set[uuid.UUID] = field(default_factory=set)
    strange: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.over = threading.Event()
        self.threads = [threading.Thread(target=self._write) for _ in range(self.count)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join(60)
            assert not thread.is_alive()

    def _write(self) -> None:
        browser, home = alice(self.site)
        again: uuid.UUID | None = None
        while not self.over.is_set():
            id = again or uuid.uuid4()
            again = None
            self.sent.add(id)
            try:
                answer = add(browser, home, id)
            except Unanswered:
                again = id
                time.sleep(0.2)
                continue
            if (answer.status, answer.location) == (302, f"/evidence/{id}/"):
                self.acknowledged.add(id)
            elif answer.status == 503:
                again = id
                time.sleep(0.2)
            else:
                self.strange.append(f"{answer.status} {answer.location} {answer.text[:2000]}")
                return


def whole(site: Site) -> set[uuid.UUID]:
    """The pieces the site has. Each has its KSBs, its file with its content, and one entry in the log, or none has."""
    pieces = site.ids("SELECT id FROM portfolio_evidence WHERE title LIKE 'Piece %'")
    entries = site.rows("SELECT subject FROM records_logentry WHERE verb = 'evidence.added'")
    told = [uuid.UUID(row[0]) for row in entries]
    assert len(told) == len(set(told))
    assert pieces <= set(told)
    assert set(told) <= site.ids("SELECT id FROM portfolio_evidence")
    ksbs = site.rows(
        "SELECT e.id, count(*) FROM portfolio_evidence e JOIN portfolio_evidenceksb k ON k.evidence_id = e.id "
        "WHERE e.title LIKE 'Piece %' GROUP BY e.id"
    )
    assert {uuid.UUID(str(id)): count for id, count in ksbs} == dict.fromkeys(pieces, len(KSBS))
    files = site.rows(
        "SELECT e.id, f.key, f.sha256 FROM portfolio_evidence e JOIN portfolio_evidencefile a ON a.evidence_id = e.id "
        "JOIN portfolio_storedfile f ON f.id = a.file_id WHERE e.title LIKE 'Piece %'"
    )
    assert {uuid.UUID(str(id)) for id, _, _ in files} == pieces
    for id, key, sha256 in files:
        content = Path(site.data / "files" / key).read_bytes()
        assert hashlib.sha256(content).hexdigest() == sha256
        assert str(uuid.UUID(str(id))).encode() in content
    return pieces
