"""The invented world: made through the services, by the people acting in it. Only in demo mode."""


class NotADemo(Exception):
    """Asked for the invented world outside demo mode. Nothing was made."""

    def __init__(self) -> None:
        super().__init__("the invented world exists in demo mode only, and these settings are not a demo's")
