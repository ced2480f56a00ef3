"""The form of the assessment organisation's answer: every item, and what is said of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from touchstone.apps.gateway.models import Gateway, Given
from touchstone.apps.gateway.requirements import Fact
from touchstone.apps.gateway.services import Said
from touchstone.web.ui import fields
from touchstone.web.ui.formats import date
from touchstone.web.ui.forms import BoundField, Form

ACCEPT, RETURN = "accept", "return"
CHOSEN = {Given.Answer.ACCEPTED: ACCEPT, Given.Answer.RETURNED: RETURN}
SAVE, CONFIRM, SEND_BACK = "save", "confirm", "return"


class AnswerForm(Form):
    """``items``: what was given. ``does``: which button was pressed."""

    mark_optional = False
    version = fields.HiddenField()
    attempt = fields.HiddenField()
    rest = fields.ConfirmField(label="Accept every item I have not returned", required=False)
    reason = fields.LongTextField(
        label="Is there anything that is about no one item? (optional)",
        help_text="If the pack as a whole has to be put right, this is enough. Everybody with a part in it reads it.",
        max_length=4000,
        rows=4,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        gateway: Gateway,
        earlier: Gateway | None,
        items: Sequence[Fact],
        does: str,
        **kwargs: Any,
    ) -> None:
        self.items, self.does = items, does
        given = {row.fact: row for row in gateway.given.all()}
        before = {row.fact: row for row in earlier.given.all()} if earlier else {}
        initial: dict[str, Any] = {"version": gateway.version, "attempt": gateway.number}
        for name, row in given.items():
            if row.answer in CHOSEN:
                initial |= {f"item-{name}": CHOSEN[Given.Answer(row.answer)], f"reason-{name}": row.answer_reason}
        super().__init__(*args, **{**kwargs, "initial": initial})
        for fact in items:
            self._ask(fact, given[fact.name] if given[fact.name].answer else before.get(fact.name))

    def _ask(self, fact: Fact, item: Given | None) -> None:
        self.fields[f"item-{fact.name}"] = fields.RadiosField(
            label=fact.title,
            help_text=_said_before(item),
            choices=[(ACCEPT, "Accept"), (RETURN, "Return")],
            reveal={RETURN: f"reason-{fact.name}"},
            required=False,
        )
        self.fields[f"reason-{fact.name}"] = fields.LongTextField(
            label=f"{fact.title}: what has to be put right?", max_length=2000, rows=3, required=False
        )

    def clean(self) -> dict[str, Any] | None:
        sent = super().clean() or {}
        for fact in self.items:
            if sent.get(f"item-{fact.name}") == RETURN and not sent.get(f"reason-{fact.name}", "").strip():
                self._missing(f"reason-{fact.name}", f"{fact.title}: enter what has to be put right")
        return sent

    def _missing(self, name: str, sentence: str) -> None:
        if name not in self.errors:
            self.add_error(name, sentence)

    def said(self) -> dict[str, Said]:
        """The answers to items; with ``rest`` ticked also to those left open."""
        chosen = {fact.name: self.cleaned_data[f"item-{fact.name}"] for fact in self.items}
        said = {
            name: Said(accepted=one == ACCEPT, reason=self.cleaned_data[f"reason-{name}"] if one == RETURN else "")
            for name, one in chosen.items()
            if one
        }
        if self.cleaned_data["rest"]:
            said = {name: said.get(name, Said(accepted=True)) for name in chosen}
        return said

    def seen(self) -> int:
        """A version nobody sent rightly is older than any."""
        version = self.cleaned_data["version"]
        return int(version) if version.isdecimal() else 0

    def asked_of_items(self) -> list[BoundField]:
        """The fields of the items; their reasons are drawn under them."""
        return [self[f"item-{fact.name}"] for fact in self.items]  # type: ignore[misc]


def answered_since(gateway: Gateway, version: int) -> dict[str, str]:
    """What a colleague said of items after ``version`` was read, by fact."""
    return {
        row.fact: f"{row.get_answer_display()} meanwhile by {_by(row)}. {row.answer_reason}".rstrip()
        for row in gateway.given.all()
        if row.answered_at_version > version
    }


def _said_before(item: Given | None) -> str:
    if item is None or not item.answer:
        return ""
    if item.answer == Given.Answer.REOPENED:
        return f"{item.answer_reason} Accepted before by {_by(item)}."
    reason = f": {item.answer_reason}" if item.answer_reason else "."
    return f"{item.get_answer_display()} by {_by(item)}{reason}"


def _by(item: Given) -> str:
    return f"{item.answered_by.name if item.answered_by else ''} on {date(item.answered_at)}"
