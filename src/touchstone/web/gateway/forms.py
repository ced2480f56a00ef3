"""One form for each way something is given. ``form_for`` chooses; ``Ready`` is what the service is called with."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from touchstone.apps.gateway.models import Given
from touchstone.apps.gateway.requirements import How, waivers
from touchstone.apps.portfolio.content import ACCEPTED
from touchstone.apps.portfolio.models import SubmittedPortfolio
from touchstone.apps.portfolio.queries import submitted_of
from touchstone.standards.beside import beside
from touchstone.standards.kinds import EnglishMaths, LevelAtLeast
from touchstone.standards.model import Plan
from touchstone.web.gateway.finding import Asked
from touchstone.web.ui import fields
from touchstone.web.ui.formats import date
from touchstone.web.ui.forms import Form

NOTE = 500
PICTURES = tuple(end for end in ACCEPTED if end in {".pdf", ".jpg", ".jpeg", ".png", ".heic", ".heif", ".webp", ".gif"})
LEVELS = [("2", "Level 2 or above"), ("1", "Level 1"), ("E3", "Entry Level 3"), ("none", "No qualification")]
ROUTES = {
    "standard": "A qualification, such as a GCSE or Functional Skills",
    "ehc-plan": "An education, health and care plan, statement or legacy assessment",
    "bsl": "British Sign Language in place of English",
}


@dataclass(frozen=True, slots=True)
class Ready:
    """What was given, in the words of the rules' facts, with what it rests on."""

    value: Any
    note: str = ""
    dated: dt.date | None = None
    portfolio: SubmittedPortfolio | None = None


class GiveForm(Form):
    """Base: ``about`` is what the page asks for, ``before`` what was given already."""

    submit = "Save"
    version = fields.HiddenField()

    def __init__(self, *args: Any, about: Asked, before: Given | None, **kwargs: Any) -> None:
        self.about, self.before = about, before
        start = before or about.earlier  # what was returned is put right, not written again from nothing
        initial = {"version": about.gateway.version, **(self.start(start) if start else {})}
        super().__init__(*args, **{**kwargs, "initial": initial})
        self.arrange()

    def start(self, before: Given) -> dict[str, Any]:
        """What the fields show for what was given before."""
        return {"note": before.note, "dated": before.dated}

    def arrange(self) -> None:
        """Fields whose words or choices depend on the plan."""

    def ready(self) -> Ready:
        raise NotImplementedError


class IdentityForm(GiveForm):
    submit = "Upload"
    file = fields.FileField(
        label="Photo identification",
        help_text="A scan of a passport, driving licence or other document with a picture. PDF or JPEG is best.",
        accept=",".join(PICTURES),
        error_messages={"required": "Select the photograph or scan"},
    )
    note = fields.TextField(
        label="What kind of document is it?",
        help_text="For example, UK passport. Leave its number out.",
        required=False,
        max_length=NOTE,
    )


class QualificationForm(GiveForm):
    level = fields.RadiosField(label="Level achieved", choices=LEVELS)
    route = fields.RadiosField(label="How it was achieved", choices=())
    note = fields.TextField(
        label="What have you seen as evidence?",
        help_text="For example, GCSE certificate 2012, grade 5",
        required=False,
        max_length=NOTE,
    )

    def start(self, before: Given) -> dict[str, Any]:
        return {"level": str(before.value.get("level", "")), "route": before.value.get("route"), "note": before.note}

    def arrange(self) -> None:
        kinds = [rule.kind for rule in self.about.plan.rules] if isinstance(self.about.plan, Plan) else []
        routes = [
            route
            for kind in kinds
            if isinstance(kind, EnglishMaths) and kind.subject == self.about.fact.name
            for route in kind.routes
        ]
        self.fields["route"].choices = [(route, ROUTES.get(route, route)) for route in routes]  # type: ignore[attr-defined]

    def ready(self) -> Ready:
        level = self.cleaned_data["level"]
        value = {"level": int(level) if level.isdigit() else level, "route": self.cleaned_data["route"]}
        return Ready(value, note=self.cleaned_data["note"])


class LevelForm(GiveForm):
    level = fields.RadiosField(
        label="Level achieved",
        choices=[("3", "Level 3 or above"), ("2", "Level 2"), ("1", "Level 1"), ("0", "None of these")],
    )
    note = fields.TextField(label="What have you seen as evidence?", required=False, max_length=NOTE)

    def start(self, before: Given) -> dict[str, Any]:
        return {"level": str(min(int(before.value), 3)), "note": before.note}

    def arrange(self) -> None:
        kinds = [rule.kind for rule in self.about.plan.rules] if isinstance(self.about.plan, Plan) else []
        asked = [kind.level for kind in kinds if isinstance(kind, LevelAtLeast) and kind.fact == self.about.fact.name]
        if asked:
            self.fields["level"].help_text = f"The plan asks for level {asked[0]}"

    def ready(self) -> Ready:
        return Ready(int(self.cleaned_data["level"]), note=self.cleaned_data["note"])


class DeclarationForm(GiveForm):
    """The wording that is ticked is kept with the signature, and the day from which it is in use."""

    submit = "Sign"
    signed = fields.ConfirmField(label="", error_messages={"required": "Tick the box to sign the declaration"})

    def arrange(self) -> None:
        one = self.about.apprenticeship
        of_today = beside().wording(self.about.fact.name, timezone.localdate())
        self.wording = of_today.of(provider=one.provider.name, apprentice=one.apprentice.name)
        self.worded_on, self.clause = of_today.dated, of_today.clause
        self.fields["signed"].label = self.wording

    def ready(self) -> Ready:
        return Ready(True, note=self.wording[:NOTE], dated=self.worded_on)


class PortfolioForm(GiveForm):
    submit = "Attach"
    portfolio = fields.ModelRadiosField(
        SubmittedPortfolio.objects.none(),
        label="Submitted portfolio",
        error_messages={"required": "Select a portfolio"},
    )

    def start(self, before: Given) -> dict[str, Any]:
        return {"portfolio": before.portfolio_id}

    def arrange(self) -> None:
        choose: Any = self.fields["portfolio"]
        choose.queryset = submitted_of(self.about.apprenticeship)
        choose.text = lambda one: (
            f"Portfolio {one.number}, submitted on {date(one.submitted_at)} by {one.submitted_by.name}"
        )

    def ready(self) -> Ready:
        return Ready(True, portfolio=self.cleaned_data["portfolio"])


class MappingForm(GiveForm):
    submit = "Confirm"
    confirmed = fields.ConfirmField(
        label="The mapping and tracking form is complete: it lists every piece of this portfolio with the knowledge, "
        "skills and behaviours it shows",
        error_messages={"required": "Tick the box to confirm the form"},
    )

    @property
    def attached(self) -> SubmittedPortfolio | None:
        rows = self.about.gateway.given.all()
        return next((row.portfolio for row in rows if row.portfolio and row.fact != self.about.fact.name), None)

    def ready(self) -> Ready:
        return Ready(True, portfolio=self.attached)


class EmployerForm(GiveForm):
    submit = "Confirm"
    says = fields.RadiosField(
        label="Is the apprentice working at or above the level of the standard?",
        choices=[("yes", "Yes, they are ready for the assessment"), ("no", "Not yet")],
        reveal={"no": "note"},
        error_messages={"required": "Select yes if they are ready, or not yet"},
    )
    note = fields.TextField(label="What is missing?", required=False, max_length=NOTE)

    def start(self, before: Given) -> dict[str, Any]:
        return {"says": "yes" if before.value else "no", "note": before.note}

    def ready(self) -> Ready:
        yes = self.cleaned_data["says"] == "yes"
        return Ready(yes, note="" if yes else self.cleaned_data["note"])


class ChoiceForm(GiveForm):
    chosen = fields.YesNoField(
        label="Has the apprentice chosen to do without English, maths or both, and is that recorded?",
        reveal={"yes": "dated"},
        error_messages={"required": "Select yes if the choice is recorded"},
    )
    dated = fields.DateField(
        label="When was it recorded?",
        help_text="The day the training plan was signed again. For example, 27 3 2025",
        required=False,
        latest=timezone.localdate,
    )
    mark_optional = False

    def start(self, before: Given) -> dict[str, Any]:
        return {"chosen": before.value, "dated": before.dated}

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        if given.get("chosen") and not given.get("dated") and "dated" not in self.errors:
            self.add_error("dated", "Enter the day on which the choice was recorded")
        return given

    def ready(self) -> Ready:
        chosen = self.cleaned_data["chosen"]
        return Ready(chosen, dated=self.cleaned_data["dated"] if chosen else None)


class WaiversForm(GiveForm):
    chosen = fields.CheckboxesField(label="Dispensations that apply to this apprentice", choices=(), required=False)
    mark_optional = False

    def start(self, before: Given) -> dict[str, Any]:
        return {"chosen": before.value}

    def arrange(self) -> None:
        choose: Any = self.fields["chosen"]
        there = waivers(self.about.plan)
        choose.choices = [(one.id, f"{one.id}: {one.says}") for one in there]
        choose.hints = {
            one.id: f"From {date(one.valid_from) or 'a day the source does not give'} until {date(one.valid_to)}"
            for one in there
        }

    def ready(self) -> Ready:
        return Ready(list(self.cleaned_data["chosen"]))


class YesNoForm(GiveForm):
    given = fields.YesNoField(label="", error_messages={"required": "Select yes or no"})

    def start(self, before: Given) -> dict[str, Any]:
        return {"given": before.value}

    def arrange(self) -> None:
        self.fields["given"].label = self.about.fact.title

    def ready(self) -> Ready:
        return Ready(self.cleaned_data["given"])


FORMS: dict[How, type[GiveForm]] = {
    "file": IdentityForm,
    "qualification": QualificationForm,
    "level": LevelForm,
    "declaration": DeclarationForm,
    "portfolio": PortfolioForm,
    "mapping": MappingForm,
    "employer": EmployerForm,
    "choice": ChoiceForm,
    "waivers": WaiversForm,
    "yes-no": YesNoForm,
}
