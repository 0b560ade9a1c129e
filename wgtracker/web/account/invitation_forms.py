"""Read the forms with which staff invite people."""

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.widgets import CheckboxInput, ListWidget

from wgtracker.web.account.forms import email_field, one_line
from wgtracker.web.forms import WebForm
from wgtracker.web.labels import lazy_gettext


class CheckboxesField(SelectMultipleField):
    """Choices of which several can hold."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def invited_name() -> StringField:
    """Make a field for the name of somebody who is invited."""
    return StringField(
        lazy_gettext("Name"),
        [validators.Optional(), validators.Length(max=200, message=lazy_gettext("A name has 200 characters at most"))],
        description=lazy_gettext("The person can correct it when accepting."),
        filters=[one_line],
    )


class InviteForm(WebForm):
    """Invite one person to a delegation."""

    delegation = SelectField(
        lazy_gettext("Delegation"), [validators.InputRequired(lazy_gettext("Choose the delegation"))], validate_choice=True
    )
    email = email_field()
    name = invited_name()
    roles = CheckboxesField(
        lazy_gettext("What the person does for the delegation"),
        [validators.InputRequired(lazy_gettext("Choose at least one role"))],
        choices=[
            SelectChoice("head", lazy_gettext("Head: submits, replaces and withdraws")),
            SelectChoice("drafter", lazy_gettext("Drafter: writes proposals and comments")),
            SelectChoice("reviewer", lazy_gettext("Reviewer: reads all that the delegation writes")),
            SelectChoice("observer", lazy_gettext("Observer: reads what every delegation may read")),
        ],
        default=["head", "drafter", "reviewer"],
    )


class InviteManyForm(WebForm):
    """Invite many people from a list."""

    lines = TextAreaField(
        lazy_gettext("One person a line"),
        [
            validators.InputRequired(lazy_gettext("Paste at least one line")),
            validators.Length(max=200_000, message=lazy_gettext("Paste a shorter list")),
        ],
        description=lazy_gettext(
            "Delegation; name; e-mail address; roles. Or these columns from Excel. Without roles: head, drafter and reviewer."
        ),
    )


class InviteOfficerForm(WebForm):
    """Invite somebody who works for all delegations."""

    email = email_field()
    name = invited_name()
    role = RadioField(
        lazy_gettext("What the person is"),
        [validators.InputRequired(lazy_gettext("Choose what the person is"))],
        choices=[
            SelectChoice("chair", lazy_gettext("Chair of this session")),
            SelectChoice("operator", lazy_gettext("Operator for the Chair, in this session")),
            SelectChoice("secretariat", lazy_gettext("Secretariat of the body, in all its sessions")),
        ],
    )
