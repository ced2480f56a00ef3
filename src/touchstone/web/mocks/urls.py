"""Addresses of this section."""

from django.urls import path

from touchstone.web.mocks import listing, mock, writing

app_name = "mocks"

urlpatterns = [
    path("apprenticeships/<uuid:pk>/mocks/", listing.show, name="list"),
    path("apprenticeships/<uuid:pk>/mocks/begin/", listing.begin, name="begin"),
    path("mocks/<uuid:pk>/", mock.show, name="mock"),
    path("mocks/<uuid:pk>/parts/<str:kind>/", writing.parts, name="parts"),
    path("mocks/<uuid:pk>/questions/", writing.questions, name="questions"),
    path("mocks/<uuid:pk>/marks/", writing.marks, name="marks"),
    path("mocks/<uuid:pk>/share/", mock.share, name="share"),
    path("mocks/<uuid:pk>/discard/", mock.discard, name="discard"),
]
