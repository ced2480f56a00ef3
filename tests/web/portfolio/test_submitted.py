"""What was submitted is shown by the plan it was submitted under, whatever the apprenticeship goes on to."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.apps.apprenticeships.life_events.making import versioned
from tests.apps.portfolio.making import a_full_portfolio
from tests.apps.portfolio.test_submission import submitted
from tests.cast import Cast
from tests.stories import enrolled
from tests.web.signed_in import client_of

pytestmark = pytest.mark.django_db


def test_a_submitted_portfolio_keeps_its_plan_after_a_change_of_version(cast: Cast) -> None:
    one = enrolled(cast)
    a_full_portfolio(cast, one)
    portfolio = submitted(cast, one)
    item = portfolio.items.all()[0]
    addresses = (
        reverse("portfolio:submitted", args=[portfolio.pk]),
        reverse("portfolio:submitted_item", args=[item.pk]),
    )
    client = client_of(cast.tom)
    before = [client.get(address).content.decode() for address in addresses]
    assert "Professional practice" in before[0]
    versioned(cast, one, version="1.2", first_day=dt.date(2025, 1, 6))  # its plan is not held: it has no themes
    after = [client.get(address).content.decode() for address in addresses]
    assert "Professional practice" in after[0]
    code = item.ksbs[0]
    assert [code in page for page in after] == [True, True]
