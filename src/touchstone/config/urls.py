"""Every address of the site. Each view names its row of the access table (held by a test)."""

from django.urls import include, path

urlpatterns = [
    path("", include("touchstone.web.home.urls")),
    path("", include("touchstone.web.people.urls")),
    path("", include("touchstone.web.about.urls")),
    path("patterns/", include("touchstone.web.patterns.urls")),
    path("plans/", include("touchstone.web.plans.urls")),
    path("apprenticeships/", include("touchstone.web.apprenticeships.urls")),
    path("", include("touchstone.web.portfolio.urls")),
    path("", include("touchstone.web.training.urls")),
    path("", include("touchstone.web.concerns.urls")),
    path("", include("touchstone.web.gateway.urls")),
    path("", include("touchstone.web.assessment.urls")),
    path("", include("touchstone.web.mocks.urls")),
    path("", include("touchstone.web.results.urls")),
    path("", include("touchstone.web.post.urls")),
]

handler400 = "touchstone.web.errors.views.bad_request"
handler403 = "touchstone.web.errors.views.forbidden"
handler404 = "touchstone.web.errors.views.not_found"
handler500 = "touchstone.web.errors.views.server_error"
