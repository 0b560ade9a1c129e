"""Read the forms of this desk: signing in, links, one's own account."""

from collections.abc import Sequence
from typing import Any

from wtforms import EmailField, HiddenField, IntegerField, PasswordField, RadioField, SelectField, StringField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import HiddenInput

from wgtracker import clock, passwords
from wgtracker.i18n import gettext as _
from wgtracker.web.forms import WebForm
from wgtracker.web.labels import lazy_gettext


def one_line(text: Any) -> Any:
    """Take away what a pasted line brings along at its ends."""
    return text.strip() if isinstance(text, str) else text


def email_field() -> EmailField:
    """Make a field for one mail address."""
    return EmailField(
        lazy_gettext("E-mail address"),
        [
            validators.InputRequired(lazy_gettext("Enter your e-mail address")),
            validators.Length(max=254, message=lazy_gettext("This address is too long")),
        ],
        filters=[one_line],
    )


def password_field(label: str, missing: str) -> PasswordField:
    """Make a field for a password."""
    too_long = validators.Length(max=passwords.LONGEST, message=lazy_gettext("This password is too long; 1,000 characters are the most"))
    return PasswordField(label, [validators.InputRequired(missing), too_long])


def name_field() -> StringField:
    """Make a field for a person's name."""
    return StringField(
        lazy_gettext("Your name"),
        [
            validators.InputRequired(lazy_gettext("Enter your name")),
            validators.Length(max=200, message=lazy_gettext("A name has 200 characters at most")),
        ],
        description=lazy_gettext("As colleagues shall see it. Delegations are shown by their State, not by your name."),
        filters=[one_line],
    )


def zone_field() -> SelectField:
    """Make a choice of zones."""
    return SelectField(
        lazy_gettext("Your time zone"),
        description=lazy_gettext("Every time is shown in the meeting’s zone first, and in yours beside it."),
        validate_choice=True,
    )


def zone_choices() -> dict[str, list[tuple[str, str]]]:
    """List the zones by region, the meeting's own first."""
    choices: dict[str, list[tuple[str, str]]] = {_("No zone of my own"): [("", _("Only the meeting’s zone"))]}
    for zone in clock.zones():
        choices.setdefault(zone.region, []).append((zone.name, f"{zone.city} ({zone.offset})"))
    return choices


class SignInForm(WebForm):
    """Address and password."""

    email = email_field()
    password = password_field(lazy_gettext("Password"), lazy_gettext("Enter your password"))
    next = HiddenField()

    def refuse(self) -> None:
        """Say that the two do not fit, without saying which."""
        self.email.errors = [_("This address and this password do not belong together. Check both, or ask for a link by e-mail.")]


class CodeForm(WebForm):
    """The second factor."""

    code = StringField(
        lazy_gettext("Code"),
        [validators.InputRequired(lazy_gettext("Enter the code")), validators.Length(max=40, message=lazy_gettext("This is no code"))],
        description=lazy_gettext("Six digits from your authenticator program, or one of your recovery codes."),
        filters=[one_line],
    )


class LinkForm(WebForm):
    """Ask for a link by mail."""

    email = email_field()
    purpose = RadioField(
        lazy_gettext("What the link shall do"),
        choices=[
            SelectChoice("sign_in", lazy_gettext("Sign me in, without a password")),
            SelectChoice("reset", lazy_gettext("Let me set a new password")),
        ],
        default="sign_in",
    )


class NewPasswordForm(WebForm):
    """A new password, typed twice."""

    about: Sequence[str] = ()
    password = password_field(lazy_gettext("New password"), lazy_gettext("Choose a password"))
    again = password_field(lazy_gettext("The same password again"), lazy_gettext("Type the password a second time"))

    def validate_password(self, field: PasswordField) -> None:
        """Refuse what is easy to guess."""
        sentence = passwords.judge(str(field.data), about=self.about)
        if sentence:
            raise validators.ValidationError(sentence)

    def validate_again(self, field: PasswordField) -> None:
        """Refuse a slip of the hand."""
        if field.data != self.password.data:
            raise validators.ValidationError(_("The two passwords are not the same; type both again"))


class AcceptForm(NewPasswordForm):
    """Accept an invitation with a new account."""

    name = name_field()
    zone = zone_field()


class ChangePasswordForm(NewPasswordForm):
    """Change the password; the present one is asked for where there is one."""

    present = PasswordField(
        lazy_gettext("Present password"),
        [validators.Length(max=passwords.LONGEST, message=lazy_gettext("This password is too long; 1,000 characters are the most"))],
    )


class DetailsForm(WebForm):
    """Name and zone."""

    name = name_field()
    zone = zone_field()
    version = IntegerField(widget=HiddenInput())


class EnrolForm(CodeForm):
    """The first code of a new second factor."""

    secret = HiddenField()
