"""Where files are kept is a setting: any storage of django-storages or Django."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import InMemoryStorage, storages

from tests.apps.portfolio.making import PDF, upload
from tests.cast import Cast, as_actor
from tests.stories import enrolled
from touchstone.apps.people.roles import Role
from touchstone.apps.portfolio.services import open_file, store_file
from touchstone.config.settings.files import storage


def test_without_a_setting_files_lie_in_the_data_folder() -> None:
    assert storage(None, None) == {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {}}


def test_a_backend_gets_its_options_from_the_environment() -> None:
    made = storage("storages.backends.s3.S3Storage", '{"bucket_name": "evidence"}')
    assert made == {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {"bucket_name": "evidence"}}


@pytest.mark.parametrize("options", ["bucket", "[1]", "{", '"text"'])
def test_options_that_are_no_object_are_refused_with_an_example(options: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="TOUCHSTONE_STORAGE_OPTIONS must be a JSON object"):
        storage("storages.backends.s3.S3Storage", options)


def test_a_storage_without_folders_takes_files_in_and_gives_them_out(cast: Cast, settings: Any) -> None:
    settings.STORAGES = {**settings.STORAGES, "default": storage("django.core.files.storage.InMemoryStorage", None)}
    alice = as_actor(cast.alice, Role.APPRENTICE)
    stored = store_file(who=alice, apprenticeship=enrolled(cast), upload=upload("log.pdf"))
    assert isinstance(storages["default"], InMemoryStorage)
    with open_file(who=alice, file=stored) as content:
        assert content.read() == PDF
