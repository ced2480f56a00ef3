"""Calendar arithmetic: months, breaks, notice, working days and UK local time. Every date comes in as an argument."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterable
from zoneinfo import ZoneInfo

UK = ZoneInfo("Europe/London")
DAY = dt.timedelta(days=1)


def add_months(day: dt.date, months: int) -> dt.date:
    """The same day ``months`` calendar months on, clamped to the end of that month: 31 August + 6 = 28 February."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def add_days(day: dt.date, days: int) -> dt.date:
    return day + DAY * days


def age_on(born: dt.date, day: dt.date) -> int:
    """Whole years of age. Born on 29 February, one is a year older on 1 March of a common year, as in English law."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def break_days(start: dt.date, breaks: Iterable[tuple[dt.date, dt.date]]) -> int:
    """How many days of breaks there are from the start on. A break is (first, last), both included.

    A day that lies in several breaks counts once; a day before the start is no break of this apprenticeship.
    """
    days = 0
    counted = start  # days before this one are already counted, or before the start
    for first, last in sorted(breaks):
        first = max(first, counted)
        if last >= first:
            days += (last - first).days + 1
            counted = add_days(last, 1)
    return days


def after_learning(since: dt.date, days: int, out: Iterable[tuple[dt.date, dt.date]]) -> dt.date:
    """The day on which ``days`` days have gone by after ``since``, those of ``out`` (both ends included) not counted.

    A day that is out is never the answer: then it is the first day after.
    """
    day = add_days(since, days)
    for first, last in sorted(out):
        first = max(first, add_days(since, 1))
        if last < first:
            continue
        if first > day:
            break
        day, since = add_days(day, (last - first).days + 1), last
    return day


def is_working_day(day: dt.date, holidays: Collection[dt.date]) -> bool:
    """Monday to Friday and no bank holiday."""
    return day.weekday() < 5 and day not in holidays


def working_days(since: dt.date, until: dt.date, holidays: Collection[dt.date]) -> int:
    """How many working days have come after ``since``, up to and with ``until``. None where they are the same day."""
    return sum(is_working_day(add_days(since, days), holidays) for days in range(1, (until - since).days + 1))


def working_days_ago(day: dt.date, number: int, holidays: Collection[dt.date]) -> dt.date:
    """The last day since which ``number`` working days have come until ``day``: ``working_days`` turned round."""
    while number > 0:
        number -= is_working_day(day, holidays)
        day = add_days(day, -1)
    return day


def local_date(moment: dt.date | dt.datetime) -> dt.date:
    """The UK calendar date of an instant (one without a zone is UK time), or the date itself."""
    if not isinstance(moment, dt.datetime):
        return moment
    return (moment.astimezone(UK) if moment.tzinfo else moment).date()


def instants(moment: dt.datetime) -> tuple[dt.datetime, dt.datetime]:
    """The first and the last instant a UK local time can mean, in UTC.

    They differ only for the hour that occurs twice when the clocks go back (and for the one that is skipped when they
    go forward). A time that names its zone means one instant.
    """
    if moment.tzinfo is not None:
        exact = moment.astimezone(dt.UTC)
        return exact, exact
    either = [moment.replace(tzinfo=UK, fold=fold).astimezone(dt.UTC) for fold in (0, 1)]
    return min(either), max(either)


def say(moment: dt.date | dt.datetime) -> str:
    """For people: "2 March 2026", "9 March 2026 at 10:00"."""
    day = f"{moment.day} {calendar.month_name[moment.month]} {moment.year}"
    if not isinstance(moment, dt.datetime):
        return day
    if moment.tzinfo is not None:
        return say(moment.astimezone(UK).replace(tzinfo=None))
    seconds = f":{moment.second:02}" if moment.second else ""
    return f"{day} at {moment.hour:02}:{moment.minute:02}{seconds}"


def count(number: int, thing: str) -> str:
    """ "1 day", "13 days"."""
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"
