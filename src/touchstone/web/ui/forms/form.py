"""The base of every form, and how Django is told to draw forms."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.forms.renderers import TemplatesSetting
from django.http import QueryDict
from django.utils.safestring import SafeString

from touchstone.web.ui.forms.draw import draw


class Renderer(TemplatesSetting):
    """Draws any Django form (those of the accounts package too) with the design system."""

    form_template_name = "ui/form_fields.html"


class BoundField(forms.BoundField):
    """Prints as label, hint, error and control together."""

    def __str__(self) -> SafeString:
        return SafeString(draw(self))

    __html__ = __str__

    def heading(self) -> SafeString:
        """The same, with the label as the page's one heading: for a page that asks one thing."""
        return SafeString(draw(self, heading=True))


class Form(forms.Form):
    """Base of every form of the site. ``mark_optional``: say "(optional)" after labels of what may stay empty."""

    bound_field_class = BoundField
    template_name = "ui/form_fields.html"
    mark_optional = True


class FilterForm(Form):
    """Search and filters of a list, read from the address: ``FilterForm(request.GET)``. No field is ever required.

    A value that is not understood is left out of ``chosen``, so an old or mistyped address still shows the list.
    """

    mark_optional = False

    def chosen(self) -> dict[str, Any]:
        """Field name -> cleaned value, of the fields somebody filled in rightly."""
        self.full_clean()
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "", [], False)}

    def in_use(self) -> bool:
        return bool(self.chosen())

    def query(self) -> str:
        """The filters as part of an address, for links to further pages: ``q=ann&status=open``."""
        sent = self.data.lists() if isinstance(self.data, QueryDict) else []
        return urlencode([(name, value) for name, values in sent if name in self.fields for value in values if value])
