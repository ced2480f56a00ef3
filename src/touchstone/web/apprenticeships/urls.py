"""Addresses of this section."""

from django.urls import path

from touchstone.web.apprenticeships import (
    correcting,
    enrolment,
    importing,
    listing,
    overview,
    people,
    seeing,
    sharing,
    timeline,
)
from touchstone.web.apprenticeships.changes import offering, recording
from touchstone.web.apprenticeships.changes import show as changes

app_name = "apprenticeships"
urlpatterns = [
    path("", listing.apprenticeships, name="list"),
    path("enrol/", enrolment.enrol, name="enrol"),
    path("import/", importing.table, name="import"),
    path("import/template/", importing.example, name="import_template"),
    path("import/<uuid:pk>/", importing.show, name="import_show"),
    path("import/<uuid:pk>/result/", importing.outcome, name="import_result"),
    path("<uuid:pk>/", overview.show, name="show"),
    path("<uuid:pk>/timeline/", timeline.show, name="timeline"),
    path("<uuid:pk>/seen/", seeing.seen, name="seen"),
    path("<uuid:pk>/correct/", correcting.correct, name="correct"),
    path("<uuid:pk>/corrections/", correcting.corrections, name="corrections"),
    path("<uuid:pk>/people/<uuid:person>/correct/", correcting.correct_person, name="correct_person"),
    path("<uuid:pk>/people/", people.people, name="people"),
    path("<uuid:pk>/people/<str:role>/", people.change, name="change_part"),
    path("<uuid:pk>/share/", sharing.share, name="share"),
    path("<uuid:pk>/changes/", changes.show, name="changes"),
    path("<uuid:pk>/changes/provider/", offering.offer, name="offer"),
    path("<uuid:pk>/changes/<str:kind>/", recording.record, name="change"),
    path("offered/<uuid:pk>/", offering.answer, name="offered"),
    path("<uuid:pk>/breaks/add/", recording.add_break, name="add_break"),
    path("breaks/<uuid:pk>/end/", recording.end_break, name="end_break"),
    path("breaks/<uuid:pk>/correct/", recording.correct_break, name="correct_break"),
]
