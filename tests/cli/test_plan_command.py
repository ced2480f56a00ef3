"""``touchstone plan``: what people see, and the exit codes scripts rely on."""

from __future__ import annotations

import io
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from touchstone.cli.main import main
from touchstone.standards.folder import shipped

Streams = pytest.CaptureFixture[str]
FEED = Path(__file__).parents[1] / "standards" / "feed"
RUN = [sys.executable, "-c", "import sys; from touchstone.cli.main import main; sys.exit(main())"]


def test_list_names_every_version_and_whether_its_plan_is_held(capsys: Streams) -> None:
    assert main(["plan", "list"]) == 0
    out = capsys.readouterr().out
    assert "ST1379-1.1   starts from 12 September 2023 to 1 August 2024" in out
    held = next(line for line in out.splitlines() if "ST1379-1.1" in line)
    not_held = next(line for line in out.splitlines() if "ST1379-1.2" in line)
    assert held.endswith("rules")
    assert not_held.endswith("plan not held: it can be adopted")


def test_show_gives_methods_themes_rules_with_their_clause_and_what_is_unset(capsys: Streams) -> None:
    assert main(["plan", "show", "ST1379-1.1"]) == 0
    out = capsys.readouterr().out
    assert "Method observation: Observation with questioning" in out
    assert "Theme Theoretical concepts (K4 K12 S12)" in out
    notice = out[out.index("  booking.notice (observation)") :][:400]
    assert "14" in notice
    assert "[specification: Observation with Questioning > Assessment Overview]" in notice
    assert "Unset: what the sources do not give" in out
    assert "K16  Evidence-based practice informed by own research" in out
    assert max(len(line) for line in out.splitlines()) <= 120


def test_show_says_what_a_retired_plan_is_silent_on_and_leaves_unset(capsys: Streams) -> None:
    assert main(["plan", "show", "ST0148-1.0"]) == 0
    out = capsys.readouterr().out
    assert "The plan at hand is silent on" in out
    assert "D-ICT until 28 July 2024" in out
    assert "The points a pass and a distinction of the discussion need." in out


def test_show_of_a_plan_that_is_not_held_says_so_and_lists_its_ksbs(capsys: Streams) -> None:
    assert main(["plan", "show", "ST1379-1.2"]) == 0
    out = capsys.readouterr().out
    assert "The plan of this version is in no source at hand." in out
    assert "Knowledge, skills and behaviours (35)" in out


def test_an_unknown_plan_is_one_line_with_the_nearest_name(capsys: Streams) -> None:
    assert main(["plan", "show", "ST1379-1.7"]) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert streams.err.startswith("There is no plan 'ST1379-1.7'; did you mean ST1379-1.")
    assert streams.err.count("\n") == 1


def test_check_finds_nothing_wrong_with_what_is_shipped(capsys: Streams) -> None:
    assert main(["plan", "check"]) == 0
    assert capsys.readouterr().out == "No problems found.\n"


def test_check_tells_all_problems_with_file_and_line_and_ends_with_one(capsys: Streams, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(shipped().root, tmp_path / "standards"))
    path = folder / "ST1379-learning-and-skills-mentor" / "1.1.yaml"
    path.write_text(path.read_text("utf-8").replace("days: 14", "days: fourteen"), "utf-8")
    assert main(["plan", "check", str(folder)]) == 1
    streams = capsys.readouterr()
    lines = streams.out.splitlines()
    assert [line for line in lines if "'fourteen' is not a whole number" in line] != []
    assert all(line.startswith(("ST1379-learning-and-skills-mentor/1.1.yaml:", "policies/")) for line in lines)
    assert streams.err == f"{len(lines)} problems found.\n"


def test_check_of_a_path_that_is_not_there_ends_with_one(capsys: Streams, tmp_path: Path) -> None:
    assert main(["plan", "check", str(tmp_path / "absent")]) == 1
    assert "is not there" in capsys.readouterr().out


def test_import_writes_a_standard_to_the_screen_or_a_file(capsys: Streams, tmp_path: Path) -> None:
    source = str(FEED / "ST1380_1.1.json")
    assert main(["plan", "import", source]) == 0
    text = capsys.readouterr().out
    assert "reference: ST1380\n" in text
    out = tmp_path / "ST1380-imported" / "standard.yaml"
    assert main(["plan", "import", source, "-o", str(out)]) == 0
    assert out.read_text("utf-8") == text
    capsys.readouterr()
    assert main(["plan", "check", str(out.parent)]) == 0


def test_import_tells_what_was_odd_beside_the_result(capsys: Streams) -> None:
    assert main(["plan", "import", str(FEED / "ST0764_1.0.json")]) == 0
    streams = capsys.readouterr()
    assert "the text in the place of K62 begins with D13" in streams.err
    assert "D13" not in streams.out


@pytest.mark.parametrize("text", ["{}", "not json", ""])
def test_import_of_what_is_no_feed_file_is_one_line(capsys: Streams, tmp_path: Path, text: str) -> None:
    path = tmp_path / "feed.json"
    path.write_text(text, "utf-8")
    assert main(["plan", "import", str(path)]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_draft_writes_where_adoptions_lie_and_never_over_one(capsys: Streams, tmp_path: Path) -> None:
    words = ["plan", "draft", "ST1379-1.2", "--from", "ST1379-1.1", "--for", "EPA0001", "--by", "Ada (demo)"]
    assert main([*words, "--out", str(tmp_path)]) == 0
    path = tmp_path / "adoptions" / "EPA0001" / "ST1379-1.2.yaml"
    assert path.exists()
    assert "decides nothing until somebody other than Ada (demo) signs it" in capsys.readouterr().out
    assert main(["plan", "check", str(tmp_path)]) == 0
    capsys.readouterr()
    assert main([*words, "--out", str(tmp_path)]) == 2
    assert "is there already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("new", "organisation", "said"),
    [("ST1379-1.1", "EPA0001", "is held, so there is nothing to adopt"), ("ST1379-1.2", "EPA", "is no EPA id")],
)
def test_draft_refuses_in_one_line(capsys: Streams, tmp_path: Path, new: str, organisation: str, said: str) -> None:
    words = ["plan", "draft", new, "--from", "ST1379-1.1", "--for", organisation, "--by", "Ada (demo)"]
    assert main([*words, "--out", str(tmp_path)]) == 2
    streams = capsys.readouterr()
    assert said in streams.err
    assert streams.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_lock_writes_the_lock_of_a_folder_of_ones_own(capsys: Streams, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(FEED.parent / "invented", tmp_path / "invented"))
    assert main(["plan", "lock", str(folder)]) == 0
    assert "Locked 4 files" in capsys.readouterr().out
    with (folder / "XX0001-lighthouse-keeper" / "2.0.yaml").open("a", encoding="utf-8") as file:
        file.write("# later\n")
    assert main(["plan", "check", str(folder)]) == 1
    assert "2.0.yaml: changed since it was locked" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [["nonsense"], ["plan"], ["plan", "nonsense"], ["plan", "show"], ["plan", "import", "/nowhere/at/all.json"]],
)
def test_wrong_words_end_with_two_and_no_trace(capsys: Streams, words: list[str]) -> None:
    assert main(words) == 2
    streams = capsys.readouterr()
    assert streams.out == ""
    assert "Traceback" not in streams.err


@pytest.mark.parametrize("words", [[], ["--help"], ["--version"], ["plan", "--help"], ["plan", "draft", "--help"]])
def test_help_and_version_are_answers(capsys: Streams, words: list[str]) -> None:
    assert main(words) == 0
    assert "touchstone" in capsys.readouterr().out


def test_a_reader_that_has_seen_enough_is_no_error_to_look_at() -> None:
    shell = f"{shlex.join([*RUN, 'plan', 'show', 'ST1379-1.1'])} | head -1"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, check=False)
    assert done.stdout.startswith("ST1379-1.1")
    assert done.stderr == ""


def test_a_terminal_of_few_letters_is_written_to_all_the_same() -> None:
    env = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run([*RUN, "plan", "show", "ST0148-1.0"], capture_output=True, env=env, check=False)
    assert done.returncode == 0
    assert done.stderr == b""


def test_plan_starts_light_and_without_django(tmp_path: Path) -> None:
    words = "import sys; from touchstone.cli.main import main; main(['plan', 'show', 'ST1379-1.1'])"
    probe = f"{words}; heavy = 'django' in sys.modules or len(sys.modules) > 220; sys.exit(heavy)"
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, cwd=tmp_path, check=False)
    assert done.returncode == 0


def test_draft_asks_a_person_for_what_they_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stdin", Terminal("EPA0001\nAda (demo)\n"))
    assert main(["plan", "draft", "ST1379-1.2", "--from", "ST1379-1.1", "--out", str(tmp_path)]) == 0
    assert "drafted_by: Ada (demo)" in (tmp_path / "adoptions/EPA0001/ST1379-1.2.yaml").read_text("utf-8")


def test_draft_says_what_is_missing_where_nobody_can_be_asked(
    capsys: Streams, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert main(["plan", "draft", "ST1379-1.2", "--from", "ST1379-1.1", "--out", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "say --for" in said
    assert "say --by" in said
    assert not list(tmp_path.iterdir())
