"""Addresses of this section."""

from django.urls import path

from touchstone.web.portfolio import (
    attempts,
    claims,
    coverage,
    downloads,
    importing,
    listing,
    looking,
    matrix,
    pieces,
    replacing,
    selecting,
    submitted,
    submitting,
    writing,
)

app_name = "portfolio"
urlpatterns = [
    path("apprenticeships/<uuid:pk>/evidence/", listing.evidence, name="list"),
    path("apprenticeships/<uuid:pk>/evidence/add/", writing.add, name="add"),
    path("apprenticeships/<uuid:pk>/evidence/import/", importing.send, name="import"),
    path("apprenticeships/<uuid:pk>/evidence/import/template.zip", importing.example, name="import_template"),
    path("evidence/imports/<uuid:pk>/", importing.show, name="import_show"),
    path("evidence/imports/<uuid:pk>/result/", importing.outcome, name="import_result"),
    path("apprenticeships/<uuid:pk>/coverage/", coverage.show, name="coverage"),
    path("apprenticeships/<uuid:pk>/portfolio/", selecting.show, name="selection"),
    path("apprenticeships/<uuid:pk>/portfolio/select/", selecting.choose, name="select"),
    path("apprenticeships/<uuid:pk>/portfolio/submit/", submitting.submit, name="submit"),
    path("evidence/<uuid:pk>/", pieces.show, name="piece"),
    path("evidence/<uuid:pk>/change/", writing.change, name="change"),
    path("apprenticeships/<uuid:pk>/matrix/", matrix.show, name="matrix"),
    path("apprenticeships/<uuid:pk>/matrix.xlsx", matrix.export, name="matrix_xlsx"),
    path("evidence/<uuid:pk>/shows/", claims.note, name="note"),
    path("evidence/<uuid:pk>/judge/", claims.judge, name="judge"),
    path("evidence/<uuid:pk>/remove/", pieces.remove, name="remove"),
    path("files/<uuid:pk>/", downloads.file, name="file"),
    path("apprenticeships/<uuid:pk>/portfolio/submitted/", attempts.attempts_list, name="attempts"),
    path("portfolios/<uuid:pk>/compare/", attempts.compare, name="compare"),
    path("portfolios/<uuid:pk>/", submitted.show, name="submitted"),
    path("portfolios/items/<uuid:pk>/", submitted.item, name="submitted_item"),
]
    path("files/<uuid:pk>/look/", looking.look, name="look"),
    path("files/<uuid:pk>/picture/", looking.picture, name="picture"),
    path("files/<uuid:pk>/name/", replacing.rename, name="rename_file"),
    path("files/<uuid:pk>/replace/", replacing.replace, name="replace_file"),
    path("files/<uuid:pk>/without-place/", replacing.without_place, name="file_without_place"),
