"""Several forms of one kind on a page, one a row, that can grow without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from django.http import QueryDict

from touchstone.web.ui.forms import Form

F = TypeVar("F", bound=Form)

MOST = 40  # rows: more than any assessment has, and within the fields Django takes from one page


class Rows(Generic[F]):
    """``prefix-0``, ``prefix-1`` … in one page; a row left blank is none, nor is one whose ``remove`` is ticked.

    ``shown`` is how many rows an empty page starts with. A page posts the number of its rows as ``prefix-rows``;
    ``grown`` gives the same rows, as typed and unchecked, with one more.
    """

    def __init__(
        self,
        form: type[F],
        prefix: str,
        *,
        data: QueryDict | None = None,
        initial: Sequence[Mapping[str, Any]] = (),
        shown: int = 1,
        **arguments: Any,
    ) -> None:
        self.form, self.prefix, self.arguments = form, prefix, arguments
        if data is None:
            filled = [*initial, *({} for _ in range(shown - len(initial)))]
            self.forms = [self._make(number, initial=row) for number, row in enumerate(filled)]
        else:
            self.forms = [self._make(number, data=data) for number in range(_count(data, f"{prefix}-rows"))]

    def __len__(self) -> int:
        return len(self.forms)

    def is_valid(self) -> bool:
        """Every row that counts is valid. All of them are checked, so that all errors are shown at once."""
        return not [form for form in self.filled if not form.is_valid()]

    @property
    def filled(self) -> list[F]:
        return [form for form in self.forms if not _blank(form) and not _typed(form).get("remove")]

    @property
    def cleaned(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.filled]

    def grown(self) -> Rows[F]:
        typed = [_typed(form) for form in self.forms]
        return Rows(self.form, self.prefix, initial=typed, shown=min(len(typed) + 1, MOST), **self.arguments)

    def _make(self, number: int, **given: Any) -> F:
        return self.form(prefix=f"{self.prefix}-{number}", **given, **self.arguments)


def _count(data: QueryDict, name: str) -> int:
    number = data.get(name, "")
    return min(int(number[:9]), MOST) if number.isdecimal() else 0  # Python reads no number of thousands of digits


def _typed(form: Form) -> dict[str, Any]:
    """What each control holds, as its widget reads it."""
    return {
        name: field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        for name, field in form.fields.items()
    }


def _blank(form: Form) -> bool:
    return not any(_something(value) for value in _typed(form).values())


def _something(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(_something(part) for part in value.values())
    if isinstance(value, list | tuple):
        return any(_something(part) for part in value)
    return bool(str(value or "").strip())
