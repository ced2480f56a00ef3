"""Locking an adoption and writing what it has become: the file, the copy under its hash, the row, all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from touchstone.apps.plans import folder
from touchstone.apps.plans.models import Adoption
from touchstone.apps.plans.queries import adopted_text
from touchstone.apps.records.refusal import Refused
from touchstone.standards import adoption as adopting
from touchstone.standards.yaml_nodes import Problems

logger = logging.getLogger(__name__)


def lock(adoption: Adoption) -> tuple[Adoption, str]:
    """The adoption as it stands now, locked until the transaction ends, and its text. Raises Refused without a file."""
    locked = (
        Adoption.objects.select_for_update(of=("self",), no_key=True).select_related("organisation").get(pk=adoption.pk)
    )
    text = adopted_text(locked)
    if text is None:
        raise Refused(
            "The file of this adoption is missing or was changed outside this site, so nothing can be done with it. "
            "Put it back as it was first."
        )
    return locked, text


def write(adoption: Adoption, text: str) -> None:
    """Make ``text`` what the adoption says. The caller saves the row. Raises Refused when nothing could be written."""
    adoption.file_hash = folder.sha256_of(text)
    put(folder.adoption_contents(adoption.organisation, adoption.plan_id) / f"{adoption.file_hash}.yaml", text)
    put(folder.adoption_file(adoption.organisation, adoption.plan_id), text)


def put(path: Path, text: str) -> None:
    try:
        folder.write(path, text)
    except OSError:
        logger.exception("The data folder did not take a file")
        raise Refused(
            "Nothing was changed: the data folder has no room or cannot be written. Tell whoever runs this site."
        ) from None


@contextmanager
def said_plainly() -> Iterator[None]:
    """What the standards say no to, as a refusal with every reason."""
    try:
        yield
    except adopting.Refused as refused:
        raise Refused(str(refused)) from refused
    except Problems as problems:
        raise Refused(*(_sentence(one.path, one.message) for one in problems.problems)) from problems


def _sentence(path: str, message: str) -> str:
    return f"{path}: {message}" if path else message
