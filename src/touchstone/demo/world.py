"""Making the invented world that ``world.yaml`` describes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from importlib.resources import files
from shutil import rmtree
from typing import Any

import yaml
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from touchstone.apps.people.models import User
from touchstone.apps.people.roles import OrganisationKind
from touchstone.apps.plans.folder import adoption_file
from touchstone.apps.post.models import Message
from touchstone.demo import NotADemo
from touchstone.demo.clock import at
from touchstone.demo.people import ALWAYS, World, gather
from touchstone.demo.play import play
from touchstone.demo.stories import told


def load(*, say: Callable[[str], None]) -> None:
    """Make the world, all of it or nothing, once. Raises NotADemo."""
    if not settings.DEMO:
        raise NotADemo
    if User.objects.filter(is_demo=True).exists():
        return
    say("Making the demo world …")
    described = description()
    now = timezone.now()
    beginning = dt.datetime.combine(ALWAYS, dt.time(9), tzinfo=dt.UTC)
    with transaction.atomic():
        with at(beginning):
            world = gather(described, today=timezone.localdate(now))
            _clear_leftovers(world)
            stories = told(world, described)
        play(stories, until=now)
        Message.objects.all().delete()  # mail of an invented past does not leave today


def _clear_leftovers(world: World) -> None:
    """Files of adopted plans that an interrupted making of the world has left: no transaction takes them back."""
    for organisation in world.organisations.values():
        if organisation.kind == OrganisationKind.ASSESSMENT:
            rmtree(adoption_file(organisation, "any").parent, ignore_errors=True)


def description() -> dict[str, Any]:
    """What ``world.yaml`` says."""
    text = files("touchstone.demo").joinpath("world.yaml").read_text(encoding="utf-8")
    read: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)  # our own file
    return read
