"""``touchstone COMMAND …``: finds the command and turns every foreseeable failure into one line and an exit code.

0: done. 1: the question was answered with no (a check failed). 2: it could not be asked (wrong words, unreadable file).
"""

from __future__ import annotations

import os
import sys
from importlib import import_module

COMMANDS = {
    "plan": ("touchstone.cli.plan", "list, show, check, import, draft and lock assessment plans"),
    "decide": ("touchstone.cli.decide", "ask a plan questions about a situation, and explain the answers"),
    "log": ("touchstone.cli.log", "verify the log, replay the decisions, erase what is personal"),
    "serve": ("touchstone.cli.serve", "run the web application"),
    "prepare": ("touchstone.cli.prepare", "make an installation ready, or bring it up to a new version"),
    "check": ("touchstone.cli.check", "say what an installation still lacks"),
    "owner": ("touchstone.cli.owner", "make an organisation and invite somebody to own it"),
    "person": ("touchstone.cli.person", "look at, correct or close somebody's account; remove a lost second step"),
    "backup": ("touchstone.cli.backup", "save this installation in one file, while it runs"),
    "restore": ("touchstone.cli.restore", "bring a backup back into an empty place"),
    "work": ("touchstone.cli.work", "run background tasks and send waiting mail"),
    "minute": ("touchstone.cli.minute", "do everything that is due, once: for cron or a timer"),
    "mail": ("touchstone.cli.mail", "list mail, send it again, take in what came back"),
    "status": ("touchstone.cli.status", "say how this installation does"),
}


def main(argv: list[str] | None = None) -> int:
    """The entry point; ``argv`` without the program's name. Returns the exit code."""
    words = sys.argv[1:] if argv is None else argv
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")  # a narrow terminal must not stop an answer
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        return 2
    return code


def _run(words: list[str]) -> int:
    if not words or words[0] in ("-h", "--help", "help"):
        print(_help())
        return 0
    if words[0] == "--version":
        from touchstone import __version__

        print(f"touchstone {__version__}")
        return 0
    if words[0] not in COMMANDS:
        print(f"touchstone: there is no command '{words[0]}'; choose from {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    return _call(words[0], words[1:])


def _call(command: str, words: list[str]) -> int:
    from touchstone.cli.installation import NotReady
    from touchstone.standards.catalogue import NotFound
    from touchstone.standards.yaml_nodes import Problems

    try:
        code: int = import_module(COMMANDS[command][0]).main(words)
    except SystemExit as stop:  # argparse has said what is wrong
        return stop.code if isinstance(stop.code, int) else 2
    except NotReady as error:
        print(error, file=sys.stderr)
        return error.code
    except (NotFound, Problems) as error:
        print(error, file=sys.stderr)
        return 2
    except BrokenPipeError:
        raise
    except OSError as error:
        place = f" {error.filename}" if error.filename else ""
        print(f"touchstone:{place}: {(error.strerror or str(error)).lower()}", file=sys.stderr)
        return 2
    return code


def _help() -> str:
    lines = [
        "usage: touchstone COMMAND …",
        "",
        "English apprenticeships for mentors, from evidence to certificate.",
        "",
    ]
    lines += [f"  {name:<8} {about}" for name, (_, about) in COMMANDS.items()]
    lines += ["", "touchstone COMMAND --help says more; touchstone --version says which this is."]
    return "\n".join(lines)
