"""What is measured: whose page, at which address, and the plain SQL it cannot do without."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse

from bench.client import NEW_ID
from bench.filling import COHORT
from bench.stories import STORIES
from tests.stories import uln
from touchstone.apps.apprenticeships.models import Apprenticeship
from touchstone.apps.assessment.models import Booking
from touchstone.apps.people.models import User
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.models import Evidence
from touchstone.web.people.second_factor.guard import HAS

HOST = "localhost"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n" + b"%" * 4000


@dataclass(frozen=True, slots=True)
class Page:
    """``sql``: its floor, a statement with its parameters. ``sends``: None to read it, else the files to send."""

    name: str
    who: User
    addresses: Sequence[str]
    sql: tuple[str, Sequence[Any]]
    sends: int | None = None


def pages(count: int) -> list[Page]:
    """The pages of a filled database, about an apprentice in the middle of the crowd."""
    one = _standing("collecting", count)
    tutor = _who(one, Role.TUTOR)
    much = _standing("collecting_much", count)
    piece = Evidence.objects.filter(apprenticeship=one).order_by("happened_on")[4]
    booked = _standing("booked", count)
    record = Booking.objects.get(apprenticeship=booked, method="observation").record
    taught = tutor.participations.filter(role=Role.TUTOR).exclude(apprenticeship=one)  # what is measured stays as it is
    lead = User.objects.get(email="lead0@example.org")
    provider = _id(lead.memberships.get().organisation_id)
    admin = User.objects.get(email="ada@example.org")
    organisation = _id(one.assessment_organisation_id)
    review = much.reviews.get()
    add = [reverse("portfolio:add", args=[pk]) for pk in taught.values_list("apprenticeship", flat=True)]
    pk = _id(one.pk)
    written = ("SELECT count(*) FROM portfolio_evidence WHERE apprenticeship_id = %s", [pk])
    return [
        Page("Home, as tutor", tutor, [reverse("home")], (OF_TUTOR, [_id(tutor.pk)])),
        Page("Home, as apprentice", one.apprentice, [reverse("home")], (OF_APPRENTICE, [_id(one.apprentice_id)])),
        Page("Coverage (35 KSBs)", tutor, [reverse("portfolio:coverage", args=[one.pk])], (CLAIMS, [pk])),
        Page(
            "Coverage (40 pieces, 400 claims)",
            _who(much, Role.TUTOR),
            [reverse("portfolio:coverage", args=[much.pk])],
            (CLAIMS, [_id(much.pk)]),
        ),
        Page("Evidence list", tutor, [reverse("portfolio:list", args=[one.pk])], (PIECES, [pk])),
        Page("Evidence detail", tutor, [reverse("portfolio:piece", args=[piece.pk])], (PIECE, [_id(piece.pk)])),
        Page(
            "Gateway",
            _who(_standing("preparing", count), Role.TUTOR),
            [reverse("gateway:show", args=[_standing("preparing", count).pk])],
            (GATEWAY, [_id(_standing("preparing", count).pk)]),
        ),
        Page(
            "Assessor’s record",
            _who(booked, Role.ASSESSOR),
            [reverse("assessment:record", args=[record.pk])],
            (RECORD, [_id(record.pk)]),
        ),
        Page("Cohort of 200, KSBs of each", lead, [reverse("apprenticeships:list")], (COHORT_SQL, [provider])),
        Page("List, as administrator of all", admin, [reverse("apprenticeships:list")], (ALL, [organisation])),
        Page(
            "Matrix (40 pieces, 400 claims)",
            _who(much, Role.TUTOR),
            [reverse("portfolio:matrix", args=[much.pk])],
            (CLAIMS, [_id(much.pk)]),
        ),
        Page(
            "Progress review",
            _who(much, Role.TUTOR),
            [reverse("training:review", args=[review.pk])],
            (REVIEW, [_id(review.pk)]),
        ),
        Page("Cohort of 200, who is stuck", lead, [reverse("training:cohort")], (COHORT_SQL, [provider])),
        Page("Cohort of 200, what is covered", lead, [reverse("training:cohort_coverage")], (COVERED, [provider])),
        Page("Desk, 500 gateways and more wait", admin, [reverse("gateway:desk")], (SUBMITTED, [organisation])),
        Page("Home, as administrator of all", admin, [reverse("home")], (SUBMITTED, [organisation])),
        Page("Add evidence: text", tutor, add, written, sends=0),
        Page("Add evidence: text and a file", tutor, add, written, sends=1),
    ]


class Visitor:
    """Somebody signed in, with the cookies a browser would have after a first look."""

    def __init__(self, person: User) -> None:
        self.client = Client(SERVER_NAME=HOST)
        self.client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        session = self.client.session
        session[HAS] = True  # as after signing in with a second factor
        session.save()

    def read(self, address: str) -> bytes:
        """A whole request for a page."""
        self.client.get(address, secure=True)
        return f"GET {address} {self._head()}\r\n\r\n".encode()

    def send(self, address: str, files: int) -> bytes:
        """A whole request that adds a piece of evidence, with a place for its id."""
        form = self.client.get(f"{address}?piece={NEW_ID.decode()}", secure=True).content.decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
        assert found, "the page to add evidence has no form"  # noqa: S101
        return self._multipart(address, found[1], files)

    def once(self, request: bytes) -> None:
        """The same request within this process."""
        head, _, body = request.replace(NEW_ID, str(uuid.uuid4()).encode()).partition(b"\r\n\r\n")
        method, address, _ = head.decode().split(" ", 2)
        kind = "multipart/form-data; boundary=part" if body else ""
        answer = self.client.generic(method, address, body, kind, secure=True)
        if answer.status_code != (302 if body else 200):
            raise RuntimeError(f"{address} was answered with {answer.status_code}")

    def _multipart(self, address: str, token: str, files: int) -> bytes:
        fields = [*TYPED, ("csrfmiddlewaretoken", token), ("id", NEW_ID.decode())]
        parts = [
            f'--part\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
            for name, value in fields
        ]
        named = 'name="uploads"; filename="session log.pdf"'
        heading = f"--part\r\nContent-Disposition: form-data; {named}\r\nContent-Type: application/pdf\r\n\r\n"
        parts += [heading.encode() + PDF + b"\r\n"] * files
        body = b"".join([*parts, b"--part--\r\n"])
        kind = f"Content-Type: multipart/form-data; boundary=part\r\nContent-Length: {len(body)}"
        return f"POST {address} {self._head()}\r\n{kind}\r\n\r\n".encode() + body

    def _head(self) -> str:
        cookies = "; ".join(f"{name}={one.value}" for name, one in self.client.cookies.items() if one.value)
        return (
            f"HTTP/1.1\r\nHost: {HOST}\r\nX-Forwarded-Proto: https\r\nX-Forwarded-For: 127.0.0.1\r\n"
            f"Origin: https://{HOST}\r\nReferer: https://{HOST}/\r\nAccept: text/html\r\n"
            f"Accept-Encoding: gzip, deflate\r\nAccept-Language: en-GB\r\nCookie: {cookies}"
        )


TYPED = [
    ("type", "mentoring-log"),
    ("contribution", "none"),
    ("title", "A session with a mentee: what we agreed"),
    ("happened_on-day", "4"),
    ("happened_on-month", "6"),
    ("happened_on-year", "2024"),
    ("text", "We met for forty minutes and agreed the next step. " * 8),
    ("mentee_code", "M1"),
    ("ksbs", "K2"),
    ("ksbs", "S2"),
    ("anonymised", "on"),
]

OF_TUTOR = (
    "SELECT a.id, u.name, g.state, (SELECT count(*) FROM portfolio_evidence e WHERE e.apprenticeship_id = a.id "
    "AND e.removed_at IS NULL) FROM apprenticeships_participant p JOIN apprenticeships_apprenticeship a "
    "ON a.id = p.apprenticeship_id JOIN people_user u ON u.id = a.apprentice_id LEFT JOIN gateway_gateway g "
    "ON g.apprenticeship_id = a.id WHERE p.person_id = %s AND p.role = 'tutor' AND p.until IS NULL"
)
OF_APPRENTICE = (
    "SELECT a.id, g.state, (SELECT count(*) FROM portfolio_evidence e WHERE e.apprenticeship_id = a.id "
    "AND e.removed_at IS NULL) FROM apprenticeships_apprenticeship a LEFT JOIN gateway_gateway g "
    "ON g.apprenticeship_id = a.id WHERE a.apprentice_id = %s"
)
CLAIMS = (
    "SELECT k.code, e.id, e.title, e.happened_on FROM portfolio_evidence e JOIN portfolio_evidenceksb k "
    "ON k.evidence_id = e.id WHERE e.apprenticeship_id = %s AND e.removed_at IS NULL"
)
PIECES = (
    "SELECT e.id, e.title, e.type, e.happened_on, e.mentee_code, u.name FROM portfolio_evidence e JOIN people_user u "
    "ON u.id = e.added_by_id WHERE e.apprenticeship_id = %s AND e.removed_at IS NULL ORDER BY e.happened_on DESC"
)
PIECE = (
    "SELECT e.*, a.reference, u.name FROM portfolio_evidence e JOIN apprenticeships_apprenticeship a "
    "ON a.id = e.apprenticeship_id JOIN people_user u ON u.id = a.apprentice_id WHERE e.id = %s"
)
GATEWAY = (
    "SELECT g.state, v.fact, v.value, u.name FROM gateway_gateway g JOIN gateway_given v ON v.gateway_id = g.id "
    "JOIN people_user u ON u.id = v.given_by_id WHERE g.apprenticeship_id = %s"
)
RECORD = (
    "SELECT r.*, b.starts_at, p.kind, p.minutes FROM assessment_record r JOIN assessment_booking b "
    "ON b.id = r.booking_id LEFT JOIN assessment_part p ON p.record_id = r.id WHERE r.id = %s"
)
COHORT_SQL = (
    "SELECT a.id, u.name, a.reference, a.start, (SELECT count(DISTINCT k.code) FROM portfolio_evidence e "
    "JOIN portfolio_evidenceksb k ON k.evidence_id = e.id WHERE e.apprenticeship_id = a.id AND e.removed_at IS NULL) "
    "FROM apprenticeships_apprenticeship a JOIN people_user u ON u.id = a.apprentice_id WHERE a.provider_id = %s "
    "ORDER BY u.name"
)
COVERED = (
    "SELECT e.apprenticeship_id, k.code, count(*) FROM portfolio_evidence e JOIN portfolio_evidenceksb k "
    "ON k.evidence_id = e.id JOIN apprenticeships_apprenticeship a ON a.id = e.apprenticeship_id "
    "WHERE a.provider_id = %s AND e.removed_at IS NULL GROUP BY e.apprenticeship_id, k.code"
)
REVIEW = (
    "SELECT r.number, r.held_on, r.facts, p.role, p.progress, p.next_steps, p.wellbeing, p.signed_at, u.name "
    "FROM training_review r JOIN training_reviewpart p ON p.review_id = r.id LEFT JOIN people_user u "
    "ON u.id = p.signed_by_id WHERE r.id = %s"
)
ALL = (
    "SELECT a.id, u.name, a.reference, a.start FROM apprenticeships_apprenticeship a JOIN people_user u "
    "ON u.id = a.apprentice_id WHERE a.assessment_organisation_id = %s ORDER BY u.name LIMIT 200"
)
SUBMITTED = (
    "SELECT a.id, u.name FROM gateway_gateway g JOIN apprenticeships_apprenticeship a ON a.id = g.apprenticeship_id "
    "JOIN people_user u ON u.id = a.apprentice_id WHERE g.state = 'submitted' AND a.assessment_organisation_id = %s "
    "ORDER BY a.start LIMIT 20"
)


def _standing(story: str, count: int) -> Apprenticeship:
    """An apprenticeship of the crowd at this stage, as near its middle as there is one."""
    which = [one.__name__ for one, share in STORIES for _ in range(share)]
    middle = COHORT + count // 2
    near = (*range(middle, COHORT + count), *reversed(range(middle)))  # behind them stands the queue
    number = next(n for n in near if which[n * 37 % 100] == story)
    return Apprenticeship.objects.select_related("apprentice").get(uln=uln(number))


def _who(one: Apprenticeship, role: Role) -> User:
    return one.participants.select_related("person").get(role=role, until=None).person


def _id(pk: Any) -> Any:
    """An id as the database holds it."""
    return pk if "postgresql" in settings.DATABASES["default"]["ENGINE"] else pk.hex
