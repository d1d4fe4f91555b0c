"""Posters that a unit asked for, and its rules for receiving by itself.

Revision ID: 20261129_unit_catalogue
Revises: 20261129_refunds
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_unit_catalogue"
down_revision: str | None = "20261129_refunds"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add both tables, empty: nothing is received by itself before a unit says so."""
    op.create_table(
        "poster_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.String(length=2), nullable=False),
        sa.Column("codes", JSON, nullable=False),
        sa.Column("asked_by", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint("size IN ('a4', 'a6')", name=op.f("ck_poster_set_size")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_poster_set_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_set")),
    )
    op.create_index(op.f("ix_poster_set_unit_id"), "poster_set", ["unit_id"])
    op.create_table(
        "reception_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("procedure_code", sa.String(length=20), nullable=True),
        sa.Column("decision", sa.String(length=400), nullable=False),
        sa.Column("conditions", JSON, nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(length=200), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_reception_rule_days")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_reception_rule_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reception_rule")),
    )
    op.create_index(op.f("ix_reception_rule_unit_id"), "reception_rule", ["unit_id"])


def downgrade() -> None:
    """Take them away again."""
    op.drop_index(op.f("ix_reception_rule_unit_id"), table_name="reception_rule")
    op.drop_table("reception_rule")
    op.drop_index(op.f("ix_poster_set_unit_id"), table_name="poster_set")
    op.drop_table("poster_set")
