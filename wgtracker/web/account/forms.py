"""Read the forms of this desk."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField, validators

from wgtracker.i18n import gettext as _
from wgtracker.web.labels import lazy_gettext


def one_line(text: Any) -> Any:
    """Take away what a pasted line brings along at its ends."""
    return text.strip() if isinstance(text, str) else text


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Address and password."""

    email = EmailField(
        lazy_gettext("E-mail address"),
        [
            validators.InputRequired(lazy_gettext("Enter your e-mail address")),
            validators.Length(max=254, message=lazy_gettext("This address is too long")),
        ],
        filters=[one_line],
    )
    password = PasswordField(
        lazy_gettext("Password"),
        [validators.InputRequired(lazy_gettext("Enter your password")), validators.Length(max=1000, message=lazy_gettext("This password is too long"))],
    )
    next = HiddenField()

    def refuse(self) -> None:
        """Say that the two do not fit, without saying which."""
        self.email.errors = [_("This address and this password do not belong together. Check both, or ask for a link by e-mail.")]
