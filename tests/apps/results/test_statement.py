"""The statement of result: a tagged PDF that says what it is, survives odd names, and is kept with its hash."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
from django.core.files.storage import default_storage
from django.test import override_settings

from tests.apps.results.making import recorded, released
from tests.cast import Cast, as_actor
from touchstone.apps.people.actor import SYSTEM
from touchstone.apps.people.roles import Role
from touchstone.apps.records.models import LogEntry
from touchstone.apps.results import services, tasks
from touchstone.apps.results.models import Result
from touchstone.apps.results.statement import content_of, render


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def test_it_is_tagged_and_has_title_and_language(cast: Cast) -> None:
    pdf = opened(services.statement(released(cast, recorded(cast))))
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang) == "en-GB"
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    with pdf.open_metadata() as metadata:
        assert metadata["dc:title"] == "Statement of result: Alice Adeyemi"
        assert metadata["pdfuaid:part"] == "1"
    roles = {str(element.S) for element in elements(pdf.Root.StructTreeRoot) if "/S" in element}
    assert {"/H1", "/H2", "/Table", "/TH"} <= roles


def elements(node: pikepdf.Object) -> list[pikepdf.Dictionary]:
    found: list[pikepdf.Dictionary] = []
    waiting: list[pikepdf.Object] = [node]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Dictionary):
            found.append(element)
            kids = element.get("/K")
            waiting.extend(list(kids) if isinstance(kids, pikepdf.Array) else [kids] if kids is not None else [])
    return found


def test_the_same_result_gives_the_same_bytes(cast: Cast) -> None:
    result = released(cast, recorded(cast))
    assert services.statement(result) == services.statement(result)


@pytest.mark.parametrize(
    ("name", "boxes"),
    [
        ("Siân Ŵyn-Llŷr ap Gwilym", False),
        ("Ann 🎉 Lee", True),
        ("李 小龍", True),
        ("Иван Петров", False),
        ("tab\tnull\x00 \u202eturned", False),
        ('#image("x") $x$ *bold* \\ "quoted"', False),
    ],
)
def test_no_name_breaks_the_document(cast: Cast, name: str, boxes: bool) -> None:
    result = released(cast, recorded(cast))
    content = content_of(result)
    made = render({**content, "name": name}, dated=result.released_at)
    assert opened(made).Root.MarkInfo.Marked
    if shutil.which("pdftotext"):
        text = subprocess.run(["pdftotext", "-", "-"], input=made, capture_output=True, check=True).stdout.decode()
        assert ("cannot show is printed as" in re.sub(r"\s+", " ", text)) is boxes


def test_it_says_what_it_is_not_and_labels_the_demo(cast: Cast) -> None:
    result = released(cast, recorded(cast))
    assert content_of(result)["is_demo"] is False
    result.apprenticeship.apprentice.is_demo = True
    content = content_of(result)
    assert content["is_demo"] is True
    assert content["grade"] == "Merit"
    assert content["methods"][0]["criteria"][0] == {
        "id": "O-P1",
        "text": content["methods"][0]["criteria"][0]["text"],
        "ksbs": "K4, K12, S12",
        "judged": "Met",
    }


def test_it_is_kept_once_with_its_hash(cast: Cast) -> None:
    result = released(cast, recorded(cast))
    tasks.render_statement.func(str(result.pk))
    kept = Result.objects.get(pk=result.pk)
    with default_storage.open(kept.statement_key) as file:
        assert hashlib.sha256(file.read()).hexdigest() == kept.statement_sha256
    tasks.render_statement.func(str(result.pk))
    assert Result.objects.get(pk=result.pk).statement_key == kept.statement_key
    assert LogEntry.objects.filter(verb="statement.kept").count() == 1


def test_made_twice_at_the_same_time_it_is_kept_once(cast: Cast) -> None:
    """The second began before the first was done, as after a killed worker's task is taken up again."""
    first = released(cast, recorded(cast))
    second = Result.objects.get(pk=first.pk)
    kept = services.keep_statement(who=SYSTEM, result=first)
    assert services.keep_statement(who=SYSTEM, result=second).statement_key == kept.statement_key
    assert LogEntry.objects.filter(verb="statement.kept").count() == 1
    names = default_storage.listdir("statements")[1]
    assert [name for name in names if name.startswith(str(first.pk))] == [kept.statement_key.rpartition("/")[2]]


def test_opening_it_makes_it_when_it_is_not_there_and_is_noted(cast: Cast) -> None:
    result = released(cast, recorded(cast))
    who = as_actor(cast.alice, Role.APPRENTICE)
    content = services.open_statement(who=who, result=result)
    result.refresh_from_db()
    default_storage.delete(result.statement_key)
    assert services.open_statement(who=who, result=result) == content
    assert LogEntry.objects.filter(verb="statement.opened", actor=cast.alice.pk).count() == 2


def test_a_statement_changed_in_storage_is_not_given_out(cast: Cast) -> None:
    result = released(cast, recorded(cast))
    who = as_actor(cast.alice, Role.APPRENTICE)
    content = services.open_statement(who=who, result=result)
    result.refresh_from_db()
    with default_storage.open(result.statement_key, "wb") as file:
        file.write(b"%PDF-1.7 something else")
    assert services.open_statement(who=who, result=result) == content


def test_a_full_disk_does_not_keep_the_statement_from_anybody(cast: Cast, tmp_path: Path) -> None:
    result = released(cast, recorded(cast))
    (tmp_path / "files").write_text("not a folder: nothing can be stored")
    with override_settings(MEDIA_ROOT=tmp_path / "files"):
        content = services.open_statement(who=as_actor(cast.alice, Role.APPRENTICE), result=result)
    assert opened(content).Root.MarkInfo.Marked
    assert Result.objects.get(pk=result.pk).statement_key == ""


def test_a_points_result_states_its_points(cast: Cast) -> None:
    result = released(cast, recorded(cast, observation="pass", discussion="pass", by_points=True))
    content = content_of(result)
    assert content["methods"][0]["points"] == "58 of 64 points"
    assert len(content["methods"][1]["criteria"]) == 18
    assert opened(services.statement(result)).Root.MarkInfo.Marked
