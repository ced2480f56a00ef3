"""Addresses of this section."""

from django.urls import path

from touchstone.web.assessment import assessors, booking, overview, record, writing

app_name = "assessment"

urlpatterns = [
    path("assessors/", assessors.assessors, name="assessors"),
    path("assessors/<uuid:pk>/end/", assessors.end, name="end_approval"),
    path("apprenticeships/<uuid:pk>/assessment/", overview.show, name="show"),
    path("apprenticeships/<uuid:pk>/assessment/<str:method>/book/", booking.book, name="book"),
    path("bookings/<uuid:pk>/cancel/", booking.cancel, name="cancel"),
    path("records/<uuid:pk>/", record.show, name="record"),
    path("records/<uuid:pk>/parts/<str:kind>/", writing.parts, name="parts"),
    path("records/<uuid:pk>/questions/", writing.questions, name="questions"),
    path("records/<uuid:pk>/marks/", writing.marks, name="marks"),
    path("records/<uuid:pk>/complete/", record.complete, name="complete"),
]
