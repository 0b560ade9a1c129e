"""Fields and checks of the Secretariat's forms: what is typed is cleaned here, once, and refused in sentences."""

import re
from collections.abc import Callable
from typing import Any

from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import Optional, StopValidation, ValidationError

from wgtracker import clock
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.word.clean import clean_text, plain_name

LINE = 300
_TURNS = re.compile("[\u202a-\u202e]")


def one_line(value: str | None) -> str:
    """Clean what stands on one line."""
    return plain_name(value or "")


def lines(value: str | None) -> str:
    """Clean what may stand on several lines; what turns the direction of the letters that follow is left out."""
    return _TURNS.sub("", clean_text(value or "")).strip()


def at_most(number: int) -> Callable[[Any, Any], None]:
    """Refuse what is too long, with how much is."""

    def check(form: Any, field: Any) -> None:
        if field.data and len(field.data) > number:
            raise ValidationError(
                _("This is too long: %(given)s letters, at most %(most)s.", given=f"{len(field.data):,}", most=f"{number:,}")
            )

    return check


def needed(sentence: str) -> Callable[[Any, Any], None]:
    """Refuse what is empty after cleaning."""

    def check(form: Any, field: Any) -> None:
        if not field.data and not field.errors:
            raise StopValidation(str(sentence))

    check.field_flags = {"required": True}  # type: ignore[attr-defined]
    return check


def line(label: str, *, hint: str = "", required: str = "", most: int = LINE) -> StringField:
    """Make a field for one line. required: the sentence where it is empty, "" where it may be."""
    checks = [needed(required)] if required else [Optional()]
    return StringField(label, [*checks, at_most(most)], filters=[one_line], description=hint)


class DayField(DateField):
    """A day, as the browser sends it or as people write it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day."""
        self.data = None
        given = one_line(valuelist[0])[:60] if valuelist else ""
        if given:
            try:
                self.data = clock.read_wall(given).date()
            except (BadInput, OverflowError) as error:
                raise ValueError(error.sentence if isinstance(error, BadInput) else _("This is not a day.")) from None

    def _value(self) -> str:
        return one_line(self.raw_data[0])[:60] if self.raw_data else self.data.isoformat() if self.data else ""


class NumberField(IntegerField):
    """A whole number."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        self.data = None
        given = one_line(valuelist[0]) if valuelist else ""
        if given:
            if not (given.isascii() and given.isdigit() and len(given) <= 9):
                raise ValueError(_("“%(given)s” is not a number; write digits only, such as 10.", given=given[:20]))
            self.data = int(given)

    def _value(self) -> str:
        return one_line(self.raw_data[0])[:20] if self.raw_data else "" if self.data is None else str(self.data)


class ChoiceField(SelectField):
    """One of several."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the choice."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(_("Choose one of the list.")) from None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on the list."""
        choices: Any = self.choices or []
        listed = [one for group in choices.values() for one in group] if isinstance(choices, dict) else choices
        if self.data not in [value for value, *_words in listed]:
            raise ValidationError(_("Choose one of the list."))
