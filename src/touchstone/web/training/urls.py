"""Addresses of this section."""

from django.urls import path

from touchstone.web.training import hours, milestones, overview, plan, review, reviews, scans
from touchstone.web.training.cohort import coverage, progress

app_name = "training"
urlpatterns = [
    path("apprenticeships/<uuid:pk>/training/", overview.show, name="show"),
    path("training/", progress.show, name="cohort"),
    path("training.csv", progress.csv, name="cohort_csv"),
    path("training.xlsx", progress.xlsx, name="cohort_xlsx"),
    path("training/coverage/", coverage.show, name="cohort_coverage"),
    path("training/coverage.csv", coverage.csv, name="cohort_coverage_csv"),
    path("training/coverage.xlsx", coverage.xlsx, name="cohort_coverage_xlsx"),
    path("apprenticeships/<uuid:pk>/training/judge/", overview.judge, name="judge"),
    path("apprenticeships/<uuid:pk>/training/plan/", plan.change, name="plan"),
    path("apprenticeships/<uuid:pk>/training/milestones/add/", milestones.add, name="add_milestone"),
    path("milestones/<uuid:pk>/change/", milestones.change, name="change_milestone"),
    path("milestones/<uuid:pk>/reached/", milestones.reached, name="reached"),
    path("milestones/<uuid:pk>/remove/", milestones.remove, name="remove_milestone"),
    path("apprenticeships/<uuid:pk>/hours/", hours.show, name="hours"),
    path("apprenticeships/<uuid:pk>/hours.csv", hours.csv, name="hours_csv"),
    path("apprenticeships/<uuid:pk>/hours.xlsx", hours.xlsx, name="hours_xlsx"),
    path("apprenticeships/<uuid:pk>/hours/add/", hours.add, name="add_hours"),
    path("hours/<uuid:pk>/change/", hours.change, name="change_hours"),
    path("hours/<uuid:pk>/remove/", hours.remove, name="remove_hours"),
    path("apprenticeships/<uuid:pk>/reviews/", reviews.show, name="reviews"),
    path("apprenticeships/<uuid:pk>/reviews/hold/", reviews.hold, name="hold_review"),
    path("reviews/<uuid:pk>/", review.show, name="review"),
    path("reviews/<uuid:pk>/review.pdf", review.as_pdf, name="review_pdf"),
    path("reviews/<uuid:pk>/write/", review.write, name="write_review"),
    path("reviews/<uuid:pk>/sign/", review.sign, name="sign_review"),
    path("reviews/<uuid:pk>/action/", review.action, name="review_action"),
    path("organisations/<uuid:pk>/reviews/", reviews.rhythm, name="rhythm"),
    path("apprenticeships/<uuid:pk>/starting-point/", scans.show, name="scans"),
    path("apprenticeships/<uuid:pk>/starting-point/scan/", scans.make, name="scan"),
]
