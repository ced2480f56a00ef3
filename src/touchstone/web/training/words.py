"""The answers of “on track” in words, with the tone beside them."""

from touchstone.rules.on_track import Answer

IN_WORDS: dict[Answer, tuple[str, str]] = {
    "on-track": ("On track", "good"),
    "slipping": ("Slipping", "waiting"),
    "behind": ("Behind", "bad"),
    "unknown": ("Not known", "quiet"),
}
