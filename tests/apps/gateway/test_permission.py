"""The apprentice's permission to request the certificate, and their address."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.apps.gateway.making import ada, alice, submitted
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.gateway.models import CertificatePermission
from touchstone.apps.gateway.services import Address, give_permission, read_permission, withdraw_permission
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.records.refusal import Refused, Stale
from touchstone.apps.records.verify import verify

AT_HOME = Address("1 Quay Road", "", "Hull", "hu1  2ab")


def test_it_is_given_in_the_wording_of_the_day_and_the_log_says_nothing_of_the_address(cast: Cast) -> None:
    one = enrolled(cast)
    held = give_permission(who=alice(cast), apprenticeship=one, address=AT_HOME, version=0)
    assert held.address == ["1 Quay Road", "Hull", "HU1 2AB"]
    assert held.wording == (
        "I, Alice Adeyemi, give Meridian Assessment permission to request my apprenticeship certificate."
    )
    entry = LogEntry.objects.get(verb="certificate.permitted")
    assert entry.details == {"again": False}
    assert not entry.personal_digest


@pytest.mark.parametrize("who", ["tom", "lena", "ada"])
def test_only_the_apprentice_gives_or_withdraws_it(cast: Cast, who: str) -> None:
    one, actor = enrolled(cast), as_actor(cast.people()[who])
    with pytest.raises(Refused, match="Only the apprentice"):
        give_permission(who=actor, apprenticeship=one, address=AT_HOME, version=0)
    with pytest.raises(Refused, match="Only the apprentice"):
        withdraw_permission(who=actor, apprenticeship=one)


@pytest.mark.parametrize(
    "address",
    [
        replace(AT_HOME, postcode="12345"),
        replace(AT_HOME, postcode=""),
        replace(AT_HOME, elsewhere="75001 Paris, France"),
        replace(AT_HOME, line_1=" "),
        replace(AT_HOME, town=""),
    ],
)
def test_an_address_nothing_could_be_sent_to_is_refused(cast: Cast, address: Address) -> None:
    with pytest.raises(Refused, match=r"Enter|postcode"):
        give_permission(who=alice(cast), apprenticeship=enrolled(cast), address=address, version=0)
    assert not CertificatePermission.objects.exists()


def test_an_address_outside_the_united_kingdom_has_no_postcode(cast: Cast) -> None:
    abroad = Address("2 Rue du Port", "", "Calais", elsewhere="62100, France")
    held = give_permission(who=alice(cast), apprenticeship=enrolled(cast), address=abroad, version=0)
    assert held.address == ["2 Rue du Port", "Calais", "62100, France"]


def test_a_withdrawal_deletes_the_address_and_it_can_be_given_again(cast: Cast) -> None:
    one = enrolled(cast)
    give_permission(who=alice(cast), apprenticeship=one, address=AT_HOME, version=0)
    for _ in range(2):
        withdraw_permission(who=alice(cast), apprenticeship=one)
    held = CertificatePermission.objects.get()
    assert (held.stands, held.address, held.wording) == (False, [], "")
    assert held.withdrawn_at is not None
    assert LogEntry.objects.filter(verb="certificate.permission-withdrawn").count() == 1
    assert give_permission(who=alice(cast), apprenticeship=one, address=AT_HOME, version=held.version).stands


def test_the_same_twice_is_once_and_another_window_is_told(cast: Cast) -> None:
    one = enrolled(cast)
    for _ in range(2):
        give_permission(who=alice(cast), apprenticeship=one, address=AT_HOME, version=0)
    with pytest.raises(Stale):
        give_permission(who=alice(cast), apprenticeship=one, address=replace(AT_HOME, town="York"), version=0)
    assert LogEntry.objects.filter(verb="certificate.permitted").count() == 1


def test_whoever_reads_the_address_is_in_the_log(cast: Cast) -> None:
    one = enrolled(cast)
    assert read_permission(who=ada(cast), apprenticeship=one) is None
    give_permission(who=alice(cast), apprenticeship=one, address=AT_HOME, version=0)
    read_permission(who=ada(cast), apprenticeship=one)
    entry = LogEntry.objects.get(verb="certificate.address-read")
    assert (entry.actor, entry.role) == (cast.ada.pk, Role.ADMINISTRATOR)
    assert verify() == []


def test_without_it_the_gateway_is_submitted_all_the_same(cast: Cast) -> None:
    assert submitted(cast).state == "submitted"
    assert not CertificatePermission.objects.exists()
