"""Consents to fill in again what somebody said, and what sittings offered from them.

Revision ID: 20261130_reuse
Revises: 20261130_house
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261130_reuse"
down_revision: str | None = "20261130_house"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SQLITE = (
    "CREATE TRIGGER consent_act_no_update BEFORE UPDATE ON consent_act "
    "BEGIN SELECT RAISE(ABORT, 'rows of consent_act are never changed'); END",
    "CREATE TRIGGER consent_act_no_delete BEFORE DELETE ON consent_act "
    "BEGIN SELECT RAISE(ABORT, 'rows of consent_act are never removed'); END",
)
POSTGRESQL = (
    "CREATE TRIGGER consent_act_no_change BEFORE UPDATE OR DELETE ON consent_act "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER consent_act_no_truncate BEFORE TRUNCATE ON consent_act "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)
ADDED = ("after_id", "offered", "numbers", "reuse_said", "reuse_how", "reuse_hash", "reuse_at")


def upgrade() -> None:
    """Add the table and the columns; nobody has allowed anything yet."""
    op.create_table(
        "consent_act",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("act", sa.String(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id_number", sa.String(length=20), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=80), nullable=False),
        sa.Column("text_version", sa.String(length=40), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("how", sa.String(length=80), nullable=False),
        sa.Column("evidence", JSON, nullable=False),
        sa.Column("op_id", sa.Uuid(), nullable=False),
        sa.Column("principal", sa.String(length=80), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("act IN ('given', 'withdrawn')", name=op.f("ck_consent_act_act")),
        sa.CheckConstraint("(act = 'given') = (until IS NOT NULL)", name=op.f("ck_consent_act_given_for_a_time")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_consent_act_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_consent_act_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_act")),
        sa.UniqueConstraint("dossier_id", "act", name=op.f("uq_consent_act_dossier_id_act")),
    )
    op.create_index("ix_consent_act_person", "consent_act", ["id_number"])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)
    with op.batch_alter_table("sitting") as sitting:
        sitting.add_column(sa.Column("after_id", sa.Uuid(), nullable=True))
        sitting.add_column(sa.Column("offered", JSON, nullable=False, server_default="{}"))
        sitting.add_column(sa.Column("numbers", JSON, nullable=False, server_default="[]"))
        sitting.add_column(sa.Column("reuse_said", sa.String(length=3), nullable=True))
        sitting.add_column(sa.Column("reuse_how", sa.String(length=20), nullable=True))
        sitting.add_column(sa.Column("reuse_hash", sa.String(length=64), nullable=True))
        sitting.add_column(sa.Column("reuse_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    """Take it away again."""
    with op.batch_alter_table("sitting") as sitting:
        for column in reversed(ADDED):
            sitting.drop_column(column)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER consent_act_no_change ON consent_act")
        op.execute("DROP TRIGGER consent_act_no_truncate ON consent_act")
    op.drop_index("ix_consent_act_person", table_name="consent_act")
    op.drop_table("consent_act")
