"""Say the labels of forms in the language of the request, though a form's class is defined once."""

from wgtracker.i18n import lazy_gettext

__all__ = ["lazy_gettext"]
