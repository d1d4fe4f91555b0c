"""The step a dossier stands at, opinions of other offices, decisions that relax with all that they say.

Revision ID: 20261129_process
Revises: 20261129_registers
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_process"
down_revision: str | None = "20261129_registers"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add them; a dossier without a step stands at the usual one of its state."""
    op.add_column("dossier", sa.Column("step", sa.String(length=60), nullable=True))
    op.create_table(
        "opinion",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("paths", JSON, nullable=False),
        sa.Column("papers", JSON, nullable=False),
        sa.Column("respond_by", sa.Date(), nullable=False),
        sa.Column("stops_clock", sa.Boolean(), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verdict", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("answered_by", sa.String(length=200), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
        sa.CheckConstraint("status IN ('open', 'answered', 'withdrawn', 'ended')", name=op.f("ck_opinion_status")),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_opinion_dossier_id_dossier")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=op.f("fk_opinion_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    op.create_index("ix_opinion_dossier", "opinion", ["dossier_id"])
    op.create_index("ix_opinion_unit", "opinion", ["unit_id", "status"])
    with op.batch_alter_table("unit_relaxation") as batch:
        batch.add_column(sa.Column("decided_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("signer", sa.String(length=200), nullable=False, server_default=""))
        batch.add_column(sa.Column("pair", sa.String(length=80), nullable=False, server_default="both"))
        batch.add_column(sa.Column("text", sa.String(), nullable=False, server_default=""))
        batch.add_column(sa.Column("ended_by", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
        batch.create_check_constraint(
            batch.f("ck_unit_relaxation_pair"), "pair IN ('appraise_approve', 'approve_sign', 'both')"
        )


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("unit_relaxation") as batch:
        batch.drop_constraint(batch.f("ck_unit_relaxation_pair"), type_="check")
        for name in ("ended_at", "ended_by", "text", "pair", "signer", "decided_on"):
            batch.drop_column(name)
    op.drop_index("ix_opinion_unit", table_name="opinion")
    op.drop_index("ix_opinion_dossier", table_name="opinion")
    op.drop_table("opinion")
    op.drop_column("dossier", "step")
