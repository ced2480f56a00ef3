"""Who may import whom: the contracts in ``.importlinter`` are kept, and each of them bites."""

from __future__ import annotations

import configparser
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.guards import REPOSITORY, SOURCE

CONTRACTS = REPOSITORY / ".importlinter"

# Contract -> (module, an import that breaks it)
OFFENCES = {
    "floors": ("standards/model.py", "import touchstone.rules.decision"),
    "journey": ("apps/people/roles.py", "import touchstone.apps.results.models"),
    "inside": ("apps/portfolio/models.py", "import touchstone.apps.portfolio.policy"),
    "pages": ("web/plans/urls.py", "import touchstone.web.people.urls"),
    "pure": ("rules/decision.py", "import django.conf"),
    "world": ("rules/plain.py", "import pathlib"),
    "design": ("web/ui/formats.py", "import touchstone.apps.people.roles"),
}


def lint(root: Path) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(root)}
    return subprocess.run(
        [program, "--no-cache", "--config", CONTRACTS],
        cwd=root,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def names() -> dict[str, str]:
    """Contract -> what it is called in the report."""
    config = configparser.ConfigParser()
    config.read(CONTRACTS)
    return {section.split(":")[2]: config[section]["name"] for section in config.sections() if ":" in section}


def test_the_contracts_are_kept() -> None:
    answer = lint(SOURCE.parent)
    assert answer.returncode == 0, answer.stdout
    assert "0 broken" in answer.stdout


def test_every_contract_has_an_offence_to_bite_on() -> None:
    assert set(names()) == set(OFFENCES)


def test_every_contract_bites(tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "touchstone", ignore=shutil.ignore_patterns("__pycache__", "jinja2"))
    for module, line in OFFENCES.values():
        with (tmp_path / "touchstone" / module).open("a") as file:
            file.write(f"\n{line}\n")
    answer = lint(tmp_path)
    report = " ".join(answer.stdout.split())
    assert answer.returncode == 1
    assert [name for name in names().values() if f"{name} BROKEN" not in report] == []


def test_a_new_package_must_be_given_its_place(tmp_path: Path) -> None:
    shutil.copytree(SOURCE, tmp_path / "touchstone", ignore=shutil.ignore_patterns("__pycache__", "jinja2"))
    for folder in ("touchstone/newfloor", "touchstone/apps/newstage", "touchstone/web/newsection"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").touch()
    report = lint(tmp_path).stdout
    for package in ("newfloor", "newstage", "newsection"):
        assert package in report


def test_rules_and_standards_start_without_django() -> None:
    program = (
        "import sys, touchstone.rules, touchstone.standards.catalogue, touchstone.cli.main;"
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'django', 'jinja2', 'allauth'}))"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "[]"
