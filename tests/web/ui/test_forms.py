"""Forms draw themselves, keep what was typed, and say what is wrong where it is wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import formset_factory
from django.http import QueryDict
from django.template import engines
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from touchstone.web.patterns.forms import EveryField, Filters
from touchstone.web.ui import fields
from touchstone.web.ui.forms import Form

PAGE = (
    '{% extends "ui/page.html" %}{% block title %}Page{% endblock %}'
    "{% block content %}{{ uiForm(form) if form is defined else '' }}{{ extra | default('') }}{% endblock %}"
)


def rendered(source: str = PAGE, **context: Any) -> str:
    page: str = engines["jinja2"].from_string(source).render({**context}, RequestFactory().get("/"))
    return page


def ids(html: str) -> list[str]:
    return re.findall(r'\sid="([^"]+)"', html)


def summary_links(html: str) -> list[str]:
    summary = html[html.index("govuk-error-summary__list") :]
    return re.findall(r'href="#([^"]+)"', summary[: summary.index("</ul>")])


def test_every_link_of_the_error_summary_leads_to_a_control() -> None:
    html = rendered(form=EveryField({}))
    links = summary_links(html)
    assert links == [
        "id_title", "id_kind", "id_story", "id_day-day", "id_start", "id_minutes", "id_parts", "id_place", "id_live",
        "id_true",
    ]  # fmt: skip
    controls = re.findall(r'<(?:input|select|textarea)[^>]*\sid="([^"]+)"', html)
    assert set(links) <= set(controls)


@pytest.mark.parametrize("data", [None, {}, {"kind": "other"}])
def test_no_id_is_used_twice(data: dict[str, str] | None) -> None:
    found = ids(rendered(form=EveryField(data)))
    assert sorted(found) == sorted(set(found))


def test_title_says_error_after_a_refusal_and_only_then() -> None:
    assert "<title>Error: Page – Touchstone</title>" in rendered(form=EveryField({}))
    assert "<title>Page – Touchstone</title>" in rendered(form=EveryField())


def test_errors_about_no_one_field_stand_in_the_summary() -> None:
    form = EveryField({})
    form.add_error(None, "Somebody else changed this while you were typing")
    assert "Somebody else changed this while you were typing" in rendered(form=form)


def test_several_forms_of_a_page_share_one_summary() -> None:
    class One(Form):
        name = fields.TextField(label="Name")

    html = rendered(forms=[One({}, prefix="a"), One({}, prefix="b")])
    assert summary_links(html) == ["id_a-name", "id_b-name"]


def test_errors_of_a_set_of_forms_are_in_the_summary() -> None:
    class One(Form):
        name = fields.TextField(label="Name")

    made = formset_factory(One, extra=0)
    data = {"form-TOTAL_FORMS": "2", "form-INITIAL_FORMS": "2", "form-0-name": "Ann", "form-1-name": ""}
    html = rendered(form=made(data, initial=[{}, {}]))
    assert summary_links(html) == ["id_form-1-name"]
    assert 'name="form-TOTAL_FORMS"' in html


def test_text_is_kept_to_the_letter_after_a_refusal() -> None:
    text = "\nLlŷr: “diolch” 🙂\r\n  two spaces\n\n</textarea><script>"
    html = rendered(form=EveryField({"story": text}))
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.S)
    assert found is not None
    assert found[1] == (
        "&#10;&#10;Llŷr: “diolch” 🙂&#10;  two spaces&#10;&#10;&lt;/textarea&gt;&lt;script&gt;"
    )  # the browser drops the first line end


def test_text_far_too_long_is_refused_in_words_and_kept() -> None:
    class Story(Form):
        story = fields.LongTextField(label="What happened")

    form = Story({"story": "ŵ" * 100_000})
    assert form.errors["story"] == ["What happened must be 20,000 characters or fewer. You have entered 100000"]
    assert "ŵ" * 100_000 in rendered(form=form)


def test_line_ends_count_once() -> None:
    class Story(Form):
        story = fields.LongTextField(label="What happened", max_length=3)

    form = Story({"story": "a\r\nb"})
    assert form.is_valid()
    assert form.cleaned_data["story"] == "a\nb"


def test_null_character_is_refused_not_a_crash() -> None:
    assert "title" in EveryField({"title": "a\x00b"}).errors


@pytest.mark.parametrize(
    ("typed", "outcome"),
    [
        ("45", 45),
        ("1,200", "Minutes must be 480 or less"),
        ("0", "Minutes must be 1 or more"),
        ("4.5", "Minutes must be a whole number, like 45"),
        ("NaN", "Minutes must be a number, like 45"),
        ("1e9999999", "Minutes must be a number, like 45"),
        ("ten", "Minutes must be a number, like 45"),
        ("", "Enter minutes"),
    ],
)
def test_number_is_understood_or_refused_in_words(typed: str, outcome: int | str) -> None:
    class Length(Form):
        minutes = fields.NumberField(label="Minutes", least=1, most=480)

    form = Length({"minutes": typed})
    assert (form.cleaned_data["minutes"] if form.is_valid() else form.errors["minutes"][0]) == outcome


@pytest.mark.parametrize(("sent", "cleaned"), [("yes", True), ("no", False)])
def test_yes_and_no_become_true_and_false(sent: str, cleaned: bool) -> None:
    form = EveryField({"live": sent})
    form.full_clean()
    assert form.cleaned_data["live"] is cleaned


def test_initial_no_is_shown_as_chosen() -> None:
    html = str(EveryField(initial={"live": False})["live"])
    assert re.search(r'value="no" checked', html)
    assert not re.search(r'value="yes" checked', html)


def test_choice_that_is_no_longer_there_is_refused_in_words() -> None:
    assert EveryField({"place": "moon"}).errors["place"] == ["Select one of the options in the list"]


def test_field_a_choice_reveals_is_drawn_once_under_that_choice() -> None:
    html = rendered(form=EveryField())
    assert html.count('name="words"') == 1
    assert html.index('id="conditional-id_kind-3"') < html.index('name="words"') < html.index('name="story"')


def test_wrong_sizes_and_counts_of_files_are_told_by_name() -> None:
    def sent(*files: SimpleUploadedFile) -> list[str]:
        return [
            str(error) for error in EveryField({}, MultiValueDict({"attached": list(files)})).errors.get("attached", [])
        ]

    good = SimpleUploadedFile("good.txt", b"x")
    large = SimpleUploadedFile("large.mp4", b"x")
    large.size = 6 * 1024 * 1024
    assert sent(good, good, good) == []
    assert sent(good, good, good, good) == ["You can select up to 3 files at a time. You selected 4"]
    assert sent(large) == ["“large.mp4” is 6 MB. A file must be 5 MB or smaller"]
    assert sent(good, SimpleUploadedFile("none.txt", b"")) == ["“none.txt” is empty"]


def test_one_file_is_cleaned_to_that_file() -> None:
    class Photo(Form):
        photo = fields.FileField(label="Photo")

    file = SimpleUploadedFile("me.jpg", b"x")
    form = Photo({}, MultiValueDict({"photo": [file]}))
    assert form.is_valid()
    assert form.cleaned_data["photo"] is file
    assert Photo({}, MultiValueDict()).errors["photo"] == ["Select photo"]
    assert " multiple" not in str(form["photo"])


def test_form_with_files_is_sent_as_one_and_never_checked_by_the_browser() -> None:
    html = rendered(form=EveryField())
    opening = re.search(r"<form[^>]*>", html[html.index("<main") :])
    assert opening is not None
    assert "novalidate" in opening[0]
    assert 'enctype="multipart/form-data"' in opening[0]
    assert " required" not in html
    assert "csrfmiddlewaretoken" in html


def test_forms_of_other_packages_are_drawn_too() -> None:
    class Foreign(forms.Form):
        login = forms.EmailField(label="Email", widget=forms.EmailInput({"placeholder": "Email"}))
        password = forms.CharField(label="Password", widget=forms.PasswordInput)
        remember = forms.BooleanField(label="Remember me", required=False)

    html = rendered(form=Foreign({"login": "nobody"}))
    assert 'class="govuk-input govuk-input--error" id="id_login"' in html
    assert "govuk-password-input" in html
    assert "govuk-checkboxes__input" in html
    assert "placeholder" not in html
    assert "id_password" in summary_links(html)


def test_filters_keep_what_is_understood_and_drop_the_rest() -> None:
    filters = Filters(QueryDict("q=ann+lee&place=moon&page=3&other=1"))
    assert filters.chosen() == {"q": "ann lee"}
    assert filters.in_use()
    assert filters.query() == "q=ann+lee&place=moon"
    assert not Filters(QueryDict("page=3")).in_use()
    assert "(optional)" not in str(filters["q"])


def test_one_question_has_its_label_as_the_heading() -> None:
    html = str(EveryField()["day"].heading())  # type: ignore[attr-defined]
    assert re.search(r'<h1 class="govuk-fieldset__heading">\s*Date of the session\s*</h1>', html)


def test_button_alone_makes_a_form_of_one_button() -> None:
    html = rendered('{{ uiForm(submit="Accept", action="/accept", kind="warning") }}')
    assert '<form method="post" action="/accept" novalidate>' in html
    assert "govuk-button--warning" in html
    assert 'data-prevent-double-click="true"' in html
