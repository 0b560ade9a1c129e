"""Describe the forms of the delegates' desk. What is typed is cleaned here, once, and otherwise stays as it was typed."""

from typing import Any
from uuid import uuid4

from flask_wtf.file import FileField
from wtforms import BooleanField, HiddenField, IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError
from wtforms.widgets import HiddenInput

from wgtracker.i18n import gettext as _
from wgtracker.web.forms import WebForm
from wgtracker.word.clean import clean_line, clean_text

LONGEST_TEXT = 30_000
LONGEST_REASON = 10_000
LONGEST_WORDS = 2_000


def clean(typed: str | None) -> str:
    """Clean what was typed in a field of several lines."""
    return clean_text(typed or "")


def clean_one(typed: str | None) -> str:
    """Clean what was typed in a field of one line."""
    return clean_line(typed or "")


def most(characters: int) -> Length:
    """Refuse more than so many characters."""
    return Length(max=characters, message=_("This is too long: at most %(most)s characters.", most=f"{characters:,}"))


class VersionField(IntegerField):
    """Hold the version that a form was made on; it shows the one that was set, not the one that was sent."""

    def _value(self) -> str:
        return str(self.data or 0)


class Keyed(WebForm):
    """A form that carries the key it is known again by, and the version that it was made on."""

    key = HiddenField()
    version = VersionField(default=0, widget=HiddenInput(), validators=[Optional()])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.key.data:
            self.renew()

    def renew(self) -> None:
        """Give the form a new key: what is sent next is another act."""
        self.key.data = str(uuid4())

    @property
    def made_on(self) -> int:
        """Give the version that the form was made on."""
        return self.version.data or 0


class ProposeForm(Keyed):
    """Write a unit as it should read."""

    text = TextAreaField(_("The text as it should read"), filters=[clean], validators=[most(LONGEST_TEXT)])
    reason = TextAreaField(_("Reason"), filters=[clean], validators=[Optional(), most(LONGEST_REASON)])
    print_reason = BooleanField(_("Print the reason as a comment of ours"))


class NewForm(Keyed):
    """Write a new paragraph."""

    text = TextAreaField(_("The new paragraph"), filters=[clean], validators=[most(LONGEST_TEXT)])
    reason = TextAreaField(_("Reason"), filters=[clean], validators=[Optional(), most(LONGEST_REASON)])
    print_reason = BooleanField(_("Print the reason as a comment of ours"))


class AskForm(Keyed):
    """Ask for something other than other words."""

    act = RadioField(_("What do you ask for?"), validate_choice=False)
    words = StringField(_("The words to put in brackets"), filters=[clean_one], validators=[Optional(), most(LONGEST_TEXT)])
    after = SelectField(_("Where to move it"), coerce=int, validators=[Optional()], validate_choice=False)
    reason = TextAreaField(_("Reason"), filters=[clean], validators=[Optional(), most(LONGEST_REASON)])
    print_reason = BooleanField(_("Print the reason as a comment of ours"))

    def validate_act(self, field: Any) -> None:
        """Ask for one of the acts."""
        if field.data not in [value for value, _label in field.choices]:
            raise ValidationError(_("Choose what you ask for."))


class CommentForm(Keyed):
    """Comment on words, a unit or the whole."""

    words = StringField(_("On these words only"), filters=[clean_one], validators=[Optional(), most(LONGEST_WORDS)])
    text = TextAreaField(_("Your comment"), filters=[clean], validators=[most(LONGEST_TEXT)])
    supports = BooleanField(_("We support the text as a whole"))

    def validate_text(self, field: Any) -> None:
        """Ask for words."""
        if not field.data.strip():
            raise ValidationError(_("Write your comment."))


class SendForm(Keyed):
    """Send what was written."""

    on_behalf_of = StringField(_("On behalf of"), filters=[clean_one], validators=[Optional(), most(300)])
    aligned = TextAreaField(_("States that align themselves with it"), filters=[clean], validators=[Optional(), most(5_000)])
    replaces = RadioField(_("Your delegation has sent input before"), validators=[Optional()])


class WithdrawForm(Keyed):
    """Withdraw what was sent."""

    stands = RadioField(_("What stands afterwards?"), validators=[Optional()])
    reason = TextAreaField(_("Reason"), filters=[clean], validators=[Optional(), most(5_000)])


class PlainForm(Keyed):
    """Confirm an act."""


class UploadForm(WebForm):
    """Upload the edited working copy."""

    file = FileField(_("Your edited Word file"))
