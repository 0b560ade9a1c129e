"""the room."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

OLD_STATUSES = ("tabled", "adopted")
STATUSES = (
    "tabled", "under_negotiation", "agreed_in_informals", "agreed_ad_referendum", "pending", "package_linked", "agreed", "adopted",
    "reopened", "deferred", "not_retained", "withdrawn", "future_consideration",
)  # fmt: skip
KINDS = ("recommendation", "subparagraph", "heading", "chapeau", "text", "cell")
DRAFTS = ("preview", "saved", "discarded")


def _check(batch: BatchOperations, name: str, column: str, words: tuple[str, ...]) -> None:
    batch.create_check_constraint(op.f(name), f"{column} IN ({', '.join(repr(word) for word in words)})")


def _check_recommendations(batch: BatchOperations, statuses: tuple[str, ...]) -> None:
    """Say anew which words are states. SQLite makes the table anew and forgets both of its checks; PostgreSQL keeps them by name."""
    if op.get_bind().dialect.name == "sqlite":
        _check(batch, "ck_recommendations_unit_kind", "kind", KINDS)
    else:
        batch.drop_constraint(op.f("ck_recommendations_status"), type_="check")
    _check(batch, "ck_recommendations_status", "status", statuses)


def _check_drafts(batch: BatchOperations) -> None:
    if op.get_bind().dialect.name == "sqlite":
        _check(batch, "ck_drafts_draft_state", "state", DRAFTS)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "negotiations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("live", "frozen", name="negotiation_state", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("last_act", sa.Integer(), nullable=False),
        sa.Column("pulse", sa.Integer(), nullable=False),
        sa.Column("focus_id", sa.Integer(), nullable=True),
        sa.Column("shows_stances", sa.Boolean(), nullable=False),
        sa.Column("numbering", sa.JSON(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["draft_id"], ["drafts.id"], name=op.f("fk_negotiations_draft_id_drafts")),
        sa.ForeignKeyConstraint(["focus_id"], ["recommendations.id"], name=op.f("fk_negotiations_focus_id_recommendations")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_negotiations_round_id_rounds")),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name=op.f("fk_negotiations_session_id_sessions")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_negotiations")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_negotiations_session_id_number")),
    )
    with op.batch_alter_table("negotiations", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_negotiations_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_negotiations_round_id"), ["round_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_negotiations_session_id"), ["session_id"], unique=False)

    op.create_table(
        "given_numbers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["negotiation_id"], ["negotiations.id"], name=op.f("fk_given_numbers_negotiation_id_negotiations")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendations.id"], name=op.f("fk_given_numbers_recommendation_id_recommendations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_given_numbers")),
        sa.UniqueConstraint("negotiation_id", "number", name=op.f("uq_given_numbers_negotiation_id_number")),
    )
    with op.batch_alter_table("given_numbers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_given_numbers_negotiation_id"), ["negotiation_id"], unique=False)

    op.create_table(
        "room_acts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("bloc", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("delegation_id", sa.Integer(), nullable=True),
        sa.Column("key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["delegation_id"], ["delegations.id"], name=op.f("fk_room_acts_delegation_id_delegations")),
        sa.ForeignKeyConstraint(["negotiation_id"], ["negotiations.id"], name=op.f("fk_room_acts_negotiation_id_negotiations")),
        sa.ForeignKeyConstraint(["recommendation_id"], ["recommendations.id"], name=op.f("fk_room_acts_recommendation_id_recommendations")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_room_acts_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_acts")),
        sa.UniqueConstraint("negotiation_id", "number", name=op.f("uq_room_acts_negotiation_id_number")),
    )
    with op.batch_alter_table("room_acts", schema=None) as batch_op:
        batch_op.create_index("ix_room_acts_unit", ["negotiation_id", "recommendation_id", "number"], unique=False)
        batch_op.create_index(
            "uq_room_acts_key",
            ["negotiation_id", "user_id", "key"],
            unique=True,
            sqlite_where=sa.text("key != ''"),
            postgresql_where=sa.text("key != ''"),
        )

    op.create_table(
        "room_units",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("recommendation_id", sa.Integer(), nullable=False),
        sa.Column("after_id", sa.Integer(), nullable=True),
        sa.Column("entered_act", sa.Integer(), nullable=False),
        sa.Column("by", sa.JSON(), nullable=False),
        sa.Column("last_act", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["after_id"], ["recommendations.id"], name=op.f("fk_room_units_after_id_recommendations")),
        sa.ForeignKeyConstraint(["negotiation_id"], ["negotiations.id"], name=op.f("fk_room_units_negotiation_id_negotiations")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendations.id"], name=op.f("fk_room_units_recommendation_id_recommendations")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room_units")),
        sa.UniqueConstraint("negotiation_id", "recommendation_id", name=op.f("uq_room_units_negotiation_id_recommendation_id")),
    )
    with op.batch_alter_table("room_units", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_units_negotiation_id"), ["negotiation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_room_units_recommendation_id"), ["recommendation_id"], unique=False)

    op.create_table(
        "snapshots",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("negotiation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("act", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["users.id"], name=op.f("fk_snapshots_made_by_users")),
        sa.ForeignKeyConstraint(["negotiation_id"], ["negotiations.id"], name=op.f("fk_snapshots_negotiation_id_negotiations")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_snapshots")),
        sa.UniqueConstraint("negotiation_id", "number", name=op.f("uq_snapshots_negotiation_id_number")),
    )
    with op.batch_alter_table("drafts") as batch_op:
        batch_op.add_column(sa.Column("made_from_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_drafts_made_from_id_negotiations"), "negotiations", ["made_from_id"], ["id"])
        _check_drafts(batch_op)
    with op.batch_alter_table("recommendations") as batch_op:
        batch_op.add_column(sa.Column("negotiation_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(op.f("fk_recommendations_negotiation_id_negotiations"), "negotiations", ["negotiation_id"], ["id"])
        batch_op.create_index(op.f("ix_recommendations_negotiation_id"), ["negotiation_id"])
        _check_recommendations(batch_op, STATUSES)


def downgrade() -> None:
    """Go back."""
    with op.batch_alter_table("recommendations") as batch_op:
        batch_op.drop_index(op.f("ix_recommendations_negotiation_id"))
        batch_op.drop_constraint(op.f("fk_recommendations_negotiation_id_negotiations"), type_="foreignkey")
        batch_op.drop_column("negotiation_id")
        _check_recommendations(batch_op, OLD_STATUSES)
    with op.batch_alter_table("drafts") as batch_op:
        batch_op.drop_constraint(op.f("fk_drafts_made_from_id_negotiations"), type_="foreignkey")
        batch_op.drop_column("made_from_id")
        _check_drafts(batch_op)
    op.drop_table("snapshots")
    with op.batch_alter_table("room_units", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_units_recommendation_id"))
        batch_op.drop_index(batch_op.f("ix_room_units_negotiation_id"))

    op.drop_table("room_units")
    with op.batch_alter_table("room_acts", schema=None) as batch_op:
        batch_op.drop_index("uq_room_acts_key", sqlite_where=sa.text("key != ''"), postgresql_where=sa.text("key != ''"))
        batch_op.drop_index("ix_room_acts_unit")

    op.drop_table("room_acts")
    with op.batch_alter_table("given_numbers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_given_numbers_negotiation_id"))

    op.drop_table("given_numbers")
    with op.batch_alter_table("negotiations", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_negotiations_session_id"))
        batch_op.drop_index(batch_op.f("ix_negotiations_round_id"))
        batch_op.drop_index(batch_op.f("ix_negotiations_draft_id"))

    op.drop_table("negotiations")
