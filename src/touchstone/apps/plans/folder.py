"""Where this installation keeps adopted plans and policies: in its data folder, each content under its own sha256.

``adoptions/<EPA id>/<plan id>.yaml`` is the adoption as it stands; ``adoptions/<EPA id>/<plan id>/<sha256>.yaml`` and
``policies/<EPA id>/<plan id>/<sha256>.yaml`` keep every content that ever decided something.
"""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from touchstone.apps.people.models import Organisation

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*")


def adoption_file(organisation: Organisation, plan_id: str) -> Path:
    return _home("adoptions", organisation) / f"{_name(plan_id)}.yaml"


def adoption_contents(organisation: Organisation, plan_id: str) -> Path:
    return _home("adoptions", organisation) / _name(plan_id)


def policy_content(organisation: Organisation, plan_id: str, sha256: str) -> Path:
    return _home("policies", organisation) / _name(plan_id) / f"{_name(sha256)}.yaml"


def adopted_by(organisation: Organisation) -> dict[str, Path]:
    """Plan id -> file of every adoption that lies in the folder, whether or not it was ever taken in."""
    return {path.stem: path for path in sorted(_home("adoptions", organisation).glob("*.yaml"))}


def sha256_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def write(path: Path, text: str) -> None:
    """The whole file or none of it: written beside and moved into place. Raises OSError (a full disk, no right)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(beside).replace(path)
    except BaseException:
        Path(beside).unlink(missing_ok=True)
        raise


def _home(kind: str, organisation: Organisation) -> Path:
    return Path(settings.DATA) / kind / _name(organisation.epa_id)


def _name(text: str) -> str:
    """``text`` as the name of one file or folder. Raises ValueError for what could lead elsewhere."""
    if not NAME.fullmatch(text):
        raise ValueError(f"{text!r} cannot be the name of a file")
    return text
