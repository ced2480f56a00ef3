"""A portfolio from another system: a ZIP, checked whole before anything is added, then brought in row by row."""

from touchstone.apps.portfolio.services.importing.sending import send_archive
from touchstone.apps.portfolio.services.importing.steering import (
    cancel_portfolio_import,
    drop_old_portfolio_imports,
    drop_portfolio_import,
    open_import_result,
    start_portfolio_import,
)
from touchstone.apps.portfolio.services.importing.working import carry_on_portfolio_import

__all__ = [
    "cancel_portfolio_import",
    "carry_on_portfolio_import",
    "drop_old_portfolio_imports",
    "drop_portfolio_import",
    "open_import_result",
    "send_archive",
    "start_portfolio_import",
]
