"""Fields for page builders. Each knows its control, its own words for what is wrong, and keeps what was typed.

``label`` is required in practice; ``help_text`` is the hint under it. ``error_messages`` replaces a sentence where the
standard one ("Enter title") does not read well.
"""

from touchstone.web.ui.fields.choices import (
    CheckboxesField,
    ConfirmField,
    ModelCheckboxesField,
    ModelRadiosField,
    ModelSelectField,
    RadiosField,
    SelectField,
    YesNoField,
)
from touchstone.web.ui.fields.dates import DateField, TimeField
from touchstone.web.ui.fields.files import FileField, FilesField
from touchstone.web.ui.fields.texts import EmailField, HiddenField, LongTextField, NumberField, TextField

__all__ = [
    "CheckboxesField",
    "ConfirmField",
    "DateField",
    "EmailField",
    "FileField",
    "FilesField",
    "HiddenField",
    "LongTextField",
    "ModelCheckboxesField",
    "ModelRadiosField",
    "ModelSelectField",
    "NumberField",
    "RadiosField",
    "SelectField",
    "TextField",
    "TimeField",
    "YesNoField",
]
