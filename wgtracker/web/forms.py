"""Give every form the project's own sentences, in the reader's language, in place of those that WTForms brings along."""

from collections.abc import Iterable
from typing import Any

from flask_wtf import FlaskForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its published types

from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext

SENTENCES = {
    "Not a valid choice.": lazy_gettext("Choose one of the list."),
    "Invalid Choice: could not coerce.": lazy_gettext("Choose one of the list."),
    "Invalid choice(s): one or more data inputs could not be coerced.": lazy_gettext("Choose from the list only."),
    "'%(value)s' is not a valid choice for this field.": lazy_gettext("Choose from the list only."),
    "This field is required.": lazy_gettext("Fill this in."),
    "Not a valid integer value.": lazy_gettext("This is not a whole number; write digits only, such as 10."),
    "Not a valid date value.": lazy_gettext("This is not a day; write it as 2020-09-24."),
    "Not a valid datetime value.": lazy_gettext("This is not a time; write it as 2020-09-24 18:00."),
    "Not a valid time value.": lazy_gettext("This is not a time of day; write it as 18:00."),
}
"""What WTForms says by itself -> what is said here."""


def choices_of(pairs: Iterable[tuple[str, Any]]) -> list[SelectChoice]:
    """Give (value, words) as the choices of a field."""
    return [SelectChoice(value, words) for value, words in pairs]


class Sentences:
    """Stand for a catalogue of WTForms: what it would say is said in our words; what it has never said here, in general ones."""

    def gettext(self, said: str) -> str:
        """Give our sentence."""
        return _ours(said)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """Give our sentence, whatever the number."""
        return _ours(one)


def _ours(said: str) -> str:
    found = SENTENCES.get(said)
    return str(found) if found is not None else _("This cannot be read. Check it, and send the form again.")


class WebForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """A form of this site. Every form is one; tests/web/test_sentences.py sees to it."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Say everything in our own sentences."""

        def get_translations(self, form: Any) -> Sentences:
            """Give the catalogue."""
            return Sentences()
