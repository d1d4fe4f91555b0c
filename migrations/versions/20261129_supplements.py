"""Supplement requests, item by item, and pages that an answer replaced.

Revision ID: 20261129_supplements
Revises: 20261129_first_use
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20261129_supplements"
down_revision: str | None = "20261129_first_use"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    """Add both tables; no page was replaced before."""
    op.create_table(
        "supplement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dossier_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=80), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("asked_by", sa.String(length=200), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why_again", sa.String(), nullable=True),
        sa.Column("allowed_by", sa.String(length=200), nullable=True),
        sa.Column("allow_reason", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("respond_by", sa.Date(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("close_reason", sa.String(), nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'open', 'answered', 'withdrawn', 'ended')", name=op.f("ck_supplement_status")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_supplement_dossier_id_dossier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplement")),
        sa.UniqueConstraint("dossier_id", "number", name=op.f("uq_supplement_dossier_id_number")),
    )
    op.create_table(
        "supplement_item",
        sa.Column("supplement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("label", JSON, nullable=False),
        sa.Column("reason_code", sa.String(length=80), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("guidance", sa.String(), nullable=False),
        sa.Column("example", sa.String(length=80), nullable=True),
        sa.Column("before", JSON, nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["supplement_id"], ["supplement.id"], name=op.f("fk_supplement_item_supplement_id_supplement")
        ),
        sa.PrimaryKeyConstraint("supplement_id", "position", name=op.f("pk_supplement_item")),
    )
    with op.batch_alter_table("dossier_file") as batch:
        batch.add_column(sa.Column("replaced_by", sa.Uuid(), nullable=True))
        batch.create_foreign_key(
            batch.f("fk_dossier_file_replaced_by_supplement"), "supplement", ["replaced_by"], ["id"]
        )


def downgrade() -> None:
    """Take them away again."""
    with op.batch_alter_table("dossier_file") as batch:
        batch.drop_constraint(batch.f("fk_dossier_file_replaced_by_supplement"), type_="foreignkey")
        batch.drop_column("replaced_by")
    op.drop_table("supplement_item")
    op.drop_table("supplement")
