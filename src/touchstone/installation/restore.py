"""Bringing a backup back into an empty place, and comparing everything with it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain, groupby

from django.apps.registry import Apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from touchstone.apps.plans import folder
from touchstone.apps.plans.models import Adoption, PolicyFile
from touchstone.apps.records.models import ChainHead
from touchstone.apps.records.refusal import Refused
from touchstone.apps.records.verify import verify
from touchstone.apps.upkeep.models import Worker
from touchstone.installation import stored
from touchstone.installation.applied import applied, migrate_to, tables_at, unknown
from touchstone.installation.archive import End, Header, Reader, check
from touchstone.installation.archive.contents import DATA, FILES, section
from touchstone.installation.archive.reading import Member, damaged
from touchstone.installation.backup import key_checks
from touchstone.installation.prepare import make_folders
from touchstone.installation.tables import Content, Table, reset_sequences, tables_of

Say = Callable[[str], None]


@dataclass
class Compared:
    """What was compared with the backup. ``wrong``: a sentence for each difference; none is good."""

    rows: int = 0
    files: int = 0
    lacking: int = 0
    data_files: int = 0
    head: tuple[int, str] | None = None
    same_key: bool = True
    wrong: list[str] = field(default_factory=list)


def restore(reader: Reader, *, say: Say) -> Compared:
    """Bring back everything. The database has all of it or nothing: interrupted, the same can be asked again.

    Raises Refused for an archive that is damaged or of a newer version, and for a place that is not empty.
    """
    say("Checking the backup …")
    header, end = check(reader)
    _refuse_unless_it_fits(header)
    compared = Compared(head=header.head, same_key=header.key_check in key_checks())
    make_folders()
    migrate_to(header.migrations)
    apps = tables_at(header.migrations)
    tables = tables_of(apps)
    if {table.name: list(table.columns) for table in tables} != header.tables:
        raise Refused("The tables of the backup are not those that its own migrations make. Nothing was restored.")
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:  # else it would remember every row until the end
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        say("Restoring the tables …")
        written = _load(reader, {table.name: table for table in tables})
        reset_sequences(tables)
        say("Restoring the files …")
        _put_files(reader, compared)
        say("Comparing with the backup …")
        _compare_tables(tables, written, end, compared)
        _compare_files(apps, end, compared)
        if compared.wrong:
            raise Refused("What was written is not what the backup holds; nothing was kept.", *compared.wrong)
    call_command("migrate", verbosity=0)  # the rest of the way, and the guards of the records
    Worker.objects.all().delete()  # they worked elsewhere; here they would pass for alive
    _compare_log(header, compared)
    _compare_plans(compared)
    return compared


def _refuse_unless_it_fits(header: Header) -> None:
    if newer := unknown(header.migrations):
        raise Refused(
            f"This backup was made by a newer version, Touchstone {header.version} (its database has had {newer[0][1]} "
            f"of {newer[0][0]}, which is not known here). Install that version or a later one, and restore with it."
        )
    here = applied()
    tables = tables_of(tables_at(here)) if here and not unknown(here) else []
    if any(not table.is_empty() for table in tables):
        raise Refused("This database is not empty. A backup is only restored into an empty place: make a new database.")
    if not here <= set(header.migrations):
        raise Refused(
            "This database is empty, and newer than the backup. Make a new one without any tables and restore into "
            "that; the tables are then brought up to date."
        )


def _load(reader: Reader, tables: dict[str, Table]) -> dict[str, Content]:
    written = {name: Content() for name in tables}
    for place, members in groupby(reader.members(), key=lambda member: section(member.name)):
        kind, _, name = place.partition("/")
        if kind != "tables":
            continue
        if name not in tables:
            raise damaged(f"it has a table {name} that it does not speak of")
        try:
            tables[name].insert(written[name].over(_lines(members)))
        except (ValueError, TypeError, ValidationError):
            raise damaged(f"a row of {name} cannot be read") from None
        except DatabaseError as error:
            said = " ".join(str(error).split())
            raise Refused(f"This database does not take a row of {name}: {said}. Nothing was restored.") from error
    return written


def _lines(members: Iterable[Member]) -> Iterator[bytes]:
    return chain.from_iterable(member.lines() for member in members)


def _put_files(reader: Reader, compared: Compared) -> None:
    for member in reader.members():
        if member.name.startswith(FILES):
            stored.put_in_storage(member.name.removeprefix(FILES), member.content)
            compared.files += 1
        elif member.name.startswith(DATA):
            stored.put_in_data_folder(member.name.removeprefix(DATA), member.content)
            compared.data_files += 1


def _compare_tables(tables: list[Table], written: dict[str, Content], end: End, compared: Compared) -> None:
    for table in tables:
        there = Content()
        for _ in there.over(table.lines()):
            pass
        if there.rows != end.rows[table.name]:
            compared.wrong.append(f"{table.name} has {there.rows} rows, the backup {end.rows[table.name]}.")
        elif there != written[table.name]:
            compared.wrong.append(f"{table.name} does not say what the backup says.")
        compared.rows += there.rows


def _compare_files(apps: Apps, end: End, compared: Compared) -> None:
    lacking = set(end.lacking)
    for _, key, sha256 in stored.named(apps):
        if key in lacking:
            compared.lacking += 1
        elif stored.sha256_in_storage(key) != sha256:
            compared.wrong.append(f"The file with the key {key} is not the one that was given to us.")


def _compare_log(header: Header, compared: Compared) -> None:
    compared.wrong += verify()
    head = ChainHead.objects.filter(id=1).values_list("number", "hash").first()
    if head != header.head:
        compared.wrong.append("The log does not end where it did in the backup.")


def _compare_plans(compared: Compared) -> None:
    paths = [
        folder.adoption_contents(one.organisation, one.plan_id) / f"{one.file_hash}.yaml"
        for one in Adoption.objects.select_related("organisation")
    ] + [
        folder.policy_content(one.organisation, one.plan_id, one.file_hash)
        for one in PolicyFile.objects.select_related("organisation")
    ]
    for path in paths:
        if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != path.stem:
            compared.wrong.append(f"{path.name} of an adopted plan or a policy is not there as it was.")
