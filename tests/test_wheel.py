"""What ``pip install .`` gives: the command, with its plans, from any folder."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a clean environment into which the built wheel was installed.

    The locked packages are seen through a path file: nothing is fetched. The editable install of this checkout is not
    seen, for a path file within a path file is not followed.
    """
    home = tmp_path_factory.mktemp("wheel")
    _run(sys.executable, "-m", "pip", "wheel", "-q", "--no-build-isolation", "--no-deps", "-w", str(home), str(ROOT))
    (wheel,) = home.glob("*.whl")
    venv.create(home / "clean", with_pip=False)
    clean = home / "clean"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    packages = clean / "lib" / version / "site-packages"
    (packages / "locked.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(clean / "bin" / "python"), "install", "-q", "--no-deps"]
    _run(*pip, "--no-index", str(wheel))
    return clean / "bin"


def test_the_command_lists_the_plans_from_any_folder(installed: Path, tmp_path: Path) -> None:
    answer = _run(str(installed / "touchstone"), "plan", "list", cwd=tmp_path)
    assert "ST1379-1.1" in answer
    assert "ST0148-1.0" in answer


def test_the_installed_package_is_the_wheels_and_holds_the_demo_world(installed: Path, tmp_path: Path) -> None:
    answer = _run(
        str(installed / "python"),
        "-c",
        "import touchstone, importlib.resources as r; print(touchstone.__file__);"
        " print(r.files('touchstone.demo').joinpath('world.yaml').is_file())",
        cwd=tmp_path,
    )
    where, has_world = answer.split()
    assert Path(where).is_relative_to(installed.parent)
    assert has_world == "True"


def test_a_case_is_decided_from_any_folder(installed: Path, tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(
        "- id: thirteen-days\n  plan: ST1379-1.1\n  ask: booking\n"
        "  facts: {method: observation, notice_given: 2026-03-02, date: 2026-03-15, gateway_confirmed: 2026-02-20}\n"
        "  expect: {outcome: refused, blockers: [booking.notice]}\n",
        encoding="utf-8",
    )
    answer = _run(str(installed / "touchstone"), "decide", "--check", "case.yaml", cwd=tmp_path)
    assert "1 passed, 0 failed" in answer


def test_the_demo_without_its_pages_says_where_they_are_and_makes_nothing(installed: Path, tmp_path: Path) -> None:
    command = [str(installed / "touchstone"), "serve", "--demo", "--port", "0"]
    refused = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "make run" in refused.stderr
    assert not list(installed.parent.glob("lib/python*/var"))


def _run(*command: str, cwd: Path = ROOT) -> str:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout
