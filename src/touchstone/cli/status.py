"""``touchstone status``: how this installation does, in more words than the health page has for strangers."""

from __future__ import annotations

import argparse

from touchstone.cli.installation import installation


def main(words: list[str]) -> int:
    """0: all is well; 1: something is not; 2: it could not be asked."""
    argparse.ArgumentParser(
        prog="touchstone status", description="Health, workers, tasks, mail, jobs and the head of the log."
    ).parse_args(words)
    with installation():
        from touchstone.apps.upkeep.health import look

        well = True
        for finding in look():
            print(f"{'well' if finding.well else 'WRONG':<6} {finding.name:<11} {finding.says}")
            well = well and finding.well
            if finding.name in ("database", "migrations") and not finding.well:
                return 1
        _clockwork()
        _log()
    return 0 if well else 1


def _clockwork() -> None:
    from touchstone.apps.post.queries import how_many
    from touchstone.apps.upkeep.queries import alive, jobs, tasks_by_state

    for worker in alive():
        print(f"worker {worker.name} since {worker.started_at:%Y-%m-%d %H:%M:%S} UTC")
    print(f"tasks  {_numbers(tasks_by_state())}")
    print(f"mail   {_numbers(how_many())}")
    for job in jobs():
        last = f"{job.ran_at:%Y-%m-%d %H:%M:%S} UTC" if job.ran_at else "never"
        print(f"job    {job.name}: last {last}{f'; failing: {job.trouble}' if job.trouble else ''}")


def _log() -> None:
    from touchstone.apps.records.queries import head

    print(f"log    {head() or 'empty'}")


def _numbers(counted: dict[str, int]) -> str:
    return ", ".join(f"{number} {state}" for state, number in sorted(counted.items())) or "none"
