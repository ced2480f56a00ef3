"""Code that cannot be loaded is found before anybody opens a page; and so is a database of another version."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.installation.places import KINDS, ROOT, Place, new_place
from tests.installation.test_ready import production
from tests.installation.test_versions import FROM_THE_FUTURE, OLD_ROWS
from tests.journeys.site import free_port


@pytest.fixture
def copied(tmp_path: Path) -> Place:
    """A place that runs a copy of the code."""
    copy = tmp_path / "installed"
    for part in ("src", "standards"):
        shutil.copytree(ROOT / part, copy / part, ignore=shutil.ignore_patterns("__pycache__"))
    return production(new_place("sqlite", tmp_path), PYTHONPATH=os.pathsep.join([str(copy / "src"), str(ROOT)]))


def code(place: Place, name: str) -> Path:
    return Path(place.environment()["PYTHONPATH"].partition(os.pathsep)[0]) / "touchstone" / name


@pytest.mark.parametrize(
    ("file", "added", "says"),
    [
        ("web/about/views.py", "import not_there", "touchstone.web.about.views, line "),
        ("web/about/written.py", "import not_there", "No module named 'not_there'"),
        ("apps/results/tasks.py", "def broken(:", "tasks.py, line "),
        ("apps/upkeep/worker.py", "1 / 0", "touchstone.apps.upkeep.worker, line "),
        ("apps/post/models.py", "from touchstone import gone", "touchstone.apps.post.models, line "),
        ("config/urls.py", "urlpatterns += [nothing]", "touchstone.config.urls, line "),
        ("config/settings/mail.py", "import not_there", "touchstone.config.settings.mail, line "),
        ("web/jinja2/about/text.html", "{% if %}", "about/text.html, line "),
    ],
)
def test_code_that_cannot_be_loaded_is_one_line_that_names_it(copied: Place, file: str, added: str, says: str) -> None:
    broken = code(copied, file)
    broken.write_text(f"{broken.read_text(encoding='utf-8')}\n{added}\n", encoding="utf-8")
    for command, exit_code in (("check", 1), ("prepare", 1)):
        answer = copied.run(command)
        assert (answer.returncode, answer.stdout) == (exit_code, "")
        assert len(answer.stderr.splitlines()) == 1, answer.stderr
        assert answer.stderr.startswith("touchstone: The code cannot be loaded: ")
        assert says in answer.stderr
    assert not copied.data.exists()


def test_a_copy_that_is_whole_is_loaded(copied: Place) -> None:
    assert "The code cannot be loaded" not in (answer := copied.run("check")).stderr
    assert "To do: " in answer.stdout


def test_what_cannot_be_loaded_is_not_served(copied: Place) -> None:
    assert copied.run("prepare").returncode == 0
    broken = code(copied, "web/about/views.py")
    broken.write_text("import not_there\n", encoding="utf-8")
    refused(copied, "The code cannot be loaded: touchstone.web.about.views, line 1: ModuleNotFoundError: ")


def refused(place: Place, says: str, *commands: str) -> None:
    for command in commands or ("serve",):
        words = [command, "--port", str(free_port())] if command == "serve" else [command]
        answer = place.run(*words, timeout=60)
        assert (answer.returncode, answer.stdout) == (2, "")
        assert len(answer.stderr.splitlines()) == 1, answer.stderr
        assert answer.stderr.startswith(f"touchstone: {says}")


@pytest.mark.parametrize("kind", KINDS)
def test_a_place_that_was_never_prepared_is_not_served(kind: str, tmp_path: Path) -> None:
    place = production(new_place(kind, tmp_path))
    place.data.mkdir()
    refused(place, "There is no database of Touchstone here yet: run `touchstone prepare`.", "serve", "work")
    assert list(place.data.iterdir()) == [], "looking makes nothing"


@pytest.mark.parametrize("kind", KINDS)
def test_a_newer_database_is_not_served_and_check_says_what_to_do(kind: str, tmp_path: Path) -> None:
    place = production(new_place(kind, tmp_path))
    place.run("prepare")
    place.python(FROM_THE_FUTURE)
    refused(
        place,
        "The database is of a newer version than this one (it has had 9999_from_the_future of people). Inst",
        "serve",
        "work",
    )
    assert "Install that version again, or restore a backup that this version made." in place.run("check").stdout


@pytest.mark.parametrize("kind", KINDS)
def test_an_older_database_is_not_served(kind: str, tmp_path: Path) -> None:
    place = new_place(kind, tmp_path)
    place.python(OLD_ROWS)
    refused(production(place), "The database is not up to date: run `touchstone prepare`.", "serve", "work")
