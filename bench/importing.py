"""``python -m bench.importing [ROWS]``: 10,000 apprentices from a table and a portfolio from a ZIP, on both databases.

As the tasks do it, with nobody else at work: the check, then the run in slices. Processor time tells apart what the
machine was busy with besides; on SQLite a run also rests between its rows, for others to write.
"""

from __future__ import annotations

import os
import resource
import sys
import time
import uuid
import zipfile
from collections.abc import Callable
from tempfile import TemporaryFile
from typing import Any

from bench.both import on_both

ROWS = 10_000
SLICE_SECONDS = 10
FILES, FILE_BYTES = 100, 5 * 1024 * 1024
HEAD = "| what | rows | a second | server ms a row | MB at most |"


def main(words: list[str]) -> int:
    if words[:1] != ["here"]:
        return on_both("bench.importing", words)
    import django

    django.setup()
    from django.core.management import call_command

    from tests.cast import gather

    call_command("migrate", verbosity=0)
    cast = gather()
    print(HEAD)
    print("|---" * HEAD.count(" |") + "|")
    _apprentices(cast, int(words[1]) if len(words) > 1 else ROWS)
    _portfolio(cast)
    return 0


def _apprentices(cast: Any, rows: int) -> None:
    from tests.apps.apprenticeships.importing.tables import crowd, text
    from tests.cast import as_actor
    from touchstone.apps.apprenticeships import services
    from touchstone.apps.people.roles import Role

    tom, table = as_actor(cast.tom, Role.TUTOR), text(*crowd(rows))
    given = {"provider": cast.northgate, "file_name": "starters.csv", "file": table}
    one = _timed("table of apprentices: check", rows, lambda: services.check_table(who=tom, id=uuid.uuid4(), **given))
    services.start_import(who=tom, one=one)
    _timed("table of apprentices: enrol", rows, lambda: _to_the_end(services.carry_on, one.pk))
    done = one.rows.filter(state="done").count()
    if done != rows:
        raise RuntimeError(f"{rows - done} were not enrolled")


def _portfolio(cast: Any) -> None:
    from django.core.files.uploadedfile import UploadedFile

    from tests.apps.portfolio.importing.zips import crowd, index, pdf
    from tests.cast import as_actor
    from tests.stories import enrolled, uln
    from touchstone.apps.people.roles import Role
    from touchstone.apps.portfolio.services import importing

    alice, rows = as_actor(cast.alice, Role.APPRENTICE), crowd(FILES)
    apprenticeship = enrolled(cast, uln=uln(99_000_000))
    content = TemporaryFile()  # noqa: SIM115 (gone with this process)
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("index.csv", index(*rows))
        for number, row in enumerate(rows):
            archive.writestr(row["file"], pdf(number).ljust(FILE_BYTES, b"%"))
    one = importing.send_archive(
        who=alice,
        id=uuid.uuid4(),
        apprenticeship=apprenticeship,
        file_name="portfolio.zip",
        upload=UploadedFile(content, "portfolio.zip", size=content.tell()),
    )
    carry_on = importing.carry_on_portfolio_import
    _timed(f"portfolio, files of {FILE_BYTES >> 20} MB: check", FILES, lambda: _to_the_end(carry_on, one.pk))
    importing.start_portfolio_import(who=alice, one=one)
    _timed(f"portfolio, files of {FILE_BYTES >> 20} MB: import", FILES, lambda: _to_the_end(carry_on, one.pk))


def _to_the_end(carry_on: Callable[..., bool], pk: uuid.UUID) -> None:
    while carry_on(id=pk, seconds=SLICE_SECONDS):
        pass


def _timed(what: str, rows: int, work: Callable[[], Any]) -> Any:
    began, busy = time.perf_counter(), time.process_time()
    made = work()
    took, worked = time.perf_counter() - began, time.process_time() - busy
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"| {what} | {rows:,} | {rows / took:.0f} | {worked / rows * 1000:.1f} | {most:.0f} |", flush=True)
    return made


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "touchstone.config.settings.production")
    sys.exit(main(sys.argv[1:]))
