"""Forms that draw themselves with the design system.

``{{ form.title }}`` is the whole field: label, hint, error, control. ``{{ uiForm(form) }}``: the whole form.
"""

from touchstone.web.ui.forms.form import BoundField, FilterForm, Form, Renderer

__all__ = ["BoundField", "FilterForm", "Form", "Renderer"]
