"""What the browser is given is ours: no addresses of registries, nothing of a government site, nothing inline."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FRONTEND = ROOT / "frontend"
TEMPLATES = sorted((ROOT / "src/touchstone/web/jinja2").rglob("*.html"))
CSS = FRONTEND / "dist" / "touchstone.css"


def inline(html: str) -> list[str]:
    """Script or style written into a page, which the content security policy refuses."""
    return re.findall(r"<style|\sstyle=|\son[a-z]+=[\"']|javascript:|<script(?![^>]*\ssrc=)", html)


def test_lock_holds_no_address_of_a_registry() -> None:
    lock = json.loads((FRONTEND / "package-lock.json").read_text())
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []
    assert all("integrity" in package for name, package in lock["packages"].items() if name)
    assert "omit-lockfile-registry-resolved=true" in (FRONTEND / ".npmrc").read_text().splitlines()


def test_library_is_pinned_to_what_the_macros_follow() -> None:
    package = json.loads((FRONTEND / "package.json").read_text())
    assert package["devDependencies"]["govuk-frontend"].startswith("6.3.")
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in package["devDependencies"].values())


def test_stylesheet_asks_nothing_of_anyone_and_looks_like_nobody_else() -> None:
    css = CSS.read_text()
    assert "url(" not in css
    assert "@import" not in css
    assert "@font-face" not in css
    for word in ("crest", "crown", "gds transport", "govuk-header", "govuk-footer"):
        assert word not in css.lower()


def test_stylesheet_stays_small() -> None:
    assert CSS.stat().st_size < 110_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_hold_nothing_inline(template: Path) -> None:
    assert inline(template.read_text()) == []


@pytest.mark.parametrize(
    "html", ["<script>x</script>", '<p style="color:red">', '<a onclick="x()">', "<style>", '<a href="javascript:x">']
)
def test_inline_check_bites(html: str) -> None:
    assert inline(html) != []


def test_patterns_show_every_component() -> None:
    shown = "".join(path.read_text() for path in TEMPLATES if path.parent.name in {"patterns", "errors"})
    environment = (ROOT / "src/touchstone/web/ui/environment.py").read_text()
    ours = set(re.findall(r'"(ui[A-Z]\w+)"', environment))
    assert ours
    assert {name for name in ours if name not in shown} == set()
