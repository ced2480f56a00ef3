"""What everybody is answered at every address: written by hand from who should see and do what, not from the code.

Around Alice: her tutor Tom and Quentin, quality lead of her provider; Lena, her line manager; Sunil, her mentoring
supervisor; Asif, who assesses her; Iris, who assures quality; Ada and Abel, who administer; Rhys, a regulator's reader
she was shared with. Sara keeps safeguarding at her provider and sees no apprenticeship; nor do Olga and Oscar, who own
her provider and the assessment organisation. All others are strangers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# fmt: off
EVERYBODY = [  # and "nobody"
    "alice", "tom", "quentin", "sara", "lena", "sunil", "asif", "iris", "ada", "abel", "rhys",
    "bea", "wendy", "walter", "lorna", "tess", "theo", "nick",
    "olga", "oscar",
]
# fmt: on
ADMINISTRATORS = ["ada", "abel"]
ADMINISTER = ["ada", "abel", "tess"]  # Tess at another assessment organisation
READ_ADOPTIONS = ["iris", "rhys", *ADMINISTER]
AT_THE_PROVIDER = ["tom", "quentin"]
PRACTISE = ["alice", *AT_THE_PROVIDER, "lena"]
AROUND_LEARNING = ["alice", *AT_THE_PROVIDER, "lena", "sunil", "iris", *ADMINISTRATORS, "rhys"]  # Asif comes later
AROUND = [*AROUND_LEARNING, "asif"]
BUT_SUNIL = [name for name in AROUND if name != "sunil"]
BUT_SUNIL_LEARNING = [name for name in AROUND_LEARNING if name != "sunil"]


@dataclass(frozen=True)
class Row:
    """``page``: who gets the page, answered ``answer``. ``refused``: who sees the thing and may not do this (403).

    All others do not find it (404), and nobody signed in is led to sign-in; ``public``: nobody gets the page as well.
    ``on``: names in the address -> things of the world. ``sends``: what can be sent there is guarded in the same way;
    ``only_sends``: there is nothing to look at (405 to everybody).
    """

    page: list[str]
    refused: list[str] = field(default_factory=list)
    on: Mapping[str, str] = field(default_factory=dict)
    answer: int = 200
    public: bool = False
    sends: bool = False
    only_sends: bool = False


def public(answer: int = 200, **more: object) -> Row:
    return Row(EVERYBODY, public=True, answer=answer, **more)  # type: ignore[arg-type]


def one(thing: str) -> dict[str, str]:
    return {"pk": thing}


def others(*, than: list[str], of: list[str] = EVERYBODY) -> list[str]:
    return [name for name in of if name not in than]


# Address -> its rows: one for each thing worth looking at there.
TABLE: dict[str, list[Row]] = {
    "home": [public()],
    # What a public service owes whoever uses it
    "about:privacy": [public()],
    "about:accessibility": [public()],
    "about:help": [public()],
    # Accounts
    "account_login": [public(302)],  # home; nobody: the page
    "account_logout": [public()],
    "account_inactive": [public()],
    "account_signup": [public(302)],  # nobody: a page that says there is none
    "account_confirm_email": [public(on={"key": "no key"})],
    "account_confirm_login_code": [public(302)],
    "account_email_verification_sent": [public()],
    "account_reset_password": [public()],
    "account_reset_password_done": [public()],
    "account_reset_password_from_key": [public(on={"uidb36": "no key", "key": "no key"})],
    "account_reset_password_from_key_done": [public()],
    "account_change_password": [Row(EVERYBODY, answer=302)],  # to setting one: nobody of the cast has a password
    "account_email": [Row(EVERYBODY)],
    "account_reauthenticate": [Row([], refused=EVERYBODY)],  # without a password there is no way to
    "account_set_password": [Row(EVERYBODY)],
    "mfa_authenticate": [public(302)],  # nobody is between their password and being signed in
    "mfa_login_webauthn": [public(302)],  # a script asks it
    "mfa_index": [Row(EVERYBODY)],
    "mfa_activate_totp": [Row(EVERYBODY)],
    "mfa_deactivate_totp": [Row(EVERYBODY, answer=302)],  # nobody of the cast has a second step: back to all of them
    "mfa_view_recovery_codes": [Row(EVERYBODY, answer=302)],
    "mfa_download_recovery_codes": [Row(EVERYBODY, answer=302)],
    "mfa_generate_recovery_codes": [Row(EVERYBODY)],
    "mfa_list_webauthn": [Row(EVERYBODY, answer=302)],  # to all their second steps
    "mfa_add_webauthn": [Row(EVERYBODY)],
    "mfa_edit_webauthn": [Row([], on={"pk": "no number"})],  # nobody finds the key of somebody else
    "mfa_remove_webauthn": [Row([], on={"pk": "no number"}, sends=True)],
    "mfa_reauthenticate": [Row([], refused=EVERYBODY)],  # as without a password
    "mfa_reauthenticate_webauthn": [Row([], refused=EVERYBODY)],
    "people:signed_in": [Row(EVERYBODY)],
    "people:keep_alive": [Row(EVERYBODY, only_sends=True)],
    "people:kept": [Row(EVERYBODY, answer=302)],  # to the home page: nothing is kept for them
    "people:correct": [
        Row(["olga"], refused=["tom", "quentin", "sara"], on={"pk": "northgate", "person": "tom himself"}, sends=True),
        Row([], on={"pk": "northgate", "person": "lorna herself"}, sends=True),  # who is nobody of Northgate
    ],
    "people:join": [public(on={"token": "invitation link"}, sends=True), public(404, on={"token": "no such link"})],
    # Who belongs to Northgate: its owner says so; its other people are told who can, and nobody else finds it
    "members:list": [Row(["olga"], refused=["tom", "quentin", "sara"], on=one("northgate"))],
    "members:invite": [Row(["olga"], refused=["tom", "quentin", "sara"], on=one("northgate"), sends=True)],
    **{
        f"members:{name}": [
            Row(
                ["olga"],
                refused=["tom", "quentin", "sara"],
                on={"pk": "northgate", "person": "tom himself"},
                sends=True,
            ),
            Row([], on={"pk": "northgate", "person": "lorna herself"}, sends=True),  # who is nobody of Northgate
        ]
        for name in ("person", "end", "hand_over", "second_factor")
    },
    "members:end_role": [Row(["olga"], refused=["tom", "quentin", "sara"], on=one("tom’s role"), sends=True)],
    "members:send_again": [
        Row(["olga"], refused=["tom", "quentin", "sara"], on=one("invitation"), only_sends=True),
    ],
    "members:withdraw": [
        Row(["olga"], refused=["tom", "quentin", "sara"], on=one("invitation"), only_sends=True),
    ],
    # The employers whose apprentices Northgate trains: its quality lead too
    "members:employers": [Row(["olga", "quentin"], refused=["tom", "sara"], on=one("northgate"))],
    "members:invite_owner": [
        Row(
            ["olga", "quentin"],
            refused=["tom", "sara"],
            on={"pk": "northgate", "employer": "harbour"},
            sends=True,
        )
    ],
    "demo": [public()],
    "demo_become": [public(on=one("demo person"), only_sends=True)],
    # The design system, in a demo alone
    "patterns:components": [public()],
    "patterns:form": [public()],
    "patterns:question": [public()],
    "patterns:done": [public()],
    "patterns:error": [public(404, on={"name": "no such error"})],
    # Plans
    "plans:list": [Row(EVERYBODY)],
    "plans:show": [Row(EVERYBODY, on={"plan_id": "plan"})],
    # What Meridian has adopted and entered: its own people; the regulator's readers once it is in force
    "plans:adoptions": [Row(READ_ADOPTIONS, refused=others(than=READ_ADOPTIONS))],
    "plans:draft": [Row(ADMINISTER, refused=others(than=ADMINISTER), sends=True)],
    "plans:take_in": [Row(ADMINISTER, refused=others(than=ADMINISTER), answer=302, sends=True)],
    "plans:adoption": [Row(["iris", *ADMINISTRATORS], on=one("adoption"))],
    "plans:adopted": [Row(["iris", *ADMINISTRATORS], on=one("adoption"))],
    "plans:sign": [Row(ADMINISTRATORS, refused=["iris"], on=one("adoption"), sends=True)],
    "plans:put_back": [Row(ADMINISTRATORS, refused=["iris"], on=one("adoption"), answer=302, sends=True)],
    "plans:check_rule": [
        Row(ADMINISTRATORS, refused=["iris"], on={"pk": "adoption", "rule": "adopted rule"}, sends=True)
    ],
    "plans:check_sheet": [
        Row(ADMINISTRATORS, refused=["iris"], on={"pk": "adoption", "method": "observation"}, sends=True)
    ],
    "plans:policies": [Row(READ_ADOPTIONS, refused=others(than=READ_ADOPTIONS))],
    "plans:enter_policy": [Row(ADMINISTER, refused=others(than=ADMINISTER), sends=True)],
    "plans:policy": [Row(["iris", *ADMINISTRATORS, "rhys"], on=one("policy"))],
    # What became of the mail of an organisation: its owners
    "post:list": [Row(["olga"], refused=["tom", "quentin", "sara"], on=one("northgate"), sends=True)],
    # Apprenticeships
    "apprenticeships:list": [Row(EVERYBODY)],
    **{
        f"apprenticeships:{name}": [
            Row(
                ["tom", "quentin", "wendy", "walter"],
                refused=others(than=["tom", "quentin", "wendy", "walter"]),
                sends=True,
            )
        ]
        for name in ("import", "import_template")
    },
    # A table that Tom has sent: he and the quality lead of his provider
    "apprenticeships:import_show": [Row(["tom", "quentin"], on=one("import"), sends=True)],
    "apprenticeships:import_result": [Row(["tom", "quentin"], on=one("import"), sends=True)],
    "apprenticeships:enrol": [
        Row(
            ["tom", "quentin", "wendy", "walter"],
            refused=others(than=["tom", "quentin", "wendy", "walter"]),
            sends=True,
        )
    ],
    "apprenticeships:show": [
        Row(AROUND, on=one("done")),
        Row(AROUND_LEARNING, on=one("learning")),
        Row(["bea", "wendy", "walter", "lorna", "tess"], on=one("neighbours")),
    ],
    "apprenticeships:timeline": [
        Row(AROUND, on=one("done")),
        Row(["bea", "wendy", "walter", "lorna", "tess"], on=one("neighbours")),
    ],
    "apprenticeships:seen": [  # whose data it is, and those who answer for it
        Row(
            ["alice", *AT_THE_PROVIDER, "iris", *ADMINISTRATORS],
            refused=["lena", "sunil", "asif", "rhys"],
            on=one("done"),
        ),
        Row(["bea", "wendy", "walter", "tess"], refused=["lorna"], on=one("neighbours")),
    ],
    "apprenticeships:correct": [
        Row(
            AT_THE_PROVIDER,
            refused=others(than=AT_THE_PROVIDER, of=AROUND_LEARNING),
            on=one("learning"),
            sends=True,
        ),
        Row(["quentin"], refused=others(than=["quentin"], of=AROUND), on=one("done"), sends=True),  # released
    ],
    "apprenticeships:correct_person": [
        Row(
            ["quentin"],
            refused=others(than=["quentin"], of=AROUND),
            on={"pk": "done", "person": "alice herself"},
            sends=True,
        ),
        Row([], on={"pk": "done", "person": "tom himself"}, sends=True),  # an owner of his organisation does that
        Row(["walter"], refused=["bea", "wendy", "lorna", "tess"], on={"pk": "neighbours", "person": "lorna herself"}),
    ],
    "apprenticeships:corrections": [
        Row(["quentin"], refused=others(than=["quentin"], of=AROUND), on=one("done")),
        Row(["walter"], refused=["bea", "wendy", "lorna", "tess"], on=one("neighbours")),
    ],
    "apprenticeships:share": [
        Row(ADMINISTRATORS, refused=others(than=ADMINISTRATORS, of=AROUND), on=one("done"), sends=True),
        Row(["tess"], refused=["bea", "wendy", "walter", "lorna"], on=one("neighbours"), sends=True),
    ],
    "apprenticeships:people": [
        Row(
            AT_THE_PROVIDER,
            refused=others(than=AT_THE_PROVIDER, of=AROUND_LEARNING),
            on=one("learning"),
            sends=True,
        )
    ],
    "apprenticeships:change_part": [
        Row(
            AT_THE_PROVIDER,
            refused=others(than=AT_THE_PROVIDER, of=AROUND_LEARNING),
            on={"pk": "learning", "role": "tutor"},
            sends=True,
        )
    ],
    # What held when: everybody around; those at the provider record what has changed
    "apprenticeships:changes": [
        Row(AROUND, on=one("done")),
        Row(AROUND_LEARNING, on=one("learning")),
        Row(["bea", "wendy", "walter", "lorna", "tess"], on=one("neighbours")),
    ],
    "apprenticeships:change": [
        Row(
            AT_THE_PROVIDER,
            refused=others(than=AT_THE_PROVIDER, of=AROUND_LEARNING),
            on={"pk": "learning", "kind": kind},
            sends=True,
        )
        for kind in ("employer", "version", "withdrawal", "start")
    ],
    # Handing it over is for the quality lead of the provider; taking it over for the one of the provider it goes to
    "apprenticeships:offer": [
        Row(["quentin"], refused=others(than=["quentin"], of=AROUND_LEARNING), on=one("learning"), sends=True)
    ],
    "apprenticeships:offered": [Row(["walter"], refused=["wendy"], on=one("offer"), sends=True)],
    "apprenticeships:correct_break": [
        Row(
            AT_THE_PROVIDER,
            refused=others(than=AT_THE_PROVIDER, of=AROUND_LEARNING),
            on=one("open break"),
            sends=True,
        )
    ],
    "apprenticeships:add_break": [
        Row(
            AT_THE_PROVIDER,
            refused=others(than=AT_THE_PROVIDER, of=AROUND_LEARNING),
            on=one("learning"),
            sends=True,
        )
    ],
    "apprenticeships:end_break": [
        Row(
            AT_THE_PROVIDER,
            refused=others(than=AT_THE_PROVIDER, of=AROUND_LEARNING),
            on=one("open break"),
            sends=True,
        )
    ],
    # Safeguarding: anybody at work with her may raise a concern, and Sara alone reads what was raised
    "concerns:raise": [
        Row(
            ["alice", *AT_THE_PROVIDER, "lena", "sunil"],
            refused=["iris", *ADMINISTRATORS, "rhys"],
            on=one("learning"),
            sends=True,
        )
    ],
    "concerns:list": [Row(["sara"], refused=others(than=["sara"]))],
    "concerns:read": [Row(["sara"], on=one("concern"), sends=True)],
    # The training: those who see her progress; who trains her plans it, she and Tom write hours, she and Lena scan
    **{
        name: [
            Row(
                ["alice", *AT_THE_PROVIDER, "lena"],
                refused=["sunil", "iris", *ADMINISTRATORS, "rhys"],
                on=one("learning"),
            )
        ]
        for name in (
            "training:show",
            "training:hours",
            "training:hours_csv",
            "training:hours_xlsx",
            "training:scans",
            "training:reviews",
        )
    },
    **{
        name: [
            Row(
                AT_THE_PROVIDER,
                refused=others(than=AT_THE_PROVIDER, of=AROUND_LEARNING),
                on=one("learning"),
                sends=True,
            )
        ]
        for name in ("training:plan", "training:add_milestone", "training:hold_review", "training:judge")
    },
    **{
        name: [Row(AT_THE_PROVIDER, refused=["alice", "lena"], on=one("milestone"), sends=True)]
        for name in ("training:change_milestone", "training:reached", "training:remove_milestone")
    },
    **{
        name: [Row(["alice", *AT_THE_PROVIDER, "lena"], on=one("review"))]
        for name in ("training:review", "training:review_pdf")
    },
    "training:review_action": [Row(AT_THE_PROVIDER, refused=["alice", "lena"], on=one("review"), sends=True)],
    **{
        name: [Row(["alice", "tom", "lena"], refused=["quentin"], on=one("review"), sends=True)]
        for name in ("training:write_review", "training:sign_review")
    },
    **{
        name: [Row(["tom", "quentin", "wendy", "walter"], refused=others(than=["tom", "quentin", "wendy", "walter"]))]
        for name in (
            "training:cohort",
            "training:cohort_csv",
            "training:cohort_xlsx",
            "training:cohort_coverage",
            "training:cohort_coverage_csv",
            "training:cohort_coverage_xlsx",
        )
    },
    "training:rhythm": [Row(["quentin"], on=one("provider"), sends=True)],
    "training:add_hours": [
        Row(["alice", "tom"], refused=others(than=["alice", "tom"], of=AROUND_LEARNING), on=one("learning"), sends=True)
    ],
    **{
        name: [Row(["alice", "tom"], refused=["quentin", "lena"], on=one("hours"), sends=True)]
        for name in ("training:change_hours", "training:remove_hours")
    },
    "training:scan": [
        Row(
            ["alice", "lena"],
            refused=others(than=["alice", "lena"], of=AROUND_LEARNING),
            on=one("learning"),
            sends=True,
        )
    ],
    # Evidence at work: Alice's own and her trainers'; Lena follows what there is, Sunil what it covers
    "portfolio:list": [
        Row(
            ["alice", *AT_THE_PROVIDER, "lena"],
            refused=["sunil", "iris", *ADMINISTRATORS, "rhys"],
            on=one("learning"),
        )
    ],
    "portfolio:coverage": [
        Row(
            ["alice", *AT_THE_PROVIDER, "lena", "sunil"],
            refused=["iris", *ADMINISTRATORS, "rhys"],
            on=one("learning"),
        )
    ],
    # A ZIP from another system: as adding evidence; what Alice has sent, her tutor sees too
    **{
        f"portfolio:{name}": [
            Row(
                ["alice", "tom"],
                refused=others(than=["alice", "tom"], of=AROUND_LEARNING),
                on=one("learning"),
                sends=name == "import",
            )
        ]
        for name in ("import", "import_template")
    },
    "portfolio:import_show": [Row(["alice", "tom"], on=one("evidence import"), sends=True)],
    "portfolio:import_result": [Row(["alice", "tom"], on=one("evidence import"))],
    "portfolio:add": [
        Row(
            ["alice", "tom"],
            refused=others(than=["alice", "tom"], of=AROUND_LEARNING),
            on=one("learning"),
            answer=302,  # to the address that carries the id of the new piece
            sends=True,
        )
    ],
    **{
        name: [
            Row(
                ["alice", "tom"],
                refused=others(than=["alice", "tom"], of=AROUND_LEARNING),
                on=one("learning"),
                sends=True,
            )
        ]
        for name in ("portfolio:uploads", "portfolio:arrived")
    },
    # An upload under way is found by whoever sends it, and by nobody else
    "portfolio:upload": [Row(["alice"], on=one("upload"), only_sends=True)],
    "portfolio:upload_remove": [Row(["alice"], on=one("upload"), only_sends=True)],
    "portfolio:piece": [Row(["alice", *AT_THE_PROVIDER], refused=["lena"], on=one("piece"))],
    "portfolio:change": [Row(["alice", "tom"], refused=["quentin", "lena"], on=one("piece"), sends=True)],
    **{
        name: [
            Row(
                ["alice", *AT_THE_PROVIDER, "lena", "sunil"],
                refused=["iris", *ADMINISTRATORS, "rhys"],
                on=one("learning"),
            )
        ]
        for name in ("portfolio:matrix", "portfolio:matrix_xlsx")
    },
    "portfolio:note": [Row(["alice"], refused=[*AT_THE_PROVIDER, "lena"], on=one("piece"), sends=True)],
    "portfolio:judge": [Row(AT_THE_PROVIDER, refused=["alice", "lena"], on=one("piece"), sends=True)],
    "portfolio:withdraw": [Row(["alice", "tom"], refused=["quentin", "lena"], on=one("piece"), sends=True)],
    "portfolio:remove": [Row(["alice", "tom"], refused=["quentin", "lena"], on=one("piece"), sends=True)],
    "portfolio:file": [
        Row(["alice", *AT_THE_PROVIDER], on=one("file")),
        Row(BUT_SUNIL, on=one("submitted file")),
        Row(["tom"], on=one("identity file")),  # his own upload; the others at gateway:identity alone
    ],
    **{  # seen without being taken away: as the file itself
        f"portfolio:{name}": [
            Row(["alice", *AT_THE_PROVIDER], on=one("file")),
            Row(BUT_SUNIL, on=one("submitted file")),
        ]
        for name in ("look", "picture")
    },
    **{
        f"portfolio:{name}": [Row(["alice", "tom"], refused=["quentin", "lena"], on=one("file"), sends=True)]
        for name in ("rename_file", "replace_file")
    },
    "portfolio:file_without_place": [
        Row(["alice", "tom"], refused=["quentin", "lena"], on=one("file"), only_sends=True)
    ],
    "portfolio:submit": [
        Row(["tom"], refused=others(than=["tom"], of=AROUND_LEARNING), on=one("learning"), sends=True)
    ],
    # What goes in: chosen by Alice and Tom, seen by whoever follows the evidence
    "portfolio:selection": [
        Row(
            ["alice", *AT_THE_PROVIDER, "lena"],
            refused=["sunil", "iris", *ADMINISTRATORS, "rhys"],
            on=one("learning"),
        )
    ],
    "portfolio:select": [
        Row(
            ["alice", "tom"],
            refused=others(than=["alice", "tom"], of=AROUND_LEARNING),
            on=one("learning"),
            only_sends=True,
        )
    ],
    # Evidence as submitted
    "portfolio:attempts": [Row(BUT_SUNIL, refused=["sunil"], on=one("done"))],
    "portfolio:compare": [Row(BUT_SUNIL, on=one("portfolio"))],
    "portfolio:submitted": [Row(BUT_SUNIL, on=one("portfolio"))],
    # Its form: whoever reads the portfolio; the three who answer for it confirm, each for themselves
    **{f"portfolio:{name}": [Row(BUT_SUNIL, on=one("portfolio"))] for name in ("form", "form_pdf", "form_xlsx")},
    "portfolio:confirm": [
        Row(
            ["alice", "tom", "lena"],
            refused=others(than=["alice", "tom", "lena"], of=BUT_SUNIL),
            on=one("portfolio"),
            sends=True,
        )
    ],
    **{  # what is not submitted yet is for those who work on it
        f"portfolio:{name}": [
            Row(
                ["alice", *AT_THE_PROVIDER],
                refused=others(than=["alice", *AT_THE_PROVIDER], of=AROUND_LEARNING),
                on=one("learning"),
            )
        ]
        for name in ("draft_pdf", "draft_xlsx")
    },
    "portfolio:submitted_item": [Row(BUT_SUNIL, on=one("item"))],
    # Gateway
    "gateway:show": [
        Row(BUT_SUNIL, refused=["sunil"], on=one("done")),
        Row(BUT_SUNIL_LEARNING, refused=["sunil"], on=one("learning")),
    ],
    "gateway:attempt": [Row(BUT_SUNIL, refused=["sunil"], on=one("done gateway"))],
    "gateway:compare": [Row(BUT_SUNIL, refused=["sunil"], on=one("done gateway"))],
    "gateway:submit": [Row(["tom"], refused=others(than=["tom"], of=AROUND_LEARNING), on=one("learning"), sends=True)],
    "gateway:give": [
        Row(
            ["tom"],
            refused=others(than=["tom"], of=AROUND_LEARNING),
            on={"pk": "learning", "fact": "maths"},
            sends=True,
        ),
        Row(
            ["lena"],
            refused=others(than=["lena"], of=AROUND_LEARNING),
            on={"pk": "learning", "fact": "employer_confirms"},
            sends=True,
        ),
    ],
    "gateway:decide": [
        Row(
            ADMINISTRATORS,
            refused=others(than=ADMINISTRATORS, of=AROUND_LEARNING),
            on=one("learning"),
            answer=302,  # to the gateway: it has not been submitted
            sends=True,
        )
    ],
    "gateway:desk": [Row(ADMINISTER, refused=others(than=ADMINISTER))],
    "gateway:promise": [  # of Meridian: whoever holds any role there sees that it is there
        Row(ADMINISTRATORS, refused=["iris", "asif", "oscar"], on=one("meridian"), sends=True)
    ],
    "gateway:rule": [
        Row(
            ADMINISTRATORS,
            refused=others(than=ADMINISTRATORS, of=AROUND_LEARNING),
            on=one("learning"),
            answer=302,  # to the gateway: nothing of it waits for a ruling
            sends=True,
        )
    ],
    "gateway:ruler": [
        Row([*ADMINISTRATORS, "oscar"], refused=["iris", "asif"], on=one("meridian"), sends=True),
        Row([], on=one("northgate")),  # which rules on no gateway
    ],
    "gateway:certificate": [
        Row(
            ["alice", *ADMINISTRATORS],
            refused=others(than=["alice", *ADMINISTRATORS], of=AROUND_LEARNING),
            on=one("learning"),
        )
    ],
    **{
        f"gateway:{name}": [
            Row(["alice"], refused=others(than=["alice"], of=AROUND_LEARNING), on=one("learning"), sends=True)
        ]
        for name in ("permit", "withdraw_permission")
    },
    "gateway:adjustments": [
        Row(others(than=["sunil", "rhys"], of=AROUND), refused=["sunil", "rhys"], on=one("done")),
    ],
    "gateway:ask_adjustments": [
        Row(["alice", "tom"], refused=others(than=["alice", "tom"], of=AROUND_LEARNING), on=one("learning"), sends=True)
    ],
    "gateway:decide_adjustments": [
        Row(ADMINISTRATORS, refused=others(than=ADMINISTRATORS, of=AROUND), on=one("adjustments"), sends=True)
    ],
    "gateway:support": [
        Row(
            ["alice", *ADMINISTRATORS],
            refused=others(than=["alice", *ADMINISTRATORS], of=AROUND),
            on=one("what shows a need"),
        )
    ],
    "gateway:identity": [
        Row(
            ["tom", "quentin", "ada", "abel", "asif"],
            refused=["alice", "lena", "sunil", "iris", "rhys"],
            on=one("done gateway"),
        )
    ],
    # Assessment
    "assessment:assessors": [
        Row(
            ["ada", "abel", "tess"],
            refused=others(than=["ada", "abel", "tess"]),
            sends=True,
        )
    ],
    "assessment:end_approval": [Row(ADMINISTRATORS, on=one("approval"), only_sends=True)],
    "assessment:show": [
        Row(BUT_SUNIL, refused=["sunil"], on=one("done")),
        Row(BUT_SUNIL_LEARNING, refused=["sunil"], on=one("learning")),
    ],
    "assessment:book": [
        Row(
            ADMINISTRATORS,
            refused=others(than=ADMINISTRATORS, of=AROUND),
            on={"pk": "assessed", "method": "discussion"},
            sends=True,
        )
    ],
    "assessment:cancel": [
        Row(ADMINISTRATORS, refused=others(than=ADMINISTRATORS, of=AROUND), on=one("booking"), sends=True)
    ],
    # Records: Alice and those who train or manage her never find one
    "assessment:record": [
        Row(["asif", "iris", "ada", "abel", "rhys"], on=one("record")),
        Row(["asif", "iris", "ada", "abel", "rhys"], on=one("done record")),
    ],
    "assessment:parts": [
        Row(["asif"], refused=["iris", "ada", "abel", "rhys"], on={"pk": "record", "kind": "discussion"}, sends=True)
    ],
    "assessment:questions": [Row(["asif"], refused=["iris", "ada", "abel", "rhys"], on=one("record"), sends=True)],
    "assessment:marks": [Row(["asif"], refused=["iris", "ada", "abel", "rhys"], on=one("record"), sends=True)],
    "assessment:complete": [Row(["asif"], refused=["iris", "ada", "abel", "rhys"], on=one("record"), sends=True)],
    # Mock assessments: practice among those who learn and train; the assessment organisation finds none
    "mocks:list": [Row(PRACTISE, refused=others(than=PRACTISE, of=AROUND_LEARNING), on=one("learning"))],
    "mocks:begin": [
        Row(["tom", "lena"], refused=others(than=["tom", "lena"], of=AROUND_LEARNING), on=one("learning"), sends=True)
    ],
    "mocks:mock": [Row(["tom"], on=one("mock")), Row(PRACTISE, on=one("shared mock"))],
    "mocks:parts": [Row(["tom"], on={"pk": "mock", "kind": "live-session"}, sends=True)],
    **{
        f"mocks:{name}": [Row(["tom"], on=one("mock"), sends=True)]
        for name in ("questions", "marks", "share", "discard")
    },
    # Results: what is not released is not there for Alice, those who train her and those who employ her
    "results:check": [
        Row(["iris"], refused=["asif", *ADMINISTRATORS, "rhys"], on=one("done record")),
        Row(["iris"], refused=["asif", *ADMINISTRATORS, "rhys"], on=one("marked record"), sends=True),
    ],
    "results:release": [
        Row(ADMINISTRATORS, refused=others(than=ADMINISTRATORS, of=AROUND), on=one("done"), sends=True),
        Row(ADMINISTRATORS, refused=others(than=ADMINISTRATORS, of=AROUND), on=one("assessed"), sends=True),
    ],
    "results:show": [
        Row(BUT_SUNIL, refused=["sunil"], on=one("done")),
        Row(BUT_SUNIL, refused=["sunil"], on=one("assessed")),  # says that it is not released
    ],
    "results:statement": [Row(BUT_SUNIL, on=one("result"))],
    "results:decision": [
        Row(BUT_SUNIL, on=one("overall decision"), sends=True),
        Row([name for name in BUT_SUNIL if name != "lena"], on=one("gateway decision"), sends=True),
        Row(["asif", "iris", *ADMINISTRATORS, "rhys"], on=one("unreleased decision"), sends=True),
    ],
}

# Where nobody signed in is answered otherwise than the people are.
NOBODY_GETS = {"account_login": 200, "account_signup": 200, "account_logout": 302}
