"""``touchstone check``: what is not set up, in words."""

from __future__ import annotations

import argparse

from touchstone.cli.installation import installation


def main(words: list[str]) -> int:
    """0: fit to be used. 1: something must be done, or code cannot be loaded. 2: the settings are wrong."""
    argparse.ArgumentParser(
        prog="touchstone check",
        description="Look at this installation, from its code to the mail server, and say what is missing or wrong. "
        "It writes one file to storage and deletes it; it sends no mail.",
    ).parse_args(words)
    with installation(whole=True):
        from touchstone.installation.ready import lacks
        from touchstone.web.about.written import not_written

        must = 0
        for lack in lacks():
            must += lack.must
            print(f"{'To do' if lack.must else 'To know'}: {lack.says}")
        for path in not_written():
            print(f"To know: {path} is not written, so people read the text that comes with Touchstone.")
    print(f"{must} {'thing' if must == 1 else 'things'} to do." if must else "Ready.")
    return 1 if must else 0
