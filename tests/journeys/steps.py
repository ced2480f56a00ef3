"""The first journey, step by step, as people do it: each function is one person's turn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from playwright.sync_api import FilePayload

from tests.journeys.walk import Walk
from tests.stories import uln

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fea7"
    "3581840000000049454e44ae426082"
)


@dataclass
class Apprentice:
    """Whom a journey is about. ``home``: the address of the apprenticeship, once there is one."""

    name: str
    number: int
    plan: str
    start: dt.date
    home: str = ""

    @property
    def email(self) -> str:
        return f"{self.name.split()[0].lower()}.{self.number}@example.org"


def enrol(walk: Walk, one: Apprentice) -> None:
    """The tutor enrols them; the person is then a demo person too, so that a journey can become them."""
    walk.click("Enrol an apprentice")
    walk.fill("Full name", one.name)
    walk.field("Email address").fill(one.email)
    walk.date("Date of birth", dt.date(1994, 3, 27))
    walk.fill("Unique learner number (ULN)", uln(500 + one.number))
    walk.field("Standard and version").select_option(one.plan)
    walk.date("Start date", one.start)
    walk.choose("How is it paid for?", "Public funding")
    walk.field("Assessment organisation").select_option(label="Meridian Assessment (demo)")
    walk.page.locator("select[name=employer]").select_option(label="Harbour Care (demo)")
    walk.fill("Line manager’s full name", "Lena Fischer (demo)")
    walk.fill("Line manager’s email address", "lena.fischer@example.org")
    walk.click("Continue")
    assert walk.says(one.name)
    walk.click(f"Enrol {one.name}")
    assert walk.says("is enrolled. Reference TS-")
    one.home = walk.path()


def add_evidence(walk: Walk, one: Apprentice, title: str, mentee: str, ksbs: list[str], files: list[str]) -> None:
    """The apprentice adds a piece with a text and files."""
    walk.go(f"{one.home}evidence/add/")
    walk.choose("What kind of evidence is it?", "Mentoring log")
    walk.field("Title").fill(title)
    walk.date("Date", walk.today() - dt.timedelta(days=3))
    walk.field("What it shows").fill("What we planned, what happened, and what I would do again. Diolch! 🌱")
    walk.page.locator("input[name=uploads]").set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=f"{title}\n{name}\n".encode()) for name in files]
    )
    walk.page.locator("input[name=mentee_code]").fill(mentee)
    for code in ksbs:
        walk.page.locator(f"input[type=checkbox][value={code}]").check()
    walk.field("I have taken out everything that could tell who").check()
    walk.click("Add evidence", exact=True)
    assert walk.says(title)


def submit_portfolio(walk: Walk, one: Apprentice) -> None:
    """The tutor freezes the portfolio."""
    walk.go(f"{one.home}portfolio/submit/")
    walk.click("Submit", exact=True)
    assert walk.says("is submitted. It stays as it is at this address.")


def give(walk: Walk, one: Apprentice, fact: str) -> None:
    """Open the page on which one thing is given for the gateway."""
    walk.go(f"{one.home}gateway/{fact}/")


def give_identity(walk: Walk, one: Apprentice) -> None:
    give(walk, one, "photo_id")
    document = FilePayload(name="identity.png", mimeType="image/png", buffer=PICTURE)
    walk.page.locator("input[type=file]").set_input_files(document)
    walk.click("Upload", exact=True)
    assert walk.says("saved")


def give_qualification(walk: Walk, one: Apprentice, subject: str) -> None:
    give(walk, one, subject)
    walk.choose("Level achieved", "Level 2 or above")
    walk.choose("How it was achieved", "A qualification")
    walk.click("Save", exact=True)
    assert walk.says("saved")


def give_level(walk: Walk, one: Apprentice, fact: str) -> None:
    give(walk, one, fact)
    walk.choose("Level achieved", "Level 2")
    walk.click("Save", exact=True)
    assert walk.says("saved")


def attach_portfolio(walk: Walk, one: Apprentice, fact: str) -> None:
    give(walk, one, fact)
    walk.choose("Submitted portfolio", "Portfolio 1")
    walk.click("Attach", exact=True)
    assert walk.says("saved")


def tick(walk: Walk, one: Apprentice, fact: str, button: str) -> None:
    """A declaration: tick and sign."""
    give(walk, one, fact)
    walk.page.get_by_role("checkbox").first.check()
    walk.click(button, exact=True)
    assert walk.says("saved")


def employer_confirms(walk: Walk, one: Apprentice) -> None:
    """From the line manager's home page, where it waits for them."""
    walk.work("Confirm that your apprentice is ready", one.name)
    walk.choose("Is the apprentice working at or above the level", "Yes")
    walk.click("Confirm", exact=True)
    assert walk.says("saved")


def submit_gateway(walk: Walk, one: Apprentice) -> None:
    walk.go(f"{one.home}gateway/")
    walk.click("Check and submit")
    walk.page.locator("main form button[type=submit]").last.click()
    walk.look()
    assert walk.says("Gateway submitted.")


def accept_gateway(walk: Walk, one: Apprentice, ruling: str = "") -> None:
    """From the administrator's home page."""
    walk.work("Accept or return the gateway", one.name)
    if ruling:
        walk.click("Rule on it")
        walk.choose("Your ruling on the portfolio", "Allow it")
        walk.field("Your reason (the portfolio)").fill(ruling)
        walk.click("Rule", exact=True)
        assert walk.says("Your ruling is part of the decision from now on.")
    walk.click("Confirm the gateway")
    assert walk.says("Gateway confirmed.")


def book(walk: Walk, one: Apprentice, method: str, days_ahead: int, ruling: str = "") -> None:
    walk.go(f"{one.home}assessment/{method}/book/")
    walk.date("When was the apprentice told?", walk.today())
    walk.date("Date of the assessment", walk.today() + dt.timedelta(days=days_ahead))
    walk.field("Time it starts").fill("10:30am")
    walk.choose("Where is it held?", "Remotely")
    walk.choose("Assessor", "Asif Malik (demo)")
    walk.field("The assessor has declared that there is no tie").check()
    if ruling:
        walk.field("Your ruling: why may it be held").fill(ruling)
    walk.click("Book", exact=True)


def record_parts(walk: Walk, record: str, kind: str, minutes: list[int], day: dt.date) -> None:
    """Parts held live."""
    walk.go(f"{record}parts/{kind}/")
    for place, length in enumerate(minutes):
        row = walk.page.locator("fieldset.ts-row").nth(place)
        group = row.get_by_role("group", name="Date").first
        for name, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
            group.get_by_label(name).fill(str(number))
        row.get_by_label("Minutes").fill(str(length))
        row.get_by_label("Code of the mentee").fill(f"M{place + 1}")
        row.get_by_role("group", name="Was it genuine").get_by_label("Yes").check()
    walk.click("Save", exact=True)
    assert walk.says("saved")


def record_recordings(walk: Walk, record: str, minutes: list[int], day: dt.date) -> None:
    walk.go(f"{record}parts/recording/")
    for place, length in enumerate(minutes):
        row = walk.page.locator("fieldset.ts-row").nth(place)
        row.get_by_label("Minutes").fill(str(length))
        row.get_by_label("Code of the mentee").fill(f"M{place + 1}")
        for when in ("Date of the session", "Date it was recorded"):
            group = row.get_by_role("group", name=when).first
            for name, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
                group.get_by_label(name).fill(str(number))
        for when in ("Time the session began", "Time the recording began"):
            row.get_by_label(when).fill("14:00")
        for question in ("Does it have a picture", "Is the mentor visible", "Is the mentee visible", "Was it genuine"):
            row.get_by_role("group", name=question).get_by_label("Yes").check()
        row.get_by_role("group", name="Setting").get_by_label("One-to-one").check()
    walk.click("Save", exact=True)
    assert walk.says("saved")


def record_questions(walk: Walk, record: str, count: int, themes: list[str]) -> None:
    walk.go(f"{record}questions/")
    while walk.page.locator("fieldset.ts-row").count() < count:
        walk.click("Add another question")
    for place in range(count):
        row = walk.page.locator("fieldset.ts-row").nth(place)
        row.get_by_label("What was asked").fill(f"Question {place + 1}: why did you do it like this?")
        row.get_by_label("Kind of question").select_option(label="Set question")
        if themes:
            row.get_by_label("Theme").select_option(label=themes[place % len(themes)])
    walk.click("Save", exact=True)
    assert walk.says("saved")


def judge(walk: Walk, record: str, answers: dict[str, str]) -> None:
    """Criterion -> "met", "not-met" or points; every one with a note."""
    walk.go(f"{record}marks/")
    for criterion, answer in answers.items():
        walk.page.locator(f"input[name='{criterion}-judged'][value='{answer}']").check()
        walk.page.locator(f"textarea[name='{criterion}-note']").fill(f"What I saw for {criterion}.")
    walk.click("Save", exact=True)


def complete(walk: Walk, record: str, ruling: str = "") -> None:
    walk.go(f"{record}complete/")
    if ruling:
        walk.field("Your ruling: why does this assessment stand?").fill(ruling)
    walk.click("Complete and lock")


def agree(walk: Walk, record: str) -> None:
    walk.go(f"{record}quality/")
    walk.choose("What do you say to these marks?", "Agree them")
    walk.click("Save my check")
    assert walk.says("The marks are agreed")


def release(walk: Walk, one: Apprentice) -> None:
    walk.work("Release the result", one.name)
    walk.click("Release the result", exact=True)
