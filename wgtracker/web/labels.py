"""Say the labels of forms in the language of the request, though a form's class is defined once."""

from typing import cast

from wgtracker import i18n


def lazy_gettext(message: str) -> str:
    """Give a label that is looked up each time it is shown. WTForms takes it as it would a str, which its types ask for."""
    return cast(str, i18n.lazy_gettext(message))
