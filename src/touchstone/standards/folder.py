"""Where the YAML lies: inside the installed package, else in the repository this package is run from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of standards. ``shared`` has ``common/`` and ``calendars/``: the same folder, or the shipped one."""

    root: Path
    shared: Path

    def standards(self) -> dict[str, Path]:
        """Reference -> folder of each standard, in order."""
        return {
            path.parent.name.split("-", 1)[0]: path.parent
            for path in sorted(self.root.glob("*-*/standard.yaml"))
            if path.is_file()
        }

    def plans(self, reference: str) -> dict[str, Path]:
        """Version -> plan file of each plan held for a standard, in order."""
        standard = self.standards()[reference]
        return {path.stem: path for path in sorted(standard.glob("[0-9]*.yaml"))}

    def policies(self) -> dict[str, Path]:
        return {path.stem: path for path in sorted(self.root.glob("policies/*.yaml"))}

    def common(self) -> list[Path]:
        return sorted(path for path in self.shared.glob("common/*.yaml") if path.name != "sources.yaml")

    def name(self, path: Path) -> str:
        """How a file is called in messages and locks: its place in the folder, with forward slashes."""
        for root in (self.root, self.shared):
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return str(path)


@cache
def shipped() -> Folder:
    """The standards this software comes with."""
    package = Path(__file__).resolve().parents[1]
    for root in (package / "_standards", package.parents[1] / "standards"):
        if (root / "common").is_dir():
            return Folder(root, root)
    raise FileNotFoundError("The standards folder is missing: install the package again.")
