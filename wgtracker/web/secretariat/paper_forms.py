"""Read the form that a paper is built with."""

from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField, validators
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from wgtracker import models as m
from wgtracker.i18n import lazy_gettext as later
from wgtracker.services.papers import Wish
from wgtracker.web.forms import WebForm
from wgtracker.word.clean import plain_name


def _line(text: str | None) -> str:
    return plain_name(text or "")


class PaperForm(WebForm):
    """What paper is wanted."""

    copy = RadioField(
        later("Copy"),
        choices=[SelectChoice("issued", later("For issue")), SelectChoice("chair", later("The Chair’s copy"))],
        default="issued",
    )
    edition = SelectField(
        later("Edition"),
        choices=[
            SelectChoice(m.Edition.FIRST.value, later("First")),
            SelectChoice(m.Edition.ADDENDUM.value, later("Addendum (Add.): only what no paper has printed yet")),
            SelectChoice(m.Edition.REVISION.value, later("Revision (Rev.): the whole, replacing the last with its addenda")),
            SelectChoice(m.Edition.CORRIGENDUM.value, later("Corrigendum (Corr.): the points that read otherwise now")),
        ],
        default=m.Edition.FIRST.value,
    )
    symbol = StringField(
        later("Symbol"),
        [validators.Optional(), validators.Length(max=80, message=later("The symbol is too long: 80 characters at most"))],
        filters=[_line],
    )
    reason = TextAreaField(
        later("Reason for another edition"),
        [validators.Optional(), validators.Length(max=600, message=later("The reason is too long: 600 characters at most"))],
        filters=[_line],
    )
    paper_date = StringField(
        later("Date printed on the paper"),
        [validators.Optional(), validators.Length(max=60, message=later("The date is too long: 60 characters at most"))],
        filters=[_line],
    )
    markup = RadioField(
        later("How changes are shown"),
        choices=[
            SelectChoice("bold", later("Bold and struck, in brackets with names")),
            SelectChoice("labels", later("In words: “replace by”, “delete” (for readers who cannot see bold)")),
            SelectChoice("tracked", later("As tracked changes in the draft itself")),
            SelectChoice("clean", later("Not in the text; all input in Annex I")),
        ],
        default="bold",
    )
    order = RadioField(
        later("Order"),
        choices=[SelectChoice("paragraph", later("By paragraph")), SelectChoice("delegation", later("By delegation"))],
        default="paragraph",
    )
    unplaced = BooleanField(later("Print what has no place yet as Annex III"))

    def wish(self) -> Wish:
        """Give what is wanted."""
        return Wish(
            symbol=self.symbol.data or "",
            paper_date=self.paper_date.data or "",
            markup=self.markup.data,
            order=self.order.data,
            copy=self.copy.data,
            prints_unplaced=bool(self.unplaced.data),
            edition=m.Edition(self.edition.data),
            reason=self.reason.data or "",
        )
