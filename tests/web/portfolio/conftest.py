from tests.apps.portfolio.conftest import _files_of_this_test  # noqa: F401
