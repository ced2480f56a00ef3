"""The demo's settings with the clock of the journeys, which a test can also set back."""

from tests.journeys.settings import *  # noqa: F403
