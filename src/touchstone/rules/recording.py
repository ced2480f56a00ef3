"""recording: does this recording of a session count for the observation?"""

from __future__ import annotations

import datetime as dt

from touchstone.rules.days import count, instants, local_date, say
from touchstone.rules.decision import Finding, Verdict
from touchstone.rules.facts.questions import RecordingFacts
from touchstone.rules.findings import Answers, found, met, missed, not_given
from touchstone.standards.kinds import BothVisible, Genuine, HasVideo, MinimumMinutes, RecordedAfterGateway
from touchstone.standards.model import Plan, Rule


def after_gateway(kind: RecordedAfterGateway, rule: Rule, facts: RecordingFacts, plan: Plan) -> Finding:
    """Session and recording both lie after the moment of confirmation."""
    since = facts.gateway_confirmed_at
    days = {"session_at": facts.session_at, "recorded_at": facts.recorded_at}
    if since is None:
        return not_given(plan, rule, gateway_confirmed_at=None, **days)
    orders = {name: _order(moment, since) for name, moment in days.items() if moment is not None}
    told = "; ".join(
        f"{name} {say(day)}"
        for name, day in (("session", days["session_at"]), ("recording", days["recorded_at"]))
        if day
    )
    because = f"Gateway confirmed {say(since)}; {told}" if told else f"Gateway confirmed {say(since)}"
    if "not-met" in orders.values():
        return missed(plan, rule, f"{because}: not after it.")
    if "needs-ruling" in orders.values():
        return found(plan, rule, "needs-ruling", f"{because}: the times do not say whether it was after.")
    if len(orders) < len(days):
        return not_given(plan, rule, **days)
    return met(plan, rule, f"{because}.")


def _order(moment: dt.date | dt.datetime, since: dt.datetime) -> Verdict:
    """met: after. needs-ruling: the day of the confirmation without a time, or an hour that the clocks made twice."""
    if not isinstance(moment, dt.datetime):
        confirmed = local_date(since)
        return "needs-ruling" if moment == confirmed else "met" if moment > confirmed else "not-met"
    first, last = instants(moment)
    confirmed_first, confirmed_last = instants(since)
    if first > confirmed_last:
        return "met"
    return "not-met" if last <= confirmed_first else "needs-ruling"


def has_video(kind: HasVideo, rule: Rule, facts: RecordingFacts, plan: Plan) -> Finding:
    if facts.has_video is None:
        return not_given(plan, rule, has_video=None)
    return met(plan, rule, "It has pictures.") if facts.has_video else missed(plan, rule, "It has sound only.")


def both_visible(kind: BothVisible, rule: Rule, facts: RecordingFacts, plan: Plan) -> Finding:
    seen = {"mentor_visible": facts.mentor_visible, "mentee_visible": facts.mentee_visible}
    hidden = [name.removesuffix("_visible") for name, visible in seen.items() if visible is False]
    if hidden:
        return missed(plan, rule, f"Not visible: {' and '.join(hidden)}.")
    if None in seen.values():
        return not_given(plan, rule, **seen)
    return met(plan, rule, "Mentor and mentee are visible.")


def minimum_minutes(kind: MinimumMinutes, rule: Rule, facts: RecordingFacts, plan: Plan) -> Finding:
    if facts.minutes is None:
        return not_given(plan, rule, minutes=None)
    because = f"{count(facts.minutes, 'minute')}; at least {kind.minutes} are asked for."
    return met(plan, rule, because) if facts.minutes >= kind.minutes else missed(plan, rule, because)


def genuine(kind: Genuine, rule: Rule, facts: RecordingFacts, plan: Plan) -> Finding:
    if facts.genuine is None:
        return not_given(plan, rule, genuine=None)
    return met(plan, rule, "A genuine session.") if facts.genuine else missed(plan, rule, "Simulated or role-played.")


ANSWERS: Answers = {
    RecordedAfterGateway: after_gateway,
    HasVideo: has_video,
    BothVisible: both_visible,
    MinimumMinutes: minimum_minutes,
    Genuine: genuine,
}
