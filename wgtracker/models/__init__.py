"""Name what is stored: one file for each aggregate. Import models from here."""

from wgtracker.models import pulse, search_index  # noqa: F401  (both work by being there: followers are told, the index is made)
from wgtracker.models.base import Base
from wgtracker.models.delegation import Delegation, Group, GroupMember, PartyStatus, Standing
from wgtracker.models.draft import Draft, DraftState, Recommendation, Revision, StoredFile, UnitKind
from wgtracker.models.event import Event, MailState, OutboxLetter, SearchEntry
from wgtracker.models.meeting import AgendaItem, Body, MeetingWord, Mode, Topic, TopicKind, WorkingGroupSession
from wgtracker.models.negotiation import GivenNumber, Negotiation, NegotiationState, RoomAct, RoomUnit, Snapshot
from wgtracker.models.paper import Edition, Paper, PaperState
from wgtracker.models.people import Attempt, Invitation, LinkPurpose, MailedLink, Membership, Role, Scratch, SignIn, User
from wgtracker.models.round import Round, RoundExtension, RoundState
from wgtracker.models.submission import (
    MOVES,
    Amendment,
    Aside,
    Batch,
    Channel,
    Comment,
    Note,
    Origin,
    SentForm,
    Stance,
    StanceKind,
    Submission,
    SubmissionState,
)
from wgtracker.room.life import Status

__all__ = [
    "MOVES",
    "AgendaItem",
    "Amendment",
    "Aside",
    "Attempt",
    "Base",
    "Batch",
    "Body",
    "Channel",
    "Comment",
    "Delegation",
    "Draft",
    "DraftState",
    "Edition",
    "Event",
    "GivenNumber",
    "Group",
    "GroupMember",
    "Invitation",
    "LinkPurpose",
    "MailState",
    "MailedLink",
    "MeetingWord",
    "Membership",
    "Mode",
    "Negotiation",
    "NegotiationState",
    "Note",
    "Origin",
    "OutboxLetter",
    "Paper",
    "PaperState",
    "PartyStatus",
    "Recommendation",
    "Revision",
    "Role",
    "RoomAct",
    "RoomUnit",
    "Round",
    "RoundExtension",
    "RoundState",
    "Scratch",
    "SearchEntry",
    "SentForm",
    "SignIn",
    "Snapshot",
    "Stance",
    "StanceKind",
    "Standing",
    "Status",
    "StoredFile",
    "Submission",
    "SubmissionState",
    "Topic",
    "TopicKind",
    "UnitKind",
    "User",
    "WorkingGroupSession",
]
