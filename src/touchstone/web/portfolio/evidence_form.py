"""The form of a piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from touchstone.apps.portfolio.content import ACCEPTED
from touchstone.apps.portfolio.coverage import excluded_types, layout
from touchstone.apps.portfolio.facts import codes_of
from touchstone.apps.portfolio.mentees import like_a_name
from touchstone.apps.portfolio.models import Evidence, StoredFile
from touchstone.apps.portfolio.services import Piece
from touchstone.apps.portfolio.words import TYPES as WORDS
from touchstone.apps.portfolio.words import WITNESSES
from touchstone.rules.facts.parts import EVIDENCE_TYPES
from touchstone.standards.model import Plan, PlanNotHeld
from touchstone.web.parts.evidence import CONTRIBUTIONS, type_name
from touchstone.web.ui import fields, formats
from touchstone.web.ui.forms import Form


class EvidenceForm(Form):
    """``choosable``: the files it may attach; those already chosen are ticked in ``kept``."""

    id = fields.HiddenField()
    version = fields.HiddenField(required=False)
    type = fields.RadiosField(label="What kind of evidence is it?", error_messages={"required": "Select a kind"})
    contribution = fields.RadiosField(
        label="Did somebody at the employer write it?",
        choices=[*CONTRIBUTIONS.items(), ("none", "No")],
        required=False,
        help_text="For a witness statement or an observation report.",
    )
    witness = fields.SelectField(
        label="Who saw it happen?",
        choices=list(WITNESSES.items()),
        empty="Not said",
        required=False,
        help_text="Their part in your work, for the mapping form. Never a name",
    )
    title = fields.TextField(label="Title", help_text="A few words that tell it from the other pieces. No names")
    happened_on = fields.DateField(
        label="Date", help_text="When it happened or was written. For example, 27 3 2026", latest=timezone.localdate
    )
    text = fields.LongTextField(
        label="What it shows", required=False, rows=10, help_text="In your own words. Leave out every name"
    )
    kept = fields.CheckboxesField(label="Files already added", help_text="Untick a file to take it out", required=False)
    uploads = fields.FilesField(label="Add files", required=False, accept=",".join(ACCEPTED))
    mentee_code = fields.TextField(
        label="Mentee",
        required=False,
        width=10,
        max_length=20,
        help_text="A code you chose for them, such as M1. Never a name",
        attrs={"autocomplete": "off"},
    )
    code_sure = fields.ConfirmField(label="It is a code, not a name", required=False)
    ksbs = fields.CheckboxesField(
        label="Which knowledge, skills and behaviours does it show?",
        required=False,
        help_text="Tick only what somebody reading it would find in it.",
    )
    anonymised = fields.ConfirmField(
        label="I have taken out everything that could tell who a mentee or colleague is, also from the files",
        required=False,
    )

    def __init__(self, *args: Any, plan: Plan | PlanNotHeld, choosable: Sequence[StoredFile], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        excluded = excluded_types(plan)
        self.fields["type"].choices = [(kind, type_name(kind)) for kind in EVIDENCE_TYPES]  # type: ignore[attr-defined]
        self.fields["type"].hints = {  # type: ignore[attr-defined]
            kind: hint + (". It cannot count in the portfolio of this plan" if kind in excluded else "")
            for kind, (_, hint) in WORDS.items()
            if hint
        }
        self.fields["ksbs"].choices = [  # type: ignore[attr-defined]
            (f"{method}: {group}" if method else group, [(ksb.code, f"{ksb.code} {ksb.text}") for ksb in ksbs])
            for method, groups in layout(plan)
            for group, ksbs in groups
        ]
        self.files_by_id = {str(file.pk): file for file in choosable}
        self.fields["kept"].choices = [  # type: ignore[attr-defined]
            (pk, f"{file.name} ({formats.file_size(file.size)})") for pk, file in self.files_by_id.items()
        ]

    def clean(self) -> dict[str, Any]:
        code = self.cleaned_data.get("mentee_code", "")
        if like_a_name(code) and not self.cleaned_data["code_sure"]:
            self.add_error(
                "mentee_code", f"“{code}” looks like a name. Enter a code, such as M1, or confirm that it is one"
            )
        return self.cleaned_data

    def asks_if_sure(self) -> bool:
        """Whether the page has to ask, or has asked, if what was entered for the mentee is a code."""
        return "mentee_code" in self.errors or bool(self["code_sure"].value())

    def piece(self) -> Piece:
        given = self.cleaned_data
        return Piece(
            type=given["type"],
            title=given["title"],
            happened_on=given["happened_on"],
            text=given["text"],
            mentee_code=given["mentee_code"],
            ksbs=given["ksbs"],
            anonymised=given["anonymised"],
            contribution="" if given["contribution"] == "none" else given["contribution"],
            witness=given["witness"],
            files=[self.files_by_id[pk] for pk in given["kept"]],
        )


def as_typed(evidence: Evidence) -> dict[str, Any]:
    """What the form of a piece starts with. ``evidence`` is read ``with_contents``."""
    return {
        "id": str(evidence.pk),
        "version": str(evidence.version),
        "type": evidence.type,
        "contribution": evidence.contribution or "none",
        "witness": evidence.witness,
        "title": evidence.title,
        "happened_on": evidence.happened_on,
        "text": evidence.text,
        "kept": [str(attachment.file_id) for attachment in evidence.attachments.all()],
        "mentee_code": evidence.mentee_code,
        "code_sure": True,
        "ksbs": codes_of(evidence),
        "anonymised": evidence.anonymised,
    }
