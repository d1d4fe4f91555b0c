"""Handings over of results: who took what, how it was checked and signed for.

Revision ID: 20261130_handover
Revises: 20261130_digitising
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261130_handover"
down_revision: str | None = "20261130_digitising"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
SQLITE = (
    "CREATE TRIGGER handover_no_update BEFORE UPDATE ON handover "
    "BEGIN SELECT RAISE(ABORT, 'rows of handover are never changed'); END",
    "CREATE TRIGGER handover_no_delete BEFORE DELETE ON handover "
    "BEGIN SELECT RAISE(ABORT, 'rows of handover are never removed'); END",
)
POSTGRESQL = (
    "CREATE TRIGGER handover_no_change BEFORE UPDATE OR DELETE ON handover "
    "FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER handover_no_truncate BEFORE TRUNCATE ON handover "
    "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
)


def upgrade() -> None:
    """Add the table; what was handed over before stands in the events alone."""
    op.create_table(
        "handover",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("official_id", sa.Uuid(), nullable=False),
        sa.Column("official_name", sa.String(length=400), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=20), nullable=False),
        sa.Column("receiver", sa.String(length=400), nullable=False),
        sa.Column("receiver_id_number", sa.String(length=40), nullable=False),
        sa.Column("capacity", sa.String(length=20), nullable=False),
        sa.Column("authority", sa.String(length=400), nullable=False),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("id_checked", sa.Boolean(), nullable=False),
        sa.Column("signed", sa.String(length=20), nullable=True),
        sa.Column("strokes", JSON, nullable=False),
        sa.Column("carrier", sa.String(length=400), nullable=False),
        sa.Column("tracking", sa.String(length=40), nullable=False),
        sa.Column("dossiers", JSON, nullable=False),
        sa.CheckConstraint("method IN ('counter', 'post')", name=op.f("ck_handover_method")),
        sa.CheckConstraint(
            "method = 'post' OR (id_checked AND signed IS NOT NULL)", name=op.f("ck_handover_checked_and_signed")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_handover_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    op.create_index("ix_handover_unit", "handover", ["unit_id", "at"])
    for statement in POSTGRESQL if op.get_bind().dialect.name == "postgresql" else SQLITE:
        op.execute(statement)


def downgrade() -> None:
    """Take it away again."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER handover_no_change ON handover")
        op.execute("DROP TRIGGER handover_no_truncate ON handover")
    op.drop_index("ix_handover_unit", table_name="handover")
    op.drop_table("handover")
