"""The Secretariat's forms: cleaned once, here, and every refusal a sentence that says what to write."""

from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional, ValidationError
from wtforms.widgets import TimeInput

from wgtracker import clock
from wgtracker import models as m
from wgtracker.countries import CATEGORIES
from wgtracker.errors import BadInput
from wgtracker.i18n import gettext as _
from wgtracker.i18n import lazy_gettext
from wgtracker.services.rounds import Deadline, read_deadline
from wgtracker.services.sessions import ORDINAL_MOST, PAPER_FACTS, SessionFacts
from wgtracker.web.forms import WebForm, choices_of
from wgtracker.web.secretariat.fields import LINE, ChoiceField, DayField, NumberField, at_most, line, lines, needed, one_line


class DeskForm(WebForm):
    """A form of this desk. is_stale: set where somebody else was faster."""

    is_stale = False


class VersionedForm(DeskForm):
    """A form that carries the version it was made on."""

    version = HiddenField(filters=[lambda value: one_line(str(value))[:20] if value else value])

    @property
    def made_on(self) -> int:
        """Give the version; 0, which is none, where it was tampered with."""
        given = self.version.data or ""
        return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def zone_choices() -> dict[str, list[tuple[str, str]]]:
    """List the zones by region, with their offsets now."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for zone in clock.zones():
        groups.setdefault(zone.region, []).append((zone.name, f"{zone.city} ({zone.offset})"))
    return groups


def words_of(kind: Any, words: dict[Any, str]) -> list[SelectChoice]:
    """List the choices of a StrEnum."""
    return choices_of((one.value, words[one]) for one in kind)


MODES = {m.Mode.IN_PERSON: lazy_gettext("In person"), m.Mode.HYBRID: lazy_gettext("Hybrid"), m.Mode.ONLINE: lazy_gettext("Online")}
MEETING_WORDS = {m.MeetingWord.MEETING: lazy_gettext("Meeting"), m.MeetingWord.SESSION: lazy_gettext("Session")}
TOPIC_KINDS = {m.TopicKind.SPECIFIC: lazy_gettext("Specific to the topic"), m.TopicKind.GENERAL: lazy_gettext("General")}
STANDINGS = {
    m.Standing.STATE_PARTY: lazy_gettext("State party"),
    m.Standing.SIGNATORY: lazy_gettext("Signatory"),
    m.Standing.OTHER_STATE: lazy_gettext("Other State"),
    m.Standing.REIO: lazy_gettext("Regional economic integration organization"),
    m.Standing.IGO: lazy_gettext("Intergovernmental organization"),
    m.Standing.UN_ENTITY: lazy_gettext("United Nations entity"),
    m.Standing.NGO: lazy_gettext("Non-governmental organization"),
    m.Standing.OTHER: lazy_gettext("Other"),
}


class SessionForm(VersionedForm):
    """The facts of a session."""

    ordinal = NumberField(
        lazy_gettext("Number of the session"),
        [needed(lazy_gettext("Write the number, such as 10 for the tenth."))],
        description=lazy_gettext("10 for the tenth."),
    )
    word = RadioField(lazy_gettext("The body calls it"), choices=words_of(m.MeetingWord, MEETING_WORDS), default="meeting")
    opens_on = DayField(lazy_gettext("First day"), [needed(lazy_gettext("Write the first day."))])
    closes_on = DayField(lazy_gettext("Last day"), [needed(lazy_gettext("Write the last day."))])
    place = line(lazy_gettext("Place"), required=lazy_gettext("Write the place."))
    zone = ChoiceField(lazy_gettext("Time zone of the meeting"), description=lazy_gettext("All deadlines are shown in it first."))
    mode = RadioField(lazy_gettext("Held"), choices=words_of(m.Mode, MODES), default="in_person")
    chair = line(lazy_gettext("Chair"), hint=lazy_gettext("Name, as printed."))
    chair_state = line(lazy_gettext("State of the Chair"))
    participants = line(lazy_gettext("Participants"), hint=lazy_gettext("As it is to be printed, such as “almost 500”."))
    mandate = line(lazy_gettext("Mandate"), hint=lazy_gettext("The decision on which the paper rests, as it is to be cited."), most=1000)
    conference_session = line(lazy_gettext("Session of the Conference"), hint=lazy_gettext("Such as “Tenth session”."))
    conference_item = line(lazy_gettext("Item of the Conference’s agenda"), hint=lazy_gettext("Such as “2 (b)”."))
    conference_opens_on = DayField(lazy_gettext("The Conference opens on"), [Optional()])
    unit_name = line(
        lazy_gettext("What one numbered text is called"),
        required=lazy_gettext("Write what one numbered text is called, such as “draft recommendation”."),
    )
    officer = line(lazy_gettext("Officer of the Secretariat"), hint=lazy_gettext("Stands at the foot of every page."))
    officer_address = line(lazy_gettext("E-mail of the officer"))
    is_public = BooleanField(lazy_gettext("List this session on the public page"), default=True)
    symbol = line(
        lazy_gettext("Symbol"), hint=lazy_gettext("Printed in the masthead and the running header; “[to be assigned]” where left out.")
    )
    paper_date = line(lazy_gettext("Date of the paper"), hint=lazy_gettext("As printed, such as “8 October 2020”."))
    language_line = TextAreaField(
        lazy_gettext("Line of languages"),
        [Optional(), at_most(LINE)],
        filters=[lines],
        description=lazy_gettext("“English only” where left out."),
    )
    title = line(lazy_gettext("Title"), hint=lazy_gettext("Made from the other facts where left out."))
    subtitle = line(lazy_gettext("Line below the title"))
    conference = line(
        lazy_gettext("Name of the Conference"),
        hint=lazy_gettext("Printed on top of the paper. Where left out: that of the body, else “[to be assigned]”."),
    )
    conference_place = line(lazy_gettext("Place of the Conference"))
    conference_dates = line(lazy_gettext("Dates of the Conference"), hint=lazy_gettext("Such as “12–16 October 2020”."))
    agenda_title = line(lazy_gettext("Title of that item of the agenda"))
    agenda_symbol = line(lazy_gettext("Symbol of the provisional agenda"))
    new_word = line(lazy_gettext("Word for a new paragraph"), hint=lazy_gettext("“bis” where left out."), most=20)
    alternative_word = line(lazy_gettext("Word for a rival version"), hint=lazy_gettext("“alt” where left out."), most=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone.choices = zone_choices()

    def validate_ordinal(self, field: Any) -> None:
        """Refuse a year: the number of a session and its year are two facts."""
        if field.data is not None and not 1 <= field.data <= ORDINAL_MOST:
            raise ValidationError(_("Write the number of the session, such as 10 for the tenth. The year belongs to the dates."))

    def validate_closes_on(self, field: Any) -> None:
        """Refuse an end before the beginning."""
        if field.data and self.opens_on.data and field.data < self.opens_on.data:
            raise ValidationError(_("The last day is before the first day."))

    def validate_officer_address(self, field: Any) -> None:
        """Refuse what is no address."""
        if field.data and (field.data.count("@") != 1 or " " in field.data or field.data[0] == "@" or field.data[-1] == "@"):
            raise ValidationError(_("This is not an e-mail address; write it as name@example.org."))

    @property
    def facts(self) -> SessionFacts:
        """Give the facts as the services take them."""
        values = {name: getattr(self, name).data for name in SessionFacts._fields if name != "facts"}
        values["word"], values["mode"] = m.MeetingWord(values["word"]), m.Mode(values["mode"])
        return SessionFacts(**values, facts={key: getattr(self, key).data or "" for key in PAPER_FACTS})

    @classmethod
    def showing(cls, session: m.WorkingGroupSession, **given: Any) -> "SessionForm":
        """Make the form with what is saved; what was sent stands above it."""
        return cls(obj=session, data={key: session.facts.get(key, "") for key in PAPER_FACTS}, **given)


class AgendaForm(VersionedForm):
    """An item of the agenda."""

    number = line(
        lazy_gettext("Number"),
        hint=lazy_gettext("As printed, such as “2 (b)”."),
        required=lazy_gettext("Write the number of the item."),
        most=30,
    )
    title = line(lazy_gettext("Title"), required=lazy_gettext("Write the title of the item."), most=1000)


class TopicForm(VersionedForm):
    """A topic."""

    title = line(lazy_gettext("Title"), required=lazy_gettext("Write the title of the topic."), most=1000)
    kind = RadioField(lazy_gettext("Recommendations under it are"), choices=words_of(m.TopicKind, TOPIC_KINDS), default="specific")
    agenda_item_id = ChoiceField(lazy_gettext("Item of the agenda"), coerce=int)


class DraftForm(DeskForm):
    """A draft from Word."""

    file = FileField(
        lazy_gettext("The draft"), [FileRequired(lazy_gettext("Choose the Word file of the draft."))],
        description=lazy_gettext("A Word file (.docx) of up to 20 MB with numbered paragraphs and without tracked changes."),
    )  # fmt: skip


class ReshapeForm(VersionedForm):
    """What is done to one unit of a draft that is looked through."""

    point = RadioField(lazy_gettext("The second half begins with"), choices=[], validate_choice=False, coerce=str)
    words = line(lazy_gettext("Or write the first words of the second half"), most=2000)
    level = ChoiceField(lazy_gettext("Level"), choices=choices_of([("1", "I."), ("2", "A."), ("3", "1.")]), default="2")

    def validate_point(self, field: Any) -> None:
        """Refuse a place that is not on the list."""
        if field.data and field.data not in {str(value) for value, *_words in field.choices or []}:
            raise ValidationError(_("Choose one of the list."))


class RoundForm(VersionedForm):
    """The deadline of a round."""

    draft_id = ChoiceField(lazy_gettext("Draft"), coerce=int)
    day = DayField(lazy_gettext("Day"), [needed(lazy_gettext("Write the day of the deadline."))])
    time = StringField(lazy_gettext("Time"), widget=TimeInput(), filters=[one_line])
    zone = ChoiceField(lazy_gettext("Time zone of the deadline"))
    takes_late = BooleanField(lazy_gettext("Take what comes after the deadline, marked as late"), default=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone.choices = zone_choices()

    @property
    def deadline(self) -> Deadline | None:
        """Read the deadline; a refusal stands at the time."""
        return deadline_of(self)


class ExtendForm(VersionedForm):
    """A later deadline, and why."""

    day = DayField(lazy_gettext("Day"), [needed(lazy_gettext("Write the new day."))])
    time = StringField(lazy_gettext("Time"), widget=TimeInput(), filters=[one_line])
    zone = ChoiceField(lazy_gettext("Time zone of the deadline"))
    reason = TextAreaField(
        lazy_gettext("Reason"), [needed(lazy_gettext("Write why the round is extended.")), at_most(2000)], filters=[lines],
        description=lazy_gettext("Kept with the round, and written to everybody who was invited."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone.choices = zone_choices()

    @property
    def deadline(self) -> Deadline | None:
        """Read the deadline; a refusal stands at the time."""
        return deadline_of(self)


def deadline_of(form: Any) -> Deadline | None:
    """Read the deadline of a form in the time as it was typed; None, with the sentence at the field, where there is none."""
    given = (form.time.data or "")[:20]
    try:
        if not given:
            raise BadInput(_("Write the time of day, such as 18:00."))
        return read_deadline(form.day.data.isoformat(), given, form.zone.data)
    except (BadInput, OverflowError) as error:
        form.time.errors = [error.sentence if isinstance(error, BadInput) else _("This day is too far away.")]
        return None


class AddForm(DeskForm):
    """Delegations to add: chosen from the list (their codes are read from the request), pasted, or both."""

    pasted = TextAreaField(
        lazy_gettext("Paste names"), [Optional(), at_most(60_000)], filters=[lines],
        description=lazy_gettext("One a line, in any language of the list, old names and codes too. Unknown names are kept as written."),
    )  # fmt: skip
    states_are = RadioField(
        lazy_gettext("States of which nothing else is recorded are"),
        choices=words_of((m.Standing.STATE_PARTY, m.Standing.SIGNATORY, m.Standing.OTHER_STATE), STANDINGS),
        default="state_party",
    )


class DelegationForm(VersionedForm):
    """What one delegation is at this session."""

    name = line(
        lazy_gettext("Name"),
        hint=lazy_gettext("As printed in the papers of this session."),
        required=lazy_gettext("Write the delegation’s name."),
        most=200,
    )
    category = ChoiceField(lazy_gettext("Category"), choices=choices_of(CATEGORIES.items()))
    standing = ChoiceField(lazy_gettext("Under the instrument"), choices=words_of(m.Standing, STANDINGS))
    region = line(lazy_gettext("Regional group"), most=100)


class StandingForm(DeskForm):
    """What the chosen delegations are under the instrument, from a day on."""

    standing = ChoiceField(lazy_gettext("They are"), choices=words_of(m.Standing, STANDINGS))
    from_on = DayField(lazy_gettext("From"), [Optional()], description=lazy_gettext("Left out: as long as known."))


class GroupForm(VersionedForm):
    """A group."""

    name = line(lazy_gettext("Name of the group"), required=lazy_gettext("Write the name of the group."), most=200)


class MemberForm(DeskForm):
    """Members of a group, with the days of their membership."""

    pasted = TextAreaField(
        lazy_gettext("Members"),
        [needed(lazy_gettext("Write at least one name.")), at_most(60_000)],
        filters=[lines],
        description=lazy_gettext("One a line."),
    )
    from_on = DayField(lazy_gettext("Members from"), [Optional()])
    until_on = DayField(lazy_gettext("Until"), [Optional()])


class NothingForm(VersionedForm):
    """A question with one answer: the act itself."""


def split_names(pasted: str) -> list[str]:
    """Read pasted names: one a line, or with semicolons or tabs between (as copied from a table)."""
    found = pasted.replace("\t", "\n").replace(";", "\n").split("\n")
    return [name for name in (one_line(one.strip(" ,•-–")) for one in found) if name]
